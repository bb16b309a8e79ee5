//! The provider's people: their roles, their sign-in, their sessions, apart from customers'.

use std::net::IpAddr;

use db::{Db, RegistryTx};
use kernel::{Secret, SessionId, SignedDuration, StaffId, Timestamp};

use crate::email::EmailAddress;
use crate::hasher::{Passwords, Verified};
use crate::limits::{self, Limits};
use crate::session::cut;
use crate::sign_in::{SignInError, take};
use crate::store;
use crate::token::StaffToken;

/// How long a staff session may rest.
pub const IDLE_MAX: SignedDuration = SignedDuration::from_mins(30);
/// How long a staff session lasts at the most.
pub const AGE_MAX: SignedDuration = SignedDuration::from_hours(12);
/// A session is written again only when it was last seen longer ago than this.
pub const TOUCH_EVERY: SignedDuration = SignedDuration::from_mins(1);

/// What a member of staff may do; each role may do what those before it may.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Looks at everything, changes nothing.
    Reader,
    /// Decides about orders: approves, asks for documents, refuses, delivers by hand.
    Desk,
    /// Also replays dead jobs and keeps the list of staff.
    Admin,
}

impl Role {
    /// Every role, the least first.
    pub const ALL: [Role; 3] = [Role::Reader, Role::Desk, Role::Admin];

    /// The word used in tables and on the command line.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Role::Reader => "reader",
            Role::Desk => "desk",
            Role::Admin => "admin",
        }
    }

    /// The role this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<Role> {
        Role::ALL.into_iter().find(|role| role.code() == code)
    }

    /// Whether this role may do what asks for `needed`.
    #[must_use]
    pub fn may(&self, needed: Role) -> bool {
        *self >= needed
    }
}

/// A member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Staff {
    /// The member.
    pub id: StaffId,
    /// Whom to write to, and what to sign in with.
    pub email: EmailAddress,
    /// The name colleagues see.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// Since when.
    pub created_at: Timestamp,
    /// Since when no longer.
    pub disabled_at: Option<Timestamp>,
}

/// A new member of staff.
#[derive(Debug, Clone)]
pub struct NewStaff {
    /// Drawn before the transaction.
    pub id: StaffId,
    /// What to sign in with.
    pub email: EmailAddress,
    /// The name colleagues see.
    pub name: String,
    /// What the member may do.
    pub role: Role,
    /// The hash of the first password.
    pub password_hash: String,
}

/// Why a member of staff was not created.
#[derive(Debug, thiserror::Error)]
pub enum CreateError {
    /// Another member has the address.
    #[error("this e-mail address already belongs to a member of staff")]
    EmailTaken,
    /// The database's own.
    #[error(transparent)]
    Db(db::Error),
}

impl From<db::Error> for CreateError {
    fn from(error: db::Error) -> CreateError {
        match error.constraint() {
            Some("staff_email") => CreateError::EmailTaken,
            Some(_) | None => CreateError::Db(error),
        }
    }
}

/// A signed-in browser of a member of staff.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StaffSession {
    /// The session, without its secret.
    pub id: SessionId,
    /// Whose it is.
    pub staff: StaffId,
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

impl StaffSession {
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

/// A password of staff that was right a moment ago.
#[derive(Debug, Clone)]
pub struct StaffProof {
    staff: StaffId,
    verified: Secret<String>,
}

impl StaffProof {
    /// The member to [`enter`] as.
    #[must_use]
    pub const fn staff(&self) -> StaffId {
        self.staff
    }
}

/// What a staff sign-in knows of its browser.
#[derive(Debug, Clone)]
pub struct NewStaffSession {
    /// Drawn before the transaction.
    pub id: SessionId,
    /// Drawn before the transaction; its owner is the member.
    pub token: StaffToken,
    /// The network address.
    pub peer: String,
    /// The `User-Agent` header, cut to a decent length.
    pub agent: String,
}

/// Adds a member of staff.
///
/// # Errors
/// [`CreateError::EmailTaken`].
pub fn create(tx: &mut RegistryTx, now: Timestamp, new: &NewStaff) -> Result<Staff, CreateError> {
    let staff = Staff {
        id: new.id,
        email: new.email.clone(),
        name: new.name.trim().to_owned(),
        role: new.role,
        created_at: now,
        disabled_at: None,
    };
    store::insert_staff(tx, &staff, &new.password_hash)?;
    Ok(staff)
}

/// A member by address, disabled ones included.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut RegistryTx, email: &EmailAddress) -> Result<Option<Staff>, db::Error> {
    store::staff_by_email(tx, email.norm())
}

/// Every member, by address.
///
/// # Errors
/// The database's own.
pub fn list(tx: &mut RegistryTx) -> Result<Vec<Staff>, db::Error> {
    store::staff_list(tx)
}

/// Sets a member's password and closes the member's sessions.
///
/// # Errors
/// The database's own.
pub fn set_password(tx: &mut RegistryTx, staff: StaffId, password_hash: &str) -> Result<(), db::Error> {
    store::set_staff_password(tx, staff, password_hash)?;
    store::delete_staff_sessions(tx, staff)
}

/// Gives a member another role; it holds from the next request on.
///
/// # Errors
/// The database's own.
pub fn set_role(tx: &mut RegistryTx, staff: StaffId, role: Role) -> Result<(), db::Error> {
    store::set_staff_role(tx, staff, role)
}

/// Shuts a member out at once.
///
/// # Errors
/// The database's own.
pub fn disable(tx: &mut RegistryTx, now: Timestamp, staff: StaffId) -> Result<(), db::Error> {
    store::disable_staff(tx, now, staff)?;
    store::delete_staff_sessions(tx, staff)
}

/// Proves a password of staff; as slow for unknown and disabled members as for others.
///
/// # Errors
/// [`SignInError::Wrong`] without saying which part, [`SignInError::Limited`] with the time to wait.
pub async fn identify(
    db: &Db,
    passwords: &Passwords,
    limits: &Limits,
    now: Timestamp,
    email: &str,
    password: Secret<String>,
    peer: IpAddr,
) -> Result<StaffProof, SignInError> {
    take(db, limits.sign_in_peer, limits::network(peer), now).await?;
    let subject = format!("staff {}", email.trim());
    take(db, limits.sign_in_login, subject.clone(), now).await?;
    let norm = email.trim().to_ascii_lowercase();
    let known = db.registry().read(move |tx| store::staff_password(tx, &norm)).await?;
    let stored = known.as_ref().map(|(_, hash)| hash.as_str());
    let verified = passwords.verify(stored, password).await?;
    let (Some((staff, hash)), Verified::Right { rehashed }) = (known, verified) else {
        return Err(SignInError::Wrong);
    };
    let limit = limits.sign_in_login;
    db.registry().write(move |tx| limits::clear(tx, limit, &subject)).await?;
    let Some(new) = rehashed else { return Ok(StaffProof { staff, verified: Secret::new(hash) }) };
    let renewed = new.clone();
    db.registry().write(move |tx| store::set_staff_password(tx, staff, &renewed)).await?;
    Ok(StaffProof { staff, verified: Secret::new(new) })
}

/// Opens a session for a proven password and forgets the member's sessions that are over.
///
/// # Errors
/// [`SignInError::Wrong`] when the member was disabled or got another password since.
pub fn enter(
    tx: &mut RegistryTx,
    now: Timestamp,
    proof: &StaffProof,
    new: &NewStaffSession,
) -> Result<(Staff, StaffSession), SignInError> {
    let staff = store::staff_if_password(tx, proof.staff, proof.verified.expose())?;
    let staff = staff.filter(|staff| staff.disabled_at.is_none()).ok_or(SignInError::Wrong)?;
    store::forget_staff_sessions(tx, proof.staff, now, now - IDLE_MAX)?;
    let session = StaffSession {
        id: new.id,
        staff: proof.staff,
        opened_at: now,
        seen_at: now,
        expires_at: now + AGE_MAX,
        peer: new.peer.clone(),
        agent: cut(&new.agent),
    };
    store::insert_staff_session(tx, &session, &new.token.hash())?;
    Ok((staff, session))
}

/// The member and live session of a token, for each request: a read.
///
/// # Errors
/// The database's own.
pub fn session(
    tx: &mut RegistryTx,
    now: Timestamp,
    token: &StaffToken,
) -> Result<Option<(Staff, StaffSession)>, db::Error> {
    let found = store::staff_session(tx, token.owner(), &token.hash())?;
    Ok(found.filter(|(staff, session)| staff.disabled_at.is_none() && session.is_live(now)))
}

/// Writes that a session was used now; call it when [`StaffSession::is_stale`].
///
/// # Errors
/// The database's own.
pub fn touch(tx: &mut RegistryTx, now: Timestamp, session: &StaffSession) -> Result<(), db::Error> {
    store::touch_staff_session(tx, now, session.staff, session.id)
}

/// Closes the session of a token: sign-out.
///
/// # Errors
/// The database's own.
pub fn close(tx: &mut RegistryTx, token: &StaffToken) -> Result<(), db::Error> {
    store::delete_staff_session(tx, token.owner(), &token.hash())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_role_may_what_lesser_roles_may() {
        assert!(Role::Admin.may(Role::Desk) && Role::Desk.may(Role::Reader));
        assert!(!Role::Reader.may(Role::Desk) && !Role::Desk.may(Role::Admin));
        assert!(Role::ALL.into_iter().all(|role| Role::parse(role.code()) == Some(role)));
    }
}
