//! The invoice: the seven zones customers know it by.

use invoicing::InvoiceRecord;
use kernel::Money;
use texts::Texts;

use crate::Brand;
use crate::sheet::{Sheet, Words};

pub(crate) fn sheet(texts: &Texts, brand: &Brand, record: &InvoiceRecord) -> Sheet {
    let content = &record.content;
    let words = Words::new(texts, content);
    let is_credit = content.corrects.is_some();
    let heading = words.say(if is_credit { "document-credit-note" } else { "document-invoice" });
    let paid = content.payment.as_ref().map(|payment| words.payment(payment));
    let mut facts = vec![
        words.fact("document-reference", &record.reference),
        words.fact("document-issued-on", words.date(record.issued_on)),
        words.fact("document-order", content.order.to_string()),
    ];
    match &content.corrects {
        Some(invoice) => {
            let on = words.date(invoice.issued_on);
            facts.push(words.fact("document-corrects", format!("{} – {on}", invoice.reference)));
        }
        None => {
            facts.push(words.fact("document-payment", paid.unwrap_or_else(|| words.say("document-to-pay"))));
        }
    }
    facts.extend(content.due_on.map(|on| words.fact("document-due-on", words.date(on))));
    facts.extend(words.buyer_reference(content));
    facts.push(words.fact("document-customer", &content.customer.nic));
    let mut totals = words.totals(content);
    if let Some(credit) = content.credit_applied.filter(Money::is_positive) {
        totals.push(words.total(words.say("document-credit-applied"), credit));
    }
    if let Some(payment) = &content.payment {
        let on = words.date(words.civil(payment.paid_at));
        totals.push(words.total(words.with("document-settled", "date", &on), content.paid()));
    }
    if !is_credit {
        totals.push(words.left(content.open()));
    }
    Sheet {
        locale: content.locale,
        title: format!("{heading} {} – {}", record.reference, brand.name),
        brand: brand.name.clone(),
        heading,
        reference: record.reference.clone(),
        facts,
        seller: words.seller(&content.seller),
        buyer: words.buyer(&content.customer),
        columns: words.columns(content),
        rows: content.lines.iter().map(|line| words.row(line)).collect(),
        totals,
        steps: words.steps(content),
        rule: words.say("sum-rule"),
        notes: Vec::new(),
        mentions: words.mentions(content),
        legal: words.legal(&content.seller),
        seal: Some(words.with("document-seal", "seal", &record.seal.to_string())),
        on: record.issued_on,
    }
}
