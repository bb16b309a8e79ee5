//! HTML pages: parse, call one use case or flow, render. Nothing is decided here.
//!
//! # How to add a page
//! 1. **A file** `src/<area>/<page>.rs` with the handler, and a *view*: a serialisable struct of exactly what
//!    the template shows, made of kernel values and words. Implement [`view::View`] for it: its template, its
//!    crumbs, and `samples()`, every state the page can be in.
//! 2. **A template** `templates/pages/<area>/<page>.html` that extends `partials/shell.html` and fills `title`,
//!    `lead`, `actions` and `content`. The patterns (field, badge, notice, steps, money…) are the macros
//!    of `partials/ui.html`; a new one is added there, once.
//! 3. **A line** in [`routes::table`]: method, path, handler and the [`routes::Access`] it needs. The guard of
//!    that access runs before the handler: it finds the session, checks the form's token, sends visitors to
//!    the sign-in.
//! 4. **The words** in `locales/{en,fr,it}/pages.ftl`.
//! 5. **The view** in the list of `view::every_sample`, so that it is rendered × samples × languages in tests.
//!
//! A handler reads like this:
//! ```ignore
//! pub(crate) async fn post(page: MemberPage, Path(number): Path<i64>, Form(form): Form<Pay>) -> Answer {
//!     match flows::pay(&page.cx, page.account.id, number, form.method).await? {
//!         PayOutcome::Redirect(url) => Ok(page.leave_for(&url)),
//!         PayOutcome::Paid | PayOutcome::Pending => Ok(page.redirect(&format!("/orders/{number}"))),
//!     }
//! }
//! ```
//!
//! # What holds everywhere
//! - Every page works without JavaScript; htmx only makes it smoother.
//! - Every form carries a token bound to the session (or to the browser, for visitors), checked before the
//!   handler sees it.
//! - Somebody else's thing is «not found», like a thing that does not exist.
//! - A failure inside is logged once with its chain and the request's id; the page shows only the id.

mod account;
mod assets;
mod charts;
pub mod console;
mod cookies;
mod csrf;
mod demo;
mod desk;
mod endpoints;
mod error;
mod export;
mod flash;
mod form;
mod guard;
mod headers;
mod invoices;
mod kept;
mod leaving;
mod list;
mod orders;
mod page;
mod papers;
mod payments;
mod programs;
mod render;
pub mod routes;
mod services;
mod shop;
mod view;
mod visit;
mod web;

pub use assets::Assets;
pub use console::Console;
pub use error::PageError;
pub use web::{Accent, AccentError, Brand, Options, Web, router};
