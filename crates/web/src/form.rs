//! Forms: what was typed, what is wrong with it, and how both come back to the page.

use std::collections::BTreeMap;

use axum::extract::{FromRequest, Request};
use kernel::Locale;
use serde::Serialize;
use serde::de::DeserializeOwned;
use texts::{Args, Texts};

use crate::PageError;

/// The fields of a form as a typed value; the guard has already checked its token.
#[derive(Debug, Clone)]
pub(crate) struct Form<T>(pub(crate) T);

impl<S: Send + Sync, T: DeserializeOwned> FromRequest<S> for Form<T> {
    type Rejection = PageError;

    async fn from_request(request: Request, state: &S) -> Result<Form<T>, PageError> {
        match axum::extract::Form::<T>::from_request(request, state).await {
            Ok(axum::extract::Form(value)) => Ok(Form(value)),
            Err(rejection) => Err(PageError::Bad(rejection.to_string())),
        }
    }
}

/// One thing wrong: at a field, or with the whole form when the field is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    pub(crate) field: String,
    /// A key of `errors.ftl`.
    pub(crate) key: String,
    pub(crate) args: Args,
}

impl Fault {
    pub(crate) fn at(field: impl Into<String>, key: &str) -> Fault {
        Fault { field: field.into(), key: key.to_owned(), args: Args::new() }
    }

    pub(crate) fn with(mut self, name: &'static str, value: impl Into<texts::Arg>) -> Fault {
        self.args = self.args.with(name, value);
        self
    }
}

/// A form as templates show it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub(crate) struct FormView {
    values: BTreeMap<String, String>,
    errors: BTreeMap<String, String>,
    summary: Vec<Told>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Told {
    field: String,
    text: String,
}

impl FormView {
    /// An empty form.
    pub(crate) fn new() -> FormView {
        FormView::default()
    }

    /// The same form with a value in it. Secrets are never put back.
    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> FormView {
        self.values.insert(name.to_owned(), value.into());
        self
    }

    /// What was typed into a field; nothing where it was not.
    pub(crate) fn value(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    /// Whether anything is wrong with it.
    pub(crate) fn is_faulty(&self) -> bool {
        !self.summary.is_empty()
    }

    /// The same form with what is wrong told in the reader's language; the first fault of a field shows there.
    pub(crate) fn faulty(mut self, texts: &Texts, locale: Locale, faults: &[Fault]) -> FormView {
        for fault in faults {
            let text = texts.t(locale, &fault.key, &fault.args);
            if !fault.field.is_empty() {
                self.errors.entry(fault.field.clone()).or_insert_with(|| text.clone());
            }
            self.summary.push(Told { field: fault.field.clone(), text });
        }
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_stays_and_what_is_wrong_is_told_twice() {
        let texts = Texts::embedded();
        let faults = [Fault::at("email", "error-email"), Fault::at("", "error-sign-in")];
        let form = FormView::new().with("email", "ada@").faulty(&texts, Locale::En, &faults);
        assert_eq!(form.values["email"], "ada@");
        assert_eq!(form.errors.len(), 1);
        assert_eq!(form.summary.len(), 2);
    }
}
