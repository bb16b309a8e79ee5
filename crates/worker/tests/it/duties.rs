//! The regular duties: in an empty house they find nothing, and a second time they find nothing more.

use std::sync::Arc;

use accounts::{Cost, Passwords};
use catalog::Selection;
use flows::{Cx, Gateways, Offers, OrderNumbers, Settings, Wake};
use jurisdictions::Jurisdictions;
use kernel::{AccountId, SignedDuration};
use outbox::Job;
use serde::{Deserialize, Serialize};
use testkit::{Db, TestDb};
use texts::Texts;

pub(crate) fn context(db: &Db) -> Cx {
    let random = testkit::random();
    Cx {
        db: db.clone(),
        clock: testkit::clock(),
        random: random.clone(),
        jurisdictions: Arc::new(Jurisdictions::embedded().clone()),
        gateways: Gateways::default(),
        provisioners: Arc::new(provisioners::registry(provisioners::Config::default()).unwrap()),
        passwords: Passwords::new(Cost::CHEAP, 1, random).unwrap(),
        numbers: OrderNumbers::default(),
        offers: Offers::default(),
        texts: Texts::embedded(),
        courier: Arc::new(webhooks::Nowhere),
        settings: Arc::new(Settings::default()),
        wake: Wake::default(),
    }
}

/// What each duty finds to do, by its name, leaving out those that find nothing.
async fn round(cx: &Cx) -> anyhow::Result<Vec<(&'static str, u64)>> {
    let mut found = Vec::new();
    let documents = Arc::new(documents::Documents::new(&cx.texts, documents::Brand::default()));
    for duty in worker::duties(cx, &documents, flows::renew::Part::ALL) {
        let count = duty.round().await?;
        if count > 0 {
            found.push((duty.name(), count));
        }
    }
    Ok(found)
}

#[testkit::both_databases]
async fn nobody_finds_work_in_an_empty_house(db: TestDb) -> anyhow::Result<()> {
    let cx = context(&db);
    assert_eq!(round(&cx).await?, []);
    Ok(())
}

#[derive(Debug, Serialize, Deserialize)]
struct Old;

impl Job for Old {
    const NAME: &'static str = "old";

    fn key(&self) -> String {
        "old".to_owned()
    }
}

#[testkit::both_databases]
async fn what_has_served_is_forgotten_once(db: TestDb) -> anyhow::Result<()> {
    let cx = context(&db);
    let now = cx.clock.now();
    let account: AccountId = cx.random.id(now);
    let item = cx.random.id(now);
    db.account(account)
        .write(move |tx| orders::cart::add(tx, now, item, &Selection::of("ct-web-start")))
        .await?;
    let lease = SignedDuration::from_mins(1);
    db.account(account)
        .write(move |tx| {
            outbox::enqueue(tx, now, &Old)?;
            Ok::<_, outbox::LeaseError>(())
        })
        .await?;
    let due = db.across().read(move |tx| outbox::due_of(tx, now, Old::NAME, 1)).await?.remove(0);
    db.account(account)
        .write(move |tx| {
            let claim = outbox::claim(tx, now, &due, "test", lease)?;
            outbox::complete(tx, &claim.ok_or(outbox::LeaseError::Stale)?)
        })
        .await?;
    assert_eq!(round(&cx).await?, [], "nothing is old yet");
    cx.clock.advance(SignedDuration::from_hours(24 * 100))?;
    assert_eq!(round(&cx).await?, [("housekeeping", 2)], "a cart and a job");
    assert_eq!(round(&cx).await?, [], "the second round changes nothing");
    Ok(())
}
