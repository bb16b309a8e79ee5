//! Signing up, step by step; each step is one transaction of the future account and can be resumed.
//!
//! The caller draws the account's id, the token of the sign-up (a cookie) and the one-time code, asks
//! [`crate::logins::find`] whether the address is free, and then calls [`start`]: with the code when it is, with
//! `None` when it is not. In both cases the visitor sees the same; without a code no typed code is ever right.

use db::AccountTx;
use kernel::{
    AccountId, AccountType, Country, Locale, Random, Secret, SignedDuration, SubsidiaryCode, Timestamp,
};

use crate::contact::{Contact, ContactForm, FieldFault};
use crate::email::EmailAddress;
use crate::store;
use crate::token::{CustomerToken, is_same, sha256};
use crate::{Account, account};

/// How long a code can be typed.
pub const CODE_LIFE: SignedDuration = SignedDuration::from_mins(15);
/// How often a code can be typed wrongly.
pub const CODE_TRIES_MAX: u16 = 5;
/// How long to wait before another code is sent.
pub const RESEND_AFTER: SignedDuration = SignedDuration::from_secs(60);
/// How many codes one sign-up can ask for, changes of address included.
pub const CODES_MAX: u16 = 6;
/// How long a sign-up can be resumed.
pub const LIFE: SignedDuration = SignedDuration::from_hours(24);
/// The digits of a code.
pub const CODE_DIGITS: usize = 6;

/// A one-time code sent by e-mail.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OneTimeCode(Secret<String>);

impl OneTimeCode {
    /// A new code.
    #[must_use]
    pub fn draw(random: &Random) -> OneTimeCode {
        OneTimeCode(Secret::new(random.digits(CODE_DIGITS)))
    }

    /// The digits, for the e-mail.
    #[must_use]
    pub fn reveal(&self) -> &str {
        self.0.expose()
    }

    fn hash(&self, account: AccountId) -> String {
        code_hash(account, self.reveal())
    }
}

fn code_hash(account: AccountId, digits: &str) -> String {
    sha256(&format!("{account}\n{digits}"))
}

/// What the next page of a sign-up asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The code that was sent.
    Code,
    /// The account type.
    Type,
    /// The contact data.
    Contact,
    /// Nothing: the logins can be claimed and the account completed.
    Complete,
    /// Nothing any more: the account exists.
    Done,
}

/// An unfinished sign-up.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignUp {
    /// The account it will become.
    pub account: AccountId,
    /// The address to be proved.
    pub email: EmailAddress,
    /// The country of tax residence.
    pub country: Country,
    /// The legal entity of that country.
    pub subsidiary: SubsidiaryCode,
    /// The language.
    pub locale: Locale,
    /// When the last code was sent.
    pub code_sent_at: Timestamp,
    /// How many codes were sent.
    pub codes_sent: u16,
    /// Wrong tries of the last code.
    pub code_tries: u16,
    /// When the address was proved.
    pub verified_at: Option<Timestamp>,
    /// The account type, once chosen.
    pub account_type: Option<AccountType>,
    /// The contact data, once given.
    pub contact: Option<Contact>,
    /// When it began.
    pub started_at: Timestamp,
    /// Until when it can be resumed.
    pub expires_at: Timestamp,
    /// Whether the account exists, or the sign-up was given up.
    pub is_closed: bool,
    pub(crate) secret_hash: String,
    pub(crate) password_hash: String,
    pub(crate) code_hash: Option<String>,
}

impl SignUp {
    /// What the next page asks.
    #[must_use]
    pub fn step(&self) -> Step {
        match (self.verified_at, self.account_type, &self.contact) {
            _ if self.is_closed => Step::Done,
            (None, _, _) => Step::Code,
            (Some(_), None, _) => Step::Type,
            (Some(_), Some(_), None) => Step::Contact,
            (Some(_), Some(_), Some(_)) => Step::Complete,
        }
    }

    /// Puts `code` in place of the last, which is worth nothing from here on.
    fn send(&mut self, now: Timestamp, code: Option<&OneTimeCode>) {
        self.code_hash = code.map(|code| code.hash(self.account));
        self.code_sent_at = now;
        self.codes_sent += 1;
        self.code_tries = 0;
    }

    /// When another code may be asked for.
    #[must_use]
    pub fn resend_at(&self) -> Timestamp {
        self.code_sent_at + RESEND_AFTER
    }

    /// Until when the last code can be typed.
    #[must_use]
    pub fn code_expires_at(&self) -> Timestamp {
        self.code_sent_at + CODE_LIFE
    }
}

/// What a sign-up begins with.
#[derive(Debug, Clone)]
pub struct NewSignUp {
    /// The secret of the sign-up; its owner is the id of the account to be.
    pub token: CustomerToken,
    /// The address to prove.
    pub email: EmailAddress,
    /// The hash of the chosen password ([`crate::Passwords::hash`]).
    pub password_hash: String,
    /// The country of tax residence.
    pub country: Country,
    /// The legal entity of that country.
    pub subsidiary: SubsidiaryCode,
    /// The language.
    pub locale: Locale,
    /// The code that is sent; `None` when the address already has an account.
    pub code: Option<OneTimeCode>,
}

/// What beginning came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The sign-up, new or as it was.
    pub sign_up: SignUp,
    /// Whether the code given is the one to type, and so is to be sent; otherwise the one sent before still is.
    pub is_code_taken: bool,
}

/// Why a step was not taken.
#[derive(Debug, thiserror::Error)]
pub enum SignUpError {
    /// No such sign-up, or it is over: begin again.
    #[error("there is no sign-up to go on with")]
    Gone,
    /// The step does not come now.
    #[error("this is not the step the sign-up is at")]
    OutOfStep,
    /// Another code was sent a moment ago.
    #[error("another code can be sent in {} seconds", retry_after.as_secs())]
    TooSoon {
        /// How long to wait.
        retry_after: SignedDuration,
    },
    /// Every code this sign-up may ask for was sent.
    #[error("no further code is sent for this sign-up")]
    TooManyCodes,
    /// The contact data is wrong, field by field.
    #[error("the contact data has faults")]
    Contact(Vec<FieldFault>),
    /// The database's own.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// What became of a typed code. A wrong one is an answer, not an error: it must be counted, and an error would
/// undo the count.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verification {
    /// Right: the address is proved.
    Verified,
    /// Wrong, with this many tries left.
    Wrong {
        /// How often the code can still be typed.
        tries_left: u16,
    },
    /// Typed wrongly too often: another code is needed.
    Exhausted,
    /// Too old: another code is needed.
    Expired,
}

/// Begins a sign-up in the partition of its future account.
///
/// Begun again with the same token, it is the same sign-up: with the password, the country and the language
/// given last, and until a minute has passed with the code that was sent. After the minute the new code takes
/// the place of the last, as with [`resend`]; when no further code may be sent the last one stays, and once the
/// address is proved there is nothing to send.
///
/// # Errors
/// [`SignUpError::OutOfStep`] when the partition already has an account or another sign-up, or this one is over.
pub fn start(tx: &mut AccountTx, now: Timestamp, new: &NewSignUp) -> Result<Begun, SignUpError> {
    let account = tx.account();
    if let Some(known) = store::sign_up(tx)? {
        return start_again(tx, now, new, known);
    }
    if account::find(tx)?.is_some() {
        return Err(SignUpError::OutOfStep);
    }
    let sign_up = SignUp {
        account,
        email: new.email.clone(),
        country: new.country,
        subsidiary: new.subsidiary,
        locale: new.locale,
        code_sent_at: now,
        codes_sent: 1,
        code_tries: 0,
        verified_at: None,
        account_type: None,
        contact: None,
        started_at: now,
        expires_at: now + LIFE,
        is_closed: false,
        secret_hash: new.token.hash(),
        password_hash: new.password_hash.clone(),
        code_hash: new.code.as_ref().map(|code| code.hash(account)),
    };
    store::insert_sign_up(tx, &sign_up)?;
    Ok(Begun { sign_up, is_code_taken: true })
}

fn start_again(
    tx: &mut AccountTx,
    now: Timestamp,
    new: &NewSignUp,
    known: SignUp,
) -> Result<Begun, SignUpError> {
    let is_same = new.token.matches(&known.secret_hash) && new.email.norm() == known.email.norm();
    if !is_same || now >= known.expires_at {
        return Err(SignUpError::OutOfStep);
    }
    let may_send = match known.step() {
        Step::Code => now >= known.resend_at() && known.codes_sent < CODES_MAX,
        Step::Type | Step::Contact | Step::Complete => false,
        Step::Done => return Err(SignUpError::OutOfStep),
    };
    // Contact data is checked by country: another one asks for it again.
    let contact = known.contact.clone().filter(|_| known.country == new.country);
    let mut sign_up = SignUp {
        password_hash: new.password_hash.clone(),
        country: new.country,
        subsidiary: new.subsidiary,
        locale: new.locale,
        contact,
        ..known
    };
    if may_send {
        sign_up.send(now, new.code.as_ref());
    }
    store::update_sign_up(tx, &sign_up)?;
    Ok(Begun { sign_up, is_code_taken: may_send })
}

/// The sign-up of a token, to be resumed; `None` when there is none or it is over.
///
/// # Errors
/// The database's own.
pub fn find(tx: &mut AccountTx, now: Timestamp, token: &CustomerToken) -> Result<Option<SignUp>, db::Error> {
    let sign_up = store::sign_up(tx)?;
    Ok(sign_up.filter(|found| now < found.expires_at && token.matches(&found.secret_hash)))
}

/// Puts another code in place of the last. As with [`start`], there is none for an address that has an account.
///
/// # Errors
/// [`SignUpError::TooSoon`] within a minute of the last, [`SignUpError::TooManyCodes`] after [`CODES_MAX`].
pub fn resend(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    code: Option<&OneTimeCode>,
) -> Result<SignUp, SignUpError> {
    let email = open(tx, now, token, Step::Code)?.email;
    change_email(tx, now, token, &email, code)
}

/// Sends the code to another address instead, without a wait when it is another.
///
/// # Errors
/// As [`resend`].
pub fn change_email(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    email: &EmailAddress,
    code: Option<&OneTimeCode>,
) -> Result<SignUp, SignUpError> {
    let mut sign_up = open(tx, now, token, Step::Code)?;
    if sign_up.codes_sent >= CODES_MAX {
        return Err(SignUpError::TooManyCodes);
    }
    // An address typed wrongly is corrected at once; the minute is between two letters to one mailbox.
    if email.norm() == sign_up.email.norm() && now < sign_up.resend_at() {
        return Err(SignUpError::TooSoon { retry_after: sign_up.resend_at().duration_since(now) });
    }
    sign_up.email = email.clone();
    sign_up.send(now, code);
    store::update_sign_up(tx, &sign_up)?;
    Ok(sign_up)
}

/// Compares a typed code with the one sent. Spaces do not matter.
///
/// # Errors
/// [`SignUpError::Gone`], or [`SignUpError::OutOfStep`] when the address is already proved.
pub fn verify(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    typed: &str,
) -> Result<Verification, SignUpError> {
    let mut sign_up = open(tx, now, token, Step::Code)?;
    if now >= sign_up.code_expires_at() {
        return Ok(Verification::Expired);
    }
    if sign_up.code_tries >= CODE_TRIES_MAX {
        return Ok(Verification::Exhausted);
    }
    let typed: String = typed.chars().filter(|c| !c.is_whitespace()).collect();
    let typed = code_hash(sign_up.account, &typed);
    let is_right = sign_up.code_hash.as_deref().is_some_and(|sent| is_same(sent, &typed));
    if is_right {
        sign_up.verified_at = Some(now);
        sign_up.code_hash = None;
    } else {
        sign_up.code_tries += 1;
    }
    store::update_sign_up(tx, &sign_up)?;
    Ok(match CODE_TRIES_MAX - sign_up.code_tries {
        _ if is_right => Verification::Verified,
        0 => Verification::Exhausted,
        tries_left => Verification::Wrong { tries_left },
    })
}

/// Chooses the account type; it can be chosen anew until the account is complete, and changes nothing then.
///
/// # Errors
/// [`SignUpError::OutOfStep`] before the address is proved.
pub fn choose_type(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    kind: AccountType,
) -> Result<SignUp, SignUpError> {
    let mut sign_up = open_after_code(tx, now, token)?;
    if sign_up.is_closed {
        return Ok(sign_up);
    }
    // Contact data is checked by type: another type asks for it again.
    if sign_up.account_type != Some(kind) {
        sign_up.contact = None;
    }
    sign_up.account_type = Some(kind);
    store::update_sign_up(tx, &sign_up)?;
    Ok(sign_up)
}

/// Gives the contact data; it can be given anew until the account is complete, and changes nothing then.
///
/// # Errors
/// [`SignUpError::Contact`] with every fault, [`SignUpError::OutOfStep`] before the type is chosen.
pub fn describe(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    form: &ContactForm,
) -> Result<SignUp, SignUpError> {
    let mut sign_up = open_after_code(tx, now, token)?;
    if sign_up.is_closed {
        return Ok(sign_up);
    }
    let kind = sign_up.account_type.ok_or(SignUpError::OutOfStep)?;
    sign_up.contact = Some(form.check(kind, sign_up.country).map_err(SignUpError::Contact)?);
    store::update_sign_up(tx, &sign_up)?;
    Ok(sign_up)
}

/// Makes the account, once its logins are claimed ([`crate::logins::claim`]); calling it again answers the same
/// account. Afterwards [`crate::logins::confirm`].
///
/// # Errors
/// [`SignUpError::Gone`] when the sign-up was given up meanwhile, [`SignUpError::OutOfStep`] when a step is missing.
pub fn complete(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    nic: &str,
) -> Result<Account, SignUpError> {
    let sign_up = find(tx, now, token)?.ok_or(SignUpError::Gone)?;
    if let Some(account) = account::find(tx)? {
        return Ok(account);
    }
    if sign_up.is_closed {
        return Err(SignUpError::Gone);
    }
    let (Some(_), Some(kind), Some(contact)) = (sign_up.verified_at, sign_up.account_type, &sign_up.contact)
    else {
        return Err(SignUpError::OutOfStep);
    };
    let account = account_of(&sign_up, now, nic, kind, contact.clone());
    store::insert_account(tx, &account)?;
    store::set_password(tx, now, &sign_up.password_hash)?;
    store::close_sign_up(tx, now)?;
    Ok(account)
}

/// Deletes the sign-up of this partition once its day is over; the account, if there is one, stays.
///
/// # Errors
/// The database's own.
pub fn forget(tx: &mut AccountTx, now: Timestamp) -> Result<(), db::Error> {
    store::forget_sign_up(tx, now)
}

/// The partitions whose sign-up can be forgotten.
///
/// # Errors
/// The database's own.
pub fn expired(tx: &mut db::AcrossTx, now: Timestamp, limit: u16) -> Result<Vec<AccountId>, db::Error> {
    store::expired_sign_ups(tx, now, i64::from(limit))
}

fn open(
    tx: &mut AccountTx,
    now: Timestamp,
    token: &CustomerToken,
    step: Step,
) -> Result<SignUp, SignUpError> {
    let sign_up = find(tx, now, token)?.ok_or(SignUpError::Gone)?;
    if sign_up.step() == step { Ok(sign_up) } else { Err(SignUpError::OutOfStep) }
}

fn open_after_code(tx: &mut AccountTx, now: Timestamp, token: &CustomerToken) -> Result<SignUp, SignUpError> {
    let sign_up = find(tx, now, token)?.ok_or(SignUpError::Gone)?;
    match sign_up.step() {
        Step::Type | Step::Contact | Step::Complete => Ok(sign_up),
        // The last page sent twice: the account is there.
        Step::Done if account::find(tx)?.is_some() => Ok(sign_up),
        Step::Code | Step::Done => Err(SignUpError::OutOfStep),
    }
}

fn account_of(sign_up: &SignUp, now: Timestamp, nic: &str, kind: AccountType, contact: Contact) -> Account {
    Account {
        id: sign_up.account,
        nic: nic.to_owned(),
        email: sign_up.email.as_str().to_owned(),
        account_type: kind,
        subsidiary: sign_up.subsidiary,
        country: sign_up.country,
        locale: sign_up.locale,
        first_name: contact.first_name,
        last_name: contact.last_name,
        organisation: contact.organisation,
        vat: contact.vat,
        national_id: contact.national_id,
        address: contact.address,
        zip: contact.zip,
        city: contact.city,
        phone: contact.phone,
        created_at: now,
        invoice_copies: None,
        paper_invoices: false,
        has_webhooks: false,
    }
}
