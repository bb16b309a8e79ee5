//! Hashes passwords with argon2id, a few at a time, on threads that may block.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use argon2::password_hash::{PasswordHasher, PasswordVerifier, phc};
use argon2::{Algorithm, Argon2, Params, Version};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use kernel::{Random, Secret};
use tokio::sync::Semaphore;

/// How much work one hash is (RFC 9106).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cost {
    /// Memory in KiB.
    pub memory_kib: u32,
    /// How many times the memory is filled.
    pub passes: u32,
    /// Parallel lanes.
    pub lanes: u32,
}

impl Cost {
    /// What production uses: the second choice of RFC 9106 § 4 with one lane, 64 MiB and three passes.
    pub const PRODUCTION: Cost = Cost { memory_kib: 64 * 1024, passes: 3, lanes: 1 };
    /// Next to no work: for tests and demonstrations only.
    pub const CHEAP: Cost = Cost { memory_kib: 8, passes: 1, lanes: 1 };
}

/// Why nothing was hashed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum HashError {
    /// Too many others wait for a hash; trying again in a moment helps.
    #[error("no thread was free to hash within {} seconds", WAIT_MAX.as_secs())]
    Busy,
    /// The parameters or a stored hash are not argon2's.
    #[error("the password hash is unusable: {0}")]
    Unusable(String),
}

/// The longest a caller waits for its turn.
const WAIT_MAX: Duration = Duration::from_secs(10);

/// What a verification found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verified {
    /// Not this password, or there is no such account: the caller cannot tell, and the time taken is the same.
    Wrong,
    /// This password.
    Right {
        /// A new hash to store, when the old one was made with other parameters than today's.
        rehashed: Option<String>,
    },
}

/// The hasher of a process; clones share its limit.
#[derive(Debug, Clone)]
pub struct Passwords {
    cost: Cost,
    params: Params,
    turns: Arc<Semaphore>,
    random: Random,
    /// Verified when there is no account, so that the answer takes as long. Nobody knows its password.
    nobodys: String,
    verified: Arc<AtomicU64>,
}

impl Passwords {
    /// A hasher that runs at most `at_once` hashes, each of `cost`.
    ///
    /// # Errors
    /// [`HashError::Unusable`] when argon2 does not accept the cost.
    pub fn new(cost: Cost, at_once: usize, random: Random) -> Result<Passwords, HashError> {
        let params = Params::new(cost.memory_kib, cost.passes, cost.lanes, None).map_err(unusable)?;
        let base64 = |bytes: &[u8]| STANDARD_NO_PAD.encode(bytes);
        // Random bytes in place of an output: no start-up time is spent on a hash that never matches.
        let (salt, output) = (base64(&random.bytes::<16>()), base64(&random.bytes::<32>()));
        let Cost { memory_kib, passes, lanes } = cost;
        let nobodys = format!("$argon2id$v=19$m={memory_kib},t={passes},p={lanes}${salt}${output}");
        let turns = Arc::new(Semaphore::new(at_once.max(1)));
        Ok(Passwords { cost, params, turns, random, nobodys, verified: Arc::default() })
    }

    /// The hash to store, with its parameters and salt in it (PHC string format).
    ///
    /// # Errors
    /// [`HashError::Busy`] when no turn came within ten seconds.
    pub async fn hash(&self, password: Secret<String>) -> Result<String, HashError> {
        let (params, salt) = (self.params.clone(), self.random.bytes::<16>());
        self.work(move || hash(&params, &salt, password.expose())).await?
    }

    /// Compares a password with a stored hash, or with nobody's when there is none.
    ///
    /// # Errors
    /// [`HashError::Busy`] when no turn came within ten seconds, [`HashError::Unusable`] when what is stored is
    /// not a hash.
    pub async fn verify(
        &self,
        stored: Option<&str>,
        password: Secret<String>,
    ) -> Result<Verified, HashError> {
        let (is_known, stored) = (stored.is_some(), stored.unwrap_or(&self.nobodys).to_owned());
        let (cost, params, salt) = (self.cost, self.params.clone(), self.random.bytes::<16>());
        let counted = Arc::clone(&self.verified);
        self.work(move || {
            counted.fetch_add(1, Ordering::Relaxed);
            let parsed = phc::PasswordHash::new(&stored).map_err(unusable)?;
            let matches = Argon2::default().verify_password(password.expose().as_bytes(), &parsed).is_ok();
            if !matches || !is_known {
                return Ok(Verified::Wrong);
            }
            let is_current = cost_of(&parsed) == Some(cost);
            let rehashed = if is_current { None } else { Some(hash(&params, &salt, password.expose())?) };
            Ok(Verified::Right { rehashed })
        })
        .await?
    }

    /// How many verifications were done, nobody's included.
    #[must_use]
    pub fn verifications(&self) -> u64 {
        self.verified.load(Ordering::Relaxed)
    }

    async fn work<T: Send + 'static>(
        &self,
        job: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, HashError> {
        let turn = tokio::time::timeout(WAIT_MAX, Arc::clone(&self.turns).acquire_owned());
        let turn = turn.await.map_err(|_| HashError::Busy)?.map_err(|_| HashError::Busy)?;
        let worked = tokio::task::spawn_blocking(move || {
            // The turn ends with the work, even when its caller has gone away.
            let _turn = turn;
            job()
        });
        worked.await.map_err(|_| HashError::Busy)
    }
}

fn hash(params: &Params, salt: &[u8], password: &str) -> Result<String, HashError> {
    let argon2 = Argon2::new(Algorithm::Argon2id, Version::V0x13, params.clone());
    let hashed = argon2.hash_password_with_salt(password.as_bytes(), salt).map_err(unusable)?;
    Ok(hashed.to_string())
}

fn cost_of(hash: &phc::PasswordHash) -> Option<Cost> {
    let params = Params::try_from(hash).ok()?;
    let is_argon2id = hash.algorithm.as_str() == Algorithm::Argon2id.as_str();
    let cost = Cost { memory_kib: params.m_cost(), passes: params.t_cost(), lanes: params.p_cost() };
    Some(cost).filter(|_| is_argon2id)
}

fn unusable(error: impl std::fmt::Display) -> HashError {
    HashError::Unusable(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn passwords(cost: Cost) -> Passwords {
        Passwords::new(cost, 2, Random::seeded(5)).expect("a usual cost")
    }

    fn secret(text: &str) -> Secret<String> {
        Secret::new(text.to_owned())
    }

    #[tokio::test]
    async fn a_hash_verifies_only_its_password_and_carries_its_parameters() -> Result<(), HashError> {
        let passwords = passwords(Cost::CHEAP);
        let stored = passwords.hash(secret("Velo-rouge7-tunnel")).await?;
        assert!(stored.starts_with("$argon2id$v=19$m=8,t=1,p=1$"), "{stored}");
        let right = passwords.verify(Some(&stored), secret("Velo-rouge7-tunnel")).await?;
        assert_eq!(right, Verified::Right { rehashed: None });
        assert_eq!(passwords.verify(Some(&stored), secret("velo-rouge7-tunnel")).await?, Verified::Wrong);
        assert_ne!(stored, passwords.hash(secret("Velo-rouge7-tunnel")).await?);
        Ok(())
    }

    #[tokio::test]
    async fn a_hash_of_other_parameters_is_renewed_when_its_password_is_seen() -> Result<(), HashError> {
        let old = passwords(Cost { memory_kib: 16, ..Cost::CHEAP }).hash(secret("Velo-rouge7")).await?;
        let now = passwords(Cost::CHEAP);
        let Verified::Right { rehashed: Some(new) } = now.verify(Some(&old), secret("Velo-rouge7")).await?
        else {
            return Err(HashError::Unusable("nothing was renewed".into()));
        };
        assert!(new.contains("m=8,"), "{new}");
        let again = now.verify(Some(&new), secret("Velo-rouge7")).await?;
        assert_eq!(again, Verified::Right { rehashed: None });
        Ok(())
    }

    #[tokio::test]
    async fn without_an_account_nobodys_hash_of_the_same_cost_is_verified() -> Result<(), HashError> {
        let passwords = passwords(Cost::PRODUCTION);
        let nobodys = phc::PasswordHash::new(&passwords.nobodys).map_err(unusable)?;
        assert_eq!(cost_of(&nobodys), Some(Cost::PRODUCTION));
        assert_eq!(passwords.verify(None, secret("anything")).await?, Verified::Wrong);
        assert_eq!(passwords.verifications(), 1);
        Ok(())
    }

    #[tokio::test]
    async fn what_is_not_a_hash_is_reported_and_not_taken_for_a_wrong_password() {
        let answer = passwords(Cost::CHEAP).verify(Some("hunter2"), secret("hunter2")).await;
        assert!(matches!(answer, Err(HashError::Unusable(_))));
    }
}
