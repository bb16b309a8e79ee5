//! What we know of the customer.

use accounts::EmailAddress;
use flows::wishes::{self, WishError};
use kernel::{Locale, Timestamp};
use serde::{Deserialize, Serialize};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::MemberPage;
use crate::view::View;

#[derive(Debug, Serialize)]
pub(crate) struct Profile {
    nic: String,
    email: String,
    account_type: &'static str,
    name: String,
    organisation: String,
    vat: String,
    national_id: String,
    address: String,
    zip: String,
    city: String,
    country: String,
    phone: String,
    created_at: Timestamp,
    account_locale: Locale,
    form: FormView,
    /// Whether invoices on paper are wanted; none where they are not offered.
    paper: Option<bool>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Copies {
    copies: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Paper {
    paper: String,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let copies = page.account.invoice_copies.clone().unwrap_or_default();
    page.show(&view(&page, FormView::new().with("copies", copies)))
}

/// Another address for copies of e-mails about invoices; none when it is empty.
pub(crate) async fn copies(page: MemberPage, Form(form): Form<Copies>) -> Answer {
    let to = match form.copies.trim() {
        "" => None,
        written => match EmailAddress::parse(written) {
            Ok(to) => Some(to),
            Err(_) => {
                let faults = [Fault::at("copies", "error-email")];
                return page.show_faulty(&view(
                    &page,
                    page.faulty(FormView::new().with("copies", written), &faults),
                ));
            }
        },
    };
    let key = if to.is_some() { "flash-copies-on" } else { "flash-copies-off" };
    wished(&page, wishes::copy_invoices_to(page.cx(), page.account.id, to).await, key)
}

pub(crate) async fn paper(page: MemberPage, Form(form): Form<Paper>) -> Answer {
    let wants = form.paper == "yes";
    let key = if wants { "flash-paper-on" } else { "flash-paper-off" };
    wished(&page, wishes::want_paper_invoices(page.cx(), page.account.id, wants).await, key)
}

fn wished(page: &MemberPage, done: Result<(), WishError>, key: &str) -> Answer {
    match done {
        Ok(()) => Ok(page.redirect_with("/account", Flash::good(key))),
        Err(WishError::NotOffered) => Err(PageError::NotFound),
        Err(WishError::Db(error)) => Err(error.into()),
        Err(error @ WishError::Unconfigured(_)) => Err(PageError::internal(error)),
    }
}

fn view(page: &MemberPage, form: FormView) -> Profile {
    let account = &page.account;
    let subsidiary = page.cx().jurisdictions.get(account.subsidiary);
    let is_offered = subsidiary.is_some_and(|of| of.offers_paper(account.account_type));
    Profile {
        form,
        paper: (is_offered || account.paper_invoices).then_some(account.paper_invoices),
        nic: account.nic.clone(),
        email: account.email.clone(),
        account_type: account.account_type.code(),
        name: account.name(),
        organisation: account.organisation.clone().unwrap_or_default(),
        vat: account.vat.clone().unwrap_or_default(),
        national_id: account.national_id.clone().unwrap_or_default(),
        address: account.address.clone(),
        zip: account.zip.clone(),
        city: account.city.clone(),
        country: account.country.code().to_owned(),
        phone: account.phone.clone().unwrap_or_default(),
        created_at: account.created_at,
        account_locale: account.locale,
    }
}

impl View for Profile {
    const TEMPLATE: &'static str = "pages/account/profile.html";
    const AREA: &'static str = "account";

    #[cfg(test)]
    fn samples() -> Vec<Profile> {
        let profile = |organisation: &str| Profile {
            nic: "al12345-ct".into(),
            email: "ada@example.org".into(),
            account_type: "individual",
            name: "Ada Lovelace".into(),
            organisation: organisation.into(),
            vat: organisation.into(),
            national_id: organisation.into(),
            address: "1 rue de l'Exemple".into(),
            zip: "75001".into(),
            city: "Paris".into(),
            country: "FR".into(),
            phone: organisation.into(),
            created_at: crate::view::sample::at(),
            account_locale: Locale::Fr,
            form: FormView::new().with("copies", organisation),
            paper: organisation.is_empty().then_some(false),
        };
        vec![profile(""), profile("Analytical Engines"), Profile { paper: Some(true), ..profile("") }]
    }
}
