//! The documents a customer sends.

use kernel::{Random, StaffId, UploadId};
use orders::upload::Refused;
use orders::{DocumentKind, DocumentsRequest, MediaType, Order, OrderState, ReceiveError, Upload, store};
use testkit::TestDb;

use crate::{after, history, hold, now, ordered, pay};

const PDF: &[u8] = b"%PDF-1.7 an identity document";

fn staff() -> StaffId {
    Random::seeded(99).id(now())
}

async fn ask(db: &TestDb, order: &Order, hour: i64) {
    let id = order.id;
    let request = DocumentsRequest {
        documents: vec![DocumentKind::Identity],
        message: String::new(),
        note: String::new(),
        due_at: after(hour + 48),
    };
    db.account(order.account)
        .write(move |tx| orders::request_documents(tx, after(hour), id, staff(), &request))
        .await
        .unwrap();
}

async fn asked(db: &TestDb) -> Order {
    let (_, unpaid) = ordered(db).await;
    let held = pay(db, &unpaid, now(), hold()).await;
    ask(db, &held, 1).await;
    held
}

async fn send(db: &TestDb, order: &Order, file: UploadId, content: &[u8]) -> Result<Upload, ReceiveError> {
    let (id, content) = (order.id, content.to_vec());
    db.account(order.account)
        .write(move |tx| orders::receive_document(tx, after(2), id, file, "carte.pdf", &content))
        .await
}

async fn done(db: &TestDb, order: &Order, hour: i64) -> Result<Order, ReceiveError> {
    let id = order.id;
    db.account(order.account)
        .write(move |tx| orders::send_documents(tx, after(hour), id, after(hour + 48)))
        .await
}

#[testkit::both_databases]
async fn a_document_is_kept_until_the_decision_and_then_forgotten(db: TestDb) {
    let order = asked(&db).await;
    let (account, id) = (order.account, order.id);
    let file: UploadId = testkit::random().id(now());
    let upload = send(&db, &order, file, PDF).await.unwrap();
    assert_eq!((upload.media_type, upload.size_bytes), (MediaType::Pdf, 29));
    assert_eq!(send(&db, &order, file, PDF).await.unwrap(), upload);
    let content = || db.account(account).read(move |tx| store::upload_content(tx, id, file));
    assert_eq!(content().await, Ok(Some(PDF.to_vec())));

    let checking = done(&db, &order, 3).await.unwrap();
    assert_eq!(checking.state, OrderState::Checking);
    let review = checking.review.clone().unwrap();
    assert_eq!((review.checking_since, review.due_at), (after(3), after(51)));
    assert_eq!(done(&db, &order, 4).await.unwrap(), checking);
    assert_eq!(history(&db, &order).await[4..], ["FRAUD_DOCS_REQUESTED", "FRAUD_MANUAL_REVIEW"]);

    db.account(account).write(move |tx| orders::approve(tx, after(5), id, staff(), "")).await.unwrap();
    assert_eq!(content().await, Ok(None));
    let uploads = db.account(account).read(move |tx| store::uploads(tx, id)).await.unwrap();
    assert_eq!(uploads.len(), 1);
    assert_eq!((uploads[0].forgotten_at, &uploads[0].sha256), (Some(after(5)), &upload.sha256));
}

#[testkit::both_databases]
async fn a_file_of_another_type_or_at_another_time_is_refused(db: TestDb) {
    let order = asked(&db).await;
    let random = testkit::random();
    let refused = send(&db, &order, random.id(now()), b"<svg onload=alert(1)>").await;
    assert!(matches!(refused, Err(ReceiveError::Refused(Refused::Type))));
    let refused = send(&db, &order, random.id(now()), b"").await;
    assert!(matches!(refused, Err(ReceiveError::Refused(Refused::Empty))));
    assert!(matches!(done(&db, &order, 2).await, Err(ReceiveError::Nothing)));
    send(&db, &order, random.id(now()), PDF).await.unwrap();
    done(&db, &order, 3).await.unwrap();
    let late = send(&db, &order, random.id(now()), PDF).await;
    assert!(matches!(late, Err(ReceiveError::Invalid(_))));
}

#[testkit::both_databases]
async fn a_second_request_wants_new_documents(db: TestDb) {
    let order = asked(&db).await;
    send(&db, &order, testkit::random().id(now()), PDF).await.unwrap();
    done(&db, &order, 3).await.unwrap();
    ask(&db, &order, 4).await;
    assert!(matches!(done(&db, &order, 5).await, Err(ReceiveError::Nothing)));
}

#[testkit::both_databases]
async fn an_order_takes_ten_files(db: TestDb) {
    let order = asked(&db).await;
    let random = Random::seeded(3);
    for _ in 0..Upload::COUNT_MAX {
        send(&db, &order, random.id(now()), PDF).await.unwrap();
    }
    let refused = send(&db, &order, random.id(now()), PDF).await;
    assert!(matches!(refused, Err(ReceiveError::TooMany)));
}

#[testkit::both_databases]
async fn a_large_photo_comes_back_as_it_was_sent(db: TestDb) {
    let order = asked(&db).await;
    let mut photo = vec![0; Upload::BYTES_MAX];
    photo[..3].copy_from_slice(b"\xff\xd8\xff");
    for (index, byte) in photo.iter_mut().enumerate().skip(3) {
        *byte = u8::try_from(index % 251).unwrap();
    }
    let file: UploadId = testkit::random().id(now());
    send(&db, &order, file, &photo).await.unwrap();
    let id = order.id;
    let back = db.account(order.account).read(move |tx| store::upload_content(tx, id, file)).await.unwrap();
    assert!(back == Some(photo));
}

#[testkit::both_databases]
async fn another_account_cannot_read_a_document(db: TestDb) {
    let order = asked(&db).await;
    let file: UploadId = testkit::random().id(now());
    send(&db, &order, file, PDF).await.unwrap();
    let (id, other) = (order.id, testkit::account(&db));
    let content = db.account(other).read(move |tx| store::upload_content(tx, id, file)).await;
    assert_eq!(content, Ok(None));
}
