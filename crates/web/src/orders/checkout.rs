//! The order form: what is ordered, for whom, under which contracts, and the button that orders it.

use std::collections::BTreeMap;

use axum::extract::Path;
use flows::{CartChange, Checkout as Wish, CheckoutError, PricedCart, SeenCart};
use kernel::{Money, OrderId, UnitPrice};
use orders::{NotAccepted, Waiver};
use serde::Serialize;

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, Page, VisitorPage};
use crate::shop::cart::priced;
use crate::shop::plan::sum_lines;
use crate::view::{BillingView, Crumb, EveryView, TotalsView, View};

#[derive(Debug, Serialize)]
pub(crate) struct Checkout {
    /// The order this page makes: sent twice, it is one.
    id: String,
    form: FormView,
    lines: Vec<CheckoutLine>,
    billing: BillingView,
    contracts: Vec<ContractView>,
    waiver: Option<WaiverView>,
    /// The prices of this page, which the form brings back.
    seen: String,
    /// What is not as the page before showed it.
    changes: Vec<ChangeView>,
    totals: TotalsView,
    then: Vec<EveryView>,
    expiry_hours: i64,
}

#[derive(Debug, Serialize)]
struct CheckoutLine {
    description: String,
    quantity: u16,
    was: Option<UnitPrice>,
    unit_price: UnitPrice,
    net: Money,
    promotion: String,
    is_installation: bool,
}

#[derive(Debug, Serialize)]
struct ContractView {
    href: String,
    title: String,
    version: String,
    mark: String,
}

/// What is excluded from the right of withdrawal, and must be agreed to.
#[derive(Debug, Serialize)]
struct WaiverView {
    things: String,
    mark: String,
    /// Whether the order has more, which loses the right with it.
    has_rest: bool,
}

/// One thing that changed, by the key of its sentence.
#[derive(Debug, Serialize)]
struct ChangeView {
    key: &'static str,
    name: String,
    was: Option<Money>,
    now: Option<Money>,
}

/// The form, whose marks are repeated: one for each contract.
type Fields = Vec<(String, String)>;

#[derive(Debug, Serialize)]
pub(crate) struct ContractPage {
    title: String,
    version: String,
    text: String,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let cart = priced(&page).await?;
    if cart.items.is_empty() || cart.items.iter().any(|item| item.quote.is_err()) {
        return Ok(page.redirect("/cart"));
    }
    page.show(&view(&page, &cart, FormView::new(), &[])?)
}

pub(crate) async fn post(page: MemberPage, Form(fields): Form<Fields>) -> Answer {
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let id: Option<OrderId> = value("id").and_then(|id| id.parse().ok());
    let id = id.ok_or_else(|| PageError::Bad("no order id".to_owned()))?;
    let is_ticked = value("contracts") == Some("yes");
    let is_waived = value("waiver") == Some("yes");
    let is_accepted = |name: &str| (name == "mark" && is_ticked) || (name == "waiver-mark" && is_waived);
    let marks = fields.iter().filter(|(name, _)| is_accepted(name));
    let wish = Wish {
        id,
        accepted: marks.map(|(_, mark)| mark.clone()).collect(),
        seen: Some(SeenCart::parse(value("seen").unwrap_or_default())),
        address: Some(page.visit().peer.to_string()),
        locale: page.visit().locale,
    };
    match flows::checkout(page.cx(), page.account.id, wish).await {
        Ok(order) if order.needs_payment() => Ok(page.redirect(&format!("/orders/{}/pay", order.number))),
        Ok(order) => {
            let flash = Flash::good("flash-order-placed").with("number", order.number.to_string());
            Ok(page.redirect_with(&format!("/orders/{}", order.number), flash))
        }
        Err(CheckoutError::Empty) => Ok(page.redirect_with("/cart", Flash::bad("flash-cart-emptied"))),
        Err(CheckoutError::Unavailable) => Ok(page.redirect_with("/cart", Flash::bad("flash-cart-changed"))),
        Err(CheckoutError::Changed(changes)) => {
            let cart = priced(&page).await?;
            page.show_faulty(&view(&page, &cart, typed(&fields), &changes)?)
        }
        Err(CheckoutError::NotAccepted(NotAccepted(codes))) => {
            let cart = priced(&page).await?;
            let is_waiver = |code: &String| code == Waiver::CODE;
            let contracts = codes.iter().any(|code| !is_waiver(code));
            let contracts = contracts.then(|| Fault::at("contracts", "error-contracts"));
            let waiver = codes.iter().any(is_waiver).then(|| Fault::at("waiver", "error-waiver"));
            let faults: Vec<Fault> = contracts.into_iter().chain(waiver).collect();
            let form = page.faulty(typed(&fields), &faults);
            page.show_faulty(&view(&page, &cart, form, &[])?)
        }
        Err(CheckoutError::Db(error)) => Err(error.into()),
        Err(
            error @ (CheckoutError::Create(_)
            | CheckoutError::Paid(_)
            | CheckoutError::Service(_)
            | CheckoutError::Price(_)
            | CheckoutError::Unconfigured(_)),
        ) => Err(PageError::internal(error)),
    }
}

/// What was ticked stays ticked.
fn typed(fields: &Fields) -> FormView {
    let is_box = |name: &str| name == "contracts" || name == "waiver";
    fields
        .iter()
        .filter(|(name, _)| is_box(name))
        .fold(FormView::new(), |form, (name, value)| form.with(name, value.clone()))
}

/// The text of a contract, for everybody to read before anything is signed.
pub(crate) async fn contract(page: VisitorPage, Path(code): Path<String>) -> Answer {
    let contract = page.cx().settings.contracts.iter().find(|contract| contract.code == code);
    let contract = contract.ok_or(PageError::NotFound)?;
    let text = page.web().options.contract_texts.get(&code).cloned().ok_or(PageError::NotFound)?;
    let (title, version) = (page.say(&contract.title), contract.version.clone());
    page.show(&ContractPage { title, version, text })
}

fn view(
    page: &MemberPage,
    cart: &PricedCart,
    form: FormView,
    changes: &[CartChange],
) -> Result<Checkout, PageError> {
    let (visit, settings) = (page.visit(), &page.cx().settings);
    let lines =
        || cart.items.iter().filter_map(|item| item.quote.as_ref().ok()).flat_map(|quote| &quote.lines);
    let asked = flows::asked(page.cx(), &page.account, cart).map_err(PageError::internal)?;
    let waiver = asked.waiver.map(|waiver| WaiverView {
        things: waiver.names.join(", "),
        mark: waiver.contract.mark(),
        has_rest: waiver.has_rest,
    });
    Ok(Checkout {
        id: page.cx().random.id::<()>(visit.now).to_string(),
        form,
        lines: lines().map(line).collect(),
        billing: BillingView::from(&page.account.billing_contact()),
        contracts: asked.contracts.iter().map(|contract| contract_view(page, contract)).collect(),
        waiver,
        seen: SeenCart::of(cart).to_text(),
        changes: changes.iter().map(change).collect(),
        totals: TotalsView::new(page, &cart.totals, &visit.subsidiary, &sum_lines(page, lines())),
        then: then(cart),
        expiry_hours: settings.order_expiry.as_hours(),
    })
}

fn change(change: &CartChange) -> ChangeView {
    let view = |key, name: &str, amounts: Option<(Money, Money)>| {
        let (was, now) = amounts.unzip();
        ChangeView { key, name: name.to_owned(), was, now }
    };
    match change {
        CartChange::Added { name } => view("checkout-change-added", name, None),
        CartChange::Removed { name } => view("checkout-change-removed", name, None),
        CartChange::Price { name, was, now } => view("checkout-change-price", name, Some((*was, *now))),
        CartChange::Terms { name } => view("checkout-change-terms", name, None),
        CartChange::Total { was, now } => view("checkout-change-total", "", Some((*was, *now))),
    }
}

/// What is due later, one amount for each length of period, the shortest first.
fn then(cart: &PricedCart) -> Vec<EveryView> {
    let mut sums: BTreeMap<u16, Money> = BTreeMap::new();
    for (months, amount) in cart.items.iter().filter_map(|item| item.quote.as_ref().ok()?.then) {
        let before = sums.get(&months.count()).copied().unwrap_or(Money::zero(amount.currency()));
        // An order too large to be summed has no sum to show: its checkout says so.
        let Ok(sum) = before.plus(amount) else { continue };
        sums.insert(months.count(), sum);
    }
    sums.into_iter().map(|(months, amount)| EveryView { amount, months }).collect()
}

fn contract_view(page: &Page, contract: &orders::Contract) -> ContractView {
    ContractView {
        href: format!("/contracts/{}", contract.code),
        title: page.say(&contract.title),
        version: contract.version.clone(),
        mark: contract.mark(),
    }
}

fn line(line: &catalog::QuoteLine) -> CheckoutLine {
    let is_discounted = line.unit_price.e8() < line.list_price.e8();
    let promotion = line.promotion.as_ref().map(crate::view::PromotionView::from);
    CheckoutLine {
        description: line.description.clone(),
        quantity: line.quantity,
        was: is_discounted.then_some(line.list_price),
        unit_price: line.unit_price,
        net: line.net,
        promotion: promotion.map(|promotion| promotion.name).unwrap_or_default(),
        is_installation: match line.kind {
            catalog::LineKind::Installation => true,
            catalog::LineKind::Rental => false,
        },
    }
}

impl View for Checkout {
    const TEMPLATE: &'static str = "pages/orders/checkout.html";
    const AREA: &'static str = "cart";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/cart", "cart-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Checkout> {
        use crate::view::sample;
        let line = |discounted: bool| CheckoutLine {
            description: "Riva 2".into(),
            quantity: 1,
            was: discounted.then(|| sample::price(6_999)),
            unit_price: sample::price(5_599),
            net: sample::eur(5_599),
            promotion: if discounted { "−20 %".into() } else { String::new() },
            is_installation: discounted,
        };
        let contract = || ContractView {
            href: "/contracts/terms".into(),
            title: "General terms".into(),
            version: "2026-01".into(),
            mark: "terms:2026-01:abc".into(),
        };
        let texts = texts::Texts::embedded();
        let faults = [Fault::at("contracts", "error-contracts"), Fault::at("waiver", "error-waiver")];
        let faulty = Checkout {
            id: "1".into(),
            form: FormView::new().faulty(&texts, kernel::Locale::En, &faults),
            lines: vec![line(true), line(false)],
            billing: BillingView::sample(),
            contracts: vec![contract()],
            waiver: Some(WaiverView {
                things: "Domain name .example, Panel for 10 sites".into(),
                mark: "withdrawal-waiver:1:abc".into(),
                has_rest: true,
            }),
            seen: "{}".into(),
            changes: Vec::new(),
            totals: TotalsView::sample(),
            then: vec![EveryView { amount: sample::eur(6_999), months: 1 }],
            expiry_hours: 24,
        };
        let (was, now) = (sample::eur(5_599), sample::eur(6_999));
        let changes = [
            CartChange::Added { name: "Riva 2".into() },
            CartChange::Removed { name: "Riva 1".into() },
            CartChange::Price { name: "Riva 3".into(), was, now },
            CartChange::Terms { name: "Riva 4".into() },
            CartChange::Total { was, now },
        ];
        let changed = Checkout {
            id: "1".into(),
            form: FormView::new().with("contracts", "yes"),
            lines: vec![line(false)],
            billing: BillingView::sample(),
            contracts: vec![contract()],
            waiver: None,
            seen: "{}".into(),
            changes: changes.iter().map(change).collect(),
            totals: TotalsView::sample(),
            then: Vec::new(),
            expiry_hours: 24,
        };
        vec![faulty, changed]
    }
}

impl View for ContractPage {
    const TEMPLATE: &'static str = "pages/orders/contract.html";
    const AREA: &'static str = "";

    #[cfg(test)]
    fn samples() -> Vec<ContractPage> {
        vec![ContractPage {
            title: "General terms".into(), version: "2026-01".into(), text: "1. We…".into()
        }]
    }
}
