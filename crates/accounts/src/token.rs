//! Secrets that lead to their owner's partition: sessions, sign-ups, links.

use std::fmt::Display;
use std::str::FromStr;

use kernel::{AccountId, Random, Secret, StaffId};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// A secret of 256 bits beside the id of whose it is; only its hash is ever stored.
#[derive(Clone, PartialEq, Eq)]
pub struct Token<I> {
    owner: I,
    secret: Secret<String>,
}

/// A customer's session, sign-up or link.
pub type CustomerToken = Token<AccountId>;
/// A session of staff.
pub type StaffToken = Token<StaffId>;

const SECRET_DIGITS: usize = 64;
const OWNER_DIGITS: usize = 32;

impl CustomerToken {
    /// The token that a browser with `secret` (256 bits, known to it and to us alone) always has for the sign-up
    /// that a form begins: `form` was drawn with the page, so that the form sent twice is the same sign-up.
    #[must_use]
    pub fn of_form(secret: &str, form: &str, email: &str) -> CustomerToken {
        let owner = AccountId::digest(&[
            b"sign-up of\0",
            secret.as_bytes(),
            b"\0",
            form.as_bytes(),
            b"\0",
            email.as_bytes(),
        ]);
        Token { owner, secret: Secret::new(sha256(&format!("sign-up secret of\0{owner}\0{secret}"))) }
    }
}

impl<I: Copy + Display + FromStr> Token<I> {
    /// A new token of `owner`.
    #[must_use]
    pub fn draw(random: &Random, owner: I) -> Token<I> {
        Token { owner, secret: Secret::new(random.token()) }
    }

    /// Reads what [`Token::reveal`] wrote; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Token<I>> {
        let is_hex = text.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        if !is_hex || text.len() != OWNER_DIGITS + SECRET_DIGITS {
            return None;
        }
        let (owner, secret) = text.split_at(OWNER_DIGITS);
        Some(Token { owner: owner.parse().ok()?, secret: Secret::new(secret.to_owned()) })
    }

    /// Whose it is; says nothing about whether the secret is right.
    #[must_use]
    pub const fn owner(&self) -> I {
        self.owner
    }

    /// The token in 96 hexadecimal digits, for a cookie or a link.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{}{}", self.owner.to_string().replace('-', ""), self.secret.expose())
    }

    /// What is stored of it: the SHA-256 of owner and secret, in hexadecimal.
    #[must_use]
    pub fn hash(&self) -> String {
        sha256(&self.reveal())
    }

    /// Whether `stored` is this token's hash, in constant time.
    #[must_use]
    pub fn matches(&self, stored: &str) -> bool {
        is_same(&self.hash(), stored)
    }
}

impl<I: Display> std::fmt::Debug for Token<I> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Token({}, ***)", self.owner)
    }
}

/// The SHA-256 of `text` in hexadecimal. Only for values that cannot be guessed, or that live minutes.
#[must_use]
pub fn sha256(text: &str) -> String {
    kernel::hex(Sha256::digest(text.as_bytes()))
}

/// Whether two hashes are the same, in constant time.
pub(crate) fn is_same(a: &str, b: &str) -> bool {
    a.as_bytes().ct_eq(b.as_bytes()).into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Timestamp;

    fn drawn() -> CustomerToken {
        let random = Random::seeded(1);
        Token::draw(&random, random.id(Timestamp::UNIX_EPOCH))
    }

    #[test]
    fn a_token_survives_a_cookie_and_leads_to_its_owner() {
        let token = drawn();
        let back = CustomerToken::parse(&token.reveal()).expect("it was just written");
        assert_eq!(back, token);
        assert_eq!(back.owner(), token.owner());
        assert!(back.matches(&token.hash()));
    }

    #[test]
    fn what_is_not_a_token_is_refused() {
        let token = drawn().reveal();
        for bad in [
            "",
            "x",
            &token[1..],
            &format!("{token}0"),
            &token.replace(&token[..1], "é"),
            &token.to_uppercase(),
        ] {
            assert_eq!(CustomerToken::parse(bad), None, "{bad:?} was accepted");
        }
    }

    #[test]
    fn a_token_of_another_owner_does_not_match() {
        let token = drawn();
        let mut text = token.reveal();
        let last = text[31..32].to_owned();
        text.replace_range(31..32, if last == "0" { "1" } else { "0" });
        let other = CustomerToken::parse(&text).expect("still well formed");
        assert!(!other.matches(&token.hash()));
    }

    #[test]
    fn a_form_has_one_token_in_one_browser_for_one_address() {
        let of = |secret, form, email| CustomerToken::of_form(secret, form, email);
        let token = of("a", "1", "ada@example.org");
        assert_eq!(token, of("a", "1", "ada@example.org"));
        assert_eq!(CustomerToken::parse(&token.reveal()), Some(token.clone()));
        for (secret, form, email) in
            [("b", "1", "ada@example.org"), ("a", "2", "ada@example.org"), ("a", "1", "bob@example.org")]
        {
            let other = of(secret, form, email);
            assert!(other.owner() != token.owner() && !other.matches(&token.hash()));
        }
    }

    #[test]
    fn a_token_does_not_print_its_secret() {
        let token = drawn();
        assert!(!format!("{token:?}").contains(&token.reveal()[32..]));
    }
}
