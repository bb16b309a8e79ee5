//! The orders of the account, sorted, filtered and searched by the address; the ticked ones, or all, as a table.

use axum::extract::Query;
use kernel::{Direction, PageRequest, Sort};
use orders::{OrderColumn, OrderFilter, OrderQuery, OrderSummary};
use serde::Serialize;

use super::OrderRow;
use crate::error::Answer;
use crate::export::{self, Cell};
use crate::list::{Address, Asked, Bulk, COUNTED_TO, Column, ListView, Sorted};
use crate::page::{MemberPage, Page};
use crate::view::View;

/// How many orders one page shows.
const PAGE_SIZE: u16 = 10;
/// The filters offered, in their order.
const FILTERS: [OrderFilter; 4] =
    [OrderFilter::All, OrderFilter::InProgress, OrderFilter::NotPaid, OrderFilter::Done];
const OWN_SORT: Sort<OrderColumn> = Sort::descending(OrderColumn::Number);
pub(crate) const COLUMNS: [Column; 5] = [
    Column::new("order-number").sorted("number", Direction::Descending),
    Column::new("order-date").sorted("date", Direction::Descending),
    Column::new("state"),
    Column::new("total-gross").amount().sorted("total", Direction::Descending),
    Column::ACTIONS,
];
const BULK: [Bulk; 1] = [Bulk { href: "/orders.csv", icon: "download", key: "bulk-csv", act: "" }];

#[derive(Debug, Serialize)]
pub(crate) struct Orders {
    list: ListView,
    number: String,
    orders: Vec<OrderRow>,
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let (query, sorted, address) = read(&asked);
    let (now, filter, number) = (page.visit().now, query.filter, query.search.clone().unwrap_or_default());
    let request = asked.page(PAGE_SIZE);
    let account = page.cx().db.account(page.account.id);
    let (found, count) = account
        .read(move |tx| {
            let found = orders::store::list(tx, now, &query, &request)?;
            Ok::<_, db::Error>((found, orders::store::count(tx, now, &query, COUNTED_TO)?))
        })
        .await?;
    let list = ListView::new(address, &COLUMNS, sorted, asked.get("after"), found.next)
        .counted(count)
        .tabbed("state", "orders-filter-", &FILTERS.map(|filter| filter.code()), filter.code())
        .fields(&["number"])
        .chip(&page, "number", "chip-search", &number)
        .bulk(&BULK)
        .exported("/orders.csv");
    page.show(&Orders {
        list,
        number,
        orders: found.items.iter().map(|order| OrderRow::new(&page, order)).collect(),
    })
}

/// The orders the address finds, or those that were ticked, as a table.
pub(crate) async fn csv(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let (query, _, _) = read(&asked);
    let (account, now, shared) = (page.account.id, page.visit().now, Page::clone(&page));
    let read = move |request: PageRequest| {
        let (query, page) = (query.clone(), shared.clone());
        async move {
            let account = page.cx().db.account(account);
            let found = account.read(move |tx| orders::store::list(tx, now, &query, &request)).await?;
            Ok(found.map(|order| row(&page, &order)))
        }
    };
    let titles =
        ["order-number", "order-date", "state", "line-description", "total-net", "total-gross", "currency"];
    export::table(&page, "orders-title", &titles, read).await
}

fn row(page: &Page, order: &OrderSummary) -> Vec<Cell> {
    vec![
        Cell::plain(order.number),
        Cell::Day(page.visit().subsidiary.civil(order.created_at)),
        Cell::text(page.say(&format!("order-state-{}", order.state.code()))),
        Cell::text(order.title.as_str()),
        Cell::Money(order.net),
        Cell::Money(order.gross),
        Cell::plain(order.gross.currency().code()),
    ]
}

fn read(asked: &Asked) -> (OrderQuery, Sorted, Address) {
    let filter = asked.get("state").and_then(OrderFilter::parse).unwrap_or_default();
    let search: Option<String> =
        asked.get("number").map(|typed| typed.chars().take(OrderQuery::SEARCH_CHARS_MAX).collect());
    let (sort, sorted) = Sorted::asked(asked.get("sort"), OWN_SORT);
    let address = Address::new("/orders")
        .with("state", if filter == OrderFilter::All { "" } else { filter.code() })
        .with("number", search.clone().unwrap_or_default());
    let only = asked.ticked().filter_map(|number| number.parse().ok()).collect();
    (OrderQuery { filter, search, only, sort }, sorted, address)
}

impl View for Orders {
    const TEMPLATE: &'static str = "pages/orders/list.html";
    const AREA: &'static str = "orders";

    #[cfg(test)]
    fn samples() -> Vec<Orders> {
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &BULK);
        let tabbed = |list: ListView| {
            list.tabbed("state", "orders-filter-", &FILTERS.map(|filter| filter.code()), "done")
        };
        vec![
            Orders { list: tabbed(full), number: String::new(), orders: OrderRow::samples() },
            Orders { list: tabbed(empty), number: String::new(), orders: vec![] },
            Orders { list: tabbed(filtered), number: "42".into(), orders: vec![] },
        ]
    }
}
