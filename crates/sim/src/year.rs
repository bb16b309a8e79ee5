//! The days of a simulated year, one after the other.

use db::Target;
use kernel::{Random, SignedDuration, Timestamp};

use crate::checks::Checks;
use crate::house::House;
use crate::people::Person;

/// What is simulated.
#[derive(Debug, Clone, Copy)]
pub struct Year {
    /// What everything follows from.
    pub seed: u64,
    /// How many days it has.
    pub days: u64,
    /// How many customers live in it.
    pub people: u64,
}

/// What happened in a year that found nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Told {
    /// Documents with a number.
    pub documents: u64,
    /// Postings of the ledger.
    pub postings: u64,
    /// Days on which the worker was killed or did not work.
    pub bad_days: u64,
}

/// Lives a year on an empty, migrated database.
///
/// # Errors
/// The first thing that was not true, with its day.
pub async fn year(target: &Target, year: Year) -> anyhow::Result<Told> {
    // A day of January whose year has no 29 February, or one whose year has; never the same two days.
    let start = Timestamp::from_second(1_735_689_600 + i64::try_from(year.seed % 1_095)? * 86_400)?;
    let chance = Random::seeded(year.seed.wrapping_mul(31));
    let mut house = House::open(target, year.seed, start).await?;
    let mut people = Vec::new();
    for index in 0..year.people {
        people.push(Person::new(year.seed, index, year.days)?);
    }
    let mut checks = Checks::new(target).await?;
    let (mut told, mut away) = (Told::default(), 0);
    for day in 0..year.days {
        let morning = start + SignedDuration::from_hours(24) * i32::try_from(day)?;
        let when = |error: anyhow::Error| error.context(format!("day {day}, {}", morning.strftime("%F")));
        let lived = lived(house, &mut people, &mut checks, &chance, (day, morning), &mut away).await;
        let (after, is_bad) = lived.map_err(when)?;
        told.bad_days += u64::from(is_bad);
        house = after;
    }
    let report = invoicing::verify(&house.cx.db, |_| {}).await?;
    house.cx.db.close().await;
    Ok(Told { documents: report.documents, postings: report.postings, ..told })
}

/// One day: people act, webhooks come, the worker works or is killed or away, and everything is looked at.
async fn lived(
    mut house: House,
    people: &mut [Person],
    checks: &mut Checks,
    chance: &Random,
    (day, morning): (u64, Timestamp),
    away: &mut u64,
) -> anyhow::Result<(House, bool)> {
    house.until(morning)?;
    house.provider.set_down(chance.below(25) == 0);
    for person in people.iter_mut() {
        house.cx.clock.advance(SignedDuration::from_secs(1 + i64::try_from(chance.below(3_000))?))?;
        person.live(&house, day).await?;
    }
    house.provider.tick();
    for (headers, body) in house.provider.webhooks(chance) {
        flows::webhook::receive(&house.cx, "sim", &headers, &body).await?;
    }
    house.cx.clock.advance(SignedDuration::from_secs(1 + i64::try_from(chance.below(20_000))?))?;
    house.desk(chance).await?;
    // Of the worker's bad days there are two kinds: nobody works for some days, or somebody is killed.
    if *away > 0 {
        *away -= 1;
        return Ok((house, true));
    }
    if chance.below(60) == 0 {
        *away = chance.below(9);
        return Ok((house, true));
    }
    let mut is_bad = false;
    while chance.below(6) == 0 {
        house.work_and_die(chance.below(60)).await?;
        house = house.restart().await?;
        is_bad = true;
    }
    // What a dead worker had begun is free again when its lease is over.
    house.cx.clock.advance(SignedDuration::from_mins(20))?;
    let worked_at = house.cx.clock.now();
    house.work().await?;
    checks.day(&house, people, worked_at).await?;
    Ok((house, is_bad))
}
