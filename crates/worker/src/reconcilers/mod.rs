//! The regular duties: one file each. None has input, each is idempotent, and two workers may do one at once.

mod deliveries;
mod documents;
mod expiry;
mod exports;
mod housekeeping;
mod logins;
mod messages;
mod methods;
mod operations;
mod payments;
mod refunds;
mod register;
mod renewals;
mod webhooks;
mod withdrawals;

use std::sync::Arc;
use std::time::Duration;

use ::documents::Documents;
use flows::Cx;
use flows::renew::Part;
use invoicing::exports::ExportKind;

use crate::Duty;
use messages::Lane;

/// How much a duty takes on in one round.
const BATCH: u16 = 100;

const SECONDS: Duration = Duration::from_secs(2);
const MINUTE: Duration = Duration::from_secs(60);
const HOUR: Duration = Duration::from_secs(3600);

/// Every duty of this version, with how often it is done when nothing happens. A new one is added here. The renewals
/// of a large house are shared out: of them this worker does `part`.
#[must_use]
pub fn duties(cx: &Cx, documents: &Arc<Documents>, part: Part) -> Vec<Duty> {
    let export = |kind: ExportKind| {
        let documents = Arc::clone(documents);
        move |cx| exports::run(cx, Arc::clone(&documents), kind)
    };
    let send = |lane: Arc<Lane>| move |cx| messages::run(cx, Arc::clone(&lane));
    vec![
        duty("webhooks", SECONDS, cx, webhooks::run),
        duty("payments", SECONDS, cx, payments::run),
        duty("deliveries", SECONDS, cx, deliveries::run),
        duty("register", SECONDS, cx, register::run),
        duty("operations", SECONDS, cx, operations::run),
        duty("archives", SECONDS, cx, export(ExportKind::Archive)),
        duty("summaries", SECONDS, cx, export(ExportKind::Summary)),
        duty("messages", SECONDS, cx, send(Lane::answering())),
        duty("messages again", SECONDS, cx, send(Lane::failing())),
        duty("renewals", MINUTE, cx, move |cx| renewals::run(cx, part)),
        duty("refunds", MINUTE, cx, refunds::run),
        duty("withdrawals", MINUTE, cx, withdrawals::run),
        duty("expiry", MINUTE, cx, expiry::run),
        duty("documents", MINUTE, cx, documents::run),
        duty("logins", MINUTE, cx, logins::run),
        duty("methods", HOUR, cx, methods::run),
        duty("housekeeping", HOUR, cx, housekeeping::run),
    ]
}

fn duty<F, R>(name: &'static str, every: Duration, cx: &Cx, run: F) -> Duty
where
    F: Fn(Cx) -> R + Send + Sync + 'static,
    R: Future<Output = anyhow::Result<u64>> + Send + 'static,
{
    let cx = cx.clone();
    Duty::new(name, every, move || run(cx.clone()))
}
