//! An endpoint that never answers delays nobody else.

use std::sync::Arc;
use std::time::Duration;

use db::AccountTx;
use kernel::{AccountId, Direction, EndpointId, PageRequest};
use testkit::TestDb;
use webhooks::{Answer, Courier, MessageState, NewEndpoint, Outgoing, Reach, Secret, Sent};

use crate::duties::context;

/// Who never answers, and everybody else, who has what they are sent.
struct Uneven;

#[async_trait::async_trait]
impl Courier for Uneven {
    async fn post(&self, message: &Outgoing) -> Sent {
        if message.url.contains("silent") {
            std::future::pending::<()>().await;
        }
        Sent { outcome: Ok(Answer { status: 204, body: Vec::new() }), millis: 1 }
    }
}

/// An endpoint with a message that is due.
async fn waiting(cx: &flows::Cx, url: &str) -> (AccountId, EndpointId) {
    let now = cx.clock.now();
    let (account, id, message) = (cx.random.id(now), cx.random.id(now), cx.random.id(now));
    let new = NewEndpoint {
        id,
        url: url.to_owned(),
        description: String::new(),
        wanted: Vec::new(),
        secret: Secret::generate(&cx.random),
    };
    let add = move |tx: &mut AccountTx| webhooks::add(tx, now, &new, Reach::Public).map(drop);
    cx.db.account(account).write(add).await.unwrap();
    cx.db.account(account).write(move |tx| webhooks::test(tx, now, id, message)).await.unwrap();
    (account, id)
}

async fn is_delivered(cx: &flows::Cx, (account, endpoint): (AccountId, EndpointId)) -> bool {
    let request = PageRequest::first(1);
    let read = move |tx: &mut AccountTx| {
        webhooks::store::messages(tx, endpoint, None, Direction::Ascending, &request)
    };
    cx.db.account(account).read(read).await.unwrap().items[0].state == MessageState::Delivered
}

#[testkit::both_databases]
async fn an_endpoint_that_never_answers_delays_nobody_else(db: TestDb) {
    let mut cx = context(&db);
    cx.courier = Arc::new(Uneven);
    let silent = waiting(&cx, "https://silent.example.com/").await;
    let others =
        [waiting(&cx, "https://one.example.com/").await, waiting(&cx, "https://two.example.com/").await];
    let documents = Arc::new(documents::Documents::new(&cx.texts, documents::Brand::default()));
    let duties = worker::duties(&cx, &documents, flows::renew::Part::ALL);
    let duty = duties.iter().find(|duty| duty.name() == "messages").unwrap();
    // The round ends though one of its endpoints does not.
    assert_eq!(duty.round().await.unwrap(), 3);
    for other in others {
        let arrives = async {
            while !is_delivered(&cx, other).await {
                tokio::time::sleep(Duration::from_millis(10)).await;
            }
        };
        tokio::time::timeout(Duration::from_secs(10), arrives).await.expect("it is delivered");
    }
    assert!(!is_delivered(&cx, silent).await);
    // Its place is its own: it is not begun again, and what comes for others is.
    let late = waiting(&cx, "https://late.example.com/").await;
    assert_eq!(duty.round().await.unwrap(), 1);
    let arrives = async {
        while !is_delivered(&cx, late).await {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(10), arrives).await.expect("it is delivered");
}
