//! A closure on its way to the thread that runs it, without its types.

use std::any::{Any, TypeId};
use std::marker::PhantomData;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tokio::sync::oneshot;

use crate::Error;
use crate::tx::{Core, Driver, Key, Scope};

/// How a closure ended.
pub(crate) struct Ran {
    /// Whether the closure returned `Ok`.
    pub(crate) is_ok: bool,
    /// The first error of one of its statements.
    pub(crate) poison: Option<Error>,
}

/// A closure that can be run, more than once if need be, and answered once.
pub(crate) trait Job: Send {
    /// Which closure of the program it is, whatever it was given.
    fn kind(&self) -> TypeId;
    /// Runs the closure on `driver` and keeps its result.
    fn run(&mut self, driver: Driver) -> (Driver, Ran);
    /// Answers the caller: with `failure`, or with what the closure returned.
    fn answer(self: Box<Self>, failure: Option<Error>);
}

/// The only implementation of [`Job`].
pub(crate) struct Closure<S, T, E: From<Error>, F> {
    key: Key,
    closure: F,
    result: Option<Result<T, E>>,
    /// Whether the result is of a rehearsal, which alone has no effect.
    is_rehearsed: bool,
    reply: Option<oneshot::Sender<Result<T, E>>>,
    span: tracing::Span,
    scope: PhantomData<fn() -> S>,
}

impl<S, T, E, F> Closure<S, T, E, F>
where
    S: Scope,
    F: Fn(&mut S) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    pub(crate) fn job(key: Key, closure: F) -> (Box<dyn Job>, oneshot::Receiver<Result<T, E>>) {
        let (reply, answer) = oneshot::channel();
        let span = tracing::Span::current();
        (
            Box::new(Closure {
                key,
                closure,
                result: None,
                is_rehearsed: false,
                reply: Some(reply),
                span,
                scope: PhantomData,
            }),
            answer,
        )
    }
}

impl<S, T, E, F> Job for Closure<S, T, E, F>
where
    S: Scope,
    F: Fn(&mut S) -> Result<T, E> + Send + 'static,
    T: Send + 'static,
    E: From<Error> + Send + 'static,
{
    fn kind(&self) -> TypeId {
        TypeId::of::<F>()
    }

    fn run(&mut self, driver: Driver) -> (Driver, Ran) {
        self.is_rehearsed = matches!(driver, Driver::Rehearsal(_));
        let mut tx = S::open(Core::new(driver, self.key.clone()));
        let _entered = self.span.enter();
        let result = catch_unwind(AssertUnwindSafe(|| (self.closure)(&mut tx)));
        let result = result.unwrap_or_else(|panic| Err(Error::Panicked(message(panic.as_ref())).into()));
        let (driver, poison) = tx.close().into_parts();
        let is_ok = result.is_ok();
        self.result = Some(result);
        (driver, Ran { is_ok, poison })
    }

    fn answer(mut self: Box<Self>, failure: Option<Error>) {
        let answer = match (failure, self.result.take()) {
            (Some(error), _) => Err(error.into()),
            (None, Some(result)) => result,
            (None, None) => Err(Error::unavailable("the closure was never run").into()),
        };
        if let Some(reply) = self.reply.take() {
            // A caller who left does not need the answer.
            let _ = reply.send(answer);
        }
    }
}

impl<S, T, E: From<Error>, F> Drop for Closure<S, T, E, F> {
    /// A closure that was thrown away before it ran has done nothing, and its caller may know that.
    fn drop(&mut self) {
        if (self.result.is_none() || self.is_rehearsed)
            && let Some(reply) = self.reply.take()
        {
            // As above.
            let _ = reply.send(Err(Error::unavailable("the database is closed").into()));
        }
    }
}

fn message(panic: &(dyn Any + Send)) -> String {
    let text = panic.downcast_ref::<&str>().copied();
    let text = text.or_else(|| panic.downcast_ref::<String>().map(String::as_str));
    text.unwrap_or("without a message").to_owned()
}

/// What remains to be told to the caller once a closure has run: nothing but its own result, or the failure
/// of a statement that it swallowed.
pub(crate) fn swallowed(ran: &Ran) -> Option<Error> {
    if ran.is_ok { ran.poison.clone() } else { None }
}
