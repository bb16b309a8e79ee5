//! The database goes away while somebody is at the counter: a fault is never told as success, and nothing is
//! done twice.

use axum::http::StatusCode;
use db::{Backend, Db, Options};
use testkit::TestDb;
use testkit::line::{Line, Loss};

use crate::portal::Portal;

#[testkit::both_databases]
async fn a_database_that_is_gone_is_told_in_the_readers_language(db: TestDb) {
    let portal = Portal::open(&db).await;
    let (ada, desk) =
        (portal.member("ada@example.org").await, portal.staff("d@example.net", accounts::Role::Desk).await);
    let token = ada.token().await;
    ada.set_cookie("locale", "it");
    db.close().await;
    let form = [("act", "add"), ("quantity", "1"), ("configuration.region", "eu-west")];
    let answers = [
        ada.get("/orders").await,
        ada.get("/").await,
        ada.post_with("/plans/ct-web-start", &token, &form).await,
    ];
    for answer in answers {
        assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE);
        assert_eq!(answer.header("retry-after"), Some("5"));
        assert_eq!(answer.location(), None);
        assert!(answer.body.contains("Un momento, per favore"), "{}", answer.body);
        assert!(!answer.body.contains("/sign-in\""), "nobody is asked to sign in again: {}", answer.body);
    }
    assert!(ada.cookie("session").is_some(), "who was signed in still is");
    assert_eq!(desk.get("/desk").await.status, StatusCode::SERVICE_UNAVAILABLE);
}

#[testkit::both_databases]
async fn a_form_whose_commit_is_unknown_is_told_so_and_counts_once_when_sent_again(db: TestDb) {
    // SQLite is not at the other end of a line: there the form simply succeeds.
    let line = Line::lay();
    let far = Db::open(&line.to(db.target()), Options::default()).await.unwrap();
    let portal = Portal::on(&far, web::Options::default()).await;
    let (ada, account) = portal.member_of("ada@example.org").await;
    let in_the_cart = async || portal.cart(account).await.len();
    for (before, loss) in [Loss::Answer, Loss::Commit].into_iter().enumerate() {
        let item = ada.get("/plans/ct-web-start").await.hidden("item");
        let form =
            [("act", "add"), ("item", item.as_str()), ("quantity", "1"), ("configuration.region", "eu-west")];
        let token = ada.token().await;
        line.lose(loss);
        let answer = ada.post_with("/plans/ct-web-start", &token, &form).await;
        if db.backend() == Backend::Postgres {
            assert_eq!(answer.status, StatusCode::SERVICE_UNAVAILABLE, "{}", answer.body);
            assert!(answer.body.contains("We do not know whether that was done"), "{}", answer.body);
            assert_eq!((answer.location(), answer.header("retry-after")), (None, None));
            assert_eq!(in_the_cart().await, if loss == Loss::Answer { before + 1 } else { before });
        }
        let again = ada.post_with("/plans/ct-web-start", &token, &form).await;
        assert_eq!(again.location(), Some("/cart"), "{}", again.body);
        assert_eq!(in_the_cart().await, before + 1, "it counts once");
    }
    far.close().await;
}
