//! Documents as files: what holds whatever they say.

use documents::{Brand, Documents};
use invoicing::InvoiceRecord;
use kernel::Locale;
use texts::Texts;

use super::said::{pdf_text, poppler};
use super::samples::{self, documents};

fn every_invoice() -> [(&'static str, InvoiceRecord); 6] {
    [
        ("french", samples::french()),
        ("italian", samples::italian()),
        ("quebec", samples::quebec()),
        ("senegalese", samples::senegalese()),
        ("long", samples::long()),
        ("hostile", samples::hostile()),
    ]
}

fn contains(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}

/// `DOCUMENTS_TO=folder cargo nextest run -p documents` leaves every sample there, to be looked at.
#[test]
fn every_document_can_be_written_to_a_file() {
    let scratch = std::env::temp_dir().join(format!("documents-{}", std::process::id()));
    let folder = option_env!("DOCUMENTS_TO").map_or(scratch.clone(), Into::into);
    std::fs::create_dir_all(&folder).unwrap();
    let documents = documents();
    let write = |name: String, bytes: &[u8]| {
        assert!(!bytes.is_empty(), "{name} is empty");
        std::fs::write(folder.join(name), bytes).unwrap();
    };
    for (name, record) in every_invoice() {
        write(format!("{name}.pdf"), &documents.invoice_pdf(&record).unwrap());
        write(format!("{name}.html"), documents.invoice_html(&record, &samples::ways()).unwrap().as_bytes());
    }
    for locale in Locale::ALL {
        let form = samples::order_form(locale);
        write(format!("order-{locale}.pdf"), &documents.order_form_pdf(&form).unwrap());
        write(
            format!("order-{locale}.html"),
            documents.order_form_html(&form, &samples::ways()).unwrap().as_bytes(),
        );
    }
    std::fs::remove_dir_all(scratch).ok();
}

#[test]
fn the_same_record_gives_the_same_bytes() {
    let again = samples::made();
    for (name, record) in every_invoice() {
        let first = documents().invoice_pdf(&record).unwrap();
        assert_eq!(first, again.invoice_pdf(&record).unwrap(), "{name}");
        assert_eq!(
            documents().invoice_html(&record, &samples::ways()).unwrap(),
            again.invoice_html(&record, &samples::ways()).unwrap()
        );
    }
}

#[test]
fn every_invoice_is_fit_for_archives_and_for_screen_readers() {
    for (name, record) in every_invoice() {
        let pdf = documents().invoice_pdf(&record).unwrap();
        assert!(contains(&pdf, "<pdfaid:part>3</pdfaid:part>"), "{name} is not PDF/A-3");
        assert!(contains(&pdf, "<pdfuaid:part>1</pdfuaid:part>"), "{name} is not PDF/UA-1");
    }
}

#[test]
fn a_pdf_has_its_title_its_language_and_its_author() {
    let pdf = documents().invoice_pdf(&samples::french()).unwrap();
    let told = poppler("pdfinfo", &[], &pdf);
    assert!(told.contains("Title:           Facture FR00000042 – Comptoir Demo"), "{told}");
    assert!(told.contains("Author:          Comptoir Demo SAS"), "{told}");
    assert!(told.contains("Tagged:          yes"), "{told}");
    assert!(contains(&pdf, "/Lang(fr)"), "no language");
}

#[test]
fn a_long_invoice_repeats_its_heads_and_counts_its_pages() {
    let pages: Vec<String> = {
        let text = pdf_text(&documents().invoice_pdf(&samples::long()).unwrap());
        text.split('\u{c}').map(str::to_owned).filter(|page| !page.trim().is_empty()).collect()
    };
    assert!(pages.len() > 3);
    for (index, page) in pages.iter().enumerate() {
        assert!(
            page.contains(&format!("Page {} of {}", index + 1, pages.len())),
            "page {index} has no number"
        );
        assert!(page.contains("Unit price excl. tax"), "page {index} has no heads");
        assert!(page.contains("FR00000042"), "page {index} does not say what it belongs to");
    }
    let last = pages.last().unwrap();
    assert!(last.contains("Total incl. tax"));
}

#[test]
fn totals_never_stand_alone_on_a_page_however_many_lines_there_are() {
    for count in [1, 9, 10, 11, 12, 13, 14, 15, 40] {
        let pages: Vec<String> = {
            let text = pdf_text(&documents().invoice_pdf(&samples::lines(count)).unwrap());
            text.split('\u{c}').map(str::to_owned).filter(|page| !page.trim().is_empty()).collect()
        };
        let with_total: Vec<&String> = pages.iter().filter(|page| page.contains("Total incl. tax")).collect();
        assert_eq!(with_total.len(), 1, "{count} lines");
        assert!(with_total[0].contains(&format!("block {count}")), "{count} lines: {}", with_total[0]);
        for (index, page) in pages.iter().enumerate().filter(|(_, page)| page.contains("block")) {
            assert!(page.contains("Unit price excl. tax"), "page {index} of {count} lines has no heads");
        }
    }
}

#[test]
fn the_operators_name_colour_and_style_sheets_are_theirs() {
    let brand = Brand {
        name: "Nuage Démo".to_owned(),
        accent: [0x7a, 0x1f, 0x5c],
        stylesheets: vec!["/theirs.css".to_owned()],
        ..Brand::default()
    };
    let theirs = Documents::new(&Texts::embedded(), brand);
    let html = theirs.invoice_html(&samples::french(), &samples::ways()).unwrap();
    assert!(html.contains("Nuage Démo") && html.contains("theirs.css") && !html.contains("comptoir.css"));
    let pdf = theirs.invoice_pdf(&samples::french()).unwrap();
    assert!(pdf_text(&pdf).contains("Nuage Démo"));
    assert_ne!(pdf, documents().invoice_pdf(&samples::french()).unwrap());
}

#[test]
fn html_needs_no_style_or_script_of_its_own() {
    for (_, record) in every_invoice() {
        let html = documents().invoice_html(&record, &samples::ways()).unwrap();
        assert!(!html.contains("<style") && !html.contains("style=") && !html.contains("<script"));
    }
}
