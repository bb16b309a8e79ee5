//! Invoices laid out as Factur-X, on one core and on two, beside WeasyPrint making the page of the same invoice.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use anyhow::Context;
use documents::{Brand, Documents, Way, Ways};
use invoicing::InvoiceRecord;
use kernel::Locale;
use texts::Texts;

use crate::customers::cx;
use crate::orders;
use crate::places;
use crate::report::Report;

/// For how long each is measured.
const LONG: Duration = Duration::from_secs(5);
/// What WeasyPrint is told: the page comes by its input, and it says how many it made in a second.
const WEASYPRINT: &str = "
import sys, time
from weasyprint import HTML
page = sys.stdin.read()
HTML(string=page).write_pdf()
made, begun = 0, time.monotonic()
while time.monotonic() - begun < 5:
    HTML(string=page).write_pdf()
    made += 1
print(made / (time.monotonic() - begun))
";

/// One invoice of the product's own, laid out again and again.
pub(crate) async fn run(report: &Report, weasyprint: Option<&Path>) -> anyhow::Result<()> {
    let place = places::wanted(&["sqlite".to_owned()])?.pop().context("a place")?;
    let cx = cx(place.open().await?)?;
    let (_, record) = orders::one_invoice(&cx).await?;
    cx.db.close().await;
    let documents = Documents::new(&Texts::embedded(), Brand::default());
    anyhow::ensure!(documents.electronic(&record).is_ok(), "the invoice is no electronic one");
    let limit = match weasyprint {
        Some(python) => of_weasyprint(python, &page(&documents, &record)?)?,
        None => anyhow::bail!("WeasyPrint is measured beside us: run `cargo xtask bench documents`"),
    };
    for cores in [1, 2] {
        let rate = tokio::task::block_in_place(|| ours(&documents, &record, cores))?;
        let name = format!("Factur-X on {cores} core{}", if cores == 1 { "" } else { "s" });
        report.rate(&name, "-", rate, "pages/s", limit);
    }
    Ok(())
}

fn page(documents: &Documents, record: &InvoiceRecord) -> anyhow::Result<String> {
    let way = |text: &str| Way { href: "/".to_owned(), text: text.to_owned() };
    let ways = Ways {
        locale: Locale::Fr,
        label: "Document".to_owned(),
        back: way("Retour"),
        pdf: way("PDF"),
        data: Vec::new(),
        related: Vec::new(),
    };
    Ok(documents.invoice_html(record, &ways)?)
}

fn ours(documents: &Documents, record: &InvoiceRecord, cores: usize) -> anyhow::Result<f64> {
    let (made, begun) = (AtomicUsize::new(0), Instant::now());
    std::thread::scope(|scope| {
        let work = || -> anyhow::Result<()> {
            while begun.elapsed() < LONG {
                documents.invoice_pdf(record)?;
                made.fetch_add(1, Ordering::Relaxed);
            }
            Ok(())
        };
        let threads: Vec<_> = (0..cores).map(|_| scope.spawn(work)).collect();
        threads.into_iter().try_for_each(|thread| match thread.join() {
            Ok(ended) => ended,
            Err(_) => anyhow::bail!("a thread that lays out panicked"),
        })
    })?;
    Ok(made.into_inner() as f64 / begun.elapsed().as_secs_f64())
}

fn of_weasyprint(python: &Path, page: &str) -> anyhow::Result<f64> {
    let mut child = Command::new(PathBuf::from(python))
        .args(["-c", WEASYPRINT])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .context("the Python of WeasyPrint")?;
    child.stdin.take().context("a pipe")?.write_all(page.as_bytes())?;
    let output = child.wait_with_output()?;
    let said = String::from_utf8(output.stdout)?;
    said.trim().parse().context("WeasyPrint says how many pages it makes in a second")
}
