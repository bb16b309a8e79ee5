//! The register: the next number of a gap-free chronological series, the seal, and the stamp.
//!
//! Two transactions, each idempotent. [`number`] works on the series alone: it gives the next numbers to a
//! batch of waiting documents and chains their seals. [`stamp`] works on one account: it writes the numbers
//! into its documents. Whatever a crash leaves between the two, [`sweep`] finishes, because a document waits
//! until it is stamped and a number, once given, is given again.

use std::collections::{BTreeMap, HashMap};

use db::{AccountTx, AcrossTx, Db, SeriesTx};
use futures_util::StreamExt;
use kernel::{AccountId, Date, InvoiceId, TimeZone, Timestamp};

use crate::{Invoice, Seal, record, store};

/// How many accounts a sweep stamps at a time.
const STAMPS_AT_ONCE: usize = 128;
/// How many documents one series transaction numbers.
const BATCH_MAX: usize = 200;

/// A frozen document that waits for its number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// Its account.
    pub account: AccountId,
    /// Its id.
    pub invoice: InvoiceId,
    /// The series it will be numbered in: `invoice:FR`.
    pub series: String,
    /// What its reference starts with.
    pub prefix: String,
    /// The zone its date is read in.
    pub time_zone: String,
    /// When it was frozen.
    pub frozen_at: Timestamp,
    /// The frozen text.
    pub content: String,
}

/// A number that was given, with the date and the seal that go with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Numbered {
    /// The document's account.
    pub account: AccountId,
    /// The document.
    pub invoice: InvoiceId,
    /// Its number in the series, from 1.
    pub number: i64,
    /// What customers see: `FR00000001`.
    pub reference: String,
    /// The date of issue, not before that of the number before.
    pub issued_on: Date,
    /// The seal.
    pub seal: Seal,
}

/// Why a batch was not numbered.
#[derive(Debug, thiserror::Error)]
pub enum NumberError {
    /// A document of another series is in the batch.
    #[error("a document of {0} cannot be numbered in {1}")]
    Series(String, String),
    /// The document's time zone is unknown here.
    #[error("unknown time zone {0:?}")]
    TimeZone(String),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Documents that wait for their number, the oldest first.
///
/// # Errors
/// [`db::Error`].
pub fn waiting(tx: &mut AcrossTx, limit: u32) -> Result<Vec<Waiting>, db::Error> {
    store::waiting(tx, limit)
}

/// Gives the next numbers of the series to a batch, in its order; a document that has one already keeps it.
///
/// # Errors
/// See [`NumberError`]; no number is spent then.
pub fn number(tx: &mut SeriesTx, now: Timestamp, batch: &[Waiting]) -> Result<Vec<Numbered>, NumberError> {
    let series = tx.key().to_owned();
    if let Some(other) = batch.iter().find(|waiting| waiting.series != series) {
        return Err(NumberError::Series(other.series.clone(), series));
    }
    let ids: Vec<InvoiceId> = batch.iter().map(|waiting| waiting.invoice).collect();
    let head = store::head(tx)?;
    let mut given: HashMap<InvoiceId, Numbered> =
        store::numbered(tx, &ids)?.into_iter().map(|numbered| (numbered.invoice, numbered)).collect();
    let (mut last, mut last_on, mut seal) = match head {
        Some(head) => (head.number, head.issued_on, head.seal),
        None => (0, Date::MIN, Seal::genesis(&series)),
    };
    let mut answer = Vec::with_capacity(batch.len());
    let mut newest = None;
    for waiting in batch {
        let numbered = match given.get(&waiting.invoice) {
            Some(known) => known.clone(),
            None => {
                last += 1;
                last_on = civil(now, &waiting.time_zone)?.max(last_on);
                let reference = reference(&waiting.prefix, last);
                seal = seal.next(&record::canonical(&reference, last_on, &waiting.content));
                let (account, invoice) = (waiting.account, waiting.invoice);
                let new = Numbered { account, invoice, number: last, reference, issued_on: last_on, seal };
                store::insert_number(tx, now, &new)?;
                given.insert(invoice, new.clone());
                newest = Some(new.clone());
                new
            }
        };
        answer.push(numbered);
    }
    if let Some(newest) = newest {
        store::set_head(tx, &newest)?;
    }
    Ok(answer)
}

/// Writes given numbers into the documents of one account, and answers those that became visible by it.
///
/// # Errors
/// [`db::Error`].
pub fn stamp(tx: &mut AccountTx, given: &[Numbered]) -> Result<Vec<Invoice>, db::Error> {
    let mut stamped = Vec::new();
    for numbered in given {
        stamped.extend(store::stamp(tx, numbered)?);
    }
    Ok(stamped)
}

/// What one sweep did.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Swept {
    /// Documents that were found waiting.
    pub waiting: usize,
    /// Documents that became visible.
    pub stamped: usize,
}

/// Numbers and stamps what waits, at most `limit` documents, and tells `visible` of each invoice that became
/// visible, in the transaction in which it did: what must follow (an e-mail) is written there.
///
/// Needs no input and may run anywhere, any number of times at once.
///
/// # Errors
/// The first error of a batch or of `visible`. What was done stays done, an account that failed does not hold
/// up the others, and the next sweep goes on.
pub async fn sweep<E, F>(db: &Db, now: Timestamp, limit: u32, visible: F) -> Result<Swept, E>
where
    E: From<NumberError> + From<db::Error> + Send + 'static,
    F: Fn(&mut AccountTx, &Invoice) -> Result<(), E> + Clone + Send + 'static,
{
    let found = db.across().read(move |tx| waiting(tx, limit)).await?;
    let mut swept = Swept { waiting: found.len(), stamped: 0 };
    let mut by_series: BTreeMap<String, Vec<Waiting>> = BTreeMap::new();
    for waiting in found {
        by_series.entry(waiting.series.clone()).or_default().push(waiting);
    }
    for (series, documents) in by_series {
        for batch in documents.chunks(BATCH_MAX) {
            let batch = batch.to_vec();
            let given = db.series(&series).write(move |tx| number(tx, now, &batch)).await?;
            swept.stamped += stamp_all(db, given, visible.clone()).await?;
        }
    }
    Ok(swept)
}

async fn stamp_all<E, F>(db: &Db, given: Vec<Numbered>, visible: F) -> Result<usize, E>
where
    E: From<db::Error> + Send + 'static,
    F: Fn(&mut AccountTx, &Invoice) -> Result<(), E> + Clone + Send + 'static,
{
    let mut by_account: BTreeMap<AccountId, Vec<Numbered>> = BTreeMap::new();
    for numbered in given {
        by_account.entry(numbered.account).or_default().push(numbered);
    }
    let stamps = by_account.into_iter().map(|(account, numbers)| {
        let visible = visible.clone();
        db.account(account).write(move |tx| {
            let invoices = stamp(tx, &numbers)?;
            invoices.iter().try_for_each(|invoice| visible(tx, invoice))?;
            Ok::<usize, E>(invoices.len())
        })
    });
    let mut answers = futures_util::stream::iter(stamps).buffer_unordered(STAMPS_AT_ONCE);
    let (mut stamped, mut failed) = (0, None);
    while let Some(answer) = answers.next().await {
        match answer {
            Ok(count) => stamped += count,
            // One account that cannot be stamped must not hold up the others.
            Err(error) => failed = failed.or(Some(error)),
        }
    }
    failed.map_or(Ok(stamped), Err)
}

/// `FR00000001`: the prefix and at least eight digits.
pub(crate) fn reference(prefix: &str, number: i64) -> String {
    format!("{prefix}{number:08}")
}

fn civil(now: Timestamp, zone: &str) -> Result<Date, NumberError> {
    let zone = TimeZone::get(zone).map_err(|_| NumberError::TimeZone(zone.to_owned()))?;
    Ok(zone.to_datetime(now).date())
}
