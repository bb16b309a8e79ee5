//! A member of the staff delivers, closes, opens and removes: the work waits at the desk.

use async_trait::async_trait;
use kernel::ServiceId;
use services::{
    Capabilities, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Provisioner, Unknown,
};

/// Leaves every service to the staff.
#[derive(Debug, Clone, Copy, Default)]
pub struct Manual;

/// The name of [`Manual`] in configuration and tables.
pub const NAME: &str = "manual";

#[async_trait]
impl Provisioner for Manual {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { automatic: false, asynchronous: false, refuses: false }
    }

    async fn deliver(&self, _request: &DeliveryRequest) -> Result<DeliveryOutcome, Unknown> {
        Ok(DeliveryOutcome::ByHand)
    }

    async fn progress(&self, _service: ServiceId) -> Result<Option<DeliveryOutcome>, Unknown> {
        Ok(None)
    }

    async fn suspend(&self, _request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        Ok(OperationOutcome::ByHand)
    }

    async fn resume(&self, _request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        Ok(OperationOutcome::ByHand)
    }

    async fn delete(&self, _request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        Ok(OperationOutcome::ByHand)
    }
}
