//! A provider that is away, slow, talkative or confused: the outcome is unknown, never failed.

use std::time::Duration;

use axum::Router;
use axum::http::StatusCode;
use axum::routing::any;
use gateways::sandbox::{Config, Sandbox};
use gateways::{Registry, RegistryError};
use kernel::{PaymentKind, RefundId, Secret};
use payments::contract::Bench;
use payments::{ChargeOutcome, Gateway};

use crate::it::bench::Counter;

fn gateway(url: &str) -> Sandbox {
    let secret = || Secret::new("secret".to_owned());
    let timeout = Duration::from_millis(300);
    Sandbox::new(Config { timeout, ..Config::new(url, secret(), secret()) }).unwrap()
}

async fn provider(router: Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn whatever_is_not_a_sure_answer_is_unknown() {
    let counter = Counter::new().await;
    let request = counter.hosted(false);
    let refund = RefundId::from_uuid(request.key.uuid());
    let failing = |status: StatusCode, body: &'static str| {
        Router::new().fallback(any(move || async move { (status, body) }))
    };
    let slow = Router::new().fallback(any(|| async {
        tokio::time::sleep(Duration::from_secs(2)).await;
        "{}"
    }));
    let long = Router::new().fallback(any(|| async { "x".repeat(2_000_000) }));
    let urls = [
        provider(failing(StatusCode::INTERNAL_SERVER_ERROR, "{}")).await,
        provider(failing(StatusCode::TOO_MANY_REQUESTS, "{}")).await,
        provider(failing(StatusCode::UNAUTHORIZED, "{}")).await,
        provider(failing(StatusCode::FOUND, "{}")).await,
        provider(failing(StatusCode::OK, "<html>maintenance</html>")).await,
        provider(failing(StatusCode::OK, r#"{"id":"ch_1","state":"new word"}"#)).await,
        provider(failing(StatusCode::BAD_REQUEST, "not json")).await,
        provider(slow).await,
        provider(long).await,
        "http://127.0.0.1:9".to_owned(),
    ];
    for url in urls {
        let gateway = gateway(&url);
        assert!(gateway.charge(&request).await.is_err(), "{url}");
        assert!(gateway.find(request.key).await.is_err(), "{url}");
        assert!(gateway.expire(request.key).await.is_err(), "{url}");
        assert!(gateway.find_refund(refund).await.is_err(), "{url}");
    }
}

#[tokio::test]
async fn a_provider_that_goes_away_and_comes_back_charged_once() {
    let counter = Counter::new().await;
    let request = counter.hosted(false);
    let first = counter.gateway().charge(&request).await.unwrap();
    let away = gateway("http://127.0.0.1:9");
    assert!(away.charge(&request).await.is_err());
    assert_eq!(counter.gateway().charge(&request).await.unwrap(), first);
    assert!(matches!(first, ChargeOutcome::Redirect { .. }));
}

#[test]
fn the_registry_offers_what_both_the_law_and_a_provider_allow() {
    let secret = || Secret::new("secret".to_owned());
    let config = Config::new("http://127.0.0.1:4000", secret(), secret());
    let registry = Registry::new(gateways::Config { sandbox: Some(config) }).unwrap();
    assert_eq!(registry.offered(&[PaymentKind::SepaDebit]), [PaymentKind::SepaDebit]);
    assert_eq!(registry.get("sandbox").map(|gateway| gateway.name()), Some("sandbox"));
    assert!(registry.get("unknown").is_none());
    assert!(Registry::default().offered(&PaymentKind::ALL).is_empty());
    let wrong = Config::new("not an address", secret(), secret());
    let refused = Registry::new(gateways::Config { sandbox: Some(wrong) });
    assert!(matches!(refused, Err(RegistryError::Address("sandbox"))));
}
