//! Links that open a document without a sign-in, for programs that fetch it as it is.
//!
//! A link says what it opens and until when, and is sealed with a key of the account: nothing is written when one is
//! given. Drawing another key ends every link given before.

use db::AccountTx;
use hmac::{Hmac, KeyInit, Mac};
use kernel::{AccountId, AttemptId, Date, Secret, SignedDuration, Timestamp};
use sha2::Sha256;

use crate::store;
use crate::token::is_same;

/// How long a link opens what it names, and then to the end of the day.
pub const LINK_LIFE: SignedDuration = SignedDuration::from_hours(24 * 30);

/// What a link can open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Paper {
    /// An invoice or a credit note, by its reference.
    Invoice(String),
    /// An order form, by its number.
    Order(i64),
    /// The receipt of a payment.
    Receipt(AttemptId),
}

/// What seals the links of an account.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkKey {
    account: AccountId,
    key: Secret<String>,
}

/// A link, as its parts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// What it opens.
    pub paper: Paper,
    /// The last day it does, in UTC.
    pub until: Date,
    /// What proves it: 128 bits in hexadecimal.
    pub seal: String,
}

impl Paper {
    /// The words of an address: `invoice/FR00000001`.
    #[must_use]
    pub fn path(&self) -> String {
        match self {
            Paper::Invoice(reference) => format!("invoice/{reference}"),
            Paper::Order(number) => format!("order/{number}"),
            Paper::Receipt(attempt) => format!("receipt/{attempt}"),
        }
    }

    /// Reads what [`Paper::path`] wrote, in its two words.
    #[must_use]
    pub fn parse(kind: &str, id: &str) -> Option<Paper> {
        match kind {
            "invoice" => Some(Paper::Invoice(id.to_owned())),
            "order" => id.parse().ok().map(Paper::Order),
            "receipt" => id.parse().ok().map(Paper::Receipt),
            _ => None,
        }
    }
}

impl LinkKey {
    /// A link given now. It is the same for a whole day.
    #[must_use]
    pub fn link(&self, now: Timestamp, paper: Paper) -> Link {
        let until = today(now + LINK_LIFE);
        let seal = self.seal(&paper, until);
        Link { paper, until, seal }
    }

    /// Whether a link opens what it names now.
    #[must_use]
    pub fn opens(&self, now: Timestamp, link: &Link) -> bool {
        today(now) <= link.until && is_same(&self.seal(&link.paper, link.until), &link.seal)
    }

    /// The address of a document by a link, within the portal.
    #[must_use]
    pub fn address(&self, link: &Link, form: &str) -> String {
        let Link { paper, until, seal } = link;
        format!("/documents/{}/{}/{until}/{seal}/{form}", self.account, paper.path())
    }

    fn seal(&self, paper: &Paper, until: Date) -> String {
        let mac = Hmac::<Sha256>::new_from_slice(self.key.expose().as_bytes());
        let mut mac = mac.expect("a key of any length will do");
        mac.update(format!("{}\n{until}", paper.path()).as_bytes());
        kernel::hex(&mac.finalize().into_bytes()[..16])
    }
}

fn today(now: Timestamp) -> Date {
    kernel::TimeZone::UTC.to_datetime(now).date()
}

/// The key of the account, if one was drawn.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx) -> Result<Option<LinkKey>, db::Error> {
    let account = tx.account();
    let found = store::link_key(tx)?;
    Ok(found.map(|key| LinkKey { account, key: Secret::new(key) }))
}

/// Asks for the key now, for [`find`] to find it there ([`db::Read::fetch_ahead`]).
///
/// # Errors
/// What the database refuses.
pub fn fetch_ahead(tx: &mut AccountTx) -> Result<(), db::Error> {
    store::fetch_link_key_ahead(tx)
}

/// The key of the account: the one it has, or `drawn`, 256 bits drawn before the transaction.
///
/// # Errors
/// The database's own.
pub fn make(tx: &mut AccountTx, now: Timestamp, drawn: &str) -> Result<LinkKey, db::Error> {
    store::insert_link_key(tx, now, drawn)?;
    find(tx)?.ok_or(db::Error::Missing)
}

/// Ends every link given before.
///
/// # Errors
/// The database's own.
pub fn revoke(tx: &mut AccountTx) -> Result<(), db::Error> {
    store::delete_link_key(tx)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::Random;

    #[test]
    fn a_link_opens_what_it_names_until_its_day_and_nothing_else() {
        let (random, now) = (Random::seeded(1), Timestamp::UNIX_EPOCH);
        let drawn = || LinkKey { account: random.id(now), key: Secret::new(random.token()) };
        let (key, other) = (drawn(), drawn());
        let link = key.link(now, Paper::Invoice("FR00000001".to_owned()));
        assert_eq!(link.seal.len(), 32);
        assert!(key.opens(now, &link) && !other.opens(now, &link));
        let later = |days: i64| now + SignedDuration::from_hours(24 * days);
        assert!(key.opens(later(30), &link) && !key.opens(later(31), &link));
        let changed = [
            Link { paper: Paper::Invoice("FR00000002".to_owned()), ..link.clone() },
            Link { paper: Paper::Order(1), ..link.clone() },
            Link { until: today(later(31)), ..link.clone() },
            Link { seal: link.seal[1..].to_owned(), ..link.clone() },
        ];
        assert!(changed.iter().all(|changed| !key.opens(now, changed)));
        assert_eq!(key.link(later(0), link.paper.clone()), link, "the same for a day");
    }

    #[test]
    fn papers_are_read_back() {
        let receipt = Paper::Receipt(Random::seeded(1).id(Timestamp::UNIX_EPOCH));
        for paper in [Paper::Invoice("FR00000001".to_owned()), Paper::Order(100_001), receipt] {
            let path = paper.path();
            let (kind, id) = path.split_once('/').expect("two words");
            assert_eq!(Paper::parse(kind, id), Some(paper));
        }
        assert_eq!((Paper::parse("order", "x"), Paper::parse("x", "1")), (None, None));
    }
}
