//! A house with everything in it that runs in production, on a clock that somebody moves.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use accounts::hasher::Cost;
use accounts::staff::{self, NewStaff, Role};
use accounts::{EmailAddress, Passwords};
use anyhow::Context as _;
use db::{Db, Options, Target};
use documents::Documents;
use flows::renew::Part;
use flows::{Cx, Gateways, Offers, OrderNumbers, Settings, Wake};
use jurisdictions::Jurisdictions;
use kernel::{Clock, PageRequest, Random, SignedDuration, StaffId, Timestamp};
use mail::{Mailbox, Mailer, Transport};
use orders::{Contract, OrderState};
use payments::Gateway;
use provisioners::sandbox::Behaviour;
use services::{Access, DeliveryState, Route};
use texts::Texts;
use worker::{Duty, Runner};

use crate::provider::Provider;

/// How many rounds a day's work may take before we say that it never ends.
const ROUNDS_MAX: usize = 200;

/// The house as it is open now; what is outside of it survives a restart.
pub struct House {
    /// What flows need.
    pub cx: Cx,
    /// The payment provider.
    pub provider: Provider,
    /// What was mailed.
    pub mailbox: Mailbox,
    duties: Vec<Duty>,
    runner: Runner,
    staff: StaffId,
    target: Target,
}

/// The settings of a house: one contract, large first orders are looked at, some families renew in their own way.
fn settings() -> Settings {
    let contract = Contract::new("terms", "2026-01", "contract-terms", "Be kind.");
    let euros = |minor| kernel::Money::new(minor, kernel::Currency::EUR);
    let validation = orders::validation::Rules {
        orders_per_day_max: None,
        first_order_over: vec![euros(5_000)],
        ..Default::default()
    };
    let choices = vec![
        ("ct-storage-*".to_owned(), services::rules::Choice::Anchor(services::Anchor::FirstOfMonth)),
        ("ct-web-pro".to_owned(), services::rules::Choice::Anchor(services::Anchor::CustomerDay)),
    ];
    let renewals = services::RuleBook { usual: services::Rules::default(), choices };
    let limits = accounts::Limits::default().times(1_000);
    Settings { contracts: vec![contract], validation, renewals, limits, ..Settings::default() }
}

/// What flows need on this database, with this provider; every family is delivered by a machine but dedicated servers.
///
/// # Errors
/// When a part cannot be made.
pub fn context(db: Db, clock: Clock, random: Random, gateway: Arc<dyn Gateway>) -> anyhow::Result<Cx> {
    let sandbox = Behaviour { steps: 0, wait: SignedDuration::ZERO };
    let by_hand = Route { plan: "ct-metal-*".to_owned(), provisioner: "manual".to_owned() };
    let provisioners = provisioners::Config {
        sandbox,
        routes: vec![by_hand],
        fallback: "sandbox".to_owned(),
        ..provisioners::Config::default()
    };
    assembled(db, clock, random, gateway, provisioners, settings())
}

/// What flows need, from parts that differ.
pub(crate) fn assembled(
    db: Db,
    clock: Clock,
    random: Random,
    gateway: Arc<dyn Gateway>,
    provisioners: provisioners::Config,
    settings: Settings,
) -> anyhow::Result<Cx> {
    Ok(Cx {
        db,
        clock,
        random: random.clone(),
        jurisdictions: Arc::new(Jurisdictions::embedded().clone()),
        gateways: Gateways::new([gateway]),
        provisioners: Arc::new(provisioners::registry(provisioners)?),
        passwords: Passwords::new(Cost::CHEAP, 2, random)?,
        numbers: OrderNumbers::default(),
        offers: Offers::default(),
        texts: Texts::embedded(),
        courier: Arc::new(webhooks::Nowhere),
        settings: Arc::new(settings),
        wake: Wake::default(),
    })
}

impl House {
    /// Opens a house for the first time, on a migrated database.
    ///
    /// # Errors
    /// When a part cannot be made.
    pub async fn open(target: &Target, seed: u64, start: Timestamp) -> anyhow::Result<House> {
        let (clock, random) = (Clock::manual(start), Random::seeded(seed));
        let provider = Provider::new(clock.clone(), seed);
        let staff = random.id(start);
        let house = House::build(target, clock, random, provider, Mailbox::default(), staff).await?;
        for catalog in catalog::demo() {
            let import = move |tx: &mut db::RegistryTx| catalog::import(tx, start, &catalog, &|_| {});
            house.cx.db.registry().write::<_, catalog::NotImported, _>(import).await?;
        }
        let new = NewStaff {
            id: staff,
            email: EmailAddress::parse("desk@example.net")?,
            name: "Desk".to_owned(),
            role: Role::Desk,
            password_hash: "unused".to_owned(),
        };
        house.cx.db.registry().write(move |tx| staff::create(tx, start, &new)).await?;
        Ok(house)
    }

    async fn build(
        target: &Target,
        clock: Clock,
        random: Random,
        provider: Provider,
        mailbox: Mailbox,
        staff: StaffId,
    ) -> anyhow::Result<House> {
        let options = Options { connections_max: 6, readers_max: 4, ..Options::default() };
        let db = Db::open(target, options).await?;
        let cx = context(db, clock, random, Arc::new(provider.clone()))?;
        let operator = mail::Operator {
            name: "Comptoir".to_owned(),
            base_url: cx.settings.base_url.clone(),
            from: EmailAddress::parse("shop@example.net")?,
            support: EmailAddress::parse("help@example.net")?,
            report: EmailAddress::parse("abuse@example.net")?,
            accent: mail::Accent::default(),
        };
        let transport = Transport::Capture(mailbox.clone());
        let mailer = Arc::new(Mailer::new(&cx.texts, operator, &cx.jurisdictions, transport));
        let options = worker::Options {
            jobs_at_once: 16,
            lease: Duration::from_secs(60),
            poll: Duration::from_secs(1),
            stop_max: Duration::from_secs(1),
            part: Part::ALL,
            name: cx.random.token()[..16].to_owned(),
        };
        let documents = Arc::new(Documents::new(&cx.texts, documents::Brand::default()));
        let runner = worker::runner(&cx, &mailer, options, Arc::new(|_, _| {}));
        let duties = worker::duties(&cx, &documents, Part::ALL);
        Ok(House { cx, provider, mailbox, duties, runner, staff, target: target.clone() })
    }

    /// Everything in memory is lost, the database and the world outside remain.
    ///
    /// # Errors
    /// When a part cannot be made.
    pub async fn restart(self) -> anyhow::Result<House> {
        let House { cx, provider, mailbox, staff, target, duties, runner } = self;
        drop((duties, runner));
        let Cx { db, clock, random, .. } = cx;
        db.close().await;
        House::build(&target, clock, random, provider, mailbox, staff).await
    }

    /// The regular duties.
    #[must_use]
    pub fn duties(&self) -> &[Duty] {
        &self.duties
    }

    /// Moves the clock to an instant; one that has passed is passed.
    ///
    /// # Errors
    /// At the end of the calendar.
    pub fn until(&self, at: Timestamp) -> anyhow::Result<()> {
        let left = at.duration_since(self.cx.clock.now());
        if left.is_positive() {
            self.cx.clock.advance(left)?;
        }
        Ok(())
    }

    /// Does every duty and job until nothing is left to do.
    ///
    /// # Errors
    /// What a duty came upon, and when it does not come to rest.
    pub async fn work(&self) -> anyhow::Result<()> {
        let mut busy = Vec::new();
        for _ in 0..ROUNDS_MAX {
            busy.clear();
            for duty in &self.duties {
                let found = duty.round().await.with_context(|| duty.name().to_owned())?;
                if found > 0 {
                    busy.push(duty.name());
                }
            }
            if self.runner.round().await? > 0 {
                busy.push("jobs");
            }
            if busy.is_empty() {
                return Ok(());
            }
        }
        anyhow::bail!("the worker does not come to rest: {busy:?}")
    }

    /// Does every job that is due.
    ///
    /// # Errors
    /// The database's own.
    pub async fn jobs(&self) -> anyhow::Result<u64> {
        Ok(self.runner.round().await?)
    }

    /// Begins a day's work and dies after so many steps of it; whether it was still at work.
    ///
    /// # Errors
    /// As [`House::work`].
    pub async fn work_and_die(&self, steps: u64) -> anyhow::Result<bool> {
        match (Mortal { work: Box::pin(self.work()), steps }).await {
            Some(ended) => ended.map(|()| false),
            None => Ok(true),
        }
    }

    /// The staff do what waits for them: decide about orders, deliver by hand, close and remove by hand.
    ///
    /// # Errors
    /// When something they may do is refused.
    pub async fn desk(&self, chance: &Random) -> anyhow::Result<()> {
        let (cx, staff) = (&self.cx, self.staff);
        let request = PageRequest::first(100);
        let asked = request.clone();
        let held = cx.db.across().read(move |tx| orders::desk::queue(tx, &asked)).await?;
        for order in held.items.into_iter().filter(|order| order.state == OrderState::Checking) {
            let (account, id) = (order.account, order.order);
            if chance.below(5) == 0 {
                flows::validate::refuse(cx, account, id, staff, "No".to_owned()).await?;
            } else {
                flows::validate::approve(cx, account, id, staff, "Yes".to_owned()).await?;
            }
        }
        let asked = request.clone();
        let waiting = cx.db.across().read(move |tx| services::store::for_staff(tx, &asked)).await?;
        for one in waiting.items {
            anyhow::ensure!(one.state == DeliveryState::ByHand, "a delivery failed: {:?}", one.last_error);
            let access = Access::default().with("IPv4", "192.0.2.1");
            // One whose bill is not paid waits.
            match flows::deliver_by_hand(cx, one.account, one.service, access, staff).await {
                Ok(_) | Err(flows::DeliverError::ByHand(_)) => {}
                Err(error) => return Err(error.into()),
            }
        }
        let wished =
            cx.db.across().read(move |tx| services::store::operations_for_staff(tx, &request)).await?;
        for one in wished.items {
            flows::operate_by_hand(cx, one.account, one.service, Some(staff)).await?;
        }
        Ok(())
    }
}

/// Work that ends after so many steps, wherever it is then: what a kill does.
struct Mortal<'w, T> {
    work: Pin<Box<dyn Future<Output = T> + Send + 'w>>,
    steps: u64,
}

impl<T> Future for Mortal<'_, T> {
    type Output = Option<T>;

    fn poll(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<T>> {
        if self.steps == 0 {
            return Poll::Ready(None);
        }
        self.steps -= 1;
        self.work.as_mut().poll(context).map(Some)
    }
}
