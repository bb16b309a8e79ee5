//! What every provisioner must do, as one suite; its capabilities decide which checks apply.

use async_trait::async_trait;
use kernel::{Random, ServiceId, SignedDuration, Timestamp};

use crate::{
    Access, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Provisioner, Unknown,
    Wanted,
};

/// A request with a known fate.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// It is delivered, sooner or later.
    Plain,
    /// The first call gives no answer that can be trusted, a later one does.
    Unsure,
    /// It is refused.
    Refused,
}

/// The provisioner under test, and what the suite needs around it.
#[async_trait]
pub trait Subject: Sync {
    /// The provisioner.
    fn provisioner(&self) -> &dyn Provisioner;

    /// A request for `service` that has the fate of `case`; `None` when this provisioner cannot be brought to
    /// it.
    fn request(&self, service: ServiceId, case: Case) -> Option<DeliveryRequest>;

    /// Lets time pass for the provisioner, at most `wait`.
    async fn pause(&self, wait: SignedDuration);

    /// How many things exist for `service`; `None` when the subject cannot count them.
    fn made(&self, service: ServiceId) -> Option<usize>;
}

/// A rule that was broken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{rule}: {seen}")]
pub struct Broken {
    /// The rule, as a sentence.
    pub rule: &'static str,
    /// What was seen instead.
    pub seen: String,
}

/// How often the suite asks before it gives a service up.
const ASKS_MAX: usize = 50;

/// Runs the suite and answers the rules that were checked.
///
/// # Errors
/// The first [`Broken`] rule.
pub async fn run(subject: &dyn Subject, random: &Random) -> Result<Vec<&'static str>, Broken> {
    let capabilities = subject.provisioner().capabilities();
    let id = || random.id(Timestamp::UNIX_EPOCH);
    let mut rules = vec![named(subject)?, never_asked(subject, id()).await?];
    if capabilities.automatic {
        rules.push(delivered_once(subject, id()).await?);
        rules.push(asked_at_the_same_time(subject, id(), capabilities.asynchronous).await?);
        rules.push(told_apart(subject, id(), id()).await?);
        rules.extend(unsure(subject, id()).await?);
        rules.push(closed_and_opened(subject, id()).await?);
        rules.push(removed(subject, id()).await?);
        rules.extend(unsure_operation(subject, id()).await?);
        rules.push(never_made(subject, id()).await?);
    } else {
        rules.push(by_hand(subject, id()).await?);
        rules.push(operated_by_hand(subject, id()).await?);
    }
    if capabilities.refuses {
        rules.push(refused(subject, id()).await?);
    }
    Ok(rules)
}

fn named(subject: &dyn Subject) -> Result<&'static str, Broken> {
    let rule = "a name is a word of lower-case letters, digits, hyphens and underscores";
    let name = subject.provisioner().name();
    let is_plain = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_');
    check(rule, !name.is_empty() && name.chars().all(is_plain), name)
}

async fn never_asked(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "a service that was never asked for has no progress";
    let progress = subject.provisioner().progress(service).await;
    check(rule, progress == Ok(None), progress)
}

async fn delivered_once(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "a service asked for again is the same service, with the same access";
    let request = wanted(rule, subject, service, Case::Plain)?;
    let access = settled(rule, subject, &request).await?;
    check(rule, access.is_acceptable(), &access)?;
    let again = subject.provisioner().deliver(&request).await;
    check(rule, again == Ok(DeliveryOutcome::Delivered(access.clone())), again)?;
    let progress = subject.provisioner().progress(service).await;
    check(rule, progress == Ok(Some(DeliveryOutcome::Delivered(access))), progress)?;
    counted(rule, subject, service)
}

async fn asked_at_the_same_time(
    subject: &dyn Subject,
    service: ServiceId,
    is_asynchronous: bool,
) -> Result<&'static str, Broken> {
    let rule = "two workers that ask at the same time get one service";
    let request = wanted(rule, subject, service, Case::Plain)?;
    let (one, two) =
        both(subject.provisioner().deliver(&request), subject.provisioner().deliver(&request)).await;
    for answer in [one, two] {
        let is_fine = match &answer {
            Ok(DeliveryOutcome::Delivered(_)) | Err(_) => true,
            Ok(DeliveryOutcome::InProgress { .. }) => is_asynchronous,
            Ok(DeliveryOutcome::ByHand | DeliveryOutcome::Refused { .. }) => false,
        };
        check(rule, is_fine, answer)?;
    }
    let first = settled(rule, subject, &request).await?;
    let second = settled(rule, subject, &request).await?;
    check(rule, first == second, (first, second))?;
    counted(rule, subject, service)
}

async fn told_apart(subject: &dyn Subject, one: ServiceId, two: ServiceId) -> Result<&'static str, Broken> {
    let rule = "two services are two things";
    settled(rule, subject, &wanted(rule, subject, one, Case::Plain)?).await?;
    let progress = subject.provisioner().progress(two).await;
    check(rule, progress == Ok(None), progress)?;
    settled(rule, subject, &wanted(rule, subject, two, Case::Plain)?).await?;
    counted(rule, subject, one)?;
    counted(rule, subject, two)
}

async fn unsure(subject: &dyn Subject, service: ServiceId) -> Result<Option<&'static str>, Broken> {
    let rule = "a call without an answer is asked again and makes one service";
    let Some(request) = subject.request(service, Case::Unsure) else {
        return Ok(None);
    };
    let first = subject.provisioner().deliver(&request).await;
    check(rule, first.is_err(), first)?;
    settled(rule, subject, &request).await?;
    counted(rule, subject, service).map(Some)
}

async fn by_hand(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "what a person delivers is never reported as made by a machine";
    let request = wanted(rule, subject, service, Case::Plain)?;
    for _ in 0..2 {
        let answer = subject.provisioner().deliver(&request).await;
        check(rule, answer == Ok(DeliveryOutcome::ByHand), answer)?;
    }
    let progress = subject.provisioner().progress(service).await;
    check(rule, matches!(progress, Ok(None | Some(DeliveryOutcome::ByHand))), progress)
}

async fn refused(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "a refusal is final, has a reason, and makes nothing";
    let request = wanted(rule, subject, service, Case::Refused)?;
    for _ in 0..2 {
        let answer = subject.provisioner().deliver(&request).await;
        let is_fine = matches!(&answer, Ok(DeliveryOutcome::Refused { reason }) if !reason.trim().is_empty());
        check(rule, is_fine, answer)?;
    }
    check(rule, subject.made(service).is_none_or(|made| made == 0), subject.made(service))
}

async fn closed_and_opened(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "a service is closed and opened as often as it is asked, and closing it twice closes it once";
    let request = wanted(rule, subject, service, Case::Plain)?;
    let access = settled(rule, subject, &request).await?;
    for wish in
        [Wanted::Suspend, Wanted::Suspend, Wanted::Resume, Wanted::Resume, Wanted::Suspend, Wanted::Resume]
    {
        fulfilled(rule, subject, &request, wish).await?;
    }
    let again = subject.provisioner().deliver(&request).await;
    check(rule, again == Ok(DeliveryOutcome::Delivered(access)), again)?;
    counted(rule, subject, service)
}

async fn removed(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "a service is removed once, whether it is open or closed, and nothing of it is left";
    let request = wanted(rule, subject, service, Case::Plain)?;
    settled(rule, subject, &request).await?;
    for wish in [Wanted::Suspend, Wanted::Delete, Wanted::Delete] {
        fulfilled(rule, subject, &request, wish).await?;
    }
    check(rule, subject.made(service).is_none_or(|made| made == 0), subject.made(service))
}

async fn unsure_operation(subject: &dyn Subject, service: ServiceId) -> Result<Option<&'static str>, Broken> {
    let rule = "a wish without an answer is asked again and fulfilled";
    let Some(request) = subject.request(service, Case::Unsure) else {
        return Ok(None);
    };
    settled(rule, subject, &request).await?;
    let first = operate(subject.provisioner(), &request, Wanted::Suspend).await;
    check(rule, first.is_err(), first)?;
    fulfilled(rule, subject, &request, Wanted::Suspend).await?;
    fulfilled(rule, subject, &request, Wanted::Delete).await?;
    Ok(Some(rule))
}

async fn never_made(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "what was never made is closed and removed at once";
    let request = wanted(rule, subject, service, Case::Plain)?;
    for wish in [Wanted::Suspend, Wanted::Delete] {
        fulfilled(rule, subject, &request, wish).await?;
    }
    check(rule, subject.made(service).is_none_or(|made| made == 0), subject.made(service))
}

async fn operated_by_hand(subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let rule = "what a person closes or removes is never reported as done by a machine";
    let request = wanted(rule, subject, service, Case::Plain)?;
    for wish in [Wanted::Suspend, Wanted::Resume, Wanted::Delete] {
        let answer = operate(subject.provisioner(), &request, wish).await;
        check(rule, answer == Ok(OperationOutcome::ByHand), answer)?;
    }
    Ok(rule)
}

/// Asks, as the product does, until a wish is fulfilled.
async fn fulfilled(
    rule: &'static str,
    subject: &dyn Subject,
    request: &DeliveryRequest,
    wish: Wanted,
) -> Result<(), Broken> {
    for _ in 0..ASKS_MAX {
        match operate(subject.provisioner(), request, wish).await {
            Ok(OperationOutcome::Done) => return Ok(()),
            Ok(OperationOutcome::InProgress { after }) => subject.pause(after).await,
            Err(_) => subject.pause(SignedDuration::from_millis(10)).await,
            Ok(outcome @ (OperationOutcome::ByHand | OperationOutcome::Refused { .. })) => {
                check(rule, false, outcome)?;
            }
        }
    }
    Err(Broken { rule, seen: format!("{wish:?} not fulfilled after {ASKS_MAX} questions") })
}

async fn operate(
    provisioner: &dyn Provisioner,
    request: &DeliveryRequest,
    wish: Wanted,
) -> Result<OperationOutcome, Unknown> {
    let request = OperationRequest {
        service: request.service,
        revision: 0,
        name: request.name.clone(),
        customer: request.customer.clone(),
        subsidiary: request.subsidiary,
        plan_code: request.plan_code.clone(),
        product: request.product.clone(),
        reason: "contract".to_owned(),
    };
    match wish {
        Wanted::Suspend => provisioner.suspend(&request).await,
        Wanted::Resume => provisioner.resume(&request).await,
        Wanted::Delete => provisioner.delete(&request).await,
    }
}

/// Asks, as the product does, until the service is delivered.
async fn settled(
    rule: &'static str,
    subject: &dyn Subject,
    request: &DeliveryRequest,
) -> Result<Access, Broken> {
    let provisioner = subject.provisioner();
    let mut is_asked = false;
    for _ in 0..ASKS_MAX {
        let answer = if is_asked {
            provisioner.progress(request.service).await
        } else {
            provisioner.deliver(request).await.map(Some)
        };
        match answer {
            Ok(Some(DeliveryOutcome::Delivered(access))) => return Ok(access),
            Ok(Some(DeliveryOutcome::InProgress { after })) => {
                is_asked = true;
                subject.pause(after).await;
            }
            Ok(None) | Err(_) => {
                is_asked = false;
                subject.pause(SignedDuration::from_millis(10)).await;
            }
            Ok(Some(outcome @ (DeliveryOutcome::ByHand | DeliveryOutcome::Refused { .. }))) => {
                check(rule, false, outcome)?;
            }
        }
    }
    Err(Broken { rule, seen: format!("not delivered after {ASKS_MAX} questions") })
}

fn wanted(
    rule: &'static str,
    subject: &dyn Subject,
    service: ServiceId,
    case: Case,
) -> Result<DeliveryRequest, Broken> {
    subject.request(service, case).ok_or_else(|| Broken { rule, seen: format!("no request for {case:?}") })
}

fn counted(rule: &'static str, subject: &dyn Subject, service: ServiceId) -> Result<&'static str, Broken> {
    let made = subject.made(service);
    check(rule, made.is_none_or(|made| made == 1), made)
}

fn check(rule: &'static str, is_kept: bool, seen: impl std::fmt::Debug) -> Result<&'static str, Broken> {
    if is_kept { Ok(rule) } else { Err(Broken { rule, seen: format!("{seen:?}") }) }
}

/// Runs two futures on one task, so that they overlap at every wait.
async fn both<A: Future, B: Future>(one: A, two: B) -> (A::Output, B::Output) {
    let (mut one, mut two) = (Box::pin(one), Box::pin(two));
    let (mut first, mut second) = (None, None);
    std::future::poll_fn(move |context| {
        if first.is_none()
            && let std::task::Poll::Ready(value) = one.as_mut().poll(context)
        {
            first = Some(value);
        }
        if second.is_none()
            && let std::task::Poll::Ready(value) = two.as_mut().poll(context)
        {
            second = Some(value);
        }
        match (first.take(), second.take()) {
            (Some(first), Some(second)) => std::task::Poll::Ready((first, second)),
            (one_done, two_done) => {
                (first, second) = (one_done, two_done);
                std::task::Poll::Pending
            }
        }
    })
    .await
}
