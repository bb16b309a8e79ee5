//! Issue a credit note: a document of its own that takes an invoice back, whole or in part.

use db::AccountTx;
use kernel::{InvoiceId, Money, MoneyError, StaffId, Timestamp};
use ledger::{LedgerAccount, NewPosting, PostingCode};

use crate::{Content, Corrected, Draft, Frozen, Invoice, InvoiceLine, Mention, TaxLine, store};

/// What an invoice is to give back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCredit {
    /// The credit note's id, drawn beforehand or made from its cause.
    pub id: InvoiceId,
    /// The invoice, which has its number.
    pub of: InvoiceId,
    /// Why, unique in the account: a second credit note for the same cause is the first one.
    pub cause: String,
    /// What is given back, line by line; positive. Lines of nothing are left out.
    pub lines: Vec<InvoiceLine>,
    /// What becomes of the money.
    pub money: CreditUse,
    /// Who gives it and why, where a person decided it.
    pub grant: Option<Grant>,
}

/// What becomes of the money of a credit note.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CreditUse {
    /// It goes back: whoever issues the credit note asks for the refund in the same transaction.
    SentBack,
    /// It stays with us, and lowers what is due next.
    Kept,
}

/// A credit note that a person gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Grant {
    /// Who.
    pub staff: StaffId,
    /// Why, for the colleagues.
    pub reason: String,
    /// Why, as the document says it to its customer.
    pub words: Mention,
}

/// Why no credit note was issued.
#[derive(Debug, thiserror::Error)]
pub enum CreditError {
    /// There is no such invoice, or it has no number yet.
    #[error("no such invoice")]
    Missing,
    /// It is a credit note itself.
    #[error("a credit note is not taken back")]
    NotAnInvoice,
    /// More than is left of the invoice.
    #[error("only {left} of this invoice is left to give back")]
    MoreThanLeft {
        /// What is left, taxes included.
        left: Money,
    },
    /// The invoice's record is unreadable.
    #[error(transparent)]
    Record(#[from] crate::RecordError),
    /// The amounts do not add up.
    #[error(transparent)]
    Draft(#[from] crate::DraftError),
    /// The ledger refused.
    #[error(transparent)]
    Post(#[from] ledger::PostError),
    /// Amounts of several currencies, or too large.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Freezes a credit note and posts it: its gross becomes the customer's credit, to be sent back or to lower what is due
/// next. One of nothing is none: `None`.
///
/// Each tax is that of the invoice on what is given back, rounded once, half away from zero. All credit notes of an
/// invoice together never exceed it, per tax (C50); the last one takes what roundings left.
///
/// # Errors
/// See [`CreditError`]; the transaction must then be given up.
pub fn credit(tx: &mut AccountTx, now: Timestamp, new: &NewCredit) -> Result<Option<Frozen>, CreditError> {
    let invoice = store::find(tx, new.of)?.ok_or(CreditError::Missing)?;
    if invoice.is_credit_note() {
        return Err(CreditError::NotAnInvoice);
    }
    let before = before(tx, new.of)?;
    if let Some(known) = before.iter().find(|known| known.stored.cause == new.cause) {
        return Ok(Some(store::frozen(tx, known.stored.id, &new.cause)?));
    }
    let mut content = given_back(&invoice, &before, &new.lines)?;
    if content.gross.is_zero() {
        return Ok(None);
    }
    let prefix = format!("{}C", store::prefix(tx, new.of)?);
    content.mentions.extend(new.grant.as_ref().map(|grant| grant.words.clone()));
    let (id, cause, order_id) = (new.id, new.cause.clone(), invoice.order_id);
    let draft = Draft { id, cause, order_id, prefix, content };
    draft.check()?;
    let posting = posting(&draft, now, new.money)?;
    let gross = draft.content.gross;
    let open = match new.money {
        CreditUse::SentBack => Money::zero(gross.currency()),
        CreditUse::Kept => gross,
    };
    store::insert_credit(tx, now, &draft, new.of, gross.minus(open)?)?;
    if let Some(grant) = &new.grant {
        store::insert_grant(tx, now, new.id, grant)?;
    }
    ledger::post(tx, &posting)?;
    Ok(Some(Frozen { id: new.id, gross, open, is_new: true }))
}

/// The lines of an invoice with what is left of each to give back; those of which nothing is left too.
///
/// # Errors
/// See [`CreditError`].
pub fn left_of(tx: &mut AccountTx, of: InvoiceId) -> Result<Vec<InvoiceLine>, CreditError> {
    let invoice = store::find(tx, of)?.ok_or(CreditError::Missing)?;
    if invoice.is_credit_note() {
        return Err(CreditError::NotAnInvoice);
    }
    let content = invoice.record()?.content;
    let before = before(tx, of)?;
    let given: Vec<InvoiceLine> = before.into_iter().flat_map(|one| one.content.lines).collect();
    left_by_line(content.lines, &given)
}

/// Takes what was given back off the lines it was of. Pure.
fn left_by_line(mut lines: Vec<InvoiceLine>, given: &[InvoiceLine]) -> Result<Vec<InvoiceLine>, CreditError> {
    let whole: Vec<Money> = lines.iter().map(|line| line.net).collect();
    for back in given {
        let is_of = |line: &InvoiceLine| {
            (&line.description, &line.service, line.period) == (&back.description, &back.service, back.period)
        };
        let mut open = back.net;
        // What finds no line of its own is taken off the others: together they are never more than what is left.
        for own in [true, false] {
            for line in lines.iter_mut().filter(|line| is_of(line) == own) {
                let part = Money::new(line.net.minor().min(open.minor()).max(0), open.currency());
                (line.net, open) = (line.net.minus(part)?, open.minus(part)?);
            }
        }
    }
    let rest = |(line, whole): (InvoiceLine, Money)| match line.net == whole {
        true => Ok(line),
        false => line.clone().at(line.net),
    };
    lines.into_iter().zip(whole).map(rest).collect::<Result<_, _>>().map_err(CreditError::from)
}

/// What the credit note of these lines would say if it were issued now, amount for amount: for who is about to
/// decide.
///
/// # Errors
/// See [`CreditError`].
pub fn credit_preview(
    tx: &mut AccountTx,
    of: InvoiceId,
    lines: &[InvoiceLine],
) -> Result<Content, CreditError> {
    let invoice = store::find(tx, of)?.ok_or(CreditError::Missing)?;
    if invoice.is_credit_note() {
        return Err(CreditError::NotAnInvoice);
    }
    given_back(&invoice, &before(tx, of)?, lines)
}

/// A credit note that was issued before, with or without its number.
struct Before {
    stored: store::Credited,
    content: Content,
}

/// What was given back of an invoice before. What cannot be read is an error: taken for nothing, it would be given
/// back twice.
fn before(tx: &mut AccountTx, of: InvoiceId) -> Result<Vec<Before>, CreditError> {
    let read = |stored: store::Credited| {
        let content = Content::parse(&stored.content)?;
        Ok(Before { stored, content })
    };
    store::credits_of(tx, of)?.into_iter().map(read).collect()
}

/// The record of the credit note. Pure.
fn given_back(invoice: &Invoice, before: &[Before], lines: &[InvoiceLine]) -> Result<Content, CreditError> {
    let content = invoice.record()?.content;
    let currency = content.gross.currency();
    let lines: Vec<InvoiceLine> = lines.iter().filter(|line| !line.net.is_zero()).cloned().collect();
    let net = Money::sum(currency, lines.iter().map(|line| line.net))?;
    let left = |whole: Money, of: fn(&Content) -> Money| {
        before.iter().map(|one| of(&one.content)).try_fold(whole, Money::minus)
    };
    let (net_left, tax_left) = (left(content.net, |known| known.net)?, left(content.tax, |known| known.tax)?);
    if net.minor() > net_left.minor() || lines.iter().any(|line| line.net.is_negative()) {
        return Err(CreditError::MoreThanLeft { left: net_left.plus(tax_left)? });
    }
    let is_the_rest = net == net_left;
    let mut taxes: Vec<TaxLine> = Vec::with_capacity(content.taxes.len());
    let mut open = tax_left;
    for tax in &content.taxes {
        let earlier =
            before.iter().flat_map(|known| &known.content.taxes).filter(|known| known.code == tax.code);
        let tax_left = earlier.map(|known| known.amount).try_fold(tax.amount, Money::minus)?;
        let exact = if is_the_rest { tax_left } else { net.at(tax.rate)? };
        let amount = Money::new(exact.minor().min(tax_left.minor()).min(open.minor()).max(0), currency);
        open = open.minus(amount)?;
        taxes.push(TaxLine { base: net, amount, ..tax.clone() });
    }
    let tax = Money::sum(currency, taxes.iter().map(|tax| tax.amount))?;
    Ok(Content {
        lines,
        net,
        taxes,
        tax,
        gross: net.plus(tax)?,
        payment: None,
        // Those that rules of electronic invoices ask of credit notes too.
        mentions: content.mentions.iter().filter(|mention| mention.code.is_some()).cloned().collect(),
        credit_applied: None,
        due_on: None,
        corrects: Some(Corrected { reference: invoice.reference.clone(), issued_on: invoice.issued_on }),
        ..content
    })
}

fn posting(draft: &Draft, now: Timestamp, money: CreditUse) -> Result<NewPosting, CreditError> {
    let content = &draft.content;
    let to = match money {
        CreditUse::SentBack => LedgerAccount::CustomerCredit,
        CreditUse::Kept => LedgerAccount::CreditNotes,
    };
    let mut lines = vec![(LedgerAccount::Revenue, content.net), (to, content.gross.negated()?)];
    for tax in &content.taxes {
        lines.push((LedgerAccount::Tax(tax.code.clone()), tax.amount));
    }
    Ok(NewPosting {
        cause: draft.cause.clone(),
        code: PostingCode::CreditNoteIssued,
        subsidiary: content.subsidiary,
        at: now,
        on: draft.civil(now)?,
        lines,
    })
}
