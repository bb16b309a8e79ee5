//! A price with eight decimals, as the public catalogues print them.

use serde::{Deserialize, Serialize};

use crate::rounding::{exact, half_away};
use crate::{Currency, Money, MoneyError, Rate};

/// The price of one unit in 10⁻⁸ of the currency's major unit: 56.99 € is 5,699,000,000.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct UnitPrice {
    e8: i64,
    currency: Currency,
}

impl UnitPrice {
    /// A price of `e8` hundred-millionths of a major unit.
    #[must_use]
    pub const fn new(e8: i64, currency: Currency) -> UnitPrice {
        UnitPrice { e8, currency }
    }

    /// The price of one unit that costs `money`.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] when the amount has no eight-decimal form in 64 bits.
    pub fn from_money(money: Money) -> Result<UnitPrice, MoneyError> {
        let scale = 10_i64.pow(8 - money.currency().exponent());
        let e8 = money.minor().checked_mul(scale).ok_or(MoneyError::Overflow)?;
        Ok(UnitPrice { e8, currency: money.currency() })
    }

    /// Hundred-millionths of the major unit.
    #[must_use]
    pub const fn e8(&self) -> i64 {
        self.e8
    }

    /// The currency.
    #[must_use]
    pub const fn currency(&self) -> Currency {
        self.currency
    }

    /// The price of `quantity` units, rounded once to the currency, half away from zero.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 64 bits.
    pub fn times(self, quantity: i64) -> Result<Money, MoneyError> {
        let scale = 10_i128.pow(8 - self.currency.exponent());
        let minor = half_away(i128::from(self.e8) * i128::from(quantity), scale);
        Ok(Money::new(i64::try_from(minor).map_err(|_| MoneyError::Overflow)?, self.currency))
    }

    /// The price of `quantity` units as it was before [`UnitPrice::times`] rounded it; `None` when rounding changed
    /// nothing.
    #[must_use]
    pub fn unrounded(self, quantity: i64) -> Option<UnitPrice> {
        let whole = UnitPrice { e8: self.e8.checked_mul(quantity)?, ..self };
        let rounded = UnitPrice::from_money(self.times(quantity).ok()?).ok()?;
        (whole != rounded).then_some(whole)
    }

    /// The tax on one unit before any rounding, when it has an exact eight-decimal form.
    #[must_use]
    pub fn exact_tax(self, rate: Rate) -> Option<UnitPrice> {
        let e8 = exact(i128::from(self.e8) * i128::from(rate.ppm()), 1_000_000)?;
        Some(UnitPrice { e8: i64::try_from(e8).ok()?, ..self })
    }

    /// The price less `rate` of it, rounded to eight decimals, half away from zero: a percentage promotion.
    ///
    /// # Errors
    /// [`MoneyError::Overflow`] beyond 64 bits.
    pub fn less(self, rate: Rate) -> Result<UnitPrice, MoneyError> {
        let off = half_away(i128::from(self.e8) * i128::from(rate.ppm()), 1_000_000);
        let e8 = i64::try_from(i128::from(self.e8) - off).map_err(|_| MoneyError::Overflow)?;
        Ok(UnitPrice { e8, ..self })
    }

    /// The price with a point, at least the currency's decimals and at most eight: `56.99`, `0.00005556`.
    #[must_use]
    pub fn to_decimal(self) -> String {
        let text = crate::money::decimal(i128::from(self.e8), 8);
        let (major, decimals) = text.split_once('.').unwrap_or((&text, ""));
        let least = self.currency.exponent() as usize;
        let kept = decimals.trim_end_matches('0').len().max(least);
        if kept == 0 { major.to_owned() } else { format!("{major}.{}", &decimals[..kept]) }
    }
}

impl std::fmt::Debug for UnitPrice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_rounded_once_to_its_currency() {
        let price = |e8, currency| UnitPrice::new(e8, currency);
        assert_eq!(price(5_699_000_000, Currency::EUR).times(2), Ok(Money::new(11_398, Currency::EUR)));
        assert_eq!(price(3_771_186_000_000, Currency::XOF).times(1), Ok(Money::new(37_712, Currency::XOF)));
        assert_eq!(price(50_000_000, Currency::XOF).times(-1), Ok(Money::new(-1, Currency::XOF)));
    }

    #[test]
    fn what_was_rounded_is_known_and_what_was_not_is_not() {
        let price = |e8| UnitPrice::new(e8, Currency::EUR);
        assert_eq!(price(5_699_000_000).unrounded(2), None);
        assert_eq!(price(5_556).unrounded(3), Some(price(16_668)));
        assert_eq!(UnitPrice::new(50_000_000, Currency::XOF).unrounded(2), None);
    }

    #[test]
    fn the_exact_tax_has_eight_decimals_or_none() {
        let price = UnitPrice::new(5_699_000_000, Currency::EUR);
        assert_eq!(price.exact_tax(Rate::percent(20)).map(|t| t.e8()), Some(1_139_800_000));
        assert_eq!(UnitPrice::new(1, Currency::EUR).exact_tax(Rate::percent(20)), None);
    }

    #[test]
    fn prices_show_what_matters() {
        let shown = |e8, currency| UnitPrice::new(e8, currency).to_decimal();
        assert_eq!(shown(5_699_000_000, Currency::EUR), "56.99");
        assert_eq!(shown(5_556, Currency::EUR), "0.00005556");
        assert_eq!(shown(100_000_000, Currency::XOF), "1");
    }
}
