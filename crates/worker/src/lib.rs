//! Runs jobs and reconcilers.
//!
//! A *job* has a cause: it was written with it, and is done at least once, to effect exactly once
//! ([`Handlers`]). A *duty* has none: it looks for what nobody finished, again and again ([`Duty`]). Both may
//! be killed at any moment, and any number of workers may run at once.
//!
//! [`work`] puts them together; what each does is one call to a flow, in `jobs/` and `reconcilers/`.

mod duty;
mod handlers;
mod jobs;
mod reconcilers;
mod runner;

use std::sync::Arc;

use documents::Documents;
use flows::Cx;
use mail::Mailer;
use tokio_util::sync::CancellationToken;

pub use duty::Duty;
pub use handlers::Handlers;
pub use reconcilers::duties;
pub use runner::{Ended, Observer, Options, Runner};

/// A runner that can do every job of this version.
#[must_use]
pub fn runner(cx: &Cx, mailer: &Arc<Mailer>, options: Options, observer: Observer) -> Runner {
    let handlers = jobs::handlers(cx, mailer);
    Runner::new(cx.db.clone(), cx.clock.clone(), cx.random.clone(), handlers, options, observer)
}

/// Does every job and duty of this version until `stop`, then finishes what it began.
pub async fn work(
    cx: Cx,
    (mailer, documents): (Arc<Mailer>, Arc<Documents>),
    options: Options,
    observer: Observer,
    stop: CancellationToken,
) {
    let part = options.part;
    let runner = runner(&cx, &mailer, options, observer);
    let (wake, bell, stopped) = (cx.wake.clone(), runner.clone(), stop.clone());
    let ringing = tokio::spawn(async move {
        while !stopped.is_cancelled() {
            wake.heard().await;
            bell.ring();
        }
    });
    runner.run(duties(&cx, &documents, part), stop).await;
    ringing.abort();
}
