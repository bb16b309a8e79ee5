//! Numbers for Prometheus: requests, the queue of jobs, the database, this process.

use std::net::SocketAddr;
use std::sync::atomic::AtomicI64;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use axum::extract::{ConnectInfo, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use db::Db;
use kernel::Timestamp;
use prometheus_client::encoding::EncodeLabelSet;
use prometheus_client::encoding::text::encode;
use prometheus_client::metrics::counter::Counter;
use prometheus_client::metrics::family::Family;
use prometheus_client::metrics::gauge::Gauge;
use prometheus_client::metrics::histogram::Histogram;
use prometheus_client::registry::{Registry, Unit};
use reports::states;
use subtle::ConstantTimeEq;

use super::Operations;

/// Upper bounds of the latency buckets, in seconds.
const SECONDS: [f64; 10] = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0];

/// How often the tables are counted at the most, however often the numbers are read.
const COUNT_EVERY: Duration = Duration::from_secs(10);

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RequestLabels {
    method: String,
    route: String,
    status: u16,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct RouteLabels {
    route: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct JobLabels {
    job: String,
    outcome: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct StateLabels {
    state: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct KindLabels {
    kind: &'static str,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, EncodeLabelSet)]
struct VersionLabels {
    version: &'static str,
}

/// Everything that is counted.
pub(crate) struct Metrics {
    registry: Registry,
    requests: Family<RequestLabels, Counter>,
    seconds: Family<RouteLabels, Histogram>,
    in_progress: Gauge,
    jobs: Family<JobLabels, Counter>,
    queue: Family<StateLabels, Gauge>,
    orders: Family<StateLabels, Gauge>,
    payments: Family<StateLabels, Gauge>,
    webhooks: Family<StateLabels, Gauge>,
    database: Family<KindLabels, Gauge>,
    memory: Gauge<i64, AtomicI64>,
    counted: Mutex<Option<Instant>>,
}

/// A request that is being answered, for as long as this lives.
pub(super) struct InProgress(Gauge);

impl Drop for InProgress {
    fn drop(&mut self) {
        self.0.dec();
    }
}

impl Metrics {
    /// Nothing counted yet.
    pub(crate) fn new() -> Metrics {
        let mut registry = Registry::with_prefix("comptoir");
        let requests = Family::<RequestLabels, Counter>::default();
        let seconds = Family::<RouteLabels, Histogram>::new_with_constructor(|| Histogram::new(SECONDS));
        let in_progress = Gauge::default();
        let jobs = Family::<JobLabels, Counter>::default();
        let queue = Family::<StateLabels, Gauge>::default();
        let orders = Family::<StateLabels, Gauge>::default();
        let payments = Family::<StateLabels, Gauge>::default();
        let webhooks = Family::<StateLabels, Gauge>::default();
        let database = Family::<KindLabels, Gauge>::default();
        let memory = Gauge::<i64, AtomicI64>::default();
        registry.register("requests", "Requests answered", requests.clone());
        registry.register_with_unit("request", "Time to answer a request", Unit::Seconds, seconds.clone());
        registry.register("requests_in_progress", "Requests being answered", in_progress.clone());
        registry.register("jobs", "Jobs done, by name and outcome", jobs.clone());
        registry.register("queue", "Jobs in the queue, by state", queue.clone());
        registry.register("orders", "Orders that are not over, by state", orders.clone());
        registry.register("payments", "Payment attempts by state", payments.clone());
        registry.register("webhooks", "Messages that wait, and endpoints that fail", webhooks.clone());
        registry.register("database_closures", "Reads and writes waiting or running", database.clone());
        registry.register_with_unit(
            "process_resident_memory",
            "Memory of this process",
            Unit::Bytes,
            memory.clone(),
        );
        let build = Family::<VersionLabels, Gauge>::default();
        build.get_or_create(&VersionLabels { version: env!("CARGO_PKG_VERSION") }).set(1);
        registry.register("build", "The version that runs", build);
        Metrics {
            registry,
            requests,
            seconds,
            in_progress,
            jobs,
            queue,
            orders,
            payments,
            webhooks,
            database,
            memory,
            counted: Mutex::default(),
        }
    }

    /// A request begins.
    pub(super) fn begin(&self) -> InProgress {
        self.in_progress.inc();
        InProgress(self.in_progress.clone())
    }

    /// A request was answered. `route` is a pattern, so that there are as many numbers as routes.
    pub(super) fn request(&self, method: &str, route: &str, status: u16, taken: Duration) {
        let labels = RequestLabels { method: method.to_owned(), route: route.to_owned(), status };
        self.requests.get_or_create(&labels).inc();
        self.seconds.get_or_create(&RouteLabels { route: route.to_owned() }).observe(taken.as_secs_f64());
    }

    /// A job ended: `done`, `retried`, `failed` or `lost`.
    pub(crate) fn job(&self, job: &str, outcome: &'static str) {
        self.jobs.get_or_create(&JobLabels { job: job.to_owned(), outcome }).inc();
    }

    /// Asks the database for the numbers that it knows better than this process.
    async fn refresh(&self, db: &Db, now: Timestamp) {
        let load = db.load();
        self.database.get_or_create(&KindLabels { kind: "read" }).set(count(load.reading));
        self.database.get_or_create(&KindLabels { kind: "write" }).set(count(load.writing));
        if self.is_counted_lately() {
            return;
        }
        let counted = db.across().read(move |tx| {
            let (due, dead) = outbox::depth(tx, now)?;
            let told = webhooks::store::depth(tx)?;
            Ok::<_, db::Error>((due, dead, states::orders(tx)?, states::payments(tx)?, told))
        });
        match counted.await {
            Ok((due, dead, orders, payments, (waiting, failing))) => {
                let queue = [("due", due), ("dead", dead)].map(|(state, count)| (state.to_owned(), count));
                set(&self.queue, queue);
                let told = [("due", waiting), ("failing", failing)];
                set(&self.webhooks, told.map(|(state, count)| (state.to_owned(), count)));
                set(&self.orders, orders.into_iter().map(|found| (found.state, found.count)));
                set(&self.payments, payments.into_iter().map(|found| (found.state, found.count)));
            }
            Err(error) => tracing::warn!(%error, "the queue and the orders cannot be counted"),
        }
    }

    /// Whether the database was counted a moment ago; if not, it is now.
    fn is_counted_lately(&self) -> bool {
        let mut counted = self.counted.lock().unwrap_or_else(PoisonError::into_inner);
        let is_lately = counted.is_some_and(|at| at.elapsed() < COUNT_EVERY);
        if !is_lately {
            *counted = Some(Instant::now());
        }
        is_lately
    }

    fn text(&self) -> Result<String, std::fmt::Error> {
        self.memory.set(resident_bytes().unwrap_or(0));
        let mut text = String::new();
        encode(&mut text, &self.registry)?;
        Ok(text)
    }
}

/// All numbers, to whom may read them.
pub(super) async fn show(
    State(operations): State<Operations>,
    ConnectInfo(peer): ConnectInfo<SocketAddr>,
    request: Request,
) -> Response {
    if !may_read(operations.metrics_token.expose(), peer, request.headers()) {
        return StatusCode::NOT_FOUND.into_response();
    }
    operations.metrics.refresh(&operations.db, operations.clock.now()).await;
    match operations.metrics.text() {
        Ok(text) => {
            let kind = "application/openmetrics-text; version=1.0.0; charset=utf-8";
            ([(header::CONTENT_TYPE, kind), (header::CACHE_CONTROL, "no-store")], text).into_response()
        }
        Err(_) => StatusCode::INTERNAL_SERVER_ERROR.into_response(),
    }
}

/// Without a token only programs on this machine may read, and nobody through a proxy.
fn may_read(token: &str, peer: SocketAddr, headers: &HeaderMap) -> bool {
    if token.is_empty() {
        let is_forwarded = headers.contains_key("x-forwarded-for") || headers.contains_key("forwarded");
        return peer.ip().to_canonical().is_loopback() && !is_forwarded;
    }
    let given =
        headers.get(header::AUTHORIZATION).and_then(|value| value.as_bytes().strip_prefix(b"Bearer "));
    given.is_some_and(|given| bool::from(given.ct_eq(token.as_bytes())))
}

/// Shows these counts, and nothing for states that are empty now.
fn set(gauges: &Family<StateLabels, Gauge>, counts: impl IntoIterator<Item = (String, u64)>) {
    gauges.clear();
    for (state, count) in counts {
        gauges.get_or_create(&StateLabels { state }).set(count.cast_signed());
    }
}

fn count(things: usize) -> i64 {
    i64::try_from(things).unwrap_or(i64::MAX)
}

/// The memory of this process that is really in use, where the system tells it.
pub(crate) fn resident_bytes() -> Option<i64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: i64 = line.trim().trim_end_matches("kB").trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(pairs: &[(&'static str, &str)]) -> HeaderMap {
        pairs.iter().map(|(name, value)| (name.parse().unwrap(), value.parse().unwrap())).collect()
    }

    #[test]
    fn without_a_token_only_this_machine_reads_the_numbers() {
        let here = "127.0.0.1:50000".parse().unwrap();
        let elsewhere = "192.0.2.7:50000".parse().unwrap();
        assert!(may_read("", here, &headers(&[])));
        assert!(!may_read("", elsewhere, &headers(&[])));
        assert!(!may_read("", here, &headers(&[("x-forwarded-for", "192.0.2.7")])));
    }

    #[test]
    fn a_token_is_needed_where_one_is_set() {
        let here = "127.0.0.1:50000".parse().unwrap();
        assert!(!may_read("secret", here, &headers(&[])));
        assert!(!may_read("secret", here, &headers(&[("authorization", "Bearer guess")])));
        assert!(may_read("secret", here, &headers(&[("authorization", "Bearer secret")])));
    }

    #[test]
    fn numbers_are_written_as_prometheus_reads_them() {
        let metrics = Metrics::new();
        let progress = metrics.begin();
        metrics.request("GET", "/orders/{number}", 200, Duration::from_millis(30));
        metrics.job("deliver", "done");
        let text = metrics.text().unwrap();
        assert!(
            text.contains(
                "comptoir_requests_total{method=\"GET\",route=\"/orders/{number}\",status=\"200\"} 1"
            )
        );
        assert!(text.contains("comptoir_request_seconds_bucket{le=\"0.05\",route=\"/orders/{number}\"} 1"));
        assert!(text.contains("comptoir_requests_in_progress 1"));
        assert!(text.contains("comptoir_jobs_total{job=\"deliver\",outcome=\"done\"} 1"));
        drop(progress);
        assert!(metrics.text().unwrap().contains("comptoir_requests_in_progress 0"));
    }
}
