//! Customers to order, a provider that answers at once, and the flows between them.

use std::net::{IpAddr, Ipv4Addr};
use std::sync::Arc;

use accounts::contact::ContactForm;
use accounts::device::Device;
use accounts::hasher::Cost;
use accounts::sign_up::{self, NewSignUp, OneTimeCode};
use accounts::{CustomerToken, EmailAddress, Passwords};
use anyhow::Context;
use async_trait::async_trait;
use db::Db;
use flows::{Cx, Gateways, Offers, OrderNumbers, Settings, Wake};
use jurisdictions::Jurisdictions;
use kernel::{
    AccountId, AccountType, AttemptId, Clock, Country, Headers, Locale, PaymentKind, Random, RefundId,
    Secret, Timestamp,
};
use payments::{
    Capabilities, ChargeOutcome, ChargeRequest, Gateway, RefundOutcome, RefundRequest, SetupRequest, Unknown,
    WebhookError, WebhookEvent,
};
use provisioners::sandbox::{Behaviour, Sandbox};
use services::Provisioners;
use texts::Texts;

/// A payment provider without a network: every charge succeeds at once.
#[derive(Debug)]
struct Instant;

const CAN: Capabilities = Capabilities {
    kinds: &[PaymentKind::Card],
    hosted_page: true,
    registered: true,
    setup: false,
    refunds: false,
    partial_refunds: false,
    delayed: false,
    closes_unseen: true,
    forgets: false,
};

#[async_trait]
impl Gateway for Instant {
    fn name(&self) -> &'static str {
        "instant"
    }
    fn capabilities(&self) -> &Capabilities {
        &CAN
    }
    async fn charge(&self, request: &ChargeRequest) -> Result<ChargeOutcome, Unknown> {
        Ok(ChargeOutcome::Succeeded { external_id: format!("ch_{}", request.key), registered: None })
    }
    async fn setup(&self, _: &SetupRequest) -> Result<ChargeOutcome, Unknown> {
        Err(Unknown("not here".to_owned()))
    }
    async fn find(&self, _: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        Ok(None)
    }
    async fn expire(&self, _: AttemptId) -> Result<Option<ChargeOutcome>, Unknown> {
        Ok(None)
    }
    async fn refund(&self, _: &RefundRequest) -> Result<RefundOutcome, Unknown> {
        Err(Unknown("not here".to_owned()))
    }
    async fn find_refund(&self, _: RefundId) -> Result<Option<RefundOutcome>, Unknown> {
        Ok(None)
    }
    async fn forget(&self, _: &Secret<String>) -> Result<(), Unknown> {
        Ok(())
    }
    fn parse_webhook(&self, _: &Headers, _: &[u8], _: Timestamp) -> Result<WebhookEvent, WebhookError> {
        Err(WebhookError::Unsigned)
    }
}

/// The flows on this database, with every rule in.
pub(crate) fn cx(db: Db) -> anyhow::Result<Cx> {
    let random = Random::system();
    let mut settings = Settings::default();
    // A customer of the bench orders all day long.
    settings.validation.orders_per_day_max = None;
    let instant = Sandbox::new(Behaviour { steps: 0, ..Behaviour::default() });
    Ok(Cx {
        db,
        clock: Clock::system(),
        random: random.clone(),
        jurisdictions: Arc::new(Jurisdictions::embedded().clone()),
        gateways: Gateways::new([Arc::new(Instant) as Arc<dyn Gateway>]),
        provisioners: Arc::new(Provisioners::only(Arc::new(instant))),
        passwords: Passwords::new(Cost::CHEAP, 2, random)?,
        numbers: OrderNumbers::default(),
        offers: Offers::default(),
        texts: Texts::embedded(),
        courier: Arc::new(webhooks::Nowhere),
        settings: Arc::new(settings),
        wake: Wake::default(),
    })
}

/// A customer of France with an account.
pub(crate) async fn customer(cx: &Cx, index: usize) -> anyhow::Result<AccountId> {
    Ok(signed_in(cx, index).await?.0)
}

/// The same, with the token of their session.
pub(crate) async fn signed_in(cx: &Cx, index: usize) -> anyhow::Result<(AccountId, String)> {
    let now = cx.clock.now();
    let account: AccountId = cx.random.id(now);
    let email = EmailAddress::parse(&format!("customer{index}@example.net"))?;
    let token = CustomerToken::draw(&cx.random, account);
    let code = OneTimeCode::draw(&cx.random);
    let new = NewSignUp {
        token: token.clone(),
        email: email.clone(),
        password_hash: "unused".to_owned(),
        country: Country::parse("FR")?,
        subsidiary: kernel::SubsidiaryCode::parse("FR")?,
        locale: Locale::Fr,
        code: Some(code.clone()),
    };
    let typed = token.clone();
    cx.db
        .account(account)
        .write::<_, sign_up::SignUpError, _>(move |tx| {
            sign_up::start(tx, now, &new)?;
            sign_up::verify(tx, now, &typed, code.reveal())?;
            sign_up::choose_type(tx, now, &typed, AccountType::Individual)?;
            Ok(())
        })
        .await?;
    let form = ContactForm {
        first_name: "Camille".to_owned(),
        last_name: "Durand".to_owned(),
        address: "1 rue de la Paix".to_owned(),
        zip: "75002".to_owned(),
        city: "Paris".to_owned(),
        ..ContactForm::default()
    };
    let entrance = flows::sign_up::Entrance {
        peer: IpAddr::V4(Ipv4Addr::LOCALHOST),
        agent: "bench".to_owned(),
        device: Device::draw(&cx.random),
    };
    let joined = flows::sign_up::complete(cx, token, form, entrance).await;
    let (_, session) = joined.context("the account of a customer")?;
    Ok((account, session.reveal()))
}
