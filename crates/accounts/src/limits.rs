//! Rate limits with their counters in the database, so that every process and every restart counts together.
//!
//! A limit counts the uses of something by a subject (an address, an account) in a window that opens with the
//! first use. When the window has passed, counting starts anew: nobody is locked out for longer than a window,
//! and trying while refused does not prolong it. Subjects are stored hashed.

use std::net::{IpAddr, Ipv4Addr};

use db::RegistryTx;
use kernel::{SignedDuration, Timestamp};

use crate::store;
use crate::token::sha256;

/// How often something may be done in how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limit {
    /// The limit's name: counters of different names do not mix.
    pub name: &'static str,
    /// How many uses a window allows.
    pub uses_max: u32,
    /// The window's length.
    pub window: SignedDuration,
}

/// Too many uses in this window.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("too many tries; the next is possible in {} seconds", retry_after.as_secs())]
pub struct Limited {
    /// How long until the window is over.
    pub retry_after: SignedDuration,
}

/// Why a use was not counted.
#[derive(Debug, thiserror::Error)]
pub enum TakeError {
    /// The limit is reached.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Every limit of this slice.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Wrong and right passwords for one login.
    pub sign_in_login: Limit,
    /// Passwords from one address.
    pub sign_in_peer: Limit,
    /// Sign-ups and codes for one e-mail address.
    pub sign_up_email: Limit,
    /// Sign-ups and codes from one address.
    pub sign_up_peer: Limit,
    /// One-time codes typed from one address.
    pub code_peer: Limit,
    /// Reset links for one login.
    pub reset_login: Limit,
    /// Reset links asked from one address.
    pub reset_peer: Limit,
    /// Keys that programs ask for from one address.
    pub key_peer: Limit,
}

impl Default for Limits {
    fn default() -> Limits {
        let limit =
            |name, uses_max, minutes| Limit { name, uses_max, window: SignedDuration::from_mins(minutes) };
        Limits {
            sign_in_login: limit("sign_in_login", 10, 15),
            sign_in_peer: limit("sign_in_peer", 60, 15),
            sign_up_email: limit("sign_up_email", 8, 60),
            sign_up_peer: limit("sign_up_peer", 30, 60),
            code_peer: limit("code_peer", 60, 15),
            reset_login: limit("reset_login", 4, 60),
            reset_peer: limit("reset_peer", 20, 60),
            key_peer: limit("key_peer", 60, 15),
        }
    }
}

impl Limits {
    /// The same limits with `factor` times the uses: for a demonstration or a load test from one address.
    #[must_use]
    pub fn times(self, factor: u32) -> Limits {
        let more = |limit: Limit| Limit { uses_max: limit.uses_max.saturating_mul(factor), ..limit };
        Limits {
            sign_in_login: more(self.sign_in_login),
            sign_in_peer: more(self.sign_in_peer),
            sign_up_email: more(self.sign_up_email),
            sign_up_peer: more(self.sign_up_peer),
            code_peer: more(self.code_peer),
            reset_login: more(self.reset_login),
            reset_peer: more(self.reset_peer),
            key_peer: more(self.key_peer),
        }
    }
}

/// The subject an address counts as: itself for IPv4, its /64 network for IPv6, of which one home has many
/// addresses.
#[must_use]
pub fn network(peer: IpAddr) -> String {
    match peer.to_canonical() {
        IpAddr::V4(v4) => v4.to_string(),
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
    }
}

/// Who is at the other end of a connection; behind a proxy, the last address of `forwarded`, the header
/// `X-Forwarded-For` that it added to.
#[must_use]
pub fn peer(socket: Option<IpAddr>, forwarded: Option<&str>) -> IpAddr {
    let forwarded = forwarded.and_then(|header| header.rsplit(',').next()?.trim().parse().ok());
    forwarded.or(socket).unwrap_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED))
}

/// Counts one use. Each limit is a row of its own, so each is taken in a transaction of its own.
///
/// # Errors
/// [`TakeError::Limited`] with the time to wait when the window's uses are spent.
pub fn take(tx: &mut RegistryTx, now: Timestamp, limit: Limit, subject: &str) -> Result<(), TakeError> {
    let since = now - limit.window;
    let (window_at, uses) = store::count_use(tx, now, since, limit.name, &hashed(limit, subject))?;
    if uses <= i64::from(limit.uses_max) {
        return Ok(());
    }
    Err(Limited { retry_after: (window_at + limit.window).duration_since(now) }.into())
}

/// Forgets the uses of one subject: a right password makes earlier typing mistakes harmless.
///
/// # Errors
/// The database's own.
pub fn clear(tx: &mut RegistryTx, limit: Limit, subject: &str) -> Result<(), db::Error> {
    store::clear_uses(tx, limit.name, &hashed(limit, subject))
}

/// Deletes counters whose window opened more than a day ago; returns how many.
///
/// # Errors
/// The database's own.
pub fn sweep(tx: &mut RegistryTx, now: Timestamp) -> Result<u64, db::Error> {
    store::sweep_uses(tx, now - SignedDuration::from_hours(24))
}

fn hashed(limit: Limit, subject: &str) -> String {
    sha256(&format!("{}\n{}", limit.name, subject.to_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_proxy_is_believed_about_the_last_address_alone() {
        let socket: IpAddr = "192.0.2.7".parse().expect("an address");
        let of = |forwarded| peer(Some(socket), forwarded).to_string();
        assert_eq!(of(Some("198.51.100.1, 203.0.113.9")), "203.0.113.9");
        assert_eq!((of(Some("nobody")), of(None)), ("192.0.2.7".to_owned(), "192.0.2.7".to_owned()));
        assert_eq!(peer(None, None).to_string(), "0.0.0.0");
    }

    #[test]
    fn one_home_is_one_subject() {
        let subject = |text: &str| network(text.parse().expect("an address"));
        assert_eq!(subject("192.0.2.7"), "192.0.2.7");
        assert_eq!(subject("::ffff:192.0.2.7"), "192.0.2.7");
        assert_eq!(subject("2001:db8:1:2:aaaa::1"), subject("2001:db8:1:2::ffff"));
        assert_ne!(subject("2001:db8:1:2::1"), subject("2001:db8:1:3::1"));
    }
}
