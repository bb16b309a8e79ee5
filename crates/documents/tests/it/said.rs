//! What documents say, read back from the files.

use std::io::Write;
use std::process::{Command, Stdio};

use kernel::Locale;

use super::samples::{self, documents};

/// What a tool of poppler-utils says about a PDF.
pub(crate) fn poppler(tool: &str, options: &[&str], pdf: &[u8]) -> String {
    let mut child = Command::new(tool)
        .args(options)
        .arg("-")
        .args(if tool == "pdftotext" { Some("-") } else { None })
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap_or_else(|error| panic!("{tool} is needed (Debian: poppler-utils): {error}"));
    let mut input = child.stdin.take().unwrap();
    let bytes = pdf.to_vec();
    let writer = std::thread::spawn(move || input.write_all(&bytes));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

/// The text as a person would copy it, page by page.
pub(crate) fn pdf_text(pdf: &[u8]) -> String {
    poppler("pdftotext", &["-layout"], pdf)
}

/// The text in the order it is drawn.
fn pdf_words(pdf: &[u8]) -> String {
    poppler("pdftotext", &["-raw"], pdf)
}

pub(crate) fn html_words(html: &str) -> String {
    // How the total was made is for screens only: paper has the lines and the totals.
    let (before, steps) = html.split_once("<details class=\"sheet-steps\">").unwrap();
    let html = [before, steps.split_once("</details>").unwrap().1].concat();
    let body = html.split("<body").nth(1).unwrap();
    let mut words = String::new();
    let mut in_tag = true;
    for character in body.chars() {
        match character {
            '<' => {
                in_tag = true;
                words.push(' ');
            }
            '>' => in_tag = false,
            other if !in_tag => words.push(other),
            _ => {}
        }
    }
    let entities =
        [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#x27;", "'"), ("&#x2f;", "/"), ("&amp;", "&")];
    entities.into_iter().fold(words, |words, (entity, character)| words.replace(entity, character))
}

/// Every word with a digit in it, sorted: amounts, dates, numbers, references.
fn figures(words: &str) -> Vec<String> {
    // Poppler tells no-break spaces as spaces.
    let words = words.replace(['\u{a0}', '\u{202f}'], " ");
    let is_figure = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
    let mut figures: Vec<String> =
        words.split_ascii_whitespace().filter(is_figure).map(str::to_owned).collect();
    figures.sort();
    figures
}

fn without(mut all: Vec<String>, some: &[String]) -> Vec<String> {
    for one in some {
        let place = all.iter().position(|other| other == one);
        let place = place.unwrap_or_else(|| panic!("{one} is missing from {all:?}"));
        all.remove(place);
    }
    all
}

#[test]
fn html_and_pdf_say_the_same_numbers() {
    let documents = documents();
    for record in [samples::french(), samples::italian(), samples::quebec(), samples::senegalese()] {
        let html = figures(&html_words(&documents.invoice_html(&record, &samples::ways()).unwrap()));
        let pdf = figures(&pdf_words(&documents.invoice_pdf(&record).unwrap()));
        assert_eq!(without(pdf, &html), ["1", "1"], "but for «page 1 of 1»");
    }
    for (name, record) in super::validators::every_kind() {
        let html = figures(&html_words(&documents.invoice_html(&record, &samples::ways()).unwrap()));
        let pdf = figures(&pdf_words(&documents.invoice_pdf(&record).unwrap()));
        if !["hostile", "long"].contains(&name.as_str()) {
            assert_eq!(without(pdf, &html), ["1", "1"], "{name}");
        }
    }
    let form = samples::order_form(Locale::Fr);
    let html = figures(&html_words(&documents.order_form_html(&form, &samples::ways()).unwrap()));
    let pdf = figures(&pdf_words(&documents.order_form_pdf(&form).unwrap()));
    assert_eq!(without(pdf, &html), ["1", "1"]);
}

#[test]
fn a_french_invoice_says() {
    insta::assert_snapshot!(pdf_text(&documents().invoice_pdf(&samples::french()).unwrap()));
}

#[test]
fn an_italian_invoice_says() {
    insta::assert_snapshot!(pdf_text(&documents().invoice_pdf(&samples::italian()).unwrap()));
}

#[test]
fn c45_an_invoice_of_quebec_says_its_two_taxes() {
    let text = pdf_text(&documents().invoice_pdf(&samples::quebec()).unwrap());
    for amount in ["$8,180.00", "$409.00", "$815.96", "$9,404.96"] {
        assert!(text.contains(amount), "{amount} is missing");
    }
    insta::assert_snapshot!(text);
}

#[test]
fn an_invoice_in_francs_has_no_decimals() {
    let text = pdf_text(&documents().invoice_pdf(&samples::senegalese()).unwrap());
    assert!(text.contains("37 712 F CFA"), "{text}");
    insta::assert_snapshot!(text);
}

#[test]
fn an_order_form_says_in_each_language() {
    for locale in Locale::ALL {
        let text = pdf_text(&documents().order_form_pdf(&samples::order_form(locale)).unwrap());
        insta::assert_snapshot!(format!("order-form-{locale}"), text);
    }
}

#[test]
fn c43_the_reference_is_the_same_everywhere() {
    let (documents, record) = (documents(), samples::french());
    let html = documents.invoice_html(&record, &samples::ways()).unwrap();
    let pdf = pdf_words(&documents.invoice_pdf(&record).unwrap());
    let cii = String::from_utf8(documents.invoice_cii(&record).unwrap()).unwrap();
    let ubl = String::from_utf8(documents.invoice_ubl(&record).unwrap()).unwrap();
    for text in [html_words(&html), pdf, html.split("<body").next().unwrap().to_owned(), cii, ubl] {
        let references: Vec<&str> =
            text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| word.ends_with("0042")).collect();
        assert!(references.contains(&"FR00000042"));
        assert!(references.iter().all(|word| *word == "FR00000042" || *word == "100042"), "{references:?}");
    }
}

#[test]
fn no_text_is_lost_whatever_it_is() {
    let documents = documents();
    let record = samples::hostile();
    let pdf = pdf_words(&documents.invoice_pdf(&record).unwrap());
    // What the fonts lack is shown as a square and copied as itself.
    for word in ["山田太郎", "漢字の説明", "evil", "«Ναι»", "Привет", "<b>balises</b>", "59000", "Lille"]
    {
        assert!(pdf.contains(word), "{word} is lost");
    }
    let html = html_words(&documents.invoice_html(&record, &samples::ways()).unwrap());
    assert!(html.contains("山田太郎") && html.contains("<b>balises</b>"));
}

#[test]
fn what_comes_with_the_rest_is_included_and_what_a_promotion_made_free_costs_nothing() {
    let mut record = samples::french();
    let mut included = record.content.lines[0].clone();
    included.unit_price = kernel::UnitPrice::new(0, included.unit_price.currency());
    included.net = kernel::Money::zero(included.net.currency());
    let mut free = included.clone();
    (included.description, included.list_price) = ("40 Go".to_owned(), None);
    (free.description, free.list_price) = ("Sauvegarde".to_owned(), Some(record.content.lines[0].unit_price));
    record.content.lines = vec![included, free];
    let html = documents().invoice_html(&record, &samples::ways()).unwrap();
    let row = |name: &str| html.split(name).nth(1).and_then(|rest| rest.split("</tr>").next()).unwrap();
    assert!(row("40 Go").contains("Inclus") && !row("40 Go").contains("0,00"), "{}", row("40 Go"));
    assert!(
        row("Sauvegarde").contains("0,00") && row("Sauvegarde").contains("Remise"),
        "{}",
        row("Sauvegarde")
    );
}

#[test]
fn a_receipt_says_who_paid_what_with_what_and_why_it_was_less() {
    for (locale, said) in [
        (
            Locale::Fr,
            [
                "Reçudepaiement",
                "122,38€",
                "12,00€",
                "55,19€",
                "67,19€",
                "FR00000001",
                "Cartebancaire••••4242",
            ],
        ),
        (Locale::En, ["Paymentreceipt", "€122.38", "€12.00", "€55.19", "€67.19", "FR00000002", "100042"]),
    ] {
        let receipt = samples::receipt(locale);
        let pdf = pdf_text(&documents().receipt_pdf(&receipt).unwrap());
        let html = documents().receipt_html(&receipt, &samples::ways()).unwrap();
        for text in [pdf, html] {
            let close: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
            for said in said {
                assert!(close.contains(said), "{said}: {text}");
            }
        }
    }
}

#[test]
fn a_summary_says_every_document_its_amounts_and_their_sums() {
    let count = 200_i64;
    let text = pdf_text(&documents().summary_pdf(&samples::summary(Locale::Fr, count)).unwrap());
    for index in 1..=count {
        let reference = format!("FR{}{index:08}", if index % 3 == 0 { "C" } else { "" });
        assert!(text.contains(&reference), "{reference}");
    }
    // 134 invoices less 66 credit notes.
    let close: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
    for said in ["3807,32€", "4568,92€", "−67,19€", "Récapitulatif", "Resteàpayer:67,19€"] {
        assert!(close.contains(said), "{said}: {text}");
    }
    let empty = pdf_text(&documents().summary_pdf(&samples::summary(Locale::It, 0)).unwrap());
    assert!(empty.contains("Riepilogo delle fatture"), "{empty}");
}
