//! Which function does which job.

use std::collections::BTreeMap;
use std::future::Future;
use std::pin::Pin;

use outbox::{Claim, Job, JobError};

type Running = Pin<Box<dyn Future<Output = Result<(), JobError>> + Send>>;
type Run = Box<dyn Fn(Claim) -> Running + Send + Sync>;

/// The jobs this worker can do, by name; others stay for a worker that can.
///
/// A handler calls [`outbox::complete`] in the transaction of its last effect: that is what makes the effect
/// happen once, whoever else works on the job. One that forgets it is run again after its lease.
#[derive(Default)]
pub struct Handlers(BTreeMap<&'static str, Run>);

impl Handlers {
    /// None yet.
    #[must_use]
    pub fn new() -> Handlers {
        Handlers::default()
    }

    /// Also does jobs of type `J`. A payload that cannot be read is failed for a person to look at.
    #[must_use]
    pub fn on<J, F, R>(mut self, run: F) -> Handlers
    where
        J: Job + Send + 'static,
        F: Fn(Claim, J) -> R + Send + Sync + 'static,
        R: Future<Output = Result<(), JobError>> + Send + 'static,
    {
        let run: Run = Box::new(move |claim| match claim.job::<J>() {
            Ok(job) => Box::pin(run(claim, job)),
            Err(error) => {
                let reason = format!("the payload cannot be read: {error}");
                Box::pin(async move { Err(JobError::Fail(reason)) })
            }
        });
        self.0.insert(J::NAME, run);
        self
    }

    /// The names of the jobs it can do.
    pub fn names(&self) -> impl Iterator<Item = &'static str> {
        self.0.keys().copied()
    }

    /// Begins the job of a claim; `None` when nobody here knows it.
    pub(crate) fn begin(&self, claim: Claim) -> Option<Running> {
        self.0.get(claim.name()).map(|run| run(claim))
    }
}

impl std::fmt::Debug for Handlers {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.0.keys()).finish()
    }
}
