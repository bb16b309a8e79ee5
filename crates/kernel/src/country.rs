//! Countries by their two-letter code.

use serde::{Deserialize, Serialize};

/// A country of ISO 3166-1, by its alpha-2 code.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Country([u8; 2]);

/// A text that is not the code of a country.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown country {0:?}: use an ISO 3166-1 code such as FR")]
pub struct UnknownCountry(pub String);

const CODES: &str = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS \
    BT BV BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH \
    ER ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HM HN HR HT HU \
    ID IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU \
    LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO NP \
    NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI SJ SK \
    SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US UY UZ VA \
    VC VE VG VI VN VU WF WS YE YT ZA ZM ZW";

impl Country {
    /// The country with this code, in capitals.
    ///
    /// # Errors
    /// [`UnknownCountry`] when ISO 3166-1 has no such code.
    pub fn parse(code: &str) -> Result<Country, UnknownCountry> {
        let unknown = || UnknownCountry(code.to_owned());
        let bytes: [u8; 2] = code.as_bytes().try_into().map_err(|_| unknown())?;
        // Each code and its space are three bytes.
        let is_known = CODES.as_bytes().chunks(3).any(|known| known.starts_with(&bytes));
        if is_known { Ok(Country(bytes)) } else { Err(unknown()) }
    }

    /// The two-letter code.
    #[must_use]
    pub fn code(&self) -> &str {
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Display for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::fmt::Debug for Country {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl TryFrom<String> for Country {
    type Error = UnknownCountry;
    fn try_from(code: String) -> Result<Country, UnknownCountry> {
        Country::parse(&code)
    }
}

impl From<Country> for String {
    fn from(country: Country) -> String {
        country.code().to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_iso_countries_are_countries() {
        assert!(Country::parse("SN").is_ok());
        for wrong in ["XX", "fr", "", "F", "FRA", "R ", " F", "é"] {
            assert_eq!(Country::parse(wrong), Err(UnknownCountry(wrong.to_owned())));
        }
        assert!(CODES.split_whitespace().all(|code| Country::parse(code).is_ok()));
        assert_eq!(CODES.split_whitespace().count(), 249);
    }
}
