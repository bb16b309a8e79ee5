//! Jobs that gave up, and their replay.

use accounts::Role;
use axum::extract::Query;
use kernel::{AccountId, PageRequest, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::Form;
use crate::page::{StaffPage, encoded};
use crate::view::View;

/// How many jobs one page shows.
const PAGE_SIZE: u16 = 50;

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    after: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Replay {
    account: AccountId,
    name: String,
    key: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Jobs {
    jobs: Vec<JobRow>,
    first: &'static str,
    next: String,
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

pub(crate) async fn get(page: StaffPage, Query(wanted): Query<Wanted>) -> Answer {
    let request = PageRequest { after: wanted.after, ..PageRequest::first(PAGE_SIZE) };
    let is_first = request.after.is_none();
    let found = page.cx().db.across().read(move |tx| outbox::dead(tx, &request)).await?;
    let row = |job: outbox::DeadJob| JobRow {
        account: job.account.to_string(),
        name: job.name,
        key: job.key,
        reason: job.reason,
        attempts: job.attempt,
        at: job.ended_at,
    };
    page.show(&Jobs {
        jobs: found.items.into_iter().map(row).collect(),
        first: if is_first { "" } else { "/desk/jobs" },
        next: found.next.map_or_else(String::new, |key| format!("/desk/jobs?after={}", encoded(&key))),
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
        vec![
            Jobs { jobs: vec![job], first: "", next: String::new() },
            Jobs { jobs: vec![], first: "/desk/jobs", next: String::new() },
        ]
    }
}
