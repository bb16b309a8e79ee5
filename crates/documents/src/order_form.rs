//! The order form: what was ordered, until when it can be paid, and how.

use invoicing::{Content, InvoiceLine, Seller, TaxLine};
use jurisdictions::Subsidiary;
use kernel::{PaymentKind, Timestamp};
use orders::Order;
use texts::Texts;

use crate::Brand;
use crate::sheet::{Note, Sheet, Words};

/// An order form to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OrderForm {
    /// Who sells what to whom, at which price.
    pub content: Content,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it lapses unless it is paid; `None` once that no longer matters.
    pub expires_at: Option<Timestamp>,
    /// When the right of withdrawal was given up for what is excluded from it: the confirmation on a durable
    /// medium that directive 2011/83/EU, art. 8 (7) asks for.
    pub withdrawal_waived_at: Option<Timestamp>,
    /// The customer's registered methods as they are known to them, the default one first.
    pub own_methods: Vec<String>,
    /// The kinds of payment offered.
    pub kinds: Vec<PaymentKind>,
}

impl OrderForm {
    /// The form of an order of `subsidiary`; without methods.
    #[must_use]
    pub fn of(order: &Order, subsidiary: &Subsidiary) -> OrderForm {
        let line = |line: &orders::OrderLine| InvoiceLine {
            description: line.description.clone(),
            service: None,
            service_label: None,
            quantity: u32::from(line.quantity),
            list_price: line.is_discounted().then_some(line.list_price),
            discount: line.promotion.as_ref().map(|promotion| promotion.label().to_owned()),
            unit_price: line.unit_price,
            net: line.net,
            period: None,
            taxes: Vec::new(),
        };
        let tax = |tax: &jurisdictions::TaxAmount| TaxLine::of(tax, subsidiary, order.locale);
        let content = Content {
            version: 2,
            order: order.number,
            subsidiary: order.subsidiary,
            seller: Seller::of(subsidiary),
            customer: order.billing.clone(),
            locale: order.locale,
            time_zone: subsidiary.time_zone.iana_name().unwrap_or("UTC").to_owned(),
            lines: order.lines.iter().map(line).collect(),
            net: order.totals.net,
            taxes: order.totals.taxes.iter().map(tax).collect(),
            tax: order.totals.tax,
            gross: order.totals.gross,
            payment: None,
            mentions: Vec::new(),
            corrects: None,
            due_on: None,
            buyer_reference: None,
            credit_applied: None,
        };
        OrderForm {
            content,
            created_at: order.created_at,
            expires_at: order.paid_at.is_none().then_some(order.expires_at),
            withdrawal_waived_at: order.withdrawal_waived_at,
            own_methods: Vec::new(),
            kinds: Vec::new(),
        }
    }

    /// The same form with the customer's registered methods, the default one first, and the kinds offered.
    #[must_use]
    pub fn payable_with(mut self, own_methods: Vec<String>, kinds: Vec<PaymentKind>) -> OrderForm {
        self.own_methods = own_methods;
        self.kinds = kinds;
        self
    }
}

pub(crate) fn sheet(texts: &Texts, brand: &Brand, form: &OrderForm) -> Sheet {
    let content = &form.content;
    let words = Words::new(texts, content);
    let heading = words.say("document-order-form");
    let reference = content.order.to_string();
    let mut facts = vec![
        words.fact("document-order-number", &reference),
        words.fact("document-created-on", words.date(words.civil(form.created_at))),
    ];
    facts.extend(form.expires_at.map(|at| words.fact("document-expires-at", words.instant(at))));
    facts.push(words.fact("document-customer", &content.customer.nic));
    Sheet {
        locale: content.locale,
        title: format!("{heading} {reference} – {}", brand.name),
        brand: brand.name.clone(),
        heading,
        reference,
        facts,
        seller: words.seller(&content.seller),
        buyer: words.buyer(&content.customer),
        columns: words.columns(content),
        rows: content.lines.iter().map(|line| words.row(line)).collect(),
        totals: words.totals(content),
        steps: words.steps(content),
        rule: words.say("sum-rule"),
        notes: notes(&words, form),
        mentions: Vec::new(),
        legal: words.legal(&content.seller),
        seal: None,
        on: words.civil(form.created_at),
    }
}

fn notes(words: &Words<'_>, form: &OrderForm) -> Vec<Note> {
    let mut notes = Vec::new();
    if let Some((default, others)) = form.own_methods.split_first() {
        let mut lines = vec![words.with("document-default-method", "method", default)];
        lines.extend(others.iter().cloned());
        notes.push(Note { label: words.say("document-own-methods"), lines });
    }
    if !form.kinds.is_empty() {
        let lines = form.kinds.iter().map(|kind| words.kind(*kind)).collect();
        notes.push(Note { label: words.say("document-other-methods"), lines });
    }
    if let Some(at) = form.expires_at {
        let line = words.with("document-expiry-note", "date", &words.instant(at));
        notes.push(Note { label: String::new(), lines: vec![line] });
    }
    if let Some(at) = form.withdrawal_waived_at {
        let line = words.with("document-waiver-note", "date", &words.instant(at));
        notes.push(Note { label: words.say("contract-withdrawal-waiver"), lines: vec![line] });
    }
    notes
}
