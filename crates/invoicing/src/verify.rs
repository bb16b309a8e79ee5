//! Verify everything: the chain of seals, the numbering, the dates, and the ledger.

use db::Db;
use kernel::{AccountId, Currency, Date, InvoiceId};
use ledger::{Audit, AuditProblem, CauseTotals};

use crate::{Content, Seal, record, register, store};

/// How many rows are read at a time; the walk's memory does not grow with the books.
const PAGE: u32 = 200;
/// How many problems a report tells; it counts all of them.
const PROBLEMS_MAX: usize = 1_000;

/// A number of the register, the document it was given to, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) number: i64,
    pub(crate) reference: String,
    pub(crate) issued_on: Date,
    pub(crate) seal: Seal,
    pub(crate) account: AccountId,
    pub(crate) invoice: InvoiceId,
    pub(crate) stamped: Option<Stamped>,
}

/// The document behind a number, as stored; what the stamp writes may be missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stamped {
    pub(crate) content: String,
    pub(crate) number: Option<i64>,
    pub(crate) reference: Option<String>,
    pub(crate) issued_on: Option<Date>,
    pub(crate) seal: Option<String>,
    pub(crate) net: i64,
    pub(crate) tax: i64,
    pub(crate) gross: i64,
    pub(crate) paid: i64,
    pub(crate) currency: Currency,
    pub(crate) cause: String,
    pub(crate) prefix: String,
    /// What invoices used of it.
    pub(crate) given: i64,
    /// What it used of credit notes.
    pub(crate) taken: i64,
}

/// The head of a series as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeadRow {
    pub(crate) series: String,
    pub(crate) number: i64,
    pub(crate) issued_on: Date,
    pub(crate) seal: Seal,
}

/// The last number and seal of a series: kept outside the database, it proves that nothing before it was
/// changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The series: `invoice:FR`.
    pub series: String,
    /// Its last number.
    pub number: i64,
    /// The seal of that document.
    pub seal: Seal,
}

/// Something that cannot be right.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Problem {
    /// A number of the series was given to nobody.
    #[error("{series}: number {number} is missing from the register")]
    MissingNumber {
        /// The series.
        series: String,
        /// The number.
        number: i64,
    },
    /// A number was given to a document that is not there.
    #[error("{reference}: the document is missing")]
    MissingDocument {
        /// The reference.
        reference: String,
    },
    /// The date goes back.
    #[error("{reference}: dated {issued_on}, before the number before it")]
    Date {
        /// The reference.
        reference: String,
        /// Its date.
        issued_on: Date,
    },
    /// The record is not the one that was sealed, or does not follow the one before.
    #[error("{reference}: the record does not match its seal")]
    Seal {
        /// The reference.
        reference: String,
    },
    /// The document and the register do not say the same number, date or seal.
    #[error("{reference}: the document and the register disagree")]
    Stamp {
        /// The reference in the register.
        reference: String,
    },
    /// The amounts in the lists are not those of the record.
    #[error("{reference}: the stored amounts are not those of the record")]
    Amounts {
        /// The reference.
        reference: String,
    },
    /// The series does not end where its head says.
    #[error("{series}: the head says {expected}, the register ends at {found}")]
    Head {
        /// The series.
        series: String,
        /// The last reference or number the head knows.
        expected: String,
        /// The last one in the register.
        found: String,
    },
    /// A document claims a number that the register gave to another, or to nobody.
    #[error("{reference}: the register does not know this document")]
    Unregistered {
        /// The reference it claims.
        reference: String,
    },
    /// The ledger has other amounts for the document than its record.
    #[error("{reference}: the ledger disagrees")]
    Ledger {
        /// The reference.
        reference: String,
    },
    /// What is marked as paid is not what the ledger settled.
    #[error("{reference}: paid and settled differ")]
    Settled {
        /// The reference.
        reference: String,
    },
    /// The ledger itself.
    #[error(transparent)]
    Books(#[from] AuditProblem),
}

/// How far a verification is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Progress {
    /// Documents verified.
    pub documents: u64,
    /// How many documents there are.
    pub documents_total: u64,
    /// Postings verified, after the documents.
    pub postings: u64,
}

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Report {
    /// How many numbered documents were verified.
    pub documents: u64,
    /// How many of them have their number and wait for its stamp.
    pub unstamped: u64,
    /// How many frozen documents wait for a number or its stamp.
    pub waiting: u64,
    /// How many postings were verified.
    pub postings: u64,
    /// The last number and seal of each series.
    pub heads: Vec<Head>,
    /// What is wrong; the first thousand.
    pub problems: Vec<Problem>,
    /// How many things are wrong.
    pub problems_count: u64,
}

impl Report {
    /// Whether nothing is wrong.
    #[must_use]
    pub const fn is_clean(&self) -> bool {
        self.problems_count == 0
    }

    fn add(&mut self, problem: Problem) {
        self.problems_count += 1;
        if self.problems.len() < PROBLEMS_MAX {
            self.problems.push(problem);
        }
    }
}

/// Why a verification did not end.
#[derive(Debug, thiserror::Error)]
pub enum VerifyError {
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Re-walks every series (numbering, dates, chain of seals, amounts, ledger) and the whole ledger, page by
/// page, while the house goes on working; what is issued meanwhile is left to the next verification.
///
/// # Errors
/// [`VerifyError`] when the database does not answer. What is wrong with the books is in the [`Report`].
pub async fn verify(db: &Db, mut progress: impl FnMut(Progress)) -> Result<Report, VerifyError> {
    let mut report = Report::default();
    let heads = db.across().read(store::heads).await?;
    let total = heads.iter().map(|head| head.number.unsigned_abs()).sum();
    let mut state = Progress { documents_total: total, ..Progress::default() };
    for series in db.across().read(store::headless).await? {
        let (expected, found) = ("nothing".to_owned(), "more".to_owned());
        report.add(Problem::Head { series, expected, found });
    }
    for head in heads {
        verify_series(db, &head, &mut report, &mut |documents| {
            state.documents += documents;
            progress(state);
        })
        .await?;
        report.heads.push(Head { series: head.series, number: head.number, seal: head.seal });
    }
    report.documents = state.documents;
    for reference in db.across().read(move |tx| store::unregistered(tx, 1_000)).await? {
        report.add(Problem::Unregistered { reference });
    }
    report.waiting = db.across().read(store::waiting_count).await?.unsigned_abs();
    let mut audit = Audit::default();
    loop {
        let after = audit.last();
        let page = db.across().read(move |tx| ledger::walk(tx, after, PAGE)).await?;
        if page.is_empty() {
            return Ok(report);
        }
        for posting in &page {
            audit.look(posting).into_iter().for_each(|problem| report.add(problem.into()));
        }
        report.postings += page.len() as u64;
        state.postings = report.postings;
        progress(state);
    }
}

async fn verify_series(
    db: &Db,
    head: &HeadRow,
    report: &mut Report,
    progress: &mut impl FnMut(u64),
) -> Result<(), VerifyError> {
    let mut walk = Walk::new(&head.series);
    loop {
        let (series, after, last) = (head.series.clone(), walk.number, head.number);
        let page = db
            .across()
            .read(move |tx| {
                // What was numbered after the head was read belongs to the next verification.
                let mut entries = store::entries(tx, &series, after, PAGE)?;
                let beyond = entries.iter().any(|entry| entry.number > last)
                    && store::heads(tx)?.iter().any(|now| now.series == series && now.number > last);
                if beyond {
                    entries.retain(|entry| entry.number <= last);
                }
                entries.into_iter().map(|entry| with_ledger(tx, entry)).collect::<Result<Vec<_>, db::Error>>()
            })
            .await?;
        if page.is_empty() {
            walk.end(head, report);
            return Ok(());
        }
        for (entry, totals) in &page {
            walk.look(entry, totals.as_ref(), report);
        }
        progress(page.len() as u64);
    }
}

fn with_ledger(tx: &mut db::AcrossTx, entry: Entry) -> Result<(Entry, Option<CauseTotals>), db::Error> {
    let totals = match &entry.stamped {
        Some(stamped) => Some(ledger::cause_totals(tx, entry.account, &stamped.cause)?),
        None => None,
    };
    Ok((entry, totals))
}

/// Where the walk along a series stands.
struct Walk {
    series: String,
    number: i64,
    issued_on: Date,
    seal: Seal,
    reference: String,
}

impl Walk {
    fn new(series: &str) -> Walk {
        Walk {
            series: series.to_owned(),
            number: 0,
            issued_on: Date::MIN,
            seal: Seal::genesis(series),
            reference: "nothing".to_owned(),
        }
    }

    /// Looks at the next number, and goes on from what is stored, so that a problem is told once.
    fn look(&mut self, entry: &Entry, totals: Option<&CauseTotals>, report: &mut Report) {
        let reference = || entry.reference.clone();
        for number in (self.number + 1..entry.number).take(100) {
            report.add(Problem::MissingNumber { series: self.series.clone(), number });
        }
        if entry.issued_on < self.issued_on {
            report.add(Problem::Date { reference: reference(), issued_on: entry.issued_on });
        }
        match &entry.stamped {
            None => report.add(Problem::MissingDocument { reference: reference() }),
            Some(stamped) => {
                let record = record::canonical(&entry.reference, entry.issued_on, &stamped.content);
                // After a gap the seal before is unknown, and the gap has been told.
                let follows = entry.number == self.number + 1;
                if follows && self.seal.next(&record) != entry.seal {
                    report.add(Problem::Seal { reference: reference() });
                }
                if !stamped.agrees(entry) {
                    report.add(Problem::Stamp { reference: reference() });
                }
                if stamped.number.is_none() {
                    report.unstamped += 1;
                }
                look_at_amounts(entry, stamped, totals, report);
            }
        }
        self.number = entry.number;
        self.issued_on = entry.issued_on;
        self.seal = entry.seal;
        self.reference.clone_from(&entry.reference);
    }

    /// Compares the last number with the head of the series.
    fn end(&self, head: &HeadRow, report: &mut Report) {
        if self.number != head.number || self.seal != head.seal || self.issued_on != head.issued_on {
            report.add(Problem::Head {
                series: self.series.clone(),
                expected: format!("number {} sealed {}", head.number, head.seal),
                found: format!("{} sealed {}", self.reference, self.seal),
            });
        }
    }
}

impl Stamped {
    /// Whether what the stamp wrote is what the register gave. Nothing written is a stamp still to come.
    fn agrees(&self, entry: &Entry) -> bool {
        let is_unstamped = self.number.is_none() && self.reference.is_none() && self.seal.is_none();
        let is_the_same = self.number == Some(entry.number)
            && self.reference.as_deref() == Some(entry.reference.as_str())
            && self.issued_on == Some(entry.issued_on)
            && self.seal == Some(entry.seal.to_string());
        let is_well_formed = entry.reference == register::reference(&self.prefix, entry.number);
        (is_unstamped || is_the_same) && is_well_formed
    }
}

fn look_at_amounts(entry: &Entry, stamped: &Stamped, totals: Option<&CauseTotals>, report: &mut Report) {
    let reference = || entry.reference.clone();
    let Ok(content) = Content::parse(&stamped.content) else {
        report.add(Problem::Amounts { reference: reference() });
        return;
    };
    let amounts = [(content.net, stamped.net), (content.tax, stamped.tax), (content.gross, stamped.gross)];
    let lines: i128 = content.lines.iter().map(|line| i128::from(line.net.minor())).sum();
    let is_right = amounts
        .iter()
        .all(|(recorded, stored)| recorded.minor() == *stored && recorded.currency() == stamped.currency)
        && lines == i128::from(stamped.net)
        && i128::from(stamped.net) + i128::from(stamped.tax) == i128::from(stamped.gross);
    if !is_right {
        report.add(Problem::Amounts { reference: reference() });
    }
    let Some(totals) = totals else { return };
    // A credit note takes revenue and tax back and owes nothing: it becomes the customer's credit.
    let is_credit = content.corrects.is_some();
    let (gross, net, tax) = (content.gross.minor(), content.net.minor(), content.tax.minor());
    let expected = if is_credit { (0, -net, -tax) } else { (gross, net, tax) };
    if (totals.receivable, totals.revenue, totals.tax) != expected {
        report.add(Problem::Ledger { reference: reference() });
    }
    // The money of a credit note is with the customer, or with us until invoices have used it.
    let is_kept = totals.credit != 0;
    let settled = match (is_credit, is_kept) {
        (true, true) => stamped.given,
        (true, false) => gross,
        (false, _) => totals.settled,
    };
    let credit = match (is_credit, is_kept) {
        (true, true) => -gross,
        (true, false) => 0,
        (false, _) => stamped.taken,
    };
    if settled != stamped.paid || credit != totals.credit {
        report.add(Problem::Settled { reference: reference() });
    }
}
