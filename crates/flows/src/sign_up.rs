//! Signing up: each step in the future account's partition, its e-mail in the same transaction.

use std::net::IpAddr;

use accounts::contact::ContactForm;
use accounts::device::Device;
use accounts::limits::{self, Limited, TakeError};
use accounts::logins::{self, ClaimError};
use accounts::password::{self, PersonalData};
use accounts::session::NewSession;
use accounts::sign_up::{self, CODE_LIFE, NewSignUp, OneTimeCode, SignUp, SignUpError};
use accounts::{Account, CustomerToken, EmailAddress, HashError, Limit, PasswordFault, nic};
use db::AccountTx;
use kernel::{AccountId, Country, Locale, Secret, SignedDuration, Timestamp};
use mail::{Email, Envelope};
use serde::{Deserialize, Serialize};

use crate::{Cx, Unconfigured, announce};

/// What a newcomer gives first.
#[derive(Debug, Clone)]
pub struct Newcomer {
    /// The address to prove.
    pub email: EmailAddress,
    /// The chosen password.
    pub password: Secret<String>,
    /// The country of tax residence.
    pub country: Country,
    /// The language.
    pub locale: Locale,
    /// The network address, for the limits.
    pub peer: IpAddr,
    /// The sign-up this browser has begun, if it has: with the same address it goes on.
    pub begun: Option<CustomerToken>,
    /// The sign-up that this form begins ([`CustomerToken::of_form`]), so that sending it twice begins one.
    pub form: Option<CustomerToken>,
}

/// Why a sign-up did not go on.
#[derive(Debug, thiserror::Error)]
pub enum JoinError {
    /// We serve nobody of this country.
    #[error("nobody sells to {0}")]
    Country(Country),
    /// The password has faults.
    #[error("the password has faults")]
    Password(Vec<PasswordFault>),
    /// Too many tries.
    #[error(transparent)]
    Limited(#[from] Limited),
    /// The step was not taken.
    #[error(transparent)]
    SignUp(#[from] SignUpError),
    /// The address became another account's meanwhile.
    #[error(transparent)]
    Claim(#[from] ClaimError),
    /// The password could not be hashed.
    #[error(transparent)]
    Hash(#[from] HashError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl From<TakeError> for JoinError {
    fn from(error: TakeError) -> JoinError {
        match error {
            TakeError::Limited(limited) => limited.into(),
            TakeError::Db(error) => error.into(),
        }
    }
}

/// Begins a sign-up and sends the code; the token is the browser's to resume it with. The form sent twice, or
/// filled in anew a moment later, goes on with the sign-up it began, and mails no second code within a minute.
///
/// # Errors
/// See [`JoinError`].
pub async fn begin(cx: &Cx, newcomer: Newcomer) -> Result<CustomerToken, JoinError> {
    let now = cx.clock.now();
    let subsidiary =
        cx.jurisdictions.for_country(newcomer.country).ok_or(JoinError::Country(newcomer.country))?.code;
    let personal = PersonalData::new(newcomer.email.as_str(), []);
    password::check(newcomer.password.expose(), &personal).map_err(JoinError::Password)?;
    take(cx, cx.settings.limits.sign_up_peer, limits::network(newcomer.peer)).await?;
    take(cx, cx.settings.limits.sign_up_email, newcomer.email.norm().to_owned()).await?;
    let password_hash = cx.passwords.hash(newcomer.password).await?;
    let owner = owner_of(cx, &newcomer.email, now).await?;
    let fresh = CustomerToken::draw(&cx.random, cx.random.id(now));
    let code = code_for(cx, owner);
    // Only what is there goes on: a cookie never says in which partition a sign-up begins.
    let begun = match newcomer.begun {
        Some(token) => find(cx, &token).await?.map(|_| token),
        None => None,
    };
    for token in [begun, newcomer.form, Some(fresh)].into_iter().flatten() {
        let new = NewSignUp {
            token: token.clone(),
            email: newcomer.email.clone(),
            password_hash: password_hash.clone(),
            country: newcomer.country,
            subsidiary,
            locale: newcomer.locale,
            code: code.clone(),
        };
        let begun = cx.db.account(token.owner()).write::<_, JoinError, _>(move |tx| {
            let begun = sign_up::start(tx, now, &new)?;
            if begun.is_code_taken {
                write_code(tx, now, &begun.sign_up, new.code.as_ref(), owner)?;
            }
            Ok(())
        });
        match begun.await {
            Ok(()) => {
                cx.wake.ring();
                return Ok(token);
            }
            Err(JoinError::SignUp(SignUpError::OutOfStep)) => {}
            Err(error) => return Err(error),
        }
    }
    Err(SignUpError::OutOfStep.into())
}

/// Sends another code, to another address when one is given.
///
/// # Errors
/// See [`JoinError`].
pub async fn resend(
    cx: &Cx,
    token: CustomerToken,
    to: Option<EmailAddress>,
    peer: IpAddr,
) -> Result<(), JoinError> {
    let now = cx.clock.now();
    take(cx, cx.settings.limits.sign_up_peer, limits::network(peer)).await?;
    let known = find(cx, &token).await?.ok_or(SignUpError::Gone)?;
    let address = to.unwrap_or(known.email);
    take(cx, cx.settings.limits.sign_up_email, address.norm().to_owned()).await?;
    let owner = owner_of(cx, &address, now).await?;
    let code = code_for(cx, owner);
    cx.db
        .account(token.owner())
        .write::<_, JoinError, _>(move |tx| {
            let sign_up = sign_up::change_email(tx, now, &token, &address, code.as_ref())?;
            write_code(tx, now, &sign_up, code.as_ref(), owner)?;
            Ok(())
        })
        .await?;
    cx.wake.ring();
    Ok(())
}

/// The sign-up of this browser, to be resumed.
///
/// # Errors
/// The database's own.
pub async fn find(cx: &Cx, token: &CustomerToken) -> Result<Option<SignUp>, db::Error> {
    let (now, wanted) = (cx.clock.now(), token.clone());
    cx.db.account(token.owner()).read(move |tx| sign_up::find(tx, now, &wanted)).await
}

/// Compares the typed code.
///
/// # Errors
/// See [`JoinError`].
pub async fn verify(
    cx: &Cx,
    token: CustomerToken,
    typed: String,
    peer: IpAddr,
) -> Result<sign_up::Verification, JoinError> {
    take(cx, cx.settings.limits.code_peer, limits::network(peer)).await?;
    let now = cx.clock.now();
    let verified = cx
        .db
        .account(token.owner())
        .write::<_, SignUpError, _>(move |tx| sign_up::verify(tx, now, &token, &typed))
        .await?;
    Ok(verified)
}

/// Chooses the account type.
///
/// # Errors
/// See [`JoinError`].
pub async fn choose_type(
    cx: &Cx,
    token: CustomerToken,
    kind: kernel::AccountType,
) -> Result<SignUp, JoinError> {
    let now = cx.clock.now();
    let chosen = cx
        .db
        .account(token.owner())
        .write::<_, SignUpError, _>(move |tx| sign_up::choose_type(tx, now, &token, kind))
        .await?;
    Ok(chosen)
}

/// Who came in, and how: the browser's session.
#[derive(Debug, Clone)]
pub struct Entrance {
    /// The network address.
    pub peer: IpAddr,
    /// The `User-Agent` header.
    pub agent: String,
    /// The browser, for recognising it later.
    pub device: Device,
}

/// How long after the account was made the last page of its sign-up still opens a session: sent twice, it lands
/// where it landed. Later the cookie of a sign-up opens nothing.
pub const AGAIN: SignedDuration = SignedDuration::from_mins(15);

/// Takes the contact data, claims the logins, makes the account, and opens its first session. Told again soon
/// after, it is the account as it is, with a session for this browser.
///
/// # Errors
/// See [`JoinError`].
pub async fn complete(
    cx: &Cx,
    token: CustomerToken,
    form: ContactForm,
    entrance: Entrance,
) -> Result<(Account, CustomerToken), JoinError> {
    let now = cx.clock.now();
    let described = token.clone();
    let sign_up = cx
        .db
        .account(token.owner())
        .write::<_, SignUpError, _>(move |tx| sign_up::describe(tx, now, &described, &form))
        .await?;
    let (first, last) = sign_up
        .contact
        .as_ref()
        .map_or_else(Default::default, |contact| (contact.first_name.clone(), contact.last_name.clone()));
    let draw = || nic::draw(&cx.random, &first, &last, &cx.settings.nic_suffix);
    let nic = logins::claim(&cx.db, now, token.owner(), &sign_up.email, draw).await?;
    let session = NewSession {
        id: cx.random.id(now),
        token: CustomerToken::draw(&cx.random, token.owner()),
        peer: entrance.peer.to_string(),
        agent: entrance.agent,
    };
    let (owner, opened, device) = (token.owner(), session.token.clone(), entrance.device);
    let account = cx
        .db
        .account(owner)
        .write::<_, JoinError, _>(move |tx| {
            let account = sign_up::complete(tx, now, &token, &nic)?;
            if now.duration_since(account.created_at) > AGAIN {
                return Err(SignUpError::OutOfStep.into());
            }
            accounts::sign_in::welcome(tx, now, &session, &device)?;
            let email = Email::AccountCreated(mail::AccountCreated { path: "/dashboard".to_owned() });
            announce::tell(tx, now, &account, "account/created", &email)?;
            Ok(account)
        })
        .await?;
    cx.db.registry().write::<_, db::Error, _>(move |tx| logins::confirm(tx, now, owner)).await?;
    cx.wake.ring();
    Ok((account, opened))
}

/// The account an address belongs to. A claim whose sign-up was abandoned gives the address back first.
async fn owner_of(cx: &Cx, email: &EmailAddress, now: Timestamp) -> Result<Option<AccountId>, db::Error> {
    let find = async || {
        let wanted = email.norm().to_owned();
        cx.db.registry().read::<_, db::Error, _>(move |tx| logins::find(tx, &wanted)).await
    };
    let Some(login) = find().await? else { return Ok(None) };
    if login.is_confirmed {
        return Ok(Some(login.account));
    }
    logins::settle(&cx.db, now, &login).await?;
    Ok(find().await?.map(|login| login.account))
}

/// A code, unless the address has an account: then none is ever right.
fn code_for(cx: &Cx, owner: Option<AccountId>) -> Option<OneTimeCode> {
    if owner.is_some() { None } else { Some(OneTimeCode::draw(&cx.random)) }
}

/// Writes what follows a sign-up's step into its partition, in one row and one job either way: the code to the
/// newcomer, or a word to the owner of the address.
fn write_code(
    tx: &mut AccountTx,
    now: Timestamp,
    sign_up: &SignUp,
    code: Option<&OneTimeCode>,
    owner: Option<AccountId>,
) -> Result<(), db::Error> {
    if let Some(owner) = owner {
        return outbox::enqueue(tx, now, &TellOwner { owner, at: now, sent: sign_up.codes_sent });
    }
    let cause = format!("sign-up/{}", sign_up.codes_sent);
    let envelope = Envelope::to_newcomer(sign_up.email.clone(), sign_up.locale, sign_up.subsidiary, cause);
    let Some(code) = code else { return Ok(()) };
    let email = Email::SignUpCode(mail::SignUpCode {
        code: code.reveal().to_owned(),
        minutes: u16::try_from(CODE_LIFE.as_mins()).unwrap_or(15),
    });
    mail::post(tx, now, &envelope, &email).map(drop)
}

/// The job that tells an owner of a sign-up with the owner's address: it is written in the partition of the
/// sign-up, and done in the owner's, so that whoever typed the address learns nothing, not even from the time
/// the answer takes.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct TellOwner {
    /// Whose address it is.
    pub owner: AccountId,
    /// When it was typed.
    pub at: Timestamp,
    /// How many codes the sign-up had asked for.
    pub sent: u16,
}

impl outbox::Job for TellOwner {
    const NAME: &'static str = "tell_owner";

    fn key(&self) -> String {
        format!("sign-up/{}", self.sent)
    }
}

/// Does [`TellOwner`]: once a day at the most, whatever is typed.
///
/// # Errors
/// The database's own.
pub async fn tell_owner(cx: &Cx, job: &TellOwner) -> Result<(), db::Error> {
    let (now, at) = (cx.clock.now(), job.at);
    let tell = move |tx: &mut AccountTx| {
        let Some(owner) = accounts::account::find(tx)? else { return Ok(()) };
        let email = Email::AddressTaken(mail::AddressTaken {
            at,
            sign_in_path: "/sign-in".to_owned(),
            reset_path: "/password".to_owned(),
        });
        let day = at.to_zoned(kernel::TimeZone::UTC).date();
        announce::tell(tx, now, &owner, &format!("address-typed/{day}"), &email)
    };
    cx.db.account(job.owner).write(tell).await
}

pub(crate) async fn take(cx: &Cx, limit: Limit, subject: String) -> Result<(), TakeError> {
    let now = cx.clock.now();
    cx.db.registry().write(move |tx| limits::take(tx, now, limit, &subject)).await
}
