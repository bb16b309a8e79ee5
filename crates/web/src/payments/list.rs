//! The payments of the account, sorted and filtered by the address, each with its invoices; and those being made.

use axum::extract::Query;
use db::AccountTx;
use flows::operations::{OperationState, PaidInvoice, paid_by};
use kernel::{Currency, Date, Direction, Money, OrderId, PageRequest, PaymentKind, Sort, Timestamp};
use payments::{Attempt, Comparison, PaymentColumn, PaymentQuery};
use serde::Serialize;

use super::{badge, labels, method_of};
use crate::error::Answer;
use crate::export::{self, Cell};
use crate::list::{Address, Asked, COUNTED_TO, Column, ListView, Sorted, iso};
use crate::page::{MemberPage, Page};
use crate::view::{Badge, Choice, Crumb, RowLink, View};

/// How many payments one page shows.
const PAGE_SIZE: u16 = 20;
/// The most payments being made that are shown.
const RUNNING_MAX: u16 = 20;
const OWN_SORT: Sort<PaymentColumn> = Sort::descending(PaymentColumn::Date);
const COLUMNS: [Column; 6] = [
    Column::new("payment-reference"),
    Column::new("payment-date").sorted("date", Direction::Descending),
    Column::new("payment-total").amount().sorted("amount", Direction::Descending),
    Column::new("payment-method"),
    Column::new("payment-invoices"),
    Column::ACTIONS,
];

#[derive(Debug, Serialize)]
pub(crate) struct Payments {
    list: ListView,
    running: Vec<RunningRow>,
    amount: String,
    from: String,
    until: String,
    comparison: &'static str,
    kind: &'static str,
    comparisons: Vec<Choice>,
    kinds: Vec<Choice>,
    payments: Vec<PaymentRow>,
}

/// A payment that is still being made.
#[derive(Debug, Serialize)]
struct RunningRow {
    reference: String,
    at: Timestamp,
    amount: Money,
    method: String,
    order: String,
    state: Badge,
}

#[derive(Debug, Serialize)]
struct PaymentRow {
    id: String,
    reference: String,
    at: Timestamp,
    amount: Money,
    /// What of it went back, or is on its way.
    back: Option<Money>,
    method: String,
    invoices: Vec<String>,
    links: Vec<RowLink>,
}

/// What is shown of payments, from every slice.
struct Shown {
    labels: Vec<(kernel::MethodId, String)>,
    numbers: Vec<(OrderId, i64)>,
    back: Vec<(kernel::AttemptId, Money)>,
    paid: Vec<PaidInvoice>,
}

fn shown(tx: &mut AccountTx, attempts: &[Attempt]) -> Result<Shown, db::Error> {
    let orders: Vec<OrderId> = attempts.iter().filter_map(|attempt| attempt.order).collect();
    let ids: Vec<kernel::AttemptId> = attempts.iter().map(|attempt| attempt.id).collect();
    Ok(Shown {
        labels: labels(tx, attempts)?,
        numbers: orders::store::numbers(tx, &orders)?,
        back: payments::store::given_back(tx, &ids)?,
        paid: paid_by(tx, &orders)?,
    })
}

impl Shown {
    fn number(&self, attempt: &Attempt) -> String {
        let found = self.numbers.iter().find(|(order, _)| Some(*order) == attempt.order);
        found.map(|(_, number)| number.to_string()).unwrap_or_default()
    }

    fn back(&self, attempt: &Attempt) -> Option<Money> {
        self.back.iter().find(|(id, _)| *id == attempt.id).map(|(_, back)| *back)
    }

    fn invoices(&self, attempt: &Attempt) -> Vec<String> {
        let of = self.paid.iter().filter(|paid| Some(paid.order) == attempt.order);
        of.map(|paid| paid.invoice.reference.clone()).collect()
    }
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let filters = Filters::read(&page, &asked);
    let (query, request) = (filters.query.clone(), asked.page(PAGE_SIZE));
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        let found = payments::store::search(tx, &query, &request)?;
        let count = payments::store::count(tx, &query, COUNTED_TO)?;
        let running = payments::store::running(tx, RUNNING_MAX)?;
        let all: Vec<Attempt> = found.items.iter().chain(&running).cloned().collect();
        Ok::<_, db::Error>((found, count, running, shown(tx, &all)?))
    });
    let (found, count, running, shown) = found.await?;
    let locale = page.visit().locale;
    let day = |on: Option<Date>| {
        on.map_or_else(String::new, |on| texts::format::date(on, locale, texts::format::Style::Short))
    };
    let words = |key: &str, code: &str| page.say(&format!("{key}-{code}"));
    let amount = filters.query.amount.map_or_else(String::new, |(comparison, minor)| {
        let amount = texts::format::money(Money::new(minor, filters.currency), locale);
        format!("{} {amount}", words("payment-amount", comparison.code()))
    });
    let kind = filters.query.kind.map_or_else(String::new, |kind| words("payment-kind", kind.code()));
    let list = ListView::new(filters.address, &COLUMNS, filters.sorted, asked.get("after"), found.next)
        .counted(count)
        .fields(&["compare", "amount", "kind", "from", "until"])
        .chip(&page, "amount", "chip-plain", &amount)
        .chip(&page, "kind", "chip-plain", &kind)
        .chip(&page, "from", "chip-from", &day(filters.from))
        .chip(&page, "until", "chip-until", &day(filters.until))
        .exported("/payments.csv");
    let compared = filters.query.amount.map(|(comparison, _)| comparison).unwrap_or_default();
    let choice = |value: &str, key: &str| Choice { value: value.into(), text: page.say(key) };
    let kinds =
        PaymentKind::ALL.iter().map(|kind| choice(kind.code(), &format!("payment-kind-{}", kind.code())));
    page.show(&Payments {
        list,
        running: running
            .iter()
            .map(|attempt| RunningRow {
                reference: attempt.reference(),
                at: attempt.created_at,
                amount: attempt.amount,
                method: method_of(&page, attempt, &shown.labels),
                order: shown.number(attempt),
                state: badge(&page, OperationState::of(attempt.state)),
            })
            .collect(),
        amount: asked.get("amount").map(str::to_owned).unwrap_or_default(),
        from: iso(filters.from),
        until: iso(filters.until),
        comparison: compared.code(),
        kind: filters.query.kind.map_or("", |kind| kind.code()),
        comparisons: Comparison::ALL
            .iter()
            .map(|one| choice(one.code(), &format!("payment-amount-{}", one.code())))
            .collect(),
        kinds: std::iter::once(choice("", "payment-kind-any")).chain(kinds).collect(),
        payments: found.items.iter().map(|attempt| row(&page, attempt, &shown)).collect(),
    })
}

fn row(page: &Page, attempt: &Attempt, shown: &Shown) -> PaymentRow {
    let order = shown.number(attempt);
    let link = |href: String, icon, key| RowLink { href, icon, text: page.say(key) };
    PaymentRow {
        id: attempt.id.to_string(),
        reference: attempt.reference(),
        at: attempt.settled_at.unwrap_or(attempt.created_at),
        amount: attempt.amount,
        back: shown.back(attempt),
        method: method_of(page, attempt, &shown.labels),
        invoices: shown.invoices(attempt),
        links: vec![
            link(format!("/payments/{}", attempt.id), "receipt", "payment-see"),
            link(format!("/orders/{order}"), "list-checks", "payment-order"),
        ],
    }
}

/// The payments the address finds, as a table.
pub(crate) async fn csv(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let filters = Filters::read(&page, &asked);
    let account = page.account.id;
    let (query, shared) = (filters.query, Page::clone(&page));
    let read = move |request: PageRequest| {
        let (query, page) = (query.clone(), shared.clone());
        async move {
            let found = page.cx().db.account(account).read(move |tx| {
                let found = payments::store::search(tx, &query, &request)?;
                let shown = shown(tx, &found.items)?;
                Ok::<_, db::Error>((found, shown))
            });
            let (found, shown) = found.await?;
            Ok(found.map(|attempt| cells(&page, &attempt, &shown)))
        }
    };
    let titles = [
        "payment-reference",
        "payment-date",
        "payment-total",
        "currency",
        "payment-method",
        "order-number",
        "payment-invoices",
        "payment-back",
    ];
    export::table(&page, "payments-title", &titles, read).await
}

fn cells(page: &Page, attempt: &Attempt, shown: &Shown) -> Vec<Cell> {
    let paid_at = attempt.settled_at.unwrap_or(attempt.created_at);
    vec![
        Cell::text(attempt.reference()),
        Cell::Day(page.visit().subsidiary.civil(paid_at)),
        Cell::Money(attempt.amount),
        Cell::plain(attempt.amount.currency().code()),
        Cell::text(method_of(page, attempt, &shown.labels)),
        Cell::plain(shown.number(attempt)),
        Cell::text(shown.invoices(attempt).join(" ")),
        Cell::Money(shown.back(attempt).unwrap_or_else(|| Money::zero(attempt.amount.currency()))),
    ]
}

/// What the address says.
struct Filters {
    query: PaymentQuery,
    currency: Currency,
    from: Option<Date>,
    until: Option<Date>,
    sorted: Sorted,
    address: Address,
}

impl Filters {
    fn read(page: &Page, asked: &Asked) -> Filters {
        let subsidiary = &page.visit().subsidiary;
        let currency = subsidiary.currency;
        let comparison = asked.get("compare").and_then(Comparison::parse).unwrap_or_default();
        let typed = asked.get("amount").map(|typed| typed.replace(' ', "").replace(',', "."));
        let amount = typed.and_then(|typed| Money::parse(&typed, currency).ok());
        let kind = asked.get("kind").and_then(PaymentKind::parse);
        let on = |name: &str| asked.get(name).and_then(|typed| typed.parse::<Date>().ok());
        let (from, until) = (on("from"), on("until"));
        let (sort, sorted) = Sorted::asked(asked.get("sort"), OWN_SORT);
        let compare = if amount.is_some() && comparison != Comparison::Is { comparison.code() } else { "" };
        let address = Address::new("/payments")
            .with("compare", compare)
            .with("amount", amount.map_or_else(String::new, |amount| amount.to_decimal()))
            .with("kind", kind.map_or("", |kind| kind.code()))
            .with("from", iso(from))
            .with("until", iso(until));
        let query = PaymentQuery {
            amount: amount.map(|amount| (comparison, amount.minor())),
            kind,
            from: from.map(|on| subsidiary.start_of(on)),
            before: until.and_then(|on| on.tomorrow().ok()).map(|on| subsidiary.start_of(on)),
            sort,
        };
        Filters { query, currency, from, until, sorted, address }
    }
}

impl View for Payments {
    const TEMPLATE: &'static str = "pages/payments/list.html";
    const AREA: &'static str = "invoices";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/invoices", "invoices-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Payments> {
        use crate::view::sample;
        let row = |back: Option<i64>| PaymentRow {
            id: "1".into(),
            reference: "P-B302099A8057".into(),
            at: sample::at(),
            amount: sample::eur(6_719),
            back: back.map(sample::eur),
            method: "Carte bancaire •••• 4242".into(),
            invoices: if back.is_some() { vec![] } else { vec!["FR00000001".into(), "FR00000002".into()] },
            links: vec![RowLink { href: "/x".into(), icon: "receipt", text: "See".into() }],
        };
        let running = |order: &str| RunningRow {
            reference: "P-B302099A8057".into(),
            at: sample::at(),
            amount: sample::eur(6_719),
            method: "Carte bancaire".into(),
            order: order.into(),
            state: Badge::sample(),
        };
        let choice = || Choice { value: "is".into(), text: "=".into() };
        let list = |list: ListView, running, amount: &str, payments| Payments {
            list,
            running,
            amount: amount.into(),
            from: String::new(),
            until: String::new(),
            comparison: "is",
            kind: "",
            comparisons: vec![choice()],
            kinds: vec![choice()],
            payments,
        };
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &[]);
        vec![
            list(full, vec![running("100042")], "", vec![row(None), row(Some(359))]),
            list(empty, vec![running("100042")], "", vec![]),
            list(filtered, vec![], "12.00", vec![]),
        ]
    }
}
