//! A rate in parts per million, so that 9.975 % is exact.

use serde::{Deserialize, Serialize};

/// A rate: 20 % is 200,000 parts per million.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Rate(u32);

/// A text that is not a rate we can hold exactly.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a rate: write a percentage from 0 to 1000 with at most four decimals, such as 9.975")]
pub struct RateError(pub String);

impl Rate {
    /// No rate at all.
    pub const ZERO: Rate = Rate(0);

    /// A rate of `ppm` parts per million.
    #[must_use]
    pub const fn from_ppm(ppm: u32) -> Rate {
        Rate(ppm)
    }

    /// A whole percentage.
    #[must_use]
    pub const fn percent(percent: u16) -> Rate {
        Rate(percent as u32 * 10_000)
    }

    /// Reads a percentage: `"9.975"` is 9.975 %.
    ///
    /// # Errors
    /// [`RateError`] when the text is not a percentage from 0 to 1000 with at most four decimals.
    pub fn parse(percentage: &str) -> Result<Rate, RateError> {
        let error = || RateError(percentage.to_owned());
        let (whole, decimals) = percentage.split_once('.').unwrap_or((percentage, "0"));
        let digits = |s: &str| !s.is_empty() && s.len() <= 4 && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(whole) || !digits(decimals) {
            return Err(error());
        }
        let ppm: u32 = format!("{whole}{decimals:0<4}").parse().map_err(|_| error())?;
        if ppm <= 10_000_000 { Ok(Rate(ppm)) } else { Err(error()) }
    }

    /// Parts per million.
    #[must_use]
    pub const fn ppm(&self) -> u32 {
        self.0
    }

    /// The percentage without superfluous zeros: `20`, `9.975`.
    #[must_use]
    pub fn to_percentage(self) -> String {
        let text = crate::money::decimal(i128::from(self.0), 4);
        text.trim_end_matches('0').trim_end_matches('.').to_owned()
    }
}

impl std::fmt::Debug for Rate {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} %", self.to_percentage())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn percentages_are_exact() {
        assert_eq!(Rate::parse("9.975").map(|r| r.ppm()), Ok(99_750));
        assert_eq!(Rate::parse("20"), Ok(Rate::percent(20)));
        assert_eq!(Rate::percent(100).to_percentage(), "100");
        assert_eq!(Rate::from_ppm(99_750).to_percentage(), "9.975");
        for bad in ["", "20%", "9.97500", "-1", "1001", "1,5", "."] {
            assert!(Rate::parse(bad).is_err(), "{bad:?} was accepted");
        }
    }
}
