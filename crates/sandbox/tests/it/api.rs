//! Keys, charges, refunds and what is lost on the way.

use serde_json::json;

use crate::it::bench::{Bench, card, hosted, with_method};

#[tokio::test]
async fn nothing_is_answered_without_the_secret_key() {
    let bench = Bench::new().await;
    let url = format!("{}/v1/charges?reference=x", bench.url);
    assert_eq!(bench.client.get(&url).send().await.unwrap().status(), 401);
    let wrong = bench.client.get(&url).bearer_auth("sk_wrong").send().await.unwrap();
    assert_eq!(wrong.status(), 401);
}

#[tokio::test]
async fn the_same_key_gets_the_same_answer_even_an_error() {
    let bench = Bench::new().await;
    let first = bench.post("/v1/charges", "k1", &hosted("r1")).await;
    assert_eq!(bench.post("/v1/charges", "k1", &hosted("r1")).await, first);
    let bad = json!({ "reference": "r2", "amount": -1, "currency": "EUR", "customer": "c1" });
    let error = bench.post("/v1/charges", "k2", &bad).await;
    assert_eq!(error.0, 400);
    assert_eq!(bench.post("/v1/charges", "k2", &bad).await, error);
    let missing = bench.post("/v1/charges", "k3", &with_method("r3", "pm_missing")).await;
    assert_eq!(missing.0, 404);
    assert_eq!(bench.post("/v1/charges", "k3", &with_method("r3", "pm_missing")).await, missing);
}

#[tokio::test]
async fn the_same_key_with_other_parameters_is_refused() {
    let bench = Bench::new().await;
    bench.post("/v1/charges", "k1", &hosted("r1")).await;
    let mut other = hosted("r1");
    other["amount"] = json!(1);
    assert_eq!(bench.post("/v1/charges", "k1", &other).await.0, 422);
    assert_eq!(bench.post("/v1/charges", "k2", &hosted("r1")).await.0, 409, "one reference, two keys");
}

#[tokio::test]
async fn fifty_at_once_with_one_key_charge_once() {
    let bench = Bench::new().await;
    let method = bench.register("s1", "4000 0700 0000 1003").await;
    let body = with_method("r1", &method);
    let calls = (0..50).map(|_| bench.post("/v1/charges", "k1", &body));
    let answers = futures_util::future::join_all(calls).await;
    assert!(answers.iter().all(|answer| *answer == answers[0] && answer.0 == 201));
    assert_eq!(bench.charge("r1").await.unwrap()["state"], "succeeded");
}

#[tokio::test]
async fn a_key_and_a_readable_body_are_required() {
    let bench = Bench::new().await;
    let url = format!("{}/v1/charges", bench.url);
    let bare = bench.client.post(&url).bearer_auth(crate::it::bench::KEY).json(&hosted("r1"));
    assert_eq!(bare.send().await.unwrap().status(), 400);
    assert_eq!(bench.post("/v1/charges", "k", &json!({ "amount": "much" })).await.0, 400);
    let mut script = hosted("r1");
    script["return_url"] = json!("javascript:alert(1)");
    assert_eq!(bench.post("/v1/charges", "k2", &script).await.0, 400);
    let huge = "x".repeat(70_000);
    let sent = bench.send("/v1/charges", "k3", &json!({ "reference": huge })).await;
    assert!(sent.map_or(true, |answer| answer.status() == 413));
}

#[tokio::test]
async fn a_registered_card_is_charged_by_its_token_as_its_number_says() {
    let bench = Bench::new().await;
    for (number, state, reason) in [
        ("4000 0700 0000 1003", "succeeded", json!(null)),
        ("4000 0700 0000 2001", "succeeded", json!(null)),
        ("4000 0700 0000 4015", "pending", json!(null)),
        ("4000 0700 0000 4023", "pending", json!(null)),
    ] {
        let setup = format!("setup-{}", &number[15..]);
        let page = bench.register_through_code(&setup, number).await;
        let charge = format!("charge-{}", &number[15..]);
        let (status, body) = bench.post("/v1/charges", &charge, &with_method(&charge, &page)).await;
        assert_eq!((status, &body["state"], &body["reason"]), (201, &json!(state), &reason), "{number}");
    }
}

impl Bench {
    async fn register_through_code(&self, reference: &str, number: &str) -> String {
        if !number.ends_with("2001") {
            return self.register(reference, number).await;
        }
        let body = json!({
            "reference": reference, "customer": "c1", "kind": "card", "return_url": "https://shop.example/",
        });
        let (_, setup) = self.post("/v1/setups", reference, &body).await;
        let url = setup["url"].as_str().unwrap();
        self.pay(url, number).await;
        let code = self.code(url).await;
        self.submit(&format!("{url}/code"), &[("code", &code)]).await;
        self.charge(reference).await.unwrap()["method"]["id"].as_str().unwrap().to_owned()
    }

    /// The code as the page shows it.
    pub(crate) async fn code(&self, url: &str) -> String {
        let page = self.client.get(url).send().await.unwrap().text().await.unwrap();
        let text = page.split("class=\"bubble\">").nth(1).unwrap();
        let digits: Vec<&str> =
            text.split(|c: char| !c.is_ascii_digit()).filter(|run| run.len() == 6).collect();
        digits[0].to_owned()
    }
}

#[tokio::test]
async fn delayed_charges_settle_when_their_time_has_come() {
    let bench = Bench::new().await;
    for (reference, number) in [("later", "4000 0700 0000 4015"), ("no", "4000 0700 0000 4023")] {
        let url = bench.open(reference, false).await;
        assert_eq!(bench.pay(&url, number).await.headers()["location"], "https://shop.example/back?o=1042");
        assert_eq!(bench.charge(reference).await.unwrap()["state"], "pending");
    }
    bench.pass(9);
    assert_eq!(bench.charge("later").await.unwrap()["state"], "pending");
    bench.pass(1);
    assert_eq!(bench.charge("later").await.unwrap()["state"], "succeeded");
    let refused = bench.charge("no").await.unwrap();
    assert_eq!((&refused["state"], &refused["reason"]), (&json!("refused"), &json!("insufficient_funds")));
}

#[tokio::test]
async fn money_taken_without_an_answer_is_found_by_asking() {
    let bench = Bench::new().await;
    let url = bench.open("hosted", true).await;
    assert_eq!(bench.pay(&url, "4000 0700 0000 5012").await.status(), 504);
    let charge = bench.charge("hosted").await.unwrap();
    assert_eq!(charge["state"], "succeeded");
    let method = charge["method"]["id"].as_str().unwrap();
    let body = with_method("r1", method);
    assert!(bench.send("/v1/charges", "k1", &body).await.unwrap_err().is_timeout());
    assert_eq!(bench.charge("r1").await.unwrap()["state"], "succeeded");
    // Asking again with the same key is harmless and tells the truth.
    let (status, again) = bench.post("/v1/charges", "k1", &body).await;
    assert_eq!((status, &again["state"]), (201, &json!("succeeded")));
}

#[tokio::test]
async fn a_lost_request_has_no_effect_and_the_second_one_pays() {
    let bench = Bench::new().await;
    let url = bench.open("hosted", true).await;
    assert_eq!(bench.pay(&url, "4000 0700 0000 5020").await.status(), 504);
    assert_eq!(bench.charge("hosted").await.unwrap()["state"], "open");
    assert_eq!(bench.pay(&url, "4000 0700 0000 5020").await.status(), 303);
    let charge = bench.charge("hosted").await.unwrap();
    let body = with_method("r1", charge["method"]["id"].as_str().unwrap());
    assert!(bench.send("/v1/charges", "k1", &body).await.unwrap_err().is_timeout());
    assert_eq!(bench.charge("r1").await, None);
    assert_eq!(bench.post("/v1/charges", "k1", &body).await.1["state"], "succeeded");
}

#[tokio::test]
async fn a_closed_reference_never_takes_money_even_when_it_was_never_seen() {
    let bench = Bench::new().await;
    let close = |reference: &'static str| {
        let body = json!({ "reference": reference });
        async move { body }
    };
    let url = bench.open("open", false).await;
    let (_, closed) = bench.post("/v1/charges/close", "-", &close("open").await).await;
    assert_eq!(closed["state"], "expired");
    assert_eq!(bench.pay(&url, "4000 0700 0000 1003").await.status(), 303);
    assert_eq!(bench.charge("open").await.unwrap()["state"], "expired");
    let (_, unseen) = bench.post("/v1/charges/close", "-", &close("unseen").await).await;
    assert_eq!(unseen["state"], "expired");
    assert_eq!(bench.post("/v1/charges", "late", &hosted("unseen")).await.0, 409);
    let paid = bench.open("paid", false).await;
    bench.pay(&paid, "4000 0700 0000 1003").await;
    let (_, last_look) = bench.post("/v1/charges/close", "-", &close("paid").await).await;
    assert_eq!(last_look["state"], "succeeded");
}

#[tokio::test]
async fn refunds_never_exceed_the_charge_even_at_once() {
    let bench = Bench::new().await;
    let url = bench.open("r1", false).await;
    let early = json!({ "reference": "f0", "charge": bench.charge("r1").await.unwrap()["id"], "amount": 1 });
    assert_eq!(bench.post("/v1/refunds", "f0", &early).await.0, 422, "nothing was taken yet");
    bench.pay(&url, "4000 0700 0000 1003").await;
    let id = bench.charge("r1").await.unwrap()["id"].clone();
    let bodies: Vec<_> =
        (1..=10).map(|n| json!({ "reference": format!("f{n}"), "charge": id, "amount": 2000 })).collect();
    let calls = bodies.iter().map(|body| {
        let bench = &bench;
        async move { bench.post("/v1/refunds", body["reference"].as_str().unwrap(), body).await.0 }
    });
    let statuses = futures_util::future::join_all(calls).await;
    assert_eq!(statuses.iter().filter(|status| **status == 201).count(), 3);
    assert_eq!(statuses.iter().filter(|status| **status == 422).count(), 7);
    assert_eq!(bench.charge("r1").await.unwrap()["amount_refunded"], 6000);
    let rest = json!({ "reference": "rest", "charge": id, "amount": 719 });
    assert_eq!(bench.post("/v1/refunds", "rest", &rest).await.1["state"], "succeeded");
    assert_eq!(bench.get("/v1/refunds?reference=rest").await["data"][0]["amount"], 719);
    assert_eq!(bench.get("/v1/refunds?reference=never").await["data"], json!([]));
}

#[tokio::test]
async fn a_forgotten_method_is_not_charged() {
    let bench = Bench::new().await;
    let method = bench.register("s1", "4000 0700 0000 1003").await;
    let told = bench.get(&format!("/v1/methods/{method}")).await;
    assert_eq!((&told["label"], &told["expires"]), (&json!("•••• 1003"), &json!("2029-04")));
    let url = format!("{}/v1/methods/{method}", bench.url);
    let forget = || bench.client.delete(&url).bearer_auth(crate::it::bench::KEY).send();
    assert_eq!(forget().await.unwrap().status(), 200);
    assert_eq!(forget().await.unwrap().status(), 404);
    assert_eq!(bench.post("/v1/charges", "k1", &with_method("r1", &method)).await.0, 404);
}

#[tokio::test]
async fn the_books_survive_a_restart_and_names_stay_new() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.sqlite");
    let mut names = Vec::new();
    let mut answers = Vec::new();
    for reference in ["r1", "r2"] {
        let file = file.clone();
        let bench = Bench::with(|config| sandbox::Config { file: Some(file), ..config }).await;
        let url = bench.open(reference, true).await;
        bench.submit(&url, &card("4000 0700 0000 1003")).await;
        assert_eq!(bench.charge("r1").await.unwrap()["state"], "succeeded");
        names.push(bench.charge(reference).await.unwrap()["id"].clone());
        answers.push(bench.post("/v1/charges", "r0", &hosted("r0")).await);
        bench.handle.shutdown().await;
    }
    assert_ne!(names[0], names[1]);
    assert_eq!(answers[0], answers[1], "a key is remembered");
}
