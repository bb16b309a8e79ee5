//! The invoice: the seven zones customers know it by.

use invoicing::InvoiceRecord;
use kernel::Money;
use texts::Texts;

use crate::Brand;
use crate::sheet::{Sheet, Total, Words};

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
    facts.push(words.fact("document-customer", &content.customer.nic));
    let mut totals = words.totals(content);
    let open = match &content.payment {
        None if is_credit => Money::zero(content.gross.currency()),
        None => content.gross,
        Some(payment) => {
            let on = words.date(words.civil(payment.paid_at));
            let label = words.with("document-settled", "date", &on);
            totals.push(Total {
                label,
                amount: words.money(content.gross),
                is_grand: false,
                is_strong: false,
            });
            Money::zero(content.gross.currency())
        }
    };
    if !is_credit {
        let label = words.say("document-open");
        totals.push(Total {
            label,
            amount: words.money(open),
            is_grand: false,
            is_strong: open.is_positive(),
        });
    }
    Sheet {
        locale: content.locale,
        title: format!("{heading} {} – {}", record.reference, brand.name),
        brand: brand.name.clone(),
        heading,
        reference: record.reference.clone(),
        facts,
        seller: words.seller(&content.seller),
        buyer: words.buyer(content),
        columns: words.columns(),
        rows: content.lines.iter().map(|line| words.row(line)).collect(),
        totals,
        steps: words.steps(content),
        rule: words.say("sum-rule"),
        notes: Vec::new(),
        mentions: content.mentions.clone(),
        legal: words.legal(&content.seller),
        seal: Some(words.with("document-seal", "seal", &record.seal.to_string())),
        on: record.issued_on,
    }
}
