//! The database goes away and comes back: the portal says so, and needs nobody.

use std::time::{Duration, Instant};

use db::{Db, Options, Target};
use testkit::server::Server;

use crate::process::{Process, comptoir, get, wait_until};

/// A page waits this long for a database at the most.
const ANSWERED_WITHIN: Duration = Duration::from_secs(15);

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
    // A page that needs the database says so in words, and does not hang.
    let begun = Instant::now();
    let page = get(portal, "/plans", &["Accept-Language: en"]);
    assert!((500..600).contains(&page.status), "{}", page.status);
    assert!(page.body.contains("<h1"), "{}", page.body);
    assert!(begun.elapsed() < ANSWERED_WITHIN, "a page took {:?}", begun.elapsed());
    assert_eq!(get(portal, "/health/live", &[]).status, 200, "it need not be started again");
    server.restart();
    wait_until("it is ready again", is_ready);
    assert_eq!(get(portal, "/plans", &[]).status, 200);
    serving.signal("TERM");
    assert!(serving.end().success(), "{}", serving.log());
}
