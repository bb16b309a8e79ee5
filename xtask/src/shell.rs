//! Running other programs: seen on the terminal while they run, and read at the same time.

use std::ffi::OsStr;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::thread;

use anyhow::Context;

use crate::root;

/// A program to run in the repository's folder.
pub(crate) struct Run {
    command: Command,
    shown: String,
}

impl Run {
    /// `program` with `arguments`.
    pub(crate) fn new(program: &str, arguments: &[&str]) -> Run {
        let mut command = Command::new(program);
        command.args(arguments).current_dir(root()).stdin(Stdio::null());
        Run { command, shown: format!("{program} {}", arguments.join(" ")) }
    }

    /// The same with one more variable in its environment.
    pub(crate) fn env(mut self, name: &str, value: impl AsRef<OsStr>) -> Run {
        self.command.env(name, value);
        self
    }

    /// The same from another folder.
    pub(crate) fn within(mut self, folder: &Path) -> Run {
        self.command.current_dir(folder);
        self
    }

    /// The command line, for people.
    pub(crate) fn shown(&self) -> &str {
        &self.shown
    }

    /// Whether it ends well; its output goes to the terminal.
    pub(crate) fn succeeds(mut self) -> anyhow::Result<bool> {
        let status = self.command.status().with_context(|| format!("cannot run `{}`", self.shown))?;
        Ok(status.success())
    }

    /// What it writes to its standard output.
    pub(crate) fn output(mut self) -> anyhow::Result<String> {
        let output = self.command.output().with_context(|| format!("cannot run `{}`", self.shown))?;
        if !output.status.success() {
            let errors = String::from_utf8_lossy(&output.stderr).into_owned();
            anyhow::bail!("`{}` failed: {errors}", self.shown);
        }
        Ok(String::from_utf8_lossy(&output.stdout).into_owned())
    }

    /// Shows its output as it comes and answers whether it ended well, and the lines it wrote.
    pub(crate) fn watched(mut self) -> anyhow::Result<(bool, Vec<String>)> {
        let mut child = self
            .command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .with_context(|| format!("cannot run `{}`", self.shown))?;
        let errors = child.stderr.take().map(|stream| thread::spawn(move || echo(stream)));
        let mut lines = child.stdout.take().map(echo).unwrap_or_default();
        let errors = errors.and_then(|thread| thread.join().ok()).unwrap_or_default();
        lines.extend(errors);
        Ok((child.wait()?.success(), lines))
    }
}

fn echo(stream: impl Read) -> Vec<String> {
    let mut lines = Vec::new();
    let mut reader = BufReader::new(stream);
    let mut bytes = Vec::new();
    while matches!(reader.read_until(b'\n', &mut bytes), Ok(1..)) {
        let line = String::from_utf8_lossy(&bytes).trim_end().to_owned();
        let _closed_terminal_is_fine = writeln!(std::io::stdout(), "{line}");
        lines.push(line);
        bytes.clear();
    }
    lines
}

/// Whether a program of this name can be run.
pub(crate) fn has(program: &str) -> bool {
    find(&[program]).is_some()
}

/// The first of these programs that the machine has.
pub(crate) fn find(programs: &[&str]) -> Option<PathBuf> {
    programs.iter().find_map(|program| {
        let found = Run::new("sh", &["-c", &format!("command -v {program}")]).output().ok()?;
        Some(PathBuf::from(found.trim()))
    })
}
