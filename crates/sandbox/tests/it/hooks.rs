//! Webhooks: signed, at least once, in no order, until they are received.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::it::bench::{Bench, Received, SECRET, eventually, receiver};

fn kinds(received: &[Received]) -> Vec<String> {
    let kind = |event: &Received| {
        let body: Value = serde_json::from_str(&event.body).unwrap();
        body["type"].as_str().unwrap().to_owned()
    };
    received.iter().map(kind).collect()
}

#[tokio::test]
async fn one_payment_is_told_by_three_events_some_of_them_twice_and_each_is_signed() {
    let (webhook, kept) = receiver(0).await;
    let bench = Bench::with(|config| sandbox::Config { webhook: Some(webhook), ..config }).await;
    let mut events = BTreeMap::new();
    let mut deliveries = 0;
    for n in 0..6 {
        let url = bench.open(&format!("r{n}"), false).await;
        bench.pay(&url, "4000 0700 0000 1003").await;
    }
    let all = eventually("the arrival of every event", || {
        let kept = kept.lock().unwrap();
        let ids: BTreeSet<String> = kept.iter().map(|event| event.id.clone()).collect();
        (ids.len() == 18).then(|| kept.clone())
    })
    .await;
    for event in &all {
        assert_eq!(event.signature, sandbox::sign(SECRET, &event.id, event.timestamp, &event.body));
        *events.entry(event.id.clone()).or_insert(0) += 1;
        deliveries += 1;
    }
    assert!(deliveries > events.len(), "no event came twice");
    let kinds = kinds(&all);
    for kind in ["charge.succeeded", "charge.captured", "session.completed"] {
        assert!(kinds.iter().any(|told| told == kind));
    }
    let body: Value = serde_json::from_str(&all[0].body).unwrap();
    assert_eq!(body["data"]["metadata"]["account"], "a1");
}

#[tokio::test]
async fn the_same_seed_shuffles_alike_and_another_does_not() {
    let order = |seed| async move {
        let (webhook, kept) = receiver(0).await;
        let bench = Bench::with(|config| sandbox::Config { seed, ..config }).await;
        for n in 0..5 {
            let url = bench.open(&format!("r{n}"), false).await;
            bench.pay(&url, "4000 0700 0000 1003").await;
        }
        bench.handle.set_webhook(Some(webhook));
        // A batch is sent at once, so that only what arrived is compared, not the race within it.
        let ids = eventually("the arrival of every event", || {
            let kept = kept.lock().unwrap();
            let mut ids: Vec<String> = kept.iter().map(|event| event.id.clone()).collect();
            ids.sort();
            (ids.iter().collect::<BTreeSet<_>>().len() == 15).then_some(ids)
        });
        ids.await
    };
    let (first, again, other) = (order(7).await, order(7).await, order(8).await);
    assert_eq!(BTreeSet::from_iter(&first), BTreeSet::from_iter(&again));
    assert_ne!(BTreeSet::from_iter(&first), BTreeSet::from_iter(&other));
}

#[tokio::test]
async fn a_webhook_that_is_not_received_comes_back_later() {
    let (webhook, kept) = receiver(1).await;
    let bench = Bench::with(|config| sandbox::Config { webhook: Some(webhook), ..config }).await;
    let url = bench.open("r1", false).await;
    bench.submit(&format!("{url}/cancel"), &[]).await;
    eventually("the first try", || (!kept.lock().unwrap().is_empty()).then_some(())).await;
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    let before = kept.lock().unwrap().len();
    bench.pass(5);
    let again = eventually("the second try", || {
        let kept = kept.lock().unwrap();
        (kept.len() > before).then(|| kept.clone())
    })
    .await;
    assert_eq!(again[0].id, again[before].id);
    assert_eq!(again[0].body, again[before].body);
    assert!(again[before].timestamp >= again[0].timestamp + 5, "signed anew");
}

#[tokio::test]
async fn nobody_is_told_of_a_payment_whose_answer_is_lost() {
    let (webhook, kept) = receiver(0).await;
    let bench = Bench::with(|config| sandbox::Config { webhook: Some(webhook), ..config }).await;
    let url = bench.open("lost", false).await;
    bench.pay(&url, "4000 0700 0000 5012").await;
    let url = bench.open("told", false).await;
    bench.pay(&url, "4000 0700 0000 3017").await;
    eventually("the arrival of the other", || (!kept.lock().unwrap().is_empty()).then_some(())).await;
    assert!(kinds(&kept.lock().unwrap()).iter().all(|kind| kind == "charge.refused"));
}
