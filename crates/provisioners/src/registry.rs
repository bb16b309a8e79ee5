//! The provisioners the configuration asks for, and who makes which plan.

use std::sync::Arc;

use kernel::Clock;
use services::{Provisioner, Provisioners, ProvisionersError, Route};

use crate::{Command, Manual, Sandbox, Webhook, command, sandbox, webhook};

/// What the operator configured.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The operator's program, if there is one.
    pub command: Option<command::Config>,
    /// The operator's endpoint, if there is one.
    pub webhook: Option<webhook::Config>,
    /// How the sandbox behaves.
    pub sandbox: sandbox::Behaviour,
    /// Who makes which plans, the first match first.
    pub routes: Vec<Route>,
    /// Who makes the rest.
    pub fallback: String,
}

impl Default for Config {
    /// Everything is delivered by the staff.
    fn default() -> Config {
        Config {
            command: None,
            webhook: None,
            sandbox: sandbox::Behaviour::default(),
            routes: Vec::new(),
            fallback: crate::manual::NAME.to_owned(),
        }
    }
}

/// Why the configuration makes no provisioners.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RegistryError {
    /// The operator's program.
    #[error(transparent)]
    Command(#[from] command::ConfigError),
    /// The operator's endpoint.
    #[error(transparent)]
    Webhook(#[from] webhook::ConfigError),
    /// The routes.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Routes(Vec<ProvisionersError>),
}

/// Makes the provisioners: `manual` and `sandbox` always, `command` when there is a program, `webhook` when
/// there is an endpoint, whose signatures carry the machine's time even where a demonstration moves its own.
///
/// # Errors
/// [`RegistryError`].
pub fn registry(config: Config) -> Result<Provisioners, RegistryError> {
    let mut all: Vec<Arc<dyn Provisioner>> = vec![Arc::new(Manual), Arc::new(Sandbox::new(config.sandbox))];
    if let Some(command) = config.command {
        all.push(Arc::new(Command::new(command)?));
    }
    if let Some(webhook) = config.webhook {
        all.push(Arc::new(Webhook::new(webhook, Clock::system())?));
    }
    Provisioners::new(all, config.routes, &config.fallback).map_err(RegistryError::Routes)
}
