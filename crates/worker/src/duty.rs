//! A regular duty: finishes what nobody waits for, again and again, without input.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

type Running = Pin<Box<dyn Future<Output = anyhow::Result<u64>> + Send>>;

/// The shortest rest between two rounds, however often the bell rings.
const REST_MIN: Duration = Duration::from_millis(50);

/// How many rounds in a row are done while each finds something, before others have their turn.
const ROUNDS_MAX: u32 = 100;

/// Something done regularly, and whenever something happened. It has no input and is idempotent: doing it twice
/// changes nothing the second time, and two workers may do it at once.
pub struct Duty {
    name: &'static str,
    every: Duration,
    run: Box<dyn Fn() -> Running + Send + Sync>,
}

impl Duty {
    /// A duty done at least every `every`. `run` answers how much it found to do.
    pub fn new<F, R>(name: &'static str, every: Duration, run: F) -> Duty
    where
        F: Fn() -> R + Send + Sync + 'static,
        R: Future<Output = anyhow::Result<u64>> + Send + 'static,
    {
        Duty { name, every, run: Box::new(move || Box::pin(run())) }
    }

    /// Its name, for logs.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        self.name
    }

    /// Does it once, as often as it finds something.
    ///
    /// # Errors
    /// What the round came upon; the next one begins anew.
    pub async fn round(&self) -> anyhow::Result<u64> {
        let mut total = 0;
        for _ in 0..ROUNDS_MAX {
            let found = (self.run)().await?;
            total += found;
            if found == 0 {
                break;
            }
        }
        Ok(total)
    }

    /// Does it regularly, and whenever the bell rings, until `stop`.
    pub(crate) async fn keep(self, mut bell: watch::Receiver<u64>, stop: CancellationToken) {
        while !stop.is_cancelled() {
            bell.mark_unchanged();
            match self.round().await {
                Ok(0) => {}
                Ok(found) => tracing::debug!(duty = self.name, found, "done"),
                Err(error) => {
                    tracing::warn!(duty = self.name, error = format!("{error:#}"), "will be tried again")
                }
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(REST_MIN) => {}
            }
            tokio::select! {
                () = stop.cancelled() => return,
                () = tokio::time::sleep(self.every) => {}
                rung = bell.changed() => if rung.is_err() { return },
            }
        }
    }
}

impl std::fmt::Debug for Duty {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Duty({} every {:?})", self.name, self.every)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;

    #[tokio::test]
    async fn a_round_goes_on_while_there_is_something_to_do() -> anyhow::Result<()> {
        let left = Arc::new(AtomicU64::new(3));
        let duty = Duty::new("count", Duration::from_secs(60), move || {
            let left = left.clone();
            async move {
                Ok(left
                    .fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| n.checked_sub(1))
                    .map_or(0, |_| 1))
            }
        });
        assert_eq!(duty.round().await?, 3);
        assert_eq!(duty.round().await?, 0);
        Ok(())
    }

    #[tokio::test]
    async fn a_bell_does_not_wait_for_the_hour_and_an_error_does_not_end_the_duty() -> anyhow::Result<()> {
        let rounds = Arc::new(AtomicU64::new(0));
        let counted = rounds.clone();
        let duty = Duty::new("fail", Duration::from_secs(3600), move || {
            counted.fetch_add(1, Ordering::SeqCst);
            async { Err(anyhow::anyhow!("the network is away")) }
        });
        let (bell, heard) = watch::channel(0);
        let stop = CancellationToken::new();
        let kept = tokio::spawn(duty.keep(heard, stop.clone()));
        for wanted in 1..=3 {
            let due = tokio::time::timeout(Duration::from_secs(10), async {
                while rounds.load(Ordering::SeqCst) < wanted {
                    bell.send_modify(|rings| *rings += 1);
                    tokio::time::sleep(Duration::from_millis(10)).await;
                }
            });
            due.await?;
        }
        stop.cancel();
        kept.await?;
        Ok(())
    }
}
