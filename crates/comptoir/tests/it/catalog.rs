//! Catalogues through the binary: what is wrong, too large, or no catalogue at all.

use std::io::{BufWriter, Write};
use std::path::Path;
use std::process::Stdio;

use crate::process::{comptoir, said};

/// The most memory an import of a refused file may have held, in kilobytes. The binary itself needs some tens of
/// megabytes; the file has two hundred.
const RESIDENT_KB_MAX: u64 = 120_000;

/// Imports a file to its end; what was said, and the most memory it held, in kilobytes.
fn import(file: &Path, data: &Path) -> (bool, String, u64) {
    import_as(&[], file, data)
}

fn import_as(options: &[&str], file: &Path, data: &Path) -> (bool, String, u64) {
    let mut command = comptoir();
    command.arg("--data").arg(data).args(["catalog", "import"]).args(options).arg(file);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().expect("the child can be asked").is_none() {
        let told = std::fs::read_to_string(&status).unwrap_or_default();
        let peak =
            told.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().split(' ').next()?.parse().ok());
        most = peak.unwrap_or(0).max(most);
        std::thread::sleep(std::time::Duration::from_millis(1));
    }
    let output = child.wait_with_output().expect("it has ended");
    (output.status.success(), said(&output), most)
}

/// A catalogue of so many bytes, at least: valid JSON to its end.
fn generate(file: &Path, bytes: usize) {
    let mut out = BufWriter::new(std::fs::File::create(file).expect("a file"));
    let plan =
        "{\"planCode\":\"plan-with-a-number\",\"invoiceName\":\"A plan of a catalogue without an end\"},";
    out.write_all(b"{\"catalogId\":1,\"plans\":[").expect("room");
    for _ in 0..bytes / plan.len() + 1 {
        out.write_all(plan.as_bytes()).expect("room");
    }
    out.write_all(b"{}]}").expect("room");
    out.flush().expect("room");
}

#[test]
fn two_hundred_megabytes_are_refused_without_being_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let (file, data) = (folder.path().join("huge.json"), folder.path().join("data"));
    generate(&file, 200_000_000);
    let (is_imported, said, kilobytes) = import(&file, &data);
    assert!(!is_imported, "{said}");
    assert!(said.contains("huge.json: the file has 200"), "{said}");
    assert!(said.contains("a catalogue has at most 33554432"), "{said}");
    assert!(kilobytes < RESIDENT_KB_MAX, "it held {kilobytes} kB");
}

#[test]
fn what_is_wrong_with_a_file_is_said_with_its_place() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let good = include_str!("../../../../catalogs/demo-FR.json");
    let cases = [
        ("cut.json", good[..good.len() / 2].to_owned(), "not JSON: EOF"),
        ("empty.json", String::new(), "not JSON: EOF"),
        ("list.json", "[]".to_owned(), "must be an object, not a list"),
        (
            "price.json",
            good.replacen("\"price\": ", "\"price\": \"dear\", \"was\": ", 1),
            "pricings[0].price: must be",
        ),
        (
            "default.json",
            good.replacen("\"default\": \"ct-disk-40-vps-s\"", "\"default\": \"nothing\"", 1),
            "\"nothing\" is not one of the family's add-ons",
        ),
        (
            "country.json",
            good.replacen("\"subsidiary\": \"FR\"", "\"subsidiary\": \"ZZ\"", 1),
            "locale.subsidiary: ZZ",
        ),
    ];
    for (name, text, expected) in cases {
        let file = folder.path().join(name);
        std::fs::write(&file, text).expect("a file");
        let (is_imported, said, _) = import(&file, &data);
        assert!(!is_imported, "{name}: {said}");
        assert!(said.contains(&format!("{name}: ")) && said.contains(expected), "{name} {expected}: {said}");
    }
    let (is_imported, said, _) = import(&folder.path().join("nowhere.json"), &data);
    assert!(!is_imported && said.contains("nowhere.json: cannot be read"), "{said}");
    // The database is as good as new.
    let file = folder.path().join("good.json");
    std::fs::write(&file, good).expect("a file");
    let (is_imported, said, _) = import(&file, &data);
    assert!(is_imported && said.contains("is sold now"), "{said}");
}

#[test]
fn a_catalogue_is_called_as_its_file_or_as_one_says() {
    let folder = tempfile::tempdir().expect("a folder");
    let data = folder.path().join("data");
    let content = include_str!("../../../../catalogs/demo-FR.json");
    let file = |name: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, content).expect("a file");
        file
    };
    let imports: [(&[&str], &str, &str); 5] = [
        (&[], "eco-FR.json", " is sold now as eco: "),
        (&[], "eco-FR.json", " was imported before; nothing changed"),
        (&["--name", "baremetalServers"], "eco-FR.json", "; it is called baremetalServers now"),
        // What is called after another subsidiary, or after nothing, is not called at all.
        (&[], "eco-IT.json", " was imported before; nothing changed"),
        (&[], "FR.json", " was imported before; nothing changed"),
    ];
    for (options, name, expected) in imports {
        let (is_imported, said, _) = import_as(options, &file(name), &data);
        assert!(is_imported && said.contains(expected), "{options:?} {name}: {said}");
    }
    let (is_imported, said, _) = import_as(&["--name", "e/co"], &file("eco-FR.json"), &data);
    assert!(!is_imported && said.contains("letters, digits and hyphens"), "{said}");
}
