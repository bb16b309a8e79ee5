//! Records to make documents of: one per habit a document must respect.

use std::sync::LazyLock;

use accounts::BillingContact;
use documents::{Brand, Documents, OrderForm, Receipt, ReceiptLine, Summary, SummaryLine, Way, Ways};
use invoicing::{Content, InvoiceLine, InvoiceRecord, Mention, PaymentUsed, Seal, Seller, TaxLine};
use jurisdictions::{Jurisdictions, Subsidiary};
use kernel::{
    AccountType, Country, Currency, Date, Locale, Money, PaymentKind, Period, SubsidiaryCode, Timestamp,
    UnitPrice,
};
use texts::Texts;

/// The demonstration's documents, whose fonts and words are read once for all tests of a process.
pub(crate) fn documents() -> &'static Documents {
    static DOCUMENTS: LazyLock<Documents> = LazyLock::new(made);
    &DOCUMENTS
}

/// The same, made anew.
pub(crate) fn made() -> Documents {
    Documents::new(&Texts::embedded(), Brand { name: "Comptoir Demo".to_owned(), ..Brand::default() })
}

/// The links a screen adds, in a language that is not the document's.
pub(crate) fn ways() -> Ways {
    let way = |href: &str, text: &str| Way { href: href.to_owned(), text: text.to_owned() };
    Ways {
        locale: Locale::It,
        label: "Questo documento".to_owned(),
        back: way("/invoices", "Fatture"),
        pdf: way("/invoices/x/pdf", "Scarica il PDF"),
        data: vec![way("/invoices/x/cii.xml", "Dati CII")],
        related: vec![way("/invoices/y", "Nota di credito")],
    }
}

pub(crate) fn subsidiary(code: &str) -> &'static Subsidiary {
    let code = SubsidiaryCode::parse(code).unwrap();
    Jurisdictions::embedded().get(code).unwrap()
}

/// A line of `quantity` at `price` in ten-thousandths of a unit of money, so that prices read as 56.9900.
pub(crate) fn line(at: &Subsidiary, description: &str, quantity: u32, price: i64) -> InvoiceLine {
    let unit_price = UnitPrice::new(price * 10_000, at.currency);
    InvoiceLine {
        description: description.to_owned(),
        service: None,
        service_label: None,
        quantity,
        list_price: None,
        discount: None,
        unit_price,
        net: unit_price.times(i64::from(quantity)).unwrap(),
        period: None,
        taxes: Vec::new(),
    }
}

pub(crate) fn person() -> BillingContact {
    BillingContact {
        nic: "ml11111-ct".to_owned(),
        name: "Marie Laurent".to_owned(),
        organisation: None,
        vat: None,
        national_id: None,
        address: "12 rue des Lilas\nBâtiment B".to_owned(),
        zip: "59000".to_owned(),
        city: "Lille".to_owned(),
        country: Country::parse("FR").unwrap(),
        email: "marie.laurent@example.com".to_owned(),
        account_type: Some(AccountType::Individual),
    }
}

pub(crate) fn content(
    code: &str,
    locale: Locale,
    customer: BillingContact,
    lines: Vec<InvoiceLine>,
) -> Content {
    let at = subsidiary(code);
    let on = Date::constant(2026, 1, 15);
    let nets: Vec<Money> = lines.iter().map(|line| line.net).collect();
    let totals = jurisdictions::tax::totals(at, on, &nets).unwrap();
    let taxes: Vec<TaxLine> = totals.taxes.iter().map(|tax| TaxLine::of(tax, at, locale)).collect();
    let taxed =
        |line: InvoiceLine| InvoiceLine { taxes: taxes.iter().map(TaxLine::on_line).collect(), ..line };
    Content {
        version: 2,
        order: 100_042,
        subsidiary: at.code,
        seller: Seller::of(at),
        customer,
        locale,
        time_zone: at.time_zone.iana_name().unwrap().to_owned(),
        lines: lines.into_iter().map(taxed).collect(),
        net: totals.net,
        taxes,
        tax: totals.tax,
        gross: totals.gross,
        payment: Some(PaymentUsed {
            kind: PaymentKind::Card,
            label: "•••• 4242".to_owned(),
            attempt: None,
            paid_at: at_ten(),
        }),
        mentions: mentions(at, locale),
        corrects: None,
        due_on: None,
        buyer_reference: None,
        credit_applied: None,
    }
}

/// The mentions of a subsidiary in words, as flows freeze them.
pub(crate) fn mentions(of: &Subsidiary, locale: Locale) -> Vec<Mention> {
    let rate = of.late_rate(of.civil(at_ten())).map(|rate| texts::format::rate(rate, locale));
    let args = texts::Args::new().with("rate", rate.unwrap_or_default());
    let mention = |key: &String| Mention {
        code: Subsidiary::mention_code(key).map(str::to_owned),
        text: Texts::embedded().t(locale, key, &args),
    };
    of.mentions.iter().map(mention).collect()
}

pub(crate) fn at_ten() -> Timestamp {
    "2026-01-15T10:00:00Z".parse().unwrap()
}

pub(crate) fn record(content: Content) -> InvoiceRecord {
    let prefix = subsidiary(content.subsidiary.as_str()).invoice_prefix.clone();
    let reference = format!("{prefix}00000042");
    let seal = Seal::genesis("sample").next(&content.to_text());
    InvoiceRecord { reference, issued_on: Date::constant(2026, 1, 15), content, seal }
}

fn month() -> Option<Period> {
    Period::new(Date::constant(2026, 1, 15), Date::constant(2026, 2, 15)).ok()
}

/// A French private person, a server with its installation and a discount.
pub(crate) fn french() -> InvoiceRecord {
    let at = subsidiary("FR");
    let mut rent = line(at, "Serveur dédié Comptoir A – 32 Go, 2 × 512 Go NVMe", 1, 559_900);
    rent.service = Some("srv-1a2b3c".to_owned());
    rent.period = month();
    let mut setup = line(at, "Frais d’installation", 1, 200_000);
    setup.service = Some("srv-1a2b3c".to_owned());
    setup.list_price = Some(UnitPrice::new(4_000_000_000, at.currency));
    setup.discount = Some("Bienvenue".to_owned());
    record(content("FR", Locale::Fr, person(), vec![rent, setup]))
}

/// An Italian company with several servers.
pub(crate) fn italian() -> InvoiceRecord {
    let at = subsidiary("IT");
    let customer = BillingContact {
        organisation: Some("Officine Esempio S.r.l.".to_owned()),
        vat: Some("IT00000000000".to_owned()),
        name: "Giulia Bianchi".to_owned(),
        address: "Via dell’Esempio 7".to_owned(),
        zip: "20121".to_owned(),
        city: "Milano".to_owned(),
        country: Country::parse("IT").unwrap(),
        email: "giulia.bianchi@example.com".to_owned(),
        ..person()
    };
    let mut rent = line(at, "Server dedicato Comptoir B", 3, 899_900);
    rent.service = Some("srv-4d5e6f, srv-7a8b9c, srv-0d1e2f".to_owned());
    rent.period = month();
    let mut unpaid = content("IT", Locale::It, customer, vec![rent]);
    unpaid.payment = None;
    record(unpaid)
}

/// Québec, with its two taxes, in English.
pub(crate) fn quebec() -> InvoiceRecord {
    let at = subsidiary("QC");
    let customer = BillingContact {
        organisation: Some("Atelier Exemple inc.".to_owned()),
        address: "1, rue de l’Exemple".to_owned(),
        zip: "H0H 0H0".to_owned(),
        city: "Montréal".to_owned(),
        country: Country::parse("CA").unwrap(),
        ..person()
    };
    let mut rent =
        line(at, "Dedicated server Comptoir C, 128 GB, 4 × 1.92 TB NVMe, 12 months", 10, 8_180_000);
    rent.service = Some("srv-9f8e7d".to_owned());
    rent.period = month();
    record(content("QC", Locale::En, customer, vec![rent]))
}

/// Senegal: an amount without decimals.
pub(crate) fn senegalese() -> InvoiceRecord {
    let at = subsidiary("SN");
    let mut rent = line(at, "Serveur dédié Comptoir A", 1, 377_120_000);
    rent.service = Some("srv-5c6d7e".to_owned());
    rent.period = month();
    let customer = BillingContact {
        address: "Rue de l’Exemple".to_owned(),
        zip: String::new(),
        city: "Dakar".to_owned(),
        country: Country::parse("SN").unwrap(),
        ..person()
    };
    record(content("SN", Locale::Fr, customer, vec![rent]))
}

/// Two hundred lines.
pub(crate) fn long() -> InvoiceRecord {
    lines(200)
}

/// So many lines.
pub(crate) fn lines(count: u32) -> InvoiceRecord {
    let at = subsidiary("FR");
    let lines = (1..=count).map(|index| {
        let mut line = line(
            at,
            &format!("Public IPv4 address, block {index}"),
            index % 7 + 1,
            19_900 + i64::from(index),
        );
        line.service = Some(format!("ip-{index:06x}"));
        line.period = if index % 3 == 0 { month() } else { None };
        line
    });
    record(content("FR", Locale::En, person(), lines.collect()))
}

/// Names, descriptions and characters nobody foresaw.
pub(crate) fn hostile() -> InvoiceRecord {
    let at = subsidiary("FR");
    let customer = BillingContact {
        name: "山田太郎 \u{202e}evil\u{0} 👩‍👩‍👧 مرحبا".to_owned(),
        organisation: Some("Société Anonyme d’Exploitation des Établissements Réunis de la Très Longue Raison Sociale et Fils".to_owned()),
        address: format!("{}\n\u{e000}\u{fffd}\u{fdd0}\t{}", "A".repeat(120), "e\u{301}".repeat(30)),
        email: format!("{}@example.com", "x".repeat(60)),
        ..person()
    };
    let mut strange = line(
        at,
        &"Description très longue qui ne tient pas sur une ligne, avec <b>balises</b> & entités. ".repeat(90),
        1,
        1,
    );
    strange.service = Some("service-with-a-very-long-reference-0123456789abcdef.example.com".to_owned());
    let mut large = line(at, "漢字の説明", 60_000, 999_999_999_999);
    large.discount = Some("«Ναι» – Привет".to_owned());
    large.list_price = Some(large.unit_price);
    record(content("FR", Locale::Fr, customer, vec![strange, large]))
}

/// An order form that can still be paid.
pub(crate) fn order_form(locale: Locale) -> OrderForm {
    let record = french();
    let content = Content { locale, payment: None, mentions: Vec::new(), ..record.content };
    OrderForm {
        content,
        created_at: at_ten(),
        expires_at: Some("2026-01-16T10:00:00Z".parse().unwrap()),
        withdrawal_waived_at: Some(at_ten()),
        own_methods: vec!["Visa •••• 4242".to_owned()],
        kinds: vec![PaymentKind::Card, PaymentKind::SepaDebit],
    }
}

/// A payment of two invoices, one of which a credit note had lowered, some of which went back.
pub(crate) fn receipt(locale: Locale) -> Receipt {
    let line = |index: i64, credit: i64| ReceiptLine {
        reference: format!("FR{index:08}"),
        issued_on: Date::constant(2026, 1, 15),
        gross: Money::new(6_719, Currency::EUR),
        credit: (credit > 0).then(|| Money::new(credit, Currency::EUR)),
        amount: Money::new(6_719 - credit, Currency::EUR),
    };
    Receipt {
        seller: invoicing::Seller::of(subsidiary("FR")),
        zone: subsidiary("FR").time_zone.clone(),
        customer: person(),
        locale,
        reference: "P-B302099A8057".to_owned(),
        paid_at: at_ten(),
        amount: Money::new(12_238, Currency::EUR),
        kind: PaymentKind::Card,
        label: "•••• 4242".to_owned(),
        order: 100_042,
        invoices: vec![line(1, 1_200), line(2, 0)],
        given_back: vec![(at_ten(), Money::new(359, Currency::EUR))],
    }
}

/// A list of so many invoices, every third one a credit note, the last one unpaid.
pub(crate) fn summary(locale: Locale, count: i64) -> Summary {
    let line = |index: i64| {
        let is_credit = index % 3 == 0;
        let signed = |minor: i64| Money::new(if is_credit { -minor } else { minor }, Currency::EUR);
        SummaryLine {
            reference: format!("FR{}{index:08}", if is_credit { "C" } else { "" }),
            issued_on: Date::constant(2026, 1, 15),
            order: 100_000 + index,
            net: signed(5_599),
            gross: signed(6_719),
            open: Money::new(if index == count { 6_719 } else { 0 }, Currency::EUR),
            is_credit,
        }
    };
    let lines = (1..=count).map(line).collect();
    Summary::new(subsidiary("FR"), person(), locale, Date::constant(2026, 2, 1), lines).unwrap()
}
