//! Waiting for a partition in memory, before taking a connection: a busy account must not starve the others.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::sync::{Mutex as AsyncMutex, OwnedMutexGuard};

use crate::Error;
use crate::tx::Key;

/// One gate per partition that somebody is in or waits for.
#[derive(Default)]
pub(crate) struct Turnstile {
    gates: Mutex<HashMap<Key, Arc<AsyncMutex<()>>>>,
}

/// The right to write to one partition, until dropped.
pub(crate) struct Turn {
    turnstile: Arc<Turnstile>,
    key: Key,
    guard: Option<OwnedMutexGuard<()>>,
}

impl Turnstile {
    /// Waits for the partition's turn.
    pub(crate) async fn enter(self: &Arc<Self>, key: Key, wait_max: Duration) -> Result<Turn, Error> {
        let gate = {
            let mut gates = self.gates.lock().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(gates.entry(key.clone()).or_default())
        };
        // Made before waiting, so that giving up forgets the gate too.
        let mut turn = Turn { turnstile: Arc::clone(self), key, guard: None };
        let entered = tokio::time::timeout(wait_max, gate.lock_owned()).await;
        turn.guard = Some(entered.map_err(|_| Error::unavailable("too many writes wait for this account"))?);
        Ok(turn)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let mut gates = self.turnstile.gates.lock().unwrap_or_else(PoisonError::into_inner);
        drop(self.guard.take());
        // Nobody else holds the gate: the map's own reference is the last.
        if gates.get(&self.key).is_some_and(|gate| Arc::strong_count(gate) == 1) {
            gates.remove(&self.key);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn a_partition_has_one_writer_at_a_time_and_is_forgotten_after_the_last() -> Result<(), Error> {
        let turnstile = Arc::new(Turnstile::default());
        let key = || Key::Series("s".to_owned());
        let first = turnstile.enter(key(), Duration::from_secs(1)).await?;
        let late = turnstile.enter(key(), Duration::from_millis(10)).await;
        assert!(matches!(late, Err(Error::Unavailable(_))));
        let other = turnstile.enter(Key::Series("t".to_owned()), Duration::from_millis(10)).await?;
        drop(first);
        let second = turnstile.enter(key(), Duration::from_millis(10)).await?;
        drop((second, other));
        assert!(turnstile.gates.lock().unwrap_or_else(PoisonError::into_inner).is_empty());
        Ok(())
    }
}
