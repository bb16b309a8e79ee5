//! Installs what the tests need and the machine lacks: each step says what it does and is skipped when done.

use std::path::{Path, PathBuf};

use crate::root;
use crate::shell::{self, Run};

/// A Debian package and how to see that its content is there already.
struct Package {
    name: &'static str,
    purpose: &'static str,
    is_present: fn() -> bool,
}

const PACKAGES: [Package; 12] = [
    Package { name: "postgresql", purpose: "the second database", is_present: has_postgresql },
    Package { name: "chromium", purpose: "the browser tests", is_present: || chromium().is_some() },
    Package { name: "poppler-utils", purpose: "reading PDFs back", is_present: || shell::has("pdftotext") },
    Package { name: "fonts-droid-fallback", purpose: "names in Chinese on invoices", is_present: has_fonts },
    Package { name: "openssl", purpose: "certificates of the tests", is_present: || shell::has("openssl") },
    Package { name: "nodejs", purpose: "the browser tests", is_present: || shell::has("node") },
    Package { name: "npm", purpose: "the browser tests", is_present: || shell::has("npm") },
    Package { name: "python3-aiosmtpd", purpose: "a real mail server", is_present: has_mail_server },
    Package { name: "qpdf", purpose: "judging PDFs", is_present: || shell::has("qpdf") },
    Package { name: "default-jre-headless", purpose: "judging PDFs", is_present: || shell::has("java") },
    Package { name: "libjaxb-java", purpose: "judging PDFs", is_present: has_jaxb },
    Package {
        name: "python3-venv",
        purpose: "validators of invoices, clients of the API",
        is_present: has_venv,
    },
];

/// Does every step; whether the machine has everything now.
pub(crate) fn run() -> bool {
    let described = || Ok(schemathesis()?.is_some());
    let steps: [fn() -> anyhow::Result<bool>; 6] =
        [components, packages, node, validators, clients, described];
    let mut is_complete = true;
    for step in steps {
        is_complete &= step().unwrap_or_else(|error| {
            eprintln!("install: {error:#}");
            false
        });
    }
    is_complete
}

/// The browser of the browser tests.
pub(crate) fn chromium() -> Option<PathBuf> {
    shell::find(&["chromium", "chromium-browser", "google-chrome"])
}

/// The folder of the browser tests; absent in a source archive without them.
pub(crate) fn browser_folder() -> Option<PathBuf> {
    Some(root().join("browser")).filter(|folder| folder.join("package.json").exists())
}

/// On the standard error: what is measured after an installation is alone on the standard output.
fn say(step: &str) {
    eprintln!("install: {step}");
}

fn components() -> anyhow::Result<bool> {
    let wanted = [("rustfmt", "cargo-fmt"), ("clippy", "cargo-clippy")];
    let missing: Vec<&str> =
        wanted.iter().filter(|(_, program)| !shell::has(program)).map(|(component, _)| *component).collect();
    if missing.is_empty() {
        say("rustfmt, clippy: present");
        return Ok(true);
    }
    say(&format!("adding the Rust components {}", missing.join(" ")));
    let arguments: Vec<&str> = ["component", "add"].into_iter().chain(missing).collect();
    Run::new("rustup", &arguments).succeeds()
}

fn packages() -> anyhow::Result<bool> {
    let missing: Vec<&Package> = PACKAGES.iter().filter(|package| !(package.is_present)()).collect();
    if missing.is_empty() {
        say("PostgreSQL, Chromium, poppler, qpdf, Java, fonts, Node, Python: present");
        return Ok(true);
    }
    for package in &missing {
        say(&format!("{} is missing ({})", package.name, package.purpose));
    }
    let names = missing.iter().map(|package| package.name).collect::<Vec<_>>().join(" ");
    let Some(prefix) = administrator() else {
        say(&format!("cannot install them here; by hand, as an administrator: apt-get install {names}"));
        say(
            "on another system, install the same programs: postgres, chromium, pdftotext, qpdf, java with JAXB in /usr/share/java, node, npm, python3 with aiosmtpd and venv, the font DroidSansFallbackFull.ttf in /usr/share/fonts/truetype/droid",
        );
        return Ok(false);
    };
    say(&format!("apt-get install {names}"));
    let quiet = "DEBIAN_FRONTEND=noninteractive";
    let install = format!("{prefix}env {quiet} apt-get install -y -q --no-install-recommends {names}");
    let script = format!("{install} >/dev/null || ({prefix}apt-get update -q && {install}) >/dev/null");
    Run::new("sh", &["-c", &script]).succeeds()
}

/// What to write before a command that administers the machine; `None` when we may not, or it is not Debian.
fn administrator() -> Option<&'static str> {
    if !shell::has("apt-get") {
        return None;
    }
    let is_root = Run::new("id", &["-u"]).output().is_ok_and(|id| id.trim() == "0");
    if is_root {
        return Some("");
    }
    let may_sudo = shell::has("sudo") && Run::new("sudo", &["-n", "true"]).output().is_ok();
    may_sudo.then_some("sudo -n ")
}

fn has_postgresql() -> bool {
    shell::has("initdb")
        || std::fs::read_dir("/usr/lib/postgresql").is_ok_and(|versions| {
            versions.flatten().any(|version| version.path().join("bin/initdb").exists())
        })
}

fn has_fonts() -> bool {
    Path::new("/usr/share/fonts/truetype/droid/DroidSansFallbackFull.ttf").exists()
}

fn has_mail_server() -> bool {
    let imports = |python: &&str| Run::new(python, &["-c", "import aiosmtpd"]).output().is_ok();
    ["/usr/bin/python3", "python3"].iter().any(imports)
}

fn has_jaxb() -> bool {
    Path::new("/usr/share/java/jaxb-api.jar").exists()
}

fn has_venv() -> bool {
    Run::new("python3", &["-c", "import venv, ensurepip"]).output().is_ok()
}

/// Validators of documents that are not ours. The versions are pinned, because a new edition of the rules is a change to
/// look at, not a surprise of a morning.
fn validators() -> anyhow::Result<bool> {
    let wanted = "crates/documents/tests/validators/requirements.txt";
    Ok(environment("validators", "validators of documents", wanted)?.is_some())
}

/// Clients of the API that the world already has, to speak with ours.
fn clients() -> anyhow::Result<bool> {
    let wanted = "crates/api/tests/clients/requirements.txt";
    Ok(environment("clients", "clients of the API", wanted)?.is_some())
}

/// Schemathesis, which makes calls of a description of an API: its Python. It wants other versions than the clients do.
pub(crate) fn schemathesis() -> anyhow::Result<Option<PathBuf>> {
    let wanted = "crates/api/tests/schemathesis/requirements.txt";
    environment("schemathesis", "calls of the API's description", wanted)
}

/// WeasyPrint, beside which our documents are measured: its Python.
pub(crate) fn weasyprint() -> anyhow::Result<Option<PathBuf>> {
    environment("weasyprint", "WeasyPrint, to be measured beside", "crates/bench/requirements.txt")
}

/// A Python in an environment of its own, `target/<name>`, with what a file of requirements asks for; none when that
/// could not be had.
fn environment(name: &str, purpose: &str, requirements: &str) -> anyhow::Result<Option<PathBuf>> {
    let (wanted, folder) = (root().join(requirements), root().join("target").join(name));
    let (python, done) = (folder.join("bin/python"), folder.join("requirements.txt"));
    if python.exists() && std::fs::read(&done).ok() == std::fs::read(&wanted).ok() {
        say(&format!("{purpose}: present in target/{name}"));
        return Ok(Some(python));
    }
    say(&format!("{purpose} into target/{name}"));
    if !Run::new("python3", &["-m", "venv", "--clear", &folder.to_string_lossy()]).succeeds()? {
        return Ok(None);
    }
    let asked = wanted.to_string_lossy();
    let install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement", &asked];
    if !Run::new(&python.to_string_lossy(), &install).succeeds()? {
        return Ok(None);
    }
    std::fs::copy(&wanted, &done)?;
    Ok(Some(python))
}

fn node() -> anyhow::Result<bool> {
    let Some(folder) = browser_folder() else {
        say("no browser/package.json: nothing for npm to install");
        return Ok(true);
    };
    let modules = folder.join("node_modules");
    if is_newer(&modules.join(".package-lock.json"), &folder.join("package-lock.json")) {
        say("Node packages: present in browser/node_modules");
        return Ok(true);
    }
    say("npm ci in browser/");
    let arguments = ["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
    Run::new("npm", &arguments).within(&folder).succeeds()
}

/// Whether `made` exists and is at least as young as what it is made from.
fn is_newer(made: &Path, source: &Path) -> bool {
    let age = |path: &Path| std::fs::metadata(path).and_then(|about| about.modified()).ok();
    age(made).is_some_and(|made| age(source).is_none_or(|source| made >= source))
}
