//! Nothing is opened to what only we reach, whatever it is called and whenever it is asked.

use std::net::IpAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use courier::{Internet, Names};
use webhooks::{Courier, Failure, Reach, address};

use super::listener::{Listener, message};

const PATIENCE: Duration = Duration::from_secs(2);

/// A resolver that gives one answer after the other, the last for ever, and counts how often it is asked.
fn names(answers: &[&[&str]]) -> (Names, Arc<AtomicUsize>) {
    let answers: Vec<Vec<IpAddr>> =
        answers.iter().map(|answer| answer.iter().map(|text| text.parse().unwrap()).collect()).collect();
    let asked = Arc::new(AtomicUsize::new(0));
    let count = asked.clone();
    let names = Names::new(move |_| {
        let turn = count.fetch_add(1, Ordering::SeqCst).min(answers.len() - 1);
        let answer = answers[turn].clone();
        async move { Ok(answer) }
    });
    (names, asked)
}

#[tokio::test]
async fn a_name_that_leads_inside_opens_nothing() {
    let inside = [
        "127.0.0.1",
        "10.0.0.1",
        "172.16.0.1",
        "192.168.0.1",
        "100.64.0.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "240.0.0.1",
        "192.0.2.1",
        "168.63.129.16",
        "::1",
        "::",
        "fe80::1",
        "fd00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::ffff:169.254.169.254",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2001::1",
        "2001:db8::1",
    ];
    for address in inside {
        let (names, asked) = names(&[&[address]]);
        let internet = Internet::with(Reach::Public, names, address::is_public, PATIENCE).unwrap();
        let sent = internet.post(&message("https://hooks.example.com/")).await;
        assert_eq!(sent.outcome, Err(Failure::Address), "{address}");
        assert_eq!(asked.load(Ordering::SeqCst), 1);
    }
}

#[tokio::test]
async fn one_address_inside_among_public_ones_is_enough_to_refuse() {
    let (names, _) = names(&[&["1.1.1.1", "127.0.0.1"]]);
    let internet = Internet::with(Reach::Public, names, address::is_public, PATIENCE).unwrap();
    let sent = internet.post(&message("https://hooks.example.com/")).await;
    assert_eq!(sent.outcome, Err(Failure::Address));
}

#[tokio::test]
async fn a_number_is_judged_though_no_resolver_is_asked() {
    let (names, asked) = names(&[&["1.1.1.1"]]);
    let internet = Internet::with(Reach::Public, names, address::is_public, PATIENCE).unwrap();
    for url in ["https://127.0.0.1/", "https://[::1]/", "https://0x7f000001/", "https://[::ffff:a9fe:a9fe]/"]
    {
        assert_eq!(internet.post(&message(url)).await.outcome, Err(Failure::Address), "{url}");
    }
    // Kept from a time when the operator allowed it.
    for url in ["http://hooks.example.com/", "https://hooks.example.com:22/", "https://localhost/"] {
        assert_eq!(internet.post(&message(url)).await.outcome, Err(Failure::Address), "{url}");
    }
    assert_eq!(asked.load(Ordering::SeqCst), 0);
}

#[tokio::test]
async fn an_answer_that_changes_after_it_was_judged_opens_nothing_else() {
    // 127.0.0.2 stands for a public address here, and 127.0.0.1 for one that only we reach.
    let public = Listener::on("127.0.0.2", 0, "HTTP/1.1 204 No Content\r\n\r\n").await;
    let port = public.address.port();
    let inside = Listener::on("127.0.0.1", port, "HTTP/1.1 204 No Content\r\n\r\n").await;
    let (names, asked) = names(&[&["127.0.0.2"], &["127.0.0.1"]]);
    let allows = |address: IpAddr| address == IpAddr::from([127, 0, 0, 2]);
    let internet = Internet::with(Reach::Anywhere, names, allows, PATIENCE).unwrap();
    let url = format!("http://rebinding.example.com:{port}/");

    assert!(internet.post(&message(url.as_str())).await.is_received());
    // Judged and opened by one answer: a second question would have had the other.
    assert_eq!((asked.load(Ordering::SeqCst), public.heard().len()), (1, 1));
    // The next message asks anew; no connection of before is used.
    assert_eq!(internet.post(&message(url)).await.outcome, Err(Failure::Address));
    assert_eq!((asked.load(Ordering::SeqCst), public.heard().len()), (2, 1));
    assert!(inside.heard().is_empty());
}

#[tokio::test]
async fn a_name_that_nobody_knows_is_told() {
    let nobody = Names::new(|_| async { Err(std::io::Error::other("no such name")) });
    let internet = Internet::with(Reach::Public, nobody, address::is_public, PATIENCE).unwrap();
    let sent = internet.post(&message("https://hooks.example.com/")).await;
    assert_eq!(sent.outcome, Err(Failure::Name));
}
