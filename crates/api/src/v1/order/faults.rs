//! What is wrong with a cart, in sentences that name the field and say what to do.

use catalog::{Field, ProblemKind, SelectionError};
use flows::carts::CartError;
use flows::{CheckoutError, PriceError};
use orders::NotAccepted;
use orders::named::NamedFault;

use super::{CART, ITEM};
use crate::call::Call;
use crate::problem::Problem;

/// Why a call about a cart is not answered.
pub(super) fn faulty(call: &Call, error: CartError) -> Problem {
    let said = error.to_string();
    let bad = |field: &str| Problem::Bad { field: field.to_owned(), reason: said.clone() };
    let path = |key: &'static str| Problem::NotFound { key, value: call.param(key).unwrap_or_default() };
    match error {
        CartError::NoCart => path(CART),
        CartError::NothingSold(_) => bad("ovhSubsidiary"),
        CartError::NoFamily(_) => path("family"),
        CartError::NoPlan { .. } | CartError::NoOption { .. } => bad("planCode"),
        CartError::Value(_) => bad("value"),
        CartError::Duration { .. } => bad("duration"),
        CartError::OptionMode(_) => bad("pricingMode"),
        CartError::OptionQuantity(_) => bad("quantity"),
        CartError::Subsidiary { .. } => bad(CART),
        CartError::NoDefaultMethod => bad("autoPayWithPreferredPaymentMethod"),
        CartError::Selection(error) => refused(&error),
        CartError::Fault(fault) => match fault {
            NamedFault::Ordered(_) | NamedFault::Full | NamedFault::Taken => bad(CART),
            NamedFault::Quantity => bad("quantity"),
            NamedFault::Expiry => bad("expire"),
            NamedFault::Description => bad("description"),
            NamedFault::NoItem if call.path.iter().any(|(name, _)| name == ITEM) => path(ITEM),
            NamedFault::NoItem => bad(ITEM),
            NamedFault::NoConfiguration => path("configurationId"),
        },
        CartError::Price(error) => unpriced(error),
        CartError::Checkout(error) => unordered(error),
        CartError::Unconfigured(error) => Problem::internal(&error),
        CartError::Db(error) => error.into(),
    }
}

/// Why a cart has no price.
pub(super) fn unpriced(error: PriceError) -> Problem {
    match error {
        PriceError::Db(error) => error.into(),
        error @ (PriceError::Unconfigured(_) | PriceError::Money(_)) => Problem::internal(&error),
    }
}

fn unordered(error: CheckoutError) -> Problem {
    let bad = |field: &str, reason: String| Problem::Bad { field: field.to_owned(), reason };
    match error {
        CheckoutError::Empty | CheckoutError::Unavailable | CheckoutError::Changed(_) => {
            bad(CART, error.to_string())
        }
        CheckoutError::NotAccepted(NotAccepted(_)) => {
            let reason = "something in the cart is delivered at once or made for one person: the right of \
                          withdrawal must be waived to order it, or order the rest by itself";
            bad("waiveRetractationPeriod", reason.to_owned())
        }
        CheckoutError::Price(error) => unpriced(error),
        CheckoutError::Db(error) => error.into(),
        error @ (CheckoutError::Create(_)
        | CheckoutError::Paid(_)
        | CheckoutError::Service(_)
        | CheckoutError::Unconfigured(_)) => Problem::internal(&error),
    }
}

/// The first thing that the catalogue says against a choice.
fn refused(error: &SelectionError) -> Problem {
    let Some(problem) = error.problems.first() else { return Problem::internal(error) };
    let field = match &problem.field {
        Field::PlanCode => "planCode".to_owned(),
        Field::PricingMode => "pricingMode".to_owned(),
        Field::Quantity | Field::Option(_) | Field::Configuration(_) => problem.field.to_string(),
    };
    let reason = match &problem.kind {
        ProblemKind::UnknownPlan => "this plan is not sold any more: take the item out".to_owned(),
        ProblemKind::UnknownMode => "the plan has no price in this mode".to_owned(),
        ProblemKind::NotForSale => "this price is not sold by order".to_owned(),
        ProblemKind::TooFew { min } => format!("at least {min}"),
        ProblemKind::TooMany { max } => format!("at most {max}"),
        ProblemKind::UnknownOption => "the plan has no such option".to_owned(),
        ProblemKind::OptionTwice => "this option is there already".to_owned(),
        ProblemKind::OnlyOne => "only one option of this family can be taken".to_owned(),
        ProblemKind::OptionRequired => "an option of this family must be added".to_owned(),
        ProblemKind::OptionWithoutPrice => "the option is not sold in the mode of its item".to_owned(),
        ProblemKind::UnknownConfiguration => "the plan has no such label".to_owned(),
        ProblemKind::ConfigurationTwice => "this label has a value already".to_owned(),
        ProblemKind::ConfigurationRequired => "a value must be given".to_owned(),
        ProblemKind::ValueNotAllowed => "not one of the values that are allowed now: say it again".to_owned(),
        ProblemKind::ValueUnreadable => "a line of text is expected".to_owned(),
        ProblemKind::TooLarge => "the amounts are too large".to_owned(),
    };
    Problem::Bad { field, reason }
}
