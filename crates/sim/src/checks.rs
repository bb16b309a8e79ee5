//! What must be true at the end of every day on which the worker worked, whatever happened.

use std::collections::BTreeMap;

use db::testing::Watch;
use db::{AccountTx, Target};
use kernel::{AccountId, EmailId, PageRequest, Timestamp};
use payments::{AttemptState, RefundState};
use services::{ServiceQuery, ServiceStatus};

use crate::house::House;
use crate::people::Person;

/// Looks at everything, and remembers what was mailed.
pub struct Checks {
    watch: Watch,
    /// The e-mails of the worker's own rounds by reader and text.
    mailed: BTreeMap<(String, String), EmailId>,
}

impl Checks {
    /// Checks of the house on this database.
    ///
    /// # Errors
    /// When it cannot be opened.
    pub async fn new(target: &Target) -> anyhow::Result<Checks> {
        Ok(Checks { watch: Watch::new(target).await?, mailed: BTreeMap::new() })
    }

    /// Everything that is looked at every day. `worked_at` is when the worker worked.
    ///
    /// # Errors
    /// The first thing that is not true.
    pub async fn day(
        &mut self,
        house: &House,
        people: &[Person],
        worked_at: Timestamp,
    ) -> anyhow::Result<()> {
        self.nothing_is_left_to_do(house).await?;
        self.no_job_is_left(house).await?;
        self.nobody_is_mailed_twice(house, people, worked_at).await?;
        nobody_is_told_more_than_happened(house, people).await?;
        nothing_waits_for_a_person(house).await?;
        everything_agrees(house).await?;
        the_provider_agrees(house, people).await
    }

    /// A second round of every duty writes nothing.
    async fn nothing_is_left_to_do(&self, house: &House) -> anyhow::Result<()> {
        let before = self.watch.mark().await?;
        for duty in house.duties() {
            let found = duty.round().await?;
            anyhow::ensure!(found == 0, "{} found {found} more things to do", duty.name());
        }
        let after = self.watch.mark().await?;
        if after == before {
            return Ok(());
        }
        for duty in house.duties() {
            let before = self.watch.mark().await?;
            duty.round().await?;
            let is_quiet = self.watch.mark().await? == before;
            anyhow::ensure!(is_quiet, "{} writes on every round", duty.name());
        }
        let written: Vec<_> = after.iter().filter(|line| !before.contains(line)).cloned().collect();
        anyhow::bail!("a duty wrote something on its second round: {}", written.join(", "));
    }

    /// Jobs follow from causes: with nothing done, none is left.
    async fn no_job_is_left(&self, house: &House) -> anyhow::Result<()> {
        anyhow::ensure!(house.jobs().await? == 0, "jobs were left");
        Ok(())
    }

    /// What the worker writes by itself is never written twice: two e-mails with the same words are one too many,
    /// but for reminders, which say the same on several days.
    async fn nobody_is_mailed_twice(
        &mut self,
        house: &House,
        people: &[Person],
        worked_at: Timestamp,
    ) -> anyhow::Result<()> {
        for message in house.mailbox.messages().into_iter().take_while(|message| message.at >= worked_at) {
            let key = (message.to.as_str().to_owned(), message.text.clone());
            let known = self.mailed.insert(key, message.id);
            let reader = people.iter().find(|person| person.email == message.to);
            let account = reader.and_then(|person| person.account);
            let (Some(_), Some(account)) = (known.filter(|id| *id != message.id), account) else { continue };
            let find = move |tx: &mut AccountTx| mail::archive::find(tx, message.id);
            let letter = house.cx.db.account(account).read(find).await?;
            let is_notice = letter.is_some_and(|letter| letter.line.name == "renewal_notice");
            anyhow::ensure!(is_notice, "{} was mailed twice: {}", message.to.as_str(), message.subject);
        }
        Ok(())
    }
}

/// Every notice, bill and change that was written to somebody has a step, an order or a renewal of its own.
async fn nobody_is_told_more_than_happened(house: &House, people: &[Person]) -> anyhow::Result<()> {
    let today = house.cx.jurisdictions.all()[0].civil(house.cx.clock.now());
    for account in people.iter().filter_map(|person| person.account) {
        let count = move |tx: &mut AccountTx| {
            let mut told: BTreeMap<String, usize> = BTreeMap::new();
            let (mut request, mut more) = (PageRequest::first(100), true);
            while more {
                let page = mail::archive::list(tx, &request)?;
                for email in page.items {
                    *told.entry(email.name).or_default() += 1;
                }
                more = page.next.is_some();
                request.after = page.next;
            }
            let (mut notices, mut others) = (0, 0);
            for over in [None, Some(ServiceStatus::Ended)] {
                let query = ServiceQuery { status: over, ..ServiceQuery::default() };
                for service in services::store::list(tx, today, &query, &PageRequest::first(100))?.items {
                    for (_, _, step) in services::store::steps_of(tx, service.id)? {
                        if step.is_notice() { notices += 1 } else { others += 1 }
                    }
                }
            }
            Ok::<_, db::Error>((told, notices, others))
        };
        let (told, notices, others) = house.cx.db.account(account).read(count).await?;
        let told = |name: &str| told.get(name).copied().unwrap_or(0);
        anyhow::ensure!(told("renewal_notice") <= notices, "{account}: more notices than steps");
        anyhow::ensure!(told("renewal_due") <= others, "{account}: more bills announced than steps");
    }
    Ok(())
}

/// Neither a service that was put aside, nor a job that nobody can do.
async fn nothing_waits_for_a_person(house: &House) -> anyhow::Result<()> {
    let request = PageRequest::first(10);
    let asked = request.clone();
    let held = house.cx.db.across().read(move |tx| services::store::held(tx, &asked)).await?;
    anyhow::ensure!(held.items.is_empty(), "a service was put aside: {:?}", held.items);
    let dead = house.cx.db.across().read(move |tx| outbox::dead(tx, &request)).await?;
    anyhow::ensure!(dead.items.is_empty(), "a job is dead: {:?}", dead.items);
    Ok(())
}

/// The same verification as `comptoir verify`.
async fn everything_agrees(house: &House) -> anyhow::Result<()> {
    let cx = &house.cx;
    let report = reports::verify(&cx.db, &cx.jurisdictions, cx.clock.now(), |_| {}).await?;
    if let Some(problem) = report.problems.first() {
        anyhow::bail!("{} problems, the first: {problem}", report.problems_count);
    }
    let (waiting, unstamped) = (report.books.waiting, report.books.unstamped);
    anyhow::ensure!(waiting == 0 && unstamped == 0, "{waiting} documents wait for their number");
    Ok(())
}

/// What the provider holds is what our books say, as far as nothing is on its way.
async fn the_provider_agrees(house: &House, people: &[Person]) -> anyhow::Result<()> {
    for (account, key) in house.provider.taken() {
        let look = move |tx: &mut AccountTx| {
            let attempt = payments::store::get(tx, key)?;
            Ok::<_, db::Error>((attempt, payments::store::refunds_of(tx, key)?))
        };
        let (attempt, refunds) = house.cx.db.account(account).read(look).await?;
        if attempt.state.is_unresolved() {
            continue;
        }
        anyhow::ensure!(
            attempt.state == AttemptState::Success,
            "the provider took {} for {key}, which is {:?}",
            attempt.amount,
            attempt.state
        );
        if refunds.iter().any(|refund| !refund.state.is_settled()) {
            continue;
        }
        let back = refunds.iter().filter(|refund| refund.state == RefundState::Success);
        let back: i64 = back.map(|refund| refund.amount.minor()).sum();
        let held = house.provider.holds(key);
        anyhow::ensure!(
            held == Some(attempt.amount.minor() - back),
            "the provider holds {held:?} of {key}; we say {} less {back}",
            attempt.amount
        );
    }
    for account in people.iter().filter_map(|person| person.account) {
        our_successes_are_the_providers(house, account).await?;
    }
    Ok(())
}

async fn our_successes_are_the_providers(house: &House, account: AccountId) -> anyhow::Result<()> {
    let list = |tx: &mut AccountTx| payments::store::payments(tx, &PageRequest::first(100));
    for attempt in house.cx.db.account(account).read(list).await?.items {
        let is_taken = house.provider.holds(attempt.id).is_some();
        anyhow::ensure!(
            attempt.state != AttemptState::Success || is_taken,
            "we say that {} was paid; the provider does not",
            attempt.id
        );
    }
    Ok(())
}
