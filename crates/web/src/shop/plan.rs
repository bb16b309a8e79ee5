//! One plan: its options, durations and the exact price of what is chosen.
//!
//! The choice is in the address, so that a price can be sent to somebody. The form posts to the same address:
//! «update the price» comes back here by GET, «add to cart» goes on.

use axum::extract::{Path, Query};
use axum::response::Response;
use catalog::{
    AddonFamily, Billing, Capacity, Configuration, Field, ModeOffer, Offer, Preview, Problem, ProblemKind,
    Quote, QuoteLine, Selection,
};
use kernel::{CartItemId, Money, UnitPrice};
use orders::cart::CartError;
use serde::Serialize;
use texts::Args;
use texts::sums::{self, Step, SumLine};

use super::specs;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::orders::line_name;
use crate::page::{Page, VisitorPage, encoded};
use crate::view::{Choice, Crumb, EveryView, LineView, PromotionView, View, configuration_value, named};

/// How many optional choices are shown at once.
const UNFOLDED_MAX: usize = 5;

/// The fields of the form, in any order; repeated where several options of a family are allowed.
type Fields = Vec<(String, String)>;

#[derive(Debug, Serialize)]
pub(crate) struct PlanPage {
    /// The thing this page puts in the cart: sent twice, it is one.
    item: String,
    code: String,
    name: String,
    specs: Vec<String>,
    form: FormView,
    modes: Vec<ModeView>,
    groups: Vec<Group>,
    configurations: Vec<ConfigurationView>,
    quote: Option<QuoteView>,
}

#[derive(Debug, Serialize)]
struct ModeView {
    value: String,
    text: String,
    price: Option<Money>,
    months: u16,
    hint: String,
    is_chosen: bool,
}

#[derive(Debug, Serialize)]
struct Group {
    field: String,
    name: String,
    is_required: bool,
    is_exclusive: bool,
    /// Whether its choices wait to be asked for: many, and none taken.
    is_folded: bool,
    has_none: bool,
    choices: Vec<OptionView>,
}

#[derive(Debug, Serialize)]
struct OptionView {
    value: String,
    text: String,
    price: Option<UnitPrice>,
    is_included: bool,
    is_chosen: bool,
}

#[derive(Debug, Serialize)]
struct ConfigurationView {
    field: String,
    name: String,
    is_required: bool,
    options: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct QuoteView {
    lines: Vec<LineView>,
    due_now: Money,
    /// How it was made.
    steps: Vec<Step>,
    then: Option<EveryView>,
    promotions: Vec<PromotionView>,
    commitment_months: u16,
}

pub(crate) async fn get(page: VisitorPage, Path(code): Path<String>, Query(fields): Query<Fields>) -> Answer {
    let offer = offer(&page, &code).await?;
    let selection = selection(&offer, &fields, page.visit().now);
    page.show(&view(&page, &offer, &fields, &selection, &[]))
}

pub(crate) async fn post(page: VisitorPage, Path(code): Path<String>, Form(fields): Form<Fields>) -> Answer {
    let offer = offer(&page, &code).await?;
    let now = page.visit().now;
    let selection = selection(&offer, &fields, now);
    if !fields.iter().any(|(name, value)| name == "act" && value == "add") {
        return Ok(page.redirect(&address(&code, &fields)));
    }
    match catalog::quote(&offer, &selection, now) {
        Ok(quote) => {
            let drawn = fields.iter().find(|(name, _)| name == "item");
            let drawn = drawn.and_then(|(_, id)| id.parse().ok());
            add(&page, drawn, quote, &offer.plan.invoice_name).await
        }
        Err(refused) => page.show_faulty(&view(&page, &offer, &fields, &selection, &refused.problems)),
    }
}

async fn add(
    page: &Page,
    drawn: Option<CartItemId>,
    quote: Quote,
    name: &str,
) -> Result<Response, PageError> {
    let now = page.visit().now;
    let fresh: CartItemId = page.cx().random.id(now);
    let drawn = drawn.unwrap_or(fresh);
    let cart = page.cx().db.account(page.visit().cart_account());
    match cart.write(move |tx| orders::cart::put(tx, now, drawn, fresh, &quote.selection)).await {
        Ok(()) => Ok(page.redirect_with("/cart", Flash::good("flash-cart-added").with("name", name))),
        Err(CartError::Full) => Ok(page.redirect_with("/cart", Flash::bad("flash-cart-full"))),
        Err(CartError::Quantity) => Ok(page.redirect_with("/cart", Flash::bad("flash-cart-quantity"))),
        Err(CartError::Gone) => Ok(page.redirect("/cart")),
        Err(CartError::Db(error)) => Err(error.into()),
    }
}

async fn offer(page: &Page, code: &str) -> Result<Offer, PageError> {
    let (subsidiary, code) = (page.visit().subsidiary.code, code.to_owned());
    let found = page.cx().db.registry().read(move |tx| {
        let Some(version) = catalog::store::current(tx, subsidiary)? else { return Ok(None) };
        catalog::store::offer(tx, &version, &code)
    });
    found.await?.ok_or(PageError::NotFound)
}

/// What the fields say, completed by what is obvious: the least committing mode, the first allowed value.
fn selection(offer: &Offer, fields: &Fields, now: kernel::Timestamp) -> Selection {
    let value = |name: &str| fields.iter().find(|(field, _)| field == name).map(|(_, value)| value.as_str());
    let mut selection = Selection::of(&offer.plan.code);
    let modes = catalog::modes(offer, &selection, now);
    let first = modes.first().map_or("default", |mode| mode.mode.as_str());
    selection.pricing_mode = value("mode").unwrap_or(first).to_owned();
    // An unreadable quantity is none, which the quote refuses.
    selection.quantity = value("quantity").map_or(1, |text| text.trim().parse().unwrap_or(0));
    for (field, value) in fields.iter().filter(|(_, value)| !value.is_empty()) {
        if let Some(family) = field.strip_prefix("option.") {
            selection.options.push((family.to_owned(), value.clone()));
        }
    }
    for configuration in configurations(offer) {
        let field = format!("configuration.{}", configuration.name);
        let said = value(&field).map(str::trim).filter(|said| !said.is_empty());
        let obvious = configuration.values.first().filter(|_| configuration.is_mandatory).map(String::as_str);
        if let Some(value) = said.or(obvious) {
            selection.configurations.push((configuration.name.clone(), value.to_owned()));
        }
    }
    selection
}

/// Those of the plan, otherwise those of its product.
fn configurations(offer: &Offer) -> &[Configuration] {
    if !offer.plan.configurations.is_empty() {
        return &offer.plan.configurations;
    }
    offer.product_of(&offer.plan).map_or(&[], |product| &product.configurations)
}

fn address(code: &str, fields: &Fields) -> String {
    let is_choice = |name: &str| !["csrf", "act", "item"].contains(&name);
    let kept = fields.iter().filter(|(name, value)| is_choice(name) && !value.is_empty());
    let pairs: Vec<String> =
        kept.map(|(name, value)| format!("{}={}", encoded(name), encoded(value))).collect();
    format!("/plans/{}?{}", encoded(code), pairs.join("&"))
}

fn view(
    page: &Page,
    offer: &Offer,
    fields: &Fields,
    selection: &Selection,
    problems: &[Problem],
) -> PlanPage {
    let now = page.visit().now;
    let Preview { quote, .. } = catalog::preview(offer, selection, now);
    // The quote knows which options come by default.
    let resolved = quote.as_ref().map_or(selection, |quote| &quote.selection);
    let groups = offer.plan.addon_families.iter().map(|family| group(page, offer, resolved, family));
    let mut groups: Vec<Group> = groups.filter(|group| !group.choices.is_empty()).collect();
    // What must be chosen comes before what may be added.
    groups.sort_by_key(|group| !group.is_required);
    let faults: Vec<Fault> = problems.iter().map(fault).collect();
    // What is no number stays as it was typed.
    let typed = fields.iter().find(|(name, _)| name == "quantity").map(|(_, value)| value.clone());
    let mut form = FormView::new().with("quantity", typed.unwrap_or_else(|| selection.quantity.to_string()));
    for (label, value) in &selection.configurations {
        form = form.with(&format!("configuration.{label}"), value.as_str());
    }
    PlanPage {
        item: page.cx().random.id::<()>(now).to_string(),
        code: offer.plan.code.clone(),
        name: offer.plan.invoice_name.clone(),
        specs: specs(page, &offer.facts),
        form: page.faulty(form, &faults),
        modes: catalog::modes(offer, resolved, now).iter().map(|mode| mode_view(page, mode)).collect(),
        groups,
        configurations: configurations(offer).iter().map(|of| configuration_view(page, of)).collect(),
        quote: quote.as_ref().map(|quote| quote_view(page, quote)),
    }
}

fn mode_view(page: &Page, mode: &ModeOffer) -> ModeView {
    let count = |key: &str, months: u16| page.t(key, &Args::new().with("count", months));
    let hint = match mode.billing {
        Billing::Free | Billing::Once => page.say("plan-mode-free"),
        Billing::Committed => count("plan-mode-commitment", mode.commitment_months),
        Billing::Upfront => {
            let commitment = count("plan-mode-commitment", mode.commitment_months);
            format!("{commitment}, {}", page.say("plan-mode-upfront"))
        }
    };
    let text =
        if mode.months == 0 { page.say("plan-mode-once") } else { count("plan-mode-months", mode.months) };
    let rentals = mode.quote.as_ref().and_then(|quote| {
        let rented = quote.lines.iter().filter(|line| line.months.is_some()).map(|line| line.net);
        Money::sum(quote.currency, rented).ok()
    });
    ModeView {
        value: mode.mode.clone(),
        text,
        price: rentals,
        months: mode.months,
        hint,
        is_chosen: mode.is_selected,
    }
}

fn group(page: &Page, offer: &Offer, selection: &Selection, family: &AddonFamily) -> Group {
    let is_chosen =
        |code: &str| selection.options.iter().any(|(of, chosen)| *of == family.name && chosen == code);
    let choice = |code: &String| {
        let addon = offer.addon(code)?;
        let in_mode = |price: &&catalog::Price| price.mode == selection.pricing_mode;
        let rent = addon.prices.iter().filter(in_mode).find(|price| price.is_for(Capacity::Renew));
        let fee = || addon.prices.iter().filter(in_mode).find(|price| price.is_for(Capacity::Installation));
        let price = rent.or_else(fee)?;
        let price = price.promotion_at(page.visit().now).map_or(price.price, |promotion| promotion.total);
        Some(OptionView {
            value: code.clone(),
            text: addon.invoice_name.clone(),
            is_included: price.e8() == 0,
            price: Some(price),
            is_chosen: is_chosen(code),
        })
    };
    let mut choices: Vec<OptionView> = family.addons.iter().filter_map(choice).collect();
    choices.sort_by_key(|choice| choice.price.as_ref().map(UnitPrice::e8));
    Group {
        field: format!("option.{}", family.name),
        name: named(&page.web().texts, page.visit().locale, "fact-", &family.name),
        is_required: family.is_mandatory,
        is_folded: !family.is_mandatory
            && choices.len() > UNFOLDED_MAX
            && !choices.iter().any(|choice| choice.is_chosen),
        is_exclusive: family.is_exclusive,
        has_none: !choices.iter().any(|choice| choice.is_chosen),
        choices,
    }
}

fn configuration_view(page: &Page, configuration: &Configuration) -> ConfigurationView {
    let (texts, locale) = (&page.web().texts, page.visit().locale);
    let option =
        |value: &String| Choice { value: value.clone(), text: configuration_value(texts, locale, value) };
    let nothing = Choice { value: String::new(), text: "–".to_owned() };
    let none = (!configuration.is_mandatory && !configuration.values.is_empty()).then_some(nothing);
    ConfigurationView {
        field: format!("configuration.{}", configuration.name),
        name: named(texts, locale, "configuration-", &configuration.name),
        is_required: configuration.is_mandatory,
        options: none.into_iter().chain(configuration.values.iter().map(option)).collect(),
    }
}

fn quote_view(page: &Page, quote: &Quote) -> QuoteView {
    let (texts, locale) = (&page.web().texts, page.visit().locale);
    let mut promotions: Vec<PromotionView> = Vec::new();
    for used in quote.lines.iter().filter_map(|line| line.promotion.as_ref()) {
        let promotion = PromotionView::from(used);
        if !promotions.contains(&promotion) {
            promotions.push(promotion);
        }
    }
    QuoteView {
        lines: quote.lines.iter().map(line_view).collect(),
        due_now: quote.due_now,
        steps: sums::net(texts, locale, &sum_lines(page, &quote.lines), quote.due_now),
        then: quote.then.map(|(months, amount)| EveryView { amount, months: months.count() }),
        promotions,
        commitment_months: quote.commitment_months,
    }
}

pub(super) fn line_view(line: &QuoteLine) -> LineView {
    let before = line.list_price.times(i64::from(line.quantity)).ok();
    LineView {
        description: line.description.clone(),
        quantity: line.quantity,
        was: before.filter(|before| before.minor() > line.net.minor()),
        net: line.net,
        is_installation: match line.kind {
            catalog::LineKind::Installation => true,
            catalog::LineKind::Rental => false,
        },
    }
}

/// The lines of a quote as its total is made of them.
pub(crate) fn sum_lines<'q>(page: &Page, lines: impl IntoIterator<Item = &'q QuoteLine>) -> Vec<SumLine> {
    let line = |line: &QuoteLine| SumLine {
        description: line_name(page, line.kind, &line.description),
        quantity: u32::from(line.quantity),
        unit_price: line.unit_price,
        instead_of: (line.unit_price.e8() < line.list_price.e8()).then(|| {
            let name = line.promotion.as_ref().map(|promotion| promotion.label().to_owned());
            (line.list_price, name)
        }),
        net: line.net,
    };
    lines.into_iter().map(line).collect()
}

/// A problem of a selection, in words and at its field.
pub(super) fn fault(problem: &Problem) -> Fault {
    let field = match &problem.field {
        Field::PlanCode => String::new(),
        Field::PricingMode => "mode".to_owned(),
        Field::Quantity | Field::Option(_) | Field::Configuration(_) => problem.field.to_string(),
    };
    let fault = Fault::at(field, &format!("error-selection-{}", problem.kind.code()));
    match &problem.kind {
        ProblemKind::TooFew { min } => fault.with("min", *min),
        ProblemKind::TooMany { max } => fault.with("max", *max),
        ProblemKind::UnknownPlan
        | ProblemKind::UnknownMode
        | ProblemKind::NotForSale
        | ProblemKind::UnknownOption
        | ProblemKind::OptionTwice
        | ProblemKind::OnlyOne
        | ProblemKind::OptionRequired
        | ProblemKind::OptionWithoutPrice
        | ProblemKind::UnknownConfiguration
        | ProblemKind::ConfigurationTwice
        | ProblemKind::ConfigurationRequired
        | ProblemKind::ValueNotAllowed
        | ProblemKind::ValueUnreadable
        | ProblemKind::TooLarge => fault,
    }
}

impl View for PlanPage {
    const TEMPLATE: &'static str = "pages/shop/plan.html";
    const AREA: &'static str = "plans";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/plans", "plans-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<PlanPage> {
        use crate::view::sample;
        let mode = |value: &str, months| ModeView {
            value: value.into(),
            text: "Monthly".into(),
            price: Some(sample::eur(5_699)),
            months,
            hint: "No commitment".into(),
            is_chosen: months == 1,
        };
        let option = |value: &str, cents| OptionView {
            value: value.into(),
            text: format!("{value} GB"),
            price: Some(sample::price(cents)),
            is_included: cents == 0,
            is_chosen: cents == 0,
        };
        let group = |is_required, is_exclusive| Group {
            field: format!("option.memory{is_required}{is_exclusive}"),
            name: "Memory".into(),
            is_required,
            is_exclusive,
            is_folded: !is_required && !is_exclusive,
            has_none: !is_required,
            choices: vec![option("32", 0), option("64", 1_000)],
        };
        let quote = QuoteView {
            lines: vec![LineView {
                description: "Riva 2".into(),
                quantity: 2,
                was: Some(sample::eur(6_999)),
                net: sample::eur(5_699),
                is_installation: false,
            }],
            due_now: sample::eur(5_699),
            steps: sample::steps(),
            then: Some(EveryView { amount: sample::eur(6_999), months: 1 }),
            promotions: vec![PromotionView { name: "−19 %".into(), ends_at: None }],
            commitment_months: 12,
        };
        let options = vec![Choice { value: "eu-west".into(), text: "eu-west".into() }];
        let configuration = |options, field: &str| ConfigurationView {
            field: field.into(),
            name: "Region".into(),
            is_required: true,
            options,
        };
        let full = PlanPage {
            item: "1".into(),
            code: "riva-2".into(),
            name: "Riva 2".into(),
            specs: vec!["32 GB".into()],
            form: FormView::new().with("quantity", "1"),
            modes: vec![mode("default", 1), mode("upfront12", 12)],
            groups: vec![group(true, true), group(false, true), group(false, false)],
            configurations: vec![
                configuration(options, "configuration.region"),
                configuration(vec![], "configuration.label"),
            ],
            quote: Some(quote),
        };
        let faults = [Fault::at("quantity", "error-selection-too_few").with("min", 1_u32)];
        let bare = PlanPage {
            item: "1".into(),
            code: "riva-2".into(),
            name: "Riva 2".into(),
            specs: vec![],
            form: FormView::new().faulty(&texts::Texts::embedded(), kernel::Locale::En, &faults),
            modes: vec![],
            groups: vec![],
            configurations: vec![],
            quote: None,
        };
        vec![full, bare]
    }
}
