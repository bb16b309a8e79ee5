//! Second thoughts: a termination at expiry is undone, until a day before the end.

use axum::extract::Path;
use flows::terminate::{self, TerminateError};
use kernel::{Date, ServiceId, Timestamp};
use serde::Serialize;

use super::{About, failed, refusal, refused};
use crate::error::Answer;
use crate::flash::Flash;
use crate::page::MemberPage;
use crate::view::{Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct Undo {
    about: About,
    on: Option<Date>,
    until: Option<Timestamp>,
    /// Why it is not possible; empty when it is.
    refusal: String,
}

pub(crate) async fn get(page: MemberPage, Path(service): Path<ServiceId>) -> Answer {
    let ways = terminate::ways(page.cx(), page.account.id, service).await.map_err(failed)?;
    page.show(&Undo {
        about: About::new(&ways.service),
        on: ways.end_on,
        until: ways.until,
        refusal: ways.undo.err().map(|why| refusal(&page, why)).unwrap_or_default(),
    })
}

pub(crate) async fn post(page: MemberPage, Path(service): Path<ServiceId>) -> Answer {
    let there = format!("/services/{service}/terminate");
    match terminate::undo(page.cx(), page.account.id, service).await {
        Ok(_) => Ok(page.redirect_with(&there, Flash::good("flash-termination-undone"))),
        Err(TerminateError::Refused(why)) => Ok(page.redirect_with(&there, refused(&page, why))),
        Err(error) => Err(failed(error)),
    }
}

impl View for Undo {
    const TEMPLATE: &'static str = "pages/leaving/undo.html";
    const AREA: &'static str = "services";

    fn crumbs(&self) -> Vec<Crumb> {
        self.about.crumbs()
    }

    #[cfg(test)]
    fn samples() -> Vec<Undo> {
        use crate::view::sample;
        let page = |refusal: &str| Undo {
            about: About::sample(),
            on: Some(sample::on()),
            until: Some(sample::at()),
            refusal: refusal.into(),
        };
        vec![page(""), page("The end is too near.")]
    }
}
