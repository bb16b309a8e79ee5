//! An amount of money: an integer number of minor units, and its currency.

use serde::{Deserialize, Serialize};

use crate::rounding::half_away;
use crate::{Currency, Rate, UnitPrice};

/// An amount in a currency's minor units: `Money::new(6719, Currency::EUR)` is 67.19 €.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// Why an operation on money has no result.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// The result does not fit in 64 bits of minor units.
    #[error("amount too large")]
    Overflow,
    /// Two currencies were mixed; amounts are never converted silently.
    #[error("cannot mix {0} with {1}")]
    Mixed(Currency, Currency),
    /// The text is not an amount of this currency.
    #[error("{0:?} is not an amount in {1}")]
    Unreadable(String, Currency),
}

impl Money {
    /// `minor` units of `currency`.
    #[must_use]
    pub const fn new(minor: i64, currency: Currency) -> Money {
        Money { minor, currency }
    }

    /// Nothing, in `currency`.
    #[must_use]
    pub const fn zero(currency: Currency) -> Money {
        Money { minor: 0, currency }
    }

    /// The number of minor units.
    #[must_use]
    pub const fn minor(&self) -> i64 {
        self.minor
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// Whether nothing is left.
    #[must_use]
    pub const fn is_zero(&self) -> bool {
        self.minor == 0
    }

    /// Whether more than nothing.
    #[must_use]
    pub const fn is_positive(&self) -> bool {
        self.minor > 0
    }

    /// Whether less than nothing.
    #[must_use]
    pub const fn is_negative(&self) -> bool {
        self.minor < 0
    }

    /// The sum.
    ///
    /// # Errors
    /// [`MoneyError::Mixed`] for two currencies, [`MoneyError::Overflow`] beyond 64 bits.
    pub fn plus(self, other: Money) -> Result<Money, MoneyError> {
        self.same(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Money { minor, ..self })
    }

    /// The difference.
    ///
    /// # Errors
    /// As [`Money::plus`].
    pub fn minus(self, other: Money) -> Result<Money, MoneyError> {
        self.plus(other.negated()?)
    }

    /// The opposite amount.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] for the one amount without an opposite.
    pub fn negated(self) -> Result<Money, MoneyError> {
        Ok(Money { minor: self.minor.checked_neg().ok_or(MoneyError::Overflow)?, ..self })
    }

    /// The sum of many amounts of `currency`.
    ///
    /// # Errors
    /// As [`Money::plus`].
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Money>) -> Result<Money, MoneyError> {
        amounts.into_iter().try_fold(Money::zero(currency), Money::plus)
    }

    /// `rate` of this amount, rounded half away from zero: the tax of a base.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 64 bits.
    pub fn at(self, rate: Rate) -> Result<Money, MoneyError> {
        self.scaled(i128::from(rate.ppm()), 1_000_000)
    }

    /// `rate` of this amount as it was before [`Money::at`] rounded it; `None` when rounding changed nothing, or
    /// when eight decimals cannot say it.
    #[must_use]
    pub fn unrounded_at(self, rate: Rate) -> Option<UnitPrice> {
        let exact = UnitPrice::from_money(self).ok()?.exact_tax(rate)?;
        let rounded = UnitPrice::from_money(self.at(rate).ok()?).ok()?;
        (exact != rounded).then_some(exact)
    }

    /// `part / whole` of this amount, rounded once, half away from zero: a share of a period in days.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 64 bits.
    ///
    /// # Panics
    /// When `whole` is zero.
    pub fn prorated(self, part: i64, whole: i64) -> Result<Money, MoneyError> {
        self.scaled(i128::from(part), i128::from(whole))
    }

    /// Splits the amount in proportion to `weights`; the parts always sum to the whole.
    ///
    /// Each part is first rounded towards zero, then the units left over go one by one to the largest
    /// remainders, earlier parts first. Without weights, or when all are zero, the first part takes all.
    #[must_use]
    pub fn allocated(self, weights: &[u32]) -> Vec<Money> {
        let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
        let whole = i128::from(self.minor);
        if total == 0 {
            let part = |index: usize| if index == 0 { self } else { Money::zero(self.currency) };
            return (0..weights.len()).map(part).collect();
        }
        let mut parts: Vec<i128> = weights.iter().map(|w| whole * i128::from(*w) / total).collect();
        let mut left = whole - parts.iter().sum::<i128>();
        let mut order: Vec<usize> = (0..weights.len()).collect();
        order.sort_by_key(|i| std::cmp::Reverse((whole * i128::from(weights[*i]) % total).abs()));
        for index in order {
            if left == 0 {
                break;
            }
            parts[index] += whole.signum();
            left -= whole.signum();
        }
        // A part is never larger than the whole, which fits.
        parts.into_iter().map(|minor| Money { minor: minor as i64, ..self }).collect()
    }

    /// Reads `12`, `12.5` or `12,50` as an amount of `currency`, refusing more decimals than it has.
    ///
    /// # Errors
    /// [`MoneyError::Unreadable`] for anything else.
    pub fn parse(text: &str, currency: Currency) -> Result<Money, MoneyError> {
        let unreadable = || MoneyError::Unreadable(text.to_owned(), currency);
        let trimmed = text.trim();
        let (sign, digits) = match trimmed.strip_prefix('-') {
            Some(rest) => (-1, rest),
            None => (1, trimmed),
        };
        let (major, decimals) = digits.split_once(['.', ',']).unwrap_or((digits, ""));
        let exponent = currency.exponent() as usize;
        let all_digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
        if major.is_empty() || decimals.len() > exponent || !all_digits(major) || !all_digits(decimals) {
            return Err(unreadable());
        }
        if decimals.is_empty() && digits.ends_with(['.', ',']) {
            return Err(unreadable());
        }
        let minor: i64 = format!("{major}{decimals:0<exponent$}").parse().map_err(|_| unreadable())?;
        Ok(Money { minor: sign * minor, currency })
    }

    /// The amount with a point and all its decimals and no currency: `67.19`, `37712`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        decimal(i128::from(self.minor), self.currency.exponent() as usize)
    }

    fn scaled(self, numerator: i128, denominator: i128) -> Result<Money, MoneyError> {
        let minor = half_away(i128::from(self.minor) * numerator, denominator);
        Ok(Money { minor: i64::try_from(minor).map_err(|_| MoneyError::Overflow)?, ..self })
    }

    fn same(self, other: Money) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::Mixed(self.currency, other.currency))
        }
    }
}

/// An integer shown with `exponent` decimals.
pub(crate) fn decimal(value: i128, exponent: usize) -> String {
    let sign = if value < 0 { "-" } else { "" };
    let digits = format!("{:0>width$}", value.unsigned_abs(), width = exponent + 1);
    let (major, minor) = digits.split_at(digits.len() - exponent);
    if exponent == 0 { format!("{sign}{major}") } else { format!("{sign}{major}.{minor}") }
}

impl std::fmt::Display for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

impl std::fmt::Debug for Money {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    #[test]
    fn amounts_show_their_currencys_decimals() {
        assert_eq!(eur(6719).to_string(), "67.19 EUR");
        assert_eq!(eur(-5).to_string(), "-0.05 EUR");
        assert_eq!(Money::new(37_712, Currency::XOF).to_string(), "37712 XOF");
        assert_eq!(Money::new(1, Currency::TND).to_string(), "0.001 TND");
    }

    #[test]
    fn overflow_is_an_error_and_never_a_wrap() {
        assert_eq!(eur(i64::MAX).plus(eur(1)), Err(MoneyError::Overflow));
        assert_eq!(eur(i64::MIN).negated(), Err(MoneyError::Overflow));
    }

    #[test]
    fn two_currencies_never_mix() {
        let cad = Money::new(1, Currency::CAD);
        assert_eq!(eur(1).plus(cad), Err(MoneyError::Mixed(Currency::EUR, Currency::CAD)));
    }

    #[test]
    fn c10_a_tie_in_a_proration_goes_up() {
        assert_eq!(eur(1275).prorated(11, 30), Ok(eur(468)));
    }

    #[test]
    fn c45_quebec_sales_tax_rounds_each_tax_once() -> Result<(), RateOrMoney> {
        let cad = |minor| Money::new(minor, Currency::CAD);
        let qst = Rate::parse("9.975")?;
        assert_eq!(cad(818_000).at(qst)?, cad(81_596));
        assert_eq!(cad(30_000).at(qst)?, cad(2_993));
        assert_eq!(cad(114_000).at(qst)?, cad(11_372));
        Ok(())
    }

    #[derive(Debug, thiserror::Error)]
    enum RateOrMoney {
        #[error(transparent)]
        Rate(#[from] crate::RateError),
        #[error(transparent)]
        Money(#[from] MoneyError),
    }

    #[test]
    fn typed_amounts_are_read_exactly_or_refused() {
        assert_eq!(Money::parse("12,5", Currency::EUR), Ok(eur(1250)));
        assert_eq!(Money::parse(" -0.05 ", Currency::EUR), Ok(eur(-5)));
        for bad in ["", "-", "1.234", "1.", ".5", "1e3", "１", "12 000", "99999999999999999999"] {
            assert!(Money::parse(bad, Currency::EUR).is_err(), "{bad:?} was accepted");
        }
        assert!(Money::parse("1.5", Currency::XOF).is_err());
    }

    proptest! {
        #[test]
        fn an_allocation_sums_exactly(minor in any::<i64>(), weights in prop::collection::vec(0u32.., 1..40)) {
            let parts = eur(minor).allocated(&weights);
            let sum: i128 = parts.iter().map(|p| i128::from(p.minor())).sum();
            prop_assert_eq!(sum, i128::from(minor));
            prop_assert_eq!(parts.len(), weights.len());
        }

        #[test]
        fn an_allocation_is_fair_to_the_unit(minor in -1_000_000i64..1_000_000, weights in prop::collection::vec(1u32..1000, 1..20)) {
            let total: i128 = weights.iter().map(|w| i128::from(*w)).sum();
            for (part, weight) in eur(minor).allocated(&weights).iter().zip(&weights) {
                let exact = i128::from(minor) * i128::from(*weight);
                prop_assert!((i128::from(part.minor()) * total - exact).abs() < total);
            }
        }

        #[test]
        fn tax_is_symmetric(minor in -1_000_000_000_000i64..1_000_000_000_000, ppm in 0u32..1_000_000) {
            let rate = Rate::from_ppm(ppm);
            let tax = eur(minor).at(rate);
            prop_assert_eq!(tax.and_then(Money::negated), eur(-minor).at(rate));
        }

        #[test]
        fn what_is_shown_is_read_back(minor in any::<i64>().prop_filter("has an opposite", |m| *m != i64::MIN)) {
            for currency in [Currency::EUR, Currency::XOF, Currency::TND] {
                let money = Money::new(minor, currency);
                prop_assert_eq!(Money::parse(&money.to_decimal(), currency), Ok(money));
            }
        }
    }
}
