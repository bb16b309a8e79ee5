//! How many orders and payment attempts are on their way, by state: what a monitor watches. What is over is not counted,
//! for there is ever more of it.

use db::AcrossTx;

use crate::store;

/// How many things are in one state.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InState {
    /// The state, as the table spells it: `not_paid`, `unknown`.
    pub state: String,
    /// How many.
    pub count: u64,
}

/// Every state that some order is in which is not over: none is delivered, cancelled or expired.
///
/// # Errors
/// The database's own.
pub fn orders(tx: &mut AcrossTx) -> Result<Vec<InState>, db::Error> {
    store::orders_by_state(tx)
}

/// Every state that some payment attempt is in whose end is not known.
///
/// # Errors
/// The database's own.
pub fn payments(tx: &mut AcrossTx) -> Result<Vec<InState>, db::Error> {
    store::attempts_by_state(tx)
}
