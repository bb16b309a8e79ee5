//! Runs jobs and reconcilers.
//!
//! A *job* has a cause: it was written with it, and is done at least once, to effect exactly once
//! ([`Handlers`]). A *duty* has none: it looks for what nobody finished, again and again ([`Duty`]). Both may
//! be killed at any moment, and any number of workers may run at once.
//!
//! [`work`] puts them together; what each does is one call to a flow, in `jobs/` and `reconcilers/`.

mod duty;
mod handlers;
mod runner;

pub use duty::Duty;
pub use handlers::Handlers;
pub use runner::{Ended, Observer, Options, Runner};
