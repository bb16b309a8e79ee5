//! Payment providers behind `payments::Gateway`.
//!
//! A provider is a folder with its HTTP client and its webhook reader, and a line in [`Registry::new`]. It
//! passes `payments::contract::run`, where its capability table decides what is asked of it. Nothing here
//! knows a database: what a provider says is recorded by `payments`.

mod registry;
pub mod sandbox;

pub use registry::{Config, Registry, RegistryError};
