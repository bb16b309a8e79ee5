//! How long to wait before a job is tried again. Pure.

use kernel::SignedDuration;

/// The wait after the first failure, before jitter.
pub const PAUSE_FIRST: SignedDuration = SignedDuration::from_secs(2);
/// The longest wait.
pub const PAUSE_LAST: SignedDuration = SignedDuration::from_hours(6);

/// The wait after `attempt` failed attempts: doubling from [`PAUSE_FIRST`] to [`PAUSE_LAST`], of which `jitter`,
/// a number drawn by chance, takes up to a half away.
#[must_use]
pub fn pause(attempt: u16, jitter: u64) -> SignedDuration {
    let doublings = u32::from(attempt.saturating_sub(1)).min(20);
    let whole = PAUSE_FIRST.saturating_mul(1 << doublings).min(PAUSE_LAST);
    let millis = u64::try_from(whole.as_millis()).unwrap_or(0);
    let off = jitter % (millis / 2 + 1);
    SignedDuration::from_millis(i64::try_from(millis - off).unwrap_or(i64::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn waits_double_up_to_six_hours() {
        let seconds = |attempt| pause(attempt, 0).as_secs();
        assert_eq!([seconds(1), seconds(2), seconds(3), seconds(12), seconds(999)], [2, 4, 8, 4096, 21_600]);
    }

    proptest! {
        #[test]
        fn a_wait_is_between_half_and_whole(attempt in 1u16..60, jitter in any::<u64>()) {
            let whole = pause(attempt, 0);
            let drawn = pause(attempt, jitter);
            prop_assert!(drawn <= whole && drawn * 2 >= whole);
        }
    }
}
