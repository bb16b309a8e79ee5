//! The database goes away and comes back: the portal says so, and needs nobody.

use std::time::{Duration, Instant};

use db::{Db, Options, Target};
use testkit::server::Server;

use crate::process::{Process, comptoir, get, wait_until};

/// A page waits two seconds for a database at the most; a slow machine has another two.
const ANSWERED_WITHIN: Duration = Duration::from_secs(4);

#[test]
fn without_its_database_the_portal_is_not_ready_and_recovers_by_itself() {
    let server = Server::private();
    let target = server.target("postgres");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let db = Db::open(&target, Options::default()).await.expect("it is new");
        db.migrate().await.expect("the migrations apply");
        db.close().await;
    });
    let Target::Postgres(address) = &target else { panic!("a server is no file") };
    let folder = tempfile::tempdir().expect("a folder");
    let mut command = comptoir();
    command.env("COMPTOIR_DATABASE", address.expose()).env("COMPTOIR_LOG_FORMAT", "json");
    command.arg("--data").arg(folder.path()).args(["--listen", "127.0.0.1:0", "serve"]);
    let mut serving = Process::start(command);
    let portal = serving
        .wait_for("the address", |line| line.split_once("\"address\":\"")?.1.split('"').next()?.parse().ok());
    let is_ready = || get(portal, "/health/ready", &[]).status == 200;
    wait_until("it is ready", is_ready);

    server.crash();
    wait_until("it is not ready", || !is_ready());
    let health = get(portal, "/health", &[]);
    assert_eq!((health.status, health.body.contains("not ready")), (503, true), "{}", health.body);
    // A page says so in the reader's words, with when to come again, and does not hang; however many ask at once.
    let title = [
        ("en", "One moment, please"),
        ("fr", "Un instant, s’il vous plaît"),
        ("it", "Un momento, per favore"),
    ];
    let cookies = format!("Cookie: browser={}; flash=kept", "ab".repeat(32));
    std::thread::scope(|scope| {
        for (language, title) in title.iter().cycle().take(24) {
            let cookies = &cookies;
            scope.spawn(move || {
                let begun = Instant::now();
                let page = get(portal, "/plans", &[&format!("Accept-Language: {language}"), cookies]);
                assert_eq!(page.status, 503, "{}", page.body);
                assert!(page.head.contains("retry-after: 5"), "{}", page.head);
                assert!(page.body.contains(title), "{}", page.body);
                assert!(!page.body.contains("/sign-in"), "nobody knows who is signed in: {}", page.body);
                assert!(!page.head.contains("set-cookie: flash"), "{}", page.head);
                assert!(begun.elapsed() < ANSWERED_WITHIN, "a page took {:?}", begun.elapsed());
            });
        }
    });
    assert_eq!(get(portal, "/health/live", &[]).status, 200, "it need not be started again");
    server.restart();
    wait_until("it is ready again", is_ready);
    assert_eq!(get(portal, "/plans", &[]).status, 200);
    serving.signal("TERM");
    assert!(serving.end().success(), "{}", serving.log());
}
