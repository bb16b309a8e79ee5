//! Runs a program of the operator's: the request as JSON on its input, the answer as JSON on its output.
//!
//! The program is started once for each question of [`crate::exchange`], with the configured arguments, in `/`, with an
//! environment of `PATH` and `LANG` only. It reads one JSON object from its standard input and writes one JSON object to
//! its standard output.
//!
//! - Exit code 0 means the answer can be trusted. Any other code, or no answer within the time limit, means *unknown*.
//! - At the time limit the program and every process of its group are killed. Work that takes longer is answered
//!   with `in_progress`; a child that continues it closes its inherited outputs.
//! - At most [`OUTPUT_BYTES_MAX`] bytes of output are read. The end of the error output is shown to the staff
//!   when the program fails: write no secrets there.

use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;

use async_trait::async_trait;
use kernel::ServiceId;
use rustix::process::{Pid, Signal, kill_process_group};
use services::{
    Capabilities, DeliveryOutcome, DeliveryRequest, OperationOutcome, OperationRequest, Provisioner, Unknown,
};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWriteExt};
use tokio::process::Child;
use tokio::sync::Semaphore;
use tokio::time::timeout;

use crate::exchange::{Action, Answer, Question};

/// The name of [`Command`] in configuration and tables.
pub const NAME: &str = "command";
/// The most bytes an answer may have.
pub const OUTPUT_BYTES_MAX: usize = 64 * 1024;
/// How much of the end of the error output the staff see, in characters.
const ERROR_CHARS_SHOWN: usize = 300;
/// The longest time limit, well below the lease of a delivery.
const TIME_LIMIT_MAX: Duration = Duration::from_secs(300);

/// Which program is run, and within which limits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The program; an absolute path.
    pub program: PathBuf,
    /// Its arguments, the same for each question.
    pub arguments: Vec<String>,
    /// How long one question may take, up to five minutes.
    pub time_limit: Duration,
    /// How many questions are asked at once.
    pub at_once: usize,
}

impl Config {
    /// A program without arguments and with the usual limits: a minute, four at once.
    #[must_use]
    pub fn new(program: PathBuf) -> Config {
        Config { program, arguments: Vec::new(), time_limit: Duration::from_secs(60), at_once: 4 }
    }
}

/// Why a program cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ConfigError {
    /// The path depends on where Comptoir was started.
    #[error("the program {0:?} needs an absolute path")]
    Relative(PathBuf),
    /// There is no such file.
    #[error("there is no program {0:?}")]
    Absent(PathBuf),
    /// The limits allow nothing, or too much.
    #[error("the time limit must be from 1 to {} seconds, and at least one program may run", TIME_LIMIT_MAX.as_secs())]
    Limits,
}

/// The operator's program.
#[derive(Debug)]
pub struct Command {
    config: Config,
    running: Semaphore,
}

impl Command {
    /// The program of this configuration.
    ///
    /// # Errors
    /// [`ConfigError`] when it is not there, or its limits make no sense.
    pub fn new(config: Config) -> Result<Command, ConfigError> {
        if !config.program.is_absolute() {
            return Err(ConfigError::Relative(config.program));
        }
        if !config.program.is_file() {
            return Err(ConfigError::Absent(config.program));
        }
        if config.time_limit < Duration::from_secs(1)
            || config.time_limit > TIME_LIMIT_MAX
            || config.at_once == 0
        {
            return Err(ConfigError::Limits);
        }
        let running = Semaphore::new(config.at_once);
        Ok(Command { config, running })
    }

    async fn operate(&self, action: Action, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.ask(&Question::operation(action, request)).await?.operation(action)
    }

    async fn ask(&self, question: &Question<'_>) -> Result<Answer, Unknown> {
        let limit = self.config.time_limit;
        let busy = |_| Unknown(format!("the program was busy for {} s", limit.as_secs()));
        let _place = timeout(limit, self.running.acquire()).await.map_err(busy)?;
        let input = serde_json::to_vec(question).map_err(|error| Unknown(error.to_string()))?;
        let answer = self.run(&input).await;
        if let Err(Unknown(reason)) = &answer {
            tracing::warn!(service = %question.service, reason, "the delivery program gave no answer");
        }
        answer
    }

    async fn run(&self, input: &[u8]) -> Result<Answer, Unknown> {
        let mut command = tokio::process::Command::new(&self.config.program);
        command
            .args(&self.config.arguments)
            .current_dir("/")
            .env_clear()
            .env("PATH", "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin")
            .env("LANG", "C.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .process_group(0)
            .kill_on_drop(true);
        let child =
            command.spawn().map_err(|error| Unknown(format!("the program did not start: {error}")))?;
        let mut group = Group::of(&child);
        let limit = self.config.time_limit;
        let ended = match timeout(limit, converse(child, input)).await {
            Ok(ended) => ended,
            Err(_) => {
                Err(Unknown(format!("the program took longer than {} s and was ended", limit.as_secs())))
            }
        };
        // Whatever went wrong, nothing of it goes on; what ended by itself may have left work behind on purpose.
        if ended.is_ok() {
            group.0 = None;
        }
        drop(group);
        Answer::read(&ended?)
    }
}

#[async_trait]
impl Provisioner for Command {
    fn name(&self) -> &str {
        NAME
    }

    fn capabilities(&self) -> Capabilities {
        Capabilities { automatic: true, asynchronous: true, refuses: true }
    }

    async fn deliver(&self, request: &DeliveryRequest) -> Result<DeliveryOutcome, Unknown> {
        self.ask(&Question::delivery(request)).await?.delivery()
    }

    async fn progress(&self, service: ServiceId) -> Result<Option<DeliveryOutcome>, Unknown> {
        Ok(self.ask(&Question::progress(service)).await?.progress())
    }

    async fn suspend(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.operate(Action::Suspend, request).await
    }

    async fn resume(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.operate(Action::Resume, request).await
    }

    async fn delete(&self, request: &OperationRequest) -> Result<OperationOutcome, Unknown> {
        self.operate(Action::Delete, request).await
    }
}

/// Ends every process of a program's group when it is dropped, unless it is disarmed.
struct Group(Option<Pid>);

impl Group {
    fn of(child: &Child) -> Group {
        Group(child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw))
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        if let Some(pid) = self.0 {
            // It may be over already, which is what is wanted.
            let _ = kill_process_group(pid, Signal::KILL);
        }
    }
}

/// Writes the question and reads the answer until the program ends; the answer of a program that failed is its
/// failure.
async fn converse(mut child: Child, input: &[u8]) -> Result<Vec<u8>, Unknown> {
    let pipe = || Unknown("the program has no input or output".to_owned());
    let mut stdin = child.stdin.take().ok_or_else(pipe)?;
    let stdout = child.stdout.take().ok_or_else(pipe)?;
    let stderr = child.stderr.take().ok_or_else(pipe)?;
    let write = async move {
        // A program may answer without reading; its answer counts, not the broken pipe.
        let _ = stdin.write_all(input).await;
        let _ = stdin.write_all(b"\n").await;
    };
    let (output, errors, ()) = tokio::join!(limited(stdout, OUTPUT_BYTES_MAX), end_of(stderr), write);
    let status = child.wait().await.map_err(|error| Unknown(error.to_string()))?;
    let Some(output) = output else {
        return Err(Unknown(format!("the program wrote more than {OUTPUT_BYTES_MAX} bytes")));
    };
    if !status.success() {
        return Err(Unknown(format!("the program ended with {status}: {errors}")));
    }
    Ok(output)
}

/// Reads to the end; `None`, at once and with the pipe closed, when there is more than `bytes_max`.
async fn limited(mut from: impl AsyncRead + Unpin, bytes_max: usize) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        if bytes.len() + count > bytes_max {
            return None;
        }
        bytes.extend_from_slice(&buffer[..count]);
    }
    Some(bytes)
}

/// Reads to the end and keeps the last characters.
async fn end_of(mut from: impl AsyncRead + Unpin) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    while let Ok(count @ 1..) = from.read(&mut buffer).await {
        bytes.extend_from_slice(&buffer[..count]);
        let old = bytes.len().saturating_sub(4 * ERROR_CHARS_SHOWN);
        bytes.drain(..old);
    }
    let text = String::from_utf8_lossy(&bytes);
    let text = text.trim();
    let skipped = text.chars().count().saturating_sub(ERROR_CHARS_SHOWN);
    text.chars().skip(skipped).collect()
}
