//! Leaving: the ways out of a service, the link that confirms one, second thoughts, and withdrawal from an order.

pub(crate) mod link;
pub(crate) mod terminate;
pub(crate) mod undo;
pub(crate) mod withdraw;

use flows::terminate::TerminateError;
use serde::Serialize;
use services::{Refusal, Service, WithdrawalRefusal};
use texts::Args;

use crate::PageError;
use crate::flash::Flash;
use crate::page::Page;
pub(crate) use crate::services::refusal;
use crate::view::Crumb;

/// The service a page is about.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct About {
    /// Its page, and what is before the ways out.
    base: String,
    /// Its technical name.
    name: String,
    /// Its owner's own name for it, or the technical one.
    title: String,
    description: String,
    /// The order that brought it.
    order: String,
}

impl About {
    pub(crate) fn new(service: &Service) -> About {
        About {
            base: format!("/services/{}", service.id),
            name: service.name.clone(),
            title: service.known_as().to_owned(),
            description: service.description.clone(),
            order: service.order_number.to_string(),
        }
    }

    /// The pages above a page about the service.
    pub(crate) fn crumbs(&self) -> Vec<Crumb> {
        let args = Args::new().with("text", self.title.as_str());
        let own = Crumb { href: self.base.clone(), key: "chip-plain", args };
        vec![Crumb::new("/services", "services-title"), own]
    }

    #[cfg(test)]
    pub(crate) fn sample() -> About {
        About {
            base: "/services/1".into(),
            name: "srv-1a2b3c".into(),
            title: "W".repeat(60),
            description: "Riva 2".into(),
            order: "100042".into(),
        }
    }
}

/// Why an order cannot be withdrawn from, in the reader's words.
pub(crate) fn withdrawal_refusal(page: &Page, refusal: WithdrawalRefusal) -> String {
    let args = match refusal {
        WithdrawalRefusal::TooLate { until } => Args::new().with("date", day(page, until)),
        WithdrawalRefusal::NotHere
        | WithdrawalRefusal::Professional
        | WithdrawalRefusal::Renewal
        | WithdrawalRefusal::Unpaid
        | WithdrawalRefusal::Over
        | WithdrawalRefusal::Checked
        | WithdrawalRefusal::Personalised
        | WithdrawalRefusal::Licence
        | WithdrawalRefusal::Waived
        | WithdrawalRefusal::Renewed => Args::new(),
    };
    page.t(&format!("withdrawal-refusal-{}", refusal.code()), &args)
}

fn day(page: &Page, on: kernel::Date) -> String {
    texts::format::date(on, page.visit().locale, texts::format::Style::Long)
}

/// A refusal as the sentence of the next page.
fn refused(page: &Page, refusal: Refusal) -> Flash {
    Flash::bad("flash-service-refused").with("reason", self::refusal(page, refusal))
}

/// What of a failed flow is no answer to a form.
fn failed(error: TerminateError) -> PageError {
    match error {
        TerminateError::NoService | TerminateError::Link(_) => PageError::NotFound,
        TerminateError::Db(error) => error.into(),
        error @ (TerminateError::Refused(_) | TerminateError::TooOften | TerminateError::Unconfigured(_)) => {
            PageError::internal(error)
        }
    }
}
