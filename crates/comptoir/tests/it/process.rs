//! A running binary, and an HTTP client that does exactly what a test says.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Output, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

/// Longer than anything here should take, on a machine that does other things too.
const PATIENCE: Duration = Duration::from_secs(60);

/// The binary with nothing of our own environment that could change its mind.
pub(crate) fn comptoir() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_comptoir"));
    command.env_clear().env("PATH", "/usr/bin:/bin").stdin(Stdio::null());
    command
}

/// Runs the binary to its end.
pub(crate) fn run(arguments: &[&str]) -> Output {
    comptoir().args(arguments).output().expect("the binary runs")
}

/// What a run said, on either side.
pub(crate) fn said(output: &Output) -> String {
    format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr))
}

/// A binary that runs until it is stopped; dropping it kills it.
pub(crate) struct Process {
    child: Child,
    lines: Arc<Mutex<Vec<String>>>,
}

impl Process {
    /// Starts the binary.
    pub(crate) fn start(mut command: Command) -> Process {
        let mut child =
            command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("the binary starts");
        let lines = Arc::new(Mutex::new(Vec::new()));
        keep(child.stdout.take().expect("it is piped"), lines.clone());
        keep(child.stderr.take().expect("it is piped"), lines.clone());
        Process { child, lines }
    }

    /// Starts a demonstration in `folder` on a free port.
    pub(crate) fn demo(folder: &Path, arguments: &[&str]) -> Process {
        let mut command = comptoir();
        command.arg("demo").arg("--data").arg(folder).args(["--listen", "127.0.0.1:0"]).args(arguments);
        Process::start(command)
    }

    /// Everything it has said so far.
    pub(crate) fn log(&self) -> String {
        self.lines.lock().expect("nobody panics while writing").join("\n")
    }

    /// Waits for a line that `pick` makes something of.
    pub(crate) fn wait_for<T>(&mut self, what: &str, pick: impl Fn(&str) -> Option<T>) -> T {
        let begun = Instant::now();
        loop {
            let found =
                self.lines.lock().expect("nobody panics while writing").iter().find_map(|line| pick(line));
            if let Some(found) = found {
                return found;
            }
            let ended = self.child.try_wait().expect("the child can be asked");
            assert!(ended.is_none(), "it ended with {ended:?} before {what}:\n{}", self.log());
            assert!(begun.elapsed() < PATIENCE, "no {what} in time:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Waits until the portal of a demonstration is open.
    pub(crate) fn portal(&mut self) -> SocketAddr {
        let url =
            self.wait_for("the portal", |line| Some(line.trim().strip_prefix("Portal ")?.trim().to_owned()));
        let address =
            url.replace("http://localhost:", "127.0.0.1:").parse().expect("the portal has an address");
        wait_until("the portal answers", || TcpStream::connect(address).is_ok());
        address
    }

    /// Sends a signal: `TERM`, `KILL`.
    pub(crate) fn signal(&self, name: &str) {
        let sent = Command::new("kill").arg(format!("-{name}")).arg(self.child.id().to_string()).status();
        assert!(sent.is_ok_and(|status| status.success()), "the signal was sent");
    }

    /// Waits for its end.
    pub(crate) fn end(&mut self) -> ExitStatus {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().expect("the child can be asked") {
                return status;
            }
            assert!(begun.elapsed() < PATIENCE, "it did not stop in time:\n{}", self.log());
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be gone already, which is what is wanted.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn keep(stream: impl Read + Send + 'static, lines: Arc<Mutex<Vec<String>>>) {
    std::thread::spawn(move || {
        for line in BufReader::new(stream).lines().map_while(Result::ok) {
            lines.lock().expect("nobody panics while writing").push(line);
        }
    });
}

/// Waits until `is_so`.
pub(crate) fn wait_until(what: &str, is_so: impl Fn() -> bool) {
    let begun = Instant::now();
    while !is_so() {
        assert!(begun.elapsed() < PATIENCE, "{what}: not in time");
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// An answer to a request.
pub(crate) struct Answer {
    /// Such as 200.
    pub(crate) status: u16,
    /// The head, in lower case.
    pub(crate) head: String,
    /// The body, as text.
    pub(crate) body: String,
}

/// Reads an answer to its end; the request asked to close the connection.
pub(crate) fn answer(mut stream: TcpStream) -> Answer {
    stream.set_read_timeout(Some(PATIENCE)).expect("a time-out can be set");
    let mut bytes = Vec::new();
    stream.read_to_end(&mut bytes).expect("the answer can be read");
    let text = String::from_utf8_lossy(&bytes).into_owned();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
    let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).unwrap_or(0);
    Answer { status, head: head.to_lowercase(), body: body.to_owned() }
}

/// Asks for a page.
pub(crate) fn get(address: SocketAddr, path: &str, headers: &[&str]) -> Answer {
    let mut stream = TcpStream::connect(address).expect("the server accepts");
    let headers: String = headers.iter().map(|header| format!("{header}\r\n")).collect();
    write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{headers}\r\n")
        .expect("the request is sent");
    answer(stream)
}
