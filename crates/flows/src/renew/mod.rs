//! The renewal run: what happens to services by themselves, account by account.
//!
//! It takes no input. Whatever is due is found by its day; for each account one transaction takes every due step
//! ([`services::Step`]) of its services: notices, the renewal's order with its frozen invoice and the attempt to
//! collect it, suspension, deletion. The charge follows with no transaction open, with the attempt's id as its key, and
//! its outcome ends in [`crate::settle`] like any other. A step is written down with its effects, so a run that was
//! killed, or done twice, or by two workers at once, takes it once.
//!
//! A service that cannot be worked on is put aside with its reason, for the staff, and tried again later; it stops
//! nobody else.

mod account;
mod bill;
mod dun;
pub(crate) mod paid;
mod tell;

use std::collections::BTreeMap;

use kernel::{AccountId, SignedDuration, Timestamp};
use orders::{Order, OrderKind};
use payments::{Attempt, Begun, ChargeWith};
use services::Due;
use tokio::task::JoinSet;

use crate::Cx;

pub use account::{Ran, RenewError};
pub(crate) use bill::{Bill, Wanted, order_form};
pub(crate) use dun::{give_up, gone};

/// How many accounts are worked on at once: enough for one commit to carry many of them.
const AT_ONCE: usize = 128;

/// A share of the accounts, so that several workers divide a run between them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Part {
    /// Which share, from 0.
    pub index: u8,
    /// Of how many; not zero.
    pub of: u8,
}

impl Part {
    /// All accounts.
    pub const ALL: Part = Part { index: 0, of: 1 };

    /// The share written as `2/3`: the second of three.
    #[must_use]
    pub fn parse(text: &str) -> Option<Part> {
        let (index, of) = text.split_once('/')?;
        let (index, of): (u8, u8) = (index.parse().ok()?, of.parse().ok()?);
        (1..=of).contains(&index).then(|| Part { index: index - 1, of })
    }

    fn holds(&self, account: AccountId) -> bool {
        // The low half of an id is chance.
        let (_, low) = account.uuid().as_u64_pair();
        low % u64::from(self.of.max(1)) == u64::from(self.index)
    }
}

/// Takes the due steps of at most `limit` services of this share.
///
/// # Errors
/// The database's own; what was done stays done, and the next run goes on.
pub async fn run(cx: &Cx, part: Part, limit: u32) -> Result<Ran, db::Error> {
    let mut ran = Ran::default();
    let now = cx.clock.now();
    let places: Vec<_> = cx.jurisdictions.all().iter().map(|one| (one.code, one.civil(now))).collect();
    for place in places {
        let mut after: Option<Due> = None;
        while ran.services < u64::from(limit) {
            let found = cx
                .db
                .across()
                .read(move |tx| services::store::due_services(tx, now, place, after.as_ref(), limit))
                .await?;
            let Some(last) = found.last() else { break };
            after = Some(*last);
            let is_last = found.len() < limit as usize;
            ran.add(&accounts(cx, part, found).await?);
            if is_last {
                break;
            }
        }
    }
    if ran.services > 0 {
        cx.wake.ring();
    }
    Ok(ran)
}

impl std::fmt::Display for Part {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}/{}", u16::from(self.index) + 1, self.of)
    }
}

/// How many services have a step to take now, whosever share they are.
///
/// # Errors
/// The database's own.
pub async fn due(cx: &Cx) -> Result<u64, db::Error> {
    let now = cx.clock.now();
    let mut due = 0;
    for one in cx.jurisdictions.all() {
        let place = (one.code, one.civil(now));
        due += cx.db.across().read(move |tx| services::store::due_count(tx, now, place)).await?;
    }
    Ok(due)
}

async fn accounts(cx: &Cx, part: Part, found: Vec<Due>) -> Result<Ran, db::Error> {
    let mut by_account: BTreeMap<AccountId, Vec<Due>> = BTreeMap::new();
    for due in found.into_iter().filter(|due| part.holds(due.account)) {
        by_account.entry(due.account).or_default().push(due);
    }
    // Several workers with the same share begin in different places, so that they seldom meet.
    let first = cx.random.below(by_account.len().max(1) as u64);
    let mut by_account: Vec<(AccountId, Vec<Due>)> = by_account.into_iter().collect();
    by_account.rotate_left(usize::try_from(first).unwrap_or(0));
    let (mut waiting, mut running, mut ran) = (by_account.into_iter(), JoinSet::new(), Ran::default());
    loop {
        while running.len() < AT_ONCE
            && let Some((account, due)) = waiting.next()
        {
            let cx = cx.clone();
            running.spawn(async move { account::work(&cx, account, due).await });
        }
        match running.join_next().await {
            Some(Ok(done)) => ran.add(&done?),
            Some(Err(panic)) => {
                tracing::error!(%panic, "the renewal of an account panicked; it is tried again")
            }
            None => return Ok(ran),
        }
    }
}

/// The bill an attempt was to collect, if it is still to be paid: what a provider that never saw the attempt is asked
/// again with.
pub(crate) async fn collection(
    cx: &Cx,
    account: AccountId,
    attempt: &Attempt,
) -> Result<Option<(Order, Begun)>, db::Error> {
    let (Some(order), Some(method)) = (attempt.order, attempt.method) else { return Ok(None) };
    let (now, attempt) = (cx.clock.now(), attempt.clone());
    cx.db
        .account(account)
        .read(move |tx| {
            let order = orders::store::get(tx, order)?;
            let method = payments::store::find_method(tx, method)?;
            let Some(method) = method.filter(|_| order.kind == OrderKind::Renewal && order.is_payable(now))
            else {
                return Ok(None);
            };
            let with = ChargeWith::Token(method.token);
            Ok(Some((order, Begun { attempt: attempt.clone(), with })))
        })
        .await
}

/// When a service that could not be worked on is tried again: after an hour, two, four… a day.
fn retry_at(now: Timestamp, tries: u32) -> Timestamp {
    let hours = 1_i64 << tries.saturating_sub(1).min(5);
    now.checked_add(SignedDuration::from_hours(hours.min(24))).unwrap_or(Timestamp::MAX)
}

/// A member of the staff has seen to what was in the way of a service: it is worked on at once.
///
/// # Errors
/// The database's own.
pub async fn release(cx: &Cx, account: AccountId, service: kernel::ServiceId) -> Result<bool, db::Error> {
    let was_held = cx.db.account(account).write(move |tx| services::store::release(tx, service)).await?;
    cx.wake.ring();
    Ok(was_held)
}
