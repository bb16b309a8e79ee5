//! A client of OAuth 2.0: what it may do, and deleting it.

use accounts::api::oauth2;
use axum::extract::Path;
use serde::Serialize;

use super::list::PATH;
use super::{GrantFacts, grants, state_badge};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::page::MemberPage;
use crate::view::{Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct ClientPage {
    id: String,
    name: String,
    description: String,
    facts: GrantFacts,
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<String>) -> Answer {
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| oauth2::find(tx, &id)).await?.ok_or(PageError::NotFound)?;
    page.show(&ClientPage {
        facts: GrantFacts {
            state: state_badge(&page, found.state(page.visit().now)),
            created_at: found.created_at,
            expires_at: found.expires_at,
            used_at: found.used_at,
            blocks: found.allowed_ips.iter().flatten().map(ToString::to_string).collect(),
            grants: grants(&page, &found.rules),
        },
        id: found.id,
        name: found.name,
        description: found.description,
    })
}

pub(crate) async fn delete(page: MemberPage, Path(id): Path<String>) -> Answer {
    if !oauth2::delete(&page.cx().db, page.account.id, &id).await? {
        return Err(PageError::NotFound);
    }
    Ok(page.redirect_with(PATH, Flash::good("flash-client-deleted")))
}

impl View for ClientPage {
    const TEMPLATE: &'static str = "pages/programs/client.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PATH, "programs-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<ClientPage> {
        let page = |facts: GrantFacts| ClientPage {
            id: "0123456789ABCDEF".into(),
            name: "Night shift".into(),
            description: if facts.used_at.is_some() { "Counts".into() } else { String::new() },
            facts,
        };
        GrantFacts::samples().map(page).into()
    }
}
