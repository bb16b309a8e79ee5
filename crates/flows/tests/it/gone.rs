//! PostgreSQL goes away for ten seconds while sixteen customers order: what was answered stands, what was not is
//! found by its key, and nobody has to start anything again.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use db::{AccountTx, Db, Options};
use flows::{Choice, PayError, PayOutcome, Payment};
use kernel::{AccountId, AttemptId, CartItemId, MethodId, Money, OrderId};
use orders::Order;
use testkit::server::Server;

use super::provider::GOOD;
use super::shop::{Shop, settings, web};

const CUSTOMERS: usize = 16;
const AWAY: Duration = Duration::from_secs(10);
/// A try that is not answered is made again, as people do.
const AGAIN: Duration = Duration::from_millis(100);
/// Nobody waits longer for an answer, whatever happens to the database.
const PATIENCE: Duration = Duration::from_secs(60);

/// What a customer was told.
#[derive(Default)]
struct Told {
    ordered: BTreeMap<OrderId, i64>,
    paid: BTreeMap<OrderId, (AttemptId, Money)>,
}

struct Story {
    shop: Shop,
    is_over: AtomicBool,
    failures: AtomicUsize,
    answered: AtomicUsize,
}

impl Story {
    /// Tries until it is answered.
    async fn until<T, E: std::fmt::Debug>(&self, mut attempt: impl AsyncFnMut() -> Result<T, E>) -> T {
        let begun = Instant::now();
        loop {
            match attempt().await {
                Ok(answer) => return answer,
                Err(error) => {
                    self.failures.fetch_add(1, Ordering::Relaxed);
                    assert!(begun.elapsed() < PATIENCE, "it does not come back: {error:?}");
                    tokio::time::sleep(AGAIN).await;
                }
            }
        }
    }

    async fn buy(&self, (account, method): (AccountId, MethodId), told: &mut Told) {
        let shop = &self.shop;
        // The ids are the forms': drawn once, sent as often as it takes.
        let (item, form, attempt): (CartItemId, _, AttemptId) = (shop.id(), shop.form(shop.id()), shop.id());
        let now = shop.cx.clock.now();
        self.until(async || {
            let add = move |tx: &mut AccountTx| orders::cart::add(tx, now, item, &web());
            shop.cx.db.account(account).write(add).await
        })
        .await;
        let order: Order = self.until(async || flows::checkout(&shop.cx, account, form.clone()).await).await;
        assert_eq!(order.id, form.id);
        told.ordered.insert(order.id, order.number);
        let payment = Payment {
            id: attempt,
            order: order.number,
            with: Choice::Registered(method),
            return_path: format!("/orders/{}", order.number),
        };
        self.until(async || match flows::pay(&shop.cx, account, payment.clone()).await {
            Ok(PayOutcome::Paid) | Err(PayError::AlreadyPaid) => Ok(()),
            Ok(other) => Err(format!("{other:?}")),
            Err(error) => Err(format!("{error:?}")),
        })
        .await;
        told.paid.insert(order.id, (attempt, order.totals.gross));
        self.answered.fetch_add(1, Ordering::Relaxed);
    }

    async fn customer(self: Arc<Story>, who: (AccountId, MethodId)) -> Told {
        let mut told = Told::default();
        while !self.is_over.load(Ordering::Relaxed) {
            self.buy(who, &mut told).await;
        }
        told
    }
}

#[test]
fn ten_seconds_without_its_database_lose_nothing_that_was_answered() {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    tokio::task::LocalSet::new().block_on(&runtime.unwrap(), story());
}

async fn story() {
    let server = Server::private();
    let options = Options { connections_max: 12, ..Options::default() };
    let db = Db::open(&server.target("postgres"), options).await.unwrap();
    db.migrate().await.unwrap();
    let shop = Shop::on(db.clone(), settings(), |gateway| gateway).await;
    let mut customers = Vec::new();
    for number in 0..CUSTOMERS {
        let account = shop.customer(&format!("customer{number}@example.com")).await;
        customers.push((account.id, shop.register(account.id, GOOD).await));
    }
    let story = Arc::new(Story {
        shop,
        is_over: AtomicBool::new(false),
        failures: AtomicUsize::new(0),
        answered: AtomicUsize::new(0),
    });
    let running: Vec<_> =
        customers.iter().map(|who| tokio::task::spawn_local(story.clone().customer(*who))).collect();
    let wait_for = async |count: usize| {
        let begun = Instant::now();
        while story.answered.load(Ordering::Relaxed) < count {
            assert!(begun.elapsed() < PATIENCE, "no {count} orders in time");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    wait_for(CUSTOMERS).await;
    server.crash();
    tokio::time::sleep(AWAY).await;
    let before = story.answered.load(Ordering::Relaxed);
    assert!(story.failures.load(Ordering::Relaxed) > 0, "somebody was told to try again");
    server.restart();
    // It comes back without anybody's help, and goes on.
    wait_for(before + 2 * CUSTOMERS).await;
    story.is_over.store(true, Ordering::Relaxed);
    let mut told = Vec::new();
    for customer in running {
        told.push(customer.await.unwrap());
    }
    let story = Arc::into_inner(story).expect("every customer has gone");
    let shop = story.shop;
    shop.settle_down().await;
    let mut numbers = std::collections::BTreeSet::new();
    for ((account, _), told) in customers.iter().zip(&told) {
        assert_eq!(told.ordered.len(), told.paid.len());
        let account = *account;
        for (id, number) in &told.ordered {
            let order = *id;
            let found =
                shop.cx.db.account(account).read(move |tx| orders::store::find(tx, order)).await.unwrap();
            let found = found.unwrap_or_else(|| panic!("order {number} was answered and is gone"));
            assert_eq!(found.number, *number, "it keeps its number");
            assert!(numbers.insert(*number), "number {number} was given twice");
            let (attempt, gross) = told.paid[id];
            assert!(found.paid_at.is_some(), "order {number} was said to be paid");
            assert_eq!(shop.provider.holds(attempt).await, gross.minor(), "it was paid once");
            assert_eq!(shop.invoices(&found).await.len(), 1, "it has one invoice");
        }
        let left = shop.cx.db.account(account).read(orders::cart::list).await.unwrap();
        assert!(left.is_empty(), "what was ordered is not in the cart any more");
    }
    shop.assert_clean().await;
    db.close().await;
}
