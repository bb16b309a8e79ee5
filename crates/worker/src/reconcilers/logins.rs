//! Confirms or releases the logins of sign-ups that a crash left half-way.

use flows::Cx;

use super::BATCH;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    accounts::logins::repair(&cx.db, cx.clock.now(), BATCH).await?;
    // What it could not settle now is not more to do.
    Ok(0)
}
