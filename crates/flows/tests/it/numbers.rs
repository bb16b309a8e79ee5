//! Order numbers: natural from the first, never given twice, and given back when a process ends.

use flows::OrderNumbers;
use testkit::TestDb;

#[testkit::both_databases]
async fn a_stop_leaves_no_gap_and_another_process_loses_nothing(db: TestDb) {
    let first = OrderNumbers::default();
    assert_eq!((first.next(&db).await.unwrap(), first.next(&db).await.unwrap()), (100_001, 100_002));
    first.give_back(&db).await.unwrap();
    first.give_back(&db).await.unwrap();
    let restarted = OrderNumbers::default();
    assert_eq!(restarted.next(&db).await.unwrap(), 100_003, "no gap after a stop");
    assert_eq!(first.next(&db).await.unwrap(), 100_067, "what was given back is not handed out again");

    // Another process took a block meanwhile: what is left before it is lost, and nothing is given twice.
    restarted.give_back(&db).await.unwrap();
    let mut seen = vec![100_003, 100_067];
    let third = OrderNumbers::default();
    for _ in 0..130 {
        seen.push(third.next(&db).await.unwrap());
        seen.push(first.next(&db).await.unwrap());
    }
    let count = seen.len();
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), count, "a number was given twice");
}

#[testkit::both_databases]
async fn a_number_handed_out_at_the_last_moment_stays_used(db: TestDb) {
    let numbers = OrderNumbers::default();
    let mut last = 0;
    for _ in 0..64 {
        last = numbers.next(&db).await.unwrap();
    }
    assert_eq!(last, 100_064);
    numbers.give_back(&db).await.unwrap();
    assert_eq!(OrderNumbers::default().next(&db).await.unwrap(), 100_065);
}
