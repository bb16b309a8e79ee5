//! The cookies we set, with the strictest attributes their use allows.

use axum::http::{HeaderMap, HeaderValue, header};
use kernel::SignedDuration;

/// One of our cookies.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Cookie {
    /// The browser itself: the cart of a visitor, the token of its forms, whether a sign-in is from a known place.
    Browser,
    /// The session of a member.
    Session,
    /// The session of staff.
    Staff,
    /// An unfinished sign-up.
    SignUp,
    /// The language chosen.
    Locale,
    /// The country chosen.
    Country,
    /// A sentence to show on the next page.
    Flash,
    /// That something typed waits for its author.
    Kept,
}

impl Cookie {
    const fn word(self) -> &'static str {
        match self {
            Cookie::Browser => "browser",
            Cookie::Session => "session",
            Cookie::Staff => "staff",
            Cookie::SignUp => "sign-up",
            Cookie::Locale => "locale",
            Cookie::Country => "country",
            Cookie::Flash => "flash",
            Cookie::Kept => "kept",
        }
    }

    /// The name on the wire; `__Host-` ties it to this very host, which browsers only grant over https.
    pub(crate) fn name(self, is_secure: bool) -> String {
        if is_secure { format!("__Host-{}", self.word()) } else { self.word().to_owned() }
    }

    /// The value the browser sent.
    pub(crate) fn read(self, headers: &HeaderMap, is_secure: bool) -> Option<String> {
        let name = self.name(is_secure);
        let lines = headers.get_all(header::COOKIE).iter().filter_map(|line| line.to_str().ok());
        let mut pairs = lines.flat_map(|line| line.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(found, _)| *found == name).map(|(_, value)| value.to_owned())
    }

    /// The header that sets it; without `max_age` it ends with the browser's session. Values are our own
    /// tokens and codes, never text that could break the header.
    pub(crate) fn set(
        self,
        value: &str,
        max_age: Option<SignedDuration>,
        is_secure: bool,
    ) -> Option<HeaderValue> {
        let age = max_age.map_or_else(String::new, |age| format!("; Max-Age={}", age.as_secs()));
        let secure = if is_secure { "; Secure" } else { "" };
        let name = self.name(is_secure);
        HeaderValue::from_str(&format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{secure}{age}")).ok()
    }

    /// The header that removes it.
    pub(crate) fn clear(self, is_secure: bool) -> Option<HeaderValue> {
        self.set("", Some(SignedDuration::ZERO), is_secure)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn over_https_a_cookie_belongs_to_this_host_alone() {
        let header = Cookie::Session.set("abc", None, true).expect("a token fits a header");
        assert_eq!(header, "__Host-session=abc; Path=/; HttpOnly; SameSite=Lax; Secure");
    }

    #[test]
    fn only_the_cookie_of_that_very_name_is_read() {
        let mut headers = HeaderMap::new();
        headers.insert(header::COOKIE, HeaderValue::from_static("a=1; session=plain; __Host-session=real"));
        assert_eq!(Cookie::Session.read(&headers, true).as_deref(), Some("real"));
        assert_eq!(Cookie::Session.read(&headers, false).as_deref(), Some("plain"));
        assert_eq!(Cookie::Flash.read(&headers, true), None);
    }
}
