//! Currencies and their number of decimals.

use serde::{Deserialize, Serialize};

/// An ISO 4217 currency we can count in.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Currency([u8; 3]);

/// A code that is not in our list of currencies.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown currency {0:?}: use an ISO 4217 code such as EUR")]
pub struct UnknownCurrency(pub String);

/// Code and exponent (ISO 4217 «minor unit»).
const TABLE: &[(&str, u32)] = &[
    ("AED", 2),
    ("AUD", 2),
    ("BGN", 2),
    ("BRL", 2),
    ("CAD", 2),
    ("CHF", 2),
    ("CLP", 0),
    ("CNY", 2),
    ("CZK", 2),
    ("DKK", 2),
    ("EUR", 2),
    ("GBP", 2),
    ("HKD", 2),
    ("HUF", 2),
    ("IDR", 2),
    ("ILS", 2),
    ("INR", 2),
    ("ISK", 0),
    ("JPY", 0),
    ("KRW", 0),
    ("KWD", 3),
    ("LTL", 2),
    ("MAD", 2),
    ("MXN", 2),
    ("NOK", 2),
    ("NZD", 2),
    ("PLN", 2),
    ("RON", 2),
    ("SEK", 2),
    ("SGD", 2),
    ("TND", 3),
    ("TRY", 2),
    ("UAH", 2),
    ("USD", 2),
    ("VND", 0),
    ("XAF", 0),
    ("XOF", 0),
    ("ZAR", 2),
];

impl Currency {
    /// Euro.
    pub const EUR: Currency = Currency(*b"EUR");
    /// Canadian dollar.
    pub const CAD: Currency = Currency(*b"CAD");
    /// Pound sterling.
    pub const GBP: Currency = Currency(*b"GBP");
    /// CFA franc of West Africa, without decimals.
    pub const XOF: Currency = Currency(*b"XOF");
    /// Tunisian dinar, with three decimals.
    pub const TND: Currency = Currency(*b"TND");

    /// The currency with this ISO 4217 code, in capitals.
    ///
    /// # Errors
    /// [`UnknownCurrency`] when the code is not in our list.
    pub fn parse(code: &str) -> Result<Currency, UnknownCurrency> {
        TABLE
            .iter()
            .find(|(known, _)| *known == code)
            .and_then(|(known, _)| known.as_bytes().try_into().ok())
            .map(Currency)
            .ok_or_else(|| UnknownCurrency(code.to_owned()))
    }

    /// The three-letter code.
    #[must_use]
    pub fn code(&self) -> &'static str {
        self.entry().0
    }

    /// The number of decimals: EUR 2, XOF 0, TND 3.
    #[must_use]
    pub fn exponent(&self) -> u32 {
        self.entry().1
    }

    /// How many minor units make one major unit: 100 cents in a euro.
    #[must_use]
    pub fn minor_per_major(&self) -> i64 {
        10_i64.pow(self.exponent())
    }

    fn entry(&self) -> (&'static str, u32) {
        let found = TABLE.iter().find(|(code, _)| code.as_bytes() == self.0);
        *found.expect("a currency is only made from the table")
    }
}

impl std::fmt::Display for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Debug for Currency {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Currency {
    type Error = UnknownCurrency;
    fn try_from(code: String) -> Result<Currency, UnknownCurrency> {
        Currency::parse(&code)
    }
}

impl From<Currency> for String {
    fn from(currency: Currency) -> String {
        currency.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn exponents_are_the_currencys_own() {
        let exponent = |code| Currency::parse(code).map(|c| c.exponent());
        assert_eq!(exponent("EUR"), Ok(2));
        assert_eq!(exponent("XOF"), Ok(0));
        assert_eq!(exponent("TND"), Ok(3));
        assert_eq!(exponent("eur"), Err(UnknownCurrency("eur".into())));
    }
}
