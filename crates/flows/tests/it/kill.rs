//! A thousand journeys from cart to invoice, sixteen at once, in a process that is killed ten times on the way.
//!
//! The test binary starts itself again as a child and kills it without warning; the next child goes on where the
//! journeys stand. The provider lives in the parent and survives, as a provider does. Every id of a journey is
//! drawn from its number, so a journey that was cut off is simply begun again, as a browser sends a form again.
//! What the child answered to its customers is in a journal: none of it may be lost.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use catalog::Selection;
use db::{AccountTx, Db};
use flows::{Choice, Cx, PayError, PayOutcome, Payment};
use kernel::{
    AccountId, AttemptId, CartItemId, Clock, MethodId, OrderId, Random, ServiceId, SignedDuration, Timestamp,
};
use orders::{Contract, Order, OrderState};
use outbox::Job as _;
use payments::AttemptState;
use serde::{Deserialize, Serialize};
use testkit::{Backend, Options, Target, TestDb};
use tokio::sync::watch;

use super::provider::{GOOD, browser, gateway, visit};
use super::shop::{NEW_CARD, Shop, context, settings, web};

const JOURNEYS: usize = 1_000;
const AT_ONCE: usize = 16;
/// Each of those at once has so many accounts, which it uses in turn.
const ACCOUNTS_EACH: usize = 6;
const KILLS: usize = 10;
/// What a journey is told: ordered, paid, delivered, invoiced.
const ANSWERS: usize = 4;
const TASK: &str = "COMPTOIR_TEST_KILLED";

mod a_thousand_journeys_survive_ten_kills {
    use super::*;

    #[test]
    fn sqlite() {
        story(Backend::Sqlite, "sqlite");
    }

    #[test]
    fn postgres() {
        story(Backend::Postgres, "postgres");
    }
}

fn story(backend: Backend, name: &'static str) {
    #[expect(clippy::disallowed_methods, reason = "the parent tells its child what to do")]
    match std::env::var(TASK) {
        Ok(task) => live(&serde_json::from_str(&task).unwrap()),
        Err(_) => testkit::run(backend, move |db| kill_and_count(db, name)),
    }
}

/// What the parent tells its child.
#[derive(Serialize, Deserialize)]
struct Task {
    target: String,
    provider: String,
    journal: PathBuf,
    start: Timestamp,
    /// Whether the worker looks round before the customers are back: what was begun and never reached the
    /// provider is then closed, and must be paid by another attempt.
    is_worker_first: bool,
    customers: Vec<Customer>,
}

/// An account with a registered card.
#[derive(Clone, Copy, Serialize, Deserialize)]
struct Customer {
    account: AccountId,
    method: MethodId,
}

/// The ids of a journey, always the same.
struct Journey {
    number: usize,
    customer: Customer,
    item: CartItemId,
    order: OrderId,
    attempts: [AttemptId; 4],
}

impl Journey {
    fn of(number: usize, customers: &[Customer]) -> Journey {
        let (random, now) = (Random::seeded(number as u64), testkit::clock().now());
        let customer = customers[number % AT_ONCE * ACCOUNTS_EACH + number / AT_ONCE % ACCOUNTS_EACH];
        let (item, order) = (random.id(now), random.id(now));
        Journey { number, customer, item, order, attempts: [0; 4].map(|_| random.id(now)) }
    }

    fn selection(&self) -> Selection {
        Selection { quantity: 1 + self.number as u16 % 3, ..web() }
    }

    /// One in eight pays on the provider's page.
    fn with(&self) -> Choice {
        if self.number % 8 == 3 { NEW_CARD } else { Choice::Registered(self.customer.method) }
    }
}

// ---- the child ----------------------------------------------------------------------------------------

/// A shop that is open until it is killed, or until every journey is over.
struct Open {
    cx: Cx,
    browser: reqwest::Client,
    journal: File,
    stamped: watch::Sender<u64>,
}

fn live(task: &Task) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(async {
        let target: Target = task.target.parse().unwrap();
        let db = Db::open(&target, Options { connections_max: 12, rehearsed_from: 0, ..Options::default() })
            .await
            .unwrap();
        let gateway = Arc::new(gateway(&task.provider, Duration::from_secs(10)));
        let cx = context(db.clone(), Clock::manual(task.start), Random::system(), gateway, settings());
        let journal = OpenOptions::new().append(true).open(&task.journal).unwrap();
        let open = Arc::new(Open { cx, browser: browser(), journal, stamped: watch::Sender::new(0) });
        let done = noted(&task.journal).remove("invoiced").unwrap_or_default();

        if task.is_worker_first {
            flows::reconcile::settle_unknown(&open.cx, 1_000).await.unwrap();
        }
        let mut customers = tokio::task::JoinSet::new();
        for first in 0..AT_ONCE {
            let left = (first..JOURNEYS).step_by(AT_ONCE).filter(|number| !done.contains_key(number));
            let journeys: Vec<Journey> = left.map(|number| Journey::of(number, &task.customers)).collect();
            let open = open.clone();
            customers.spawn(async move {
                for journey in journeys {
                    open.travel(&journey).await;
                }
            });
        }
        let everybody = async {
            while let Some(ended) = customers.join_next().await {
                ended.unwrap();
            }
        };
        tokio::select! {
            () = everybody => {}
            () = open.tick() => {}
            () = open.register() => {}
            () = open.sweep() => {}
        }
        db.close().await;
    });
}

impl Open {
    /// Time runs a hundred times as fast, so that leases end and looks come due.
    async fn tick(&self) {
        loop {
            tokio::time::sleep(Duration::from_millis(10)).await;
            self.cx.clock.advance(SignedDuration::from_secs(1)).unwrap();
        }
    }

    async fn register(&self) {
        loop {
            if flows::register(&self.cx, 200).await.unwrap().stamped > 0 {
                self.stamped.send_modify(|count| *count += 1);
            } else {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
        }
    }

    /// The reconcilers, in the way of the customers on purpose.
    async fn sweep(&self) {
        loop {
            flows::reconcile::settle_unknown(&self.cx, 50).await.unwrap();
            for (account, service) in flows::due(&self.cx, 20).await.unwrap() {
                flows::deliver(&self.cx, account, service).await.unwrap();
            }
            flows::refund::settle_unknown(&self.cx, 50).await.unwrap();
            flows::expire(&self.cx, 50).await.unwrap();
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    }

    /// Notes an answer before the customer goes on: it is kept whatever happens to the process.
    fn answer(&self, word: &str, journey: &Journey, told: impl std::fmt::Display) {
        let line = format!("{word} {} {told}\n", journey.number);
        (&self.journal).write_all(line.as_bytes()).unwrap();
    }

    async fn travel(&self, journey: &Journey) {
        let order = self.order(journey).await;
        self.answer("ordered", journey, order.number);
        self.pay(journey, &order).await;
        self.answer("paid", journey, order.totals.gross.minor());
        let services = self.deliver(journey).await;
        self.answer("delivered", journey, services.len());
        let invoice = self.invoice(journey).await;
        self.answer("invoiced", journey, invoice.reference);
    }

    async fn order(&self, journey: &Journey) -> Order {
        let account = journey.customer.account;
        let accepted = self.cx.settings.contracts.iter().map(Contract::mark).collect();
        let form = flows::Checkout {
            id: journey.order,
            accepted,
            seen: None,
            address: None,
            locale: kernel::Locale::Fr,
        };
        // The cart is empty when the journey is new, and when its order was made before the kill.
        match flows::checkout(&self.cx, account, form.clone()).await {
            Err(flows::CheckoutError::Empty) => {}
            made => return made.unwrap(),
        }
        let (now, item, selection) = (self.cx.clock.now(), journey.item, journey.selection());
        let add = move |tx: &mut AccountTx| orders::cart::add(tx, now, item, &selection);
        self.cx.db.account(account).write(add).await.unwrap();
        flows::checkout(&self.cx, account, form).await.unwrap()
    }

    async fn pay(&self, journey: &Journey, order: &Order) {
        let account = journey.customer.account;
        for attempt in journey.attempts {
            let payment = Payment {
                id: attempt,
                order: order.number,
                with: journey.with(),
                return_path: format!("/orders/{}", order.number),
            };
            for _ in 0..500 {
                let mut outcome = flows::pay(&self.cx, account, payment.clone()).await;
                if let Ok(PayOutcome::Redirect(url)) = &outcome {
                    visit(&self.browser, url, GOOD).await;
                    outcome = flows::came_back(&self.cx, account, attempt).await;
                }
                match outcome {
                    Ok(PayOutcome::Paid) | Err(PayError::AlreadyPaid) => return,
                    Ok(PayOutcome::Refused(_) | PayOutcome::Closed) => break,
                    // The reconciler finds out.
                    Ok(PayOutcome::Pending | PayOutcome::Redirect(_)) | Err(PayError::InProgress) => {
                        tokio::time::sleep(Duration::from_millis(20)).await;
                    }
                    Err(error) => panic!("journey {} is not paid: {error:?}", journey.number),
                }
            }
        }
        panic!("journey {} found no way to pay", journey.number);
    }

    async fn deliver(&self, journey: &Journey) -> Vec<ServiceId> {
        let (account, order) = (journey.customer.account, journey.order);
        loop {
            let read = move |tx: &mut AccountTx| services::store::of_order(tx, order);
            let services = self.cx.db.account(account).read(read).await.unwrap();
            let waiting = services.iter().filter(|service| service.access.is_none());
            let waiting: Vec<ServiceId> = waiting.map(|service| service.id).collect();
            if waiting.is_empty() {
                return services.iter().map(|service| service.id).collect();
            }
            let mut is_moving = false;
            for service in waiting {
                let moved = flows::deliver(&self.cx, account, service).await.unwrap();
                is_moving |= moved == flows::Delivered::Yes;
            }
            if !is_moving {
                // The sweep has it, or a process that is dead: its lease runs out.
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        }
    }

    async fn invoice(&self, journey: &Journey) -> invoicing::Invoice {
        let (account, order) = (journey.customer.account, journey.order);
        let mut stamped = self.stamped.subscribe();
        loop {
            let read = move |tx: &mut AccountTx| invoicing::store::of_order(tx, order);
            if let Some(invoice) = self.cx.db.account(account).read(read).await.unwrap().pop() {
                return invoice;
            }
            let _ = tokio::time::timeout(Duration::from_millis(500), stamped.changed()).await;
        }
    }
}

// ---- the parent ---------------------------------------------------------------------------------------

/// What was answered, by word and journey.
fn noted(journal: &Path) -> BTreeMap<String, BTreeMap<usize, BTreeSet<String>>> {
    let mut noted: BTreeMap<String, BTreeMap<usize, BTreeSet<String>>> = BTreeMap::new();
    let text = fs::read_to_string(journal).unwrap();
    // A line the kill cut off was not answered.
    for line in text.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')) {
        let [word, number, told] = line.split(' ').collect::<Vec<_>>()[..] else { continue };
        let Ok(number) = number.parse() else { continue };
        noted.entry(word.to_owned()).or_default().entry(number).or_default().insert(told.to_owned());
    }
    noted
}

fn lines(journal: &Path) -> usize {
    fs::read(journal).unwrap().iter().filter(|byte| **byte == b'\n').count()
}

pub(crate) fn address(target: &Target) -> String {
    match target {
        Target::Sqlite(path) => format!("sqlite:{}", path.display()),
        Target::Postgres(address) => address.expose().clone(),
    }
}

/// Starts this test again as a process of its own, which finds its task in the environment under `variable`.
pub(crate) fn start(test: &str, variable: &str, task: &impl Serialize) -> Child {
    Command::new(std::env::current_exe().unwrap())
        .args([test, "--exact", "--nocapture"])
        .env(variable, serde_json::to_string(task).unwrap())
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .spawn()
        .unwrap()
}

/// Opens the accounts, each with a registered card.
async fn customers(shop: &Shop) -> Vec<Customer> {
    let mut customers = Vec::new();
    for number in 0..AT_ONCE * ACCOUNTS_EACH {
        let account = shop.customer(&format!("customer{number}@example.com")).await.id;
        customers.push(Customer { account, method: shop.register(account, GOOD).await });
    }
    shop.settle_down().await;
    customers
}

async fn kill_and_count(db: TestDb, name: &str) {
    let test = format!("it::kill::a_thousand_journeys_survive_ten_kills::{name}");
    let shop = Shop::open(&db).await;
    shop.provider.fall_silent();
    let folder = tempfile::Builder::new().prefix("journal-").tempdir_in(testkit::server::base()).unwrap();
    let journal = folder.path().join("journal");
    File::create(&journal).unwrap();
    let mut task = Task {
        target: address(db.target()),
        provider: shop.provider.url.clone(),
        journal: journal.clone(),
        start: shop.cx.clock.now(),
        is_worker_first: false,
        customers: customers(&shop).await,
    };
    let chance = Random::system();
    let mut moments: Vec<usize> =
        (0..KILLS).map(|_| 1 + chance.below((JOURNEYS * ANSWERS * 9 / 10) as u64) as usize).collect();
    moments.sort_unstable();
    println!("killed after so many answers: {moments:?}");

    for moment in moments {
        let mut child = start(&test, TASK, &task);
        while lines(&journal) < moment {
            assert_eq!(child.try_wait().unwrap(), None, "the child ended by itself");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // Two kills at the same answer are two at different moments of the start.
        tokio::time::sleep(Duration::from_millis(chance.below(120))).await;
        child.kill().unwrap();
        child.wait().unwrap();
        task.start += SignedDuration::from_hours(1);
        task.is_worker_first = !task.is_worker_first;
    }
    let mut last = start(&test, TASK, &task);
    let ended = loop {
        match last.try_wait().unwrap() {
            Some(ended) => break ended,
            None => tokio::time::sleep(Duration::from_millis(20)).await,
        }
    };
    assert!(ended.success(), "the last child did not finish: {ended}");

    shop.pass(SignedDuration::from_hours(KILLS as i64 + 10));
    while shop.sweep().await > 0 {}
    count(&shop, &task, &noted(&journal)).await;
}

/// Nothing is lost, nothing is double, and the books agree with the provider's.
async fn count(shop: &Shop, task: &Task, noted: &BTreeMap<String, BTreeMap<usize, BTreeSet<String>>>) {
    let mut references = BTreeSet::new();
    let mut numbers = BTreeSet::new();
    let mut attempts = 0;
    for number in 0..JOURNEYS {
        let journey = Journey::of(number, &task.customers);
        let (account, id) = (journey.customer.account, journey.order);
        let look = move |tx: &mut AccountTx| {
            let order = orders::store::get(tx, id)?;
            let services = services::store::of_order(tx, id)?;
            Ok::<_, db::Error>((
                order,
                services,
                payments::store::of_order(tx, id)?,
                invoicing::store::of_order(tx, id)?,
            ))
        };
        let (order, services, tried, mut invoices) = shop.cx.db.account(account).read(look).await.unwrap();
        let gross = order.totals.gross;
        assert_eq!(order.state, OrderState::Delivered, "journey {number}");
        assert_eq!(services.len(), usize::from(journey.selection().quantity), "journey {number}");
        assert_eq!(invoices.len(), 1, "journey {number} has one invoice");
        let invoice = invoices.remove(0);
        assert_eq!((invoice.gross, invoice.is_paid()), (gross, true), "journey {number}");

        let paid = tried.iter().filter(|attempt| attempt.state == AttemptState::Success).count();
        assert_eq!(paid, 1, "journey {number} is paid once");
        attempts += tried.len();
        let mut held = Vec::new();
        for attempt in journey.attempts {
            if attempt == journey.attempts[0] || tried.iter().any(|tried| tried.id == attempt) {
                held.push(shop.provider.holds(attempt).await);
            }
        }
        held.retain(|amount| *amount > 0);
        assert_eq!(held, [gross.minor()], "journey {number}: what the provider took is what was invoiced");

        let told = [
            ("ordered", order.number.to_string()),
            ("paid", gross.minor().to_string()),
            ("delivered", services.len().to_string()),
            ("invoiced", invoice.reference.clone()),
        ];
        for (word, now) in told {
            assert_eq!(
                noted[word][&number],
                BTreeSet::from([now]),
                "journey {number} was told otherwise: {word}"
            );
        }
        references.insert(invoice.reference);
        numbers.insert(order.number);
    }
    let expected: BTreeSet<String> = (1..=JOURNEYS).map(|number| format!("FR{number:08}")).collect();
    assert_eq!(references, expected, "the numbers have no gap");
    assert_eq!(numbers.len(), JOURNEYS);
    println!("{attempts} attempts paid {JOURNEYS} orders");

    for customer in &task.customers {
        assert_eq!(shop.balance(customer.account).await, 0);
    }
    let services = |number| usize::from(Journey::of(number, &task.customers).selection().quantity);
    let services: usize = (0..JOURNEYS).map(services).sum();
    let now = shop.cx.clock.now();
    let jobs = shop.cx.db.across().read(move |tx| outbox::due_any(tx, now, 100_000)).await.unwrap();
    let emails = jobs.iter().filter(|job| job.name() == mail::SendEmail::NAME).count();
    // Ordered, paid, under way and invoiced for each order, and one for each service.
    assert_eq!((jobs.len(), emails), (4 * JOURNEYS + services, 4 * JOURNEYS + services));
    shop.assert_clean().await;
}
