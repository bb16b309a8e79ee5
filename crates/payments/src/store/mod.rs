//! All the SQL of payments.

mod attempts;
mod inbox;
mod methods;
mod refunds;
mod registrations;

pub use attempts::{
    account_of, charges, count, fetch_of_order_ahead, fetch_with_others_ahead, find, get, of_ids, of_order,
    payments, received, received_of, registrations_of, running, search, success_of_order, successes_of,
    unresolved_of, unsettled, with_others,
};
pub(crate) use attempts::{insert, update};
pub(crate) use inbox::{close_event, insert_applied, insert_event, postpone_event};
pub use inbox::{forget_events, is_applied, waiting_events};
pub use methods::{default_method, expiring_methods, find_method, get_method, list_methods, set_warned};
pub(crate) use methods::{
    describe_method, find_token, insert_method, is_method_in_use, remove_method, revive_method,
    set_default_method,
};
pub use refunds::{
    account_of_refund, failed_refunds, find_refund, get_refund, given_back, refunds_of, refunds_of_ids,
    repayments, unsettled_refunds,
};
pub(crate) use refunds::{find_cause, insert_refund, update_refund};
pub use registrations::by_program;
pub(crate) use registrations::insert_by_program;

use db::{Error, Row};

/// A column that holds one of our words, read by its type's own `parse`.
fn word<T>(row: &Row<'_>, column: usize, parse: impl Fn(&str) -> Option<T>) -> Result<T, Error> {
    let text: String = row.get(column)?;
    parse(&text).ok_or_else(|| Error::Column {
        column,
        name: "word".to_owned(),
        problem: format!("{text:?} is not a word we know"),
    })
}
