//! What a demonstration remembers beside its database: how far its clock is ahead, and its own secrets.

use std::path::{Path, PathBuf};

use anyhow::Context;
use kernel::{Clock, Random, SignedDuration};
use serde::{Deserialize, Serialize};

/// How often the clock is looked at.
const LOOK_EVERY: std::time::Duration = std::time::Duration::from_secs(1);

/// The content of `demo.json`; its presence marks a folder as a demonstration's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct State {
    /// How far the clock is ahead of the machine's, in seconds.
    pub(super) offset_seconds: i64,
    /// What opens the sandbox provider.
    pub(super) sandbox_api_key: String,
    /// What the sandbox provider signs with.
    pub(super) sandbox_webhook_secret: String,
}

fn path(folder: &Path) -> PathBuf {
    folder.join("demo.json")
}

impl State {
    /// What the folder remembers, or a new state, which is written down.
    pub(super) fn open(folder: &Path, random: &Random) -> anyhow::Result<State> {
        match std::fs::read(path(folder)) {
            Ok(bytes) => {
                serde_json::from_slice(&bytes).with_context(|| format!("{}", path(folder).display()))
            }
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => {
                let (sandbox_api_key, sandbox_webhook_secret) = (random.token(), random.token());
                let state = State { offset_seconds: 0, sandbox_api_key, sandbox_webhook_secret };
                state.save(folder)?;
                Ok(state)
            }
            Err(error) => Err(error).with_context(|| format!("cannot read {}", path(folder).display())),
        }
    }

    /// Writes it down whole or not at all.
    pub(super) fn save(&self, folder: &Path) -> anyhow::Result<()> {
        let new = folder.join("demo.json.new");
        std::fs::write(&new, serde_json::to_vec_pretty(self)?)
            .and_then(|()| std::fs::rename(&new, path(folder)))
            .with_context(|| format!("cannot write {}", path(folder).display()))
    }

    /// Writes the clock's offset down whenever the time machine has moved it, for ever.
    pub(super) async fn follow(mut self, clock: Clock, folder: PathBuf) {
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let offset_seconds = clock.offset().as_secs();
            if offset_seconds != self.offset_seconds {
                self.offset_seconds = offset_seconds;
                if let Err(error) = self.save(&folder) {
                    tracing::warn!(%error, "the clock will be back at the next start");
                }
            }
        }
    }

    /// The clock, where the time machine left it.
    pub(super) fn clock(&self) -> Clock {
        Clock::shifted(SignedDuration::from_secs(self.offset_seconds))
    }
}

/// Forgets an earlier demonstration; refuses a folder that never was one.
pub(super) fn reset(folder: &Path) -> anyhow::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    if !path(folder).exists() {
        anyhow::bail!("{} is not a demonstration's folder: nothing was deleted", folder.display());
    }
    std::fs::remove_dir_all(folder).with_context(|| format!("cannot empty {}", folder.display()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_clock_stays_where_the_time_machine_left_it() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let mut state = State::open(folder.path(), &Random::seeded(1))?;
        state.offset_seconds = 86_400;
        state.save(folder.path())?;
        let again = State::open(folder.path(), &Random::seeded(2))?;
        assert_eq!(again, state);
        assert_eq!(again.clock().offset(), SignedDuration::from_hours(24));
        Ok(())
    }

    #[test]
    fn only_a_demonstration_is_forgotten() -> anyhow::Result<()> {
        let folder = tempfile::tempdir()?;
        let precious = folder.path().join("comptoir.db");
        std::fs::write(&precious, "invoices")?;
        assert!(reset(folder.path()).is_err());
        assert!(precious.exists());
        State::open(folder.path(), &Random::seeded(1))?;
        reset(folder.path())?;
        assert!(!folder.path().exists());
        reset(folder.path())
    }
}
