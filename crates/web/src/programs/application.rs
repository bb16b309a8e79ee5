//! A program the account registered, and deleting it.

use accounts::api::application;
use axum::extract::Path;
use kernel::Timestamp;
use serde::Serialize;

use super::list::PATH;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::page::MemberPage;
use crate::view::{Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct ApplicationPage {
    id: i64,
    name: String,
    description: String,
    key: String,
    created_at: Timestamp,
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<i64>) -> Answer {
    let found = page.cx().db.registry().read(move |tx| application::find(tx, id)).await?;
    let found = found.filter(|found| found.owner == page.account.id).ok_or(PageError::NotFound)?;
    page.show(&ApplicationPage {
        id,
        name: found.name,
        description: found.description,
        key: found.key,
        created_at: found.created_at,
    })
}

pub(crate) async fn delete(page: MemberPage, Path(id): Path<i64>) -> Answer {
    application::delete(&page.cx().db, page.account.id, id).await?;
    Ok(page.redirect_with(PATH, Flash::good("flash-program-deleted")))
}

impl View for ApplicationPage {
    const TEMPLATE: &'static str = "pages/programs/application.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PATH, "programs-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<ApplicationPage> {
        let page = |description: &str| ApplicationPage {
            id: 1,
            name: "Backup".into(),
            description: description.into(),
            key: "0123456789ABCDEF".into(),
            created_at: crate::view::sample::at(),
        };
        vec![page("Saves things"), page("")]
    }
}
