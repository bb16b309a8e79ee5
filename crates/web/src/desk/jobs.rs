//! Jobs that gave up, and their replay.

use accounts::Role;
use axum::extract::Query;
use kernel::{AccountId, Direction, Sort, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::Form;
use crate::list::{Address, Asked, ByDate, Column, ListView, Sorted};
use crate::page::StaffPage;
use crate::view::View;

/// How many jobs one page shows.
const PAGE_SIZE: u16 = 50;

const COLUMNS: [Column; 5] = [
    Column::new("job-name"),
    Column::new("job-reason"),
    Column::new("job-attempts").amount(),
    Column::new("job-since").sorted("date", Direction::Ascending),
    Column::ACTIONS,
];

#[derive(Debug, Deserialize)]
pub(crate) struct Replay {
    account: AccountId,
    name: String,
    key: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Jobs {
    list: ListView,
    jobs: Vec<JobRow>,
}

#[derive(Debug, Serialize)]
struct JobRow {
    account: String,
    name: String,
    key: String,
    reason: String,
    attempts: u16,
    at: Timestamp,
}

pub(crate) async fn get(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let (sort, sorted) = Sorted::asked(asked.get("sort"), Sort::ascending(ByDate));
    let (request, now) = (asked.page(PAGE_SIZE), page.visit().now);
    let found = page.cx().db.across().read(move |tx| {
        let found = outbox::dead_sorted(tx, sort.direction, &request)?;
        Ok::<_, db::Error>((found, outbox::depth(tx, now)?.1))
    });
    let (found, dead) = found.await?;
    let row = |job: outbox::DeadJob| JobRow {
        account: job.account.to_string(),
        name: job.name,
        key: job.key,
        reason: job.reason,
        attempts: job.attempt,
        at: job.ended_at,
    };
    let list = ListView::new(Address::new("/desk/jobs"), &COLUMNS, sorted, asked.get("after"), found.next);
    page.show(&Jobs {
        list: list.counted(i64::try_from(dead).unwrap_or(i64::MAX)),
        jobs: found.items.into_iter().map(row).collect(),
    })
}

pub(crate) async fn replay(page: StaffPage, Form(form): Form<Replay>) -> Answer {
    if !page.staff.role.may(Role::Desk) {
        return Err(PageError::NotFound);
    }
    let now = page.visit().now;
    let account = page.cx().db.account(form.account);
    account.write(move |tx| outbox::replay(tx, now, &form.name, &form.key)).await?;
    page.cx().wake.ring();
    Ok(page.redirect_with("/desk/jobs", Flash::good("flash-replayed")))
}

impl View for Jobs {
    const TEMPLATE: &'static str = "pages/desk/jobs.html";
    const AREA: &'static str = "jobs";

    #[cfg(test)]
    fn samples() -> Vec<Jobs> {
        let job = JobRow {
            account: "1".into(),
            name: "send-email".into(),
            key: "order/1/created".into(),
            reason: "connection refused".into(),
            attempts: 12,
            at: crate::view::sample::at(),
        };
        let [full, empty, _] = ListView::samples(&COLUMNS, &[]);
        vec![Jobs { list: full, jobs: vec![job] }, Jobs { list: empty, jobs: vec![] }]
    }
}
