//! What the operator reads about the running process, on the standard error.

use std::io::{self, IsTerminal};

use anyhow::Context;
use tracing_subscriber::EnvFilter;
use tracing_subscriber::fmt::format::FmtSpan;

use crate::config::{Log, LogFormat};

/// Starts logging. Called once, before anything else is started.
pub(crate) fn start(log: &Log) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&log.filter).with_context(|| format!("log.filter: {:?}", log.filter))?;
    let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(io::stderr);
    // A standard error that has gone away, as when whoever read it was restarted, must not end any task: without
    // this, failing to write a line is itself written there, by a macro that panics.
    let lines = lines.log_internal_errors(false).with_ansi(io::stderr().is_terminal());
    let started = match log.format {
        LogFormat::Json => lines.json().flatten_event(true).with_span_list(false).try_init(),
        LogFormat::Pretty => lines.compact().with_target(false).with_span_events(FmtSpan::NONE).try_init(),
    };
    started.map_err(|error| anyhow::anyhow!("logging was started twice: {error}"))
}
