//! What people close, open or remove by hand, and what machines could not.

use accounts::Role;
use axum::extract::{Path, Query};
use kernel::{AccountId, ServiceId, Timestamp};
use serde::{Deserialize, Serialize};
use services::store::StaffOperation;
use services::{OperateError, OperationState};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::Form;
use crate::list::Asked;
use crate::page::{Page, StaffPage, encoded};
use crate::view::{Badge, View};

/// How many operations one page shows.
const PAGE_SIZE: u16 = 20;

#[derive(Debug, Deserialize)]
pub(crate) struct Decided {
    /// `done`, or `again` to ask the machine once more.
    act: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Operations {
    operations: Vec<OperationRow>,
    first: &'static str,
    next: String,
}

#[derive(Debug, Serialize)]
struct OperationRow {
    href: String,
    wanted: &'static str,
    cause: String,
    name: String,
    description: String,
    order: String,
    state: Badge,
    since: Timestamp,
    problem: String,
    /// Whether a machine can be asked once more.
    can_ask_again: bool,
}

pub(crate) async fn get(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let request = asked.page(PAGE_SIZE);
    let is_first = request.after.is_none();
    let read = page.cx().db.across();
    let found = read.read(move |tx| services::store::operations_for_staff(tx, &request)).await?;
    page.show(&Operations {
        operations: found.items.iter().map(|operation| row(&page, operation)).collect(),
        first: if is_first { "" } else { "/desk/operations" },
        next: found.next.map_or_else(String::new, |key| format!("/desk/operations?after={}", encoded(&key))),
    })
}

pub(crate) async fn post(
    page: StaffPage,
    Path((account, service)): Path<(AccountId, ServiceId)>,
    Form(decided): Form<Decided>,
) -> Answer {
    if !page.staff.role.may(Role::Desk) {
        return Err(PageError::NotFound);
    }
    let (done_by, flash) = match decided.act.as_str() {
        "done" => (Some(page.staff.id), "flash-operation-done"),
        "again" => (None, "flash-operation-again"),
        _ => return Err(PageError::Bad("no such decision".to_owned())),
    };
    let there = "/desk/operations";
    match flows::operate_by_hand(page.cx(), account, service, done_by).await {
        Ok(_) => Ok(page.redirect_with(there, Flash::good(flash))),
        // Somebody else was quicker, or the wish is another one now.
        Err(OperateError::NotForStaff) => {
            Ok(page.redirect_with(there, Flash::bad("flash-operation-decided")))
        }
        Err(OperateError::Db(error)) => Err(error.into()),
    }
}

fn row(page: &Page, operation: &StaffOperation) -> OperationRow {
    let is_failed = operation.state == OperationState::Failed;
    let (hue, icon) = if is_failed { ("bad", "circle-alert") } else { ("wait", "clock") };
    let key = format!("operation-state-{}", operation.state.code());
    OperationRow {
        href: format!("/desk/operations/{}/{}", operation.account, operation.service),
        wanted: operation.wanted.code(),
        cause: cause(page, &operation.cause),
        name: operation.name.clone(),
        description: operation.description.clone(),
        order: operation.order_number.to_string(),
        state: Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key),
        since: operation.changed_at,
        problem: operation.last_error.clone().unwrap_or_default(),
        can_ask_again: is_failed,
    }
}

/// Why, in words where we have some.
fn cause(page: &Page, cause: &str) -> String {
    let key = format!("operation-cause-{cause}");
    let texts = &page.web().texts;
    texts.try_t(page.visit().locale, &key, &texts::Args::new()).unwrap_or_else(|_| cause.to_owned())
}

impl View for Operations {
    const TEMPLATE: &'static str = "pages/desk/operations.html";
    const AREA: &'static str = "operations";

    #[cfg(test)]
    fn samples() -> Vec<Operations> {
        let row = |wanted, problem: &str| OperationRow {
            href: "/desk/operations/1/2".into(),
            wanted,
            cause: "terminated".into(),
            name: "srv-1a2b3c".into(),
            description: "Riva 2".into(),
            order: "100042".into(),
            state: Badge::sample(),
            since: crate::view::sample::at(),
            problem: problem.into(),
            can_ask_again: !problem.is_empty(),
        };
        let rows = vec![row("suspend", ""), row("resume", "no route"), row("delete", "")];
        let page = |operations| Operations { operations, first: "", next: String::new() };
        vec![page(rows), page(vec![])]
    }
}
