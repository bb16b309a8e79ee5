//! Signing in, and choosing a new password by a link.

use accounts::limits::{self, TakeError};
use accounts::reset::{self, LINK_LIFE, ResetError};
use accounts::session::NewSession;
use accounts::sign_in::{self, SignInError, SignedIn};
use accounts::{CustomerToken, Limited, logins};
use db::AccountTx;
use kernel::{AccountId, CartItemId, Secret};
use mail::Email;
use orders::cart;

use crate::sign_up::{Entrance, take};
use crate::{Cx, announce};

/// Signs in by identifier or e-mail address, and tells the owner when the browser is not known.
///
/// `former` is the session the browser had, which is closed.
///
/// # Errors
/// See [`SignInError`].
pub async fn sign_in(
    cx: &Cx,
    login: &str,
    password: Secret<String>,
    entrance: Entrance,
    former: Option<CustomerToken>,
) -> Result<(SignedIn, CustomerToken), SignInError> {
    let now = cx.clock.now();
    let proof =
        sign_in::identify(&cx.db, &cx.passwords, &cx.settings.limits, now, login, password, entrance.peer)
            .await?;
    let session = NewSession {
        id: cx.random.id(now),
        token: CustomerToken::draw(&cx.random, proof.account()),
        peer: entrance.peer.to_string(),
        agent: entrance.agent,
    };
    let (account, token, device) = (proof.account(), session.token.clone(), entrance.device);
    let signed_in = cx
        .db
        .account(account)
        .write::<_, SignInError, _>(move |tx| {
            let signed_in = sign_in::enter(tx, now, &proof, &session, &device, former.as_ref())?;
            if signed_in.is_unfamiliar {
                let email = Email::UnknownSignIn(mail::UnknownSignIn {
                    at: now,
                    peer: signed_in.session.peer.clone(),
                    agent: signed_in.session.agent.clone(),
                    path: "/password".to_owned(),
                });
                let cause = format!("session/{}", signed_in.session.id);
                announce::tell(tx, now, &signed_in.account, &cause, &email)?;
            }
            Ok(signed_in)
        })
        .await?;
    cx.wake.ring();
    Ok((signed_in, token))
}

/// Moves what a visitor put in the cart into the account's; done twice, nothing changes.
///
/// # Errors
/// The database's own.
pub async fn adopt_cart(cx: &Cx, visitor: AccountId, account: AccountId) -> Result<(), db::Error> {
    let now = cx.clock.now();
    let items = cx.db.account(visitor).read(cart::list).await?;
    if items.is_empty() {
        return Ok(());
    }
    let adopted = items.clone();
    cx.db.account(account).write(move |tx| cart::adopt(tx, now, &adopted)).await?;
    let ids: Vec<CartItemId> = items.iter().map(|item| item.id).collect();
    cx.db.account(visitor).write(move |tx| cart::clear(tx, &ids)).await
}

/// Why no link was sent.
#[derive(Debug, thiserror::Error)]
pub enum LinkError {
    /// Too many tries.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl From<TakeError> for LinkError {
    fn from(error: TakeError) -> LinkError {
        match error {
            TakeError::Limited(limited) => limited.into(),
            TakeError::Db(error) => error.into(),
        }
    }
}

/// Sends the link to choose a new password, if the login is somebody's; the answer is the same for all.
///
/// # Errors
/// See [`LinkError`].
pub async fn request_reset(cx: &Cx, login: &str, peer: std::net::IpAddr) -> Result<(), LinkError> {
    let now = cx.clock.now();
    take(cx, cx.settings.limits.reset_peer, limits::network(peer)).await?;
    let wanted = login.to_owned();
    let known = cx.db.registry().read::<_, db::Error, _>(move |tx| logins::find(tx, &wanted)).await?;
    // An unknown login is counted as well: a limit that only accounts reach would tell them apart.
    let subject = known.as_ref().map_or_else(|| login.trim().to_owned(), |known| known.account.to_string());
    take(cx, cx.settings.limits.reset_login, subject).await?;
    let Some(login) = known else { return Ok(()) };
    let token = CustomerToken::draw(&cx.random, login.account);
    let sent = cx.db.account(login.account).write(move |tx: &mut AccountTx| {
        let account = reset::request(tx, now, &token)?;
        let email = Email::PasswordReset(mail::PasswordReset {
            path: format!("/password/{}", token.reveal()),
            minutes: u16::try_from(LINK_LIFE.as_mins()).unwrap_or(60),
        });
        announce::tell(tx, now, &account, &format!("reset/{}", token.hash()), &email)
    });
    match sent.await {
        // A login whose account was never made.
        Ok(()) | Err(db::Error::Missing) => {}
        Err(error) => return Err(error.into()),
    }
    cx.wake.ring();
    Ok(())
}

/// Sets a new password by the link; every session is closed.
///
/// # Errors
/// See [`ResetError`].
pub async fn reset_password(cx: &Cx, token: CustomerToken, new: Secret<String>) -> Result<(), ResetError> {
    let now = cx.clock.now();
    let prepared = reset::prepare(&cx.db, &cx.passwords, now, &token, new).await?;
    cx.db
        .account(token.owner())
        .write::<_, ResetError, _>(move |tx| reset::finish(tx, now, &token, &prepared).map(|_| ()))
        .await
}
