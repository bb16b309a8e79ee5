//! How soon a server shows its first page, and how much memory it takes, beside what we promise.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use db::Target;

use crate::places;
use crate::report::Report;

/// The promise: the first page within this many milliseconds.
const PAGE_MS_MAX: f64 = 100.0;
/// The promise: no more than this many megabytes.
const MEMORY_MB_MAX: f64 = 60.0;
/// How often the start is tried; the middle one counts.
const STARTS: usize = 5;

/// Starts the server as an operator does, on a database that is ready.
pub(crate) fn run(report: &Report, databases: &[String]) -> anyhow::Result<()> {
    let binary = binary()?;
    for place in places::wanted(databases)? {
        let address = match &place.target {
            Target::Sqlite(path) => format!("sqlite:{}", path.display()),
            Target::Postgres(address) => address.expose().clone(),
        };
        let data = tempfile::tempdir()?;
        let command = |name: &str, listen: &str| {
            let mut command = Command::new(&binary);
            command
                .arg(name)
                .args(["--database", &address, "--listen", listen])
                .arg("--data")
                .arg(data.path());
            command.stdout(Stdio::null()).stderr(Stdio::null());
            command
        };
        anyhow::ensure!(
            command("migrate", "127.0.0.1:0").status()?.success(),
            "the database was not migrated"
        );
        let mut starts = Vec::new();
        for _ in 0..STARTS {
            let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
            let listen = format!("127.0.0.1:{port}");
            let begun = Instant::now();
            let mut server = Stopped(command("serve", &listen).spawn()?);
            first_page(&listen, &mut server.0)?;
            starts.push((begun.elapsed().as_secs_f64() * 1_000.0, memory_mb(server.0.id())?));
        }
        starts.sort_by(|a, b| a.0.total_cmp(&b.0));
        let (page_ms, memory_mb) = starts[STARTS / 2];
        report.cost("start, first page", place.name, page_ms, "ms", PAGE_MS_MAX);
        report.cost("start, memory", place.name, memory_mb, "MB", MEMORY_MB_MAX);
    }
    Ok(())
}

/// Beside this program, where Cargo puts both.
fn binary() -> anyhow::Result<PathBuf> {
    let here = std::env::current_exe()?;
    let binary = here.parent().context("a program is in a folder")?.join("comptoir");
    anyhow::ensure!(binary.exists(), "build it first: cargo build --release --package comptoir");
    Ok(binary)
}

/// A server that is stopped when we are done with it.
struct Stopped(Child);

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

fn first_page(listen: &str, server: &mut Child) -> anyhow::Result<()> {
    let deadline = Instant::now() + Duration::from_secs(10);
    loop {
        if let Ok(mut stream) = TcpStream::connect(listen) {
            stream.write_all(b"GET / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n")?;
            let mut answer = String::new();
            stream.read_to_string(&mut answer)?;
            let status = answer.lines().next().unwrap_or_default();
            anyhow::ensure!(status.contains(" 200 "), "the first page answered {status:?}");
            return Ok(());
        }
        anyhow::ensure!(server.try_wait()?.is_none(), "the server ended before its first page");
        anyhow::ensure!(Instant::now() < deadline, "no page within ten seconds");
        std::thread::sleep(Duration::from_millis(1));
    }
}

fn memory_mb(process: u32) -> anyhow::Result<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status"))?;
    let line = status.lines().find(|line| line.starts_with("VmRSS:")).context("no memory figure")?;
    let kib: f64 = line.split_whitespace().nth(1).context("no memory figure")?.parse()?;
    Ok(kib / 1024.0)
}
