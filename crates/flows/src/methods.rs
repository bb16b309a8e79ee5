//! Ask owners for another card before the default one expires.

use db::AccountTx;
use kernel::{AccountId, Date, MethodId, SignedDuration, Timestamp};
use mail::{Email, MethodExpiring};

use crate::{Cx, announce};

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
