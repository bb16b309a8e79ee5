//! The orders of the account, newest first, filtered and searched by the address.

use axum::extract::Query;
use kernel::PageRequest;
use orders::{OrderFilter, OrderQuery};
use serde::{Deserialize, Serialize};

use super::OrderRow;
use crate::error::Answer;
use crate::page::{MemberPage, encoded};
use crate::view::{Tab, View};

/// How many orders one page shows.
const PAGE_SIZE: u16 = 10;
/// The filters offered, in their order.
const FILTERS: [OrderFilter; 4] =
    [OrderFilter::All, OrderFilter::InProgress, OrderFilter::NotPaid, OrderFilter::Done];

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    state: Option<String>,
    number: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Orders {
    filters: Vec<Tab>,
    number: String,
    orders: Vec<OrderRow>,
    first: String,
    next: String,
    is_filtered: bool,
}

pub(crate) async fn get(page: MemberPage, Query(wanted): Query<Wanted>) -> Answer {
    let filter = wanted.state.as_deref().and_then(OrderFilter::parse).unwrap_or_default();
    let number: String = wanted.number.unwrap_or_default().trim().chars().take(50).collect();
    let search = Some(number.clone()).filter(|number| !number.is_empty());
    let query = OrderQuery { filter, search };
    let request = PageRequest { after: wanted.after, ..PageRequest::first(PAGE_SIZE) };
    let (is_first, now) = (request.after.is_none(), page.visit().now);
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| orders::store::list(tx, now, &query, &request)).await?;
    let tab =
        |of: OrderFilter| Tab { href: address(of, ""), name: of.code().to_owned(), is_current: of == filter };
    let here = address(filter, &number);
    page.show(&Orders {
        filters: FILTERS.map(tab).to_vec(),
        is_filtered: filter != OrderFilter::All || !number.is_empty(),
        number,
        orders: found.items.iter().map(|order| OrderRow::new(&page, order)).collect(),
        first: if is_first { String::new() } else { here.clone() },
        next: found.next.map_or_else(String::new, |key| format!("{here}&after={}", encoded(&key))),
    })
}

fn address(filter: OrderFilter, number: &str) -> String {
    let search = if number.is_empty() { String::new() } else { format!("&number={}", encoded(number)) };
    format!("/orders?state={}{search}", filter.code())
}

impl View for Orders {
    const TEMPLATE: &'static str = "pages/orders/list.html";
    const AREA: &'static str = "orders";

    #[cfg(test)]
    fn samples() -> Vec<Orders> {
        let filters = || {
            let tab =
                |of: OrderFilter| Tab { href: address(of, ""), name: of.code().into(), is_current: false };
            FILTERS.map(tab).to_vec()
        };
        let orders = |number: &str, orders: Vec<OrderRow>| Orders {
            filters: filters(),
            number: number.into(),
            is_filtered: !number.is_empty(),
            first: if orders.is_empty() { String::new() } else { "/orders?state=all".into() },
            next: String::new(),
            orders,
        };
        vec![orders("", vec![OrderRow::sample()]), orders("", vec![]), orders("42", vec![])]
    }
}
