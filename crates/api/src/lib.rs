//! The HTTP API for programs, version 1: parse, call one use case or flow, render. Nothing is decided here.
//!
//! The same calls answer under `/1.0` and `/v1`. Names and shapes on the wire are those the world's clients already
//! speak; in our code a *bill* is an invoice, and this crate is where the words meet.
//!
//! # How to add a call
//! 1. **A file** `src/v1/<resource>/<action>.rs` with the handler: it takes a `Call` and answers JSON or a
//!    [`Problem`].
//! 2. **A line** in [`routes::table`]: method, path, who may ask, what it answers and what it is for. The guard of that
//!    access runs first: it checks signature, time, key, address and rules.
//! 3. **Its models** in `v1::models`, where the table names one that is not there yet: every property with its type.
//!
//! The description at `/1.0/`, in both of its forms, is made of the table and the models; a test holds every answer to
//! them.
//!
//! A list of things that are found by a key is a `list::Collection`: pages, filters and several at once come with it.
//!
//! # What holds everywhere
//! - Errors have one body that clients of both generations read ([`Problem`]).
//! - What answers nothing answers `null`; unknown and null keys, a missing content type, an empty body and a slash at the
//!   end of a path are no mistakes.
//! - Somebody else's thing is «not found», like a thing that does not exist.
//! - Every answer carries the request's id as `X-Ovh-Queryid`; what failed inside is in the log under it.

mod api;
mod call;
mod console;
mod description;
mod guard;
mod list;
mod openapi;
mod problem;
pub mod routes;
mod signature;
mod turns;
mod v1;

pub use api::{Api, Options, router};
pub use console::{Console, ConsoleAnswer, ConsoleCall, ConsoleInput};
pub use problem::Problem;
