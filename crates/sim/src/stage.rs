//! What stands before a test of pages or of calls begins: a shop without a network, customers who signed up, paid and
//! were served. Pages and calls are tried against it; how flows behave is tried elsewhere.

use std::sync::Arc;
use std::time::Duration;

use accounts::contact::ContactForm;
use accounts::device::Device;
use accounts::sign_up::{NewSignUp, OneTimeCode};
use accounts::{Account, CustomerToken, EmailAddress};
use anyhow::Context as _;
use db::{AccountTx, Db};
use flows::sign_up::Entrance;
use flows::{Choice, Cx, Payment, Settings};
use invoicing::{CreditUse, NewCredit};
use kernel::{
    AccountId, AccountType, AttemptId, Country, InvoiceId, Locale, OrderId, PaymentKind, Secret,
    SignedDuration, SubsidiaryCode,
};
use mail::{Mailbox, Mailer};
use outbox::Job as _;
use payments::{ChargeOutcome, RefusalReason, RegisteredMethod};

use crate::house::assembled;

/// From where everybody comes.
const PEER: &str = "192.0.2.7";

/// A shop with the demonstration's catalogues. Nobody listens where its provider should be: what is asked of it gets no
/// answer.
///
/// # Errors
/// When a part cannot be made.
pub async fn open(db: &Db, settings: Settings) -> anyhow::Result<Cx> {
    let secret = |text: &str| Secret::new(text.to_owned());
    let config = gateways::sandbox::Config::new("http://127.0.0.1:9", secret("key"), secret("whsec"));
    let config = gateways::sandbox::Config { timeout: Duration::from_millis(200), ..config };
    let gateway = Arc::new(gateways::sandbox::Sandbox::new(config)?);
    let provisioners = provisioners::Config::default();
    let cx = assembled(db.clone(), testkit::clock(), testkit::random(), gateway, provisioners, settings)?;
    let now = cx.clock.now();
    for catalog in catalog::demo() {
        let import = move |tx: &mut db::RegistryTx| catalog::import(tx, now, &catalog, &|_| {});
        cx.db.registry().write::<_, catalog::NotImported, _>(import).await?;
    }
    Ok(cx)
}

/// A sign-up in France whose address is proved.
///
/// # Errors
/// When a step is refused.
pub async fn proved(cx: &Cx, email: &str, password: &str, locale: Locale) -> anyhow::Result<CustomerToken> {
    let now = cx.clock.now();
    let code = OneTimeCode::draw(&cx.random);
    let typed = code.reveal().to_owned();
    let new = NewSignUp {
        token: CustomerToken::draw(&cx.random, cx.random.id(now)),
        email: EmailAddress::parse(email)?,
        password_hash: cx.passwords.hash(Secret::new(password.to_owned())).await?,
        country: Country::parse("FR")?,
        subsidiary: SubsidiaryCode::parse("FR")?,
        locale,
        code: Some(code),
    };
    let token = new.token.clone();
    cx.db.account(token.owner()).write(move |tx| accounts::sign_up::start(tx, now, &new)).await?;
    flows::sign_up::verify(cx, token.clone(), typed, PEER.parse()?).await?;
    Ok(token)
}

/// An individual's account in France, as the sign-up leaves it.
///
/// # Errors
/// When a step is refused.
pub async fn account(cx: &Cx, email: &str, password: &str, locale: Locale) -> anyhow::Result<Account> {
    let token = proved(cx, email, password, locale).await?;
    flows::sign_up::choose_type(cx, token.clone(), AccountType::Individual).await?;
    let form = ContactForm {
        first_name: "Ada".to_owned(),
        last_name: "Martin".to_owned(),
        address: "2 rue de la Paix".to_owned(),
        zip: "75002".to_owned(),
        city: "Paris".to_owned(),
        ..ContactForm::default()
    };
    let device = Device::draw(&cx.random);
    let entrance = Entrance { peer: PEER.parse()?, agent: "test".to_owned(), device };
    Ok(flows::sign_up::complete(cx, token, form, entrance).await?.0)
}

/// Pays an order with a card that is kept: the provider says yes.
///
/// # Errors
/// When a step is refused.
pub async fn paid(cx: &Cx, account: AccountId, order: i64) -> anyhow::Result<()> {
    let id: AttemptId = cx.random.id(cx.clock.now());
    let with = Choice::New { kind: PaymentKind::Card, register: true, make_default: true };
    flows::pay(cx, account, Payment { id, order, with, return_path: String::new() }).await?;
    let card = RegisteredMethod {
        token: Secret::new(format!("pm_{id}")),
        kind: PaymentKind::Card,
        label: "•••• 1003".to_owned(),
        expires: Some((2029, 4)),
        mandate: None,
    };
    let outcome = ChargeOutcome::Succeeded { external_id: format!("ch_{id}"), registered: Some(card) };
    flows::settle::settle(cx, account, id, outcome).await?;
    Ok(())
}

/// The payment that is being made is refused: its customer has not enough.
///
/// # Errors
/// When none is being made.
pub async fn refused(cx: &Cx, account: AccountId) -> anyhow::Result<()> {
    let running = |tx: &mut AccountTx| payments::store::running(tx, 10);
    let tried = cx.db.account(account).read(running).await?.pop().context("no payment is being made")?;
    let reason = RefusalReason::InsufficientFunds;
    let refused = ChargeOutcome::Refused { external_id: "ch_refused".to_owned(), reason };
    flows::settle::settle(cx, account, tried.id, refused).await?;
    Ok(())
}

/// Gives back what the first invoice of an order asked for, as the staff do; the credit note, which the worker issues.
///
/// # Errors
/// When there is no invoice, or it is given back already.
pub async fn given_back(cx: &Cx, account: AccountId, of: OrderId) -> anyhow::Result<InvoiceId> {
    let now = cx.clock.now();
    let id = cx.random.id(now);
    let credit = move |tx: &mut AccountTx| {
        let invoice = invoicing::store::of_order(tx, of)?.into_iter().next().context("no invoice")?;
        let lines = invoice.record()?.content.lines;
        let (cause, money) = ("a gesture".to_owned(), CreditUse::SentBack);
        let new = NewCredit { id, of: invoice.id, cause, lines, money, grant: None };
        invoicing::credit(tx, now, &new)?;
        anyhow::Ok(())
    };
    cx.db.account(account).write(credit).await?;
    worked(cx).await?;
    Ok(id)
}

/// What the worker does, except to ask the provider and to mail; the staff deliver what nobody is routed for.
///
/// # Errors
/// When a step is refused.
pub async fn worked(cx: &Cx) -> anyhow::Result<()> {
    for _ in 0..4 {
        for (account, service) in flows::due(cx, 100).await? {
            flows::deliver(cx, account, service).await?;
            let access = services::Access::default().with("IPv4", "192.0.2.1");
            let staff = cx.random.id(cx.clock.now());
            flows::deliver_by_hand(cx, account, service, access, staff).await?;
        }
        for (account, service) in flows::wished(cx, 100).await? {
            flows::operate(cx, account, service).await?;
        }
        flows::register(cx, 100).await?;
        cx.clock.advance(SignedDuration::from_secs(5))?;
    }
    Ok(())
}

/// Sends what is to be sent: the archive has it then, and the mailbox holds it as its readers get it.
///
/// # Errors
/// When an e-mail cannot be made.
pub async fn mailed(cx: &Cx) -> anyhow::Result<Mailbox> {
    let now = cx.clock.now();
    let operator = mail::Operator {
        name: "Comptoir Demo".to_owned(),
        base_url: cx.settings.base_url.clone(),
        from: EmailAddress::parse("shop@example.net")?,
        support: EmailAddress::parse("help@example.net")?,
        report: EmailAddress::parse("abuse@example.net")?,
        accent: mail::Accent::default(),
    };
    let (transport, mailbox) = mail::Transport::capture();
    let mailer = Mailer::new(&cx.texts, operator, &cx.jurisdictions, transport);
    for due in cx.db.across().read(move |tx| outbox::due_any(tx, now, 1_000)).await? {
        let account = cx.db.account(due.account());
        let lease = SignedDuration::from_secs(60);
        let claim = account.write(move |tx| outbox::claim(tx, now, &due, "test", lease)).await?;
        let Some(claim) = claim.filter(|claim| claim.name() == mail::SendEmail::NAME) else { continue };
        mailer.deliver(&cx.db, now, &claim).await?;
    }
    Ok(mailbox)
}
