//! Who writes: the operator's name, addresses and colour.

use accounts::EmailAddress;
use serde::Serialize;

/// What every e-mail shows of the operator.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Operator {
    /// The name customers know.
    pub name: String,
    /// The portal's address without a final slash: `https://comptoir.example`.
    pub base_url: String,
    /// What e-mails are sent from.
    pub from: EmailAddress,
    /// Where questions go; replies go there too.
    pub support: EmailAddress,
    /// Where suspicious messages are reported.
    pub report: EmailAddress,
    /// The accent colour.
    pub accent: Accent,
}

/// A colour with enough contrast for white or black writing on it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accent {
    red: u8,
    green: u8,
    blue: u8,
}

/// A text that is not a colour.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{0:?} is not a colour: write six hexadecimal digits, such as #1f4ea3")]
pub struct AccentError(pub String);

impl Accent {
    /// Reads `#rrggbb`.
    ///
    /// # Errors
    /// [`AccentError`] for anything else.
    pub fn parse(text: &str) -> Result<Accent, AccentError> {
        let error = || AccentError(text.to_owned());
        let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6);
        let is_hex = |digits: &&str| digits.bytes().all(|byte| byte.is_ascii_hexdigit());
        let digits = digits.filter(is_hex).ok_or_else(error)?;
        let part = |at: usize| u8::from_str_radix(&digits[at..at + 2], 16).map_err(|_| error());
        Ok(Accent { red: part(0)?, green: part(2)?, blue: part(4)? })
    }

    /// The colour as `#rrggbb`.
    #[must_use]
    pub fn to_hex(self) -> String {
        format!("#{:02x}{:02x}{:02x}", self.red, self.green, self.blue)
    }

    /// The colour of writing on it, black or white, whichever contrasts more (WCAG 2.2 § 1.4.3).
    #[must_use]
    pub fn ink(self) -> &'static str {
        // Relative luminance with a gamma of 2, in millionths; both inks contrast alike at about 0.179.
        let square = |part: u8| u64::from(part) * u64::from(part);
        let weighted = 2_126 * square(self.red) + 7_152 * square(self.green) + 722 * square(self.blue);
        let luminance_ppm = weighted * 100 / (255 * 255);
        if luminance_ppm < 179_000 { "#ffffff" } else { "#000000" }
    }
}

impl Default for Accent {
    fn default() -> Accent {
        Accent { red: 0x0f, green: 0x61, blue: 0x51 }
    }
}

/// What templates see of the operator.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct OperatorView {
    name: String,
    support: String,
    report: String,
    accent: String,
    on_accent: &'static str,
}

impl From<&Operator> for OperatorView {
    fn from(operator: &Operator) -> OperatorView {
        OperatorView {
            name: operator.name.clone(),
            support: operator.support.to_string(),
            report: operator.report.to_string(),
            accent: operator.accent.to_hex(),
            on_accent: operator.accent.ink(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn writing_on_the_accent_can_be_read() {
        let ink = |hex| Accent::parse(hex).map(Accent::ink);
        assert_eq!(ink("#1f4ea3"), Ok("#ffffff"));
        assert_eq!(ink("#000000"), Ok("#ffffff"));
        assert_eq!(ink("#ffd400"), Ok("#000000"));
        assert_eq!(ink("#ffffff"), Ok("#000000"));
    }

    #[test]
    fn only_six_digits_are_a_colour() {
        for bad in ["", "1f4ea3", "#1f4ea", "#1f4ea3ff", "#gggggg", "red", "#é4ea3", "#+1+1+1"] {
            assert!(Accent::parse(bad).is_err(), "{bad:?} was accepted");
        }
    }
}
