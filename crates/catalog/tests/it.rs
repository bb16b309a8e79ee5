//! What the catalogue promises: reading, quoting, the law, and the store on both databases.

#[path = "it/build.rs"]
mod build;
#[path = "it/demo.rs"]
mod demo;
#[path = "it/modes.rs"]
mod modes;
#[path = "it/parse.rs"]
mod parse;
#[path = "it/property.rs"]
mod property;
#[path = "it/published.rs"]
mod published;
#[path = "it/quote.rs"]
mod quote;
#[path = "it/store.rs"]
mod store;
