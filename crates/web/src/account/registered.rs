//! A method was registered for a program: the browser goes on to where that waits for it.

use accounts::api::request;
use axum::extract::Path;
use axum::http::{HeaderValue, header};
use flows::PayError;
use kernel::AttemptId;
use serde::Serialize;

use crate::error::{Answer, PageError};
use crate::page::VisitorPage;
use crate::view::View;

#[derive(Debug, Serialize)]
pub(crate) struct Registered {
    address: String,
    site: String,
}

/// The browser comes back from the provider's page; nobody need be signed in. It goes on from a page of ours: what a
/// provider's form leads to may be the counter alone, and redirected from there it would be kept.
pub(crate) async fn get(page: VisitorPage, Path(attempt): Path<AttemptId>) -> Answer {
    let address = match flows::came_back_for_program(page.cx(), attempt).await {
        Ok(address) => address,
        Err(PayError::NoOrder) => return Err(PageError::NotFound),
        Err(PayError::Db(error)) => return Err(error.into()),
        Err(error) => return Err(PageError::internal(error)),
    };
    let site = request::site(&address).unwrap_or_default();
    let mut answer = page.show(&Registered { address: address.clone(), site })?;
    // Without it, the button is there.
    if let Ok(refresh) = HeaderValue::from_str(&format!("0; url={address}")) {
        answer.headers_mut().insert(header::REFRESH, refresh);
    }
    Ok(answer)
}

impl View for Registered {
    const TEMPLATE: &'static str = "pages/account/registered.html";
    const AREA: &'static str = "methods";

    #[cfg(test)]
    fn samples() -> Vec<Registered> {
        let site = "https://app.example:8443";
        vec![Registered { address: format!("{site}/cards?done"), site: site.to_owned() }]
    }
}
