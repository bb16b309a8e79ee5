//! Begin an attempt: the row that stands before any call to a provider.

use db::AccountTx;
use kernel::{AttemptId, Currency, MethodId, Money, OrderId, PaymentKind, Timestamp};

use crate::attempt::{Attempt, AttemptState, Books, ChargeWith};
use crate::method::Method;
use crate::{reconcile, store};

/// With what the customer wants to pay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayWith {
    /// With a method given on the provider's page.
    New {
        /// The provider.
        gateway: String,
        /// Card or direct debit.
        kind: PaymentKind,
        /// Whether the method is to be kept.
        register: bool,
        /// Whether the kept method becomes the default one. The first one always does.
        make_default: bool,
    },
    /// With a registered method.
    Registered(MethodId),
}

/// An attempt to begin.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewAttempt {
    /// Its id, which came with the form: the same form sent twice is the same attempt.
    pub id: AttemptId,
    /// The order to pay.
    pub order: OrderId,
    /// The books the money enters: `Books::from(&subsidiary)`.
    pub books: Books,
    /// The order's total, tax included.
    pub amount: Money,
    /// With what.
    pub with: PayWith,
}

/// A method to register without paying.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSetup {
    /// Its id, which came with the form.
    pub id: AttemptId,
    /// The books of the customer's subsidiary.
    pub books: Books,
    /// The subsidiary's currency.
    pub currency: Currency,
    /// The provider.
    pub gateway: String,
    /// Card or direct debit.
    pub kind: PaymentKind,
    /// Whether it becomes the default method.
    pub make_default: bool,
    /// What the program wants that asked for it, where it was one.
    pub by_program: Option<ByProgram>,
}

/// What a program wants of a method that its customer registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ByProgram {
    /// Words for the method, of at most [`crate::DESCRIPTION_CHARS_MAX`] characters; empty for none.
    pub description: String,
    /// Where the browser goes afterwards.
    pub callbacks: Callbacks,
}

/// Where a program wants the browser to go, by how a registration ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callbacks {
    /// It was given up.
    pub cancel: String,
    /// It did not take place.
    pub error: String,
    /// It was refused.
    pub failure: String,
    /// Its end is not known yet.
    pub pending: String,
    /// The method is registered.
    pub success: String,
}

/// An attempt that stands, and what to charge it with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Begun {
    /// The attempt; [`Attempt::next`] says what to do with it.
    pub attempt: Attempt,
    /// What [`Attempt::charge_request`] takes.
    pub with: ChargeWith,
}

/// Why no attempt was begun.
#[derive(Debug, thiserror::Error)]
pub enum BeginError {
    /// The order is paid already.
    #[error("the order is already paid")]
    AlreadyPaid {
        /// The attempt that paid it.
        attempt: AttemptId,
    },
    /// Another attempt may still take the money: wait for its end (C26).
    #[error("another payment of this order is still being made")]
    InProgress {
        /// That attempt.
        attempt: AttemptId,
    },
    /// A page of the provider is still open for this order: close it there with a last look
    /// ([`crate::Gateway::expire`]), record what that says, and begin again (C25).
    #[error("another payment page of this order is still open")]
    PageOpen {
        /// The attempt of that page.
        attempt: AttemptId,
    },
    /// The same id was used for something else.
    #[error("this payment was already begun with other data")]
    OtherData,
    /// There is nothing to pay.
    #[error("there is nothing to pay")]
    NothingToPay,
    /// The method is not the account's, or cannot be charged any more.
    #[error("this payment method cannot be used")]
    Method,
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Begins an attempt to pay. Begun again with the same id, it is the attempt that stands already.
///
/// `attempts` are those of the order ([`crate::store::of_order`]), read in this transaction.
///
/// # Errors
/// See [`BeginError`].
pub fn begin(
    tx: &mut AccountTx,
    now: Timestamp,
    new: &NewAttempt,
    attempts: &[Attempt],
) -> Result<Begun, BeginError> {
    if !new.amount.is_positive() {
        return Err(BeginError::NothingToPay);
    }
    let (mut attempt, with) = draft(tx, now, new)?;
    if let Some(known) = attempts.iter().find(|known| known.id == new.id) {
        return if is_same(known, &attempt) {
            Ok(Begun { attempt: known.clone(), with })
        } else {
            Err(BeginError::OtherData)
        };
    }
    if let Some(paid) = attempts.iter().find(|other| other.state == AttemptState::Success) {
        return Err(BeginError::AlreadyPaid { attempt: paid.id });
    }
    if let Some(other) = attempts.iter().find(|other| other.state.is_unresolved()) {
        return Err(match other.state {
            AttemptState::Ready => BeginError::PageOpen { attempt: other.id },
            AttemptState::Created
            | AttemptState::Unknown
            | AttemptState::Confirming
            | AttemptState::Error
            | AttemptState::Expired
            | AttemptState::Canceled
            | AttemptState::Failed
            | AttemptState::Success => BeginError::InProgress { attempt: other.id },
        });
    }
    attempt.check_at = Some(reconcile::next_look(&attempt, now));
    // An attempt with this id that is not the order's was begun for something else.
    if store::insert(tx, &attempt)? { Ok(Begun { attempt, with }) } else { Err(BeginError::OtherData) }
}

/// Begins to register a method. Begun again with the same id, it is the one that stands already.
///
/// # Errors
/// See [`BeginError`].
pub fn begin_setup(tx: &mut AccountTx, now: Timestamp, new: &NewSetup) -> Result<Begun, BeginError> {
    let mut attempt = blank(new.id, now, new.books.clone(), Money::zero(new.currency));
    attempt.gateway.clone_from(&new.gateway);
    attempt.kind = new.kind;
    attempt.register = true;
    attempt.make_default = new.make_default;
    attempt.check_at = Some(reconcile::next_look(&attempt, now));
    if store::insert(tx, &attempt)? {
        if let Some(asked) = &new.by_program {
            store::insert_by_program(tx, new.id, asked)?;
        }
        return Ok(Begun { attempt, with: ChargeWith::Page });
    }
    let known = store::get(tx, new.id)?;
    if is_same(&known, &attempt) {
        Ok(Begun { attempt: known, with: ChargeWith::Page })
    } else {
        Err(BeginError::OtherData)
    }
}

fn draft(tx: &mut AccountTx, now: Timestamp, new: &NewAttempt) -> Result<(Attempt, ChargeWith), BeginError> {
    let mut attempt = blank(new.id, now, new.books.clone(), new.amount);
    attempt.order = Some(new.order);
    match &new.with {
        PayWith::New { gateway, kind, register, make_default } => {
            attempt.gateway.clone_from(gateway);
            attempt.kind = *kind;
            attempt.register = *register;
            attempt.make_default = *make_default;
            Ok((attempt, ChargeWith::Page))
        }
        PayWith::Registered(id) => {
            let method = store::find_method(tx, *id)?.ok_or(BeginError::Method)?;
            if !method.is_usable(new.books.civil(now)) {
                return Err(BeginError::Method);
            }
            charged_with(&mut attempt, &method);
            Ok((attempt, ChargeWith::Token(method.token)))
        }
    }
}

/// The attempt is charged to a registered method.
pub(crate) fn charged_with(attempt: &mut Attempt, method: &Method) {
    attempt.gateway.clone_from(&method.gateway);
    attempt.kind = method.kind;
    attempt.method = Some(method.id);
}

/// An attempt of which only this is known.
pub(crate) fn blank(id: AttemptId, now: Timestamp, books: Books, amount: Money) -> Attempt {
    Attempt {
        id,
        order: None,
        books,
        amount,
        gateway: String::new(),
        kind: PaymentKind::Card,
        method: None,
        register: false,
        make_default: false,
        state: AttemptState::Created,
        external_id: None,
        redirect_url: None,
        reason: None,
        created_at: now,
        settled_at: None,
        check_at: None,
    }
}

/// Whether `known` was begun with the same data as `again`. Its method may have been learnt since.
fn is_same(known: &Attempt, again: &Attempt) -> bool {
    known.order == again.order
        && known.amount == again.amount
        && known.gateway == again.gateway
        && known.kind == again.kind
        && known.register == again.register
        && (known.register || known.method == again.method)
}
