//! `verify` as a process, after somebody wrote into the database behind everybody's back: it names the document.

use flows::renew::{self, Part};
use kernel::{Clock, SignedDuration};
use testkit::TestDb;

use crate::process::{comptoir, said};
use crate::worker::address;

/// The last document of the series.
const LAST: &str = "FR00000004";

#[testkit::both_databases]
async fn every_attack_on_the_seals_is_told_with_its_reference(db: TestDb) -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let now = Clock::system().now();
    let ago = |days: i64| Clock::manual(now - SignedDuration::from_hours(24 * days));
    let provider = std::sync::Arc::new(sim::provider::Provider::new(ago(34), 1));
    let cx = sim::house::context(db.clone(), ago(34), testkit::random(), provider)?;
    sim::due::write(&cx, &sim::due::Wanted { services: 4, each: 1, card: None }).await?;
    let cx = flows::Cx { clock: ago(1), ..cx };
    renew::run(&cx, Part::ALL, 100).await?;
    assert_eq!(flows::register(&cx, 100).await?.stamped, 4);
    let verify = || {
        let mut command = comptoir();
        command.env("COMPTOIR_DATABASE", address(&db)).arg("--data").arg(folder.path()).arg("verify").output()
    };
    let raw = async |sql: String| db::testing::raw(db.target(), &sql).await;
    let clean = verify()?;
    assert!(clean.status.success() && said(&clean).contains("4 documents"), "{}", said(&clean));
    for table in ["invoices", "register"] {
        raw(format!("create table kept_{table} as select * from {table}")).await?;
    }

    let (account, id) = db
        .across()
        .read(move |tx| invoicing::store::locate(tx, LAST))
        .await?
        .ok_or_else(|| anyhow::anyhow!("{LAST} is not there"))?;
    let last = db.account(account).read(move |tx| invoicing::store::get(tx, id)).await?;
    let before = db.across().read(move |tx| invoicing::store::locate(tx, "FR00000003")).await?;
    let (account, id) = before.ok_or_else(|| anyhow::anyhow!("the one before is not there"))?;
    let before = db.account(account).read(move |tx| invoicing::store::get(tx, id)).await?;
    assert_eq!(before.seal.next(&last.canonical()), last.seal, "the recipe is known");
    let forge = |text: &str| text.replace("\"locale\":\"fr\"", "\"locale\":\"en\"");
    assert_ne!(forge(&last.canonical()), last.canonical());
    let seal = before.seal.next(&forge(&last.canonical()));
    let content = forge(&last.content).replace('\'', "''");

    let attacks: [(&str, Vec<String>, &[&str]); 4] = [
        (
            "a changed byte",
            vec!["update invoices set content = replace(content, '\"version\":2', '\"version\":1') where number = 2".into()],
            &["FR00000002: the record does not match its seal"],
        ),
        (
            "a removed document",
            vec!["delete from invoices where number = 2".into()],
            &["FR00000002: the document is missing"],
        ),
        (
            "a swapped pair",
            vec![
                "update invoices set content = (select k.content from kept_invoices k where k.number = 5 - invoices.number)
                 where number in (2, 3)".into(),
            ],
            &["FR00000002: the record does not match its seal", "FR00000003: the record does not match its seal"],
        ),
        (
            "a forged last record, its seal and its place in the register too",
            vec![
                format!("update invoices set content = '{content}', seal = '{seal}' where number = 4"),
                format!("update register set seal = '{seal}' where number = 4"),
            ],
            &["FR: the head says number 4", "the register ends at FR00000004"],
        ),
    ];
    for (attack, statements, told) in attacks {
        for statement in statements {
            raw(statement).await?;
        }
        let found = verify()?;
        let output = said(&found);
        assert!(!found.status.success(), "{attack} is not found: {output}");
        for told in told {
            assert!(output.contains(told), "{attack}: {told:?} is not in {output}");
        }
        for table in ["invoices", "register"] {
            raw(format!("delete from {table}")).await?;
            raw(format!("insert into {table} select * from kept_{table}")).await?;
        }
        let again = verify()?;
        assert!(again.status.success(), "{attack} is undone: {}", said(&again));
    }
    Ok(())
}
