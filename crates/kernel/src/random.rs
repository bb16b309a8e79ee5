//! The only source of chance, seeded by the machine in production and by the test in tests.

use std::sync::{Arc, Mutex, PoisonError};

use jiff::Timestamp;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha20Rng;

use crate::Id;

/// A shared source of random values; clones draw from the same stream.
#[derive(Clone)]
pub struct Random(Arc<Mutex<ChaCha20Rng>>);

impl Random {
    /// Seeded by the operating system: unpredictable.
    ///
    /// # Panics
    /// When the operating system has no randomness to give; nothing safe could follow.
    #[must_use]
    pub fn system() -> Random {
        let mut seed = [0; 32];
        #[expect(
            clippy::disallowed_methods,
            reason = "this is the one place that asks the machine for chance"
        )]
        getrandom::fill(&mut seed).expect("the operating system gives randomness");
        Random(Arc::new(Mutex::new(ChaCha20Rng::from_seed(seed))))
    }

    /// The same values for the same `seed`, for tests and simulations.
    #[must_use]
    pub fn seeded(seed: u64) -> Random {
        Random(Arc::new(Mutex::new(ChaCha20Rng::seed_from_u64(seed))))
    }

    /// A new id (UUIDv7) that sorts after those of earlier instants.
    #[must_use]
    pub fn id<T>(&self, now: Timestamp) -> Id<T> {
        let millis = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Id::from_uuid(uuid::Builder::from_unix_timestamp_millis(millis, &self.bytes()).into_uuid())
    }

    /// `N` random bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.0.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }

    /// A number below `bound`, each equally likely.
    ///
    /// # Panics
    /// When `bound` is zero.
    #[must_use]
    pub fn below(&self, bound: u64) -> u64 {
        assert!(bound > 0, "nothing is below zero");
        // Values past the last whole multiple of the bound are drawn again, so that none is favoured.
        let limit = u64::MAX - u64::MAX % bound;
        loop {
            let value = u64::from_le_bytes(self.bytes());
            if value < limit {
                return value % bound;
            }
        }
    }

    /// A secret of 256 bits as 64 hexadecimal digits: a session, a link.
    #[must_use]
    pub fn token(&self) -> String {
        crate::hex(self.bytes::<32>())
    }

    /// `count` decimal digits: a one-time code.
    #[must_use]
    pub fn digits(&self, count: usize) -> String {
        (0..count).map(|_| char::from(b'0' + self.below(10) as u8)).collect()
    }
}

impl std::fmt::Debug for Random {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Random")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::AccountId;

    #[test]
    fn ids_sort_by_time_and_repeat_with_their_seed() {
        let later = Timestamp::UNIX_EPOCH + jiff::SignedDuration::from_secs(1);
        let draw = || {
            let random = Random::seeded(7);
            let first: AccountId = random.id(Timestamp::UNIX_EPOCH);
            let second: AccountId = random.id(later);
            (first, second)
        };
        assert!(draw().0 < draw().1);
        assert_eq!(draw(), draw());
    }

    #[test]
    fn codes_and_tokens_have_their_length() {
        let random = Random::system();
        assert_eq!(random.digits(6).len(), 6);
        assert_eq!(random.token().len(), 64);
        assert!((0..1000).all(|_| random.below(3) < 3));
    }
}
