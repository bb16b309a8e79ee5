//! `/me/billing/invoicesByPostalMail`: whether invoices are sent on paper too, where that is offered.

use flows::wishes::{self, WishError};

use crate::call::{Answer, MemberCall, json, void};
use crate::problem::Problem;
use crate::v1::fields::{bad, maybe_flag, missing};

const ENABLE: &str = "enable";

/// `GET …`.
pub(crate) async fn get(call: MemberCall) -> Answer {
    json(call.account.paper_invoices)
}

/// `POST …`.
pub(crate) async fn post(call: MemberCall) -> Answer {
    let is_wanted = maybe_flag(&call.fields()?, ENABLE)?.ok_or_else(|| missing(ENABLE))?;
    match wishes::want_paper_invoices(call.cx(), call.account.id, is_wanted).await {
        Ok(()) => void(),
        Err(error @ WishError::NotOffered) => Err(bad(ENABLE, &error.to_string())),
        Err(WishError::Db(error)) => Err(error.into()),
        Err(error @ WishError::Unconfigured(_)) => Err(Problem::internal(&error)),
    }
}
