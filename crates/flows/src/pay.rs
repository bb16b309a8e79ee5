//! Pay an order: a transaction, the provider, a transaction.

use kernel::{AccountId, AttemptId, MethodId, OrderId, PaymentKind, Timestamp};
use orders::{Order, OrderKind};
use payments::{
    Attempt, AttemptState, BeginError, Begun, Books, ByProgram, ChargeMethod, ChargeOutcome, NewAttempt,
    NewSetup, Next, PayWith, RefusalReason, ToldCustomer,
};

use crate::settle::{SettleError, settle};
use crate::{Cx, Unconfigured, debts};

/// How a customer pays an order.
#[derive(Debug, Clone)]
pub struct Payment {
    /// Drawn with the page: the same page sent twice is one attempt.
    pub id: AttemptId,
    /// The order's number.
    pub order: i64,
    /// With what.
    pub with: Choice,
    /// The path of the portal the provider's page sends the customer back to.
    pub return_path: String,
}

/// With what a customer pays.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// With a method given on the provider's page.
    New {
        /// Card or direct debit.
        kind: PaymentKind,
        /// Whether it is kept.
        register: bool,
        /// Whether the kept method becomes the default one.
        make_default: bool,
    },
    /// With a registered method.
    Registered(MethodId),
}

/// A method to register without paying.
#[derive(Debug, Clone)]
pub struct Registration {
    /// Drawn with the page.
    pub id: AttemptId,
    /// Card or direct debit.
    pub kind: PaymentKind,
    /// Whether it becomes the default one.
    pub make_default: bool,
    /// The path of the portal the provider's page sends the customer back to.
    pub return_path: String,
    /// What the program wants that asks for it, where it is one.
    pub by_program: Option<ByProgram>,
}

/// What a payment came to, for now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PayOutcome {
    /// The customer goes on at the provider's page.
    Redirect(String),
    /// The order is paid.
    Paid,
    /// The provider accepted, or did not answer: the order's page says when it is known.
    Pending,
    /// The provider refused; another method may do.
    Refused(RefusalReason),
    /// It ended without money and without a refusal: turned back, closed, or not accepted by the provider.
    Closed,
}

/// Why no payment was made.
#[derive(Debug, thiserror::Error)]
pub enum PayError {
    /// The account has no such order.
    #[error("no such order")]
    NoOrder,
    /// It expired, or is over.
    #[error("the order can no longer be paid")]
    NotPayable,
    /// It is paid already.
    #[error("the order is already paid")]
    AlreadyPaid,
    /// Another payment of it may still take the money (C26).
    #[error("another payment of this order is still being made")]
    InProgress,
    /// The kind of method is not allowed for this account.
    #[error("this kind of payment is not offered to this account")]
    NotOffered,
    /// The method is not the account's, or cannot be charged any more.
    #[error("this payment method cannot be used")]
    Method,
    /// The page was sent before with another choice.
    #[error("this payment was already begun with other data")]
    OtherData,
    /// What the provider said could not be worked on.
    #[error(transparent)]
    Settle(#[from] SettleError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl From<BeginError> for PayError {
    fn from(error: BeginError) -> PayError {
        match error {
            BeginError::AlreadyPaid { .. } => PayError::AlreadyPaid,
            BeginError::InProgress { .. } | BeginError::PageOpen { .. } => PayError::InProgress,
            BeginError::OtherData => PayError::OtherData,
            BeginError::NothingToPay => PayError::NotPayable,
            BeginError::Method => PayError::Method,
            BeginError::Db(error) => PayError::Db(error),
        }
    }
}

/// Pays an order. Sent twice, it is the attempt that stands; a page left open is closed with a last look before
/// another attempt begins (C25).
///
/// # Errors
/// See [`PayError`].
pub async fn pay(cx: &Cx, account: AccountId, payment: Payment) -> Result<PayOutcome, PayError> {
    // One round per page that may be open: the one found, and one opened meanwhile.
    for _ in 0..3 {
        match begin(cx, account, &payment).await {
            Ok((order, begun)) => {
                return charge(cx, account, &order, begun, Some(&payment.return_path)).await;
            }
            Err(Begin::PageOpen(attempt)) => last_look(cx, account, attempt).await?,
            Err(Begin::Not(error)) => return Err(error),
        }
    }
    Err(PayError::InProgress)
}

enum Begin {
    PageOpen(AttemptId),
    Not(PayError),
}

impl<E: Into<PayError>> From<E> for Begin {
    fn from(error: E) -> Begin {
        Begin::Not(error.into())
    }
}

async fn begin(cx: &Cx, account: AccountId, payment: &Payment) -> Result<(Order, Begun), Begin> {
    let (inside, now, payment) = (cx.clone(), cx.clock.now(), payment.clone());
    let begun = cx
        .db
        .account(account)
        .write::<_, PayOrPage, _>(move |tx| {
            accounts::account::fetch_ahead(tx)?;
            let order = orders::store::find_by_number(tx, payment.order)?.ok_or(PayError::NoOrder)?;
            let mut attempts = payments::store::of_order(tx, order.id)?;
            let is_new = attempts.iter().all(|known| known.id != payment.id);
            if is_new && order.paid_at.is_some() {
                return Err(PayError::AlreadyPaid.into());
            }
            if is_new && !order.is_payable(now) {
                return Err(PayError::NotPayable.into());
            }
            if is_new && order.kind != OrderKind::Purchase {
                attempts.extend(debts::rivals(tx, &order)?);
                if order.kind == OrderKind::Regularisation && !debts::is_still_owed(tx, &order)? {
                    return Err(PayError::NotPayable.into());
                }
            }
            let subsidiary = inside.subsidiary(order.subsidiary).map_err(PayError::from)?;
            let owner = accounts::account::get(tx)?;
            let with = match payment.with {
                Choice::Registered(method) => PayWith::Registered(method),
                Choice::New { kind, register, make_default } => {
                    let allowed = subsidiary.payment_kinds(owner.account_type).contains(&kind);
                    let gateway = inside.gateways.hosting(kind).filter(|_| allowed);
                    let gateway = gateway.ok_or(PayError::NotOffered)?.name().to_owned();
                    PayWith::New { gateway, kind, register, make_default }
                }
            };
            let is_registered = matches!(with, PayWith::Registered(_));
            let (books, amount) = (Books::from(subsidiary), debts::to_pay(tx, &order)?);
            let new = NewAttempt { id: payment.id, order: order.id, books, amount, with };
            let begun = payments::begin(tx, now, &new, &attempts)?;
            // A method outlives its provider's place in the configuration; what is begun with it is undone.
            if inside.gateways.get(&begun.attempt.gateway).is_err() {
                return Err(PayError::Method.into());
            }
            if is_new {
                orders::payment_begun(tx, now, order.id, is_registered)?;
            }
            Ok((order, begun))
        })
        .await;
    begun.map_err(|error| match error {
        PayOrPage::PageOpen(attempt) => Begin::PageOpen(attempt),
        PayOrPage::Pay(error) => Begin::Not(error),
    })
}

/// The error of the transaction that begins: the open page is told apart, because it can be closed.
#[derive(Debug, thiserror::Error)]
enum PayOrPage {
    #[error("a page is open")]
    PageOpen(AttemptId),
    #[error(transparent)]
    Pay(#[from] PayError),
}

impl From<db::Error> for PayOrPage {
    fn from(error: db::Error) -> PayOrPage {
        PayOrPage::Pay(error.into())
    }
}

impl From<BeginError> for PayOrPage {
    fn from(error: BeginError) -> PayOrPage {
        match error {
            BeginError::PageOpen { attempt } => PayOrPage::PageOpen(attempt),
            error @ (BeginError::AlreadyPaid { .. }
            | BeginError::InProgress { .. }
            | BeginError::OtherData
            | BeginError::NothingToPay
            | BeginError::Method
            | BeginError::Db(_)) => PayOrPage::Pay(error.into()),
        }
    }
}

/// Calls the provider for an attempt that stands, and records what it says. Without a path to come back to, the
/// customer is not there: a registered method is charged on the strength of its first use.
pub(crate) async fn charge(
    cx: &Cx,
    account: AccountId,
    order: &Order,
    begun: Begun,
    return_path: Option<&str>,
) -> Result<PayOutcome, PayError> {
    let attempt = &begun.attempt;
    if attempt.next() != Next::Charge {
        return Ok(outcome_of(attempt));
    }
    let answer = ask(cx, account, order, &begun, return_path).await?;
    answered(cx, account, attempt.id, answer).await
}

/// Asks the provider to take the money of an attempt; its id is the key, so that asking again takes nothing twice.
pub(crate) async fn ask(
    cx: &Cx,
    account: AccountId,
    order: &Order,
    begun: &Begun,
    return_path: Option<&str>,
) -> Result<Result<ChargeOutcome, payments::Unknown>, Unconfigured> {
    let attempt = &begun.attempt;
    let told = ToldCustomer {
        description: order.number.to_string(),
        order_number: order.number,
        customer_ref: order.billing.nic.clone(),
        return_url: format!("{}{}", cx.settings.base_url, return_path.unwrap_or_default()),
        locale: order.locale,
    };
    let mut request = attempt.charge_request(account, begun.with.clone(), told);
    if let ChargeMethod::Registered { return_url, .. } = &mut request.method
        && return_path.is_none()
    {
        *return_url = None;
    }
    Ok(cx.gateways.get(&attempt.gateway)?.charge(&request).await)
}

/// Opens the provider's page that registers a method without taking money.
///
/// # Errors
/// See [`PayError`].
pub async fn register_method(
    cx: &Cx,
    account: AccountId,
    registration: Registration,
) -> Result<PayOutcome, PayError> {
    let (inside, now) = (cx.clone(), cx.clock.now());
    let Registration { id, kind, make_default, return_path, by_program } = registration;
    let (owner, begun) = cx
        .db
        .account(account)
        .write::<_, PayError, _>(move |tx| {
            let owner = accounts::account::get(tx)?;
            let subsidiary = inside.subsidiary(owner.subsidiary)?;
            let allowed = subsidiary.payment_kinds(owner.account_type).contains(&kind);
            let gateway =
                inside.gateways.hosting(kind).filter(|gateway| allowed && gateway.capabilities().setup);
            let gateway = gateway.ok_or(PayError::NotOffered)?.name().to_owned();
            let books = Books::from(subsidiary);
            let currency = subsidiary.currency;
            let by_program = by_program.clone();
            let new = NewSetup { id, books, currency, gateway, kind, make_default, by_program };
            Ok((owner, payments::begin_setup(tx, now, &new)?))
        })
        .await?;
    if begun.attempt.next() != Next::Charge {
        return Ok(outcome_of(&begun.attempt));
    }
    let told = ToldCustomer {
        description: String::new(),
        order_number: 0,
        customer_ref: owner.nic,
        return_url: format!("{}{return_path}", cx.settings.base_url),
        locale: owner.locale,
    };
    let request = begun.attempt.setup_request(account, told);
    let answer = cx.gateways.get(&begun.attempt.gateway)?.setup(&request).await;
    answered(cx, account, id, answer).await
}

async fn answered(
    cx: &Cx,
    account: AccountId,
    attempt: AttemptId,
    answer: Result<ChargeOutcome, payments::Unknown>,
) -> Result<PayOutcome, PayError> {
    match answer {
        Ok(outcome) => Ok(outcome_of(&settle(cx, account, attempt, outcome).await?.0)),
        Err(unknown) => {
            tracing::warn!(%attempt, %unknown, "the outcome of a charge is unknown; the provider will be asked");
            let now = cx.clock.now();
            let attempt = cx.db.account(account).write(move |tx| payments::lost(tx, now, attempt)).await?;
            cx.wake.ring();
            Ok(outcome_of(&attempt))
        }
    }
}

/// Closes an open page at the provider, and records what had become of it.
pub(crate) async fn last_look(cx: &Cx, account: AccountId, attempt: AttemptId) -> Result<(), PayError> {
    let known = cx.db.account(account).read(move |tx| payments::store::get(tx, attempt)).await?;
    match cx.gateways.get(&known.gateway)?.expire(attempt).await {
        Ok(Some(outcome)) => {
            settle(cx, account, attempt, outcome).await?;
            Ok(())
        }
        Ok(None) | Err(_) => Err(PayError::InProgress),
    }
}

/// Where a customer who comes back from the provider's page stands; the provider is asked when we do not know.
///
/// # Errors
/// [`PayError::NoOrder`] when the account has no such attempt.
pub async fn came_back(cx: &Cx, account: AccountId, attempt: AttemptId) -> Result<PayOutcome, PayError> {
    let known = cx.db.account(account).read(move |tx| payments::store::find(tx, attempt)).await?;
    let known = known.ok_or(PayError::NoOrder)?;
    if !known.state.is_unresolved() {
        return Ok(outcome_of(&known));
    }
    match crate::settle::ask(cx, account, attempt).await {
        Ok(attempt) => Ok(outcome_of(&attempt)),
        Err(SettleError::Unknown(_)) => Ok(PayOutcome::Pending),
        Err(error) => Err(error.into()),
    }
}

/// Where the browser goes that comes back from the page on which a method was registered for a program.
///
/// # Errors
/// [`PayError::NoOrder`] when no program asked for such a registration.
pub async fn came_back_for_program(cx: &Cx, attempt: AttemptId) -> Result<String, PayError> {
    let account = cx.db.across().read(move |tx| payments::store::account_of(tx, attempt)).await?;
    let account = account.ok_or(PayError::NoOrder)?;
    let asked = cx.db.account(account).read(move |tx| payments::store::by_program(tx, attempt)).await?;
    let to = asked.ok_or(PayError::NoOrder)?.callbacks;
    match came_back(cx, account, attempt).await {
        Ok(PayOutcome::Paid) => Ok(to.success),
        Ok(PayOutcome::Pending) => Ok(to.pending),
        Ok(PayOutcome::Refused(_)) => Ok(to.failure),
        // The page was left, and may still be open.
        Ok(PayOutcome::Redirect(_)) => Ok(to.cancel),
        Ok(PayOutcome::Closed) => {
            let known = cx.db.account(account).read(move |tx| payments::store::get(tx, attempt)).await?;
            Ok(if known.state == AttemptState::Error { to.error } else { to.cancel })
        }
        Err(PayError::Db(error)) => Err(error.into()),
        Err(error) => {
            tracing::warn!(%attempt, %error, "the return from a registration could not be worked on; it will be");
            Ok(to.pending)
        }
    }
}

fn outcome_of(attempt: &Attempt) -> PayOutcome {
    match attempt.state {
        AttemptState::Ready => attempt.redirect_url.clone().map_or(PayOutcome::Pending, PayOutcome::Redirect),
        AttemptState::Created | AttemptState::Unknown | AttemptState::Confirming => PayOutcome::Pending,
        AttemptState::Success => PayOutcome::Paid,
        AttemptState::Failed => PayOutcome::Refused(attempt.reason.unwrap_or(RefusalReason::Declined)),
        AttemptState::Error | AttemptState::Expired | AttemptState::Canceled => PayOutcome::Closed,
    }
}

/// The attempts of an order, the newest first, for its page.
///
/// # Errors
/// The database's own.
pub async fn attempts(cx: &Cx, account: AccountId, order: OrderId) -> Result<Vec<Attempt>, db::Error> {
    cx.db.account(account).read(move |tx| payments::store::of_order(tx, order)).await
}

/// Whether a payment begun in time may still win over the expiry of its order.
pub(crate) fn is_open(attempts: &[Attempt], expires_at: Timestamp) -> bool {
    attempts.iter().any(|attempt| attempt.state.is_unresolved() && attempt.created_at <= expires_at)
}
