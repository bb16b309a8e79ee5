//! Looks at deliveries whose time has come: asks their provisioner, starts what is there, bills what is whole.

use flows::{Cx, Delivered};
use tokio::task::JoinSet;

use super::BATCH;

/// How many provisioners are asked at once.
const AT_ONCE: usize = 8;

pub(super) async fn run(cx: Cx) -> anyhow::Result<u64> {
    let mut due = flows::due(&cx, BATCH).await?.into_iter();
    let mut asked = JoinSet::new();
    let mut delivered = 0;
    loop {
        while asked.len() < AT_ONCE
            && let Some((account, service)) = due.next()
        {
            let cx = cx.clone();
            asked.spawn(async move {
                flows::deliver(&cx, account, service).await.unwrap_or_else(|error| {
                    tracing::warn!(%service, %error, "a delivery did not move; it is looked at again");
                    Delivered::NotYet
                })
            });
        }
        match asked.join_next().await {
            Some(outcome) => delivered += u64::from(outcome? == Delivered::Yes),
            None => return Ok(delivered),
        }
    }
}
