//! The keys and secrets of programs: letters and digits that all come from one seed. Pure.

use kernel::{Random, Secret};
use sha2::{Digest, Sha256};

/// A seed of 256 bits, and what is made of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Keys(Secret<[u8; 32]>);

const LETTERS: &[u8; 62] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const APPLICATION_KEY_LETTERS: usize = 16;
/// 190 bits.
const SECRET_LETTERS: usize = 32;

impl Keys {
    /// New ones.
    #[must_use]
    pub fn draw(random: &Random) -> Keys {
        Keys(Secret::new(random.bytes()))
    }

    /// Those that whoever has `secret` (256 bits, known to them and to us alone) always gets from the form that was drawn
    /// as `form`: sent twice, it makes one thing.
    #[must_use]
    pub fn of_form(secret: &str, form: &str) -> Keys {
        Keys(Secret::new(Sha256::digest(format!("keys of\0{form}\0{secret}")).into()))
    }

    /// What an application is known by.
    #[must_use]
    pub fn application_key(&self) -> String {
        self.letters("application key", APPLICATION_KEY_LETTERS)
    }

    /// What an application signs with.
    #[must_use]
    pub fn application_secret(&self) -> Secret<String> {
        Secret::new(self.letters("application secret", SECRET_LETTERS))
    }

    /// What says for whom an application acts.
    #[must_use]
    pub fn consumer_key(&self) -> Secret<String> {
        Secret::new(self.letters("consumer key", SECRET_LETTERS))
    }

    /// What the link that a customer opens to accept carries.
    #[must_use]
    pub fn link(&self) -> Secret<String> {
        Secret::new(self.letters("link", SECRET_LETTERS))
    }

    /// What a client of OAuth 2.0 is known by.
    #[must_use]
    pub fn client_id(&self) -> String {
        self.letters("client id", APPLICATION_KEY_LETTERS)
    }

    /// What a client of OAuth 2.0 knows itself by.
    #[must_use]
    pub fn client_secret(&self) -> Secret<String> {
        Secret::new(self.letters("client secret", SECRET_LETTERS))
    }

    fn letters(&self, what: &str, count: usize) -> String {
        // Bytes past the last whole multiple of the alphabet are left out, so that no letter is favoured.
        let fair = u8::MAX - u8::MAX % 62;
        let block = |turn: u32| {
            let digest = Sha256::new().chain_update(self.0.expose()).chain_update(what);
            digest.chain_update(turn.to_be_bytes()).finalize().to_vec()
        };
        let bytes = (0..).flat_map(block).filter(|byte| *byte < fair);
        bytes.take(count).map(|byte| char::from(LETTERS[usize::from(byte % 62)])).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_have_their_lengths_and_are_letters_and_digits() {
        let keys = Keys::draw(&Random::seeded(1));
        let (secret, consumer) = (keys.application_secret(), keys.consumer_key());
        let all = [keys.application_key(), secret.expose().clone(), consumer.expose().clone()];
        assert_eq!(all.each_ref().map(String::len), [16, 32, 32]);
        assert!(all.iter().all(|key| key.bytes().all(|byte| byte.is_ascii_alphanumeric())));
        assert!(secret != consumer && consumer != keys.link() && secret != keys.client_secret());
    }

    #[test]
    fn a_form_has_one_set_of_keys_for_one_reader() {
        let of = |secret, form| Keys::of_form(secret, form);
        assert!(of("a", "1") == of("a", "1"));
        assert!(of("a", "1") != of("b", "1") && of("a", "1") != of("a", "2"));
    }
}
