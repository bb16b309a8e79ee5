//! The customer's own references: an internal reference or a purchase order, and the days on whose invoices it is
//! printed.

use db::AccountTx;
use kernel::{Date, ReferenceId, Timestamp};

use crate::record::{BuyerReference, BuyerReferenceKind};
use crate::store;

/// The longest name of a reference, in characters: what a line of the document holds.
pub const REFERENCE_CHARS_MAX: usize = 60;

/// A reference of the customer's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnReference {
    /// Its id.
    pub id: ReferenceId,
    /// What is printed.
    pub reference: BuyerReference,
    /// The first day on whose invoices it is printed.
    pub start_on: Date,
    /// The day from which it no longer is.
    pub end_on: Date,
    /// When it was first written.
    pub created_at: Timestamp,
    /// When it was stopped before its time; none while it is printed.
    pub stopped_at: Option<Timestamp>,
}

/// A reference as somebody wants it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WantedReference {
    /// What the customer calls it.
    pub kind: BuyerReferenceKind,
    /// The reference.
    pub name: String,
    /// The first day.
    pub start_on: Date,
    /// The day after the last.
    pub end_on: Date,
}

/// What is wrong with a reference by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum ReferenceFault {
    /// It has no name.
    #[error("a reference needs a name")]
    NoName,
    /// Its name is longer than [`REFERENCE_CHARS_MAX`].
    #[error("a reference has at most {REFERENCE_CHARS_MAX} characters")]
    TooLong,
    /// It ends before it begins, or on the same day, which is not included.
    #[error("a reference must end after it begins")]
    NoDays,
}

/// Why a reference was not written.
#[derive(Debug, thiserror::Error)]
pub enum ReferenceError {
    /// It cannot be.
    #[error("the reference cannot be as it is wanted")]
    Faulty(Vec<ReferenceFault>),
    /// Another one, stopped or not, has some of these days.
    #[error("another reference has some of these days")]
    Overlaps(Box<OwnReference>),
    /// The account has no such reference.
    #[error("no such reference")]
    NoReference,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl WantedReference {
    /// The same with a name on one line, without anything that does not print.
    fn tidied(&self) -> WantedReference {
        let printed: String = self.name.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        let name = printed.split_whitespace().collect::<Vec<_>>().join(" ");
        WantedReference { name, ..self.clone() }
    }

    /// Everything that is wrong with it by itself.
    fn faults(&self) -> Vec<ReferenceFault> {
        let name = match self.name.chars().count() {
            0 => Some(ReferenceFault::NoName),
            count if count > REFERENCE_CHARS_MAX => Some(ReferenceFault::TooLong),
            _ => None,
        };
        let days = (self.start_on >= self.end_on).then_some(ReferenceFault::NoDays);
        name.into_iter().chain(days).collect()
    }
}

/// Writes a reference: a new one, or, where `id` is known, the same one otherwise. A day has at most one, whether or
/// not it was stopped: invoices issued on that day may bear it already.
///
/// # Errors
/// See [`ReferenceError`].
pub fn save(
    tx: &mut AccountTx,
    now: Timestamp,
    id: ReferenceId,
    wanted: &WantedReference,
) -> Result<OwnReference, ReferenceError> {
    let wanted = wanted.tidied();
    let faults = wanted.faults();
    if !faults.is_empty() {
        return Err(ReferenceError::Faulty(faults));
    }
    if let Some(other) = store::overlapping_reference(tx, id, wanted.start_on, wanted.end_on)? {
        return Err(ReferenceError::Overlaps(Box::new(other)));
    }
    let known = store::find_reference(tx, id)?;
    let reference = OwnReference {
        id,
        reference: BuyerReference { kind: wanted.kind, name: wanted.name },
        start_on: wanted.start_on,
        end_on: wanted.end_on,
        created_at: known.as_ref().map_or(now, |known| known.created_at),
        stopped_at: known.and_then(|known| known.stopped_at),
    };
    store::put_reference(tx, &reference)?;
    Ok(reference)
}

/// Stops printing a reference, or prints it again; asked twice, it is as it is. Its days stay its own.
///
/// # Errors
/// [`ReferenceError::NoReference`], or the database's own.
pub fn set_stopped(
    tx: &mut AccountTx,
    now: Timestamp,
    id: ReferenceId,
    is_stopped: bool,
) -> Result<OwnReference, ReferenceError> {
    let known = store::find_reference(tx, id)?.ok_or(ReferenceError::NoReference)?;
    if known.stopped_at.is_some() == is_stopped {
        return Ok(known);
    }
    let reference = OwnReference { stopped_at: is_stopped.then_some(now), ..known };
    store::put_reference(tx, &reference)?;
    Ok(reference)
}
