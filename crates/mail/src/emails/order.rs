//! E-mails of an order, from its form to its last step.

use jurisdictions::{TaxAmount, Totals};
use kernel::{Currency, Money, Rate, SignedDuration, Timestamp};
use serde::{Deserialize, Serialize, Serializer};

/// Order numbers are written as text: no template groups their digits.
pub(super) fn as_text<S: Serializer>(number: &i64, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&number.to_string())
}

/// Reads what [`as_text`] wrote.
pub(super) fn from_text<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<i64, D::Error> {
    String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
}

/// The order form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderCreated {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// When it was made.
    pub created_at: Timestamp,
    /// Until when it can be paid.
    pub expires_at: Timestamp,
    /// What was ordered.
    pub lines: Vec<OrderLine>,
    /// The stored totals.
    pub totals: Totals,
    /// Whether the right of withdrawal was given up with it: the confirmation on a durable medium that directive
    /// 2011/83/EU, art. 8 (7) asks for.
    #[serde(default)]
    pub is_waived: bool,
    /// The order form's page.
    pub path: String,
}

/// One line of an order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderLine {
    /// What it is.
    pub description: String,
    /// How many.
    pub quantity: u16,
    /// The price before tax.
    pub net: Money,
}

impl OrderCreated {
    pub(super) fn samples(at: Timestamp) -> [OrderCreated; 3] {
        let eur = |minor| Money::new(minor, Currency::EUR);
        let cad = |minor| Money::new(minor, Currency::CAD);
        let line = |description: &str, quantity, net| OrderLine {
            description: description.to_owned(),
            quantity,
            net,
        };
        let tax = |code: &str, ppm, base, amount| TaxAmount {
            code: code.to_owned(),
            rate: Rate::from_ppm(ppm),
            base,
            amount,
        };
        let french = OrderCreated {
            order: 1_000_042,
            created_at: at,
            expires_at: at + SignedDuration::from_hours(24),
            lines: vec![
                line("Demo Server 1", 1, eur(5_699)),
                line("Memory 64 GB <ECC> & backup", 2, eur(1_000)),
            ],
            totals: Totals {
                net: eur(6_699),
                taxes: vec![tax("VAT", 200_000, eur(6_699), eur(1_340))],
                tax: eur(1_340),
                gross: eur(8_039),
            },
            is_waived: false,
            path: "/orders/1000042".to_owned(),
        };
        let free = OrderCreated {
            lines: vec![line("Demo Domain .example", 1, eur(0))],
            totals: Totals {
                net: eur(0),
                taxes: vec![tax("VAT", 200_000, eur(0), eur(0))],
                tax: eur(0),
                gross: eur(0),
            },
            is_waived: true,
            ..french.clone()
        };
        let quebecois = OrderCreated {
            lines: vec![line("Demo Server 1", 1, cad(818_000))],
            totals: Totals {
                net: cad(818_000),
                taxes: vec![
                    tax("GST", 50_000, cad(818_000), cad(40_900)),
                    tax("QST", 99_750, cad(818_000), cad(81_596)),
                ],
                tax: cad(122_496),
                gross: cad(940_496),
            },
            ..french.clone()
        };
        [french, quebecois, free]
    }
}

/// The payment arrived.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PaymentReceived {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// How much.
    pub amount: Money,
    /// When.
    pub paid_at: Timestamp,
    /// The method as the customer knows it: `•••• 4242`.
    pub method: Option<String>,
    /// Whether it paid invoices issued before: then nothing is delivered.
    #[serde(default)]
    pub is_debt: bool,
    /// The order's tracking page.
    pub path: String,
}

impl PaymentReceived {
    pub(super) fn samples(at: Timestamp) -> [PaymentReceived; 3] {
        let by_card = PaymentReceived {
            order: 1_000_042,
            amount: Money::new(8_039, Currency::EUR),
            paid_at: at,
            method: Some("•••• 4242".to_owned()),
            is_debt: false,
            path: "/orders/1000042/tracking".to_owned(),
        };
        let unnamed =
            PaymentReceived { method: None, amount: Money::new(53_000, Currency::XOF), ..by_card.clone() };
        let debt = PaymentReceived { is_debt: true, ..by_card.clone() };
        [by_card, unnamed, debt]
    }
}

/// The order took a step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderProgress {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// The step.
    pub step: ProgressStep,
    /// The order's tracking page; for [`ProgressStep::Held`] the invoices.
    pub path: String,
}

/// The steps that are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProgressStep {
    /// Staff look at the order.
    Validating,
    /// The order is accepted.
    Validated,
    /// Delivery has begun.
    Delivering,
    /// An unpaid invoice of the account keeps delivery from beginning.
    Held,
    /// Everything is delivered.
    Available,
}

impl OrderProgress {
    pub(super) fn samples() -> [OrderProgress; 5] {
        use ProgressStep::{Available, Delivering, Held, Validated, Validating};
        [Validating, Validated, Delivering, Held, Available].map(|step| OrderProgress {
            order: 1_000_042,
            step,
            path: "/orders/1000042/tracking".to_owned(),
        })
    }
}

/// Validation needs documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentsRequested {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// What is asked for.
    pub documents: Vec<RequestedDocument>,
    /// What staff add, in their words.
    pub note: Option<String>,
    /// Until when they are awaited.
    pub expires_at: Option<Timestamp>,
    /// The page that takes them.
    pub path: String,
}

/// The documents validation can ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RequestedDocument {
    /// An identity document.
    Identity,
    /// A photo of the person who holds it.
    Portrait,
    /// Proof that the card is the customer's.
    Card,
    /// Proof of address.
    Address,
    /// An extract from the register of companies or associations.
    Company,
}

impl RequestedDocument {
    /// Every document, in the order they are listed.
    pub const ALL: [RequestedDocument; 5] = [
        RequestedDocument::Identity,
        RequestedDocument::Portrait,
        RequestedDocument::Card,
        RequestedDocument::Address,
        RequestedDocument::Company,
    ];

    /// The word it is known by.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            RequestedDocument::Identity => "identity",
            RequestedDocument::Portrait => "portrait",
            RequestedDocument::Card => "card",
            RequestedDocument::Address => "address",
            RequestedDocument::Company => "company",
        }
    }

    /// The document this word names.
    #[must_use]
    pub fn parse(code: &str) -> Option<RequestedDocument> {
        RequestedDocument::ALL.into_iter().find(|document| document.code() == code)
    }
}

impl DocumentsRequested {
    pub(super) fn samples(at: Timestamp) -> [DocumentsRequested; 2] {
        let all = DocumentsRequested {
            order: 1_000_042,
            documents: RequestedDocument::ALL.to_vec(),
            note: Some("The name on the card differs from the account's.\nThank you!".to_owned()),
            expires_at: Some(at + SignedDuration::from_hours(48)),
            path: "/orders/1000042/documents".to_owned(),
        };
        let one = DocumentsRequested {
            documents: vec![RequestedDocument::Identity],
            note: None,
            expires_at: None,
            ..all.clone()
        };
        [all, one]
    }
}

/// Validation refused the order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OrderRefused {
    /// The order's number.
    #[serde(serialize_with = "as_text", deserialize_with = "from_text")]
    pub order: i64,
    /// What is paid back; none when nothing was paid.
    pub refund: Option<Money>,
    /// Until when documents were awaited that never came; none when the staff refused.
    #[serde(default)]
    pub documents_due_at: Option<Timestamp>,
    /// The shop.
    pub path: String,
}

impl OrderRefused {
    pub(super) fn samples(at: Timestamp) -> [OrderRefused; 3] {
        let paid = OrderRefused {
            order: 1_000_042,
            refund: Some(Money::new(8_039, Currency::EUR)),
            documents_due_at: None,
            path: "/shop".to_owned(),
        };
        let unpaid = OrderRefused { refund: None, ..paid.clone() };
        let without_documents = OrderRefused { documents_due_at: Some(at), ..paid.clone() };
        [paid, unpaid, without_documents]
    }
}
