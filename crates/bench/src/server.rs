//! The product as an operator runs it, on a database of the bench.
#![expect(clippy::float_arithmetic, reason = "sizes are not money")]

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::Context;
use tempfile::TempDir;

use crate::places::Place;

/// The program and where it works.
pub(crate) struct Program {
    binary: PathBuf,
    database: String,
    data: TempDir,
}

impl Program {
    /// The program beside this one, where Cargo puts both, on the database of a place.
    pub(crate) fn on(place: &Place) -> anyhow::Result<Program> {
        let here = std::env::current_exe()?;
        let binary = here.parent().context("a program is in a folder")?.join("comptoir");
        anyhow::ensure!(binary.exists(), "build it first: cargo build --release --package comptoir");
        Ok(Program { binary, database: place.address(), data: tempfile::tempdir()? })
    }

    fn command(&self, name: &str, listen: &str) -> Command {
        let mut command = Command::new(&self.binary);
        command.arg(name).args(["--database", &self.database, "--listen", listen]);
        command.arg("--data").arg(self.data.path()).stdout(Stdio::null()).stderr(Stdio::null());
        command
    }

    /// Brings the database up to date.
    pub(crate) fn migrate(&self) -> anyhow::Result<()> {
        let status = self.command("migrate", "127.0.0.1:0").status()?;
        anyhow::ensure!(status.success(), "the database was not migrated");
        Ok(())
    }

    /// Serves on a free port, and has answered its first page.
    pub(crate) fn serve(&self) -> anyhow::Result<Serving> {
        let listen = Serving::free_port()?;
        let mut command = self.command("serve", &listen);
        // One program of the bench makes the calls of very many.
        command.env("COMPTOIR_HTTP_CALLS_PER_MINUTE", u32::MAX.to_string());
        Serving::started(command, listen)
    }
}

/// A server that is stopped when we are done with it.
pub(crate) struct Serving {
    child: Child,
    listen: String,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Serving {
    /// An address of this machine where nobody listens.
    pub(crate) fn free_port() -> anyhow::Result<String> {
        Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.to_string())
    }

    /// A server that listens there, and has answered its first page.
    pub(crate) fn started(mut command: Command, listen: String) -> anyhow::Result<Serving> {
        let mut serving = Serving { child: command.spawn()?, listen };
        serving.first_page()?;
        Ok(serving)
    }

    fn first_page(&mut self) -> anyhow::Result<()> {
        let deadline = Instant::now() + Duration::from_secs(10);
        while TcpStream::connect(&self.listen).is_err() {
            anyhow::ensure!(self.child.try_wait()?.is_none(), "the server ended before its first page");
            anyhow::ensure!(Instant::now() < deadline, "no page within ten seconds");
            std::thread::sleep(Duration::from_millis(1));
        }
        self.get("/", "", |_| ()).map(|_| ())
    }

    /// Asks for a page with these cookies, giving what comes to `each` as it comes; how many bytes came.
    pub(crate) fn get(
        &self,
        path: &str,
        cookies: &str,
        mut each: impl FnMut(&[u8]),
    ) -> anyhow::Result<usize> {
        let mut stream = TcpStream::connect(&self.listen)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        let host = "Host: localhost\r\nConnection: close";
        write!(stream, "GET {path} HTTP/1.1\r\n{host}\r\nCookie: {cookies}\r\n\r\n")?;
        let (mut bytes, mut total) = (vec![0; 64 * 1024], 0);
        loop {
            let count = stream.read(&mut bytes)?;
            let Some(came) = bytes.get(..count).filter(|came| !came.is_empty()) else { break };
            if total == 0 {
                let first = came.split(|byte| *byte == b'\r').next().unwrap_or_default();
                let status = String::from_utf8_lossy(first);
                anyhow::ensure!(status.contains(" 200 "), "{path} answered {status:?}");
            }
            each(came);
            total += count;
        }
        Ok(total)
    }

    /// What the kernel counts of its memory, in megabytes: `VmRSS` now, `VmHWM` at its highest.
    pub(crate) fn memory_mb(&self, what: &str) -> anyhow::Result<f64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id()))?;
        let line = status.lines().find(|line| line.starts_with(what)).context("no memory figure")?;
        let kib: f64 = line.split_whitespace().nth(1).context("no memory figure")?.parse()?;
        Ok(kib / 1024.0)
    }
}

/// A connection that is kept for one call after the other.
pub(crate) struct Connection(BufReader<TcpStream>);

impl Connection {
    pub(crate) fn to(serving: &Serving) -> anyhow::Result<Connection> {
        let stream = TcpStream::connect(&serving.listen)?;
        stream.set_nodelay(true)?;
        stream.set_read_timeout(Some(Duration::from_secs(60)))?;
        Ok(Connection(BufReader::new(stream)))
    }

    /// The body of an answer, which must be 200 and say how long it is.
    pub(crate) fn get(&mut self, path: &str, headers: &str) -> anyhow::Result<Vec<u8>> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");
        self.0.get_mut().write_all(head.as_bytes())?;
        let (mut line, mut status, mut length) = (String::new(), String::new(), None);
        loop {
            line.clear();
            anyhow::ensure!(self.0.read_line(&mut line)? > 0, "{path}: the server hung up");
            let said = line.trim_end();
            if said.is_empty() {
                break;
            }
            match said.split_once(": ") {
                None => said.clone_into(&mut status),
                Some((name, value)) if name.eq_ignore_ascii_case("content-length") => {
                    length = Some(value.parse()?)
                }
                Some(_) => {}
            }
        }
        let mut body = vec![0; length.context("an answer of unknown length")?];
        self.0.read_exact(&mut body)?;
        anyhow::ensure!(status.contains(" 200 "), "{path}: {status} {}", String::from_utf8_lossy(&body));
        Ok(body)
    }
}
