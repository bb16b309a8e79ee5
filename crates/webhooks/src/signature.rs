//! The proof that a message is ours: secrets, signatures, and how a reader checks them. Pure.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{Random, SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// The header with the message's identifier, the same each time it is sent: readers know repetitions by it.
pub const ID_HEADER: &str = "webhook-id";
/// The header with the instant of this sending, in seconds since 1970.
pub const TIMESTAMP_HEADER: &str = "webhook-timestamp";
/// The header with the signatures, separated by spaces.
pub const SIGNATURE_HEADER: &str = "webhook-signature";
/// The longest identifier that is read.
pub const ID_CHARS_MAX: usize = 200;

const PREFIX: &str = "whsec_";
/// What the specification allows as the length of a secret.
const SECRET_BYTES: std::ops::RangeInclusive<usize> = 24..=64;
/// How far a signature's time may be from the reader's.
const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);
/// How many signatures are read of one message: two while a secret is changed, and some of versions to come.
const SIGNATURES_MAX: usize = 5;

/// What signs messages: known to us and to the program that reads them, and to nobody else.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(kernel::Secret<Vec<u8>>);

/// Why a text is no secret.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecretError {
    /// It does not begin with `whsec_`, or base64 does not follow.
    #[error("a secret is whsec_ and base64")]
    Form,
    /// Too short to be safe, or longer than the specification allows.
    #[error("a secret has 24 to 64 bytes")]
    Length,
}

impl Secret {
    /// A new secret of 256 bits.
    #[must_use]
    pub fn generate(random: &Random) -> Secret {
        Secret(kernel::Secret::new(random.bytes::<32>().to_vec()))
    }

    /// The one that whoever has `secret` (256 bits, known to them and to us alone) always gets from the form that was drawn
    /// as `form`: sent twice, it makes one secret.
    #[must_use]
    pub fn of_form(secret: &str, form: &str) -> Secret {
        Secret(kernel::Secret::new(Sha256::digest(format!("signs of\0{form}\0{secret}")).to_vec()))
    }

    /// Reads `whsec_` and the base64 of 24 to 64 bytes.
    ///
    /// # Errors
    /// See [`SecretError`].
    pub fn parse(text: &str) -> Result<Secret, SecretError> {
        let encoded = text.strip_prefix(PREFIX).ok_or(SecretError::Form)?;
        let bytes = STANDARD.decode(encoded).map_err(|_| SecretError::Form)?;
        if !SECRET_BYTES.contains(&bytes.len()) {
            return Err(SecretError::Length);
        }
        Ok(Secret(kernel::Secret::new(bytes)))
    }

    /// The secret as it is written down: for the one who shall know it, and for the database.
    #[must_use]
    pub fn expose(&self) -> String {
        format!("{PREFIX}{}", STANDARD.encode(self.0.expose()))
    }

    /// The HMAC-SHA256 of `id.timestamp.body`, in base64.
    fn mac(&self, id: &str, timestamp: &str, body: &[u8]) -> String {
        let mut mac = Hmac::<Sha256>::new_from_slice(self.0.expose()).expect("a key of any length will do");
        for part in [id.as_bytes(), b".", timestamp.as_bytes(), b".", body] {
            mac.update(part);
        }
        STANDARD.encode(mac.finalize().into_bytes())
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("whsec_***")
    }
}

/// The value of [`SIGNATURE_HEADER`]: `v1,` and a signature for each secret, separated by spaces. Two while a secret is
/// changed, so that a reader may know either.
#[must_use]
pub fn sign<'a>(
    secrets: impl IntoIterator<Item = &'a Secret>,
    id: &str,
    at: Timestamp,
    body: &[u8],
) -> String {
    let timestamp = at.as_second().to_string();
    let signatures = secrets.into_iter().map(|secret| format!("v1,{}", secret.mac(id, &timestamp, body)));
    signatures.collect::<Vec<_>>().join(" ")
}

/// Why a message is not believed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum VerifyError {
    /// A header is missing, or cannot be read.
    #[error("not signed")]
    Unsigned,
    /// No signature is of a secret we know.
    #[error("the signature is not of a known secret")]
    Forged,
    /// It was signed more than five minutes ago, or ahead: perhaps somebody repeats what they overheard.
    #[error("signed too long ago, or ahead of time")]
    Stale,
}

/// Checks a message that came in: one of its signatures must be of one of the secrets, and at most five minutes from
/// `now`. `header` finds a header by its name in lower case. Answers the message's identifier: whoever acts on a message
/// must do so once per identifier.
///
/// # Errors
/// See [`VerifyError`].
pub fn verify<'h>(
    secrets: &[Secret],
    header: impl Fn(&str) -> Option<&'h str>,
    body: &[u8],
    now: Timestamp,
) -> Result<&'h str, VerifyError> {
    let header = |name| header(name).ok_or(VerifyError::Unsigned);
    let (id, timestamp) = (header(ID_HEADER)?, header(TIMESTAMP_HEADER)?);
    let signatures = header(SIGNATURE_HEADER)?;
    if id.is_empty() || id.len() > ID_CHARS_MAX {
        return Err(VerifyError::Unsigned);
    }
    let seconds = timestamp.parse().map_err(|_| VerifyError::Unsigned)?;
    let signed_at = Timestamp::from_second(seconds).map_err(|_| VerifyError::Unsigned)?;
    let given = signatures.split(' ').take(SIGNATURES_MAX).filter_map(|given| given.strip_prefix("v1,"));
    let is_ours = given.fold(false, |found, given| {
        secrets.iter().fold(found, |found, secret| {
            let wanted = secret.mac(id, timestamp, body);
            found | bool::from(given.as_bytes().ct_eq(wanted.as_bytes()))
        })
    });
    if !is_ours {
        return Err(VerifyError::Forged);
    }
    if now.duration_since(signed_at).abs() > TOLERANCE {
        return Err(VerifyError::Stale);
    }
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The example that the specification's own libraries are tested with.
    const SECRET: &str = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw";
    const ID: &str = "msg_p5jXN8AQM9LWM0D4loKWxJek";
    const AT: i64 = 1_614_265_330;
    const BODY: &[u8] = br#"{"test": 2432232314}"#;
    const SIGNATURE: &str = "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=";

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(seconds).unwrap()
    }

    fn read(secrets: &[Secret], signatures: &str, body: &[u8], seconds: i64) -> Result<String, VerifyError> {
        let (timestamp, now) = (AT.to_string(), at(seconds));
        let header = |name: &str| match name {
            ID_HEADER => Some(ID),
            TIMESTAMP_HEADER => Some(timestamp.as_str()),
            SIGNATURE_HEADER => Some(signatures),
            _ => None,
        };
        verify(secrets, header, body, now).map(str::to_owned)
    }

    #[test]
    fn the_published_example_is_signed_alike() {
        let secret = Secret::parse(SECRET).unwrap();
        assert_eq!(sign([&secret], ID, at(AT), BODY), SIGNATURE);
        assert_eq!(read(&[secret], SIGNATURE, BODY, AT), Ok(ID.to_owned()));
    }

    #[test]
    fn while_a_secret_is_changed_either_is_believed() {
        let (old, new) = (Secret::parse(SECRET).unwrap(), Secret::generate(&Random::seeded(1)));
        let both = sign([&new, &old], ID, at(AT), BODY);
        assert_eq!(both.split(' ').count(), 2);
        for secret in [&old, &new] {
            assert!(read(std::slice::from_ref(secret), &both, BODY, AT).is_ok());
        }
        assert!(read(&[new, old], SIGNATURE, BODY, AT).is_ok());
    }

    #[test]
    fn what_is_unsigned_forged_or_stale_is_refused_each_for_its_reason() {
        let secrets = [Secret::parse(SECRET).unwrap()];
        assert_eq!(verify(&secrets, |_| None, BODY, at(AT)), Err(VerifyError::Unsigned));
        assert_eq!(read(&secrets, SIGNATURE, b"{}", AT), Err(VerifyError::Forged));
        assert_eq!(read(&[], SIGNATURE, BODY, AT), Err(VerifyError::Forged));
        let version_2 = SIGNATURE.replace("v1,", "v2,");
        assert_eq!(read(&secrets, &version_2, BODY, AT), Err(VerifyError::Forged));
        assert!(read(&secrets, SIGNATURE, BODY, AT + 300).is_ok());
        assert_eq!(read(&secrets, SIGNATURE, BODY, AT + 301), Err(VerifyError::Stale));
        assert_eq!(read(&secrets, SIGNATURE, BODY, AT - 301), Err(VerifyError::Stale));
    }

    #[test]
    fn a_secret_reads_back_and_does_not_print() {
        let secret = Secret::generate(&Random::seeded(7));
        assert_eq!(Secret::parse(&secret.expose()), Ok(secret.clone()));
        assert_eq!(format!("{secret:?}"), "whsec_***");
        assert_eq!(Secret::of_form("a", "1"), Secret::of_form("a", "1"));
        assert!(Secret::of_form("a", "1") != Secret::of_form("a", "2"));
        assert_eq!(Secret::parse("hunter2"), Err(SecretError::Form));
        assert_eq!(Secret::parse("whsec_?"), Err(SecretError::Form));
        assert_eq!(Secret::parse("whsec_c2hvcnQ="), Err(SecretError::Length));
        let long = format!("whsec_{}", STANDARD.encode([0; 65]));
        assert_eq!(Secret::parse(&long), Err(SecretError::Length));
    }

    proptest! {
        #[test]
        fn no_unsigned_bytes_are_believed(
            body in prop::collection::vec(any::<u8>(), 0..200), signatures in "\\PC{0,80}",
        ) {
            let secrets = [Secret::parse(SECRET).unwrap()];
            prop_assert_eq!(read(&secrets, &signatures, &body, AT), Err(VerifyError::Forged));
        }
    }
}
