//! Signed calls of the API, with few and with very many invoices in the database, beside a server of the same make that
//! answers the same bytes after one read by the bare driver.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use accounts::api::{AccessRule, ApiMethod, Keys, Wanted, application, request};
use anyhow::Context;
use flows::Cx;
use kernel::AccountId;
use sha1::{Digest, Sha1};
use tokio::runtime::Runtime;

use crate::bare;
use crate::books::Books;
use crate::customers::cx;
use crate::places::Place;
use crate::report::Report;
use crate::server::{Connection, Program, Serving};

/// How many programs call at once, each on a connection that it keeps.
const CALLERS: usize = 16;
/// How long each of the two servers is called in a round.
const ROUND: Duration = Duration::from_secs(2);
/// How many rounds: by turns, so that what disturbs one disturbs the other.
const ROUNDS: usize = 4;

/// A program with an accepted credential.
#[derive(Clone)]
struct Signer {
    key: String,
    secret: String,
    consumer: String,
}

/// What is called, one path after the other.
struct Calls {
    name: &'static str,
    signer: Signer,
    paths: Box<dyn Fn(usize) -> String + Sync>,
}

/// How long each answer took, in milliseconds, and how long all of them.
#[derive(Default)]
struct Times {
    each_ms: Vec<f64>,
    seconds: f64,
}

impl Times {
    fn per_second(&self) -> f64 {
        self.each_ms.len() as f64 / self.seconds
    }

    /// The time below which so many of a hundred stay.
    fn percentile(&self, of_hundred: usize) -> f64 {
        self.each_ms.get(self.each_ms.len() * of_hundred / 100).copied().unwrap_or(f64::NAN)
    }
}

impl Signer {
    /// Registers a program that may read everything of an account.
    async fn granted(cx: &Cx, account: AccountId) -> anyhow::Result<Signer> {
        let (db, now, keys) = (&cx.db, cx.clock.now(), Keys::draw(&cx.random));
        let made = application::create(db, now, account, &keys, "Bench", "").await?;
        let rules = vec![AccessRule { method: ApiMethod::Get, path: "/*".to_owned() }];
        let wanted = Wanted { rules, allowed_ips: None, redirection: None };
        request::ask(db, now, made.id, &keys, wanted).await?;
        request::accept(db, now, account, keys.link().expose(), None).await?;
        let (secret, consumer) = (made.secret.expose().clone(), keys.consumer_key().expose().clone());
        Ok(Signer { key: made.key, secret, consumer })
    }

    /// The headers of a signed GET.
    fn headers(&self, path: &str, now_secs: i64) -> String {
        let Signer { key, secret, consumer } = self;
        let text = format!("{secret}+{consumer}+GET+http://localhost{path}++{now_secs}");
        let hex = kernel::hex(Sha1::digest(text));
        format!(
            "X-Ovh-Application: {key}\r\nX-Ovh-Consumer: {consumer}\r\nX-Ovh-Timestamp: {now_secs}\r\n\
             X-Ovh-Signature: $1${hex}\r\n"
        )
    }
}

/// Calls an invoice and the list of orders.
pub(crate) fn run(report: &Report, runtime: &Runtime, place: &Place, books: &Books) -> anyhow::Result<()> {
    let open = async {
        let cx = cx(place.open().await?)?;
        let reader = Signer::granted(&cx, books.most.account).await?;
        let orderer = Signer::granted(&cx, books.author).await?;
        cx.db.close().await;
        anyhow::Ok((reader, orderer))
    };
    let (reader, orderer) = runtime.block_on(open)?;
    let count = books.most.invoices;
    let all = [
        Calls {
            name: "api, an invoice",
            signer: reader,
            // Far from each other, so that no page of the database is always at hand.
            paths: Box::new(move |index| format!("/1.0/me/bill/FR{:08}", index * 7_919 % count + 1)),
        },
        Calls { name: "api, the orders", signer: orderer, paths: Box::new(|_| "/1.0/me/order".to_owned()) },
    ];
    let ours = Program::on(place)?.serve()?;
    for (calls, account) in all.iter().zip([books.most.account, books.author]) {
        let (path, now) = ((calls.paths)(0), kernel::Clock::system().now().as_second());
        let answer = Connection::to(&ours)?.get(&path, &calls.signer.headers(&path, now))?;
        let bare = bare::serve(place, account, &answer)?;
        let [ours, limit] = measured(calls, [&ours, &bare])?;
        let name = format!("{}, {count} in all", calls.name);
        report.rate(&name, place.name, ours.per_second(), "calls/s", limit.per_second());
        for of_hundred in [50, 99] {
            let (time, limit) = (ours.percentile(of_hundred), limit.percentile(of_hundred));
            report.cost(&format!("{name}, p{of_hundred}"), place.name, time * 1_000.0, "µs", limit * 1_000.0);
        }
    }
    Ok(())
}

/// Calls both servers by turns, after a round that does not count.
fn measured(calls: &Calls, servers: [&Serving; 2]) -> anyhow::Result<[Times; 2]> {
    let mut all = [Times::default(), Times::default()];
    let next = AtomicUsize::new(0);
    for round in 0..=ROUNDS {
        for (serving, times) in servers.into_iter().zip(&mut all) {
            let begun = Instant::now();
            let found = std::thread::scope(|scope| {
                let callers: Vec<_> =
                    (0..CALLERS).map(|_| scope.spawn(|| called(calls, serving, &next, begun))).collect();
                let found = callers.into_iter().map(|caller| caller.join().ok().context("a caller broke")?);
                found.collect::<anyhow::Result<Vec<_>>>()
            })?;
            if round > 0 {
                times.seconds += begun.elapsed().as_secs_f64();
                times.each_ms.extend(found.into_iter().flatten());
            }
        }
    }
    for times in &mut all {
        times.each_ms.sort_by(f64::total_cmp);
    }
    Ok(all)
}

/// Calls until the round is over; how long each answer took.
fn called(calls: &Calls, serving: &Serving, next: &AtomicUsize, begun: Instant) -> anyhow::Result<Vec<f64>> {
    let (mut connection, clock) = (Connection::to(serving)?, kernel::Clock::system());
    let mut times = Vec::new();
    while begun.elapsed() < ROUND {
        let path = (calls.paths)(next.fetch_add(1, Ordering::Relaxed));
        let headers = calls.signer.headers(&path, clock.now().as_second());
        let asked = Instant::now();
        connection.get(&path, &headers)?;
        times.push(asked.elapsed().as_secs_f64() * 1_000.0);
    }
    Ok(times)
}
