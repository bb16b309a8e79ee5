//! Which number of the plan comptable général each account of the ledger has. Pure.

use ledger::{LedgerAccount, PostingCode};

/// The longest number.
const LENGTH_MAX: usize = 20;

/// A number of the plan comptable général: three digits of the plan, then digits and capital letters of one's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccountNumber(String);

/// A text that is no account number.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error(
    "{0:?} is no account number: three digits of the plan comptable général are expected, then at most 17 digits or \
     capital letters"
)]
pub struct AccountNumberError(pub String);

impl AccountNumber {
    /// Reads a number.
    ///
    /// # Errors
    /// [`AccountNumberError`] for anything else.
    pub fn parse(text: &str) -> Result<AccountNumber, AccountNumberError> {
        let own = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
        // The plan's classes are 1 to 7; 8 is for what stands outside the balance sheet.
        let is_plan = text.len() >= 3
            && text.bytes().take(3).all(|byte| byte.is_ascii_digit())
            && matches!(text.as_bytes().first(), Some(b'1'..=b'8'));
        if is_plan && text.len() <= LENGTH_MAX && text.bytes().all(own) {
            Ok(AccountNumber(text.to_owned()))
        } else {
            Err(AccountNumberError(text.to_owned()))
        }
    }

    fn known(text: &str) -> AccountNumber {
        AccountNumber(text.to_owned())
    }

    /// The number.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// The numbers of the accounts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chart {
    /// What customers owe.
    pub customers: AccountNumber,
    /// What customers have paid and not yet used.
    pub customer_credit: AccountNumber,
    /// What credit notes left with us.
    pub credit_notes: AccountNumber,
    /// What is to be sent back to customers.
    pub refunds: AccountNumber,
    /// What was sold.
    pub sales: AccountNumber,
    /// Tax to hand over.
    pub tax: AccountNumber,
    /// The same of some taxes, by their code: `VAT`.
    pub tax_of: Vec<(String, AccountNumber)>,
    /// What payment providers hold for us.
    pub providers: AccountNumber,
    /// The same of some providers, by their name: `sandbox`.
    pub providers_of: Vec<(String, AccountNumber)>,
}

impl Default for Chart {
    fn default() -> Chart {
        Chart {
            customers: AccountNumber::known("411000"),
            customer_credit: AccountNumber::known("419100"),
            credit_notes: AccountNumber::known("419700"),
            refunds: AccountNumber::known("419800"),
            sales: AccountNumber::known("706000"),
            tax: AccountNumber::known("445710"),
            tax_of: Vec::new(),
            providers: AccountNumber::known("467000"),
            providers_of: Vec::new(),
        }
    }
}

/// An account as the file names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Named<'a> {
    pub(super) number: &'a str,
    /// In French, the language the books are kept in (Code de commerce, art. R123-173).
    pub(super) label: &'static str,
    /// Whether each customer has an account of their own below it.
    pub(super) is_of_customers: bool,
}

impl Chart {
    /// The number and the words of an account of the ledger.
    pub(super) fn name(&self, account: &LedgerAccount) -> Named<'_> {
        let (number, label, is_of_customers) = match account {
            LedgerAccount::Receivable => (&self.customers, "Clients", true),
            LedgerAccount::CustomerCredit => {
                (&self.customer_credit, "Clients - Avances et acomptes reçus", true)
            }
            LedgerAccount::CreditNotes => (&self.credit_notes, "Clients - Autres avoirs", true),
            LedgerAccount::RefundsPayable => (&self.refunds, "Clients - Remboursements à effectuer", true),
            LedgerAccount::Revenue => (&self.sales, "Prestations de services", false),
            LedgerAccount::Tax(code) => (of(&self.tax_of, code).unwrap_or(&self.tax), "TVA collectée", false),
            LedgerAccount::Clearing(gateway) => (
                of(&self.providers_of, gateway).unwrap_or(&self.providers),
                "Prestataires de paiement",
                false,
            ),
        };
        Named { number: number.as_str(), label, is_of_customers }
    }
}

fn of<'a>(some: &'a [(String, AccountNumber)], name: &str) -> Option<&'a AccountNumber> {
    some.iter().find(|(known, _)| known == name).map(|(_, number)| number)
}

/// The journal an entry stands in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Journal {
    /// Sales.
    Sales,
    /// What providers received and sent.
    Bank,
    /// Everything else.
    Other,
}

impl Journal {
    pub(super) const fn of(code: PostingCode) -> Journal {
        match code {
            PostingCode::InvoiceIssued | PostingCode::CreditNoteIssued => Journal::Sales,
            PostingCode::PaymentReceived | PostingCode::PaymentReturned | PostingCode::RefundSent => {
                Journal::Bank
            }
            PostingCode::InvoiceSettled
            | PostingCode::CreditApplied
            | PostingCode::RefundDue
            | PostingCode::RefundFailed => Journal::Other,
        }
    }

    pub(super) const fn code(self) -> &'static str {
        match self {
            Journal::Sales => "VE",
            Journal::Bank => "BQ",
            Journal::Other => "OD",
        }
    }

    pub(super) const fn label(self) -> &'static str {
        match self {
            Journal::Sales => "Ventes",
            Journal::Bank => "Encaissements et remboursements",
            Journal::Other => "Opérations diverses",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_begins_with_the_plan() {
        for good in ["411", "411000", "467STRIPE", "44571"] {
            assert_eq!(AccountNumber::parse(good).unwrap().as_str(), good);
        }
        for bad in ["", "41", "CLI", "41A", "011000", "411-1", "411é", "467stripe", "411000000000000000000"]
        {
            assert!(AccountNumber::parse(bad).is_err(), "{bad:?}");
        }
    }

    #[test]
    fn some_providers_and_taxes_have_numbers_of_their_own() {
        let number = |text| AccountNumber::parse(text).unwrap();
        let chart = Chart {
            providers_of: vec![("stripe".to_owned(), number("511500"))],
            tax_of: vec![("ECO".to_owned(), number("447100"))],
            ..Chart::default()
        };
        let name = |account| chart.name(&account).number.to_owned();
        assert_eq!(name(LedgerAccount::Clearing("stripe".to_owned())), "511500");
        assert_eq!(name(LedgerAccount::Clearing("sandbox".to_owned())), "467000");
        assert_eq!(name(LedgerAccount::Tax("ECO".to_owned())), "447100");
        assert_eq!(name(LedgerAccount::Tax("VAT".to_owned())), "445710");
    }
}
