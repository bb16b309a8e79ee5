//! Verify the business as a whole: the books, and what must agree between orders, payments, invoices and services.
//!
//! [`invoicing::verify`] re-walks numbers, seals and ledger. The rest is what no slice can see by itself: that what is
//! paid was taken and is served, that what was taken is paid or goes back, and that paid days follow each other.

use db::Db;
use invoicing::{Progress, VerifyError};
use jurisdictions::Jurisdictions;
use kernel::{AccountId, Date, ServiceId, Timestamp};
use services::{Mode, Service};

use crate::store;

/// How many services are looked at in one read.
const PAGE: u32 = 200;

/// Something that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// In the books.
    #[error(transparent)]
    Books(#[from] invoicing::Problem),
    /// An order counts as paid, and no payment took its amount less the credit that lowered it.
    #[error("order {order}: paid, but no payment took its amount")]
    NotTaken {
        /// Its number.
        order: i64,
    },
    /// A payment took the amount of an order that is not paid, and does not go back.
    #[error("order {order}: a payment was taken, but the order is not paid and nothing goes back")]
    NotPaid {
        /// Its number.
        order: i64,
    },
    /// Two payments took the amount of an order, and neither goes back.
    #[error("order {order}: paid twice")]
    PaidTwice {
        /// Its number.
        order: i64,
    },
    /// More goes back than was taken.
    #[error("order {order}: more goes back than was taken")]
    RefundedTwice {
        /// Its number.
        order: i64,
    },
    /// A renewal was paid, and has not exactly one invoice.
    #[error("order {order}: a paid renewal with {invoices} invoices")]
    Invoices {
        /// Its number.
        order: i64,
        /// How many it has.
        invoices: i64,
    },
    /// Paid days do not follow those before: a day is paid twice, or not at all.
    #[error("{service}: the days paid from {start} do not follow those before")]
    Gap {
        /// The service's technical name.
        service: String,
        /// Their first day.
        start: Date,
    },
    /// The service ends on another day than the one it is paid until.
    #[error("{service}: paid until {paid_until}, but it ends on {end}")]
    End {
        /// The service's technical name.
        service: String,
        /// The end of the last days that were paid.
        paid_until: Date,
        /// The end of its period.
        end: Date,
    },
    /// A service is open although it should have been closed.
    #[error("{service}: open, although it was to be closed on {on}")]
    Open {
        /// The service's technical name.
        service: String,
        /// The day.
        on: Date,
    },
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// Of the books alone; its problems are also below.
    pub books: invoicing::Report,
    /// What is wrong: the first thousand of each kind.
    pub problems: Vec<Problem>,
    /// How many things are wrong; of those that are not in the books, at most a thousand of each kind.
    pub problems_count: u64,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.problems_count == 0
    }
}

/// Verifies everything while the house goes on working.
///
/// # Errors
/// [`VerifyError`] when the database does not answer. What is wrong is in the [`Report`].
pub async fn verify(
    db: &Db,
    jurisdictions: &Jurisdictions,
    now: Timestamp,
    progress: impl FnMut(Progress),
) -> Result<Report, VerifyError> {
    let books = invoicing::verify(db, progress).await?;
    let mut problems: Vec<Problem> = books.problems.iter().cloned().map(Problem::from).collect();
    let in_books = problems.len();
    for find in store::PROBLEMS {
        problems.extend(db.across().read(find).await?);
    }
    open(db, jurisdictions, now, &mut problems).await?;
    let problems_count = books.problems_count + (problems.len() - in_books) as u64;
    Ok(Report { books, problems, problems_count })
}

/// Services that are open although their paid days and their grace are over.
async fn open(
    db: &Db,
    jurisdictions: &Jurisdictions,
    now: Timestamp,
    problems: &mut Vec<Problem>,
) -> Result<(), db::Error> {
    for subsidiary in jurisdictions.all() {
        let (code, today) = (subsidiary.code, subsidiary.civil(now));
        let mut after: Option<(AccountId, ServiceId)> = None;
        loop {
            let found =
                db.across().read(move |tx| store::open_after_end(tx, code, today, after, PAGE)).await?;
            let Some(last) = found.last() else { break };
            after = Some(*last);
            for (account, id) in found {
                let service = db.account(account).read(move |tx| services::store::get(tx, id)).await?;
                // On the day itself the worker may not have come by yet.
                if let Some(on) = closes_on(&service).filter(|on| *on < today) {
                    problems.push(Problem::Open { service: service.name, on });
                }
            }
        }
    }
    Ok(())
}

/// The day an unpaid service is to be closed, counted from the end of its paid days.
fn closes_on(service: &Service) -> Option<Date> {
    let end = service.period?.end();
    let renewal = &service.renewal;
    Some(match renewal.mode {
        Mode::OneShot => return None,
        Mode::Manual => end,
        Mode::Automatic | Mode::Forced if service.is_ending() && renewal.billed_on.is_none() => end,
        // A bill that was late, because nobody worked, is owed as long as any other.
        Mode::Automatic | Mode::Forced => {
            let billed_on = renewal.billed_on.map_or(end, |on| on.max(end));
            (0..renewal.rules.grace_days).fold(billed_on, |on, _| on.tomorrow().unwrap_or(on))
        }
    })
}
