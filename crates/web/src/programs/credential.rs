//! What was granted to one program, and taking it back.

use accounts::api::{application, credential};
use axum::extract::Path;
use serde::Serialize;

use super::list::PATH;
use super::{GrantFacts, grants, state_badge};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::page::MemberPage;
use crate::view::{Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct CredentialPage {
    id: i64,
    name: String,
    description: String,
    facts: GrantFacts,
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<i64>) -> Answer {
    let db = &page.cx().db;
    let found = db.account(page.account.id).read(move |tx| credential::find(tx, id)).await?;
    let found = found.ok_or(PageError::NotFound)?;
    let wanted = found.application;
    let known = db.registry().read(move |tx| application::find(tx, wanted)).await?;
    let (name, description) = known
        .map_or_else(|| (page.say("program-gone"), String::new()), |known| (known.name, known.description));
    page.show(&CredentialPage {
        id,
        name,
        description,
        facts: GrantFacts {
            state: state_badge(&page, found.state(page.visit().now)),
            created_at: found.created_at,
            expires_at: found.expires_at,
            used_at: found.used_at,
            blocks: found.allowed_ips.iter().flatten().map(ToString::to_string).collect(),
            grants: grants(&page, &found.rules),
        },
    })
}

pub(crate) async fn revoke(page: MemberPage, Path(id): Path<i64>) -> Answer {
    // Taking back what is taken back already is no mistake: two windows, one wish.
    credential::revoke(&page.cx().db, page.account.id, id).await?;
    Ok(page.redirect_with(PATH, Flash::good("flash-program-revoked")))
}

impl View for CredentialPage {
    const TEMPLATE: &'static str = "pages/programs/credential.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PATH, "programs-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<CredentialPage> {
        let page = |facts: GrantFacts| CredentialPage {
            id: 1,
            name: "Backup".into(),
            description: if facts.used_at.is_some() { "Saves things".into() } else { String::new() },
            facts,
        };
        GrantFacts::samples().map(page).into()
    }
}
