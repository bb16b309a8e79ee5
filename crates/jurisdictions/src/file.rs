//! The file of one jurisdiction: TOML to [`Subsidiary`], with every mistake reported at once.

use std::collections::BTreeMap;

use jiff::tz::TimeZone;
use kernel::{AccountType, Country, Currency, Locale, PaymentKind, Rate, SubsidiaryCode};
use toml::de::DeTable;

use crate::holidays::{Rule, weekday};
use crate::reader::{Reader, Section};
use crate::{
    Electronic, Holiday, Holidays, LateRate, PaymentKinds, Subsidiary, Tax, TaxCategory, Withdrawal,
    WithdrawalStart,
};

/// A mistake in a file.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{file}:{line}: {message}")]
pub struct FileError {
    /// The file's name.
    pub file: String,
    /// The line, from 1; 0 when the mistake is about the whole file.
    pub line: usize,
    /// What is wrong, and what would be right.
    pub message: String,
}

/// Every mistake found, one per line when shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileErrors(pub Vec<FileError>);

impl std::fmt::Display for FileErrors {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let lines: Vec<String> = self.0.iter().map(FileError::to_string).collect();
        f.write_str(&lines.join("\n"))
    }
}

impl std::error::Error for FileErrors {}

impl From<FileError> for FileErrors {
    fn from(error: FileError) -> FileErrors {
        FileErrors(vec![error])
    }
}

/// Reads the file of one jurisdiction.
///
/// # Errors
/// Everything that is wrong in it.
pub(crate) fn parse(file: &str, text: &str) -> Result<Subsidiary, FileErrors> {
    let reader = Reader::new(file, text);
    let (table, syntax) = DeTable::parse_recoverable(text);
    for error in &syntax {
        reader.wrong(&error.span().unwrap_or(0..0), error.message().to_owned());
    }
    // What the parser recovered after an error of syntax would only be reported a second time.
    let subsidiary = if syntax.is_empty() { read(reader.root(&table)) } else { None };
    let errors = reader.into_errors();
    match subsidiary {
        Some(subsidiary) if errors.is_empty() => Ok(subsidiary),
        _ => Err(FileErrors(errors)),
    }
}

/// What this subsidiary may not share with those already read.
pub(crate) fn conflicts(file: &str, new: &Subsidiary, others: &[Subsidiary]) -> Vec<FileError> {
    let mut found = Vec::new();
    let mut conflict = |message| found.push(FileError { file: file.to_owned(), line: 0, message });
    for other in others {
        if other.code == new.code {
            conflict(format!("code: {} is the code of another file", new.code));
        }
        if other.invoice_prefix == new.invoice_prefix {
            conflict(format!("invoice_prefix: {} already uses {:?}", other.code, new.invoice_prefix));
        }
        for country in new.countries.iter().filter(|country| other.countries.contains(country)) {
            conflict(format!("countries: {country} is already served by {}", other.code));
        }
    }
    found
}

fn read(root: Section<'_, '_>) -> Option<Subsidiary> {
    let code = root.one("code", SubsidiaryCode::parse);
    let country = root.one("country", Country::parse);
    let currency = root.one("currency", Currency::parse);
    let locales = root.list("locales", locale);
    let time_zone = root.one("time_zone", time_zone);
    let countries = root.list("countries", Country::parse);
    let invoice_prefix = root.one("invoice_prefix", prefix);
    let mentions = root.possibly_empty_list("mentions", |key| Ok::<_, String>(key.to_owned()));
    let paper_invoices = root.optional_list("paper_invoices", account_type);
    let legal = root.section("legal").and_then(legal);
    let taxes = taxes(&root, &locales);
    let late_rates = late_rates(&root);
    if mentions.iter().any(|key| key == Subsidiary::LATE_RATE_MENTION) && late_rates.is_empty() {
        root.complain("mentions", "the mention of the late rate needs a [[late_rate]]");
    }
    let withdrawal = root.section("withdrawal").and_then(withdrawal);
    let payment_kinds = root.section("payment_kinds").map(payment_kinds);
    let holidays = Holidays {
        weekend: root.list("weekend", |day| weekday(day).ok_or("must be English weekdays, such as sunday")),
        rules: root.sections("holiday").into_iter().filter_map(holiday).collect(),
    };
    root.refuse_unknown();
    let Legal { name: legal_name, address, registrations, electronic } = legal?;
    Some(Subsidiary {
        code: code?,
        country: country?,
        legal_name,
        address,
        registrations,
        electronic,
        mentions,
        late_rates,
        currency: currency?,
        locales,
        time_zone: time_zone?,
        countries,
        taxes,
        invoice_prefix: invoice_prefix?,
        withdrawal: withdrawal?,
        payment_kinds: payment_kinds?,
        paper_invoices,
        holidays,
    })
}

struct Legal {
    name: String,
    address: Vec<String>,
    registrations: Vec<String>,
    electronic: Option<Electronic>,
}

fn legal(section: Section<'_, '_>) -> Option<Legal> {
    let line = |text: &str| Ok::<_, String>(text.to_owned());
    let name = section.text("name");
    let address = section.list("address", line);
    let registrations = section.possibly_empty_list("registrations", line);
    let electronic = section.maybe_section("electronic").and_then(electronic);
    section.refuse_unknown();
    Some(Legal { name: name?, address, registrations, electronic })
}

fn electronic(section: Section<'_, '_>) -> Option<Electronic> {
    let street = section.list("street", |text| Ok::<_, String>(text.to_owned()));
    let city = section.text("city");
    let (vat, tax_number) = (section.maybe("vat", vat_number), section.maybe_text("tax_number"));
    if vat.is_none() && tax_number.is_none() {
        section.complain("vat", "a seller has a `vat` number or a `tax_number`");
    }
    let (endpoint, endpoint_scheme) = (section.text("endpoint"), section.text("endpoint_scheme"));
    let zip = section.maybe_text("zip");
    let (register, register_scheme) = (section.maybe_text("register"), section.maybe_text("register_scheme"));
    let (contact, email) = (section.maybe_text("contact"), section.maybe_text("email"));
    let phone = section.maybe_text("phone");
    section.refuse_unknown();
    Some(Electronic {
        street,
        zip,
        city: city?,
        vat,
        tax_number,
        register,
        register_scheme,
        endpoint: endpoint?,
        endpoint_scheme: endpoint_scheme?,
        contact,
        email,
        phone,
    })
}

fn taxes(root: &Section<'_, '_>, locales: &[Locale]) -> Vec<Tax> {
    let mut taxes: Vec<Tax> = Vec::new();
    for section in root.sections("tax") {
        let code = section.one("code", tax_code);
        let rate = section.one("rate", Rate::parse);
        let from = section.date("from");
        let until = section.maybe_date("until");
        if from.zip(until).is_some_and(|(from, until)| until <= from) {
            section.complain("until", "must be after `from`");
        }
        let category = section.maybe("category", tax_category).unwrap_or_default();
        if rate.is_some_and(|rate| (rate == Rate::ZERO) == (category == TaxCategory::S)) {
            let message = "a rate above zero is of category S, a rate of zero of Z, E, AE, K, G or O";
            section.complain("category", message);
        }
        let exemption_code = section.maybe_text("exemption_code");
        let exemptions = section.maybe_section("exemption").map(|reason| translated(reason, locales));
        if category.needs_reason() != exemptions.is_some() {
            section.complain("exemption", "the reason is told where nothing is charged, and only there");
        }
        let exemptions = exemptions.unwrap_or_default();
        let labels = section.section("label").map(|label| translated(label, locales));
        if let (Some(code), Some(rate), Some(from), Some(labels)) = (code, rate, from, labels) {
            let overlaps = |tax: &&Tax| {
                tax.code == code
                    && until.is_none_or(|until| tax.from < until)
                    && tax.until.is_none_or(|u| from < u)
            };
            if let Some(other) = taxes.iter().find(overlaps) {
                section.complain("from", format_args!("{code} already has a rate then, from {}", other.from));
            }
            taxes.push(Tax { code, rate, from, until, labels, category, exemption_code, exemptions });
        }
        section.refuse_unknown();
    }
    taxes
}

fn late_rates(root: &Section<'_, '_>) -> Vec<LateRate> {
    let mut rates: Vec<LateRate> = Vec::new();
    for section in root.sections("late_rate") {
        let rate = section.one("rate", Rate::parse);
        let from = section.date("from");
        if let Some((rate, from)) = rate.zip(from) {
            if rates.iter().any(|other| other.from == from) {
                section.complain("from", "another rate begins on this day");
            }
            rates.push(LateRate { rate, from });
        }
        section.refuse_unknown();
    }
    rates.sort_by_key(|rate| rate.from);
    rates
}

fn translated(section: Section<'_, '_>, locales: &[Locale]) -> BTreeMap<Locale, String> {
    let labels: BTreeMap<Locale, String> = section.entries(locale).into_iter().collect();
    for missing in locales.iter().filter(|locale| !labels.contains_key(locale)) {
        section.complain(missing.code(), "is missing: the tax needs a name in each language of `locales`");
    }
    labels
}

fn withdrawal(section: Section<'_, '_>) -> Option<Withdrawal> {
    let enabled = section.flag("enabled", true);
    let none = Withdrawal {
        enabled,
        days: 0,
        start: WithdrawalStart::Order,
        refund_days: 0,
        account_types: Vec::new(),
    };
    let withdrawal = if enabled {
        let days = section.one("days", day_count);
        let start = section.one("start", start);
        let refund_days = section.one("refund_days", day_count);
        let account_types = section.list("account_types", account_type);
        days.zip(start).zip(refund_days).map(|((days, start), refund_days)| Withdrawal {
            enabled,
            days,
            start,
            refund_days,
            account_types,
        })
    } else {
        Some(none)
    };
    section.refuse_unknown();
    withdrawal
}

fn payment_kinds(section: Section<'_, '_>) -> PaymentKinds {
    let kind = |text: &str| {
        PaymentKind::parse(text).ok_or_else(|| {
            let known: Vec<&str> = PaymentKind::ALL.iter().map(PaymentKind::code).collect();
            format!("unknown payment kind {text:?}: use {}", known.join(", "))
        })
    };
    let kinds = PaymentKinds {
        individual: section.list("individual", kind),
        corporation: section.list("corporation", kind),
        association: section.list("association", kind),
        administration: section.list("administration", kind),
    };
    section.refuse_unknown();
    kinds
}

fn holiday(section: Section<'_, '_>) -> Option<Holiday> {
    let name = section.text("name");
    let rule = section.one("on", |text| {
        Rule::parse(text).ok_or_else(|| {
            format!(
                "{text:?} is not a rule: write 05-01, easter+1, first monday of 09, monday before 05-25 \
                 or 2026-03-20"
            )
        })
    });
    let moves = section.flag("moves", false);
    let from_year = section
        .maybe("from_year", |text| text.parse::<i16>().map_err(|_| format!("{text:?} is not a year")))
        .unwrap_or(i16::MIN);
    section.refuse_unknown();
    Some(Holiday { name: name?, rule: rule?, moves, from_year })
}

fn locale(text: &str) -> Result<Locale, String> {
    Locale::ALL.into_iter().find(|locale| locale.code() == text).ok_or_else(|| {
        let known: Vec<&str> = Locale::ALL.iter().map(Locale::code).collect();
        format!("unknown language {text:?}: use {}", known.join(", "))
    })
}

fn time_zone(text: &str) -> Result<TimeZone, String> {
    TimeZone::get(text)
        .map_err(|_| format!("unknown time zone {text:?}: use an IANA name such as Europe/Paris"))
}

fn prefix(text: &str) -> Result<String, &'static str> {
    let is_prefix = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_prefix { Ok(text.to_owned()) } else { Err("must be one to eight capital letters") }
}

fn tax_code(text: &str) -> Result<String, &'static str> {
    let is_code = (2..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_uppercase());
    if is_code { Ok(text.to_owned()) } else { Err("must be two to eight capital letters, such as VAT") }
}

fn tax_category(text: &str) -> Result<TaxCategory, &'static str> {
    TaxCategory::parse(text).ok_or("must be S, Z, E, AE, K, G or O")
}

/// EN 16931, BR-CO-09: a VAT number begins with the letters of its country.
fn vat_number(text: &str) -> Result<String, &'static str> {
    let is_number = text.len() > 2
        && text.bytes().take(2).all(|byte| byte.is_ascii_uppercase())
        && text.bytes().all(|byte| byte.is_ascii_alphanumeric());
    if is_number {
        Ok(text.to_owned())
    } else {
        Err("must be the country's two letters and the number, without spaces")
    }
}

fn day_count(text: &str) -> Result<u16, &'static str> {
    text.parse().ok().filter(|days| (1..=366).contains(days)).ok_or("must be a number of days from 1 to 366")
}

fn start(text: &str) -> Result<WithdrawalStart, &'static str> {
    match text {
        "order" => Ok(WithdrawalStart::Order),
        "payment" => Ok(WithdrawalStart::Payment),
        _ => Err("must be \"order\" or \"payment\""),
    }
}

fn account_type(text: &str) -> Result<AccountType, String> {
    AccountType::parse(text).ok_or_else(|| {
        let known: Vec<&str> = AccountType::ALL.iter().map(AccountType::code).collect();
        format!("unknown account type {text:?}: use {}", known.join(", "))
    })
}
