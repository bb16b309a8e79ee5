//! Tells provisioners what is wished for the services they made: close, open, remove.

use flows::Cx;
use tokio::task::JoinSet;

use super::BATCH;

/// How many provisioners are asked at once.
const AT_ONCE: usize = 8;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    let mut wished = flows::wished(&cx, BATCH).await?.into_iter();
    let mut asked = JoinSet::new();
    let mut fulfilled = 0;
    loop {
        while asked.len() < AT_ONCE
            && let Some((account, service)) = wished.next()
        {
            let cx = cx.clone();
            asked.spawn(async move {
                flows::operate(&cx, account, service).await.unwrap_or_else(|error| {
                    tracing::warn!(%service, %error, "a wish did not move; it is looked at again");
                    false
                })
            });
        }
        match asked.join_next().await {
            Some(is_done) => fulfilled += u64::from(is_done?),
            None => return Ok(fulfilled),
        }
    }
}
