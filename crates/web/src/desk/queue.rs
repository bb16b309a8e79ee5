//! The orders a person has to look at, the oldest first.

use axum::extract::Query;
use kernel::{Direction, Money, Sort, Timestamp};
use orders::desk::{QueueColumn, QueueItem};
use serde::Serialize;

use crate::error::Answer;
use crate::list::{Address, Asked, Column, ListView, Sorted};
use crate::orders::state_badge;
use crate::page::{Page, StaffPage};
use crate::view::{Badge, View};

/// How many orders one page shows.
const PAGE_SIZE: u16 = 50;

const COLUMNS: [Column; 7] = [
    Column::new("order-number"),
    Column::new("queue-customer"),
    Column::new("queue-reasons"),
    Column::new("state"),
    Column::new("queue-since").sorted("since", Direction::Ascending),
    Column::new("queue-due-at").sorted("due", Direction::Ascending),
    Column::new("total-gross").amount(),
];

#[derive(Debug, Serialize)]
pub(crate) struct Queue {
    list: ListView,
    orders: Vec<QueueRow>,
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

pub(crate) async fn get(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let (sort, sorted) = Sorted::asked(asked.get("sort"), Sort::ascending(QueueColumn::Since));
    let request = asked.page(PAGE_SIZE);
    let found = page.cx().db.across().read(move |tx| {
        let found = orders::desk::queue_by(tx, sort, &request)?;
        Ok::<_, db::Error>((found, orders::desk::waiting(tx)?))
    });
    let (found, count) = found.await?;
    let list = ListView::new(Address::new("/desk"), &COLUMNS, sorted, asked.get("after"), found.next);
    page.show(&Queue {
        list: list.counted(count),
        orders: found.items.iter().map(|item| row(&page, item)).collect(),
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
        let [full, empty, _] = ListView::samples(&COLUMNS, &[]);
        vec![Queue { list: full, orders: vec![row(true), row(false)] }, Queue { list: empty, orders: vec![] }]
    }
}
