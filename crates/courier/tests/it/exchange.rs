//! What is sent, and how each answer is understood.

use std::time::{Duration, Instant};

use courier::{Internet, Names};
use webhooks::{Answer, Courier, Failure, Reach};

use super::listener::{BODY, Listener, message};

async fn sent(answer: impl Into<Vec<u8>>) -> (webhooks::Sent, Listener) {
    let listener = Listener::on("127.0.0.1", 0, answer).await;
    let internet =
        Internet::with(Reach::Anywhere, Names::system(), |_| true, Duration::from_millis(500)).unwrap();
    let sent = internet.post(&message(format!("http://{}/hooks?a=b", listener.address))).await;
    (sent, listener)
}

#[tokio::test]
async fn a_message_is_a_signed_post() {
    let (sent, listener) = sent("HTTP/1.1 204 No Content\r\n\r\n").await;
    assert_eq!(sent.outcome, Ok(Answer { status: 204, body: Vec::new() }));
    let heard = listener.heard().remove(0);
    assert!(heard.starts_with("POST /hooks?a=b HTTP/1.1\r\n"), "{heard}");
    for header in [
        "content-type: application/json",
        "webhook-id: msg_1",
        "webhook-timestamp: 1614265330",
        "webhook-signature: v1,AAAA v1,BBBB",
        "user-agent: comptoir-webhooks/",
    ] {
        assert!(heard.contains(header), "{header} in {heard}");
    }
    assert!(heard.ends_with(BODY));
}

#[tokio::test]
async fn a_redirect_is_an_answer_and_is_not_followed() {
    let other = Listener::on("127.0.0.1", 0, "HTTP/1.1 200 OK\r\n\r\n").await;
    let answer = format!("HTTP/1.1 307 Elsewhere\r\nlocation: http://{}/\r\n\r\n", other.address);
    let (sent, _) = sent(answer).await;
    assert!(matches!(sent.outcome, Ok(Answer { status: 307, .. })));
    assert!(!sent.is_received() && other.heard().is_empty());
}

#[tokio::test]
async fn a_huge_answer_is_read_to_its_first_kilobyte() {
    let mut answer = b"HTTP/1.1 500 Oops\r\n\r\n".to_vec();
    answer.extend(vec![b'x'; 20_000_000]);
    let (sent, _) = sent(answer).await;
    assert_eq!(sent.outcome, Ok(Answer { status: 500, body: vec![b'x'; 1024] }));
}

#[tokio::test]
async fn a_body_that_breaks_off_leaves_its_status() {
    let (sent, _) = sent("HTTP/1.1 200 OK\r\ncontent-length: 100\r\n\r\nhalf").await;
    assert_eq!(sent.outcome, Ok(Answer { status: 200, body: b"half".to_vec() }));
}

#[tokio::test]
async fn silence_ends_after_its_time() {
    let begun = Instant::now();
    let (sent, _) = sent("").await;
    assert_eq!(sent.outcome, Err(Failure::TimeOut));
    assert!(sent.millis >= 500 && begun.elapsed() < Duration::from_secs(5));
}

#[tokio::test]
async fn what_is_no_answer_is_told_apart() {
    let (sent, _) = sent("SMTP ready\r\n").await;
    assert_eq!(sent.outcome, Err(Failure::Broken));
    let closed = Listener::on("127.0.0.1", 0, "x").await.address.port();
    let internet = Internet::new(Reach::Anywhere).unwrap();
    let free = closed.wrapping_add(1).max(1024);
    if tokio::net::TcpStream::connect(("127.0.0.1", free)).await.is_err() {
        let sent = internet.post(&message(format!("http://127.0.0.1:{free}/"))).await;
        assert_eq!(sent.outcome, Err(Failure::Connection));
    }
}
