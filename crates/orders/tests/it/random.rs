//! Random sequences of everything that can happen to an order.

use db::{AccountTx, Error};
use kernel::{OrderId, Random, SignedDuration, StaffId, Timestamp, UploadId};
use orders::validation::Verdict;
use orders::{DocumentKind, DocumentsRequest, Order, OrderState, store};
use testkit::TestDb;

use crate::{hold, new_order, now, order};

/// One thing that happens, drawn by chance; whether it is allowed does not matter.
fn happen(tx: &mut AccountTx, at: Timestamp, id: OrderId, event: u64, upload: UploadId) -> Result<(), Error> {
    let staff: StaffId = Random::seeded(9).id(at);
    let later = at + SignedDuration::from_hours(48);
    let order = store::get(tx, id)?;
    match event {
        0 => drop(orders::paid(tx, at, order, &Verdict::Pass)),
        1 => drop(orders::paid(tx, at, order, &hold())),
        2 => drop(orders::expire(tx, at, id)),
        3 => drop(orders::approve(tx, at, id, staff, "")),
        4 => drop(orders::refuse(tx, at, id, staff, "")),
        5 | 6 => {
            let request = DocumentsRequest {
                documents: vec![DocumentKind::Identity],
                message: String::new(),
                note: String::new(),
                due_at: later,
            };
            drop(orders::request_documents(tx, at, id, staff, &request));
        }
        7 => drop(orders::receive_document(tx, at, id, upload, "a.pdf", b"%PDF-")),
        8 => drop(orders::send_documents(tx, at, id, later)),
        9 => drop(orders::delivered(tx, at, order)),
        10 => drop(orders::withdrawn(tx, at, id)),
        11 => drop(orders::cancelled(tx, at, id)),
        _ => orders::payment_begun(tx, at, id, event.is_multiple_of(2))?,
    }
    Ok(())
}

/// What is true of every order at any time.
fn check(order: &Order) {
    let is_unpaid = matches!(order.state, OrderState::NotPaid | OrderState::Expired);
    assert_eq!(order.paid_at.is_none(), is_unpaid, "{order:?}");
    let is_under_review = matches!(order.state, OrderState::Checking | OrderState::DocumentsRequested);
    assert!(!is_under_review || order.review.is_some());
    let is_accepted = order.accepted_at.is_some();
    assert!(!is_accepted || (order.paid_at.is_some() && order.refused_at.is_none()));
    assert_eq!(order.cancelled_at.is_some(), order.state == OrderState::Cancelled);
    assert!(order.refused_at.is_none() || order.state == OrderState::Cancelled);
    assert!(order.delivered_at.is_none() || is_accepted);
    assert!(order.state != OrderState::Delivered || order.delivered_at.is_some());
}

/// The content of an order: all that never changes.
fn content(order: &Order) -> Order {
    Order {
        state: OrderState::NotPaid,
        paid_at: None,
        review: None,
        accepted_at: None,
        refused_at: None,
        delivered_at: None,
        cancelled_at: None,
        ..order.clone()
    }
}

#[testkit::both_databases]
async fn whatever_happens_an_order_stays_legal_and_its_content_the_same(db: TestDb) {
    let random = testkit::random();
    for round in 0..60 {
        let account = random.id(now());
        let made = order(&db, account, &new_order(&random, round, now()), now()).await;
        let id = made.id;
        let mut at = now();
        let (mut before, mut entries) = (made.clone(), 0);
        for _ in 0..30 {
            // Sometimes the clock of another machine is a little behind.
            at += SignedDuration::from_mins(i64::try_from(random.below(300)).unwrap() - 20);
            let (event, upload) = (random.below(14), random.id(at));
            db.account(account).write(move |tx| happen(tx, at, id, event, upload)).await.unwrap();
            let (after, history) = db
                .account(account)
                .read(move |tx| Ok::<_, Error>((store::get(tx, id)?, store::history(tx, id)?)))
                .await
                .unwrap();
            check(&after);
            assert_eq!(content(&after), content(&made));
            if after.state != before.state {
                let is_arrow =
                    orders::Change::ALL.iter().any(|change| before.state.after(*change) == Some(after.state));
                assert!(is_arrow, "{:?} to {:?}", before.state, after.state);
            }
            assert!(history.is_sorted_by_key(|entry| entry.at), "{history:?}");
            assert!(history.len() >= entries && history.windows(2).all(|pair| pair[0].code != pair[1].code));
            (before, entries) = (after, history.len());
        }
    }
}
