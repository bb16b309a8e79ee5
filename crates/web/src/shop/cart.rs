//! The cart: what it holds, priced now, with the taxes of the visitor's country.

use axum::extract::Path;
use flows::{PriceError, PricedCart, PricedItem};
use kernel::{CartItemId, Money};
use orders::cart::{self, CartError};
use serde::{Deserialize, Serialize};
use texts::Args;

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Form, FormView};
use crate::page::{Page, VisitorPage};
use crate::shop::plan::sum_lines;
use crate::view::{EveryView, PromotionView, TotalsView, View, configuration_value, named};

#[derive(Debug, Serialize)]
pub(crate) struct Cart {
    form: FormView,
    items: Vec<ItemView>,
    totals: Option<TotalsView>,
    country: String,
    /// Whether every item can be ordered as it is.
    can_order: bool,
}

#[derive(Debug, Serialize)]
struct ItemView {
    id: String,
    href: String,
    name: String,
    details: Vec<String>,
    promotions: Vec<PromotionView>,
    /// Why it cannot be ordered as it is.
    problem: String,
    was: Option<Money>,
    net: Option<Money>,
    then: Option<EveryView>,
    quantity: u16,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Quantity {
    quantity: String,
}

pub(crate) async fn get(page: VisitorPage) -> Answer {
    let cart = priced(&page).await?;
    page.show(&view(&page, &cart))
}

pub(crate) async fn quantity(
    page: VisitorPage,
    Path(id): Path<CartItemId>,
    Form(form): Form<Quantity>,
) -> Answer {
    // What is no number is no quantity, which the cart refuses.
    let (quantity, now) = (form.quantity.trim().parse().unwrap_or(0), page.visit().now);
    let cart = page.cx().db.account(page.visit().cart_account());
    match cart.write(move |tx| cart::set_quantity(tx, now, id, quantity)).await {
        Ok(()) | Err(CartError::Gone | CartError::Full) => Ok(page.redirect("/cart")),
        Err(CartError::Quantity) => Ok(page.redirect_with("/cart", Flash::bad("flash-cart-quantity"))),
        Err(CartError::Db(error)) => Err(error.into()),
    }
}

pub(crate) async fn remove(page: VisitorPage, Path(id): Path<CartItemId>) -> Answer {
    let cart = page.cx().db.account(page.visit().cart_account());
    cart.write(move |tx| cart::remove(tx, id)).await?;
    Ok(page.redirect_with("/cart", Flash::good("flash-cart-removed")))
}

/// The cart at the prices of now.
pub(crate) async fn priced(page: &Page) -> Result<PricedCart, PageError> {
    let visit = page.visit();
    flows::price_cart(page.cx(), visit.cart_account(), visit.subsidiary.code).await.map_err(|error| {
        match error {
            PriceError::Db(error) => error.into(),
            error @ (PriceError::Unconfigured(_) | PriceError::Money(_)) => PageError::internal(error),
        }
    })
}

fn view(page: &Page, cart: &PricedCart) -> Cart {
    let quotes = cart.items.iter().filter_map(|item| item.quote.as_ref().ok());
    let lines = quotes.flat_map(|quote| &quote.lines);
    Cart {
        form: FormView::new(),
        items: cart.items.iter().map(|item| item_view(page, item)).collect(),
        totals: Some(TotalsView::new(page, &cart.totals, &page.visit().subsidiary, &sum_lines(page, lines))),
        country: page.visit().country.code().to_owned(),
        can_order: cart.items.iter().all(|item| item.quote.is_ok()),
    }
}

fn item_view(page: &Page, item: &PricedItem) -> ItemView {
    let quote = item.quote.as_ref().ok();
    let lines = quote.map_or(&[][..], |quote| &quote.lines);
    let lists = lines.iter().filter_map(|line| line.list_price.times(i64::from(line.quantity)).ok());
    let before = quote.and_then(|quote| Money::sum(quote.currency, lists).ok());
    let net = quote.map(|quote| quote.due_now);
    let mut promotions: Vec<PromotionView> =
        lines.iter().filter_map(|line| line.promotion.as_ref()).map(PromotionView::from).collect();
    promotions.dedup();
    let name = item.name.clone().unwrap_or_else(|| item.selection.plan_code.clone());
    // What the plan comes with; its own rent and its fee say nothing new.
    let parts = lines.iter().map(|line| line.description.clone()).filter(|text| *text != name);
    let said = item.selection.configurations.iter().map(|(of, value)| said(page, of, value));
    let details = parts.chain(said).collect();
    ItemView {
        id: item.id.to_string(),
        href: format!("/plans/{}", item.selection.plan_code),
        name,
        details,
        promotions,
        problem: if quote.is_none() { page.say("cart-changed") } else { String::new() },
        was: before.filter(|before| net.is_some_and(|net| before.minor() > net.minor())),
        net,
        then: quote
            .and_then(|quote| quote.then)
            .map(|(months, amount)| EveryView { amount, months: months.count() }),
        quantity: item.selection.quantity,
    }
}

/// «Data centre: Western Europe».
fn said(page: &Page, of: &str, value: &str) -> String {
    let (texts, locale) = (&page.web().texts, page.visit().locale);
    let name = named(texts, locale, "configuration-", of);
    let value = configuration_value(texts, locale, value);
    texts.t(locale, "labelled", &Args::new().with("label", name).with("value", value))
}

impl View for Cart {
    const TEMPLATE: &'static str = "pages/shop/cart.html";
    const AREA: &'static str = "cart";

    #[cfg(test)]
    fn samples() -> Vec<Cart> {
        use crate::view::sample;
        let item = |problem: &str| ItemView {
            id: format!("item{}", problem.len()),
            href: "/plans/riva-2".into(),
            name: "Riva 2".into(),
            details: vec!["64 GB".into()],
            promotions: vec![PromotionView { name: "−19 %".into(), ends_at: Some(sample::at()) }],
            problem: problem.into(),
            was: problem.is_empty().then(|| sample::eur(6_999)),
            net: problem.is_empty().then(|| sample::eur(5_699)),
            then: problem.is_empty().then(|| EveryView { amount: sample::eur(6_999), months: 12 }),
            quantity: 2,
        };
        let cart = |items, totals| Cart {
            form: FormView::new(),
            items,
            totals,
            country: "FR".into(),
            can_order: true,
        };
        vec![cart(vec![item(""), item("changed")], Some(TotalsView::sample())), cart(vec![], None)]
    }
}
