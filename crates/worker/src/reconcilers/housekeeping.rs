//! Forgets what has served: jobs done, carts left, sign-ups given up, forms kept, files taken home,
//! messages to programs, webhooks applied, tries of yesterday, keys nobody accepted.

use db::{AccountTx, AcrossTx, RegistryTx};
use flows::Cx;
use kernel::{SignedDuration, Timestamp};

use super::BATCH;

/// How long a job that was done is remembered, so that the same cause is not done again.
const JOBS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);
/// How long a cart waits for its visitor.
const CARTS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 60);
/// How long a webhook is remembered; providers repeat theirs for days.
const WEBHOOKS_KEPT: SignedDuration = SignedDuration::from_hours(24 * 90);

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    let now = cx.clock.now();
    let before = |kept: SignedDuration| now.checked_sub(kept).unwrap_or(Timestamp::MIN);
    let mut forgotten = 0;

    let jobs = before(JOBS_KEPT);
    let find = move |tx: &mut AcrossTx| outbox::forgettable(tx, jobs, u32::from(BATCH));
    for account in cx.db.across().read(find).await? {
        forgotten += cx.db.account(account).write(move |tx: &mut AccountTx| outbox::forget(tx, jobs)).await?;
    }

    let carts = before(CARTS_KEPT);
    let find = move |tx: &mut AcrossTx| orders::store::abandoned_carts(tx, carts, BATCH);
    for account in cx.db.across().read(find).await? {
        forgotten += cx.db.account(account).write(move |tx| orders::cart::forget(tx, carts)).await?;
    }

    let find = move |tx: &mut AcrossTx| orders::store::expired_named_carts(tx, now, BATCH);
    for account in cx.db.across().read(find).await? {
        cx.db.account(account).write(orders::named::forget).await?;
        forgotten += 1;
    }

    for account in cx.db.across().read(move |tx| accounts::sign_up::expired(tx, now, BATCH)).await? {
        cx.db.account(account).write(move |tx| accounts::sign_up::forget(tx, now)).await?;
        forgotten += 1;
    }

    for account in cx.db.across().read(move |tx| accounts::kept::old(tx, now, BATCH)).await? {
        cx.db.account(account).write(move |tx| accounts::kept::forget(tx, now)).await?;
        forgotten += 1;
    }

    forgotten += flows::exports::forget(&cx, BATCH).await?;
    forgotten += flows::notify::forget(&cx, BATCH).await?;

    let webhooks = before(WEBHOOKS_KEPT);
    forgotten += cx.db.registry().write(move |tx| payments::store::forget_events(tx, webhooks)).await?;
    cx.db.registry().write(move |tx: &mut RegistryTx| accounts::limits::sweep(tx, now)).await?;
    forgotten += cx.db.registry().write(move |tx| accounts::api::request::sweep(tx, now)).await?;
    Ok(forgotten)
}
