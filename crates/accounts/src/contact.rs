//! Contact data: what a form gives, checked and tidied by account type.

use kernel::{AccountType, Country};
use serde::{Deserialize, Serialize};

/// Contact data as typed; [`ContactForm::check`] makes a [`Contact`] of it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ContactForm {
    /// First name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The organisation; ignored for an individual.
    pub organisation: String,
    /// VAT number; ignored for an individual.
    pub vat: String,
    /// The number of a national register; ignored for an individual.
    pub national_id: String,
    /// Street and number, possibly several lines.
    pub address: String,
    /// Postal code.
    pub zip: String,
    /// Town.
    pub city: String,
    /// Telephone number with its country's prefix.
    pub phone: String,
}

/// Contact data that can go on an invoice.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contact {
    /// First name.
    pub first_name: String,
    /// Family name.
    pub last_name: String,
    /// The organisation; `None` exactly for an individual.
    pub organisation: Option<String>,
    /// VAT number in capitals, without spaces.
    pub vat: Option<String>,
    /// The number of a national register.
    pub national_id: Option<String>,
    /// Street and number, possibly several lines.
    pub address: String,
    /// Postal code; empty where the country has none.
    pub zip: String,
    /// Town.
    pub city: String,
    /// Telephone number in international form: `+33612345678`.
    pub phone: Option<String>,
}

/// What is wrong with one field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FieldFault {
    /// The field's name in [`ContactForm`].
    pub field: &'static str,
    /// What is wrong, stable: pages find their text by it.
    pub code: &'static str,
}

/// Something must be given.
pub const REQUIRED: &str = "required";
/// The text is too long.
pub const TOO_LONG: &str = "too_long";
/// The text is not what the field is for.
pub const INVALID: &str = "invalid";

const NAME_MAX: usize = 100;
const ADDRESS_MAX: usize = 300;
const NUMBER_MAX: usize = 40;

/// Countries that use no postal codes (Universal Postal Union); there the field may stay empty.
const WITHOUT_ZIP: &str = "AE AG AO AW BF BI BJ BO BQ BS BW BZ CD CF CG CI CK CM CW DJ DM ER FJ GA GD GH GM GQ GY HK \
    JM KI KM KN KP LY ML MO MR MW NR NU QA RW SB SC SL SN SR SS ST SX SY TD TG TK TL TO TV UG VU YE ZW";

impl ContactForm {
    /// Checks every field for an account of this type in this country.
    ///
    /// # Errors
    /// One fault per wrong field, in the order of the form.
    pub fn check(&self, kind: AccountType, country: Country) -> Result<Contact, Vec<FieldFault>> {
        let is_organisation = match kind {
            AccountType::Individual => false,
            AccountType::Corporation | AccountType::Association | AccountType::Administration => true,
        };
        let of_organisation = |text: &str| if is_organisation { tidy(text) } else { String::new() };
        let has_zip = !WITHOUT_ZIP.split_whitespace().any(|code| code == country.code());
        let contact = Contact {
            first_name: tidy(&self.first_name),
            last_name: tidy(&self.last_name),
            organisation: filled(of_organisation(&self.organisation)),
            vat: filled(compact(&of_organisation(&self.vat)).to_uppercase()),
            national_id: filled(of_organisation(&self.national_id)),
            address: tidy_lines(&self.address),
            zip: tidy(&self.zip).to_uppercase(),
            city: tidy(&self.city),
            phone: filled(phone(&self.phone)),
        };
        let faults: Vec<FieldFault> = [
            text("first_name", &contact.first_name, true, NAME_MAX),
            text("last_name", &contact.last_name, true, NAME_MAX),
            text("organisation", shown(&contact.organisation), is_organisation, NAME_MAX),
            contact.vat.as_deref().filter(|vat| !is_vat(vat)).map(|_| fault("vat", INVALID)),
            text("national_id", shown(&contact.national_id), false, NUMBER_MAX),
            text("address", &contact.address, true, ADDRESS_MAX),
            text("zip", &contact.zip, has_zip, 12).or_else(|| zip(&contact.zip, country)),
            text("city", &contact.city, true, NAME_MAX),
            contact.phone.as_deref().filter(|phone| !is_phone(phone)).map(|_| fault("phone", INVALID)),
        ]
        .into_iter()
        .flatten()
        .collect();
        if faults.is_empty() { Ok(contact) } else { Err(faults) }
    }
}

const fn fault(field: &'static str, code: &'static str) -> FieldFault {
    FieldFault { field, code }
}

fn shown(text: &Option<String>) -> &str {
    text.as_deref().unwrap_or_default()
}

fn filled(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

/// One line: spaces and control characters collapse into single spaces.
fn tidy(text: &str) -> String {
    let plain = text.replace(|c: char| c.is_control(), " ");
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn tidy_lines(text: &str) -> String {
    let lines = text.lines().map(tidy).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n")
}

fn compact(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace() && !['.', '-'].contains(c)).collect()
}

fn text(field: &'static str, text: &str, is_required: bool, chars_max: usize) -> Option<FieldFault> {
    match text.chars().count() {
        0 if is_required => Some(fault(field, REQUIRED)),
        count if count > chars_max => Some(fault(field, TOO_LONG)),
        _ => None,
    }
}

/// Two letters and up to thirteen others; whether the number exists is another question.
fn is_vat(vat: &str) -> bool {
    (4..=20).contains(&vat.len())
        && vat.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
}

fn zip(zip: &str, country: Country) -> Option<FieldFault> {
    let digits = |count: usize| zip.len() == count && zip.bytes().all(|byte| byte.is_ascii_digit());
    let is_zip = match country.code() {
        _ if zip.is_empty() => true,
        "FR" | "IT" | "DE" | "ES" | "FI" | "MC" => digits(5),
        "BE" | "CH" | "AT" | "LU" | "DK" | "NO" => digits(4),
        _ => zip.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b' ' || byte == b'-'),
    };
    if is_zip { None } else { Some(fault("zip", INVALID)) }
}

/// Without what people write for the eye; `00` before the country's prefix becomes `+`.
fn phone(text: &str) -> String {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && !"()-./".contains(*c)).collect();
    match plain.strip_prefix("00") {
        Some(rest) => format!("+{rest}"),
        None => plain,
    }
}

/// E.164: a plus and seven to fifteen digits, the first not zero.
fn is_phone(phone: &str) -> bool {
    phone.strip_prefix('+').is_some_and(|digits| {
        (7..=15).contains(&digits.len())
            && digits.bytes().all(|byte| byte.is_ascii_digit())
            && !digits.starts_with('0')
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn form() -> ContactForm {
        ContactForm {
            first_name: " Jeanne ".into(),
            last_name: "Dupont".into(),
            address: "12 rue des Lilas\r\n\r\n Bâtiment  B ".into(),
            zip: "59100".into(),
            city: "Roubaix".into(),
            phone: "00 33 (6) 12-34-56-78".into(),
            ..ContactForm::default()
        }
    }

    fn country(code: &str) -> Country {
        Country::parse(code).expect("a country")
    }

    #[test]
    fn an_individual_gives_name_and_address_and_nothing_of_a_company() {
        let typed = ContactForm { organisation: "ACME".into(), vat: "FR123".into(), ..form() };
        let contact = typed.check(AccountType::Individual, country("FR")).expect("all is there");
        assert_eq!((contact.organisation, contact.vat), (None, None));
        assert_eq!(contact.address, "12 rue des Lilas\nBâtiment B");
        assert_eq!(contact.phone.as_deref(), Some("+33612345678"));
    }

    #[test]
    fn a_legal_person_names_its_organisation() {
        for kind in [AccountType::Corporation, AccountType::Association, AccountType::Administration] {
            let faults = form().check(kind, country("FR")).expect_err("no organisation");
            assert_eq!(faults, [fault("organisation", REQUIRED)]);
            let named =
                ContactForm { organisation: "Les Lilas".into(), vat: "fr 12 345.678.901".into(), ..form() };
            let contact = named.check(kind, country("FR")).expect("all is there");
            assert_eq!(contact.vat.as_deref(), Some("FR12345678901"));
        }
    }

    #[test]
    fn every_wrong_field_is_reported_at_once() {
        let typed = ContactForm {
            first_name: "\u{7}".into(),
            last_name: "x".repeat(101),
            zip: "5910".into(),
            phone: "0612345678".into(),
            ..form()
        };
        let faults = typed.check(AccountType::Individual, country("FR")).expect_err("four faults");
        assert_eq!(
            faults,
            [
                fault("first_name", REQUIRED),
                fault("last_name", TOO_LONG),
                fault("zip", INVALID),
                fault("phone", INVALID),
            ]
        );
    }

    #[test]
    fn a_postal_code_is_asked_where_the_country_has_them() {
        let without = ContactForm { zip: String::new(), ..form() };
        assert!(without.check(AccountType::Individual, country("SN")).is_ok());
        assert!(without.check(AccountType::Individual, country("IT")).is_err());
        let quebec = ContactForm { zip: "h2x 1y4".into(), ..form() };
        let contact = quebec.check(AccountType::Individual, country("CA")).expect("a Canadian code");
        assert_eq!(contact.zip, "H2X 1Y4");
    }
}
