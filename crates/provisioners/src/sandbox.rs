//! Pretends to make services, as slowly and as badly as it is told: for demonstrations and tests.
//!
//! The end of a plan's code decides, so that every fate can be ordered from a catalogue:
//!
//! | plan code ends in | what happens |
//! |---|---|
//! | `-slow` | in progress for [`SLOW_STEPS`] questions longer than usual |
//! | `-flaky` | the first call gives no answer, although the service is being made; so does the first wish after that |
//! | `-refused` | refused |
//! | `-manual` | left to the staff |
//! | anything else | in progress for [`Behaviour::steps`] questions, then delivered |
//!
//! Closing, opening and removing take as many questions as delivering does.
//!
//! What it made lives in memory. After a restart it knows nothing, is asked again, and answers with the same
//! access, since everything in it comes from the service's id.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use async_trait::async_trait;
use kernel::{ServiceId, SignedDuration};
use services::{
    Access, Capabilities, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Provisioner,
    Unknown, Wanted,
};

/// The name of [`Sandbox`] in configuration and tables.
pub const NAME: &str = "sandbox";
/// How many more questions a slow plan takes.
pub const SLOW_STEPS: u32 = 4;
/// How many services it remembers; the oldest are forgotten first.
const REMEMBERED_MAX: usize = 10_000;

/// How the sandbox behaves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Behaviour {
    /// How many questions are answered with «in progress» before a service is delivered.
    pub steps: u32,
    /// How long it asks to be left alone between two questions.
    pub wait: SignedDuration,
}

impl Default for Behaviour {
    fn default() -> Behaviour {
        Behaviour { steps: 1, wait: SignedDuration::from_secs(2) }
    }
}

/// The pretender.
#[derive(Debug, Default)]
pub struct Sandbox {
    behaviour: Behaviour,
    made: Mutex<BTreeMap<ServiceId, Made>>,
}

#[derive(Debug)]
struct Made {
    name: String,
    fate: Fate,
    steps_left: u32,
    answers_left_out: u32,
    /// What is wished for it, and how many more questions that takes.
    wish: (Wanted, u32),
    wishes_left_out: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fate {
    Delivered,
    Refused,
    ByHand,
}

impl Sandbox {
    /// A sandbox that behaves like this.
    #[must_use]
    pub fn new(behaviour: Behaviour) -> Sandbox {
        Sandbox { behaviour, made: Mutex::default() }
    }

    /// How many things exist for a service: none or one.
    #[must_use]
    pub fn made(&self, service: ServiceId) -> usize {
        let made = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        made.get(&service).filter(|made| made.fate == Fate::Delivered).map_or(0, |_| 1)
    }

    fn answer(
        &self,
        service: ServiceId,
        request: Option<&DeliveryRequest>,
    ) -> Result<Option<DeliveryOutcome>, Unknown> {
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(request) = request.filter(|_| !all.contains_key(&service)) {
            all.insert(service, self.begun(request));
            if all.len() > REMEMBERED_MAX {
                all.pop_first();
            }
        }
        let Some(made) = all.get_mut(&service) else {
            return Ok(None);
        };
        if made.answers_left_out > 0 {
            made.answers_left_out -= 1;
            return Err(Unknown("the sandbox gave no answer, as it was told".to_owned()));
        }
        Ok(Some(match made.fate {
            Fate::Refused => DeliveryOutcome::Refused { reason: "the sandbox refuses this plan".to_owned() },
            Fate::ByHand => DeliveryOutcome::ByHand,
            Fate::Delivered if made.steps_left == 0 => {
                DeliveryOutcome::Delivered(access(service, &made.name))
            }
            Fate::Delivered => {
                made.steps_left -= 1;
                DeliveryOutcome::InProgress { after: self.behaviour.wait }
            }
        }))
    }

    fn begun(&self, request: &DeliveryRequest) -> Made {
        let ends = |end: &str| request.plan_code.ends_with(end);
        let fate = match () {
            () if ends("-refused") => Fate::Refused,
            () if ends("-manual") => Fate::ByHand,
            () => Fate::Delivered,
        };
        let slow = if ends("-slow") { SLOW_STEPS } else { 0 };
        Made {
            name: request.name.clone(),
            fate,
            steps_left: self.behaviour.steps + slow,
            answers_left_out: u32::from(ends("-flaky")),
            wish: (Wanted::Resume, 0),
            wishes_left_out: u32::from(ends("-flaky")),
        }
    }

    fn wished(&self, request: &OperationRequest, wanted: Wanted) -> Result<OperationOutcome, Unknown> {
        if request.plan_code.ends_with("-manual") {
            return Ok(OperationOutcome::ByHand);
        }
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        // What was never made, or is gone, or was forgotten in a restart: nothing is left to be done.
        let Some(made) = all.get_mut(&request.service) else { return Ok(OperationOutcome::Done) };
        if made.wishes_left_out > 0 {
            made.wishes_left_out -= 1;
            return Err(Unknown("the sandbox gave no answer, as it was told".to_owned()));
        }
        if made.wish.0 != wanted {
            made.wish = (wanted, self.behaviour.steps);
        }
        if made.wish.1 > 0 {
            made.wish.1 -= 1;
            return Ok(OperationOutcome::InProgress { after: self.behaviour.wait });
        }
        if wanted == Wanted::Delete {
            all.remove(&request.service);
        }
        Ok(OperationOutcome::Done)
    }

    /// Whether a service that was made is closed for now.
    #[must_use]
    pub fn is_closed(&self, service: ServiceId) -> bool {
        let all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        all.get(&service).is_some_and(|made| made.wish == (Wanted::Suspend, 0))
    }
}

#[async_trait]
impl Provisioner for Sandbox {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { automatic: true, asynchronous: true, refuses: true }
    }

    async fn deliver(&self, request: &DeliveryRequest) -> Result<DeliveryOutcome, Unknown> {
        let answer = self.answer(request.service, Some(request))?;
        answer.ok_or_else(|| Unknown("the sandbox forgot the service".to_owned()))
    }

    async fn progress(&self, service: ServiceId) -> Result<Option<DeliveryOutcome>, Unknown> {
        self.answer(service, None)
    }

    async fn suspend(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.wished(request, Wanted::Suspend)
    }

    async fn resume(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.wished(request, Wanted::Resume)
    }

    async fn delete(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.wished(request, Wanted::Delete)
    }
}

/// An access that looks like one and leads nowhere: addresses of RFC 5737 and RFC 3849, names of RFC 2606.
fn access(service: ServiceId, name: &str) -> Access {
    let (high, low) = service.uuid().as_u64_pair();
    let host = low % 254 + 1;
    Access::default()
        .with("Name", &format!("{name}.example.net"))
        .with("IPv4", &format!("203.0.113.{host}"))
        .with("IPv6", &format!("2001:db8::{:x}:{host:x}", low >> 48))
        .with("Login", "root")
        .with_secret("Password", &format!("{:016x}", (low ^ high.rotate_left(17)) & !(0xf << 60)))
}
