//! `/me`: the customer.

use db::AccountTx;
use kernel::{AccountType, Country, Locale};
use serde_json::{Value, json};

use crate::call::{self, Answer, MemberCall};
use crate::v1::fields::{bad, maybe_word};

const LANGUAGE: &str = "language";

pub(crate) async fn get(call: MemberCall) -> Answer {
    call::json(shape(&call))
}

/// `PUT /me`: the language. A program sends back what it read; what it wants otherwise and cannot have is told.
pub(crate) async fn put(call: MemberCall) -> Answer {
    let (fields, known) = (call.fields()?, shape(&call));
    let is_other = |(name, value): &(&String, &Value)| {
        *name != LANGUAGE && known.get(*name).is_some_and(|known| known != *value)
    };
    if let Some((name, _)) = fields.iter().find(is_other) {
        return Err(bad(name, "it is not changed by programs: ask the seller"));
    }
    if let Some(locale) = maybe_word(&fields, LANGUAGE, "nichandle.LanguageEnum", Locale::parse)? {
        let set = move |tx: &mut AccountTx| accounts::account::set_locale(tx, locale);
        call.cx().db.account(call.account.id).write(set).await?;
    }
    call::void()
}

/// `nichandle.Nichandle`.
fn shape(call: &MemberCall) -> Value {
    let account = &call.account;
    let currency = call.cx().jurisdictions.get(account.subsidiary).map(|subsidiary| subsidiary.currency);
    let currency =
        currency.map(|currency| json!({"code": currency.code(), "symbol": symbol(currency.code())}));
    json!({
        "address": account.address,
        "area": null,
        "birthCity": null,
        "birthDay": null,
        "city": account.city,
        "companyNationalIdentificationNumber": account.national_id,
        "complementaryAddress": null,
        "corporationType": null,
        "country": account.country.code(),
        "currency": currency,
        "customerCode": account.nic,
        "email": account.email,
        "fax": null,
        "firstname": account.first_name,
        "italianSDI": null,
        "kycValidated": false,
        "language": language(account.locale, account.country),
        "legalform": legal_form(account.account_type),
        "name": account.last_name,
        "nationalIdentificationNumber": null,
        "nichandle": account.nic,
        "organisation": account.organisation,
        "ovhCompany": "ovh",
        "ovhSubsidiary": account.subsidiary.as_str(),
        "phone": account.phone,
        "phoneCountry": null,
        "phoneType": null,
        "purposeOfPurchase": null,
        "sex": null,
        "spareEmail": null,
        "state": "complete",
        "vat": account.vat,
        "zip": account.zip,
    })
}

/// `nichandle.LegalFormEnum`.
const fn legal_form(account_type: AccountType) -> &'static str {
    match account_type {
        AccountType::Individual => "individual",
        AccountType::Corporation => "corporation",
        AccountType::Association => "association",
        AccountType::Administration => "administration",
    }
}

/// `nichandle.LanguageEnum`: the language as it is written where the customer is, if the contract knows that.
fn language(locale: Locale, country: Country) -> Value {
    let word = match (locale, country.code()) {
        (Locale::Fr, "CA") => "fr_CA",
        (Locale::Fr, "MA") => "fr_MA",
        (Locale::Fr, "SN") => "fr_SN",
        (Locale::Fr, "TN") => "fr_TN",
        (Locale::Fr, _) => "fr_FR",
        (Locale::It, _) => "it_IT",
        (Locale::En, "AU") => "en_AU",
        (Locale::En, "CA") => "en_CA",
        (Locale::En, "IE") => "en_IE",
        (Locale::En, "US") => "en_US",
        (Locale::En, _) => "en_GB",
    };
    word.into()
}

/// The sign of a currency; its code where it has none that everybody knows.
fn symbol(code: &str) -> &str {
    match code {
        "EUR" => "€",
        "GBP" => "£",
        "USD" | "CAD" | "AUD" => "$",
        code => code,
    }
}
