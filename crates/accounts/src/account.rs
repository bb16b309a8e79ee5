//! What an account is: the customer as invoices and staff see it.

use db::AccountTx;
use kernel::{AccountId, AccountType, Country, Locale, SubsidiaryCode, Timestamp};
use serde::{Deserialize, Serialize};

use crate::EmailAddress;
use crate::store;

/// A customer's account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// The account.
    pub id: AccountId,
    /// The identifier customers see and sign in with, such as `ab12345-ct`.
    pub nic: String,
    /// The primary e-mail address, as the customer wrote it.
    pub email: String,
    /// What kind of person holds it.
    pub account_type: AccountType,
    /// The legal entity it contracts with.
    pub subsidiary: SubsidiaryCode,
    /// The country of tax residence.
    pub country: Country,
    /// The language of e-mails and documents.
    pub locale: Locale,
    /// First name of the person, or of who acts for the organisation.
    pub first_name: String,
    /// Family name of the person, or of who acts for the organisation.
    pub last_name: String,
    /// The organisation; always there unless the account is an individual's.
    pub organisation: Option<String>,
    /// VAT number, without spaces.
    pub vat: Option<String>,
    /// The number of a national register of companies or associations.
    pub national_id: Option<String>,
    /// Street and number, possibly several lines.
    pub address: String,
    /// Postal code; empty where the country has none.
    pub zip: String,
    /// Town.
    pub city: String,
    /// Telephone number in international form: `+33612345678`.
    pub phone: Option<String>,
    /// When the account was made.
    pub created_at: Timestamp,
    /// The other address that e-mails about invoices are copied to, as it was written.
    pub invoice_copies: Option<String>,
    /// Whether invoices are wanted on paper too.
    pub paper_invoices: bool,
    /// Whether programs are told what happens here: where none is, nothing is written for them.
    pub has_webhooks: bool,
}

/// Who an order or an invoice is made out to, as it was at that moment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct BillingContact {
    /// The customer's identifier.
    pub nic: String,
    /// First and family name.
    pub name: String,
    /// The organisation, if any.
    pub organisation: Option<String>,
    /// VAT number, if any.
    pub vat: Option<String>,
    /// The number of a national register, if any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national_id: Option<String>,
    /// Street and number, possibly several lines.
    pub address: String,
    /// Postal code; empty where the country has none.
    pub zip: String,
    /// Town.
    pub city: String,
    /// Country of tax residence.
    pub country: Country,
    /// Primary e-mail address.
    pub email: String,
    /// What kind of person it is; unknown to contacts frozen before it was asked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account_type: Option<AccountType>,
}

impl Account {
    /// First and family name.
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.first_name, self.last_name).trim().to_owned()
    }

    /// The organisation, or the person's name: what a list shows.
    #[must_use]
    pub fn display_name(&self) -> String {
        self.organisation.clone().unwrap_or_else(|| self.name())
    }

    /// The contact to freeze into an order or an invoice.
    #[must_use]
    pub fn billing_contact(&self) -> BillingContact {
        BillingContact {
            nic: self.nic.clone(),
            name: self.name(),
            organisation: self.organisation.clone(),
            vat: self.vat.clone(),
            national_id: self.national_id.clone(),
            address: self.address.clone(),
            zip: self.zip.clone(),
            city: self.city.clone(),
            country: self.country,
            email: self.email.clone(),
            account_type: Some(self.account_type),
        }
    }

    /// What a password of this account must not contain.
    #[must_use]
    pub fn personal_data(&self) -> crate::PersonalData {
        let mut words = vec![self.first_name.clone(), self.last_name.clone(), self.nic.clone()];
        words.extend(self.organisation.clone());
        crate::PersonalData::new(&self.email, words)
    }
}

/// The account of this partition, which must exist.
///
/// # Errors
/// [`db::Error::Missing`] when the partition has no account (a visitor's, an unfinished sign-up's).
pub fn get(tx: &mut AccountTx) -> Result<Account, db::Error> {
    store::account(tx)?.ok_or(db::Error::Missing)
}

/// Asks for the account of this partition now, for [`get`] to find it there ([`db::Read::fetch_ahead`]).
///
/// # Errors
/// The database's own.
pub fn fetch_ahead(tx: &mut AccountTx) -> Result<(), db::Error> {
    store::fetch_account_ahead(tx)
}

/// The account of this partition; `None` for a visitor's or an unfinished sign-up's.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx) -> Result<Option<Account>, db::Error> {
    store::account(tx)
}

/// Changes the other address that e-mails about invoices are copied to.
///
/// # Errors
/// The database's own.
pub fn set_invoice_copies(tx: &mut AccountTx, to: Option<&EmailAddress>) -> Result<(), db::Error> {
    store::set_invoice_copies(tx, to.map(EmailAddress::as_str))
}

/// Changes whether invoices are wanted on paper too.
///
/// # Errors
/// The database's own.
pub fn set_paper_invoices(tx: &mut AccountTx, wants: bool) -> Result<(), db::Error> {
    store::set_paper_invoices(tx, wants)
}

/// Writes down whether programs are told what happens here.
///
/// # Errors
/// The database's own.
pub fn set_has_webhooks(tx: &mut AccountTx, has: bool) -> Result<(), db::Error> {
    store::set_has_webhooks(tx, has)
}

/// Changes the language of the account's e-mails and documents.
///
/// # Errors
/// The database's own.
pub fn set_locale(tx: &mut AccountTx, locale: Locale) -> Result<(), db::Error> {
    store::set_locale(tx, locale)
}
