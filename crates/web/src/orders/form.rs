//! The order form as a document: a page of its own, and a PDF.

use accounts::Account;
use axum::extract::Path;
use axum::response::Response;
use documents::OrderForm;
use invoicing::{Draft, InvoiceLine};
use kernel::Locale;
use orders::OrderLine;
use texts::Texts;

use crate::error::{Answer, PageError};
use crate::page::{MemberPage, Page, document_html, pdf};

pub(crate) async fn html(page: MemberPage, Path(number): Path<i64>) -> Answer {
    let form = form(&page, &page.account, number).await?;
    let title = page.t("order-title", &texts::Args::new().with("number", number.to_string()));
    let back = documents::Way { href: format!("/orders/{number}"), text: title };
    let ways = page.ways(back, format!("/orders/{number}/form.pdf"));
    let html = page.web().documents.order_form_html(&form, &ways).map_err(PageError::internal)?;
    Ok(document_html(html))
}

pub(crate) async fn pdf_file(page: MemberPage, Path(number): Path<i64>) -> Answer {
    let form = form(&page, &page.account, number).await?;
    made_pdf(&page, number, form).await
}

/// The order form as a PDF.
pub(crate) async fn made_pdf(page: &Page, number: i64, form: OrderForm) -> Answer {
    let documents = page.web().documents.clone();
    let made = tokio::task::spawn_blocking(move || documents.order_form_pdf(&form)).await;
    let bytes = made.map_err(PageError::internal)?.map_err(PageError::internal)?;
    Ok::<Response, PageError>(pdf(&format!("{number}.pdf"), bytes))
}

/// The form of an account's order.
pub(crate) async fn form(page: &Page, account: &Account, number: i64) -> Result<OrderForm, PageError> {
    let order = super::order(page, account.id, number).await?;
    let subsidiary = page.cx().subsidiary(order.subsidiary).map_err(PageError::internal)?;
    let now = page.visit().now;
    let (billing, locale) = (order.billing.clone(), order.locale);
    let lines = order.lines.iter().map(|of| line(&page.web().texts, locale, of)).collect();
    let id = page.cx().random.id(now);
    // The form says what the invoice will say; the draft is only read.
    let draft = Draft::new(id, (order.id, order.number), subsidiary, billing, locale, lines, &order.totals);
    let form = OrderForm {
        content: draft.content,
        created_at: order.created_at,
        expires_at: order.is_payable(now).then_some(order.expires_at),
        withdrawal_waived_at: order.withdrawal_waived_at,
        own_methods: Vec::new(),
        kinds: Vec::new(),
    };
    if !order.is_payable(now) {
        return Ok(form);
    }
    let partition = page.cx().db.account(account.id);
    let mut methods = partition.read(payments::store::list_methods).await?;
    methods.retain(|method| method.is_usable(subsidiary.civil(now)));
    methods.sort_by_key(|method| !method.is_default);
    let own = methods.into_iter().map(|method| method.label).collect();
    Ok(form.payable_with(own, subsidiary.payment_kinds(account.account_type).to_vec()))
}

fn line(texts: &Texts, locale: Locale, line: &OrderLine) -> InvoiceLine {
    let promotion = line.promotion.as_ref().map(|promotion| promotion.label().to_owned());
    let named = texts::Args::new().with("description", line.description.as_str());
    InvoiceLine {
        description: match line.kind {
            catalog::LineKind::Installation => texts.t(locale, "document-installation", &named),
            catalog::LineKind::Rental => line.description.clone(),
        },
        service: None,
        service_label: None,
        quantity: u32::from(line.quantity),
        list_price: line.is_discounted().then_some(line.list_price),
        discount: promotion.filter(|_| line.is_discounted()),
        unit_price: line.unit_price,
        net: line.net,
        period: None,
        taxes: Vec::new(),
    }
}
