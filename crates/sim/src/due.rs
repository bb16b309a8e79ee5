//! Services that are due, written thousands at a time without the orders that bought them.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use accounts::contact::ContactForm;
use accounts::sign_up::{self, NewSignUp, OneTimeCode, SignUpError};
use accounts::token::CustomerToken;
use accounts::{EmailAddress, nic};
use db::AccountTx;
use flows::Cx;
use kernel::{
    AccountId, AccountType, Country, Currency, Date, Locale, Months, OrderId, Secret, ServiceId,
    SubsidiaryCode, Timestamp, UnitPrice,
};
use payments::RegisteredMethod;
use services::{Access, EndAction, NewService, ServicePrice};

/// How many accounts are written at once: one commit carries many.
const AT_ONCE: usize = 32;

/// What is written.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// How many services; the last account may have fewer than the others.
    pub services: usize,
    /// How many services an account has.
    pub each: usize,
    /// The card every account has: the provider that keeps it, and what it charges it by.
    pub card: Option<(String, String)>,
}

/// Writes accounts of France, and services that were delivered now, monthly, for 2.99 € each.
///
/// # Errors
/// What the database refuses.
pub async fn write(cx: &Cx, wanted: &Wanted) -> anyhow::Result<Vec<(AccountId, Vec<ServiceId>)>> {
    let accounts = wanted.services.div_ceil(wanted.each.max(1));
    let (next, wanted) = (Arc::new(AtomicUsize::new(0)), Arc::new(wanted.clone()));
    let mut writers = tokio::task::JoinSet::new();
    for _ in 0..AT_ONCE.min(accounts) {
        let (cx, next, wanted) = (cx.clone(), next.clone(), wanted.clone());
        writers.spawn(async move {
            let mut written = Vec::new();
            loop {
                let index = next.fetch_add(1, Ordering::SeqCst);
                if index >= accounts {
                    return anyhow::Ok(written);
                }
                let left = wanted.services - index * wanted.each.max(1);
                written.push(account(&cx, index, left.min(wanted.each), &wanted).await?);
            }
        });
    }
    let mut all = Vec::with_capacity(accounts);
    while let Some(written) = writers.join_next().await {
        all.extend(written??);
    }
    Ok(all)
}

async fn account(
    cx: &Cx,
    index: usize,
    services: usize,
    wanted: &Wanted,
) -> anyhow::Result<(AccountId, Vec<ServiceId>)> {
    let now = cx.clock.now();
    let account: AccountId = cx.random.id(now);
    let token = CustomerToken::draw(&cx.random, account);
    let code = OneTimeCode::draw(&cx.random);
    let new = NewSignUp {
        token: token.clone(),
        email: EmailAddress::parse(&format!("due{index}@example.net"))?,
        password_hash: "unused".to_owned(),
        country: Country::parse("FR")?,
        subsidiary: SubsidiaryCode::parse("FR")?,
        locale: Locale::Fr,
        code: Some(code.clone()),
    };
    let form = ContactForm {
        first_name: "Camille".to_owned(),
        last_name: "Durand".to_owned(),
        address: "1 rue de la Paix".to_owned(),
        zip: "75002".to_owned(),
        city: "Paris".to_owned(),
        ..ContactForm::default()
    };
    let nic = nic::draw(&cx.random, "Camille", "Durand", &cx.settings.nic_suffix);
    let ids: Vec<(ServiceId, OrderId)> =
        (0..services).map(|_| (cx.random.id(now), cx.random.id(now))).collect();
    let on = cx.subsidiary(new.subsidiary)?.civil(now);
    // Tokens are unique in an account only.
    let card = wanted.card.clone();
    let method = |token: String| RegisteredMethod {
        token: Secret::new(token),
        kind: kernel::PaymentKind::Card,
        label: "•••• 1003".to_owned(),
        expires: Some((2099, 12)),
        mandate: None,
    };
    let (method_id, card) = (cx.random.id(now), card.map(|(gateway, token)| (gateway, method(token))));
    let mut made: Vec<NewService> = Vec::with_capacity(ids.len());
    for (unit, (service, order)) in (0_u16..).zip(&ids) {
        made.push(service_of(cx, *service, *order, unit, &nic)?);
    }
    let write = move |tx: &mut AccountTx| {
        sign_up::start(tx, now, &new)?;
        sign_up::verify(tx, now, &token, code.reveal())?;
        sign_up::choose_type(tx, now, &token, AccountType::Individual)?;
        sign_up::describe(tx, now, &token, &form)?;
        sign_up::complete(tx, now, &token, &nic)?;
        if let Some((gateway, method)) = &card {
            payments::register(tx, now, method_id, gateway, method, true).map_err(refused)?;
        }
        for new in &made {
            deliver(tx, now, on, new).map_err(refused)?;
        }
        Ok::<_, SignUpError>(())
    };
    cx.db.account(account).write(write).await?;
    Ok((account, ids.into_iter().map(|(service, _)| service).collect()))
}

fn service_of(
    cx: &Cx,
    id: ServiceId,
    order: OrderId,
    unit: u16,
    customer: &str,
) -> anyhow::Result<NewService> {
    let price = ServicePrice {
        family: None,
        plan_code: "ct-web-start".to_owned(),
        description: "Web Start, 10 Go, 1 site".to_owned(),
        quantity: 1,
        unit_price: UnitPrice::new(299_000_000, Currency::EUR),
        reduced: None,
    };
    Ok(NewService {
        id,
        order,
        order_number: 1,
        item: 0,
        unit,
        name: services::technical_name("srv", id),
        plan_code: price.plan_code.clone(),
        product: "ct-web-start".to_owned(),
        family: Some("hosting".to_owned()),
        rules: cx.settings.renewals.rules_for("ct-web-start", Some("hosting")),
        end_action: EndAction::Reactivate,
        description: price.description.clone(),
        subsidiary: SubsidiaryCode::parse("FR")?,
        currency: Currency::EUR,
        months: Some(Months::new(1)),
        commitment: Months::new(0),
        configurations: vec![("region".to_owned(), "eu-west".to_owned())],
        options: Vec::new(),
        prices: vec![price],
        provisioner: "sandbox".to_owned(),
        customer: customer.to_owned(),
    })
}

fn deliver(tx: &mut AccountTx, now: Timestamp, on: Date, new: &NewService) -> anyhow::Result<()> {
    services::create(tx, now, new)?;
    services::delivered(tx, now, on, new.id, &Access::default())?;
    Ok(())
}

/// Nothing of this can be refused but by the database.
fn refused(error: impl std::fmt::Display) -> db::Error {
    db::Error::Statement(error.to_string())
}
