//! What people deliver by hand, and what machines could not.

use axum::extract::{Path, Query};
use flows::DeliverError;
use kernel::{AccountId, PageRequest, ServiceId, Timestamp};
use serde::{Deserialize, Serialize};
use services::store::StaffDelivery;
use services::{Access, ByHandError, DeliveryState};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{Page, StaffPage, encoded};
use crate::view::{Badge, View};

/// How many deliveries one page shows.
const PAGE_SIZE: u16 = 20;

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    after: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    access: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct Deliveries {
    form: FormView,
    deliveries: Vec<DeliveryRow>,
    first: &'static str,
    next: String,
}

#[derive(Debug, Serialize)]
struct DeliveryRow {
    href: String,
    /// The field of the access, which no other delivery of the page has.
    field: String,
    description: String,
    name: String,
    order: String,
    customer: String,
    state: Badge,
    since: Timestamp,
    problem: String,
}

pub(crate) async fn get(page: StaffPage, Query(wanted): Query<Wanted>) -> Answer {
    page.show(&view(&page, wanted.after, FormView::new(), &[]).await?)
}

pub(crate) async fn post(
    page: StaffPage,
    Path((account, service)): Path<(AccountId, ServiceId)>,
    Form(form): Form<Typed>,
) -> Answer {
    if !page.staff.role.may(accounts::Role::Desk) {
        return Err(PageError::NotFound);
    }
    let access = access(&form.access).filter(Access::is_acceptable);
    let Some(access) = access else {
        let field = access_field(service);
        let typed = FormView::new().with(&field, form.access);
        return page.show_faulty(&view(&page, None, typed, &[Fault::at(field, "error-access-lines")]).await?);
    };
    match flows::deliver_by_hand(page.cx(), account, service, access, page.staff.id).await {
        Ok(_) => Ok(page.redirect_with("/desk/deliveries", Flash::good("flash-delivered"))),
        Err(DeliverError::ByHand(ByHandError::Db(error)) | DeliverError::Db(error)) => Err(error.into()),
        Err(DeliverError::ByHand(error)) => {
            tracing::info!(%error, "a delivery by hand was refused");
            page.show_faulty(&view(&page, None, FormView::new(), &[Fault::at("", "error-decided")]).await?)
        }
        Err(error) => Err(PageError::internal(error)),
    }
}

/// One detail per line, «label: value»; a label that begins with a star is a secret.
fn access(typed: &str) -> Option<Access> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    lines.take(Access::FIELDS_MAX + 1).try_fold(Access::default(), |access, line| {
        let (label, value) = line.split_once(':')?;
        let (label, value) = (label.trim(), value.trim());
        Some(match label.strip_prefix('*') {
            Some(label) => access.with_secret(label.trim(), value),
            None => access.with(label, value),
        })
    })
}

fn access_field(service: ServiceId) -> String {
    format!("access-{service}")
}

async fn view(
    page: &StaffPage,
    after: Option<String>,
    form: FormView,
    faults: &[Fault],
) -> Result<Deliveries, PageError> {
    let request = PageRequest { after, ..PageRequest::first(PAGE_SIZE) };
    let is_first = request.after.is_none();
    let found = page.cx().db.across().read(move |tx| services::store::for_staff(tx, &request)).await?;
    Ok(Deliveries {
        form: page.faulty(form, faults),
        deliveries: found.items.iter().map(|delivery| row(page, delivery)).collect(),
        first: if is_first { "" } else { "/desk/deliveries" },
        next: found.next.map_or_else(String::new, |key| format!("/desk/deliveries?after={}", encoded(&key))),
    })
}

fn row(page: &Page, delivery: &StaffDelivery) -> DeliveryRow {
    let (hue, icon) =
        if delivery.state == DeliveryState::Failed { ("bad", "circle-alert") } else { ("wait", "clock") };
    let key = format!("delivery-state-{}", delivery.state.code());
    DeliveryRow {
        href: format!("/desk/deliveries/{}/{}", delivery.account, delivery.service),
        field: access_field(delivery.service),
        description: delivery.description.clone(),
        name: delivery.name.clone(),
        order: delivery.order_number.to_string(),
        customer: delivery.customer.clone(),
        state: Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key),
        since: delivery.changed_at,
        problem: delivery.last_error.clone().unwrap_or_default(),
    }
}

impl View for Deliveries {
    const TEMPLATE: &'static str = "pages/desk/deliveries.html";
    const AREA: &'static str = "deliveries";

    #[cfg(test)]
    fn samples() -> Vec<Deliveries> {
        let row = |problem: &str| DeliveryRow {
            href: "/desk/deliveries/1/2".into(),
            field: format!("access-{}", problem.len()),
            description: "Riva 2".into(),
            name: "srv-1a2b3c".into(),
            order: "100042".into(),
            customer: "al12345-ct".into(),
            state: Badge::sample(),
            since: crate::view::sample::at(),
            problem: problem.into(),
        };
        let page =
            |deliveries| Deliveries { form: FormView::new(), deliveries, first: "", next: String::new() };
        vec![page(vec![row(""), row("no stock")]), page(vec![])]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_is_a_detail_and_a_star_makes_it_secret() {
        let read = access("IPv4: 192.0.2.1\n\n*Password: a:b\n").expect("two lines");
        assert_eq!(read, Access::default().with("IPv4", "192.0.2.1").with_secret("Password", "a:b"));
        assert_eq!(access("no colon"), None);
    }
}
