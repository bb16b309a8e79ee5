//! One invoice on the desk: what can be given back of it, and the credit note that does.

use accounts::Role;
use axum::extract::Path;
use flows::credit::{self, GrantError, Grantable, NewGrant};
use invoicing::{Content, CreditUse};
use kernel::{AccountId, Date, InvoiceId, Money};
use serde::Serialize;

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::StaffPage;
use crate::view::{Crumb, View};

#[derive(Debug, Serialize)]
pub(crate) struct DeskInvoice {
    reference: String,
    /// Where its order is looked at.
    order: String,
    /// The page itself: where the form goes.
    href: String,
    customer: String,
    nic: String,
    /// Whether its customer wants invoices on paper.
    wants_paper: bool,
    issued_on: Date,
    gross: Money,
    open: Money,
    lines: Vec<Line>,
    /// What can go back by the payment, if one paid it.
    returnable: Option<Money>,
    notes: Vec<Note>,
    form: FormView,
    /// The credit note this page makes: sent twice, it is one.
    id: String,
    /// What was typed comes to this; none before it was looked at.
    quote: Option<Quote>,
    can_grant: bool,
}

#[derive(Debug, Serialize)]
struct Line {
    /// The name of its field.
    field: String,
    description: String,
    service: Option<String>,
    net: Money,
    left: Money,
}

#[derive(Debug, Serialize)]
struct Note {
    reference: String,
    issued_on: Date,
    gross: Money,
    left: Money,
}

#[derive(Debug, Serialize)]
struct Quote {
    net: Money,
    tax: Money,
    gross: Money,
    is_sent_back: bool,
}

type Place = (AccountId, String);
type Fields = Vec<(String, String)>;

pub(crate) async fn get(page: StaffPage, Path(place): Path<Place>) -> Answer {
    let found = find(&page, &place).await?;
    let id: InvoiceId = page.cx().random.id(page.visit().now);
    page.show(&view(&page, &place, found, FormView::new().with("money", "kept"), (id, None)).await?)
}

/// First what it would come to is shown; then it is given.
pub(crate) async fn post(page: StaffPage, Path(place): Path<Place>, Form(fields): Form<Fields>) -> Answer {
    if !page.staff.role.may(Role::Desk) {
        return Err(PageError::NotFound);
    }
    let found = find(&page, &place).await?;
    let typed =
        |name: &str| fields.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str());
    let id: InvoiceId = typed("id").parse().map_err(|_| PageError::Bad("the page has no id".to_owned()))?;
    let mut form = FormView::new().with("money", typed("money")).with("reason", typed("reason"));
    let (mut nets, mut faults) = (Vec::with_capacity(found.left.len()), Vec::new());
    for (line, left) in found.left.iter().enumerate() {
        let (field, currency) = (field(line), left.currency());
        let text = typed(&field);
        form = form.with(&field, text);
        match text.trim() {
            "" => nets.push(Money::zero(currency)),
            text => match Money::parse(text, currency) {
                Ok(net) => nets.push(net),
                Err(_) => faults.push(Fault::at(field, "error-amount")),
            },
        }
    }
    let money = match typed("money") {
        "sent_back" => CreditUse::SentBack,
        _ => CreditUse::Kept,
    };
    let new = NewGrant {
        id,
        reference: place.1.clone(),
        nets,
        money,
        reason: typed("reason").to_owned(),
        staff: page.staff.id,
        seen: typed("seen").parse().ok().map(|minor| Money::new(minor, found.invoice.gross.currency())),
    };
    if !faults.is_empty() {
        return page.show_faulty(&view(&page, &place, found, page.faulty(form, &faults), (id, None)).await?);
    }
    if typed("confirmed").is_empty() {
        return shown(&page, &place, found, form, (id, new)).await;
    }
    match credit::grant(page.cx(), place.0, new.clone()).await {
        // What is in the form is not what was looked at: it is looked at first.
        Err(GrantError::Changed) => shown(&page, &place, found, form, (id, new)).await,
        Ok(frozen) => {
            let amount = texts::format::money(frozen.gross, page.visit().locale);
            let key = if money == CreditUse::Kept { "flash-credit-kept" } else { "flash-credit-sent" };
            Ok(page.redirect_with(&href(&place), Flash::good(key).with("amount", amount)))
        }
        Err(error) => {
            let faults = [fault(error, &found)?];
            page.show_faulty(&view(&page, &place, found, page.faulty(form, &faults), (id, None)).await?)
        }
    }
}

/// The page with what the credit note would say.
async fn shown(
    page: &StaffPage,
    place: &Place,
    found: Grantable,
    form: FormView,
    (id, new): (InvoiceId, NewGrant),
) -> Answer {
    let money = new.money;
    match credit::quote(page.cx(), place.0, new).await {
        Ok(content) => {
            let quote = Quote::new(&content, money);
            page.show(&view(page, place, found, form, (id, Some(quote))).await?)
        }
        Err(error) => {
            let faults = [fault(error, &found)?];
            page.show_faulty(&view(page, place, found, page.faulty(form, &faults), (id, None)).await?)
        }
    }
}

fn fault(error: GrantError, found: &Grantable) -> Result<Fault, PageError> {
    match error {
        GrantError::NoInvoice => Err(PageError::NotFound),
        GrantError::Nothing => Ok(Fault::at(field(0), "error-credit-nothing")),
        GrantError::MoreThanLeft { line } => {
            let left = found.left.get(line).map(|left| left.to_decimal()).unwrap_or_default();
            Ok(Fault::at(field(line), "error-credit-more").with("left", left))
        }
        GrantError::NotReturnable { left } => {
            Ok(Fault::at("money", "error-credit-returnable").with("left", left.to_decimal()))
        }
        GrantError::Reason => {
            let most = i64::try_from(credit::REASON_CHARS_MAX).unwrap_or(i64::MAX);
            Ok(Fault::at("reason", "error-credit-reason").with("most", most))
        }
        GrantError::Db(error) => Err(error.into()),
        error @ (GrantError::Changed
        | GrantError::Credit(_)
        | GrantError::Refund(_)
        | GrantError::Renew(_)) => Err(PageError::internal(error)),
    }
}

fn field(line: usize) -> String {
    format!("net-{line}")
}

pub(crate) fn href((account, reference): &Place) -> String {
    format!("/desk/invoices/{account}/{reference}")
}

async fn find(page: &StaffPage, place: &Place) -> Result<Grantable, PageError> {
    match credit::grantable(page.cx(), place.0, &place.1).await {
        Ok(found) => Ok(found),
        Err(GrantError::NoInvoice) => Err(PageError::NotFound),
        Err(GrantError::Db(error)) => Err(error.into()),
        Err(error) => Err(PageError::internal(error)),
    }
}

async fn view(
    page: &StaffPage,
    place: &Place,
    found: Grantable,
    form: FormView,
    (id, quote): (InvoiceId, Option<Quote>),
) -> Result<DeskInvoice, PageError> {
    let of = found.invoice.id;
    let read = page.cx().db.account(place.0).read(move |tx| {
        let owner = accounts::account::get(tx)?;
        Ok::<_, db::Error>((invoicing::store::credit_notes_of(tx, of)?, owner.paper_invoices))
    });
    let (notes, wants_paper) = read.await?;
    let customer = found.content.customer;
    let lines = (0..).zip(found.content.lines.into_iter().zip(&found.left));
    let line = |(at, (line, left)): (usize, (invoicing::InvoiceLine, &Money))| Line {
        field: field(at),
        description: line.description,
        service: line.service_label.or(line.service),
        net: line.net,
        left: *left,
    };
    let note = |note: &invoicing::Invoice| Note {
        reference: note.reference.clone(),
        issued_on: note.issued_on,
        gross: note.gross,
        left: note.left(),
    };
    Ok(DeskInvoice {
        order: format!("/desk/orders/{}/{}", place.0, found.invoice.order_id),
        href: href(place),
        customer: customer.organisation.unwrap_or(customer.name),
        nic: customer.nic,
        wants_paper,
        issued_on: found.invoice.issued_on,
        gross: found.invoice.gross,
        open: found.invoice.open(),
        lines: lines.map(line).collect(),
        returnable: found.paid.map(|(_, left)| left).filter(Money::is_positive),
        notes: notes.iter().map(note).collect(),
        form,
        id: id.to_string(),
        quote,
        can_grant: page.staff.role.may(Role::Desk) && found.left.iter().any(Money::is_positive),
        reference: found.invoice.reference,
    })
}

impl Quote {
    fn new(content: &Content, money: CreditUse) -> Quote {
        Quote {
            net: content.net,
            tax: content.tax,
            gross: content.gross,
            is_sent_back: money == CreditUse::SentBack,
        }
    }
}

impl View for DeskInvoice {
    const TEMPLATE: &'static str = "pages/desk/invoice.html";
    const AREA: &'static str = "accounting";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/desk/balances", "accounting-balances")]
    }

    #[cfg(test)]
    fn samples() -> Vec<DeskInvoice> {
        use crate::view::sample;
        let page = |can_grant: bool, is_sent_back: bool| DeskInvoice {
            reference: "FR00000042".into(),
            order: "/desk/orders/1/2".into(),
            href: "/desk/invoices/1/FR00000042".into(),
            customer: "W".repeat(60),
            nic: "al12345-ct".into(),
            wants_paper: is_sent_back,
            issued_on: sample::on(),
            gross: sample::eur(6_719),
            open: sample::eur(if can_grant { 0 } else { 6_719 }),
            lines: vec![Line {
                field: field(0),
                description: "Riva 2".into(),
                service: can_grant.then(|| "srv-1a2b3c".into()),
                net: sample::eur(5_599),
                left: sample::eur(if can_grant { 5_599 } else { 0 }),
            }],
            returnable: is_sent_back.then(|| sample::eur(6_719)),
            notes: match can_grant {
                true => Vec::new(),
                false => vec![Note {
                    reference: "FRC00000001".into(),
                    issued_on: sample::on(),
                    gross: sample::eur(6_719),
                    left: sample::eur(100),
                }],
            },
            form: FormView::new().with("money", if is_sent_back { "sent_back" } else { "kept" }),
            id: "1".into(),
            quote: can_grant.then(|| Quote {
                net: sample::eur(100),
                tax: sample::eur(20),
                gross: sample::eur(120),
                is_sent_back,
            }),
            can_grant,
        };
        vec![page(true, true), page(true, false), page(false, false)]
    }
}
