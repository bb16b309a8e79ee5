//! What is taken home from a list: a table as CSV, several files as one ZIP.

use std::io::{Cursor, Write as _};

use axum::response::Response;
use kernel::Money;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::error::PageError;
use crate::flash::Flash;
use crate::page::{Page, download};

/// A cell of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Cell {
    /// Words, from wherever.
    Text(String),
    /// What we wrote ourselves: a number, a date.
    Plain(String),
}

impl Cell {
    pub(crate) fn text(text: impl Into<String>) -> Cell {
        Cell::Text(text.into())
    }

    pub(crate) fn plain(value: impl ToString) -> Cell {
        Cell::Plain(value.to_string())
    }

    /// An amount in the currency's decimals with a point; its currency stands in a column of its own.
    pub(crate) fn money(amount: Money) -> Cell {
        Cell::Plain(amount.to_decimal())
    }

    fn written(&self) -> String {
        match self {
            // A spreadsheet computes a cell that begins like this, whoever wrote it (OWASP, CSV injection).
            Cell::Text(text) if text.starts_with(['=', '+', '-', '@', '\t', '\r']) => format!("'{text}"),
            Cell::Text(text) | Cell::Plain(text) => text.clone(),
        }
    }
}

/// A table under `name` and today's date. Its marks are commas, its dates ISO 8601, its first bytes tell
/// spreadsheets that it is UTF-8.
pub(crate) fn table(
    page: &Page,
    name: &str,
    titles: &[&str],
    rows: &[Vec<Cell>],
) -> Result<Response, PageError> {
    let bytes = csv(&titles.iter().map(|key| page.say(key)).collect::<Vec<_>>(), rows)?;
    Ok(download("text/csv; charset=utf-8", &dated(page, name, "csv"), bytes))
}

fn csv(titles: &[String], rows: &[Vec<Cell>]) -> Result<Vec<u8>, PageError> {
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(titles).map_err(PageError::internal)?;
    for row in rows {
        writer.write_record(row.iter().map(Cell::written)).map_err(PageError::internal)?;
    }
    let table = writer.into_inner().map_err(PageError::internal)?;
    Ok(["\u{feff}".as_bytes(), &table].concat())
}

/// Files that are compressed already, as one ZIP under `name` and today's date.
pub(crate) fn archive(page: &Page, name: &str, files: &[(String, Vec<u8>)]) -> Result<Response, PageError> {
    Ok(download("application/zip", &dated(page, name, "zip"), zip(files).map_err(PageError::internal)?))
}

fn zip(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, zip::result::ZipError> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, content) in files {
        archive.start_file(name, stored)?;
        archive.write_all(content)?;
    }
    Ok(archive.finish()?.into_inner())
}

/// Says that there is too much for one file, on the list itself.
pub(crate) fn too_many(page: &Page, list: &str) -> Response {
    page.redirect_with(list, Flash::bad("flash-export-many"))
}

/// The title of the list and the date, as a file's name.
fn dated(page: &Page, name: &str, extension: &str) -> String {
    let today = page.visit().subsidiary.civil(page.visit().now);
    format!("{}-{today}.{extension}", page.say(name).to_lowercase().replace(' ', "-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_read_by_spreadsheets_and_computes_nothing() {
        let rows = [vec![Cell::text("=1+1"), Cell::money(Money::new(-6_719, kernel::Currency::EUR))]];
        let table = csv(&["a, b".to_owned(), "c".to_owned()], &rows).expect("a table in memory");
        assert_eq!(String::from_utf8_lossy(&table), "\u{feff}\"a, b\",c\r\n'=1+1,-67.19\r\n");
    }

    #[test]
    fn an_archive_holds_its_files() {
        let bytes = zip(&[("a.pdf".to_owned(), b"one".to_vec()), ("b.pdf".to_owned(), Vec::new())]);
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes.expect("an archive in memory"))).unwrap();
        let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
        assert_eq!(names, ["a.pdf", "b.pdf"]);
        let mut content = String::new();
        std::io::Read::read_to_string(&mut archive.by_name("a.pdf").unwrap(), &mut content).unwrap();
        assert_eq!(content, "one");
    }
}
