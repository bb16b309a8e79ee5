//! The contract suite, once for each provisioner.

use async_trait::async_trait;
use kernel::{Random, ServiceId, SignedDuration};
use provisioners::sandbox::Behaviour;
use provisioners::{Manual, Sandbox};
use services::contract::{Case, Subject, run};
use services::{DeliveryRequest, Provisioner};

use crate::command::Program;
use crate::request;

struct SandboxSubject(Sandbox);

#[async_trait]
impl Subject for SandboxSubject {
    fn provisioner(&self) -> &dyn Provisioner {
        &self.0
    }
    fn request(&self, service: ServiceId, case: Case) -> Option<DeliveryRequest> {
        let plan_code = match case {
            Case::Plain => "demo-slow",
            Case::Unsure => "demo-flaky",
            Case::Refused => "demo-refused",
        };
        Some(request(service, plan_code))
    }
    async fn pause(&self, _: SignedDuration) {}
    fn made(&self, service: ServiceId) -> Option<usize> {
        Some(self.0.made(service))
    }
}

struct ManualSubject(Manual);

#[async_trait]
impl Subject for ManualSubject {
    fn provisioner(&self) -> &dyn Provisioner {
        &self.0
    }
    fn request(&self, service: ServiceId, case: Case) -> Option<DeliveryRequest> {
        (case == Case::Plain).then(|| request(service, "demo"))
    }
    async fn pause(&self, _: SignedDuration) {}
    fn made(&self, _: ServiceId) -> Option<usize> {
        None
    }
}

#[tokio::test]
async fn the_sandbox_keeps_the_contract() {
    let random = Random::seeded(1);
    for steps in [0, 1, 3] {
        let subject = SandboxSubject(Sandbox::new(Behaviour { steps, wait: SignedDuration::from_secs(2) }));
        let rules = run(&subject, &random).await.unwrap_or_else(|broken| panic!("{broken}"));
        assert_eq!(rules.len(), 11, "{rules:?}");
    }
}

#[tokio::test]
async fn the_staff_keep_the_contract() {
    let rules = run(&ManualSubject(Manual), &Random::seeded(1)).await;
    let rules = rules.unwrap_or_else(|broken| panic!("{broken}"));
    assert_eq!(rules.len(), 4, "{rules:?}");
}

#[tokio::test]
async fn a_program_that_is_written_as_we_ask_keeps_the_contract() {
    let rules = run(&Program::faithful(), &Random::seeded(1)).await;
    let rules = rules.unwrap_or_else(|broken| panic!("{broken}"));
    assert_eq!(rules.len(), 11, "{rules:?}");
}

#[tokio::test]
async fn a_program_that_makes_two_things_for_one_id_is_found_out() {
    let broken = run(&Program::forgetful(), &Random::seeded(1)).await.unwrap_err();
    assert_eq!(broken.rule, "a service asked for again is the same service, with the same access");
}

#[tokio::test]
async fn the_sandbox_answers_the_same_after_a_restart() {
    let service = Random::seeded(1).id(kernel::Timestamp::UNIX_EPOCH);
    let asked = request(service, "demo");
    let sandbox = || Sandbox::new(Behaviour { steps: 0, wait: SignedDuration::ZERO });
    let (before, after) = (sandbox(), sandbox());
    let first = before.deliver(&asked).await;
    assert_eq!(after.progress(service).await, Ok(None));
    assert_eq!(after.deliver(&asked).await, first);
}
