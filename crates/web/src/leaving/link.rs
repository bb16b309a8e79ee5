//! The link that confirms an immediate deletion: what it would do, and what it did.

use accounts::CustomerToken;
use axum::extract::{Path, Query};
use flows::terminate::{self, Added, LinkFault, LinkRefusal, Linked, TerminateError};
use kernel::Date;
use serde::{Deserialize, Serialize};

use super::{failed, refusal};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::page::VisitorPage;
use crate::view::View;

#[derive(Debug, Serialize)]
pub(crate) struct Link {
    /// `open`, `unknown`, `expired`, `used` or `refused`.
    state: &'static str,
    token: String,
    name: String,
    description: String,
    /// Where a new link is asked for.
    again: String,
    /// The day the data is gone.
    on: Option<Date>,
    refusal: String,
}

/// The link of the e-mail leads to the page that shows what it would do.
#[derive(Debug, Deserialize)]
pub(crate) struct Followed {
    token: Option<String>,
}

pub(crate) async fn follow(page: VisitorPage, Query(followed): Query<Followed>) -> Answer {
    let token = followed.token.unwrap_or_default();
    // What is no token is shown as one that nobody was sent.
    let token = if CustomerToken::parse(&token).is_some() { token } else { "unknown".to_owned() };
    Ok(page.redirect(&format!("/services/terminate/{token}")))
}

pub(crate) async fn get(page: VisitorPage, Path(token): Path<String>) -> Answer {
    page.show(&view(&page, token).await?)
}

pub(crate) async fn post(page: VisitorPage, Path(text): Path<String>) -> Answer {
    let here = format!("/services/terminate/{text}");
    let Some(token) = CustomerToken::parse(&text) else { return Ok(page.redirect(&here)) };
    match terminate::confirm(page.cx(), &token, Added::default()).await {
        Ok(_) => Ok(page.redirect_with(&here, Flash::good("flash-deletion-confirmed"))),
        // The page says why, and of a link that was used what it did: so does a button pressed twice.
        Err(TerminateError::Link(_) | TerminateError::Refused(_)) => Ok(page.redirect(&here)),
        Err(error) => Err(failed(error)),
    }
}

async fn view(page: &VisitorPage, text: String) -> Result<Link, PageError> {
    let nothing = |token| Link {
        state: "unknown",
        token,
        name: String::new(),
        description: String::new(),
        again: "/dashboard".to_owned(),
        on: None,
        refusal: String::new(),
    };
    let Some(token) = CustomerToken::parse(&text) else { return Ok(nothing(text)) };
    let Linked { service, termination, may } = match terminate::asked(page.cx(), &token).await {
        Ok(linked) => linked,
        Err(TerminateError::Link(_)) => return Ok(nothing(text)),
        Err(error) => return Err(failed(error)),
    };
    let (state, on, why) = match may {
        Ok(deletes_on) => ("open", Some(deletes_on), String::new()),
        Err(LinkRefusal::Link(LinkFault::Unknown)) => ("unknown", None, String::new()),
        Err(LinkRefusal::Link(LinkFault::Expired)) => ("expired", None, String::new()),
        Err(LinkRefusal::Link(LinkFault::Used)) => ("used", termination.effective_on, String::new()),
        Err(LinkRefusal::Service(why)) => ("refused", None, refusal(page, why)),
    };
    Ok(Link {
        state,
        token: text,
        name: service.name,
        description: service.description,
        again: format!("/services/{}/terminate", service.id),
        on,
        refusal: why,
    })
}

impl View for Link {
    const TEMPLATE: &'static str = "pages/leaving/link.html";
    const AREA: &'static str = "services";

    #[cfg(test)]
    fn samples() -> Vec<Link> {
        use crate::view::sample;
        let link = |state| Link {
            state,
            token: "0".repeat(96),
            name: "srv-1a2b3c".into(),
            description: "Riva 2".into(),
            again: "/services/1/terminate".into(),
            on: Some(sample::on()),
            refusal: "An invoice is to be paid first.".into(),
        };
        ["open", "unknown", "expired", "used", "refused"].map(link).into()
    }
}
