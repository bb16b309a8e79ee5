//! Drafts to issue, and the sweep every test uses.

use accounts::BillingContact;
use db::{AccountTx, Db};
use invoicing::register::{self, NumberError, Swept};
use invoicing::{Draft, Frozen, InvoiceLine, IssueError, PaymentUsed};
use jurisdictions::{Jurisdictions, Subsidiary};
use kernel::{
    AccountId, Country, InvoiceId, Locale, OrderId, PaymentKind, Random, SubsidiaryCode, Timestamp, UnitPrice,
};
use ledger::{LedgerAccount, NewPosting, PostingCode};

/// What a sweep of the tests can fail with.
#[derive(Debug, thiserror::Error)]
pub(crate) enum Failure {
    #[error(transparent)]
    Number(#[from] NumberError),
    #[error(transparent)]
    Issue(#[from] IssueError),
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    #[error("the hook failed")]
    Hook,
    #[error(transparent)]
    Db(#[from] db::Error),
}

pub(crate) fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Chance that never repeats: many drafts of a test must differ.
pub(crate) fn chance() -> Random {
    Random::system()
}

/// Runs a statement behind everybody's back.
pub(crate) async fn raw(db: &testkit::TestDb, sql: &str) {
    db::testing::raw(db.target(), sql).await.unwrap();
}

pub(crate) fn now() -> Timestamp {
    at("2026-01-15T10:00:00Z")
}

pub(crate) fn subsidiary(code: &str) -> &'static Subsidiary {
    Jurisdictions::embedded().get(SubsidiaryCode::parse(code).unwrap()).unwrap()
}

pub(crate) fn customer(name: &str) -> BillingContact {
    BillingContact {
        nic: "ml11111-ct".to_owned(),
        name: name.to_owned(),
        organisation: None,
        vat: None,
        national_id: None,
        address: "12 rue des Lilas".to_owned(),
        zip: "59000".to_owned(),
        city: "Lille".to_owned(),
        country: Country::parse("FR").unwrap(),
        email: "marie.laurent@example.com".to_owned(),
        account_type: None,
    }
}

/// An unpaid draft of one line at `cents`.
pub(crate) fn draft_of(code: &str, random: &Random, cents: i64) -> Draft {
    let seller = subsidiary(code);
    let unit_price = UnitPrice::new(cents * 1_000_000, seller.currency);
    let net = unit_price.times(1).unwrap();
    let line = InvoiceLine {
        description: "Serveur dédié".to_owned(),
        service: Some("srv-1a2b3c".to_owned()),
        service_label: None,
        quantity: 1,
        list_price: None,
        discount: None,
        unit_price,
        net,
        period: None,
        taxes: Vec::new(),
    };
    let totals = jurisdictions::tax::totals(seller, seller.civil(now()), &[net]).unwrap();
    let (id, order): (InvoiceId, OrderId) = (random.id(now()), random.id(now()));
    Draft::new(id, (order, 100_042), seller, customer("Marie Laurent"), Locale::Fr, vec![line], &totals)
}

pub(crate) fn draft(random: &Random) -> Draft {
    draft_of("FR", random, 5_599)
}

pub(crate) fn paid(draft: Draft) -> Draft {
    let label = "•••• 4242".to_owned();
    draft.paid(PaymentUsed { kind: PaymentKind::Card, label, attempt: None, paid_at: now() })
}

/// The customer's money arrives, as much as the draft asks for.
pub(crate) fn receive(tx: &mut AccountTx, draft: &Draft) -> Result<(), ledger::PostError> {
    let gross = draft.content.gross;
    let posting = NewPosting {
        cause: format!("payment/{}", draft.order_id),
        code: PostingCode::PaymentReceived,
        subsidiary: draft.content.subsidiary,
        at: now(),
        on: kernel::Date::constant(2026, 1, 15),
        lines: vec![
            (LedgerAccount::Clearing("sandbox".to_owned()), gross),
            (LedgerAccount::CustomerCredit, gross.negated()?),
        ],
    };
    ledger::post(tx, &posting).map(|_| ())
}

/// Pays and issues in one transaction, as the flows do.
pub(crate) async fn pay_and_issue(db: &Db, account: AccountId, now: Timestamp, draft: &Draft) -> Frozen {
    let draft = paid(draft.clone());
    let frozen = db
        .account(account)
        .write(move |tx| {
            receive(tx, &draft)?;
            Ok::<_, Failure>(invoicing::issue(tx, now, &draft)?)
        })
        .await;
    frozen.unwrap().unwrap()
}

pub(crate) async fn sweep(db: &Db, now: Timestamp) -> Swept {
    register::sweep(db, now, 1_000, |_, _| Ok::<(), Failure>(())).await.unwrap()
}

/// Every reference of a series in the order of its numbers, with its date.
pub(crate) async fn numbers(db: &Db, series: &'static str) -> Vec<(i64, String, String)> {
    let report = invoicing::verify(db, |_| {}).await.unwrap();
    let last = report.heads.iter().find(|head| head.series == series).map_or(0, |head| head.number);
    let mut found = Vec::new();
    for number in 1..=last {
        let prefix = series.rsplit(':').next().unwrap();
        let reference = format!("{prefix}{number:08}");
        let asked = reference.clone();
        let place = db.across().read(move |tx| invoicing::store::locate(tx, &asked)).await.unwrap();
        let Some((account, id)) = place else { continue };
        let invoice = db.account(account).read(move |tx| invoicing::store::find(tx, id)).await.unwrap();
        found.extend(invoice.map(|invoice| (number, invoice.reference, invoice.issued_on.to_string())));
    }
    found
}

/// Fails with everything `verify` has to say.
pub(crate) async fn assert_clean(db: &Db) -> invoicing::Report {
    let report = invoicing::verify(db, |_| {}).await.unwrap();
    assert!(report.is_clean(), "{:#?}", report.problems);
    report
}
