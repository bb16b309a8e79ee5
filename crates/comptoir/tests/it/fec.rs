//! `fec` as a process: the file under the name of the law, and what is refused.

use flows::renew::{self, Part};
use kernel::{Clock, SignedDuration};
use testkit::TestDb;

use crate::process::{comptoir, said};
use crate::worker::address;

#[testkit::both_databases]
async fn a_file_is_written_whole_or_not_at_all(db: TestDb) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let now = Clock::system().now();
    let ago = |days: i64| Clock::manual(now - SignedDuration::from_hours(24 * days));
    let provider = std::sync::Arc::new(sim::provider::Provider::new(ago(34), 1));
    let cx = sim::house::context(db.clone(), ago(34), testkit::random(), provider)?;
    sim::due::write(&cx, &sim::due::Wanted { services: 3, each: 1, card: None }).await?;
    let cx = flows::Cx { clock: ago(1), ..cx };
    renew::run(&cx, Part::ALL, 100).await?;
    assert_eq!(flows::register(&cx, 100).await?.stamped, 3);
    let year = ago(1).now().strftime("%Y").to_string();
    let run = |arguments: &[&str]| {
        let mut command = comptoir();
        command.env("COMPTOIR_DATABASE", address(&db)).arg("--data").arg(folder.path());
        command.arg("fec").args(arguments).arg("--out").arg(folder.path()).output()
    };
    let written = run(&["--subsidiary", "FR", "--year", &year])?;
    assert!(written.status.success() && said(&written).contains("3 entries, 9 lines"), "{}", said(&written));
    let name = format!("000000000FEC{year}1231.txt");
    let text = std::fs::read_to_string(folder.path().join(&name))?;
    assert_eq!((text.lines().count(), text.matches("\tFacture FR0").count()), (10, 9));
    #[cfg(unix)]
    {
        let about = std::fs::metadata(folder.path().join(&name))?;
        let mode = std::os::unix::fs::PermissionsExt::mode(&about.permissions());
        assert_eq!(mode & 0o077, 0, "nobody else reads who the customers are");
    }
    let refused: [(&[&str], &str); 4] = [
        (&["--subsidiary", "IT", "--year", &year], "the SIREN of IT is unknown"),
        (&["--subsidiary", "DE", "--year", &year], "none of FR, GB, IT"),
        (&["--subsidiary", "FR", "--year", "2999"], "the year 2999 has not begun"),
        (&["--subsidiary", "FR", "--year", "soon"], "invalid value 'soon'"),
    ];
    for (arguments, reason) in refused {
        let output = run(arguments)?;
        assert!(!output.status.success() && said(&output).contains(reason), "{}", said(&output));
    }
    let left: Vec<_> = std::fs::read_dir(folder.path())?
        .map(|entry| entry.map(|entry| entry.file_name()))
        .collect::<Result<_, _>>()?;
    assert!(left.iter().all(|left| !left.to_string_lossy().ends_with(".part")), "{left:?}");
    Ok(())
}
