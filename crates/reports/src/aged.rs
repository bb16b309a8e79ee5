//! The aged balance: what each customer owes on invoices, by how long it has been due.

use db::AcrossTx;
use kernel::{
    AccountId, Currency, Date, Money, Page, PageRequest, SignedDuration, Sort, SortColumn, SubsidiaryCode,
};

use crate::store::books;

/// What an aged balance is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgedQuery {
    /// The day ages are counted to.
    pub today: Date,
    /// Only the customers of this subsidiary.
    pub subsidiary: Option<SubsidiaryCode>,
    /// Only the customer with this identifier, in lower case.
    pub customer: Option<String>,
    /// In which order.
    pub sort: Sort<AgedColumn>,
}

impl AgedQuery {
    /// The first days that are not yet due, due for at most 30 days, 60 and 90.
    pub(crate) fn limits(&self) -> [Date; 4] {
        [0, 30, 60, 90].map(|days| self.today.saturating_sub(SignedDuration::from_hours(24 * days)))
    }
}

/// What an aged balance can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgedColumn {
    /// The customer's identifier.
    Customer,
    /// What is owed in all.
    Total,
}

impl SortColumn for AgedColumn {
    const ALL: &'static [AgedColumn] = &[AgedColumn::Customer, AgedColumn::Total];

    fn code(&self) -> &'static str {
        match self {
            AgedColumn::Customer => "customer",
            AgedColumn::Total => "total",
        }
    }
}

/// What is owed, by age, in one currency. An invoice without a day to pay by is due on the day of its issue; one that
/// waits for its number is not due yet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Ages {
    /// Not due yet, or due today.
    pub not_due: Money,
    /// Due for 1 to 30 days.
    pub to_30: Money,
    /// Due for 31 to 60 days.
    pub to_60: Money,
    /// Due for 61 to 90 days.
    pub to_90: Money,
    /// Due for longer.
    pub older: Money,
    /// All of it.
    pub total: Money,
}

/// A customer who owes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Debtor {
    /// The account.
    pub account: AccountId,
    /// The customer's identifier.
    pub nic: String,
    /// The organisation, or the person.
    pub name: String,
    /// What is owed.
    pub ages: Ages,
}

/// What all customers owe in one currency.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgedTotal {
    /// How many customers owe.
    pub customers: i64,
    /// What they owe.
    pub ages: Ages,
}

/// A page of the customers who owe on invoices, once for each currency. A page key that is not ours is the first
/// page's.
///
/// # Errors
/// The database's own.
pub fn aged(tx: &mut AcrossTx, query: &AgedQuery, request: &PageRequest) -> Result<Page<Debtor>, db::Error> {
    books::debtors(tx, query, request)
}

/// The customers who owe in the order of their accounts, whatever the query's own, after the account and currency of
/// the one before: for a whole export, which each page of [`aged`] would count anew.
///
/// # Errors
/// The database's own.
pub fn aged_after(
    tx: &mut AcrossTx,
    query: &AgedQuery,
    after: Option<(AccountId, Currency)>,
    limit: u32,
) -> Result<Vec<Debtor>, db::Error> {
    books::debtors_after(tx, query, after, limit)
}

/// The same of all customers together, by currency.
///
/// # Errors
/// The database's own.
pub fn aged_totals(tx: &mut AcrossTx, query: &AgedQuery) -> Result<Vec<AgedTotal>, db::Error> {
    books::debts(tx, query)
}
