//! `serve` and `worker` as processes of their own, on one database of either kind.

use db::Target;
use kernel::{AccountId, PageRequest};
use mail::SendEmail;
use testkit::TestDb;

use crate::process::{Process, comptoir, get};

/// The address of a test's database, as an operator writes it.
pub(crate) fn address(db: &TestDb) -> String {
    match db.target() {
        Target::Sqlite(path) => format!("sqlite:{}", path.display()),
        Target::Postgres(address) => address.expose().clone(),
    }
}

fn start(db: &TestDb, command: &str, data: &std::path::Path) -> Process {
    let mut process = comptoir();
    process.env("COMPTOIR_DATABASE", address(db)).env("COMPTOIR_WORKER_IS_IN_SERVE", "false");
    process.env("COMPTOIR_LOG_FORMAT", "json").arg("--data").arg(data).args(["--listen", "127.0.0.1:0"]);
    process.arg(command);
    Process::start(process)
}

#[testkit::both_databases]
async fn jobs_wait_for_a_worker_and_get_their_end_from_it(db: TestDb) -> Result<(), db::Error> {
    let folder = tempfile::tempdir().expect("a folder");
    let (now, random) = (kernel::Clock::system().now(), testkit::random());
    let (account, email): (AccountId, _) = (random.id(now), random.id(now));
    // There is no such e-mail: its job can only end as a dead letter.
    db.account(account).write(move |tx| outbox::enqueue(tx, now, &SendEmail { email })).await?;
    let dead = async || {
        let request = PageRequest::first(10);
        db.across().read(move |tx| outbox::dead(tx, &request)).await.map(|page| page.items)
    };

    let mut serving = start(&db, "serve", folder.path());
    let portal = serving
        .wait_for("the address", |line| line.split_once("\"address\":\"")?.1.split('"').next()?.parse().ok());
    assert_eq!(get(portal, "/health/ready", &[]).status, 200);
    assert_eq!(dead().await?, [], "this serve does not work");

    let mut working = start(&db, "worker", folder.path());
    let reason = working
        .wait_for("the end of the job", |line| line.contains("waits for a person").then(|| line.to_owned()));
    assert!(reason.contains("send_email"), "{reason}");
    while dead().await?.is_empty() {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
    }
    for process in [&mut working, &mut serving] {
        process.signal("TERM");
        assert!(process.end().success(), "{}", process.log());
    }
    Ok(())
}
