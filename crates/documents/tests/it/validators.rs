//! Documents before validators that are not ours: veraPDF, qpdf, the schemas and rules of EN 16931, of Factur-X and of
//! the French reform. `cargo xtask test` installs them in `target/validators`; without them these tests say so and skip.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use invoicing::{
    BuyerReference, BuyerReferenceKind, Content, Corrected, Exemption, InvoiceLine, InvoiceRecord,
    PaymentUsed, TaxLine,
};
use jurisdictions::{Subsidiary, TaxAmount, TaxCategory};
use kernel::{
    AccountType, Country, Currency, Date, Locale, Money, PaymentKind, Period, Random, Rate, UnitPrice,
};

use super::samples::{self, documents, line, person, subsidiary};

/// How many random invoices are shown to the validators: a second for ten. Each is one of the two forms of XML, and some
/// are PDFs. Where `RANDOM_INVOICES` asks for so many, every one of them is all three.
const RANDOM: usize = 200;
/// How many of them as PDFs.
const RANDOM_PDFS: usize = 40;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The interpreter that has the validators; `None`, with a line that says so, where they are not installed.
fn python() -> Option<PathBuf> {
    let python = root().join("target/validators/bin/python");
    if python.exists() {
        return Some(python);
    }
    println!("skipped: no validators in target/validators; `cargo xtask test` installs them");
    None
}

/// What the validators say of every document of a folder: its name, and what is wrong with it.
fn judged(python: &Path, folder: &Path) -> BTreeMap<String, Option<String>> {
    let script = root().join("crates/documents/tests/validators/check.py");
    let output = Command::new(python).arg(script).arg(folder).output().unwrap();
    let (said, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "the validators broke: {said}\n{errors}");
    let judged: BTreeMap<String, Option<String>> = said
        .lines()
        .filter_map(|line| match line.split_once(' ')? {
            ("ok", name) => Some((name.to_owned(), None)),
            ("refused", rest) => {
                rest.split_once(": ").map(|(name, why)| (name.to_owned(), Some(why.to_owned())))
            }
            _ => None,
        })
        .collect();
    let written = std::fs::read_dir(folder).unwrap().count();
    assert_eq!(judged.len(), written, "not every document was looked at: {said}\n{errors}");
    judged
}

fn refused(judged: &BTreeMap<String, Option<String>>) -> Vec<String> {
    judged.iter().filter_map(|(name, why)| why.as_ref().map(|why| format!("{name}: {why}"))).collect()
}

fn scratch(name: &str) -> PathBuf {
    let folder = std::env::temp_dir().join(format!("comptoir-{name}-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    folder
}

fn company() -> accounts::BillingContact {
    accounts::BillingContact {
        organisation: Some("Les Lilas & Fils <SARL>".to_owned()),
        vat: Some("FR40303265045".to_owned()),
        national_id: Some("303 265 045 00018".to_owned()),
        address: "Bâtiment B\n12 rue des Lilas\nÉtage 3\nPorte 4".to_owned(),
        account_type: Some(AccountType::Corporation),
        ..person()
    }
}

/// Every kind of invoice: who sells and buys, what is charged, how it is paid.
pub(crate) fn every_kind() -> Vec<(String, InvoiceRecord)> {
    let france = subsidiary("FR");
    let month = Period::new(Date::constant(2026, 1, 15), Date::constant(2026, 2, 15)).unwrap();
    let content = |customer, lines| samples::content("FR", Locale::Fr, customer, lines);
    let rent = || InvoiceLine {
        service: Some("srv-1a2b3c".to_owned()),
        service_label: Some("Site de démonstration".to_owned()),
        period: Some(month),
        ..line(france, "Serveur dédié", 2, 559_900)
    };
    let mut all: Vec<(String, InvoiceRecord)> = [
        ("french", samples::french()),
        ("italian", samples::italian()),
        ("quebec", samples::quebec()),
        ("senegalese", samples::senegalese()),
        ("hostile", samples::hostile()),
        ("long", samples::long()),
    ]
    .map(|(name, record)| (name.to_owned(), record))
    .into();
    let mut add = |name: &str, content: Content| all.push((name.to_owned(), samples::record(content)));
    add("one line", content(person(), vec![line(france, "Nom de domaine", 1, 99_900)]));
    add("company", content(company(), vec![rent(), line(france, "Installation", 1, 400_000)]));
    let unpaid = |customer, lines| Content { payment: None, ..content(customer, lines) };
    add("unpaid", Content { due_on: Some(Date::constant(2026, 2, 14)), ..unpaid(company(), vec![rent()]) });
    add(
        "partly by credit",
        Content { credit_applied: Some(Money::new(1_234, Currency::EUR)), ..unpaid(person(), vec![rent()]) },
    );
    let half = content(person(), vec![rent()]);
    add("credit and card", Content { credit_applied: Some(Money::new(5_000, Currency::EUR)), ..half });
    let whole = unpaid(person(), vec![rent()]);
    add("all by credit", Content { credit_applied: Some(whole.gross), ..whole });
    for kind in [BuyerReferenceKind::Internal, BuyerReferenceKind::PurchaseOrder] {
        let buyer_reference = Some(BuyerReference { kind, name: "Projet « Été » n° 42/7".to_owned() });
        let name = format!("reference {kind:?}");
        add(&name, Content { buyer_reference, ..content(company(), vec![rent()]) });
    }
    let corrects = Corrected { reference: "FR00000007".to_owned(), issued_on: Date::constant(2026, 1, 2) };
    let note = unpaid(company(), vec![line(france, "Serveur dédié", 1, 123_400)]);
    add("credit note", Content { corrects: Some(corrects), ..note });
    let fine = line(france, "Prix fin", 7, 1);
    let fine = InvoiceLine { unit_price: UnitPrice::new(123_456_789, Currency::EUR), ..fine };
    let fine = InvoiceLine { net: fine.unit_price.times(7).unwrap(), ..fine };
    let list_price = Some(UnitPrice::new(200_000_001, Currency::EUR));
    add("eight decimals", content(person(), vec![InvoiceLine { list_price, ..fine }]));
    let free = line(france, "Inclus", 1, 0);
    let list_price = Some(UnitPrice::new(1_000_000_000, Currency::EUR));
    add("free", content(person(), vec![rent(), free.clone(), InvoiceLine { list_price, ..free }]));
    add(
        "british",
        samples::content("GB", Locale::En, british(), vec![line(subsidiary("GB"), "Server", 1, 99)]),
    );
    for category in TaxCategory::ALL {
        let customer = if category == TaxCategory::S { person() } else { abroad() };
        let taxed = taxed(france, customer, vec![(category, zero_or(category, 10), rent())]);
        add(&format!("category {}", category.code()), taxed);
    }
    let mixed = vec![
        (TaxCategory::S, Rate::percent(20), rent()),
        (TaxCategory::S, Rate::parse("5.5").unwrap(), line(france, "Livre", 3, 129_900)),
        (TaxCategory::E, Rate::ZERO, line(france, "Formation", 1, 5_000_000)),
        (TaxCategory::S, Rate::percent(20), line(france, "Adresse IP", 4, 19_999)),
    ];
    add("mixed rates", taxed(france, company(), mixed));
    all
}

fn british() -> accounts::BillingContact {
    let country = Country::parse("GB").unwrap();
    accounts::BillingContact { zip: "EC1A 0AA".to_owned(), city: "London".to_owned(), country, ..person() }
}

fn abroad() -> accounts::BillingContact {
    let (vat, country) = (Some("ATU12345678".to_owned()), Country::parse("AT").unwrap());
    accounts::BillingContact { vat, country, national_id: Some("FN 12345 a".to_owned()), ..company() }
}

fn zero_or(category: TaxCategory, percent: u16) -> Rate {
    if category == TaxCategory::S { Rate::percent(percent) } else { Rate::ZERO }
}

/// A paid document whose lines are each taxed by themselves.
fn taxed(
    at: &Subsidiary,
    customer: accounts::BillingContact,
    lines: Vec<(TaxCategory, Rate, InvoiceLine)>,
) -> Content {
    let currency = lines[0].2.net.currency();
    let mut taxes: Vec<TaxLine> = Vec::new();
    for (category, rate, line) in &lines {
        let known = taxes.iter_mut().find(|tax| (tax.category, tax.rate) == (*category, *rate));
        if let Some(known) = known {
            known.base = known.base.plus(line.net).unwrap();
            continue;
        }
        let amount =
            TaxAmount { code: "VAT".into(), rate: *rate, base: line.net, amount: Money::zero(currency) };
        let exemption = category.needs_reason().then(|| Exemption {
            code: matches!(category, TaxCategory::AE).then(|| "VATEX-EU-AE".to_owned()),
            reason: "Mention légale de l’exonération.".to_owned(),
        });
        taxes.push(TaxLine { category: *category, exemption, ..TaxLine::of(&amount, at, Locale::Fr) });
    }
    for tax in &mut taxes {
        tax.amount = tax.base.at(tax.rate).unwrap();
    }
    let lines: Vec<InvoiceLine> = lines
        .into_iter()
        .map(|(category, rate, line)| {
            let tax = taxes.iter().find(|tax| (tax.category, tax.rate) == (category, rate)).unwrap();
            InvoiceLine { taxes: vec![tax.on_line()], ..line }
        })
        .collect();
    let net = Money::sum(currency, lines.iter().map(|line| line.net)).unwrap();
    let tax = Money::sum(currency, taxes.iter().map(|tax| tax.amount)).unwrap();
    // Its country's rules; the currency is `at`'s own, which need not be the country's.
    let any = line(subsidiary(at.code.as_str()), "x", 1, 10_000);
    let like = samples::content(at.code.as_str(), Locale::Fr, customer, vec![any]);
    Content { lines, net, taxes, tax, gross: net.plus(tax).unwrap(), ..like }
}

#[test]
fn every_kind_of_document_is_accepted_and_what_is_broken_is_refused() {
    let Some(python) = python() else { return };
    let folder = scratch("kinds");
    let documents = documents();
    for (name, record) in every_kind() {
        let pdf = documents.invoice_pdf(&record).unwrap();
        std::fs::write(folder.join(format!("{name}.pdf")), &pdf).unwrap();
        // Two taxes on a line are the one thing here that the standard cannot say.
        assert_eq!(documents.electronic(&record).is_ok(), name != "quebec", "{name}");
        if let Ok(cii) = documents.invoice_cii(&record) {
            std::fs::write(folder.join(format!("{name}.cii.xml")), cii).unwrap();
            let ubl = documents.invoice_ubl(&record).unwrap();
            std::fs::write(folder.join(format!("{name}.ubl.xml")), ubl).unwrap();
        }
    }
    let form = documents.order_form_pdf(&samples::order_form(Locale::Fr)).unwrap();
    std::fs::write(folder.join("order form.pdf"), form).unwrap();
    let mut broken = Vec::new();
    let mut spoil = |name: &str, bytes: Vec<u8>| {
        std::fs::write(folder.join(name), bytes).unwrap();
        broken.push(name.to_owned());
    };
    let record = samples::french();
    let cii = String::from_utf8(documents.invoice_cii(&record).unwrap()).unwrap();
    let ubl = String::from_utf8(documents.invoice_ubl(&record).unwrap()).unwrap();
    let without = |text: &str, what: &str, instead: &str| {
        assert!(text.contains(what), "{what} is not in {text}");
        text.replacen(what, instead, 1).into_bytes()
    };
    spoil("wrong total.cii.xml", without(&cii, "GrandTotalAmount>91.19<", "GrandTotalAmount>91.20<"));
    spoil("no penalties.cii.xml", without(&cii, "PMD", "AAI"));
    spoil("no currency.cii.xml", without(&cii, "<ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>", ""));
    spoil(
        "wrong total.ubl.xml",
        without(&ubl, "PayableAmount currencyID=\"EUR\">0.00<", "PayableAmount currencyID=\"EUR\">1.00<"),
    );
    spoil("no siren.ubl.xml", without(&ubl, "schemeID=\"0002\">000000000<", "schemeID=\"0002\">1<"));
    let pdf = documents.invoice_pdf(&record).unwrap();
    let swapped = |what: &[u8], instead: &[u8]| {
        let place = pdf.windows(what.len()).position(|window| window == what).unwrap();
        [&pdf[..place], instead, &pdf[place + what.len()..]].concat()
    };
    spoil("other part.pdf", swapped(b"<pdfaid:part>3<", b"<pdfaid:part>1<"));
    spoil("other level.pdf", swapped(b"Level>EN 16931<", b"Level>EXTENDED<"));
    spoil("no relation.pdf", swapped(b"/AFRelationship/Alternative", b"/AFRelationship/Unspecified"));
    let judged = judged(&python, &folder);
    let (bad, good): (Vec<String>, Vec<String>) = refused(&judged)
        .into_iter()
        .partition(|said| broken.iter().any(|name| said.starts_with(name.as_str())));
    assert!(good.is_empty(), "{good:#?}");
    assert_eq!(bad.len(), broken.len(), "only these were refused: {bad:#?}");
    for (name, why) in
        [("wrong total.cii", "BR-CO-15"), ("no penalties.cii", "BR-FR-05"), ("no siren", "BR-FR")]
    {
        assert!(bad.iter().any(|said| said.starts_with(name) && said.contains(why)), "{name}: {bad:#?}");
    }
    std::fs::remove_dir_all(folder).ok();
}

/// That qpdf finds no fault in a folder's PDFs.
fn qpdf_checked(folder: &Path) {
    if Command::new("qpdf").arg("--version").output().is_err() {
        println!("skipped: no qpdf; `cargo xtask test` installs it");
        return;
    }
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    for path in paths.filter(|path| path.extension().is_some_and(|extension| extension == "pdf")) {
        let checked = Command::new("qpdf").arg("--check").arg(&path).output().unwrap();
        assert!(checked.status.success(), "{path:?}: {}", String::from_utf8_lossy(&checked.stderr));
    }
}

#[test]
fn qpdf_finds_no_fault_in_the_files() {
    let (folder, documents) = (scratch("qpdf"), documents());
    for (name, record) in every_kind() {
        std::fs::write(folder.join(format!("{name}.pdf")), documents.invoice_pdf(&record).unwrap()).unwrap();
    }
    qpdf_checked(&folder);
    std::fs::remove_dir_all(folder).ok();
}

/// An invoice or credit note of chance: rates, discounts, quantities, credit, currencies of no, two and three decimals.
fn random(chance: &Random) -> InvoiceRecord {
    let below = |bound: usize| usize::try_from(chance.below(bound as u64)).unwrap();
    let code = ["FR", "FR", "FR", "IT", "IT", "GB", "GB", "SN", "SN", "TN"][below(10)];
    let dinars = Subsidiary { currency: Currency::TND, ..subsidiary("SN").clone() };
    let at = if code == "TN" { &dinars } else { subsidiary(code) };
    let rates: &[&str] = match code {
        // The rates of the French reform (BR-FR-16).
        "FR" => &["20", "10", "5.5", "2.1", "8.5", "19.6"],
        // The rules take a rate that rounds to nothing for none (BR-CO-17): none is below a half.
        _ => &["22", "0.5", "9.975", "4", "18", "20", "100"],
    };
    let categories = [TaxCategory::S, TaxCategory::S, TaxCategory::Z, TaxCategory::E, TaxCategory::AE];
    let lines = (0..=below(7)).map(|index| {
        let category = categories[below(categories.len())];
        let rate = if category == TaxCategory::S {
            Rate::parse(rates[below(rates.len())]).unwrap()
        } else {
            Rate::ZERO
        };
        // From a hundred-millionth to tens of thousands, with few decimals or all eight.
        let magnitude = 10_u64.pow(u32::try_from(below(13)).unwrap());
        let fine = [1, 100, 1_000_000][below(3)];
        let e8 = i64::try_from(chance.below(magnitude)).unwrap() / fine * fine;
        let unit_price = UnitPrice::new(e8, at.currency);
        let quantity = [1, 2, 3, 12, 1_000, 60_000][below(6)];
        let more = i64::try_from(chance.below(magnitude)).unwrap() / fine * fine;
        let list_price = (below(3) == 0).then(|| UnitPrice::new(e8 + more, at.currency));
        let first = Date::constant(2025, 12, 31)
            .checked_add(kernel::SignedDuration::from_hours(24 * below(400) as i64))
            .unwrap();
        let last =
            first.checked_add(kernel::SignedDuration::from_hours(24 * (1 + below(400)) as i64)).unwrap();
        let sold = InvoiceLine {
            description: ["Serveur", "Домен", "漢字 👩‍👩‍👧", "a\u{1}<&>\"'", "مرحبا", ""][below(6)].to_owned(),
            service: (below(2) == 0).then(|| format!("srv-{index}")),
            service_label: (below(3) == 0).then(|| ["Site", "\u{0}", "Ünï]]>"][below(3)].to_owned()),
            list_price,
            discount: list_price.map(|_| ["Bienvenue", "", "-10 %"][below(3)].to_owned()),
            period: (below(2) == 0).then(|| Period::new(first, last).unwrap()),
            net: unit_price.times(i64::from(quantity)).unwrap(),
            unit_price,
            quantity,
            ..line(at, "x", 1, 0)
        };
        (category, rate, sold)
    });
    let customer = match below(4) {
        0 | 1 => accounts::BillingContact { vat: Some("FR40303265045".to_owned()), ..person() },
        2 => company(),
        _ => abroad(),
    };
    let mut content = taxed(at, customer, lines.collect());
    match below(5) {
        0 => content.payment = None,
        1 => {
            content.payment = None;
            let part = i64::try_from(chance.below(content.gross.minor().unsigned_abs() + 1)).unwrap();
            content.credit_applied = Some(Money::new(part, at.currency));
        }
        2 => {
            content.payment = None;
            content.corrects =
                Some(Corrected { reference: "FR00000007".to_owned(), issued_on: Date::constant(2026, 1, 2) });
        }
        3 => {
            content.payment = Some(PaymentUsed {
                kind: PaymentKind::SepaDebit,
                label: "FR76 •••• 4242".to_owned(),
                attempt: None,
                paid_at: samples::at_ten(),
            });
        }
        _ => {}
    }
    samples::record(content)
}

/// The text of the only element of a name.
fn told<'x>(xml: &'x str, name: &str) -> &'x str {
    let (_, rest) = xml.split_once(&format!("<{name}")).unwrap_or_else(|| panic!("no {name}"));
    rest.split_once('>').and_then(|(_, rest)| rest.split_once('<')).unwrap().0
}

#[test]
#[expect(clippy::disallowed_methods, reason = "whoever runs the tests may ask for more of them")]
fn invoices_of_chance_are_accepted_and_say_the_totals_of_their_records() {
    let asked = std::env::var("RANDOM_INVOICES").ok().map(|text| text.parse().unwrap());
    let count: usize = asked.unwrap_or(RANDOM);
    let python = python();
    let folder = scratch("random");
    let documents = documents();
    let chance = Random::seeded(16_931);
    for index in 0..count {
        let record = random(&chance);
        let content = &record.content;
        if asked.is_some() || index < RANDOM_PDFS {
            let pdf = documents.invoice_pdf(&record).unwrap();
            std::fs::write(folder.join(format!("{index}.pdf")), pdf).unwrap();
        }
        if content.gross.currency().exponent() > 2 {
            assert_eq!(documents.electronic(&record), Err(documents::NotElectronic::Decimals));
            continue;
        }
        let cii = documents.invoice_cii(&record).unwrap();
        let ubl = documents.invoice_ubl(&record).unwrap();
        let (c, u) = (std::str::from_utf8(&cii).unwrap(), std::str::from_utf8(&ubl).unwrap());
        let (_, totals) = c.split_once("MonetarySummation><ram:LineTotalAmount>").map_or(("", c), |_| {
            c.split_at(c.rfind("<ram:SpecifiedTradeSettlementHeaderMonetarySummation>").unwrap())
        });
        for (name, twin, amount) in [
            ("ram:TaxBasisTotalAmount", "cbc:TaxExclusiveAmount", content.net),
            ("ram:TaxTotalAmount", "cbc:TaxAmount", content.tax),
            ("ram:GrandTotalAmount", "cbc:TaxInclusiveAmount", content.gross),
            ("ram:DuePayableAmount", "cbc:PayableAmount", content.open()),
        ] {
            assert_eq!(told(totals, name), amount.to_decimal(), "{index} {name}");
            assert_eq!(told(u, twin), amount.to_decimal(), "{index} {twin}");
        }
        // One after the other as CII and as UBL: their terms are the same, and the rules take their time.
        if asked.is_some() || index % 2 == 0 {
            std::fs::write(folder.join(format!("{index}.cii.xml")), &cii).unwrap();
        }
        if asked.is_some() || index % 2 == 1 {
            std::fs::write(folder.join(format!("{index}.ubl.xml")), &ubl).unwrap();
        }
    }
    qpdf_checked(&folder);
    if let Some(python) = python {
        let refused = refused(&judged(&python, &folder));
        assert!(refused.is_empty(), "{} of {count}: {refused:#?}", refused.len());
    }
    std::fs::remove_dir_all(folder).ok();
}

#[test]
fn a_currency_of_three_decimals_has_a_pdf_and_no_data() {
    let mut content = samples::french().content;
    let dinars = |money: Money| Money::new(money.minor() * 10 + 5, Currency::TND);
    (content.net, content.tax, content.gross) =
        (dinars(content.net), dinars(content.tax), dinars(content.gross));
    let record = samples::record(content);
    assert_eq!(documents().electronic(&record), Err(documents::NotElectronic::Decimals));
    let pdf = documents().invoice_pdf(&record).unwrap();
    assert!(!pdf.windows(12).any(|window| window == b"factur-x.xml"));
}

#[test]
fn c46_a_tax_taken_out_of_the_price_is_told_as_it_was_recorded() {
    let at = subsidiary("IT");
    let rate = Rate::percent(19);
    let sold = |cents: i64| InvoiceLine {
        unit_price: UnitPrice::new(cents * 1_000_000, Currency::EUR),
        net: Money::new(cents, Currency::EUR),
        ..line(at, "Lizenz", 1, 0)
    };
    let mut content =
        taxed(at, person(), vec![(TaxCategory::S, rate, sold(28_571)), (TaxCategory::S, rate, sold(1_168))]);
    // 340.00 and 13.90 with 19 % in them: 353.90, of which 56.51 is tax; computed again from the net it would be 56.50.
    content.taxes[0].amount = Money::new(5_651, Currency::EUR);
    (content.tax, content.gross) = (content.taxes[0].amount, Money::new(35_390, Currency::EUR));
    let record = samples::record(content);
    let (cii, ubl) = (documents().invoice_cii(&record).unwrap(), documents().invoice_ubl(&record).unwrap());
    for (xml, net, tax, gross) in [
        (cii, "ram:TaxBasisTotalAmount", "ram:TaxTotalAmount", "ram:GrandTotalAmount"),
        (ubl, "cbc:TaxExclusiveAmount", "cbc:TaxAmount", "cbc:TaxInclusiveAmount"),
    ] {
        let xml = String::from_utf8(xml).unwrap();
        assert_eq!((told(&xml, net), told(&xml, tax), told(&xml, gross)), ("297.39", "56.51", "353.90"));
    }
    let html = documents().invoice_html(&record, &samples::ways()).unwrap();
    assert!(html.contains("353,90") && html.contains("56,51") && html.contains("297,39"));
}

#[test]
fn c47_a_discount_comes_off_before_the_tax_to_the_cent() {
    let at = subsidiary("FR");
    let reduced = InvoiceLine {
        list_price: Some(UnitPrice::new(850_000_000_000, Currency::EUR)),
        discount: Some("Remise".to_owned()),
        ..line(at, "Licence", 1, 10_000_000)
    };
    let record = samples::record(taxed(at, person(), vec![(TaxCategory::S, Rate::percent(19), reduced)]));
    assert_eq!(record.content.gross, Money::new(119_000, Currency::EUR));
    let cii = String::from_utf8(documents().invoice_cii(&record).unwrap()).unwrap();
    assert_eq!(told(&cii, "ram:GrandTotalAmount"), "1190.00");
    assert_eq!((told(&cii, "ram:ChargeAmount"), told(&cii, "ram:ActualAmount")), ("8500", "7500"));
    let ubl = String::from_utf8(documents().invoice_ubl(&record).unwrap()).unwrap();
    assert_eq!((told(&ubl, "cbc:BaseAmount"), told(&ubl, "cbc:PriceAmount")), ("8500", "1000"));
}

#[test]
fn c44_documents_of_a_record_stay_what_they_were_when_the_customer_moves() {
    let before = samples::french();
    let kept = before.content.to_text();
    let views = |record: &InvoiceRecord| {
        let documents = documents();
        let pdf = documents.invoice_pdf(record).unwrap();
        (pdf, documents.invoice_cii(record).unwrap(), documents.invoice_ubl(record).unwrap())
    };
    let issued = views(&before);
    // Months later: the account has another address and the law another rate; the record is read from its text.
    let moved = accounts::BillingContact { address: "1 place Neuve".to_owned(), ..person() };
    let now = samples::record(samples::content("FR", Locale::Fr, moved, before.content.lines.clone()));
    assert_ne!(views(&now).1, issued.1);
    let again = InvoiceRecord { content: Content::parse(&kept).unwrap(), ..before };
    assert!(views(&again) == issued, "the same bytes");
}
