//! Names in every script: shown as they are written, and read back as they were typed.

use std::path::PathBuf;

use documents::{Brand, Documents, Logo};
use invoicing::InvoiceRecord;
use texts::Texts;

use super::said::{html_words, pdf_text, poppler};
use super::samples::{self, documents};

/// Where Debian's `fonts-droid-fallback` puts its one font: Chinese, Japanese, Korean.
const DROID: &str = "/usr/share/fonts/truetype/droid";

/// Scripts that the binary's own fonts carry.
const CARRIED: [(&str, &str); 7] = [
    ("Cyrillic", "Фёдор Михайлович Достоевский"),
    ("Greek", "Ελένη Παπαδοπούλου"),
    ("Vietnamese", "Nguyễn Thị Ánh Tuyết"),
    ("Hebrew", "דוד בן־גוריון"),
    ("Arabic", "محمد بن عبد الله"),
    ("Persian", "علی‌رضا خسروی"),
    ("both ways", "شركة Acme 42 للاستضافة"),
];

/// Scripts that need a font of the operator's.
const FOUND: [(&str, &str); 3] =
    [("Chinese", "北京云主机有限公司"), ("Japanese", "株式会社クラウド・さくら"), ("mixed", "Acme 東京 דוד")];

fn of(name: &str) -> InvoiceRecord {
    let mut record = samples::french();
    record.content.customer.name = name.to_owned();
    record.content.customer.organisation = None;
    record.content.lines[0].description = format!("Serveur de {name}");
    record
}

fn with_fonts(folder: &str) -> Documents {
    Documents::new(&Texts::embedded(), Brand { fonts: vec![PathBuf::from(folder)], ..Brand::default() })
}

/// What poppler says of a text, without the marks it adds where the direction changes.
fn copied(pdf: &[u8]) -> String {
    let marks =
        ['\u{200e}', '\u{200f}', '\u{202a}', '\u{202b}', '\u{202c}', '\u{2066}', '\u{2067}', '\u{2069}'];
    pdf_text(pdf).replace(marks, "")
}

fn assert_said(documents: &Documents, script: &str, name: &str) -> Vec<u8> {
    let record = of(name);
    let html = html_words(&documents.invoice_html(&record, &samples::ways()).unwrap());
    assert!(html.contains(name), "{script} in HTML");
    let pdf = documents.invoice_pdf(&record).unwrap();
    let text = copied(&pdf);
    let whole = text.clone();
    let lines = |word: &str| whole.lines().filter(|line| line.contains(word)).collect::<Vec<_>>().join("\n");
    // Poppler guesses spaces from gaps, and misses one where the direction changes.
    let (text, name) = match script {
        "both ways" | "mixed" => (text.replace(' ', ""), name.replace(' ', "")),
        _ => (text.clone(), name.to_owned()),
    };
    assert!(text.contains(&name), "{script}: {name} is not in {}", lines("Comptoir Demo SAS"));
    assert_eq!(text.matches(&name).count(), 2, "{script}: {}", lines("Serveur"));
    for mark in ["<pdfaid:part>3</pdfaid:part>", "<pdfuaid:part>1</pdfuaid:part>"] {
        assert!(pdf.windows(mark.len()).any(|window| window == mark.as_bytes()), "{script}: no {mark}");
    }
    pdf
}

#[test]
fn names_in_the_scripts_we_carry_are_set_and_read_back() {
    for (script, name) in CARRIED {
        let pdf = assert_said(documents(), script, name);
        let fonts = poppler("pdffonts", &[], &pdf);
        let expected = match script {
            "Hebrew" => "NotoSansHebrew",
            "Arabic" | "Persian" | "both ways" => "Vazirmatn",
            _ => "Inter",
        };
        assert!(fonts.contains(expected), "{script}: {fonts}");
    }
}

#[test]
fn names_in_other_scripts_are_set_in_the_operators_fonts() {
    let documents = with_fonts(DROID);
    for (script, name) in FOUND {
        let pdf = assert_said(&documents, script, name);
        let fonts = poppler("pdffonts", &[], &pdf);
        assert!(
            fonts.contains("DroidSansFallback"),
            "needs Debian's fonts-droid-fallback; {script}: {fonts}"
        );
        assert_eq!(documents.invoice_pdf(&of(name)).unwrap(), pdf, "the same bytes again");
    }
}

#[test]
fn without_a_font_a_name_is_still_read_back_whole() {
    for documents in [documents(), &with_fonts("/nowhere")] {
        for (script, name) in
            FOUND.into_iter().chain([("Korean", "서울클라우드주식회사"), ("emoji", "Zoë 🚀 & Søn 🎉")])
        {
            assert_said(documents, script, name);
        }
    }
}

const LOGO: &str = r##"<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 120 40">
    <defs><linearGradient id="g"><stop stop-color="#0f6151"/><stop offset="1" stop-color="#5cc9ac"/></linearGradient></defs>
    <rect width="40" height="40" rx="8" fill="url(#g)"/><circle cx="20" cy="20" r="9" fill="#fff" fill-opacity=".8"/>
    <text x="48" y="28" font-size="22" font-weight="700">Nuage</text></svg>"##;

#[test]
fn the_logo_is_on_the_page_and_in_the_pdf_and_takes_no_words_away() {
    let plain = documents();
    let logo = Logo::parse(LOGO, "/assets/logo-1.svg").unwrap();
    let brand = Brand { name: "Comptoir Demo".to_owned(), logo: Some(logo), ..Brand::default() };
    let theirs = Documents::new(&Texts::embedded(), brand);
    for record in [samples::french(), samples::long()] {
        let html = theirs.invoice_html(&record, &samples::ways()).unwrap();
        assert!(html.contains("logo-1.svg\" alt=\"\">"), "{html}");
        let (with, without) = (theirs.invoice_pdf(&record).unwrap(), plain.invoice_pdf(&record).unwrap());
        let words = |pdf: &[u8]| pdf_text(pdf).split_whitespace().map(str::to_owned).collect::<Vec<_>>();
        assert_eq!(words(&with), words(&without), "the same words in the same order");
        assert!(with.len() > without.len());
        let mark = "<pdfaid:part>3</pdfaid:part>";
        assert!(with.windows(mark.len()).any(|window| window == mark.as_bytes()), "still fit for archives");
    }
}

#[test]
fn what_is_no_svg_is_no_logo() {
    for bad in ["", "<html></html>", "PNG", "<svg xmlns='http://www.w3.org/2000/svg'"] {
        assert!(Logo::parse(bad, "/logo.svg").is_err(), "{bad:?} was accepted");
    }
}
