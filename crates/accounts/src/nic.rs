//! The identifier customers see: two letters, digits and the operator's suffix, `ab12345-ct`.

use kernel::Random;

/// What stands after the digits of every NIC of this operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NicSuffix(String);

/// A text that cannot be a suffix.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a suffix: use one to eight lower-case letters, such as ct")]
pub struct NicSuffixError(pub String);

impl NicSuffix {
    /// One to eight lower-case letters.
    ///
    /// # Errors
    /// [`NicSuffixError`] for anything else.
    pub fn parse(text: &str) -> Result<NicSuffix, NicSuffixError> {
        let is_suffix = (1..=8).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_lowercase());
        if is_suffix { Ok(NicSuffix(text.to_owned())) } else { Err(NicSuffixError(text.to_owned())) }
    }
}

impl Default for NicSuffix {
    fn default() -> NicSuffix {
        NicSuffix("ct".to_owned())
    }
}

/// Draws a candidate from the initials of a name; the registry of logins decides whether it is free.
#[must_use]
pub fn draw(random: &Random, first_name: &str, last_name: &str, suffix: &NicSuffix) -> String {
    let letter = |name: &str| initial(name).unwrap_or_else(|| char::from(b'a' + random.below(26) as u8));
    let (first, last) = (letter(first_name), letter(last_name));
    // Five digits from 10000 on: nine hundred thousand names share initials before anyone notices.
    format!("{first}{last}{}-{}", 10_000 + random.below(990_000), suffix.0)
}

/// The first letter in plain ASCII, when it has such a form.
fn initial(name: &str) -> Option<char> {
    let first = name.trim().chars().next()?.to_lowercase().next()?;
    let plain = match first {
        'a'..='z' => first,
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'æ' | 'ą' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' | 'đ' | 'ð' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' => 'e',
        'ì' | 'í' | 'î' | 'ï' => 'i',
        'ł' | 'ľ' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'œ' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' | 'þ' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' => 'u',
        'ý' | 'ÿ' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        _ => return None,
    };
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nic_has_initials_digits_and_the_suffix() {
        let random = Random::seeded(3);
        let nic = draw(&random, "Élodie", "Çelik", &NicSuffix::default());
        assert!(nic.starts_with("ec") && nic.ends_with("-ct"), "{nic}");
        let digits = nic.trim_start_matches("ec").trim_end_matches("-ct");
        assert!((5..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_digit()));
    }

    #[test]
    fn names_without_latin_letters_get_letters_all_the_same() {
        let nic = draw(&Random::seeded(4), "李", "", &NicSuffix::default());
        assert!(nic.chars().take(2).all(|letter| letter.is_ascii_lowercase()), "{nic}");
    }

    #[test]
    fn a_suffix_is_letters_only() {
        assert!(NicSuffix::parse("ct").is_ok());
        for bad in ["", "CT", "a-b", "a1", "abcdefghi"] {
            assert!(NicSuffix::parse(bad).is_err(), "{bad:?} was accepted");
        }
    }
}
