//! Customers of every character, and what they do on a day.

use accounts::EmailAddress;
use accounts::contact::ContactForm;
use accounts::device::Device;
use accounts::token::CustomerToken;
use anyhow::Context as _;
use catalog::Selection;
use db::AccountTx;
use flows::sign_up::{Entrance, Newcomer};
use flows::terminate::{self, Leaving, TerminateError};
use flows::{
    Checkout, CheckoutError, Choice, Extension, PayError, PayOutcome, Payment, Registration, Renewal,
    WishError, WithdrawError,
};
use kernel::{
    AccountId, AccountType, AttemptId, Country, Date, Id, Locale, Months, OrderId, PageRequest, PaymentKind,
    Random, Secret, SignedDuration,
};
use orders::{Order, OrderKind, OrderQuery, WithdrawalReason};
use services::{FutureUse, LeaveReason, Mode, Service, ServiceQuery};

use crate::house::House;
use crate::provider::Card;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A customer.
pub struct Person {
    index: u64,
    /// Where it reads its e-mails.
    pub email: EmailAddress,
    country: &'static str,
    kind: AccountType,
    card: Card,
    /// How often it does something: once in so many days.
    rest_days: u64,
    /// The day it signs up.
    from_day: u64,
    chance: Random,
    /// Its account, once it has one.
    pub account: Option<AccountId>,
    /// Pages of the provider that were left open.
    pages: Vec<AttemptId>,
    /// Links in e-mails that were not followed.
    links: Vec<CustomerToken>,
}

/// An error of a flow that a customer may meet in a year of business, or one that nobody may meet.
trait Met {
    /// Whether the house is at fault.
    fn is_fault(&self) -> bool;
}

impl Met for CheckoutError {
    fn is_fault(&self) -> bool {
        match self {
            CheckoutError::Empty
            | CheckoutError::Unavailable
            | CheckoutError::Changed(_)
            | CheckoutError::NotAccepted(_) => false,
            CheckoutError::Create(_)
            | CheckoutError::Paid(_)
            | CheckoutError::Service(_)
            | CheckoutError::Price(_)
            | CheckoutError::Unconfigured(_)
            | CheckoutError::Db(_) => true,
        }
    }
}

impl Met for PayError {
    fn is_fault(&self) -> bool {
        match self {
            PayError::NotPayable
            | PayError::AlreadyPaid
            | PayError::InProgress
            | PayError::NotOffered
            | PayError::Method => false,
            PayError::NoOrder
            | PayError::OtherData
            | PayError::Settle(_)
            | PayError::Unconfigured(_)
            | PayError::Db(_) => true,
        }
    }
}

impl Met for WishError {
    fn is_fault(&self) -> bool {
        match self {
            WishError::Refused { .. }
            | WishError::NoMethod
            | WishError::Method
            | WishError::Mixed
            | WishError::InProgress => false,
            WishError::NoService
            | WishError::Nothing
            | WishError::Renew(_)
            | WishError::Unconfigured(_)
            | WishError::Db(_) => true,
        }
    }
}

impl Met for TerminateError {
    fn is_fault(&self) -> bool {
        match self {
            TerminateError::Refused(_) | TerminateError::Link(_) | TerminateError::TooOften => false,
            TerminateError::NoService | TerminateError::Unconfigured(_) | TerminateError::Db(_) => true,
        }
    }
}

impl Met for WithdrawError {
    fn is_fault(&self) -> bool {
        match self {
            WithdrawError::Refused(_) | WithdrawError::NotYet => false,
            WithdrawError::NoOrder
            | WithdrawError::Order(_)
            | WithdrawError::Credit(_)
            | WithdrawError::Refund(_)
            | WithdrawError::Renew(_)
            | WithdrawError::Money(_)
            | WithdrawError::Unconfigured(_)
            | WithdrawError::Db(_) => true,
        }
    }
}

/// What the customer got, if the house did not refuse it; a fault of the house ends the simulation.
fn met<T, E>(answer: Result<T, E>) -> anyhow::Result<Option<T>>
where
    E: Met + std::error::Error + Send + Sync + 'static,
{
    match answer {
        Ok(got) => Ok(Some(got)),
        Err(error) if error.is_fault() => Err(error.into()),
        Err(_) => Ok(None),
    }
}

impl Person {
    /// The `index`-th customer of a seed.
    ///
    /// # Errors
    /// When the address cannot be one.
    pub fn new(seed: u64, index: u64, days: u64) -> anyhow::Result<Person> {
        let chance = Random::seeded(seed.wrapping_mul(7_919).wrapping_add(index));
        let card = pick(&chance, &Card::ALL);
        let country = pick(&chance, &["FR", "FR", "IT", "CA"]);
        let kind =
            pick(&chance, &[AccountType::Individual, AccountType::Individual, AccountType::Association]);
        Ok(Person {
            index,
            email: EmailAddress::parse(&format!("customer{index}@example.com"))?,
            country,
            kind,
            card,
            rest_days: 1 + chance.below(12),
            from_day: chance.below((days / 5).max(1)),
            chance,
            account: None,
            pages: Vec::new(),
            links: Vec::new(),
        })
    }

    fn id<T>(&self, house: &House) -> Id<T> {
        self.chance.id(house.cx.clock.now())
    }

    /// What it does on a day: mostly nothing; now and then several things.
    ///
    /// # Errors
    /// When the house is at fault.
    pub async fn live(&mut self, house: &House, day: u64) -> anyhow::Result<()> {
        let Some(account) = self.account else {
            if day >= self.from_day {
                self.sign_up(house).await?;
            }
            return Ok(());
        };
        self.finish_what_waits(house, account).await?;
        if self.chance.below(self.rest_days) > 0 {
            return Ok(());
        }
        let now = house.cx.clock.now();
        let open = self.orders(house, account).await?;
        let open: Vec<Order> = open.into_iter().filter(|order| order.is_payable(now)).collect();
        let services = self.services(house, account).await?;
        if !open.is_empty() && self.chance.below(3) > 0 {
            let order = pick(&self.chance, &open);
            return self.pay(house, &order).await;
        }
        match self.chance.below(16) {
            0..=3 if services.len() < 6 => self.order(house, account).await,
            4 | 5 => self.register(house, account).await,
            6 | 7 if !services.is_empty() => self.configure(house, &services).await,
            8 if !services.is_empty() => self.switch(house, account, &services).await,
            9 | 10 if !services.is_empty() => self.extend(house, account, &services).await,
            11 | 12 if !services.is_empty() => self.leave(house, &services).await,
            13 if !services.is_empty() => self.think_again(house, &services).await,
            14 | 15 => self.withdraw(house, account).await,
            _ => Ok(()),
        }
    }

    async fn sign_up(&mut self, house: &House) -> anyhow::Result<()> {
        let cx = &house.cx;
        let peer = "192.0.2.7".parse()?;
        let newcomer = Newcomer {
            email: self.email.clone(),
            password: Secret::new("Correct-Horse-42!".to_owned()),
            country: Country::parse(self.country)?,
            locale: Locale::En,
            peer,
            begun: None,
            form: None,
        };
        let token = flows::sign_up::begin(cx, newcomer).await?;
        house.jobs().await?;
        let message = house.mailbox.to(&self.email).into_iter().next().context("the code was mailed")?;
        let code = message.text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6);
        let code = code.context("the e-mail holds a code")?.to_owned();
        flows::sign_up::verify(cx, token.clone(), code, peer).await?;
        flows::sign_up::choose_type(cx, token.clone(), self.kind).await?;
        let (zip, city) = match self.country {
            "IT" => ("00184", "Roma"),
            "CA" => ("H2Y 1C6", "Montréal"),
            _ => ("75002", "Paris"),
        };
        let form = ContactForm {
            first_name: "Ada".to_owned(),
            last_name: "Martin".to_owned(),
            organisation: "Ada & Co".to_owned(),
            address: "2 rue de la Paix".to_owned(),
            zip: zip.to_owned(),
            city: city.to_owned(),
            ..ContactForm::default()
        };
        let entrance = Entrance { peer, agent: "sim".to_owned(), device: Device::draw(&cx.random) };
        let (account, ..) = flows::sign_up::complete(cx, token, form, entrance).await?;
        house.provider.know(account.id, self.index);
        self.account = Some(account.id);
        Ok(())
    }

    /// Pages left open are paid, left or turned back on; links are followed, or not.
    async fn finish_what_waits(&mut self, house: &House, account: AccountId) -> anyhow::Result<()> {
        for page in std::mem::take(&mut self.pages) {
            match self.chance.below(4) {
                0 => self.pages.push(page),
                1 => house.provider.turn_back(page),
                // Pays and closes the window before it is back: the webhook says it, or the reconciler.
                2 => house.provider.visit(page, self.card, self.expiry(house)),
                _ => {
                    house.provider.visit(page, self.card, self.expiry(house));
                    met(flows::came_back(&house.cx, account, page).await)?;
                }
            }
        }
        for message in house.mailbox.to(&self.email) {
            let marker = "&token=";
            let Some(at) = message.text.find(marker) else { continue };
            let link = message.text.get(at + marker.len()..at + marker.len() + 96);
            if message.at > house.cx.clock.now() - DAY * 2
                && let Some(token) = link.and_then(CustomerToken::parse)
                && !self.links.contains(&token)
            {
                self.links.push(token);
            }
        }
        if self.chance.below(3) == 0
            && let Some(link) = self.links.pop()
        {
            met(terminate::confirm(&house.cx, &link, terminate::Added::default()).await)?;
        }
        Ok(())
    }

    /// The last month of its card; some end within the year.
    fn expiry(&self, house: &House) -> (i16, i8) {
        let today = house.cx.jurisdictions.all()[0].civil(house.cx.clock.now());
        match self.index % 3 {
            0 => (today.year(), (today.month() + 2).min(12)),
            _ => (today.year() + 3, 4),
        }
    }

    fn selection(&self) -> Selection {
        let region = if self.country == "CA" { "ca-east" } else { "eu-west" };
        let plan = pick(
            &self.chance,
            &[
                "ct-web-start",
                "ct-web-start",
                "ct-web-pro",
                "ct-vps-s",
                "ct-storage-100",
                "ct-metal-1",
                "ct-domain-example",
            ],
        );
        let set = |label: &str, value: &str| (label.to_owned(), value.to_owned());
        let (configurations, options) = match plan {
            "ct-vps-s" => (
                vec![set("region", region), set("os", "debian-13")],
                vec![set("storage", "ct-disk-40-vps-s")],
            ),
            "ct-metal-1" => (vec![set("datacenter", region), set("os", "debian-13")], Vec::new()),
            "ct-domain-example" => {
                let name = format!("sim{}-{}.example", self.index, self.chance.below(1_000_000));
                (vec![set("domain", &name)], Vec::new())
            }
            _ => (vec![set("region", region)], Vec::new()),
        };
        let is_free = matches!(plan, "ct-storage-100" | "ct-domain-example");
        let modes: &[&str] =
            if is_free { &["default"] } else { &["default", "default", "degressivity12", "upfront12"] };
        let pricing_mode = pick(&self.chance, modes).to_owned();
        let quantity = 1 + u16::from(self.chance.below(5) == 0 && plan != "ct-domain-example");
        Selection { pricing_mode, quantity, configurations, options, ..Selection::of(plan) }
    }

    async fn order(&mut self, house: &House, account: AccountId) -> anyhow::Result<()> {
        let cx = &house.cx;
        let (id, now, selection) = (self.id(house), cx.clock.now(), self.selection());
        let add = move |tx: &mut AccountTx| orders::cart::add(tx, now, id, &selection);
        cx.db.account(account).write::<_, orders::cart::CartError, _>(add).await?;
        let owner = cx.db.account(account).read(accounts::account::get).await?;
        let priced = flows::price_cart(cx, account, owner.subsidiary).await?;
        let asked = flows::asked(cx, &owner, &priced)?;
        let waiver = asked.waiver.iter().map(|waiver| waiver.contract.mark());
        let form = Checkout {
            id: self.id(house),
            accepted: asked.contracts.iter().map(orders::Contract::mark).chain(waiver).collect(),
            seen: None,
            address: Some("192.0.2.7".to_owned()),
            locale: Locale::En,
        };
        let Some(order) = met(flows::checkout(cx, account, form).await)? else { return Ok(()) };
        match self.chance.below(4) {
            // Thinks about it; some never come back.
            0 => Ok(()),
            _ => self.pay(house, &order).await,
        }
    }

    async fn pay(&mut self, house: &House, order: &Order) -> anyhow::Result<()> {
        let cx = &house.cx;
        let account = order.account;
        let methods = cx.db.account(account).read(payments::store::list_methods).await?;
        let with = match methods.first() {
            Some(method) if self.chance.below(2) == 0 => Choice::Registered(method.id),
            _ => Choice::New {
                kind: PaymentKind::Card,
                register: self.chance.below(2) == 0,
                make_default: self.chance.below(2) == 0,
            },
        };
        let id = self.id(house);
        let payment = Payment { id, order: order.number, with, return_path: "/".to_owned() };
        let outcome = met(flows::pay(cx, account, payment.clone()).await)?;
        if self.chance.below(8) == 0 {
            // Presses twice.
            met(flows::pay(cx, account, payment).await)?;
        }
        if let Some(PayOutcome::Redirect(_)) = outcome {
            self.page(house, account, id).await?;
        }
        Ok(())
    }

    /// In front of the provider's page.
    async fn page(&mut self, house: &House, account: AccountId, page: AttemptId) -> anyhow::Result<()> {
        match self.chance.below(6) {
            0 => self.pages.push(page),
            1 => {
                house.provider.turn_back(page);
                met(flows::came_back(&house.cx, account, page).await)?;
            }
            _ => {
                house.provider.visit(page, self.card, self.expiry(house));
                if self.chance.below(4) > 0 {
                    met(flows::came_back(&house.cx, account, page).await)?;
                }
            }
        }
        Ok(())
    }

    async fn register(&mut self, house: &House, account: AccountId) -> anyhow::Result<()> {
        let id = self.id(house);
        let kind = if self.chance.below(4) == 0 { PaymentKind::SepaDebit } else { PaymentKind::Card };
        let registration = Registration {
            id,
            kind,
            make_default: self.chance.below(3) > 0,
            return_path: "/payment-methods".to_owned(),
            by_program: None,
        };
        let opened = met(flows::register_method(&house.cx, account, registration).await)?;
        if let Some(PayOutcome::Redirect(_)) = opened {
            self.page(house, account, id).await?;
        }
        if self.chance.below(3) == 0 {
            // A new bank, a new character.
            self.card = pick(&self.chance, &Card::ALL);
        }
        Ok(())
    }

    async fn configure(&mut self, house: &House, services: &[Service]) -> anyhow::Result<()> {
        let service = pick(&self.chance, services);
        let mode = pick(&self.chance, &[Mode::Automatic, Mode::Manual]);
        let periods = service.periods();
        if periods.is_empty() {
            return Ok(());
        }
        let every = pick(&self.chance, &periods);
        let has_day = service.renewal.rules.anchor == services::Anchor::CustomerDay;
        let day = has_day.then(|| 1 + u8::try_from(self.chance.below(29)).unwrap_or(0));
        let renewal = Renewal { mode, every, day };
        let (account, id) = (service.account, service.id);
        met(flows::forecast(&house.cx, account, id, renewal, 4).await)?;
        met(flows::configure(&house.cx, account, id, renewal).await)?;
        Ok(())
    }

    async fn switch(
        &mut self,
        house: &House,
        account: AccountId,
        services: &[Service],
    ) -> anyhow::Result<()> {
        let mode = pick(&self.chance, &[Mode::Automatic, Mode::Manual]);
        let ids = services.iter().map(|service| service.id).collect();
        met(flows::switch(&house.cx, account, ids, mode).await)?;
        Ok(())
    }

    async fn extend(
        &mut self,
        house: &House,
        account: AccountId,
        services: &[Service],
    ) -> anyhow::Result<()> {
        let count = 1 + self.chance.below(2);
        let mut ids: Vec<_> = (0..count).map(|_| pick(&self.chance, services).id).collect();
        ids.sort_unstable();
        ids.dedup();
        let extension = match self.chance.below(3) {
            0 => Extension::UpTo(self.day_ahead(house, services)),
            _ => Extension::For(Months::new(pick(&self.chance, &[1, 3, 12]))),
        };
        met(flows::quote_extension(&house.cx, account, ids.clone(), extension).await)?;
        let id = self.id(house);
        let Some(order) = met(flows::extend(&house.cx, account, id, ids, extension).await)? else {
            return Ok(());
        };
        if order.needs_payment() && self.chance.below(4) > 0 {
            self.pay(house, &order).await?;
        }
        Ok(())
    }

    fn day_ahead(&self, house: &House, services: &[Service]) -> Date {
        let today = house.cx.jurisdictions.all()[0].civil(house.cx.clock.now());
        let end = services.iter().filter_map(|service| Some(service.period?.end())).max().unwrap_or(today);
        (0..self.chance.below(60)).fold(end.max(today), |day, _| day.tomorrow().unwrap_or(day))
    }

    async fn leave(&mut self, house: &House, services: &[Service]) -> anyhow::Result<()> {
        let service = pick(&self.chance, services);
        let leaving = Leaving {
            id: self.id(house),
            reason: LeaveReason::Expensive,
            future_use: FutureUse::ProjectOver,
            comment: String::new(),
        };
        if self.chance.below(3) == 0 {
            met(terminate::delete_now(&house.cx, service.account, service.id, leaving).await)?;
        } else {
            met(terminate::terminate(&house.cx, service.account, service.id, leaving).await)?;
        }
        Ok(())
    }

    async fn think_again(&mut self, house: &House, services: &[Service]) -> anyhow::Result<()> {
        for service in services.iter().filter(|service| service.renewal.is_ending) {
            met(terminate::undo(&house.cx, service.account, service.id).await)?;
        }
        Ok(())
    }

    async fn withdraw(&mut self, house: &House, account: AccountId) -> anyhow::Result<()> {
        let now = house.cx.clock.now();
        let recent = |order: &&Order| {
            order.kind == OrderKind::Purchase
                && order.paid_at.is_some()
                && now.duration_since(order.created_at) < DAY * 20
        };
        let orders = self.orders(house, account).await?;
        let Some(order) = orders.iter().find(recent) else { return Ok(()) };
        met(flows::quote_withdrawal(&house.cx, account, order.id).await)?;
        let reason = WithdrawalReason::Unused;
        let ask = || flows::withdraw(&house.cx, account, order.id, reason, String::new());
        // Twice at once, as somebody who sees nothing happen does (C61).
        let (one, two) = tokio::join!(ask(), ask());
        let (one, two) = (met(one)?, met(two)?);
        if let (Some(one), Some(two)) = (one, two) {
            anyhow::ensure!(one == two, "order {}: two withdrawals", order.number);
        }
        Ok(())
    }

    /// Its orders, the newest first.
    async fn orders(&self, house: &House, account: AccountId) -> anyhow::Result<Vec<Order>> {
        let now = house.cx.clock.now();
        let list = move |tx: &mut AccountTx| {
            let page = orders::store::list(tx, now, &OrderQuery::default(), &PageRequest::first(50))?;
            let ids: Vec<OrderId> = page.items.into_iter().map(|one| one.id).collect();
            ids.into_iter().map(|id| orders::store::get(tx, id)).collect::<Result<Vec<_>, db::Error>>()
        };
        Ok(house.cx.db.account(account).read(list).await?)
    }

    /// Its services that are not over.
    async fn services(&self, house: &House, account: AccountId) -> anyhow::Result<Vec<Service>> {
        let today = house.cx.jurisdictions.all()[0].civil(house.cx.clock.now());
        let (alive, request) = (ServiceQuery::default(), PageRequest::first(100));
        let list = move |tx: &mut AccountTx| services::store::list(tx, today, &alive, &request);
        Ok(house.cx.db.account(account).read(list).await?.items)
    }
}

fn pick<T: Clone>(chance: &Random, from: &[T]) -> T {
    from[usize::try_from(chance.below(from.len() as u64)).unwrap_or(0)].clone()
}
