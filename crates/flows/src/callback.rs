//! A provisioner says later, by itself, what it was asked before: how a delivery ended, or what became of a wish.

use kernel::{AccountId, Headers, ServiceId};
use services::{CallbackError, Called};

use crate::deliver::{self, DeliverError};
use crate::{Cx, Unconfigured};

/// The most bytes a callback may have: the longest access fits.
pub const BODY_BYTES_MAX: usize = 256 * 1024;

/// Why a callback was not taken in. Whoever called tries again, unless told what is wrong.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveError {
    /// It is larger than any answer.
    #[error("a callback has at most {BODY_BYTES_MAX} bytes")]
    TooLarge,
    /// It is not the provisioner's, not fresh, or not readable.
    #[error(transparent)]
    Callback(#[from] CallbackError),
    /// There is no such customer, no such service of theirs, nothing was asked about it, or another provisioner was.
    #[error("nothing was asked about this service")]
    NothingAsked,
    /// What it says cannot be done, or not now.
    #[error(transparent)]
    Deliver(#[from] DeliverError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
}

impl From<db::Error> for ReceiveError {
    fn from(error: db::Error) -> ReceiveError {
        if error == db::Error::Missing {
            ReceiveError::NothingAsked
        } else {
            ReceiveError::Deliver(error.into())
        }
    }
}

/// Takes in what the provisioner called `name` says; once it is answered it is kept. The same again changes nothing.
///
/// # Errors
/// See [`ReceiveError`].
pub async fn receive(cx: &Cx, name: &str, headers: &Headers, body: &[u8]) -> Result<(), ReceiveError> {
    if body.len() > BODY_BYTES_MAX {
        return Err(ReceiveError::TooLarge);
    }
    let absent = || Unconfigured::Provisioner(name.to_owned());
    let provisioner = cx.provisioners.get(name).ok_or_else(absent)?;
    let callback = provisioner.called_back(headers, body)?;
    let customer = callback.customer;
    let login = cx.db.registry().read(move |tx| accounts::logins::find(tx, &customer)).await?;
    let account = login.ok_or(ReceiveError::NothingAsked)?.account;
    record(cx, account, callback.service, name.to_owned(), callback.said).await?;
    cx.wake.ring();
    Ok(())
}

async fn record(
    cx: &Cx,
    account: AccountId,
    service: ServiceId,
    provisioner: String,
    said: Called,
) -> Result<(), ReceiveError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    cx.db
        .account(account)
        .write::<_, ReceiveError, _>(move |tx| {
            if services::store::delivery(tx, service)?.provisioner != provisioner {
                return Err(ReceiveError::NothingAsked);
            }
            match said.clone() {
                Called::Delivery(outcome) => {
                    deliver::called_back(&inside, tx, now, service, outcome)?;
                }
                Called::Operation { wanted, revision, outcome } => {
                    services::operation_called_back(tx, now, service, (wanted, revision), outcome)?;
                }
            }
            Ok(())
        })
        .await
}
