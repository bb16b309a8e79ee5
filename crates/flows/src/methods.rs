//! Registered payment methods: which one is charged, what may be taken away, and another one before a card expires.

use std::sync::Arc;

use db::AccountTx;
use kernel::{AccountId, Date, MethodId, SignedDuration, Timestamp};
use mail::{Email, MethodExpiring};

use payments::{Gateway, Method, MethodError, MethodRefusal, MethodState, Unknown};

use crate::{Cx, Unconfigured, announce};

/// Why nothing was done with a method.
#[derive(Debug, thiserror::Error)]
pub enum ChangeError {
    /// The method, or what is wished of it.
    #[error(transparent)]
    Method(#[from] MethodError),
    /// The invoices could not be looked at, or the owner.
    #[error(transparent)]
    Db(#[from] db::Error),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
}

/// A method, and what its owner may do with it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kept {
    /// The method.
    pub method: Method,
    /// Whether it can be charged today.
    pub is_usable: bool,
    /// Whether it can be taken away.
    pub remove: Result<(), MethodRefusal>,
}

/// A method of the account, and what its owner may do with it.
///
/// # Errors
/// [`MethodError::Missing`] when the account has no such method, or no more.
pub async fn kept(cx: &Cx, account: AccountId, id: MethodId) -> Result<Kept, ChangeError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .read::<_, ChangeError, _>(move |tx| {
            let found = payments::store::find_method(tx, id)?;
            let method = found.filter(|method| method.state != MethodState::CanceledByCustomer);
            let method = method.ok_or(MethodError::Missing)?;
            let today = today(&inside, tx, now)?;
            let is_needed = is_needed(tx)?;
            let remove = match payments::may_remove(tx, &method, today, is_needed) {
                Ok(()) => Ok(()),
                Err(MethodError::Stays(refusal)) => Err(refusal),
                Err(error) => return Err(error.into()),
            };
            Ok(Kept { is_usable: method.is_usable(today), remove, method })
        })
        .await
}

/// Takes a method away. The default one leaves after another took its place, and the last one only when nothing renews
/// automatically and nothing is due. Taken away again, nothing changes.
///
/// # Errors
/// See [`ChangeError`]; [`MethodError::Stays`] with the reason.
pub async fn remove(cx: &Cx, account: AccountId, id: MethodId) -> Result<Method, ChangeError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .write::<_, ChangeError, _>(move |tx| {
            let today = today(&inside, tx, now)?;
            let is_needed = is_needed(tx)?;
            Ok(payments::remove(tx, now, id, today, is_needed)?)
        })
        .await
        .inspect(|_| cx.wake.ring())
}

/// Why a provider may still know a method that was taken away. It is told again.
#[derive(Debug, thiserror::Error)]
pub enum ForgetError {
    /// The provider did not answer.
    #[error(transparent)]
    Unknown(#[from] Unknown),
    /// The running configuration lacks the provider.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Tells the provider to forget a method that was taken away. One that its holder registered anew meanwhile is kept,
/// and a provider that cannot forget is not asked: nothing is charged with what is not in the list any more.
///
/// # Errors
/// See [`ForgetError`].
pub async fn forget(cx: &Cx, account: AccountId, id: MethodId) -> Result<(), ForgetError> {
    let method = cx.db.account(account).read(move |tx| payments::store::get_method(tx, id)).await?;
    let gateway: Arc<dyn Gateway> = cx.gateways.get(&method.gateway)?.clone();
    if method.state != MethodState::CanceledByCustomer || !gateway.capabilities().forgets {
        return Ok(());
    }
    Ok(gateway.forget(&method.token).await?)
}

/// Makes a method the one that is proposed first and charged for renewals.
///
/// # Errors
/// See [`ChangeError`]; [`MethodError::NotValid`] for one that cannot be charged.
pub async fn make_default(cx: &Cx, account: AccountId, id: MethodId) -> Result<Method, ChangeError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .write::<_, ChangeError, _>(move |tx| {
            let today = today(&inside, tx, now)?;
            Ok(payments::set_default(tx, id, today)?)
        })
        .await
}

/// Gives a method its holder's own words.
///
/// # Errors
/// See [`ChangeError`].
pub async fn describe(cx: &Cx, account: AccountId, id: MethodId, words: String) -> Result<(), ChangeError> {
    cx.db.account(account).write::<_, ChangeError, _>(move |tx| Ok(payments::describe(tx, id, &words)?)).await
}

/// Whether something will be collected by itself, or is due.
fn is_needed(tx: &mut AccountTx) -> Result<bool, db::Error> {
    Ok(services::store::is_any_collected(tx)? || invoicing::store::has_unpaid(tx)?)
}

fn today(cx: &Cx, tx: &mut AccountTx, now: Timestamp) -> Result<Date, ChangeError> {
    let owner = accounts::account::get(tx)?;
    Ok(cx.subsidiary(owner.subsidiary)?.civil(now))
}

/// Writes to the owners of default cards that expire soon, at most `limit`, once for each card; how many.
///
/// # Errors
/// The database's own.
pub async fn warn_of_expiry(cx: &Cx, limit: u16) -> Result<usize, db::Error> {
    let now = cx.clock.now();
    let ahead = SignedDuration::from_hours(24 * i64::from(cx.settings.card_warning_days));
    let seen = now.checked_add(ahead).unwrap_or(Timestamp::MAX);
    let last = cx.jurisdictions.all().iter().map(|one| one.civil(seen)).max().unwrap_or(Date::MIN);
    // The card works to the end of its month: its owner is told when that end is near.
    let is_last_day = last.day() == last.days_in_month();
    let month = (last.year(), last.month());
    let month = if is_last_day { month } else { before(month) };
    let found = cx.db.across().read(move |tx| payments::store::expiring_methods(tx, month, limit)).await?;
    let mut told = 0;
    for (account, method) in found {
        told += usize::from(tell(cx, account, method).await?);
    }
    Ok(told)
}

async fn tell(cx: &Cx, account: AccountId, id: MethodId) -> Result<bool, db::Error> {
    let now = cx.clock.now();
    cx.db
        .account(account)
        .write(move |tx: &mut AccountTx| {
            let method = payments::store::get_method(tx, id)?;
            payments::store::set_warned(tx, now, id)?;
            let Some((year, month)) = method.expires else { return Ok(false) };
            let owner = accounts::account::get(tx)?;
            let email = Email::MethodExpiring(MethodExpiring {
                method: method.label,
                last_on: last_day(year, month),
                path: "/payment-methods".to_owned(),
            });
            announce::tell(tx, now, &owner, &format!("method/{id}/expiring"), &email)?;
            Ok::<_, db::Error>(true)
        })
        .await
}

fn before((year, month): (i16, i8)) -> (i16, i8) {
    if month > 1 { (year, month - 1) } else { (year.saturating_sub(1), 12) }
}

fn last_day(year: i16, month: i8) -> Date {
    let first = Date::new(year, month, 1).unwrap_or(Date::MAX);
    Date::new(year, month, first.days_in_month()).unwrap_or(first)
}
