//! What is taken home from a list: a table as CSV or as a workbook, several files as one ZIP.

use std::io::{self, BufWriter, Cursor, Write};

use axum::body::{Body, Bytes};
use axum::response::Response;
use futures_util::{Stream, StreamExt, stream};
use kernel::{Date, Locale, Money, PageRequest};
use rust_xlsxwriter::{Format, Workbook, XlsxError};
use texts::format;
use tokio::sync::mpsc;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::error::{Answer, PageError};
use crate::page::{Page, download};

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Words, from wherever.
    Text(String),
    /// What we wrote ourselves and nobody computes with: a number, a code.
    Plain(String),
    /// A day.
    Day(Date),
    /// An amount; its currency stands in a column of its own.
    Money(Money),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    pub(crate) fn plain(value: impl ToString) -> Cell {
        Cell::Plain(value.to_string())
    }
}

/// How a language's spreadsheets read a table.
#[derive(Debug, Clone, Copy)]
struct Manner {
    locale: Locale,
    /// What stands between two cells.
    mark: u8,
    /// What stands before the decimals.
    point: char,
}

impl Manner {
    /// Where decimals follow a comma, a semicolon stands between cells.
    const fn of(locale: Locale) -> Manner {
        match locale {
            Locale::En => Manner { locale, mark: b',', point: '.' },
            Locale::Fr | Locale::It => Manner { locale, mark: b';', point: ',' },
        }
    }

    fn written(self, cell: &Cell) -> String {
        match cell {
            // A spreadsheet computes a cell that begins like this, whoever wrote it (OWASP, CSV injection).
            Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
            Cell::Text(text) | Cell::Plain(text) => text.clone(),
            Cell::Day(on) => match self.locale {
                // Day or month first? English readers differ; ISO 8601 is read by all.
                Locale::En => on.to_string(),
                Locale::Fr | Locale::It => format::date(*on, self.locale, format::Style::Numeric),
            },
            Cell::Money(amount) => amount.to_decimal().replace('.', &self.point.to_string()),
        }
    }

    /// Some rows as the bytes of a table.
    fn bytes<R: AsRef<[String]>>(self, rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, csv::Error> {
        let mut lines = csv::WriterBuilder::new();
        lines.delimiter(self.mark).terminator(csv::Terminator::CRLF);
        let mut writer = lines.from_writer(Vec::new());
        for row in rows {
            writer.write_record(row.as_ref())?;
        }
        writer.into_inner().map_err(|error| error.into_error().into())
    }
}

/// A table under `name` and today's date, sent while it is read page by page: however long it is, no more than a page
/// of it is in memory. Its first bytes tell spreadsheets that it is UTF-8; see [`Manner`] for the rest.
///
/// Should the database go away in the middle, the answer is broken off, so that nobody takes a part for the whole.
pub(crate) async fn table<F, R>(page: &Page, name: &str, titles: &[&str], read: R) -> Answer
where
    R: Fn(PageRequest) -> F + Send + Sync + 'static,
    F: Future<Output = Result<kernel::Page<Vec<Cell>>, db::Error>> + Send + 'static,
{
    let manner = Manner::of(page.visit().locale);
    let titles: Vec<String> = titles.iter().map(|key| page.say(key)).collect();
    let mut head = "\u{feff}".as_bytes().to_vec();
    head.extend(manner.bytes([titles]).map_err(PageError::internal)?);
    let lines = move |rows: &[Vec<Cell>]| {
        let written = rows.iter().map(|row| row.iter().map(|cell| manner.written(cell)).collect::<Vec<_>>());
        manner.bytes(written).map(Bytes::from).map_err(io::Error::other)
    };
    // The first page is read before anything is answered: what goes wrong by then has a page of its own.
    let first = read(PageRequest::first(PageRequest::SIZE_MAX)).await?;
    head.extend(lines(&first.items).map_err(PageError::internal)?);
    let rest = stream::try_unfold((first.next, read), move |(next, read)| async move {
        let Some(after) = next else { return Ok(None) };
        let request = PageRequest { after: Some(after), ..PageRequest::first(PageRequest::SIZE_MAX) };
        let found = read(request).await.map_err(|error| {
            tracing::warn!(%error, "an export was broken off");
            io::Error::other(error)
        })?;
        Ok(Some((lines(&found.items)?, (found.next, read))))
    });
    let body = Body::from_stream(stream::iter([Ok::<_, io::Error>(Bytes::from(head))]).chain(rest));
    Ok(download("text/csv; charset=utf-8", &dated(page, name, "csv"), body))
}

/// The most rows of a workbook, which is made whole before it is sent: more is for [`table`].
pub(crate) const WORKBOOK_MAX: usize = 100_000;

/// The same table as a workbook (Office Open XML, ISO/IEC 29500): amounts are numbers and days are dates there, however
/// the reader's language writes them. `None` when there are more than [`WORKBOOK_MAX`] rows.
pub(crate) async fn workbook<F, R>(
    page: &Page,
    name: &str,
    titles: &[&str],
    read: R,
) -> Result<Option<Response>, PageError>
where
    R: Fn(PageRequest) -> F + Send + Sync + 'static,
    F: Future<Output = Result<kernel::Page<Vec<Cell>>, db::Error>> + Send + 'static,
{
    let titles: Vec<String> = titles.iter().map(|key| page.say(key)).collect();
    let (locale, title) = (page.visit().locale, page.say(name));
    let (sender, mut pages) = mpsc::channel::<Vec<Vec<Cell>>>(2);
    // Writing and compressing is computing: not on the threads that answer everybody.
    let made = tokio::task::spawn_blocking(move || {
        let mut sheet = Sheet::new(locale, &title, &titles)?;
        while let Some(rows) = pages.blocking_recv() {
            sheet.add(&rows)?;
        }
        sheet.finish()
    });
    let (mut request, mut count) = (PageRequest::first(PageRequest::SIZE_MAX), 0);
    loop {
        let found = read(request.clone()).await?;
        count += found.items.len();
        if count > WORKBOOK_MAX {
            return Ok(None);
        }
        // A writer that has given up says why below.
        if sender.send(found.items).await.is_err() {
            break;
        }
        let Some(next) = found.next else { break };
        request.after = Some(next);
    }
    drop(sender);
    let bytes = made.await.map_err(PageError::internal)?.map_err(PageError::internal)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(Some(download(kind, &dated(page, name, "xlsx"), bytes)))
}

/// A workbook of one sheet while it is written row by row.
struct Sheet {
    book: Workbook,
    day: Format,
    /// By how many decimals a currency has.
    amounts: [Format; 4],
    row: u32,
}

impl Sheet {
    fn new(locale: Locale, title: &str, titles: &[String]) -> Result<Sheet, XlsxError> {
        let mut book = Workbook::new();
        let day = match locale {
            Locale::En => "yyyy-mm-dd",
            Locale::Fr | Locale::It => "dd/mm/yyyy",
        };
        let sheet = book.add_worksheet_with_constant_memory()?;
        sheet.set_name(title)?;
        sheet.set_freeze_panes(1, 0)?;
        let bold = Format::new().set_bold();
        for (column, title) in (0..).zip(titles) {
            let width = u16::try_from(title.chars().count()).unwrap_or(u16::MAX).clamp(14, 40);
            sheet.set_column_width(column, width)?;
            sheet.write_string_with_format(0, column, title, &bold)?;
        }
        let shaped = |shape: &str| Format::new().set_num_format(shape);
        let amounts = ["0", "0.0", "0.00", "0.000"].map(shaped);
        Ok(Sheet { book, day: shaped(day), amounts, row: 0 })
    }

    fn add(&mut self, rows: &[Vec<Cell>]) -> Result<(), XlsxError> {
        let sheet = self.book.worksheet_from_index(0)?;
        for cells in rows {
            self.row += 1;
            for (column, cell) in (0..).zip(cells) {
                match cell {
                    // As a text: nothing in it is computed.
                    Cell::Text(text) | Cell::Plain(text) => sheet.write_string(self.row, column, text)?,
                    Cell::Day(on) => sheet.write_datetime_with_format(self.row, column, *on, &self.day)?,
                    Cell::Money(amount) => {
                        let decimals = (amount.currency().exponent() as usize).min(self.amounts.len() - 1);
                        // The file holds the decimal text of the number, which is that of the amount again.
                        let number: f64 = amount.to_decimal().parse().unwrap_or_default();
                        sheet.write_number_with_format(self.row, column, number, &self.amounts[decimals])?
                    }
                };
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Vec<u8>, XlsxError> {
        self.book.save_to_buffer()
    }
}

/// A file and its name.
pub(crate) type File = (String, Vec<u8>);

/// Many files as one ZIP under `name` and today's date, sent while they are read: `read` gives those from a position on,
/// and none after the last. However many they are, no more than a few are in memory.
///
/// Should the database go away in the middle, the answer is broken off, so that nobody takes a part for the whole.
pub(crate) fn large_archive<F, R>(page: &Page, name: &str, read: R) -> Response
where
    R: Fn(usize) -> F + Send + Sync + 'static,
    F: Future<Output = Result<Vec<File>, db::Error>> + Send + 'static,
{
    let (given, files) = mpsc::channel(2);
    let (written, pieces) = mpsc::channel(4);
    tokio::spawn(async move {
        let mut position = 0;
        loop {
            let found = read(position).await.map_err(io::Error::other);
            let count = found.as_ref().map_or(0, Vec::len);
            position += count;
            // A reader who has left needs no more.
            if given.send(found).await.is_err() || count == 0 {
                return;
            }
        }
    });
    // Compressing is computing: not on the threads that answer everybody.
    tokio::task::spawn_blocking(move || {
        if let Err(error) = zip_into(BufWriter::with_capacity(1 << 16, Pipe(written.clone())), files) {
            tracing::warn!(%error, "an archive was broken off");
            // Whoever has left needs no error either.
            let _ = written.blocking_send(Err(error));
        }
    });
    download("application/zip", &dated(page, name, "zip"), Body::from_stream(each(pieces)))
}

/// What comes through a channel, as a stream that may be asked again after its end, as those who compress it do.
fn each<T>(channel: mpsc::Receiver<T>) -> impl Stream<Item = T> {
    stream::unfold(channel, |mut channel| async { Some((channel.recv().await?, channel)) }).fuse()
}

/// Writes the files that are given, until none is left.
fn zip_into(out: impl Write, mut given: mpsc::Receiver<io::Result<Vec<File>>>) -> io::Result<()> {
    let mut archive = ZipWriter::new_stream(out);
    // Some readers cannot tell where a file ends that is stored as it is and whose size comes after it.
    let packed = SimpleFileOptions::default()
        .compression_method(zip::CompressionMethod::Deflated)
        .compression_level(Some(1));
    while let Some(files) = given.blocking_recv() {
        let files = files?;
        if files.is_empty() {
            return archive.finish()?.flush();
        }
        for (name, content) in files {
            archive.start_file(name, packed)?;
            archive.write_all(&content)?;
        }
    }
    Err(io::Error::other("whoever reads the files has gone"))
}

/// What is written here is sent to whoever downloads.
struct Pipe(mpsc::Sender<io::Result<Bytes>>);

impl Write for Pipe {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let sent = self.0.blocking_send(Ok(Bytes::copy_from_slice(bytes)));
        sent.map(|()| bytes.len()).map_err(|_| io::ErrorKind::BrokenPipe.into())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

/// Files that are compressed already, as one ZIP under `name` and today's date.
pub(crate) fn archive(page: &Page, name: &str, files: &[File]) -> Result<Response, PageError> {
    Ok(download("application/zip", &dated(page, name, "zip"), zip(files).map_err(PageError::internal)?))
}

fn zip(files: &[File]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in files {
        archive.start_file(name, stored)?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// The title of the list and the date, as a file's name.
pub(crate) fn dated(page: &Page, name: &str, extension: &str) -> String {
    let today = page.visit().subsidiary.civil(page.visit().now);
    format!("{}-{today}.{extension}", page.say(name).to_lowercase().replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(locale: Locale, cells: &[Cell]) -> String {
        let manner = Manner::of(locale);
        let row: Vec<String> = cells.iter().map(|cell| manner.written(cell)).collect();
        String::from_utf8(manner.bytes([row]).expect("a table in memory")).expect("it is UTF-8")
    }

    #[test]
    fn each_language_has_the_marks_its_spreadsheets_read() {
        let money = |minor| Cell::Money(Money::new(minor, kernel::Currency::EUR));
        let cells = [Cell::text("a, b; c"), Cell::Day("2026-05-01".parse().unwrap()), money(-6_719)];
        assert_eq!(line(Locale::En, &cells), "\"a, b; c\",2026-05-01,-67.19\r\n");
        assert_eq!(line(Locale::Fr, &cells), "\"a, b; c\";01/05/2026;-67,19\r\n");
        assert_eq!(line(Locale::It, &cells), "\"a, b; c\";01/05/2026;-67,19\r\n");
    }

    #[test]
    fn a_table_computes_nothing() {
        for formula in ["=1+1", "+1", "-1", "@sum(a1)", "\t=1", "\r=1"] {
            let written = Manner::of(Locale::En).written(&Cell::text(formula));
            assert_eq!(written, format!("'{formula}"));
        }
    }

    #[test]
    fn a_workbook_has_numbers_dates_and_texts_that_compute_nothing() {
        let money = |minor| Cell::Money(Money::new(minor, kernel::Currency::EUR));
        let titles = ["Référence".to_owned(), "Date".to_owned(), "Total".to_owned()];
        let mut sheet = Sheet::new(Locale::Fr, "Factures", &titles).unwrap();
        let row =
            |text, minor| vec![Cell::text(text), Cell::Day("2026-05-01".parse().unwrap()), money(minor)];
        sheet.add(&[row("=1+1", 900_719_925_474_099), row("FR00000001", -6_719)]).unwrap();
        sheet.add(&[row("FR00000002", 10)]).unwrap();
        let mut archive = zip::ZipArchive::new(Cursor::new(sheet.finish().unwrap())).unwrap();
        let mut read = |name: &str| {
            let mut text = String::new();
            io::Read::read_to_string(&mut archive.by_name(name).unwrap(), &mut text).unwrap();
            text
        };
        let cells = read("xl/worksheets/sheet1.xml");
        for cell in ["<v>9007199254740.99</v>", "<v>-67.19</v>", "<v>0.1</v>", "<v>46143</v>"] {
            assert!(cells.contains(cell), "{cell}: {cells}");
        }
        assert!(cells.contains("=1+1") && !cells.contains("<f>"), "{cells}");
        assert_eq!(cells.matches("<row ").count(), 4);
        assert!(read("xl/workbook.xml").contains("Factures"));
    }

    #[tokio::test]
    async fn a_stream_that_has_ended_stays_so() {
        let (sender, receiver) = mpsc::channel(2);
        sender.send(1).await.expect("there is room");
        drop(sender);
        let mut numbers = std::pin::pin!(each(receiver));
        assert_eq!((numbers.next().await, numbers.next().await, numbers.next().await), (Some(1), None, None));
    }

    #[test]
    fn a_large_archive_holds_its_files_or_ends_in_an_error() {
        let some = |name: &str| Ok(vec![(name.to_owned(), b"content".to_vec())]);
        let written = |given: Vec<io::Result<Vec<File>>>| {
            let (sender, files) = mpsc::channel(8);
            given.into_iter().for_each(|files| sender.try_send(files).expect("there is room"));
            drop(sender);
            let mut out = Vec::new();
            zip_into(&mut out, files).map(|()| out)
        };
        let bytes = written(vec![some("a.pdf"), some("b.pdf"), Ok(vec![])]).expect("an archive in memory");
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut content = String::new();
        io::Read::read_to_string(&mut archive.by_name("b.pdf").unwrap(), &mut content).unwrap();
        assert_eq!((archive.len(), content.as_str()), (2, "content"));
        let lost = || Err(io::Error::other("the database went away"));
        assert_eq!(written(vec![some("a.pdf"), lost()]).unwrap_err().to_string(), "the database went away");
        assert!(written(vec![some("a.pdf")]).is_err(), "a part is not the whole");
    }

    #[test]
    fn an_archive_holds_its_files() {
        let bytes = zip(&[("a.pdf".to_owned(), b"one".to_vec()), ("b.pdf".to_owned(), Vec::new())]);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.expect("an archive in memory"))).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["a.pdf", "b.pdf"]);
        let mut content = String::new();
        io::Read::read_to_string(&mut archive.by_name("a.pdf").unwrap(), &mut content).unwrap();
        assert_eq!(content, "one");
    }
}
