//! Sessions of customers: opened at sign-in, idle after eight hours, over after thirty days.

use db::AccountTx;
use kernel::{AccountId, SessionId, SignedDuration, Timestamp};

use crate::store;
use crate::token::CustomerToken;

/// How long a session may rest.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_hours(8);
/// How long a session lasts at the most.
pub const AGE_MAX: SignedDuration = SignedDuration::from_hours(30 * 24);
/// A session is written again only when it was last seen longer ago than this.
pub const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(5);
/// The longest user agent kept.
const AGENT_CHARS_MAX: usize = 200;

/// A signed-in browser.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The session, without its secret.
    pub id: SessionId,
    /// Whose it is.
    pub account: AccountId,
    /// When the sign-in was.
    pub opened_at: Timestamp,
    /// When it was last used, to within [`TOUCH_EVERY`].
    pub seen_at: Timestamp,
    /// When it ends, used or not.
    pub expires_at: Timestamp,
    /// The network address of the sign-in.
    pub peer: String,
    /// The browser as it named itself.
    pub agent: String,
}

/// What a sign-in knows of its browser.
#[derive(Debug, Clone)]
pub struct NewSession {
    /// Drawn before the transaction.
    pub id: SessionId,
    /// Drawn before the transaction; its owner is the account.
    pub token: CustomerToken,
    /// The network address.
    pub peer: String,
    /// The `User-Agent` header, cut to a decent length.
    pub agent: String,
}

impl Session {
    /// Whether it still opens anything.
    #[must_use]
    pub fn is_live(&self, now: Timestamp) -> bool {
        now < self.expires_at && now < self.seen_at + IDLE_MAX
    }

    /// Whether [`touch`] is due.
    #[must_use]
    pub fn is_stale(&self, now: Timestamp) -> bool {
        now >= self.seen_at + TOUCH_EVERY
    }
}

/// Opens a session and forgets those of the account that are over.
///
/// # Errors
/// The database's own.
pub fn open(tx: &mut AccountTx, now: Timestamp, new: &NewSession) -> Result<Session, db::Error> {
    store::forget_sessions(tx, now, now - IDLE_MAX)?;
    let session = Session {
        id: new.id,
        account: tx.account(),
        opened_at: now,
        seen_at: now,
        expires_at: now + AGE_MAX,
        peer: new.peer.clone(),
        agent: cut(&new.agent),
    };
    store::insert_session(tx, &session, &new.token.hash())?;
    Ok(session)
}

/// The live session of a token, for each request: a read.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx, now: Timestamp, token: &CustomerToken) -> Result<Option<Session>, db::Error> {
    let session = store::session(tx, &token.hash())?;
    Ok(session.filter(|session| session.is_live(now)))
}

/// Writes that a session was used now; call it when [`Session::is_stale`].
///
/// # Errors
/// The database's own.
pub fn touch(tx: &mut AccountTx, now: Timestamp, id: SessionId) -> Result<(), db::Error> {
    store::touch_session(tx, now, id)
}

/// Closes the session of a token: sign-out. A session that is already gone stays so.
///
/// # Errors
/// The database's own.
pub fn close(tx: &mut AccountTx, token: &CustomerToken) -> Result<(), db::Error> {
    store::delete_session(tx, &token.hash())
}

/// Closes every session of the account.
///
/// # Errors
/// The database's own.
pub fn close_all(tx: &mut AccountTx) -> Result<(), db::Error> {
    store::delete_sessions(tx)
}

/// Header text fit for a table: no control characters, not too long.
pub(crate) fn cut(agent: &str) -> String {
    agent.chars().filter(|c| !c.is_control()).take(AGENT_CHARS_MAX).collect()
}
