//! The seam behind which services are made: an operator's own program, a staff member, a sandbox.

use async_trait::async_trait;
use kernel::{Headers, ServiceId, SignedDuration, SubsidiaryCode};
use serde::{Deserialize, Serialize};

use crate::{Access, Wanted};

/// What can make a service.
///
/// Every provisioner passes [`crate::contract::run`]. The rules it must keep:
/// - [`DeliveryRequest::service`] is the key. The same id asked again, at the same time or after a crash, never
///   makes a second thing, and ends in the same access.
/// - An error is [`Unknown`]: the thing may exist. «Failed» is only ever said by
///   [`DeliveryOutcome::Refused`], which is final.
/// - No call lasts longer than the provisioner's own time limit, which is below [`crate::Delivery::LEASE`].
#[async_trait]
pub trait Provisioner: std::fmt::Debug + Send + Sync {
    /// Its name in configuration and tables, such as `sandbox`.
    fn name(&self) -> &str;

    /// What it can do.
    fn capabilities(&self) -> Capabilities;

    /// Makes the service, or says how far it is.
    ///
    /// # Errors
    /// [`Unknown`] when there was no answer that can be trusted; ask again with the same request.
    async fn deliver(&self, request: &DeliveryRequest) -> Result<DeliveryOutcome, Unknown>;

    /// How far the service is; `None` when this id was never asked for, so that [`Provisioner::deliver`] must
    /// be called.
    ///
    /// # Errors
    /// [`Unknown`] as for [`Provisioner::deliver`].
    async fn progress(&self, service: ServiceId) -> Result<Option<DeliveryOutcome>, Unknown>;

    /// Closes the service for now and keeps its data. Asked again, it says how far that is; what is closed, or was
    /// never made, is done.
    ///
    /// # Errors
    /// [`Unknown`] as for [`Provisioner::deliver`]; ask again with the same request.
    async fn suspend(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown>;

    /// Opens the service again. Asked again, it says how far that is; what is open is done.
    ///
    /// # Errors
    /// [`Unknown`] as for [`Provisioner::suspend`].
    async fn resume(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown>;

    /// Removes the service and its data. Asked again, it says how far that is; what is gone, or was never made, is
    /// done.
    ///
    /// # Errors
    /// [`Unknown`] as for [`Provisioner::suspend`].
    async fn delete(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown>;

    /// Reads an answer that came later by itself, and proves that it is the provisioner's.
    ///
    /// # Errors
    /// [`CallbackError`]; most provisioners never call back.
    fn called_back(&self, _headers: &Headers, _body: &[u8]) -> Result<Callback, CallbackError> {
        Err(CallbackError::NeverCalls)
    }
}

/// An answer that came later by itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Callback {
    /// The service it is about.
    pub service: ServiceId,
    /// The identifier of the customer whose service it is.
    pub customer: String,
    /// What it says.
    pub said: Called,
}

/// What an answer that came later says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Called {
    /// How far the delivery is.
    Delivery(DeliveryOutcome),
    /// How far a wish is.
    Operation {
        /// What was wished.
        wanted: Wanted,
        /// Which wish it was: [`OperationRequest::revision`].
        revision: u32,
        /// How far it is.
        outcome: OperationOutcome,
    },
}

/// Why an answer that came later is not believed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CallbackError {
    /// The provisioner answers at once or is asked again.
    #[error("this provisioner never calls back")]
    NeverCalls,
    /// Nothing proves that it is the provisioner's.
    #[error("{0}")]
    Unproven(String),
    /// It is the provisioner's, and not understood.
    #[error("not understood: {0}")]
    Unreadable(String),
}

/// What a provisioner can do; the contract suite follows it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Capabilities {
    /// Delivers by itself; otherwise a person does.
    pub automatic: bool,
    /// May answer that it is not finished.
    pub asynchronous: bool,
    /// May refuse a request for good.
    pub refuses: bool,
}

/// What a provisioner needs to know. It is written as JSON for an operator's program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryRequest {
    /// The service: the key of every call.
    pub service: ServiceId,
    /// Its technical name.
    pub name: String,
    /// The customer's identifier.
    pub customer: String,
    /// The number of the order.
    pub order_number: i64,
    /// The subsidiary that sold it.
    pub subsidiary: SubsidiaryCode,
    /// The plan.
    pub plan_code: String,
    /// The product behind the plan.
    pub product: String,
    /// Answers to the plan's configuration questions: `("region", "europe")`.
    pub configurations: Vec<(String, String)>,
    /// The chosen options.
    pub options: Vec<DeliveryChoice>,
}

/// An option of the service to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeliveryChoice {
    /// The family, such as `memory`.
    pub family: String,
    /// The option, such as `ram-64g`.
    pub plan_code: String,
    /// How many.
    pub quantity: u16,
}

/// What a provisioner needs to know to suspend, resume or delete what it made. It is written as JSON for an
/// operator's program.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OperationRequest {
    /// The service: the key of every call.
    pub service: ServiceId,
    /// Which wish for the service this is: an answer that comes later names it.
    pub revision: u32,
    /// Its technical name.
    pub name: String,
    /// The customer's identifier.
    pub customer: String,
    /// The subsidiary that sold it.
    pub subsidiary: SubsidiaryCode,
    /// The plan.
    pub plan_code: String,
    /// The product behind the plan.
    pub product: String,
    /// Why: `unpaid`, `paid`, `terminated`, `withdrawn`.
    pub reason: String,
}

/// What a provisioner answered to a wish about what it made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OperationOutcome {
    /// It is so.
    Done,
    /// It will be; ask again after so long.
    InProgress {
        /// The wait it wishes; brought between a second and an hour.
        after: SignedDuration,
    },
    /// A person does it.
    ByHand,
    /// It will not be done.
    Refused {
        /// Why, for the staff.
        reason: String,
    },
}

/// What a provisioner answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeliveryOutcome {
    /// It is made, and this is how to use it.
    Delivered(Access),
    /// It is being made; ask again after so long.
    InProgress {
        /// The wait it wishes; brought between a second and an hour.
        after: SignedDuration,
    },
    /// A person makes it.
    ByHand,
    /// It will not be made. Nothing exists.
    Refused {
        /// Why, for the staff.
        reason: String,
    },
}

/// No answer that can be trusted: the service may have been made, or not.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("no answer from the provisioner: {0}")]
pub struct Unknown(pub String);
