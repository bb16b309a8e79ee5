//! The list of payments is whole, page by page, whatever it is sorted by; what brought no money is not in it.

use kernel::{AttemptId, Direction, PageRequest, PaymentKind, SignedDuration, Sort, Timestamp};
use payments::{Comparison, PaymentColumn, PaymentQuery};
use testkit::TestDb;

use super::shop::{Shop, eur, expired, page, succeeded};

impl Shop {
    /// Pays these amounts, two at each moment, each for an order of its own.
    async fn paid_all(&self, amounts: &[i64]) -> Vec<AttemptId> {
        let mut ids = Vec::new();
        for (index, minor) in amounts.iter().enumerate() {
            let mut new = self.by_page(self.id());
            new.amount = eur(*minor);
            self.begin(&new).await.unwrap();
            self.record(new.id, succeeded(new.id)).await.unwrap();
            ids.push(new.id);
            if index % 2 == 1 {
                self.clock.advance(SignedDuration::from_secs(60)).unwrap();
            }
        }
        ids
    }

    /// Every page of the list, two rows at a time.
    async fn listed(&self, query: &PaymentQuery) -> Vec<AttemptId> {
        let (mut request, mut all) = (PageRequest::first(2), Vec::new());
        loop {
            let (query, asked) = (query.clone(), request.clone());
            let page = self
                .db
                .account(self.account)
                .read(move |tx| payments::store::search(tx, &query, &asked))
                .await
                .unwrap();
            all.extend(page.items.into_iter().map(|attempt| attempt.id));
            match page.next {
                Some(next) => request.after = Some(next),
                None => return all,
            }
        }
    }

    async fn counted(&self, query: &PaymentQuery) -> i64 {
        let query = query.clone();
        self.db.account(self.account).read(move |tx| payments::store::count(tx, &query, 1_000)).await.unwrap()
    }
}

#[testkit::both_databases]
async fn pages_of_every_sort_are_the_whole_list_ties_included(db: TestDb) {
    let shop = Shop::new(&db);
    let ids = shop.paid_all(&[300, 100, 200, 200, 100, 300, 100]).await;
    // An attempt that brought nothing, and one whose page is open, are no payments.
    let closed = shop.begun(shop.id()).await;
    shop.record(closed, expired(closed)).await.unwrap();
    let open = shop.begun(shop.id()).await;
    shop.record(open, page(open)).await.unwrap();
    let running = shop.db.account(shop.account).read(|tx| payments::store::running(tx, 10)).await.unwrap();
    assert_eq!(running.iter().map(|attempt| attempt.id).collect::<Vec<_>>(), [open]);

    for column in [PaymentColumn::Date, PaymentColumn::Amount] {
        for direction in [Direction::Ascending, Direction::Descending] {
            let query = PaymentQuery { sort: Sort { column, direction }, ..PaymentQuery::default() };
            let listed = shop.listed(&query).await;
            assert_eq!(shop.counted(&query).await, 7);
            let (mut sorted, mut unique) = (listed.clone(), listed.clone());
            unique.sort_unstable();
            unique.dedup();
            assert_eq!(unique.len(), ids.len(), "{column:?} {direction:?}: each once");
            sorted.reverse();
            let other = PaymentQuery { sort: Sort { column, direction: direction.reversed() }, ..query };
            assert_eq!(shop.listed(&other).await, sorted, "the other way round");
        }
    }
}

#[testkit::both_databases]
async fn payments_are_found_by_amount_date_and_kind(db: TestDb) {
    let shop = Shop::new(&db);
    let begun = shop.now();
    let ids = shop.paid_all(&[300, 100, 200, 100]).await;
    let amount = |comparison| PaymentQuery { amount: Some((comparison, 200)), ..PaymentQuery::default() };
    assert_eq!(shop.listed(&amount(Comparison::Is)).await, [ids[2]]);
    assert_eq!(shop.listed(&amount(Comparison::Above)).await, [ids[0]]);
    assert_eq!(shop.counted(&amount(Comparison::Below)).await, 2);
    let first = PaymentQuery {
        from: Some(begun),
        before: Some(begun.checked_add(SignedDuration::from_secs(60)).unwrap()),
        ..PaymentQuery::default()
    };
    assert_eq!(shop.counted(&first).await, 2);
    let before = PaymentQuery { before: Some(Timestamp::UNIX_EPOCH), ..PaymentQuery::default() };
    assert_eq!(shop.listed(&before).await, []);
    let kind = |kind| PaymentQuery { kind: Some(kind), ..PaymentQuery::default() };
    assert_eq!(shop.counted(&kind(PaymentKind::Card)).await, 4);
    assert_eq!(shop.counted(&kind(PaymentKind::SepaDebit)).await, 0);
}
