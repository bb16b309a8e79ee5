//! The shop: families, plans, one plan with its price, the cart.

pub(crate) mod cart;
pub(crate) mod home;
pub(crate) mod plan;
pub(crate) mod plans;

use catalog::{CatalogVersion, PlanSummary};
use serde::Serialize;

use crate::PageError;
use crate::page::Page;
use crate::view::{PriceView, PromotionView, configuration_value, named};

/// A plan in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PlanCard {
    href: String,
    name: String,
    specs: Vec<String>,
    price: Option<PriceView>,
}

/// How many facts a card shows.
const FACTS_MAX: usize = 4;
/// How many answers to one question a card shows.
const VALUES_MAX: usize = 8;

impl PlanCard {
    fn new(page: &Page, plan: &PlanSummary) -> PlanCard {
        let price = plan.start.as_ref().and_then(|start| {
            let (now, before) = (start.price.times(1).ok()?, start.list_price.times(1).ok()?);
            Some(PriceView {
                now,
                was: (now.minor() < before.minor()).then_some(before),
                months: Some(start.months),
                promotion: start.promotion.as_ref().map(PromotionView::from),
            })
        });
        PlanCard {
            href: format!("/plans/{}", plan.plan_code),
            name: plan.invoice_name.clone(),
            specs: specs(page, &plan.facts)
                .into_iter()
                .chain(plan.told_apart.as_ref().map(|question| told_apart(page, question)))
                .collect(),
            price,
        }
    }

    #[cfg(test)]
    fn sample(was: bool) -> PlanCard {
        use crate::view::sample;
        PlanCard {
            href: "/plans/riva-2".into(),
            name: "Riva 2".into(),
            specs: vec!["32 GB".into(), "2 × 2 TB".into()],
            price: Some(PriceView {
                now: sample::eur(5_699),
                was: was.then(|| sample::eur(6_999)),
                months: Some(1),
                promotion: was.then(|| PromotionView { name: "−19 %".into(), ends_at: Some(sample::at()) }),
            }),
        }
    }
}

/// «Data centre: Singapore», where other plans have the same name.
fn told_apart(page: &Page, question: &catalog::Configuration) -> String {
    let (texts, locale) = (&page.web().texts, page.visit().locale);
    let name = named(texts, locale, "configuration-", &question.name);
    let mut values: Vec<String> = question
        .values
        .iter()
        .take(VALUES_MAX)
        .map(|value| configuration_value(texts, locale, value))
        .collect();
    if question.values.len() > VALUES_MAX {
        values.push("…".to_owned());
    }
    labelled(page, &name, &values.join(", "))
}

fn labelled(page: &Page, label: &str, value: &str) -> String {
    let args = texts::Args::new().with("label", label).with("value", value);
    page.web().texts.t(page.visit().locale, "labelled", &args)
}

/// «Memory: 32 GB», or only the value where it speaks for itself.
fn specs(page: &Page, facts: &[catalog::Fact]) -> Vec<String> {
    let (texts, locale) = (&page.web().texts, page.visit().locale);
    let spec = |fact: &catalog::Fact| {
        if fact.name == "cpu" {
            return fact.value.clone();
        }
        let name = named(texts, locale, "fact-", &fact.name);
        if fact.value.to_lowercase().contains(&name.to_lowercase()) {
            return fact.value.clone();
        }
        labelled(page, &name, &fact.value)
    };
    facts.iter().take(FACTS_MAX).map(spec).collect()
}

/// What the plans of a family are called.
pub(crate) fn family_name(page: &Page, family: &str) -> String {
    named(&page.web().texts, page.visit().locale, "family-name-", family)
}

/// The catalogue of the visitor's subsidiary with its plans; nothing when none was published.
async fn plans_of(page: &Page) -> Result<Option<(CatalogVersion, Vec<PlanSummary>)>, PageError> {
    let (code, now) = (page.visit().subsidiary.code, page.visit().now);
    let found = page.cx().db.registry().read(move |tx| {
        let Some(version) = catalog::store::current(tx, code)? else { return Ok(None) };
        let plans = catalog::store::plans(tx, &version, now)?;
        Ok::<_, db::Error>(Some((version, plans)))
    });
    Ok(found.await?)
}
