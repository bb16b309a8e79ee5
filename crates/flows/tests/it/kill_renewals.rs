//! A renewal run in a process that is killed ten times on the way, then done by two at once.
//!
//! As in the kill test of orders the test binary starts itself again as a child, and the provider lives in the parent.
//! The child does what a worker does about renewals until nothing is left. In the end each service was renewed once:
//! one bill, one payment, one invoice, one more month, and the provider holds the price of each month once.

use std::collections::BTreeMap;
use std::sync::Arc;
use std::time::Duration;

use db::{AccountTx, Db};
use flows::Cx;
use flows::renew::{self, Part};
use kernel::{AccountId, Clock, Random, ServiceId, SignedDuration, Timestamp};
use orders::{OrderKind, OrderQuery};
use payments::AttemptState;
use serde::{Deserialize, Serialize};
use testkit::{Backend, Options, Target, TestDb};

use super::kill::{address, start};
use super::provider::{GOOD, gateway};
use super::shop::{Shop, context, settings};

const KILLS: u64 = 10;
const TASK: &str = "COMPTOIR_TEST_RENEWING";
/// How many services are due: `cargo xtask kill` says more.
const SERVICES: &str = "COMPTOIR_TEST_RENEWALS";
const SERVICES_USUAL: usize = 400;
/// Every account has so many, which are one bill.
const SERVICES_EACH: usize = 2;

mod a_renewal_run_survives_ten_kills_and_two_at_once {
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

#[expect(clippy::disallowed_methods, reason = "the parent tells its child what to do, and is told how much")]
fn story(backend: Backend, name: &'static str) {
    if let Ok(task) = std::env::var(TASK) {
        return work(&serde_json::from_str(&task).unwrap());
    }
    let services = std::env::var(SERVICES).ok().map_or(SERVICES_USUAL, |count| count.parse().unwrap());
    testkit::run(backend, move |db| kill_and_count(db, name, services));
}

/// What the parent tells its child.
#[derive(Serialize, Deserialize)]
struct Task {
    target: String,
    provider: String,
    start: Timestamp,
}

// ---- the child ----------------------------------------------------------------------------------------

fn work(task: &Task) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build();
    runtime.unwrap().block_on(async {
        let target: Target = task.target.parse().unwrap();
        let db = Db::open(&target, Options { connections_max: 12, rehearsed_from: 0, ..Options::default() })
            .await
            .unwrap();
        let gateway = Arc::new(gateway(&task.provider, Duration::from_secs(10)));
        let cx = context(db.clone(), Clock::manual(task.start), Random::system(), gateway, settings());
        tokio::select! {
            () = until_nothing_is_left(&cx) => {}
            () = tick(&cx) => {}
        }
        db.close().await;
    });
}

/// Time runs a hundred times as fast, so that looks at lost payments come due.
async fn tick(cx: &Cx) {
    loop {
        tokio::time::sleep(Duration::from_millis(10)).await;
        cx.clock.advance(SignedDuration::from_secs(1)).unwrap();
    }
}

async fn until_nothing_is_left(cx: &Cx) {
    loop {
        flows::reconcile::settle_unknown(cx, 100).await.unwrap();
        let ran = renew::run(cx, Part::ALL, 100).await.unwrap();
        assert_eq!(ran.held, 0, "nothing is broken");
        let swept = flows::register(cx, 200).await.unwrap();
        let far = cx.clock.now() + SignedDuration::from_hours(24);
        let open = cx.db.across().read(move |tx| payments::store::unsettled(tx, far, 1)).await.unwrap();
        if ran.services == 0 && swept.stamped == 0 && open.is_empty() {
            return;
        }
        if ran.services == 0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }
}

// ---- the parent ---------------------------------------------------------------------------------------

/// Services that were delivered a month ago, of customers whose cards the provider knows.
async fn month_old(shop: &Shop, services: usize) -> Vec<(AccountId, Vec<ServiceId>)> {
    let holder = shop.customer("holder@example.com").await;
    shop.register(holder.id, GOOD).await;
    shop.settle_down().await;
    let method = shop.cx.db.account(holder.id).read(payments::store::default_method).await.unwrap().unwrap();
    let token = method.token.expose().clone();
    let wanted = sim::due::Wanted { services, each: SERVICES_EACH, card: Some((method.gateway, token)) };
    let written = sim::due::write(&shop.cx, &wanted).await.unwrap();
    shop.pass(SignedDuration::from_hours(24 * 31));
    written
}

async fn kill_and_count(db: TestDb, name: &str, services: usize) {
    let test = format!("it::kill_renewals::a_renewal_run_survives_ten_kills_and_two_at_once::{name}");
    let shop = Shop::open(&db).await;
    shop.provider.fall_silent();
    let accounts = month_old(&shop, services).await;
    let mut task = Task {
        target: address(db.target()),
        provider: shop.provider.url.clone(),
        start: shop.cx.clock.now(),
    };
    assert_eq!(renew::due(&shop.cx).await.unwrap(), services as u64);
    let chance = Random::system();
    let mut moments: Vec<u64> = (0..KILLS).map(|_| chance.below(services as u64 * 9 / 10)).collect();
    moments.sort_unstable();
    println!("killed after so many of {services} bills: {moments:?}");
    for moment in moments {
        let mut child = start(&test, TASK, &task);
        while services as u64 - renew::due(&shop.cx).await.unwrap() < moment {
            assert_eq!(child.try_wait().unwrap(), None, "the child ended by itself");
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        // Two kills at the same bill are two at different moments of the start.
        tokio::time::sleep(Duration::from_millis(chance.below(120))).await;
        child.kill().unwrap();
        child.wait().unwrap();
        task.start += SignedDuration::from_secs(1);
    }
    let mut both = [start(&test, TASK, &task), start(&test, TASK, &task)];
    for child in &mut both {
        let ended = loop {
            match child.try_wait().unwrap() {
                Some(ended) => break ended,
                None => tokio::time::sleep(Duration::from_millis(20)).await,
            }
        };
        assert!(ended.success(), "a child did not finish: {ended}");
    }
    shop.pass(SignedDuration::from_hours(1));
    count(&shop, &accounts).await;
}

/// Each service was renewed once, and the provider's books say the same.
async fn count(shop: &Shop, accounts: &[(AccountId, Vec<ServiceId>)]) {
    assert_eq!(renew::due(&shop.cx).await.unwrap(), 0);
    let now = shop.cx.clock.now();
    let mut attempts: BTreeMap<usize, usize> = BTreeMap::new();
    for (account, services) in accounts {
        let list = move |tx: &mut AccountTx| {
            let request = kernel::PageRequest::first(100);
            let orders = orders::store::list(tx, now, &OrderQuery::default(), &request)?.items;
            let renewals: Vec<_> =
                orders.into_iter().filter(|order| order.kind == OrderKind::Renewal).collect();
            assert_eq!(renewals.len(), 1, "one bill for what is due together");
            let order = orders::store::get(tx, renewals[0].id)?;
            let renewing = services::store::renewing_of_order(tx, order.id)?;
            let tried = payments::store::of_order(tx, order.id)?;
            Ok::<_, db::Error>((order, renewing, tried))
        };
        let db = &shop.cx.db;
        let (order, renewing, tried) = db.account(*account).read(list).await.unwrap();
        assert_eq!(renewing.len(), services.len());
        assert!(order.paid_at.is_some());
        for id in services.clone() {
            let service = db.account(*account).read(move |tx| services::store::get(tx, id)).await.unwrap();
            assert_eq!(service.period.unwrap().end().to_string(), "2026-03-15");
        }
        let paid: Vec<_> = tried.iter().filter(|tried| tried.state == AttemptState::Success).collect();
        assert_eq!(paid.len(), 1, "order {} is paid once", order.number);
        let mut held = 0;
        for attempt in &tried {
            held += shop.provider.holds(attempt.id).await;
        }
        assert_eq!(held, order.totals.gross.minor(), "the provider holds the month once");
        let invoice = shop.invoice(&order).await;
        assert_eq!((invoice.gross, invoice.is_paid()), (order.totals.gross, true));
        assert_eq!(shop.balance(*account).await, 0);
        *attempts.entry(tried.len()).or_default() += 1;
    }
    println!("bills by how many attempts they took: {attempts:?}");
    let report = reports::verify(&shop.cx.db, &shop.cx.jurisdictions, now, |_| {}).await.unwrap();
    assert_eq!((report.problems, report.books.documents), (Vec::new(), accounts.len() as u64));
    shop.assert_clean().await;
}
