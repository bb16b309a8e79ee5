//! The archive: every e-mail of an account, as its owner can read it.

use db::AccountTx;
use kernel::{Direction, EmailId, Page, PageRequest, Timestamp};

use crate::store;

/// How far an e-mail is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Not handed over yet.
    Queued,
    /// A mail server took it.
    Sent,
    /// It could not be sent.
    Failed,
}

impl State {
    /// Every state.
    pub const ALL: [State; 3] = [State::Queued, State::Sent, State::Failed];

    /// The word in the table.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            State::Queued => "queued",
            State::Sent => "sent",
            State::Failed => "failed",
        }
    }

    /// The state this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<State> {
        State::ALL.into_iter().find(|state| state.code() == code)
    }
}

/// One line of the archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Archived {
    /// The e-mail.
    pub id: EmailId,
    /// Which e-mail it is: the folder of its templates.
    pub name: String,
    /// How far it is.
    pub state: State,
    /// The address it is for.
    pub to: String,
    /// The subject as it was sent.
    pub subject: String,
    /// When it was written.
    pub posted_at: Timestamp,
    /// When a mail server took it.
    pub sent_at: Option<Timestamp>,
}

/// An e-mail of the archive, whole, with what opens an account blanked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter {
    /// The line of the list.
    pub line: Archived,
    /// The text part.
    pub text: String,
    /// The HTML part. Show it in a frame without scripts and of another origin.
    pub html: String,
    /// Why it could not be sent.
    pub failure: Option<String>,
}

/// The e-mails of the account, newest first. A page key that is not ours is the first page's.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut AccountTx, request: &PageRequest) -> Result<Page<Archived>, db::Error> {
    sorted(tx, Direction::Descending, request)
}

/// The e-mails of the account by the time they were written.
///
/// # Errors
/// The database's own.
pub fn sorted(
    tx: &mut AccountTx,
    direction: Direction,
    request: &PageRequest,
) -> Result<Page<Archived>, db::Error> {
    let after = request.after.as_deref().and_then(read_key);
    let found = store::list(tx, direction, after, request.probe())?;
    Ok(Page::of(found, request, |archived| {
        format!("{}_{}", archived.posted_at.as_microsecond(), archived.id)
    }))
}

/// How many e-mails the account has.
///
/// # Errors
/// The database's own.
pub fn count(tx: &mut AccountTx) -> Result<i64, db::Error> {
    store::count(tx)
}

/// One e-mail of the account; `None` when it has no such e-mail.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx, id: EmailId) -> Result<Option<Letter>, db::Error> {
    Ok(store::letters(tx, &[id])?.pop())
}

/// The e-mails of the account with these ids; one it does not have is left out.
///
/// # Errors
/// The database's own.
pub fn of_ids(tx: &mut AccountTx, ids: &[EmailId]) -> Result<Vec<Letter>, db::Error> {
    store::letters(tx, ids)
}

/// The ids of the account's e-mails, the oldest first; at most `most`.
///
/// # Errors
/// The database's own.
pub fn ids(tx: &mut AccountTx, most: i64) -> Result<Vec<EmailId>, db::Error> {
    store::ids(tx, most)
}

fn read_key(key: &str) -> Option<(Timestamp, EmailId)> {
    let (posted_at, id) = key.split_once('_')?;
    Some((Timestamp::from_microsecond(posted_at.parse().ok()?).ok()?, id.parse().ok()?))
}
