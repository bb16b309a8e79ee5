//! The right of withdrawal, where the law lets a consumer give it up: what of an order asks for it. Pure.

use catalog::Quote;
use jurisdictions::Withdrawal;
use kernel::AccountType;

use crate::contract::Contract;

/// What a customer gives the right of withdrawal up for, and the words they accept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiver {
    /// The names of what is excluded, each once, in the order of the lines.
    pub names: Vec<String>,
    /// Whether the order has more. One withdraws from a whole order, so the right is given up for that too: who
    /// wants to keep it orders the rest by itself.
    pub has_rest: bool,
    /// Accepted like any contract; its mark changes with what is excluded.
    pub contract: Contract,
}

impl Waiver {
    /// The code of its contract.
    pub const CODE: &str = "withdrawal-waiver";
    /// The version of its words in `locales/*/pages.ftl`.
    const VERSION: &str = "2";
}

/// The waiver an order of these quotes needs; none for who has no right to give up, or for what is not excluded
/// from it.
///
/// Excluded is what is made or registered for one person, and licences: directive 2011/83/EU, art. 16 (a), (c)
/// and (m), in France Code de la consommation, art. L221-28. The quotes say which lines are.
#[must_use]
pub fn waiver<'q>(
    law: &Withdrawal,
    account_type: AccountType,
    quotes: impl IntoIterator<Item = &'q Quote>,
) -> Option<Waiver> {
    if !law.is_for(account_type) {
        return None;
    }
    let (mut codes, mut names, mut has_rest): (Vec<&str>, Vec<String>, bool) = Default::default();
    for line in quotes.into_iter().flat_map(|quote| &quote.lines) {
        if !line.is_withdrawal_excluded {
            has_rest = true;
            continue;
        }
        if !codes.contains(&line.plan_code.as_str()) {
            codes.push(&line.plan_code);
        }
        if !names.contains(&line.description) {
            names.push(line.description.clone());
        }
    }
    if codes.is_empty() {
        return None;
    }
    codes.sort_unstable();
    let contract =
        Contract::new(Waiver::CODE, Waiver::VERSION, "contract-withdrawal-waiver", &codes.join("\n"));
    Some(Waiver { names, has_rest, contract })
}
