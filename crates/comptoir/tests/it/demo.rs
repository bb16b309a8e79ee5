//! The demonstration: it opens with nothing installed, survives a kill, and remembers.

use crate::process::{Process, comptoir, get, said};

#[test]
fn the_demonstration_opens_with_its_shop_people_and_provider() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let mut demo = Process::demo(&data, &[]);
    let portal = demo.portal();
    let home = get(portal, "/", &["Accept-Language: fr"]);
    assert_eq!(home.status, 200, "{}", home.body);
    assert!(home.body.contains("lang=\"fr\""), "{}", home.body);
    assert_eq!(get(portal, "/health/ready", &[]).body.trim(), "ready");
    let log = demo.log();
    for person in
        ["chloe@client.example", "marco@cliente.example", "emily@client.example", "desk@staff.example"]
    {
        assert!(log.contains(person), "{person} is not announced:\n{log}");
    }
    let provider = demo.wait_for("the provider", |line| {
        let address = line.trim().strip_prefix("Payment provider")?.trim().split(' ').next()?.to_owned();
        address.strip_prefix("http://")?.parse().ok()
    });
    assert_eq!(get(provider, "/", &[]).status, 200);
    demo.signal("TERM");
    assert!(demo.end().success(), "{}", demo.log());
}

#[test]
fn a_killed_demonstration_opens_again_on_what_it_had() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("demo");
    let mut first = Process::demo(&data, &[]);
    let portal = first.portal();
    assert_eq!(get(portal, "/", &[]).status, 200);
    first.signal("KILL");
    assert!(!first.end().success());
    let mut second = Process::demo(&data, &[]);
    let portal = second.portal();
    assert_eq!(get(portal, "/", &[]).status, 200);
    second.signal("TERM");
    assert!(second.end().success(), "{}", second.log());
    let verified = comptoir().arg("verify").arg("--data").arg(&data).output().expect("the binary runs");
    assert!(verified.status.success(), "{}", said(&verified));
}

#[test]
fn reset_begins_anew_and_only_deletes_a_demonstration() {
    let folder = tempfile::tempdir().expect("a folder");
    let precious = folder.path().join("comptoir.db");
    std::fs::write(&precious, "invoices").expect("a file");
    let refused = comptoir()
        .args(["demo", "--reset", "--listen", "127.0.0.1:0", "--data"])
        .arg(folder.path())
        .output()
        .expect("the binary runs");
    assert!(!refused.status.success());
    assert!(said(&refused).contains("nothing was deleted"), "{}", said(&refused));
    assert!(precious.exists());
}
