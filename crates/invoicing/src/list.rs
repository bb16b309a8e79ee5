//! Lists of invoices and credit notes: what is asked for. Pure.

use kernel::{Date, Sort, SortColumn};

/// Which documents a list shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvoiceFilter {
    /// All of them, invoices and credit notes.
    #[default]
    All,
    /// Invoices with something left to pay.
    Unpaid,
    /// Invoices with nothing left to pay.
    Paid,
    /// Invoices, and nothing that gives back.
    Invoices,
    /// What gives back, and no invoice.
    CreditNotes,
}

impl InvoiceFilter {
    /// Every filter.
    pub const ALL: [InvoiceFilter; 5] = [
        InvoiceFilter::All,
        InvoiceFilter::Unpaid,
        InvoiceFilter::Paid,
        InvoiceFilter::Invoices,
        InvoiceFilter::CreditNotes,
    ];

    /// The word used in addresses and message keys.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            InvoiceFilter::All => "all",
            InvoiceFilter::Unpaid => "unpaid",
            InvoiceFilter::Paid => "paid",
            InvoiceFilter::Invoices => "invoices",
            InvoiceFilter::CreditNotes => "credit_notes",
        }
    }

    /// The filter this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<InvoiceFilter> {
        InvoiceFilter::ALL.into_iter().find(|filter| filter.code() == code)
    }
}

/// What invoices can be sorted by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum InvoiceColumn {
    /// The reference.
    Reference,
    /// The date of issue.
    Date,
    /// The total including taxes, less than nothing for a credit note. An account buys from one subsidiary, in one
    /// currency.
    Total,
}

impl SortColumn for InvoiceColumn {
    const ALL: &'static [InvoiceColumn] =
        &[InvoiceColumn::Reference, InvoiceColumn::Date, InvoiceColumn::Total];

    fn code(&self) -> &'static str {
        match self {
            InvoiceColumn::Reference => "reference",
            InvoiceColumn::Date => "date",
            InvoiceColumn::Total => "total",
        }
    }
}

/// What a list is asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvoiceQuery {
    /// Paid, unpaid, what gives back, or all.
    pub filter: InvoiceFilter,
    /// The whole reference.
    pub reference: Option<String>,
    /// The number of the order they bill, or give back.
    pub order: Option<i64>,
    /// The first date of issue.
    pub from: Option<Date>,
    /// The last date of issue.
    pub until: Option<Date>,
    /// Only those with these references, which somebody ticked; all when there are none.
    pub only: Vec<String>,
    /// In which order.
    pub sort: Sort<InvoiceColumn>,
}

impl Default for InvoiceQuery {
    /// All of them, the newest reference first.
    fn default() -> InvoiceQuery {
        InvoiceQuery {
            filter: InvoiceFilter::All,
            reference: None,
            order: None,
            from: None,
            until: None,
            only: Vec::new(),
            sort: Sort::descending(InvoiceColumn::Reference),
        }
    }
}
