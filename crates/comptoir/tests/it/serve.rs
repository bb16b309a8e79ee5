//! `serve`: what supervisors and monitors see, a stop that drops nobody, and logs without secrets.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::time::{Duration, Instant};

use crate::process::{Process, answer, comptoir, get, wait_until};

fn serve(data: &Path, variables: &[(&str, &str)]) -> (Process, SocketAddr) {
    let mut command = comptoir();
    command
        .arg("serve")
        .arg("--data")
        .arg(data)
        .args(["--listen", "127.0.0.1:0"])
        .env("COMPTOIR_LOG_FORMAT", "json");
    command.envs(variables.iter().copied());
    let mut process = Process::start(command);
    let address = process.wait_for("the address", |line| {
        let (_, rest) = line.split_once("\"address\":\"")?;
        rest.split('"').next()?.parse().ok()
    });
    (process, address)
}

#[test]
fn health_metrics_and_request_ids_are_there() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut process, address) = serve(&folder.path().join("data"), &[]);
    assert_eq!(get(address, "/health/live", &[]).status, 200);
    assert_eq!(get(address, "/health", &[]).body.trim(), "ready");
    let own = get(address, "/", &["X-Request-Id: abcdefgh-1234"]);
    assert!(own.head.contains("x-request-id: abcdefgh-1234"), "{}", own.head);
    let bad = get(address, "/", &["X-Request-Id: a\tb;c"]);
    assert!(bad.head.contains("x-request-id: ") && !bad.head.contains("b;c"), "{}", bad.head);
    let numbers = get(address, "/metrics", &[]);
    assert_eq!(numbers.status, 200);
    for name in [
        "comptoir_requests_total{method=\"GET\",route=\"/\",status=\"200\"} 2",
        "comptoir_request_seconds_count{route=\"/\"} 2",
        "comptoir_queue{state=\"dead\"} 0",
        "comptoir_database_closures{kind=\"write\"}",
        "comptoir_process_resident_memory_bytes",
    ] {
        assert!(numbers.body.contains(name), "{name} is missing from\n{}", numbers.body);
    }
    assert_eq!(get(address, "/metrics", &["X-Forwarded-For: 192.0.2.1"]).status, 404);
    process.signal("TERM");
    assert!(process.end().success(), "{}", process.log());
}

#[test]
fn a_stopping_server_answers_what_it_accepted_and_takes_nothing_new() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut process, address) = serve(&folder.path().join("data"), &[]);
    let mut stream = TcpStream::connect(address).expect("the server accepts");
    let body = "email=someone%40client.example&password=x";
    write!(
        stream,
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/x-www-form-urlencoded\r\n\
         Content-Length: {}\r\n\r\n",
        body.len()
    )
    .expect("the head is sent");
    stream.write_all(&body.as_bytes()[..10]).expect("half of the body is sent");
    std::thread::sleep(Duration::from_millis(200));
    process.signal("TERM");
    wait_until("nobody new is accepted", || TcpStream::connect(address).is_err());
    stream.write_all(&body.as_bytes()[10..]).expect("the other half is sent");
    let answered = answer(stream);
    assert!((200..500).contains(&answered.status), "{} {}", answered.status, answered.head);
    assert!(process.end().success(), "{}", process.log());
    assert!(process.log().contains("closed"), "{}", process.log());
}

#[test]
fn an_idle_connection_does_not_hold_a_stop() {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut process, address) = serve(&folder.path().join("data"), &[]);
    let _idle = TcpStream::connect(address).expect("the server accepts");
    assert_eq!(get(address, "/health/live", &[]).status, 200);
    let begun = Instant::now();
    process.signal("TERM");
    assert!(process.end().success(), "{}", process.log());
    assert!(begun.elapsed() < Duration::from_secs(10), "it took {:?}", begun.elapsed());
}

#[test]
fn logs_hold_no_secret_and_no_path() {
    let folder = tempfile::tempdir().expect("a folder");
    let secrets = [
        ("COMPTOIR_PAYMENTS_SANDBOX_URL", "http://127.0.0.1:1"),
        ("COMPTOIR_PAYMENTS_SANDBOX_API_KEY", "canary-key"),
        ("COMPTOIR_PAYMENTS_SANDBOX_WEBHOOK_SECRET", "canary-secret"),
        ("COMPTOIR_HTTP_METRICS_TOKEN", "canary-token"),
        ("COMPTOIR_LOG_FILTER", "trace"),
    ];
    let (mut process, address) = serve(&folder.path().join("data"), &secrets);
    assert_eq!(get(address, "/metrics", &[]).status, 404);
    assert_eq!(get(address, "/metrics", &["Authorization: Bearer canary-token"]).status, 200);
    get(address, "/reset/canary-link?code=canary-code", &["Cookie: session=canary-session"]);
    let mut stream = TcpStream::connect(address).expect("the server accepts");
    let body = "email=someone%40client.example&password=canary-password";
    write!(
        stream,
        "POST /sign-in HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nCookie: session=canary-session\r\n\
         Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )
    .expect("the request is sent");
    answer(stream);
    process.signal("TERM");
    assert!(process.end().success(), "{}", process.log());
    let log = process.log();
    assert!(log.contains("\"route\""), "requests are logged:\n{log}");
    let told: Vec<&str> = log.lines().filter(|line| line.contains("canary")).collect();
    assert!(told.is_empty(), "secrets in the log:\n{}", told.join("\n"));
}
