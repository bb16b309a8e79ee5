//! The suite every provider must pass; its capability table decides which parts apply.
//!
//! A provider's tests implement [`Bench`], which does what the customer and time do, and call [`run`]. A
//! broken promise panics with a sentence that says which.

use async_trait::async_trait;
use kernel::{
    AccountId, AttemptId, Currency, Headers, Locale, Money, PaymentKind, RefundId, Secret, Timestamp,
};

use crate::gateway::{
    ChargeMethod, ChargeOutcome, ChargeRequest, Gateway, RefundOutcome, RefundRequest, RegisteredMethod,
    SetupRequest, Subject, WebhookError,
};

/// What the customer's method does on the provider's page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scenario {
    /// Paid at once.
    Pays,
    /// Paid after strong authentication, which the bench passes.
    PaysWithCode,
    /// Refused for want of money.
    Refused,
    /// Accepted, then paid.
    PaysLater,
    /// Accepted, then refused.
    RefusedLater,
    /// The customer turns back.
    TurnsBack,
}

/// A webhook as it was delivered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Delivered {
    /// Its headers.
    pub headers: Headers,
    /// Its body.
    pub body: Vec<u8>,
}

/// The customer, time, and the receiver of webhooks, for the provider under test.
#[async_trait]
pub trait Bench: Send + Sync {
    /// The provider under test.
    fn gateway(&self) -> &dyn Gateway;

    /// The present at the provider.
    fn now(&self) -> Timestamp;

    /// A new key; all of one test are different.
    fn key(&self) -> AttemptId;

    /// Goes through the provider's page at `url` with a method of this kind that does this.
    async fn visit(&self, url: &str, kind: PaymentKind, scenario: Scenario);

    /// The token of a registered card whose charges are paid, and whose answers are lost after
    /// (`is_effect_lost` false) or before (true) their effect; `None` when the provider cannot pretend that.
    async fn lossy_token(&self, is_effect_lost: bool) -> Option<Secret<String>>;

    /// Lets the time pass that delayed payments take.
    async fn pass_time(&self);

    /// At least one webhook about this key, once it was delivered; `None` when the provider sends none.
    async fn webhook_about(&self, key: AttemptId) -> Option<Delivered>;
}

/// Runs the whole suite.
///
/// # Panics
/// When the provider breaks a promise.
pub async fn run(bench: &dyn Bench) {
    let can = *bench.gateway().capabilities();
    let first = *can.kinds.first().expect("a provider collects from at least one kind of method");
    a_key_that_was_never_seen_is_nothing(bench).await;
    if can.hosted_page {
        the_same_key_opens_one_page(bench, first).await;
        what_happens_on_the_page_is_what_find_says(bench, first).await;
        a_closed_page_takes_nothing(bench, first).await;
        a_page_that_was_paid_cannot_be_closed(bench, first).await;
    }
    if can.delayed {
        delayed_charges_end(bench, first).await;
    }
    if can.closes_unseen {
        a_key_closed_before_it_was_seen_never_charges(bench, first).await;
    }
    if can.registered && can.hosted_page {
        for kind in can.kinds {
            a_registered_method_is_charged_by_its_token(bench, *kind).await;
        }
        lost_answers_are_found_by_asking(bench).await;
    }
    if can.forgets && can.registered && can.hosted_page {
        for kind in can.kinds {
            a_forgotten_method_is_charged_no_more(bench, *kind).await;
        }
    }
    if can.setup {
        for kind in can.kinds {
            a_method_is_registered_without_paying(bench, *kind).await;
        }
    }
    if can.refunds {
        refunds_never_exceed_the_charge(bench, first, can.partial_refunds).await;
    }
    webhooks_are_authentic_or_refused(bench, first).await;
}

fn eur(minor: i64) -> Money {
    Money::new(minor, Currency::EUR)
}

fn account(key: AttemptId) -> AccountId {
    // Any account will do; this one tells the tests apart.
    AccountId::from_uuid(key.uuid())
}

fn hosted(key: AttemptId, kind: PaymentKind, register: bool) -> ChargeRequest {
    ChargeRequest {
        key,
        account: account(key),
        amount: eur(10_000),
        description: "Order 1042".to_owned(),
        order_number: 1042,
        customer_ref: "ab12345-ct".to_owned(),
        method: ChargeMethod::Hosted {
            kind,
            return_url: "https://shop.example/orders/1042".to_owned(),
            register,
        },
        locale: Locale::Fr,
    }
}

fn by_token(key: AttemptId, token: Secret<String>) -> ChargeRequest {
    ChargeRequest {
        method: ChargeMethod::Registered { token, return_url: None },
        ..hosted(key, PaymentKind::Card, false)
    }
}

async fn open(bench: &dyn Bench, kind: PaymentKind, register: bool) -> (AttemptId, String) {
    let key = bench.key();
    let request = hosted(key, kind, register);
    match bench.gateway().charge(&request).await {
        Ok(ChargeOutcome::Redirect { url, .. }) => (key, url),
        other => panic!("a hosted charge answers the address of its page, not {other:?}"),
    }
}

async fn found(bench: &dyn Bench, key: AttemptId) -> ChargeOutcome {
    let found = bench.gateway().find(key).await.expect("the provider can be asked");
    found.expect("a key that was charged is found")
}

/// A charge that was paid, whatever the kind needs for it.
async fn paid(bench: &dyn Bench, kind: PaymentKind, register: bool) -> (AttemptId, ChargeOutcome) {
    let (key, url) = open(bench, kind, register).await;
    let is_card = kind == PaymentKind::Card;
    bench.visit(&url, kind, if is_card { Scenario::Pays } else { Scenario::PaysLater }).await;
    if !is_card {
        bench.pass_time().await;
    }
    let outcome = found(bench, key).await;
    assert!(matches!(outcome, ChargeOutcome::Succeeded { .. }), "a paid charge has succeeded: {outcome:?}");
    (key, outcome)
}

fn name_of(outcome: &ChargeOutcome) -> String {
    match outcome {
        ChargeOutcome::Redirect { external_id, .. }
        | ChargeOutcome::Pending { external_id }
        | ChargeOutcome::Succeeded { external_id, .. }
        | ChargeOutcome::Refused { external_id, .. }
        | ChargeOutcome::Cancelled { external_id }
        | ChargeOutcome::Expired { external_id } => external_id.clone(),
        ChargeOutcome::Rejected { detail } => panic!("a good request was rejected: {detail}"),
    }
}

async fn a_key_that_was_never_seen_is_nothing(bench: &dyn Bench) {
    assert_eq!(bench.gateway().find(bench.key()).await, Ok(None), "a key never seen is found as nothing");
    let refund = RefundId::from_uuid(bench.key().uuid());
    let found = bench.gateway().find_refund(refund).await;
    assert_eq!(found, Ok(None), "a refund never asked for is found as nothing");
}

async fn the_same_key_opens_one_page(bench: &dyn Bench, kind: PaymentKind) {
    let (key, url) = open(bench, kind, false).await;
    let again = bench.gateway().charge(&hosted(key, kind, false)).await;
    let told = matches!(&again, Ok(ChargeOutcome::Redirect { url: same, .. }) if *same == url);
    assert!(told, "the same key gets the same page, not {again:?}");
    let other = ChargeRequest { amount: eur(1), ..hosted(key, kind, false) };
    // «Rejected» would say that no money moved, while the first call may have taken it.
    let unsure = bench.gateway().charge(&other).await;
    assert!(unsure.is_err(), "the same key with another amount is unknown, not {unsure:?}");
}

async fn what_happens_on_the_page_is_what_find_says(bench: &dyn Bench, kind: PaymentKind) {
    for scenario in [Scenario::Pays, Scenario::PaysWithCode, Scenario::Refused, Scenario::TurnsBack] {
        let (key, url) = open(bench, kind, false).await;
        let before = found(bench, key).await;
        assert!(matches!(before, ChargeOutcome::Redirect { .. }), "an open page is found open: {before:?}");
        bench.visit(&url, kind, scenario).await;
        let after = found(bench, key).await;
        let is_right = match scenario {
            Scenario::Pays | Scenario::PaysWithCode => {
                matches!(after, ChargeOutcome::Succeeded { registered: None, .. })
            }
            Scenario::Refused => matches!(after, ChargeOutcome::Refused { .. }),
            Scenario::TurnsBack => matches!(after, ChargeOutcome::Cancelled { .. }),
            Scenario::PaysLater | Scenario::RefusedLater => matches!(after, ChargeOutcome::Pending { .. }),
        };
        assert!(is_right, "{scenario:?} is found as {after:?}");
        assert_eq!(name_of(&before), name_of(&after), "a charge keeps its name");
    }
}

async fn a_closed_page_takes_nothing(bench: &dyn Bench, kind: PaymentKind) {
    let (key, url) = open(bench, kind, false).await;
    let closed = bench.gateway().expire(key).await;
    assert!(matches!(closed, Ok(Some(ChargeOutcome::Expired { .. }))), "an open page closes: {closed:?}");
    bench.visit(&url, kind, Scenario::Pays).await;
    let after = found(bench, key).await;
    assert!(matches!(after, ChargeOutcome::Expired { .. }), "a closed page took money: {after:?}");
}

async fn a_page_that_was_paid_cannot_be_closed(bench: &dyn Bench, kind: PaymentKind) {
    let (key, _) = paid(bench, kind, false).await;
    let last_look = bench.gateway().expire(key).await;
    let told = matches!(last_look, Ok(Some(ChargeOutcome::Succeeded { .. })));
    assert!(told, "the last look at a paid page tells of the money, not {last_look:?}");
}

async fn delayed_charges_end(bench: &dyn Bench, kind: PaymentKind) {
    for (scenario, is_paid) in [(Scenario::PaysLater, true), (Scenario::RefusedLater, false)] {
        let (key, url) = open(bench, kind, false).await;
        bench.visit(&url, kind, scenario).await;
        let pending = found(bench, key).await;
        assert!(matches!(pending, ChargeOutcome::Pending { .. }), "{scenario:?} begins as {pending:?}");
        bench.pass_time().await;
        let end = found(bench, key).await;
        let is_right = match is_paid {
            true => matches!(end, ChargeOutcome::Succeeded { .. }),
            false => matches!(end, ChargeOutcome::Refused { .. }),
        };
        assert!(is_right, "{scenario:?} ends as {end:?}");
    }
}

async fn a_key_closed_before_it_was_seen_never_charges(bench: &dyn Bench, kind: PaymentKind) {
    let key = bench.key();
    let closed = bench.gateway().expire(key).await;
    assert!(matches!(closed, Ok(Some(ChargeOutcome::Expired { .. }))), "{closed:?}");
    let late = bench.gateway().charge(&hosted(key, kind, false)).await;
    let is_harmless =
        matches!(late, Err(_) | Ok(ChargeOutcome::Rejected { .. } | ChargeOutcome::Expired { .. }));
    assert!(is_harmless, "a request that arrives after its key was closed has no effect, not {late:?}");
    let end = found(bench, key).await;
    assert!(matches!(end, ChargeOutcome::Expired { .. }), "a closed key stays closed, not {end:?}");
}

async fn a_registered_method_is_charged_by_its_token(bench: &dyn Bench, kind: PaymentKind) {
    let (_, outcome) = paid(bench, kind, true).await;
    let ChargeOutcome::Succeeded { registered: Some(method), .. } = outcome else {
        panic!("a charge that registers its method tells it: {outcome:?}");
    };
    check_method(&method, kind);
    let key = bench.key();
    let request = by_token(key, method.token);
    let first = bench.gateway().charge(&request).await.expect("a registered method is charged");
    let again = bench.gateway().charge(&request).await.expect("a registered method is charged once");
    assert_eq!(name_of(&first), name_of(&again), "the same key made two charges");
    if matches!(first, ChargeOutcome::Pending { .. }) {
        bench.pass_time().await;
    }
    let end = found(bench, key).await;
    assert!(matches!(end, ChargeOutcome::Succeeded { .. }), "a registered method paid {end:?}");
}

fn check_method(method: &RegisteredMethod, kind: PaymentKind) {
    assert_eq!(method.kind, kind);
    let digits = method.label.chars().filter(char::is_ascii_digit).count();
    assert!(digits <= 4, "a label shows at most four digits: {:?}", method.label);
    match kind {
        PaymentKind::Card => assert!(method.expires.is_some(), "a card has a last month"),
        PaymentKind::SepaDebit => assert!(method.mandate.is_some(), "a direct debit has a mandate"),
    }
}

async fn lost_answers_are_found_by_asking(bench: &dyn Bench) {
    if let Some(token) = bench.lossy_token(false).await {
        let key = bench.key();
        let lost = bench.gateway().charge(&by_token(key, token)).await;
        assert!(lost.is_err(), "an answer that is lost is unknown, not {lost:?}");
        let truth = found(bench, key).await;
        assert!(matches!(truth, ChargeOutcome::Succeeded { .. }), "the money was taken: {truth:?}");
    }
    if let Some(token) = bench.lossy_token(true).await {
        let key = bench.key();
        let lost = bench.gateway().charge(&by_token(key, token)).await;
        assert!(lost.is_err(), "a request that is lost is unknown, not {lost:?}");
        assert_eq!(bench.gateway().find(key).await, Ok(None), "nothing was taken");
    }
}

async fn a_forgotten_method_is_charged_no_more(bench: &dyn Bench, kind: PaymentKind) {
    let (_, outcome) = paid(bench, kind, true).await;
    let ChargeOutcome::Succeeded { registered: Some(method), .. } = outcome else {
        panic!("a charge that registers its method tells it: {outcome:?}");
    };
    for _ in 0..2 {
        assert_eq!(
            bench.gateway().forget(&method.token).await,
            Ok(()),
            "a method is forgotten, and stays so"
        );
    }
    let key = bench.key();
    // Refused, rejected or without an answer: what counts is that no money moves.
    let _ = bench.gateway().charge(&by_token(key, method.token)).await;
    bench.pass_time().await;
    let end = bench.gateway().find(key).await.expect("the provider can be asked");
    let is_taken = matches!(end, Some(ChargeOutcome::Succeeded { .. } | ChargeOutcome::Pending { .. }));
    assert!(!is_taken, "a forgotten method paid: {end:?}");
}

async fn a_method_is_registered_without_paying(bench: &dyn Bench, kind: PaymentKind) {
    let key = bench.key();
    let request = SetupRequest {
        key,
        account: account(key),
        kind,
        return_url: "https://shop.example/methods".to_owned(),
        customer_ref: "ab12345-ct".to_owned(),
        locale: Locale::It,
    };
    let opened = bench.gateway().setup(&request).await;
    let Ok(ChargeOutcome::Redirect { url, .. }) = &opened else {
        panic!("a setup answers the address of its page, not {opened:?}");
    };
    let again = bench.gateway().setup(&request).await;
    assert_eq!(opened, again, "the same key gets the same page");
    let is_card = kind == PaymentKind::Card;
    bench.visit(url, kind, if is_card { Scenario::Pays } else { Scenario::PaysLater }).await;
    let outcome = found(bench, key).await;
    let ChargeOutcome::Succeeded { registered: Some(method), .. } = outcome else {
        panic!("a setup that was done tells its method: {outcome:?}");
    };
    check_method(&method, kind);
}

async fn refunds_never_exceed_the_charge(bench: &dyn Bench, kind: PaymentKind, has_parts: bool) {
    let (attempt, outcome) = paid(bench, kind, false).await;
    let request = |amount| {
        let key = bench.key();
        RefundRequest {
            key: RefundId::from_uuid(key.uuid()),
            account: account(attempt),
            attempt,
            external_id: name_of(&outcome),
            amount,
        }
    };
    let gateway = bench.gateway();
    let too_much = gateway.refund(&request(eur(10_001))).await;
    assert!(matches!(too_much, Ok(RefundOutcome::Failed { .. })), "more than was taken: {too_much:?}");
    let part = request(if has_parts { eur(6_000) } else { eur(10_000) });
    let given = gateway.refund(&part).await.expect("a refund is taken");
    assert!(!matches!(given, RefundOutcome::Failed { .. }), "a refund within the charge: {given:?}");
    assert_eq!(gateway.refund(&part).await, Ok(given.clone()), "the same key gives back once");
    assert_eq!(gateway.find_refund(part.key).await, Ok(Some(given)), "a refund is found by its key");
    let rest = gateway.refund(&request(eur(6_000))).await;
    assert!(matches!(rest, Ok(RefundOutcome::Failed { .. })), "together more than was taken: {rest:?}");
}

async fn webhooks_are_authentic_or_refused(bench: &dyn Bench, kind: PaymentKind) {
    let (key, _) = paid(bench, kind, false).await;
    let Some(delivered) = bench.webhook_about(key).await else { return };
    let gateway = bench.gateway();
    let event = gateway.parse_webhook(&delivered.headers, &delivered.body, bench.now());
    let event = event.expect("a webhook that was delivered is authentic");
    assert_eq!(event.subject, Subject::Attempt(key), "a webhook names our key");
    assert!(event.account.is_none_or(|echoed| echoed == account(key)), "a webhook names our account");
    let mut changed = delivered.body.clone();
    changed.push(b' ');
    let forged = gateway.parse_webhook(&delivered.headers, &changed, bench.now());
    assert_eq!(forged, Err(WebhookError::Forged), "a changed body is forged");
    let unsigned = gateway.parse_webhook(&Headers::default(), &delivered.body, bench.now());
    assert_eq!(unsigned, Err(WebhookError::Unsigned), "a webhook without proof is refused");
    for hours in [-1, 1] {
        let then = bench.now() + kernel::SignedDuration::from_hours(hours);
        let stale = gateway.parse_webhook(&delivered.headers, &delivered.body, then);
        assert_eq!(stale, Err(WebhookError::Stale), "a webhook is fresh or refused");
    }
}
