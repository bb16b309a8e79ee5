//! How many calls somebody makes in a minute, counted in memory: writing each to the database would cost more than the
//! call. A process counts by itself, so several together allow several times as many.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

use kernel::Timestamp;

const WINDOW_SECS: i64 = 60;

/// The calls of the present minute.
pub(crate) struct Turns {
    most: u32,
    minute: Mutex<Minute>,
}

#[derive(Default)]
struct Minute {
    number: i64,
    taken: HashMap<String, u32>,
}

impl Turns {
    pub(crate) fn new(most: u32) -> Turns {
        Turns { most, minute: Mutex::default() }
    }

    /// Takes one turn of `subject`; when it has none left, how many seconds to wait.
    pub(crate) fn take(&self, now: Timestamp, subject: &str) -> Result<(), u64> {
        let number = now.as_second().div_euclid(WINDOW_SECS);
        let mut minute = self.minute.lock().unwrap_or_else(PoisonError::into_inner);
        if minute.number != number {
            *minute = Minute { number, ..Minute::default() };
        }
        let taken = minute.taken.entry(subject.to_owned()).or_default();
        if *taken < self.most {
            *taken += 1;
            return Ok(());
        }
        let wait = WINDOW_SECS - now.as_second().rem_euclid(WINDOW_SECS);
        Err(u64::try_from(wait).unwrap_or(1))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::SignedDuration;

    #[test]
    fn a_minute_has_its_turns_and_the_next_has_new_ones() {
        let turns = Turns::new(2);
        let at = |second| Timestamp::UNIX_EPOCH + SignedDuration::from_secs(second);
        assert_eq!((turns.take(at(61), "a"), turns.take(at(70), "a")), (Ok(()), Ok(())));
        assert_eq!(turns.take(at(80), "a"), Err(40));
        assert_eq!(turns.take(at(80), "b"), Ok(()));
        assert_eq!(turns.take(at(120), "a"), Ok(()));
    }
}
