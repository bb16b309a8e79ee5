//! Languages, habits of numbers and dates, and the template environment of pages, e-mails and documents.
//!
//! - [`Texts`] holds every text of the product by language: `texts.t(locale, "order-title", &args)`.
//! - [`mod@format`] writes money, prices, dates, instants and rates after a language's habits.
//! - [`environment()`] gives templates the function `t` and the filters of the same names.
//! - [`asset`] gives fonts, style sheets, scripts and icons.
//!
//! Texts live in `locales/<language>/*.ftl` (Fluent), templates in `templates/`, both embedded. An operator's
//! folder given to [`Texts::load`] wins file by file for templates and message by message for texts. In debug
//! builds a missing text or argument is an error; in production it falls back to English, then to its key.

mod args;
mod embedded;
mod environment;
pub mod format;
pub mod sums;
mod texts;

pub use args::{Arg, Args};
pub use embedded::{asset, asset_names, template_names};
pub use environment::{environment, render};
pub use texts::{Texts, TextsError};
