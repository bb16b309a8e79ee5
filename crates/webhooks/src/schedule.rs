//! When a message is tried again, and when an endpoint is given up. Pure.

use kernel::{SignedDuration, Timestamp};

use crate::message::Message;

/// How often a message is tried by itself.
pub const TRIES_MAX: u32 = 10;
/// How long an endpoint may fail without one success before nothing is sent to it any more.
pub const GIVE_UP: SignedDuration = SignedDuration::from_hours(24 * 5);

/// The wait after each try but the last, in seconds: 5 s, 5 and 30 minutes, then hours, 75 of them in all. Together with
/// the first try, at once, this is the schedule that the specification proposes.
const PAUSES: [i64; TRIES_MAX as usize - 1] =
    [5, 5 * 60, 30 * 60, 2 * 3600, 5 * 3600, 10 * 3600, 14 * 3600, 20 * 3600, 24 * 3600];

/// When to try again after `tries` of them, with up to a tenth more by `jitter`, a number drawn by chance, so that what
/// failed together does not come back together. `None` after the last.
pub(crate) fn next(now: Timestamp, tries: u32, jitter: u64) -> Option<Timestamp> {
    let index = usize::try_from(tries.max(1)).ok()? - 1;
    let millis = PAUSES.get(index)? * 1000;
    let more = jitter % (millis.unsigned_abs() / 10 + 1);
    let pause = SignedDuration::from_millis(millis + i64::try_from(more).unwrap_or(0));
    now.checked_add(pause).ok()
}

/// How many messages go to an endpoint at once: one where the last try failed, to see whether it lives again.
pub(crate) const fn at_once(is_failing: bool) -> usize {
    if is_failing { 1 } else { 4 }
}

/// Which of the due messages were tried as often as they may be: their last sender never said how it ended.
pub(crate) const fn is_spent(message: &Message) -> bool {
    message.tries >= TRIES_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pause(tries: u32, jitter: u64) -> Option<i64> {
        next(Timestamp::UNIX_EPOCH, tries, jitter).map(|at| at.as_second())
    }

    #[test]
    fn tries_are_spread_over_three_days() {
        let all: Vec<i64> = (1..=TRIES_MAX).map_while(|tries| pause(tries, 0)).collect();
        assert_eq!(all, [5, 300, 1_800, 7_200, 18_000, 36_000, 50_400, 72_000, 86_400]);
        let hours = all.iter().sum::<i64>() / 3600;
        assert_eq!(hours, 75);
        assert_eq!(pause(TRIES_MAX, 0), None);
    }

    #[test]
    fn chance_adds_a_tenth_at_the_most() {
        for jitter in [0, 1, 999_999, u64::MAX] {
            let drawn = pause(2, jitter).unwrap();
            assert!((300..=330).contains(&drawn), "{drawn}");
        }
    }
}
