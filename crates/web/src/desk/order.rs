//! One order on the desk: what is known, what was sent, and the decision.

use accounts::Role;
use axum::extract::Path;
use axum::response::Response;
use flows::validate::{self, ValidateError};
use kernel::{AccountId, Money, OrderId, Timestamp, UploadId};
use orders::{DocumentKind, Order, OrderState, ReviewError};
use serde::Serialize;

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::orders::{line_view, state_badge, sum_lines};
use crate::page::{StaffPage, shown_file};
use crate::view::{Badge, BillingView, Crumb, LineView, TotalsView, View};

#[derive(Debug, Serialize)]
pub(crate) struct DeskOrder {
    number: String,
    href: String,
    customer: String,
    nic: String,
    state: Badge,
    form: FormView,
    reasons: Vec<&'static str>,
    created_at: Timestamp,
    paid_at: Option<Timestamp>,
    billing: BillingView,
    payment: String,
    invoices: Vec<InvoiceLink>,
    documents: Vec<Document>,
    kinds: Vec<&'static str>,
    notes: Vec<NoteRow>,
    history: Vec<EventRow>,
    lines: Vec<LineView>,
    totals: TotalsView,
    can_decide: bool,
    can_ask: bool,
}

/// An invoice of the order, and where it is looked at.
#[derive(Debug, Serialize)]
struct InvoiceLink {
    href: String,
    reference: String,
    gross: Money,
}

#[derive(Debug, Serialize)]
struct Document {
    href: String,
    name: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
struct NoteRow {
    at: Timestamp,
    decision: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct EventRow {
    at: Timestamp,
    code: &'static str,
}

type Fields = Vec<(String, String)>;
type Place = (AccountId, OrderId);

pub(crate) async fn get(page: StaffPage, Path(place): Path<Place>) -> Answer {
    page.show(&view(&page, place, FormView::new(), &[]).await?)
}

pub(crate) async fn approve(page: StaffPage, Path(place): Path<Place>, Form(fields): Form<Fields>) -> Answer {
    may_decide(&page)?;
    let decided = validate::approve(page.cx(), place.0, place.1, page.staff.id, note(&fields)).await;
    answered(&page, place, decided, &fields, "note-approve", "flash-desk-approved").await
}

pub(crate) async fn refuse(page: StaffPage, Path(place): Path<Place>, Form(fields): Form<Fields>) -> Answer {
    may_decide(&page)?;
    let decided = validate::refuse(page.cx(), place.0, place.1, page.staff.id, note(&fields)).await;
    answered(&page, place, decided, &fields, "note-refuse", "flash-desk-refused").await
}

pub(crate) async fn ask(page: StaffPage, Path(place): Path<Place>, Form(fields): Form<Fields>) -> Answer {
    may_decide(&page)?;
    let wanted = fields.iter().filter(|(name, _)| name == "kind");
    let kinds = wanted.filter_map(|(_, code)| DocumentKind::parse(code)).collect();
    let (message, staff) = (field(&fields, "message"), page.staff.id);
    let asked =
        validate::request_documents(page.cx(), place.0, place.1, staff, kinds, message, note(&fields)).await;
    answered(&page, place, asked, &fields, "note-documents", "flash-desk-asked").await
}

/// A document the customer sent, as it came; the browser may show it, and run nothing of it.
pub(crate) async fn upload(
    page: StaffPage,
    Path((account, order, upload)): Path<(AccountId, OrderId, UploadId)>,
) -> Answer {
    let found = page.cx().db.account(account).read(move |tx| {
        let uploads = orders::store::uploads(tx, order)?;
        let content = orders::store::upload_content(tx, order, upload)?;
        Ok::<_, db::Error>(uploads.into_iter().find(|known| known.id == upload).zip(content))
    });
    let (known, content) = found.await?.ok_or(PageError::NotFound)?;
    Ok(shown_file(known.media_type.code(), &known.file_name, content))
}

/// Readers of the desk look; they do not decide.
fn may_decide(page: &StaffPage) -> Result<(), PageError> {
    if page.staff.role.may(Role::Desk) { Ok(()) } else { Err(PageError::NotFound) }
}

fn field(fields: &Fields, name: &str) -> String {
    fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.clone()).unwrap_or_default()
}

fn note(fields: &Fields) -> String {
    field(fields, "note")
}

async fn answered(
    page: &StaffPage,
    place: Place,
    decided: Result<Order, ValidateError>,
    fields: &Fields,
    note_field: &str,
    key: &str,
) -> Result<Response, PageError> {
    let fault = match decided {
        Ok(order) => {
            return Ok(page.redirect_with("/desk", Flash::good(key).with("number", order.number.to_string())));
        }
        Err(ValidateError::Review(ReviewError::NoDocument)) => Fault::at("kinds", "error-desk-documents"),
        Err(ValidateError::Review(ReviewError::TooLong)) => Fault::at(note_field, "error-field-too_long"),
        Err(ValidateError::Review(ReviewError::Invalid(_))) => Fault::at("", "error-decided"),
        Err(ValidateError::Db(error) | ValidateError::Review(ReviewError::Db(error))) => {
            return Err(error.into());
        }
        Err(
            error @ (ValidateError::Receive(_)
            | ValidateError::Lapse(_)
            | ValidateError::Service(_)
            | ValidateError::Refund(_)
            | ValidateError::Unconfigured(_)),
        ) => return Err(PageError::internal(error)),
    };
    page.show_faulty(&view(page, place, typed(fields, note_field), &[fault]).await?)
}

/// What was typed and ticked, to stay in the form it came from.
fn typed(fields: &Fields, note_field: &str) -> FormView {
    let form = FormView::new().with(note_field, note(fields)).with("message", field(fields, "message"));
    let kinds = fields.iter().filter(|(name, _)| name == "kind");
    kinds.fold(form, |form, (_, kind)| form.with(&format!("kind-{kind}"), "yes"))
}

async fn view(
    page: &StaffPage,
    (account, id): Place,
    form: FormView,
    faults: &[Fault],
) -> Result<DeskOrder, PageError> {
    let found = page.cx().db.account(account).read(move |tx| {
        let Some(order) = orders::store::find(tx, id)? else { return Ok(None) };
        let uploads = orders::store::uploads(tx, id)?;
        let notes = orders::store::reviews(tx, id)?;
        let history = orders::store::history(tx, id)?;
        let method = match payments::store::success_of_order(tx, id)?.and_then(|attempt| attempt.method) {
            Some(method) => payments::store::find_method(tx, method)?,
            None => None,
        };
        let invoices = invoicing::store::of_order(tx, id)?;
        Ok::<_, db::Error>(Some((order, uploads, notes, history, method, invoices)))
    });
    let (order, uploads, notes, history, method, invoices) = found.await?.ok_or(PageError::NotFound)?;
    let (texts, locale, now) = (&page.web().texts, page.visit().locale, page.visit().now);
    let subsidiary = page.cx().subsidiary(order.subsidiary).map_err(PageError::internal)?;
    let href = format!("/desk/orders/{account}/{id}");
    let document = |upload: &orders::Upload| Document {
        href: format!("{href}/uploads/{}", upload.id),
        name: upload.file_name.clone(),
        at: upload.received_at,
    };
    let is_open = matches!(order.state, OrderState::Checking | OrderState::DocumentsRequested);
    let may = page.staff.role.may(Role::Desk);
    let reasons = order.review.iter().flat_map(|review| &review.reasons);
    let events = orders::follow_up::events(&order, &history);
    Ok(DeskOrder {
        number: order.number.to_string(),
        customer: order.billing.organisation.clone().unwrap_or_else(|| order.billing.name.clone()),
        nic: order.billing.nic.clone(),
        state: state_badge(texts, locale, order.state_at(now)),
        form: page.faulty(form, faults),
        reasons: reasons.map(|reason| reason.code()).collect(),
        created_at: order.created_at,
        paid_at: order.paid_at,
        billing: BillingView::from(&order.billing),
        payment: method.map(|method| method.label).unwrap_or_default(),
        invoices: invoices
            .into_iter()
            .map(|invoice| InvoiceLink {
                href: super::invoice::href(&(account, invoice.reference.clone())),
                gross: invoice.gross,
                reference: invoice.reference,
            })
            .collect(),
        documents: uploads.iter().filter(|upload| upload.forgotten_at.is_none()).map(document).collect(),
        kinds: DocumentKind::ALL.map(|kind| kind.code()).to_vec(),
        notes: notes
            .into_iter()
            .map(|note| NoteRow { at: note.at, decision: note.decision.code(), text: note.note })
            .collect(),
        history: events.iter().map(|event| EventRow { at: event.at, code: event.kind.code() }).collect(),
        lines: order.lines.iter().map(line_view).collect(),
        totals: TotalsView::new(page, &order.totals, subsidiary, &sum_lines(page, &order.lines)),
        can_decide: is_open && may,
        can_ask: order.state == OrderState::Checking && may,
        href,
    })
}

impl View for DeskOrder {
    const TEMPLATE: &'static str = "pages/desk/order.html";
    const AREA: &'static str = "queue";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/desk", "queue-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<DeskOrder> {
        use crate::view::sample;
        use orders::follow_up::{EventKind, HistoryCode};
        let codes = || {
            let recorded = HistoryCode::ALL.map(EventKind::Recorded);
            [EventKind::Created, EventKind::NotPaid].into_iter().chain(recorded)
        };
        let page = |can_decide: bool| DeskOrder {
            number: "100042".into(),
            href: "/desk/orders/1/2".into(),
            customer: "Analytical Engines".into(),
            nic: "al12345-ct".into(),
            state: Badge::sample(),
            form: FormView::new(),
            reasons: orders::validation::Reason::ALL.map(|reason| reason.code()).into(),
            created_at: sample::at(),
            paid_at: can_decide.then(sample::at),
            billing: BillingView::sample(),
            payment: "•••• 4242".into(),
            invoices: vec![InvoiceLink {
                href: "/desk/invoices/1/FR00000042".into(),
                reference: "FR00000042".into(),
                gross: sample::eur(6_719),
            }],
            documents: vec![Document { href: "/x".into(), name: "id.png".into(), at: sample::at() }],
            kinds: DocumentKind::ALL.map(|kind| kind.code()).to_vec(),
            notes: orders::Decision::ALL
                .map(|of| NoteRow { at: sample::at(), decision: of.code(), text: "seen".into() })
                .into(),
            history: codes().map(|kind| EventRow { at: sample::at(), code: kind.code() }).collect(),
            lines: vec![LineView {
                description: "Riva 2".into(),
                quantity: 1,
                was: None,
                net: sample::eur(5_599),
                is_installation: false,
            }],
            totals: TotalsView::sample(),
            can_decide,
            can_ask: can_decide,
        };
        vec![page(true), page(false)]
    }
}
