//! Every provisioner against the contract, and what only an operator's program or endpoint can do wrong.

#[path = "it/command.rs"]
mod command;
#[path = "it/contract.rs"]
mod contract;
#[path = "it/registry.rs"]
mod registry;
#[path = "it/webhook.rs"]
mod webhook;

use kernel::{ServiceId, SubsidiaryCode};
use services::{DeliveryChoice, DeliveryRequest};

/// A request for one service of a plan.
fn request(service: ServiceId, plan_code: &str) -> DeliveryRequest {
    DeliveryRequest {
        service,
        name: services::technical_name("srv", service),
        customer: "ab12345-ct".to_owned(),
        order_number: 4711,
        subsidiary: SubsidiaryCode::parse("FR").unwrap(),
        plan_code: plan_code.to_owned(),
        product: "demo".to_owned(),
        configurations: vec![("region".to_owned(), "europe".to_owned())],
        options: vec![DeliveryChoice {
            family: "memory".to_owned(),
            plan_code: "ram-64g".to_owned(),
            quantity: 1,
        }],
    }
}
