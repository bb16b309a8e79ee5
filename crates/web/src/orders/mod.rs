//! Orders: list, tracking, the form, its documents, payment, and the providers' webhooks.

pub(crate) mod checkout;
pub(crate) mod documents;
pub(crate) mod form;
pub(crate) mod list;
pub(crate) mod pay;
pub(crate) mod references;
pub(crate) mod track;
pub(crate) mod webhook;

use kernel::{AccountId, Locale, Money, Timestamp};
use orders::{Order, OrderLine, OrderState, OrderSummary};
use serde::Serialize;
use texts::Texts;
use texts::sums::SumLine;

use crate::PageError;
use crate::page::Page;
use crate::view::{Badge, LineView, RowLink};

/// An order in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct OrderRow {
    number: String,
    summary: String,
    others: u32,
    created_at: Timestamp,
    state: Badge,
    total: Money,
    links: Vec<RowLink>,
}

impl OrderRow {
    pub(crate) fn new(page: &Page, order: &OrderSummary) -> OrderRow {
        let number = order.number;
        let link = |path: &str, icon, key| RowLink {
            href: format!("/orders/{number}{path}"),
            icon,
            text: page.say(key),
        };
        let mut links =
            vec![link("", "list-checks", "order-track"), link("/form", "file-text", "order-form")];
        if order.state == OrderState::NotPaid && order.gross.is_positive() {
            links.insert(0, link("/pay", "credit-card", "order-pay"));
        }
        OrderRow {
            number: number.to_string(),
            summary: order.title.clone(),
            others: order.others,
            created_at: order.created_at,
            state: state_badge(&page.web().texts, page.visit().locale, order.state),
            total: order.gross,
            links,
        }
    }

    /// An order with everything, and one whose only item has a name without a space.
    #[cfg(test)]
    pub(crate) fn samples() -> Vec<OrderRow> {
        use crate::view::sample;
        let row = |number: &str, summary: &str, others, minor| OrderRow {
            number: number.into(),
            summary: summary.into(),
            others,
            created_at: sample::at(),
            state: Badge::sample(),
            total: sample::eur(minor),
            links: vec![RowLink {
                href: format!("/orders/{number}"),
                icon: "list-checks",
                text: "Follow".into(),
            }],
        };
        vec![row("100042", "Riva 2", 2, 6_719), row("100041", &"W".repeat(80), 0, 0)]
    }
}

/// The state of an order, in the same hue wherever it is shown.
pub(crate) fn state_badge(texts: &Texts, locale: Locale, state: OrderState) -> Badge {
    let (hue, icon) = match state {
        OrderState::NotPaid => ("wait", "clock"),
        OrderState::Checking => ("busy", "hourglass"),
        OrderState::DocumentsRequested => ("bad", "circle-alert"),
        OrderState::Delivering => ("busy", "truck"),
        OrderState::Delivered => ("good", "circle-check"),
        OrderState::Cancelling => ("wait", "hourglass"),
        OrderState::Cancelled | OrderState::Expired => ("still", "circle-x"),
    };
    Badge::new(texts, locale, hue, icon, &format!("order-state-{}", state.code()))
}

/// A line of the order as a receipt shows it.
pub(crate) fn line_view(line: &OrderLine) -> LineView {
    let before = line.list_price.times(i64::from(line.quantity)).ok();
    LineView {
        description: line.description.clone(),
        quantity: line.quantity,
        was: before.filter(|_| line.is_discounted()),
        net: line.net,
        is_installation: match line.kind {
            catalog::LineKind::Installation => true,
            catalog::LineKind::Rental => false,
        },
    }
}

/// The lines of an order as its totals are made of them.
pub(crate) fn sum_lines(page: &Page, lines: &[OrderLine]) -> Vec<SumLine> {
    let line = |line: &OrderLine| SumLine {
        description: line_name(page, line.kind, &line.description),
        quantity: u32::from(line.quantity),
        unit_price: line.unit_price,
        instead_of: line.is_discounted().then(|| {
            let name = line.promotion.as_ref().map(|promotion| promotion.label().to_owned());
            (line.list_price, name)
        }),
        net: line.net,
    };
    lines.iter().map(line).collect()
}

/// What a line is for: the plan or option, or its installation.
pub(crate) fn line_name(page: &Page, kind: catalog::LineKind, description: &str) -> String {
    match kind {
        catalog::LineKind::Installation => {
            page.t("document-installation", &texts::Args::new().with("description", description))
        }
        catalog::LineKind::Rental => description.to_owned(),
    }
}

/// The member's order with this number; another's is not found.
pub(crate) async fn order(page: &Page, account: AccountId, number: i64) -> Result<Order, PageError> {
    let account = page.cx().db.account(account);
    let found = account.read(move |tx| orders::store::find_by_number(tx, number)).await?;
    found.ok_or(PageError::NotFound)
}
