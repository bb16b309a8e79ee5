//! What a provisioner's machine is answered when it says later what it was asked.

use std::sync::Arc;
use std::time::Duration;

use axum::body::Body;
use axum::http::{Request, StatusCode};
use flows::{Cx, callback};
use kernel::{Clock, Random};
use provisioners::Webhook;
use provisioners::webhook::Config;
use services::Provisioners;
use testkit::TestDb;
use web::Options;
use webhooks::Secret;

use super::portal::{Answer, Portal};

async fn call(portal: &Portal, path: &str, secret: Option<&Secret>, body: String) -> Answer {
    let now = Clock::system().now();
    let mut request = Request::post(path);
    if let Some(secret) = secret {
        request = request
            .header("webhook-id", "msg_1")
            .header("webhook-timestamp", now.as_second())
            .header("webhook-signature", webhooks::sign([secret], "msg_1", now, body.as_bytes()));
    }
    portal.browser().send(request.body(Body::from(body)).unwrap()).await
}

#[testkit::both_databases]
async fn a_machine_is_told_what_to_do_about_its_callback(db: TestDb) {
    let portal = Portal::open(&db).await;
    let secret = Secret::generate(&Random::seeded(3));
    let config = Config {
        url: "http://127.0.0.1:1/".to_owned(),
        secrets: vec![secret.clone()],
        time_limit: Duration::from_secs(1),
        callback: String::new(),
    };
    let webhook = Webhook::new(config, Clock::system()).unwrap();
    let cx = Cx { provisioners: Arc::new(Provisioners::only(Arc::new(webhook))), ..portal.cx.clone() };
    let portal = Portal::around(cx, Options::default());

    let path = "/provisioners/webhook";
    let unsigned = call(&portal, path, None, "{}".to_owned()).await;
    assert_eq!((unsigned.status, unsigned.body.as_str()), (StatusCode::UNAUTHORIZED, "not signed"));
    let unread = call(&portal, path, Some(&secret), "{}".to_owned()).await;
    assert_eq!(unread.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", unread.body);
    let service: kernel::ServiceId = portal.cx.random.id(portal.cx.clock.now());
    let about_nothing = format!(
        r#"{{"action": "deliver", "service": "{service}", "customer": "nobody-ct", "status": "delivered"}}"#
    );
    let refused = call(&portal, path, Some(&secret), about_nothing.clone()).await;
    assert_eq!(refused.status, StatusCode::NOT_FOUND, "{}", refused.body);
    let huge = call(&portal, path, Some(&secret), "x".repeat(callback::BODY_BYTES_MAX + 1)).await;
    assert_eq!(huge.status, StatusCode::PAYLOAD_TOO_LARGE, "{}", huge.body);
    let other = call(&portal, "/provisioners/sandbox", Some(&secret), about_nothing).await;
    assert_eq!(other.status, StatusCode::NOT_FOUND, "{}", other.body);
}
