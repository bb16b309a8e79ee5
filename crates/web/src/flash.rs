//! A sentence for the next page: «Your language was changed».

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};

/// How the sentence is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum FlashKind {
    /// It worked.
    Good,
    /// It did not.
    Bad,
    /// Something to know.
    Busy,
}

/// The key of a text (`flash-…`) and what fills it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Flash {
    pub(crate) kind: FlashKind,
    pub(crate) key: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(crate) args: Vec<(String, String)>,
}

impl Flash {
    pub(crate) fn good(key: &str) -> Flash {
        Flash { kind: FlashKind::Good, key: key.to_owned(), args: Vec::new() }
    }

    pub(crate) fn bad(key: &str) -> Flash {
        Flash { kind: FlashKind::Bad, ..Flash::good(key) }
    }

    pub(crate) fn busy(key: &str) -> Flash {
        Flash { kind: FlashKind::Busy, ..Flash::good(key) }
    }

    pub(crate) fn with(mut self, name: &str, value: impl Into<String>) -> Flash {
        self.args.push((name.to_owned(), value.into()));
        self
    }

    pub(crate) fn to_cookie(&self) -> String {
        URL_SAFE_NO_PAD.encode(serde_json::to_vec(self).unwrap_or_default())
    }

    /// What a cookie holds, if it is one of our sentences.
    pub(crate) fn from_cookie(cookie: &str) -> Option<Flash> {
        let json = URL_SAFE_NO_PAD.decode(cookie).ok()?;
        let flash: Flash = serde_json::from_slice(&json).ok()?;
        flash.key.starts_with("flash-").then_some(flash)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_survives_its_cookie() {
        let flash = Flash::good("flash-cart-added").with("name", "Serveur «1»");
        assert_eq!(Flash::from_cookie(&flash.to_cookie()), Some(flash));
        assert_eq!(Flash::from_cookie("nonsense"), None);
        assert_eq!(Flash::from_cookie(&Flash::good("country-FR").to_cookie()), None);
    }
}
