//! Browsers an account has signed in from: an unknown one is reported to the owner by e-mail.

use db::AccountTx;
use kernel::{Random, Secret, Timestamp};

use crate::store;
use crate::token::sha256;

/// The secret a browser keeps in a long-lived cookie; it opens nothing, it only makes the browser known.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Device(Secret<String>);

/// The most browsers remembered of an account; beyond, the one unseen for longest is forgotten.
pub const DEVICES_MAX: u16 = 40;

impl Device {
    /// A browser never seen before.
    #[must_use]
    pub fn draw(random: &Random) -> Device {
        Device(Secret::new(random.token()))
    }

    /// Reads a cookie; `None` when it is not one of ours.
    #[must_use]
    pub fn parse(text: &str) -> Option<Device> {
        let is_ours = text.len() == 64 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        if is_ours { Some(Device(Secret::new(text.to_owned()))) } else { None }
    }

    /// What the cookie holds.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.expose()
    }

    fn hash(&self) -> String {
        sha256(self.reveal())
    }
}

/// Remembers a browser; true when the account had never seen it.
///
/// # Errors
/// The database's own.
pub fn remember(tx: &mut AccountTx, now: Timestamp, device: &Device) -> Result<bool, db::Error> {
    let is_new = !store::see_device(tx, now, &device.hash())?;
    if is_new {
        store::insert_device(tx, now, &device.hash())?;
        store::trim_devices(tx, i64::from(DEVICES_MAX))?;
    }
    Ok(is_new)
}
