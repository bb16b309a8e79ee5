//! The orders a person has to look at, the oldest first.

use axum::extract::Query;
use kernel::{Money, PageRequest, Timestamp};
use orders::desk::QueueItem;
use serde::{Deserialize, Serialize};

use crate::error::Answer;
use crate::orders::state_badge;
use crate::page::{Page, StaffPage, encoded};
use crate::view::{Badge, View};

/// How many orders one page shows.
const PAGE_SIZE: u16 = 50;

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    after: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Queue {
    orders: Vec<QueueRow>,
    first: &'static str,
    next: String,
}

#[derive(Debug, Serialize)]
struct QueueRow {
    href: String,
    number: String,
    customer: String,
    nic: String,
    reasons: Vec<&'static str>,
    state: Badge,
    since: Timestamp,
    due_at: Timestamp,
    is_late: bool,
    total: Money,
}

pub(crate) async fn get(page: StaffPage, Query(wanted): Query<Wanted>) -> Answer {
    let request = PageRequest { after: wanted.after, ..PageRequest::first(PAGE_SIZE) };
    let is_first = request.after.is_none();
    let found = page.cx().db.across().read(move |tx| orders::desk::queue(tx, &request)).await?;
    page.show(&Queue {
        orders: found.items.iter().map(|item| row(&page, item)).collect(),
        first: if is_first { "" } else { "/desk" },
        next: found.next.map_or_else(String::new, |key| format!("/desk?after={}", encoded(&key))),
    })
}

fn row(page: &Page, item: &QueueItem) -> QueueRow {
    QueueRow {
        href: format!("/desk/orders/{}/{}", item.account, item.order),
        number: item.number.to_string(),
        customer: item.name.clone(),
        nic: item.customer.clone(),
        reasons: item.reasons.iter().map(|reason| reason.code()).collect(),
        state: state_badge(&page.web().texts, page.visit().locale, item.state),
        since: item.checking_since,
        due_at: item.due_at,
        is_late: item.is_late(page.visit().now),
        total: item.total,
    }
}

impl View for Queue {
    const TEMPLATE: &'static str = "pages/desk/queue.html";
    const AREA: &'static str = "queue";

    #[cfg(test)]
    fn samples() -> Vec<Queue> {
        use crate::view::sample;
        let row = |is_late| QueueRow {
            href: "/desk/orders/1/2".into(),
            number: "100042".into(),
            customer: "Ada Lovelace".into(),
            nic: "al12345-ct".into(),
            reasons: orders::validation::Reason::ALL.map(|reason| reason.code()).into(),
            state: Badge::sample(),
            since: sample::at(),
            due_at: sample::at(),
            is_late,
            total: sample::eur(6_719),
        };
        let full =
            Queue { orders: vec![row(true), row(false)], first: "/desk", next: "/desk?after=1".into() };
        vec![full, Queue { orders: vec![], first: "", next: String::new() }]
    }
}
