//! Messages to the programs of integrators, signed as the Standard Webhooks specification says
//! (<https://www.standardwebhooks.com>). The signature begins here: [`sign`] and [`verify`].

mod signature;

pub use signature::{
    ID_CHARS_MAX, ID_HEADER, SIGNATURE_HEADER, Secret, SecretError, TIMESTAMP_HEADER, VerifyError, sign,
    verify,
};
