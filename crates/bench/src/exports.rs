//! The table of very many invoices, beside the database's own client writing the same columns.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::time::Instant;

use anyhow::Context;
use db::Target;

use crate::books::{Books, Customer};
use crate::places::Place;
use crate::report::Report;
use crate::server::Program;

/// The promise: the server has no more than this many megabytes at any moment, however long the table is.
const MEMORY_MB_MAX: f64 = 128.0;

/// Takes the table home over HTTP.
pub(crate) fn run(report: &Report, place: &Place, books: &Books) -> anyhow::Result<()> {
    let customer = &books.most;
    let serving = Program::on(place)?.serve()?;
    let (begun, mut lines) = (Instant::now(), 0_usize);
    serving.get("/invoices.csv", &customer.cookie, |came| {
        lines += came.windows(3).filter(|three| *three == b"EUR").count();
    })?;
    let rate = customer.invoices as f64 / begun.elapsed().as_secs_f64();
    // A currency that lies across two reads is not seen; a missing table would be.
    anyhow::ensure!(lines * 100 > customer.invoices * 95, "{lines} of {} rows came", customer.invoices);
    let highest = serving.memory_mb("VmHWM:")?;
    let limit = client(place, customer)?;
    report.rate(&format!("CSV of {} invoices", customer.invoices), place.name, rate, "rows/s", limit);
    report.cost("CSV, memory at its highest", place.name, highest, "MB", MEMORY_MB_MAX);
    Ok(())
}

/// The same columns in the same order by `sqlite3 -csv` or `psql \copy`; rows per second.
fn client(place: &Place, customer: &Customer) -> anyhow::Result<f64> {
    let id = customer.account.uuid();
    let account = match &place.target {
        Target::Sqlite(_) => format!("x'{}'", id.simple()),
        Target::Postgres(_) => format!("'{id}'"),
    };
    let select = format!(
        "select reference, issued_on, gross_minor, currency, order_number, net_minor, gross_minor - paid_minor, kind \
         from invoices where account_id = {account} and number is not null \
         order by issued_on desc, reference desc"
    );
    let mut command = match &place.target {
        Target::Sqlite(path) => {
            let mut command = Command::new("sqlite3");
            command.arg("-csv").arg(path).arg(&select);
            command
        }
        Target::Postgres(address) => {
            let mut command = Command::new("psql");
            command.args(["--quiet", "--no-psqlrc", "--command"]);
            command.arg(format!("\\copy ({select}) to stdout csv")).arg(address.expose());
            command
        }
    };
    let begun = Instant::now();
    let mut child = command.stdout(Stdio::piped()).spawn().context("sqlite3 and psql are installed")?;
    let output = child.stdout.take().context("a pipe")?;
    let rows = BufReader::new(output).split(b'\n').count();
    anyhow::ensure!(child.wait()?.success(), "the client failed");
    Ok(rows as f64 / begun.elapsed().as_secs_f64())
}
