//! From the order form to its invoice, with 16 customers at once, beside the same rows inserted by the bare driver.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use catalog::Selection;
use flows::{Checkout, Choice, Cx, Payment};
use invoicing::InvoiceRecord;
use kernel::{AccountId, PageRequest, PaymentKind};

use crate::customers::{customer, cx};
use crate::places::{self, Place};
use crate::raw::{self, Copy, ORDER_TABLES};
use crate::report::Report;

/// How many customers order at once.
const CUSTOMERS: usize = 16;
/// How many orders the bare driver commits together, for the limit with group commit.
const GROUP: usize = 16;

/// Orders per second, from the full cart to the stamped invoice, every rule in. Each is of a customer of its own.
pub(crate) async fn run(report: &Report, databases: &[String], orders: usize) -> anyhow::Result<()> {
    for place in places::wanted(databases)? {
        let rate = measure(&place, orders).await?;
        for (name, per_commit) in
            [("orders, limit with group commit", GROUP), ("orders, limit one by one", 1)]
        {
            let twin = place.twin().await?;
            eprintln!("{name}, {}: the same rows by the bare driver", place.name);
            let (from, to) = (&place.target, &twin);
            let limit = raw::copy(Copy { from, to, ground: &[], tables: ORDER_TABLES, per_commit }).await?;
            report.rate(name, place.name, rate, "orders/s", limit);
        }
    }
    Ok(())
}

async fn measure(place: &Place, orders: usize) -> anyhow::Result<f64> {
    let cx = cx(place.open().await?)?;
    let selection = plan(&cx).await?;
    let mut entering = tokio::task::JoinSet::new();
    let mut accounts = Vec::with_capacity(orders);
    for index in 0..orders {
        let (cx, selection) = (cx.clone(), selection.clone());
        entering.spawn(async move { with_full_cart(&cx, index, &selection).await });
        if entering.len() == CUSTOMERS {
            accounts.extend(entering.join_next().await.transpose()?.transpose()?);
        }
    }
    while let Some(entered) = entering.join_next().await {
        accounts.push(entered??);
    }
    eprintln!("orders, {}: {orders} customers have a full cart and begin to order", place.name);
    let (accounts, next) = (Arc::new(accounts), Arc::new(AtomicUsize::new(0)));
    let begun = Instant::now();
    let mut tasks = Vec::new();
    for _ in 0..CUSTOMERS {
        let (cx, accounts, next) = (cx.clone(), accounts.clone(), next.clone());
        tasks.push(tokio::spawn(async move {
            while let Some(account) = accounts.get(next.fetch_add(1, Ordering::SeqCst)) {
                order(&cx, *account).await?;
            }
            anyhow::Ok(())
        }));
    }
    let mut stamped = 0;
    while stamped < orders {
        // The register works in batches while the customers order.
        let swept = flows::register(&cx, 256).await?;
        stamped += swept.stamped;
        if swept.waiting == 0 {
            anyhow::ensure!(
                !tasks.iter().all(tokio::task::JoinHandle::is_finished)
                    || stamped >= orders
                    || any_failed(&mut tasks).await?,
                "{stamped} of {orders} orders have their invoice"
            );
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    }
    let rate = orders as f64 / begun.elapsed().as_secs_f64();
    for task in tasks {
        task.await??;
    }
    cx.db.close().await;
    Ok(rate)
}

/// Tells the error of a customer that gave up; true when all ended well and the register may still have work.
async fn any_failed(tasks: &mut Vec<tokio::task::JoinHandle<anyhow::Result<()>>>) -> anyhow::Result<bool> {
    for task in tasks.drain(..) {
        task.await??;
    }
    Ok(true)
}

/// One customer, and the invoice of what they ordered.
pub(crate) async fn one_invoice(cx: &Cx) -> anyhow::Result<(AccountId, InvoiceRecord)> {
    let account = with_full_cart(cx, 0, &plan(cx).await?).await?;
    order(cx, account).await?;
    flows::register(cx, 1).await?;
    let find = |tx: &mut db::AccountTx| invoicing::store::list(tx, &PageRequest::first(1));
    let found = cx.db.account(account).read(find).await?.items.pop();
    Ok((account, found.context("the invoice of an order")?.record()?))
}

/// The demonstration's catalogues, and the first plan of them that can be ordered as it is.
async fn plan(cx: &Cx) -> anyhow::Result<Selection> {
    for catalog in catalog::demo() {
        let now = cx.clock.now();
        cx.db
            .registry()
            .write::<_, catalog::NotImported, _>(move |tx| catalog::import(tx, now, &catalog, &|_| {}))
            .await?;
    }
    let france = kernel::SubsidiaryCode::parse("FR")?;
    let version = cx.offers.version(&cx.db, france).await?.context("the catalogue of France")?;
    let now = cx.clock.now();
    let listed = version.clone();
    let plans = cx.db.across().read(move |tx| catalog::store::plans(tx, &listed, now)).await?;
    for plan in plans {
        let offer = cx.offers.offer(&cx.db, &version, &plan.plan_code).await?.context("a listed plan")?;
        let selection = Selection::of(&plan.plan_code);
        if catalog::quote(&offer, &selection, now).is_ok_and(|quote| quote.due_now.is_positive()) {
            return Ok(selection);
        }
    }
    anyhow::bail!("no plan can be ordered as it is")
}

async fn with_full_cart(cx: &Cx, index: usize, selection: &Selection) -> anyhow::Result<AccountId> {
    let account = customer(cx, index).await?;
    let now = cx.clock.now();
    let (item, chosen) = (cx.random.id(now), selection.clone());
    cx.db
        .account(account)
        .write::<_, orders::cart::CartError, _>(move |tx| orders::cart::add(tx, now, item, &chosen))
        .await?;
    Ok(account)
}

/// One order: order form, payment, delivery. Its invoice is frozen; the register numbers it.
async fn order(cx: &Cx, account: AccountId) -> anyhow::Result<()> {
    let now = cx.clock.now();
    let form = Checkout {
        id: cx.random.id(now),
        accepted: Vec::new(),
        seen: None,
        address: None,
        locale: kernel::Locale::Fr,
    };
    let order = flows::checkout(cx, account, form).await?;
    let payment = Payment {
        id: cx.random.id(now),
        order: order.number,
        with: Choice::New { kind: PaymentKind::Card, register: false, make_default: false },
        return_path: "/".to_owned(),
    };
    flows::pay(cx, account, payment).await?;
    for item in &order.items {
        for service in &item.services {
            flows::deliver(cx, account, *service).await?;
        }
    }
    Ok(())
}
