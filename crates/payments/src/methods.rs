//! Keep a method the customer registered, and choose the default one.

use db::AccountTx;
use kernel::{MethodId, Timestamp};

use crate::gateway::RegisteredMethod;
use crate::method::{Method, MethodState};
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
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The longest description of a method.
pub const DESCRIPTION_CHARS_MAX: usize = 100;

/// Keeps a method the provider registered. The first one becomes the default; the same token again is the
/// method that is there already.
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

/// Makes a method the one that is proposed first and charged for renewals.
///
/// # Errors
/// See [`MethodError`].
pub fn set_default(tx: &mut AccountTx, id: MethodId) -> Result<Method, MethodError> {
    let method = store::find_method(tx, id)?.ok_or(MethodError::Missing)?;
    if method.state != MethodState::Valid {
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
