//! The pages, as a browser without scripts walks them.

use serde_json::json;

use crate::it::bench::{Bench, card};

#[tokio::test]
async fn a_card_that_asks_for_a_code_is_paid_with_the_right_one_only() {
    let bench = Bench::new().await;
    let url = bench.open("r1", false).await;
    let to_code = bench.pay(&url, "4000070000002001").await;
    assert_eq!(to_code.status(), 303);
    assert!(to_code.headers()["location"].to_str().unwrap().starts_with("/pay/"));
    let code = bench.code(&url).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    let again = bench.submit(&format!("{url}/code"), &[("code", wrong)]).await;
    assert_eq!(again.status(), 422);
    assert!(again.text().await.unwrap().contains("Tries left: 2"));
    let back = bench.submit(&format!("{url}/code"), &[("code", &code)]).await;
    assert_eq!(back.headers()["location"], "https://shop.example/back?o=1042");
    assert_eq!(bench.charge("r1").await.unwrap()["state"], "succeeded");
}

#[tokio::test]
async fn three_wrong_codes_refuse_the_payment() {
    let bench = Bench::new().await;
    let url = bench.open("r1", false).await;
    bench.pay(&url, "4000070000002001").await;
    let code = bench.code(&url).await;
    let wrong = if code == "000000" { "000001" } else { "000000" };
    for status in [422, 422, 303] {
        let answer = bench.submit(&format!("{url}/code"), &[("code", wrong)]).await;
        assert_eq!(answer.status().as_u16(), status);
    }
    let charge = bench.charge("r1").await.unwrap();
    assert_eq!((&charge["state"], &charge["reason"]), (&json!("refused"), &json!("authentication_failed")));
    bench.submit(&format!("{url}/code"), &[("code", &code)]).await;
    assert_eq!(bench.charge("r1").await.unwrap()["state"], "refused", "the right code comes too late");
}

#[tokio::test]
async fn refusals_lead_back_with_their_reason_in_the_books() {
    let bench = Bench::new().await;
    for (number, reason) in [
        ("4000 0700 0000 3017", "insufficient_funds"),
        ("4000 0700 0000 3025", "stolen_card"),
        ("4000 0700 0000 3033", "expired_card"),
    ] {
        let url = bench.open(reason, true).await;
        assert_eq!(bench.pay(&url, number).await.status(), 303);
        let charge = bench.charge(reason).await.unwrap();
        assert_eq!((&charge["state"], &charge["reason"]), (&json!("refused"), &json!(reason)));
        assert_eq!(charge["method"], json!(null), "a refused card is not kept");
    }
}

#[tokio::test]
async fn a_mistake_is_shown_beside_its_field_and_what_was_typed_stays() {
    let bench = Bench::new().await;
    let url = bench.open("r1", true).await;
    let fields =
        [("number", "4000 0700 0000 1004"), ("expiry", "01/20"), ("cvc", ""), ("name", "<b>Ada</b>")];
    let answer = bench.submit(&format!("{url}?lang=fr"), &fields).await;
    assert_eq!(answer.status(), 422);
    let page = answer.text().await.unwrap();
    assert!(page.contains("Ce n’est pas un numéro de carte"));
    assert!(page.contains("Cette date est dépassée") && page.contains("Ce champ est à remplir"));
    assert!(page.contains("&lt;b&gt;Ada&lt;") && !page.contains("<b>Ada"));
    assert!(page.contains("href=\"#cvc\"") && page.contains("lang=\"fr\""));
    assert_eq!(bench.charge("r1").await.unwrap()["state"], "open");
}

#[tokio::test]
async fn a_real_card_number_is_neither_taken_nor_kept() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("sandbox.sqlite");
    let bench = Bench::with(|config| sandbox::Config { file: Some(file.clone()), ..config }).await;
    let url = bench.open("r1", true).await;
    let page = bench.pay(&url, "4000 0700 0000 9998").await.text().await.unwrap();
    assert!(page.contains("Only the test numbers"));
    bench.pay(&url, "4000 0700 0000 1003").await;
    bench.handle.shutdown().await;
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for number in ["4000070000009998", "4000 0700 0000 9998", "4000070000001003", "4000 0700 0000 1003"] {
            assert!(!bytes.windows(number.len()).any(|window| window == number.as_bytes()));
        }
    }
}

#[tokio::test]
async fn a_mandate_is_signed_kept_and_debited_later() {
    let bench = Bench::new().await;
    let mut body = crate::it::bench::hosted("r1");
    body["kind"] = json!("sepa_debit");
    body["register"] = json!(true);
    let (_, charge) = bench.post("/v1/charges", "r1", &body).await;
    let url = charge["url"].as_str().unwrap().to_owned();
    let iban = "FR76 9999 9000 0100 0000 0010 106";
    let unsigned = bench.submit(&url, &[("name", "Ada Martin"), ("iban", iban)]).await;
    assert_eq!(unsigned.status(), 422);
    let signed = [("name", "Ada Martin"), ("iban", iban), ("signed", "yes"), ("keep", "yes")];
    assert_eq!(bench.submit(&url, &signed).await.status(), 303);
    let charge = bench.charge("r1").await.unwrap();
    assert_eq!((&charge["state"], &charge["method"]["label"]), (&json!("pending"), &json!("FR •••• 0106")));
    let mandate = charge["method"]["mandate"]["reference"].as_str().unwrap();
    assert!(mandate.starts_with("MANDATE-") && mandate.len() <= 35, "SEPA allows 35 characters");
    bench.pass(10);
    assert_eq!(bench.charge("r1").await.unwrap()["state"], "succeeded");
}

#[tokio::test]
async fn the_card_is_kept_only_with_its_holders_consent() {
    let bench = Bench::new().await;
    let url = bench.open("r1", true).await;
    let without: Vec<_> = card("4000 0700 0000 1003").into_iter().filter(|field| field.0 != "keep").collect();
    bench.submit(&url, &without).await;
    assert_eq!(bench.charge("r1").await.unwrap()["method"], json!(null));
}

#[tokio::test]
async fn submitting_twice_pays_once_and_leads_back_both_times() {
    let bench = Bench::new().await;
    let url = bench.open("r1", false).await;
    let (first, second) =
        tokio::join!(bench.pay(&url, "4000 0700 0000 1003"), bench.pay(&url, "4000 0700 0000 1003"));
    for answer in [first, second] {
        assert_eq!(answer.headers()["location"], "https://shop.example/back?o=1042");
    }
    assert_eq!(bench.charge("r1").await.unwrap()["amount"], 6719);
}

#[tokio::test]
async fn a_page_closes_by_itself_and_can_be_left() {
    let bench = Bench::new().await;
    let (stale, left) = (bench.open("stale", false).await, bench.open("left", false).await);
    let back = bench.submit(&format!("{left}/cancel"), &[]).await;
    assert_eq!(back.headers()["location"], "https://shop.example/back?o=1042");
    assert_eq!(bench.charge("left").await.unwrap()["state"], "cancelled");
    bench.pass(3600);
    let page = bench.client.get(&stale).send().await.unwrap();
    assert_eq!(page.status(), 410);
    assert!(page.text().await.unwrap().contains("https:&#x2f;&#x2f;shop.example&#x2f;back?o=1042"));
    assert_eq!(bench.charge("stale").await.unwrap()["state"], "expired");
}

#[tokio::test]
async fn every_page_forbids_scripts_and_lets_forms_lead_back_to_the_shop_only() {
    let bench = Bench::new().await;
    let url = bench.open("r1", false).await;
    for lang in ["en", "fr", "it"] {
        let page = bench.client.get(format!("{url}?lang={lang}")).send().await.unwrap();
        let headers = page.headers().clone();
        let policy = headers["content-security-policy"].to_str().unwrap();
        assert!(policy.starts_with("default-src 'none';") && !policy.contains("unsafe"));
        assert!(policy.contains("form-action 'self' https://shop.example;"), "{policy}");
        assert_eq!(headers["cache-control"], "no-store");
        let html = page.text().await.unwrap();
        assert!(html.contains(&format!("<html lang=\"{lang}\">")));
        for forbidden in ["<script", "style=", "onclick"] {
            assert!(!html.contains(forbidden), "{forbidden} on a page");
        }
        assert!(html.contains("RISE-1 &amp; co &lt;1&gt;"));
    }
    let home = bench.client.get(&bench.url).send().await.unwrap().text().await.unwrap();
    for test in sandbox::CARDS.iter().chain(&sandbox::ACCOUNTS) {
        assert!(home.contains(test.number), "{} is not documented", test.number);
    }
    let nothing = bench.client.get(format!("{}/pay/nothing", bench.url)).send().await.unwrap();
    assert_eq!(nothing.status(), 404);
}
