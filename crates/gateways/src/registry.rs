//! The providers of this installation, by name.

use std::sync::Arc;

use egress::ClientError;
use kernel::PaymentKind;
use payments::Gateway;

use crate::sandbox;

/// Which providers are used, from the configuration.
#[derive(Debug, Clone, Default)]
pub struct Config {
    /// The sandbox, for demonstrations and tests.
    pub sandbox: Option<sandbox::Config>,
}

/// Why the providers cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum RegistryError {
    /// No HTTP client could be made.
    #[error(transparent)]
    Client(#[from] ClientError),
    /// An address of the configuration is not one.
    #[error("the address of the payment provider {0} is not an http or https address")]
    Address(&'static str),
}

/// The providers of this installation; its clones share them.
#[derive(Debug, Clone, Default)]
pub struct Registry {
    gateways: Vec<Arc<dyn Gateway>>,
}

impl Registry {
    /// The providers of this configuration, the preferred one first.
    ///
    /// # Errors
    /// [`RegistryError`] says which cannot be used.
    pub fn new(config: Config) -> Result<Registry, RegistryError> {
        let mut gateways: Vec<Arc<dyn Gateway>> = Vec::new();
        if let Some(config) = config.sandbox {
            gateways.push(Arc::new(sandbox::Sandbox::new(config)?));
        }
        Ok(Registry { gateways })
    }

    /// Exactly these providers, the preferred one first.
    #[must_use]
    pub fn of(gateways: Vec<Arc<dyn Gateway>>) -> Registry {
        Registry { gateways }
    }

    /// Every provider, the preferred one first.
    #[must_use]
    pub fn all(&self) -> &[Arc<dyn Gateway>] {
        &self.gateways
    }

    /// The provider called `name`.
    #[must_use]
    pub fn get(&self, name: &str) -> Option<&Arc<dyn Gateway>> {
        self.gateways.iter().find(|gateway| gateway.name() == name)
    }

    /// The preferred provider that collects from methods of this kind.
    #[must_use]
    pub fn for_kind(&self, kind: PaymentKind) -> Option<&Arc<dyn Gateway>> {
        self.gateways.iter().find(|gateway| gateway.capabilities().kinds.contains(&kind))
    }

    /// Of the kinds that the law allows, those some provider collects from.
    #[must_use]
    pub fn offered(&self, allowed: &[PaymentKind]) -> Vec<PaymentKind> {
        allowed.iter().copied().filter(|kind| self.for_kind(*kind).is_some()).collect()
    }
}
