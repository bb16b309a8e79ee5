//! `renewals run` as a process: it does what is due, goes on after a kill, and finds nothing a second time.

use std::time::Duration;

use flows::renew;
use kernel::{Clock, SignedDuration};
use testkit::TestDb;

use crate::process::{Process, comptoir, said};
use crate::worker::address;

/// How many services are due; nobody's card is known, so that each is a bill to be announced.
const SERVICES: usize = 150;

#[testkit::both_databases]
async fn a_run_that_was_killed_goes_on_and_bills_each_service_once(db: TestDb) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let now = Clock::system().now();
    let then = Clock::manual(now - SignedDuration::from_hours(24 * 33));
    let provider = sim::provider::Provider::new(then.clone(), 1);
    let cx = sim::house::context(db.clone(), then, testkit::random(), std::sync::Arc::new(provider))?;
    sim::due::write(&cx, &sim::due::Wanted { services: SERVICES, each: 1, card: None }).await?;
    let cx = flows::Cx { clock: Clock::manual(now), ..cx };
    assert_eq!(renew::due(&cx).await?, SERVICES as u64);
    let run = |arguments: &[&str]| {
        let mut command = comptoir();
        command.env("COMPTOIR_DATABASE", address(&db)).arg("--data").arg(folder.path()).args(arguments);
        command
    };

    let mut killed = Process::start(run(&["renewals", "run"]));
    while renew::due(&cx).await? > SERVICES as u64 * 2 / 3 {
        tokio::time::sleep(Duration::from_millis(1)).await;
    }
    killed.signal("KILL");
    killed.end();
    // Two that divide what is left, at once.
    let mut halves = [run(&["renewals", "run", "--part", "1/2"]), run(&["renewals", "run", "--part", "2/2"])];
    let halves: Vec<_> = halves.iter_mut().map(|half| half.spawn()).collect::<Result<_, _>>()?;
    for mut half in halves {
        assert!(half.wait()?.success());
    }
    let nothing = run(&["renewals", "run"]).output()?;
    let told = said(&nothing);
    assert!(nothing.status.success() && told.contains("0 services: 0 billed"), "{told}");
    let verified = run(&["verify"]).output()?;
    let told = said(&verified);
    assert!(verified.status.success(), "{told}");
    assert!(told.contains(&format!("{SERVICES} documents")) && told.contains("0 wait"), "{told}");
    let wrong = run(&["renewals", "run", "--part", "3/2"]).output()?;
    assert!(!wrong.status.success() && said(&wrong).contains("a share is expected"), "{}", said(&wrong));
    Ok(())
}
