//! Whatever the order and the number of tellings, the end is the same.

use kernel::{AttemptId, OrderId, Random, SignedDuration};
use payments::{ChargeOutcome, RefundOutcome, RefundState};
use testkit::TestDb;

use super::shop::{Shop, expired, page, pending, refused, succeeded};

/// What is told of one account: six orders with one attempt each, and what became of them.
fn story(attempts: &[AttemptId]) -> Vec<(AttemptId, ChargeOutcome)> {
    let mut told = Vec::new();
    for (index, id) in attempts.iter().copied().enumerate() {
        told.push((id, page(id)));
        match index % 6 {
            0 => told.extend([(id, pending(id)), (id, succeeded(id))]),
            1 => told.extend([(id, pending(id)), (id, refused(id))]),
            2 => told.push((id, expired(id))),
            3 => told.push((id, ChargeOutcome::Cancelled { external_id: super::shop::name(id) })),
            4 => told.push((id, succeeded(id))),
            _ => told.push((id, pending(id))),
        }
    }
    told
}

type End = (Vec<(&'static str, Option<&'static str>)>, [i64; 3], Vec<(RefundState, i64)>);

/// Tells the story in this order and answers where everything ended.
async fn end(shop: &Shop, random: Option<&Random>) -> End {
    let mut attempts = Vec::new();
    for _ in 0..6 {
        let order: OrderId = shop.id();
        attempts.push(shop.begun(order).await);
    }
    let mut told = story(&attempts);
    if let Some(random) = random {
        for index in 0..told.len() {
            for _ in 0..random.below(4) {
                let again = told[index].clone();
                told.push(again);
            }
        }
        for index in (1..told.len()).rev() {
            told.swap(index, random.below(index as u64 + 1) as usize);
        }
    }
    for (id, said) in told {
        if random.is_some_and(|random| random.below(5) == 0) {
            shop.lost(id).await;
        }
        shop.record(id, said).await.unwrap();
        shop.clock.advance(SignedDuration::from_mins(7)).unwrap();
    }
    let (first, last) = (attempts[0], attempts[4]);
    let mut refunds = Vec::new();
    for (attempt, minor, said) in [
        (first, 4_000, RefundOutcome::Succeeded { external_id: format!("re_{first}") }),
        (last, 10_000, RefundOutcome::Failed { detail: "closed".to_owned() }),
    ] {
        let refund = shop.refund(attempt, minor, "test").await.unwrap();
        let mut said = vec![RefundOutcome::Pending { external_id: format!("re_{attempt}") }, said];
        if random.is_some_and(|random| random.below(2) == 0) {
            said.reverse();
        }
        for said in said {
            let (now, id) = (shop.now(), refund.id);
            let told =
                shop.db.account(shop.account).write(move |tx| payments::record_refund(tx, now, id, &said));
            told.await.unwrap();
        }
        refunds
            .extend(shop.refunds(attempt).await.iter().map(|refund| (refund.state, refund.amount.minor())));
    }
    let mut states = Vec::new();
    for id in attempts {
        let attempt = shop.attempt(id).await;
        states.push((attempt.state.code(), attempt.reason.map(|reason| reason.code())));
    }
    (states, shop.ledger().await, refunds)
}

#[testkit::both_databases]
async fn shuffled_and_repeated_tellings_end_as_the_story_told_once(db: TestDb) {
    let in_order = end(&Shop::new(&db), None).await;
    let states: Vec<&str> = in_order.0.iter().map(|(state, _)| *state).collect();
    assert_eq!(states, ["success", "failed", "expired", "canceled", "success", "confirming"]);
    assert_eq!(in_order.1, [16_000, -16_000, 0]);
    for seed in 0..25 {
        let random = Random::seeded(seed);
        assert_eq!(end(&Shop::new(&db), Some(&random)).await, in_order, "seed {seed}");
    }
}
