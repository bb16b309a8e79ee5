//! The token of every form: proof that our own page sent it.
//!
//! It is derived from a cookie nobody else can read, so nothing is stored. Each page masks it anew, so that a
//! compressed page does not give it away letter by letter.

use kernel::Random;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

const BYTES: usize = 16;

/// A token for a form of the holder of `secret`.
pub(crate) fn token(random: &Random, secret: &str) -> String {
    let mask: [u8; BYTES] = random.bytes();
    let masked = proof(secret).into_iter().zip(mask).map(|(byte, mask)| byte ^ mask);
    kernel::hex(mask.into_iter().chain(masked).collect::<Vec<_>>())
}

/// Whether `token` was made for the holder of `secret`.
pub(crate) fn is_valid(token: &str, secret: &str) -> bool {
    let Some(bytes) = unhex(token) else { return false };
    let (mask, masked) = bytes.split_at(BYTES);
    let sent: Vec<u8> = masked.iter().zip(mask).map(|(byte, mask)| byte ^ mask).collect();
    sent.ct_eq(&proof(secret)).into()
}

fn proof(secret: &str) -> [u8; BYTES] {
    let digest = Sha256::new().chain_update("form token\0").chain_update(secret).finalize();
    let mut proof = [0; BYTES];
    proof.copy_from_slice(&digest[..BYTES]);
    proof
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if text.len() != 4 * BYTES || !text.is_ascii() {
        return None;
    }
    (0..text.len()).step_by(2).map(|at| u8::from_str_radix(&text[at..at + 2], 16).ok()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_opens_the_forms_of_its_holder_only() {
        let random = Random::seeded(1);
        let (first, second) = (token(&random, "cookie"), token(&random, "cookie"));
        assert_ne!(first, second, "every page masks it anew");
        assert!(is_valid(&first, "cookie") && is_valid(&second, "cookie"));
        assert!(!is_valid(&first, "another cookie"));
        for bad in ["", "zz", &first[1..], &first.replace(&first[60..], "0000"), "é".repeat(32).as_str()] {
            assert!(!is_valid(bad, "cookie"), "{bad:?} was accepted");
        }
    }
}
