//! What delivers a service, behind `services::Provisioner`.
//!
//! - [`manual`]: a member of the staff.
//! - [`command`]: a program of the operator's, which is given a request and answers, both as JSON.
//! - [`webhook`]: an endpoint of the operator's, asked over HTTP in the same words.
//! - [`sandbox`]: pretends, for demonstrations and tests.
//!
//! All of them pass `services::contract::run`. [`registry()`] makes what the configuration asks for.

pub mod command;
pub mod exchange;
pub mod manual;
mod registry;
pub mod sandbox;
pub mod webhook;

pub use command::Command;
pub use manual::Manual;
pub use registry::{Config, RegistryError, registry};
pub use sandbox::Sandbox;
pub use webhook::Webhook;
