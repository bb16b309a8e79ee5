//! The accounts of the ledger, by the text that names them in the tables.

/// An account of the ledger. All of them exist within each customer's account.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LedgerAccount {
    /// Invoiced and not yet settled.
    Receivable,
    /// Money received from the customer and not yet used: theirs until an invoice takes it.
    CustomerCredit,
    /// What credit notes left with us: theirs until a bill is due, which it then lowers.
    CreditNotes,
    /// Money a payment provider holds for us, by the provider's name.
    Clearing(String),
    /// What was sold, net.
    Revenue,
    /// Tax owed to the state, by the tax's code.
    Tax(String),
    /// Money promised back to the customer and not yet sent.
    RefundsPayable,
}

/// A text that names no account of the ledger.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not an account of the ledger")]
pub struct LedgerAccountError(pub String);

impl LedgerAccount {
    /// The name in the tables: `receivable`, `clearing:sandbox`, `tax:VAT`.
    #[must_use]
    pub fn code(&self) -> String {
        match self {
            LedgerAccount::Receivable => "receivable".to_owned(),
            LedgerAccount::CustomerCredit => "customer_credit".to_owned(),
            LedgerAccount::CreditNotes => "credit_notes".to_owned(),
            LedgerAccount::Clearing(gateway) => format!("clearing:{gateway}"),
            LedgerAccount::Revenue => "revenue".to_owned(),
            LedgerAccount::Tax(code) => format!("tax:{code}"),
            LedgerAccount::RefundsPayable => "refunds_payable".to_owned(),
        }
    }

    /// The account with this name.
    ///
    /// # Errors
    /// [`LedgerAccountError`] when there is none.
    pub fn parse(code: &str) -> Result<LedgerAccount, LedgerAccountError> {
        match code.split_once(':') {
            None => match code {
                "receivable" => Ok(LedgerAccount::Receivable),
                "customer_credit" => Ok(LedgerAccount::CustomerCredit),
                "credit_notes" => Ok(LedgerAccount::CreditNotes),
                "revenue" => Ok(LedgerAccount::Revenue),
                "refunds_payable" => Ok(LedgerAccount::RefundsPayable),
                _ => Err(LedgerAccountError(code.to_owned())),
            },
            Some(("clearing", gateway)) if !gateway.is_empty() => {
                Ok(LedgerAccount::Clearing(gateway.to_owned()))
            }
            Some(("tax", tax)) if !tax.is_empty() => Ok(LedgerAccount::Tax(tax.to_owned())),
            Some(_) => Err(LedgerAccountError(code.to_owned())),
        }
    }

    /// Whether it counts in the customer's balance.
    #[must_use]
    pub const fn is_customers(&self) -> bool {
        match self {
            LedgerAccount::Receivable | LedgerAccount::CustomerCredit | LedgerAccount::CreditNotes => true,
            LedgerAccount::Clearing(_)
            | LedgerAccount::Revenue
            | LedgerAccount::Tax(_)
            | LedgerAccount::RefundsPayable => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_is_read_back_from_its_name() {
        let all = [
            LedgerAccount::Receivable,
            LedgerAccount::CustomerCredit,
            LedgerAccount::CreditNotes,
            LedgerAccount::Clearing("sandbox".into()),
            LedgerAccount::Revenue,
            LedgerAccount::Tax("VAT".into()),
            LedgerAccount::RefundsPayable,
        ];
        for account in all {
            assert_eq!(LedgerAccount::parse(&account.code()), Ok(account));
        }
    }

    #[test]
    fn an_unknown_name_is_refused() {
        for bad in ["", "cash", "tax:", "clearing:", "receivable:1"] {
            assert_eq!(LedgerAccount::parse(bad), Err(LedgerAccountError(bad.to_owned())));
        }
    }
}
