//! Endpoints of the customer's programs: who is told what happens, and how it went.

pub(crate) mod change;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod page;

use webhooks::{Endpoint, EndpointState, EventKind};

use crate::page::Page;
use crate::view::Badge;

/// The page they are listed on.
const PATH: &str = "/webhooks";

/// The page of one endpoint.
fn href(id: kernel::EndpointId) -> String {
    format!("{PATH}/endpoints/{id}")
}

/// What a kind of event is, in words.
fn kind_key(kind: EventKind) -> String {
    format!("event-{}", kind.code().replace(['.', '_'], "-"))
}

fn state_badge(page: &Page, endpoint: &Endpoint) -> Badge {
    let (hue, icon, word) = match endpoint.state {
        EndpointState::Active if endpoint.failing_since.is_some() => ("wait", "triangle-alert", "failing"),
        EndpointState::Active => ("good", "circle-check", "active"),
        EndpointState::Disabled => ("still", "ban", "disabled"),
        EndpointState::Failed => ("bad", "circle-alert", "failed"),
        EndpointState::Gone => ("bad", "circle-x", "gone"),
    };
    Badge::new(&page.web().texts, page.visit().locale, hue, icon, &format!("endpoint-state-{word}"))
}
