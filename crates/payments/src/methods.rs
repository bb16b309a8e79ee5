//! Keep a method the customer registered, choose the default one, and take one away.

use db::AccountTx;
use kernel::{Date, MethodId, Timestamp};

use crate::gateway::RegisteredMethod;
use crate::jobs::ForgetMethod;
use crate::method::{Method, MethodRefusal, MethodState};
use crate::store;

/// Why a method was not changed.
#[derive(Debug, thiserror::Error)]
pub enum MethodError {
    /// The account has no such method.
    #[error("there is no such payment method")]
    Missing,
    /// Only a method that can be charged becomes the default one.
    #[error("this payment method cannot be charged")]
    NotValid,
    /// Longer than [`DESCRIPTION_CHARS_MAX`].
    #[error("a description has at most {DESCRIPTION_CHARS_MAX} characters")]
    TooLong,
    /// It stays.
    #[error(transparent)]
    Stays(#[from] MethodRefusal),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The longest description of a method.
pub const DESCRIPTION_CHARS_MAX: usize = 100;

/// Keeps a method the provider registered. The first one becomes the default; the same token again is the
/// method that is there already, also when its holder took it away: what is told again brings nothing back.
///
/// # Errors
/// See [`MethodError`].
pub fn register(
    tx: &mut AccountTx,
    now: Timestamp,
    id: MethodId,
    gateway: &str,
    registered: &RegisteredMethod,
    make_default: bool,
) -> Result<Method, MethodError> {
    if let Some(known) = store::find_token(tx, gateway, registered.token.expose())? {
        return Ok(known);
    }
    let is_default = make_default || store::default_method(tx)?.is_none();
    let mut method = Method {
        id,
        gateway: gateway.to_owned(),
        kind: registered.kind,
        label: registered.label.clone(),
        description: String::new(),
        expires: registered.expires,
        mandate: registered.mandate.clone(),
        is_default: false,
        state: MethodState::Valid,
        token: registered.token.clone(),
        created_at: now,
    };
    store::insert_method(tx, &method)?;
    if is_default {
        store::set_default_method(tx, id)?;
        method.is_default = true;
    }
    Ok(method)
}

/// Keeps a method again that its holder had taken away and now registered anew.
pub(crate) fn revive(
    tx: &mut AccountTx,
    known: Method,
    registered: &RegisteredMethod,
    make_default: bool,
) -> Result<Method, MethodError> {
    let is_default = make_default || store::default_method(tx)?.is_none();
    let method = Method {
        label: registered.label.clone(),
        expires: registered.expires,
        mandate: registered.mandate.clone(),
        state: MethodState::Valid,
        ..known
    };
    store::revive_method(tx, &method)?;
    if is_default {
        store::set_default_method(tx, method.id)?;
    }
    Ok(Method { is_default, ..method })
}

/// Takes a method away: it is proposed and charged no more, and a job tells the provider to forget it. Taken away
/// again, nothing changes.
///
/// # Errors
/// See [`MethodError`]; [`MethodError::Stays`] with the reason. `is_needed` says whether something renews
/// automatically, or is due.
pub fn remove(
    tx: &mut AccountTx,
    now: Timestamp,
    id: MethodId,
    on: Date,
    is_needed: bool,
) -> Result<Method, MethodError> {
    let method = store::find_method(tx, id)?.ok_or(MethodError::Missing)?;
    if method.state == MethodState::CanceledByCustomer {
        return Ok(method);
    }
    may_remove(tx, &method, on, is_needed)?;
    store::remove_method(tx, id)?;
    outbox::enqueue(tx, now, &ForgetMethod { method: id, at: now })?;
    Ok(Method { state: MethodState::CanceledByCustomer, is_default: false, ..method })
}

/// Whether a method can be taken away now.
///
/// # Errors
/// [`MethodError::Stays`] with the reason.
pub fn may_remove(tx: &mut AccountTx, method: &Method, on: Date, is_needed: bool) -> Result<(), MethodError> {
    if store::is_method_in_use(tx, method.id)? {
        return Err(MethodRefusal::InUse.into());
    }
    let mut others = store::list_methods(tx)?;
    others.retain(|other| other.id != method.id);
    Ok(method.may_remove(&others, on, is_needed)?)
}

/// Makes a method the one that is proposed first and charged for renewals.
///
/// # Errors
/// See [`MethodError`]; [`MethodError::NotValid`] also when the card is past its date on `on`.
pub fn set_default(tx: &mut AccountTx, id: MethodId, on: Date) -> Result<Method, MethodError> {
    let method = store::find_method(tx, id)?.ok_or(MethodError::Missing)?;
    if !method.is_usable(on) {
        return Err(MethodError::NotValid);
    }
    store::set_default_method(tx, id)?;
    Ok(Method { is_default: true, ..method })
}

/// Gives a method its holder's own words.
///
/// # Errors
/// See [`MethodError`].
pub fn describe(tx: &mut AccountTx, id: MethodId, description: &str) -> Result<(), MethodError> {
    let description = description.trim();
    if description.chars().count() > DESCRIPTION_CHARS_MAX {
        return Err(MethodError::TooLong);
    }
    if store::describe_method(tx, id, description)? { Ok(()) } else { Err(MethodError::Missing) }
}
