//! From values to words: subject, text and HTML of an e-mail in the reader's language.

use std::collections::BTreeMap;

use jurisdictions::{Jurisdictions, Subsidiary};
use kernel::{Locale, SubsidiaryCode};
use minijinja::value::Value;
use minijinja::{AutoEscape, Environment, Error, State};
use serde::Serialize;
use texts::Texts;

use crate::operator::OperatorView;
use crate::{Email, Envelope, Operator, Transport};

/// Renders and sends; one per process.
#[derive(Debug)]
pub struct Mailer {
    environment: Environment<'static>,
    pub(crate) operator: Operator,
    view: OperatorView,
    subsidiaries: BTreeMap<SubsidiaryCode, Identity>,
    pub(crate) transport: Transport,
}

/// The words of an e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rendered {
    /// One line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// Why an e-mail has no words.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A template lacks a file, a value or a text.
    #[error("template of {name}: {problem}")]
    Template {
        /// The e-mail.
        name: &'static str,
        /// What is wrong, with the line.
        problem: String,
    },
    /// A value would break out of its header (RFC 5322 § 2.2).
    #[error("the subject of {name} holds a line break or another control character")]
    Subject {
        /// The e-mail.
        name: &'static str,
    },
    /// No jurisdiction has this code.
    #[error("there is no subsidiary {0}")]
    Subsidiary(SubsidiaryCode),
}

/// What an e-mail shows of the legal entity that writes.
#[derive(Debug, Clone)]
struct Identity {
    legal: Legal,
    time_zone: String,
    tax_labels: BTreeMap<Locale, BTreeMap<String, String>>,
}

#[derive(Debug, Clone, Serialize)]
struct Legal {
    name: String,
    address: Vec<String>,
    registrations: Vec<String>,
}

#[derive(Serialize)]
struct Context<'a> {
    locale: Locale,
    time_zone: &'a str,
    to: &'a str,
    name: Option<&'a str>,
    nic: Option<&'a str>,
    operator: &'a OperatorView,
    legal: &'a Legal,
    tax_labels: &'a BTreeMap<String, String>,
    email: serde_json::Value,
}

impl Mailer {
    /// A mailer that speaks for `operator` and its subsidiaries.
    #[must_use]
    pub fn new(
        texts: &Texts,
        operator: Operator,
        jurisdictions: &Jurisdictions,
        transport: Transport,
    ) -> Mailer {
        let mut environment = texts::environment(texts);
        let base_url = operator.base_url.trim_end_matches('/').to_owned();
        environment
            .add_function("url", move |state: &State, path: &str| link(state, &format!("{base_url}{path}")));
        let subsidiaries = jurisdictions.all().iter().map(|entity| (entity.code, identity(entity))).collect();
        Mailer { environment, view: OperatorView::from(&operator), operator, subsidiaries, transport }
    }

    /// How this mailer sends.
    #[must_use]
    pub const fn transport(&self) -> &Transport {
        &self.transport
    }

    /// Writes an e-mail in the language of its envelope. The same values give the same words.
    ///
    /// # Errors
    /// [`RenderError`] says which template, value or subsidiary is missing.
    pub fn render(&self, envelope: &Envelope, email: &Email) -> Result<Rendered, RenderError> {
        let name = email.name();
        let entity = self.subsidiaries.get(&envelope.subsidiary);
        let entity = entity.ok_or(RenderError::Subsidiary(envelope.subsidiary))?;
        let template = |problem: String| RenderError::Template { name, problem };
        let values = serde_json::to_value(email).map_err(|error| template(error.to_string()))?;
        let context = Context {
            locale: envelope.locale,
            time_zone: &entity.time_zone,
            to: envelope.to.as_str(),
            name: envelope.name.as_deref(),
            nic: envelope.nic.as_deref(),
            operator: &self.view,
            legal: &entity.legal,
            tax_labels: &entity.tax_labels[&envelope.locale],
            email: values.get("data").cloned().unwrap_or_default(),
        };
        let part = |file: &str| {
            let path = format!("emails/{name}/{file}");
            texts::render(&self.environment, &path, &context).map_err(|error| template(chain(&error)))
        };
        // Whom the e-mail concerns comes first in every subject: it is how a genuine one is told.
        let whom = envelope.nic.as_deref().unwrap_or(envelope.to.as_str());
        let subject = format!("[{whom}] {}", part("subject.txt")?.trim());
        if subject.chars().any(char::is_control) {
            return Err(RenderError::Subject { name });
        }
        Ok(Rendered { subject, text: tidy(&part("body.txt")?), html: part("body.html")? })
    }
}

/// An address as it is written in this kind of template. In HTML its slashes stay slashes: readers and filters
/// compare what they see with where it leads.
fn link(state: &State, url: &str) -> Value {
    if !matches!(state.auto_escape(), AutoEscape::Html) {
        return Value::from(url);
    }
    let escaped = url.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;");
    Value::from_safe_string(escaped.replace('\'', "&#39;"))
}

fn identity(entity: &Subsidiary) -> Identity {
    let labels = |locale: Locale| {
        entity.taxes.iter().map(|tax| (tax.code.clone(), tax.label(locale).to_owned())).collect()
    };
    Identity {
        legal: Legal {
            name: entity.legal_name.clone(),
            address: entity.address.clone(),
            registrations: entity.registrations.clone(),
        },
        time_zone: entity.time_zone.iana_name().unwrap_or("UTC").to_owned(),
        tax_labels: Locale::ALL.into_iter().map(|locale| (locale, labels(locale))).collect(),
    }
}

/// The text part without trailing spaces and with at most one empty line in a row.
fn tidy(text: &str) -> String {
    let mut tidied = String::with_capacity(text.len());
    let mut empty = 1;
    for line in text.trim().lines() {
        // A signature begins with two dashes and a space (RFC 3676 § 4.3).
        let line = if line == "-- " { line } else { line.trim_end() };
        empty = if line.is_empty() { empty + 1 } else { 0 };
        if empty < 2 {
            tidied.push_str(line);
            tidied.push('\n');
        }
    }
    tidied
}

fn chain(error: &Error) -> String {
    format!("{error:#}").lines().next().unwrap_or_default().to_owned()
}
