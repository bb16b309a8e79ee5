//! The languages the product speaks.

use serde::{Deserialize, Serialize};

/// A language of pages, e-mails and documents.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Locale {
    /// British English.
    En,
    /// French.
    Fr,
    /// Italian.
    It,
}

impl Locale {
    /// Every language, English first.
    pub const ALL: [Locale; 3] = [Locale::En, Locale::Fr, Locale::It];

    /// The two-letter code (ISO 639-1).
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            Locale::En => "en",
            Locale::Fr => "fr",
            Locale::It => "it",
        }
    }

    /// The language's own name.
    #[must_use]
    pub const fn name(&self) -> &'static str {
        match self {
            Locale::En => "English",
            Locale::Fr => "Français",
            Locale::It => "Italiano",
        }
    }

    /// The language with this code, whatever its region and case: `fr`, `fr-CA`, `FR_fr`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Locale> {
        let language = text.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
        Locale::ALL.into_iter().find(|locale| locale.code() == language)
    }

    /// The language preferred by an `Accept-Language` header (RFC 9110 § 12.5.4), if we speak one of them.
    #[must_use]
    pub fn negotiate(accept_language: &str) -> Option<Locale> {
        let wish = |part: &str| {
            let (tag, quality) = part.split_once(";q=").unwrap_or((part, "1"));
            // Qualities have at most three decimals: as thousandths they compare exactly.
            let (whole, decimals) = quality.trim().split_once('.').unwrap_or((quality.trim(), ""));
            let thousandths: u32 = format!("{whole}{decimals:0<3}").parse().ok()?;
            Some((thousandths, Locale::parse(tag.trim())?))
        };
        let mut wishes: Vec<_> = accept_language.split(',').take(20).filter_map(wish).collect();
        wishes.sort_by_key(|(quality, _)| std::cmp::Reverse(*quality));
        wishes.into_iter().find(|(quality, _)| *quality > 0).map(|(_, locale)| locale)
    }
}

impl std::fmt::Display for Locale {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_browsers_first_wish_that_we_speak_wins() {
        assert_eq!(Locale::negotiate("de, it;q=0.8, fr;q=0.9"), Some(Locale::Fr));
        assert_eq!(Locale::negotiate("fr-CA,fr;q=0.9,en;q=0.8"), Some(Locale::Fr));
        assert_eq!(Locale::negotiate("fr;q=0"), None);
        assert_eq!(Locale::negotiate("zz;;q=x"), None);
    }
}
