//! A member of the staff delivers: the work waits at the desk.

use async_trait::async_trait;
use kernel::ServiceId;
use services::{Capabilities, DeliveryOutcome, DeliveryRequest, Provisioner, Unknown};

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
}
