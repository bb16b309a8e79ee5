//! What we know of the customer.

use kernel::{Locale, Timestamp};
use serde::Serialize;

use crate::error::Answer;
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
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let account = &page.account;
    page.show(&Profile {
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
    })
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
        };
        vec![profile(""), profile("Analytical Engines")]
    }
}
