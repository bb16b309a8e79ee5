//! What delivers a service, behind `services::Provisioner`.
//!
//! - [`manual`]: a member of the staff.
//! - [`command`]: a program of the operator's, which is given a request and answers, both as JSON.
//! - [`sandbox`]: pretends, for demonstrations and tests.
//!
//! All of them pass `services::contract::run`. [`registry()`] makes what the configuration asks for.

pub mod command;
pub mod manual;
mod registry;
pub mod sandbox;

pub use command::Command;
pub use manual::Manual;
pub use registry::{Config, RegistryError, registry};
pub use sandbox::Sandbox;
