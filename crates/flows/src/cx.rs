//! What every flow needs: the database, time, chance, the counterparties and the settings.

use std::collections::BTreeMap;
use std::sync::Arc;

use db::Db;
use jurisdictions::{Jurisdictions, Subsidiary};
use kernel::{Clock, PaymentKind, Random, SignedDuration, SubsidiaryCode};
use orders::Contract;
use payments::Gateway;
use texts::Texts;
use tokio::sync::Notify;

use crate::{Offers, OrderNumbers};

/// The context of a running Comptoir; cheap to clone.
#[derive(Clone)]
pub struct Cx {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Chance.
    pub random: Random,
    /// The law and habits of the subsidiaries.
    pub jurisdictions: Arc<Jurisdictions>,
    /// Payment providers by name.
    pub gateways: Gateways,
    /// What delivers services.
    pub provisioners: Arc<services::Provisioners>,
    /// Hashes and checks passwords off the async threads.
    pub passwords: accounts::Passwords,
    /// Order numbers.
    pub numbers: OrderNumbers,
    /// Offers read lately.
    pub offers: Offers,
    /// The texts, for legal mentions.
    pub texts: Texts,
    /// Takes messages to the programs of customers.
    pub courier: Arc<dyn webhooks::Courier>,
    /// The operator's choices.
    pub settings: Arc<Settings>,
    /// Wakes the worker when there is something to do.
    pub wake: Wake,
}

/// The payment providers in use, by name.
#[derive(Debug, Clone, Default)]
pub struct Gateways(Arc<BTreeMap<&'static str, Arc<dyn Gateway>>>);

/// The operator's choices that flows follow.
#[derive(Debug, Clone)]
pub struct Settings {
    /// How long an unpaid order form is valid.
    pub order_expiry: SignedDuration,
    /// When an order is looked at by a person.
    pub validation: orders::validation::Rules,
    /// Whether an unpaid invoice on the account holds its deliveries.
    pub hold_delivery_on_unpaid: bool,
    /// What must be accepted to order.
    pub contracts: Vec<Contract>,
    /// The public address of the portal, without a final slash: where payment pages send customers back to.
    pub base_url: String,
    /// What stands before the technical names of services.
    pub service_prefix: String,
    /// What stands at the end of account identifiers.
    pub nic_suffix: accounts::NicSuffix,
    /// How services renew, are suspended, end and are withdrawn from.
    pub renewals: services::RuleBook,
    /// How many days before a card expires its owner is asked for another.
    pub card_warning_days: u16,
    /// How often things may be tried.
    pub limits: accounts::Limits,
    /// Which addresses customers may have us call.
    pub webhooks: webhooks::Reach,
}

/// A flow met something that the running configuration does not have.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unconfigured {
    /// No file describes this subsidiary.
    #[error("there is no subsidiary {0}")]
    Subsidiary(SubsidiaryCode),
    /// No such payment provider is in use.
    #[error("there is no payment provider called {0:?}")]
    Gateway(String),
    /// No such provisioner is in use.
    #[error("there is no provisioner called {0:?}")]
    Provisioner(String),
}

impl Cx {
    /// A subsidiary by its code.
    ///
    /// # Errors
    /// [`Unconfigured::Subsidiary`] when no file describes it.
    pub fn subsidiary(&self, code: SubsidiaryCode) -> Result<&Subsidiary, Unconfigured> {
        self.jurisdictions.get(code).ok_or(Unconfigured::Subsidiary(code))
    }
}

impl Gateways {
    /// These providers.
    #[must_use]
    pub fn new(gateways: impl IntoIterator<Item = Arc<dyn Gateway>>) -> Gateways {
        Gateways(Arc::new(gateways.into_iter().map(|gateway| (gateway.name(), gateway)).collect()))
    }

    /// A provider by its name.
    ///
    /// # Errors
    /// [`Unconfigured::Gateway`] when it is not in use.
    pub fn get(&self, name: &str) -> Result<&Arc<dyn Gateway>, Unconfigured> {
        self.0.get(name).ok_or_else(|| Unconfigured::Gateway(name.to_owned()))
    }

    /// The first provider with a page for this kind of method.
    #[must_use]
    pub fn hosting(&self, kind: PaymentKind) -> Option<&Arc<dyn Gateway>> {
        let can = |gateway: &&Arc<dyn Gateway>| {
            let can = gateway.capabilities();
            can.hosted_page && can.kinds.contains(&kind)
        };
        self.0.values().find(can)
    }
}

impl Default for Settings {
    fn default() -> Settings {
        Settings {
            order_expiry: SignedDuration::from_hours(24),
            validation: orders::validation::Rules::default(),
            hold_delivery_on_unpaid: true,
            contracts: Vec::new(),
            base_url: "http://localhost:8080".to_owned(),
            service_prefix: "srv".to_owned(),
            nic_suffix: accounts::NicSuffix::default(),
            renewals: services::RuleBook::default(),
            card_warning_days: 30,
            limits: accounts::Limits::default(),
            webhooks: webhooks::Reach::default(),
        }
    }
}

/// A bell the worker listens to, so that nothing waits for the next tick.
#[derive(Debug, Clone, Default)]
pub struct Wake(Arc<Notify>);

impl Wake {
    /// Rings the bell; never blocks.
    pub fn ring(&self) {
        self.0.notify_one();
    }

    /// Waits until the bell rings.
    pub async fn heard(&self) {
        self.0.notified().await;
    }
}
