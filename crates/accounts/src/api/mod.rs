//! Programs that act for a customer: applications, what they ask for, and what was granted.
//!
//! ```text
//! Application ──request──▶ a consumer key, pending ──accept──▶ Credential ──▶ expired
//!  key, secret              and a link to open      └─refuse─▶ refused        or revoked
//! ```
//!
//! An *application* is known by its key and signs with its secret; a *consumer key* says for whom. Whose account a key
//! leads to is not known before it is looked up, so applications and requests are rows of the registry, as logins are;
//! the *credential* itself lies in the account that granted it.
//!
//! Accepting is two transactions: the registry notes whose the key is, once and for all, then the account notes what it
//! granted. A process that dies in between leaves a key that opens nothing; accepting again finishes it. Revoking goes
//! the same way: the registry forgets the key, then the account.
//!
//! A program of one account alone can do without a signature: it is a [`Client`] of OAuth 2.0 ([`oauth2`]).

pub mod application;
pub mod credential;
mod keys;
pub mod oauth2;
pub mod request;
pub mod rules;

pub use application::Application;
pub use credential::{Credential, CredentialState};
pub use keys::Keys;
pub use oauth2::Client;
pub use request::{Request, Wanted, WantedFault};
pub use rules::{AccessRule, ApiMethod, is_granted};
