//! The only reader of the machine's clock. Everything else is told the time.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use jiff::{SignedDuration, Timestamp};

/// A source of the present instant, to the microsecond (what both databases store).
#[derive(Debug, Clone)]
pub struct Clock(Kind);

#[derive(Debug, Clone)]
enum Kind {
    System,
    /// The machine's time plus an offset in microseconds: the time machine of the demo.
    Shifted(Arc<AtomicI64>),
    /// Stands still at an instant in microseconds until it is moved: tests and simulations.
    Manual(Arc<AtomicI64>),
}

/// Why a clock was not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ClockError {
    /// The system clock of a production server is nobody's to move.
    #[error("this clock cannot be moved")]
    Fixed,
    /// Time only goes forward.
    #[error("a clock only moves forward, and not beyond the calendar")]
    Backward,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub const fn system() -> Clock {
        Clock(Kind::System)
    }

    /// The machine's clock, `offset` ahead, that can be moved forward.
    #[must_use]
    pub fn shifted(offset: SignedDuration) -> Clock {
        Clock(Kind::Shifted(Arc::new(AtomicI64::new(micros(offset)))))
    }

    /// A clock that stands at `at` until it is moved; its clones move with it.
    #[must_use]
    pub fn manual(at: Timestamp) -> Clock {
        Clock(Kind::Manual(Arc::new(AtomicI64::new(at.as_microsecond()))))
    }

    /// The clock that those outside agree with, whoever moved this one: the machine's. A clock that stands still is all
    /// there is to agree with.
    #[must_use]
    pub fn outside(&self) -> Clock {
        match &self.0 {
            Kind::System | Kind::Shifted(_) => Clock::system(),
            Kind::Manual(_) => self.clone(),
        }
    }

    /// The present instant.
    #[must_use]
    pub fn now(&self) -> Timestamp {
        let micros = match &self.0 {
            Kind::System => machine_micros(),
            Kind::Shifted(offset) => machine_micros() + offset.load(Ordering::SeqCst),
            Kind::Manual(at) => at.load(Ordering::SeqCst),
        };
        Timestamp::from_microsecond(micros).unwrap_or(Timestamp::MAX)
    }

    /// Whether [`Clock::advance`] works: only in demonstrations and tests.
    #[must_use]
    pub const fn can_move(&self) -> bool {
        match self.0 {
            Kind::System => false,
            Kind::Shifted(_) | Kind::Manual(_) => true,
        }
    }

    /// Moves the clock, and all its clones, forward.
    ///
    /// # Errors
    /// [`ClockError::Fixed`] for the machine's clock, [`ClockError::Backward`] for a negative duration.
    pub fn advance(&self, by: SignedDuration) -> Result<(), ClockError> {
        if by.is_negative() || self.now().checked_add(by).is_err() {
            return Err(ClockError::Backward);
        }
        match &self.0 {
            Kind::System => Err(ClockError::Fixed),
            Kind::Shifted(value) | Kind::Manual(value) => {
                value.fetch_add(micros(by), Ordering::SeqCst);
                Ok(())
            }
        }
    }

    /// How far ahead of the machine this clock is; nothing unless it was shifted.
    #[must_use]
    pub fn offset(&self) -> SignedDuration {
        match &self.0 {
            Kind::System | Kind::Manual(_) => SignedDuration::ZERO,
            Kind::Shifted(offset) => SignedDuration::from_micros(offset.load(Ordering::SeqCst)),
        }
    }
}

fn micros(duration: SignedDuration) -> i64 {
    i64::try_from(duration.as_micros()).unwrap_or(i64::MAX / 4)
}

fn machine_micros() -> i64 {
    #[expect(clippy::disallowed_methods, reason = "this is the one place that reads the machine's clock")]
    Timestamp::now().as_microsecond()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_time_is_nobodys_to_move() {
        assert_eq!(Clock::system().advance(SignedDuration::from_hours(1)), Err(ClockError::Fixed));
    }

    #[test]
    fn clones_move_together_and_only_forward() -> Result<(), ClockError> {
        let clock = Clock::manual(Timestamp::UNIX_EPOCH);
        let clone = clock.clone();
        clock.advance(SignedDuration::from_hours(24))?;
        assert_eq!(clone.now().to_string(), "1970-01-02T00:00:00Z");
        assert_eq!(clone.advance(SignedDuration::from_hours(-1)), Err(ClockError::Backward));
        Ok(())
    }
}
