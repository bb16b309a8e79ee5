//! The first page: what is sold, from which price, and what is on offer now.

use kernel::Money;
use serde::Serialize;

use super::{PlanCard, family_name, plans_of};
use crate::error::Answer;
use crate::page::{VisitorPage, encoded};
use crate::view::View;

/// How many plans on offer are shown.
const FEATURED_MAX: usize = 6;
/// How many plans stand for a catalogue without families.
const PLANS_MAX: usize = 8;

#[derive(Debug, Serialize)]
pub(crate) struct Home {
    families: Vec<Family>,
    /// The first plans of a catalogue without families.
    plans: Vec<PlanCard>,
    featured: Vec<PlanCard>,
    countries: Vec<String>,
    country: String,
}

#[derive(Debug, Serialize)]
struct Family {
    href: String,
    name: String,
    count: usize,
    /// The lowest price, as it is asked for and without the promotions of the day.
    lowest: Option<Lowest>,
}

#[derive(Debug, Serialize)]
struct Lowest {
    price: Money,
    months: u16,
}

impl Lowest {
    fn of<'p>(starts: impl Iterator<Item = &'p catalog::Start>) -> Option<Lowest> {
        let cheapest = starts.min_by_key(|start| start.list_price.e8() / i64::from(start.months.max(1)))?;
        Some(Lowest { price: cheapest.list_price.times(1).ok()?, months: cheapest.months })
    }
}

pub(crate) async fn get(page: VisitorPage) -> Answer {
    let (version, plans) = plans_of(&page).await?.map_or((None, Vec::new()), |(v, plans)| (Some(v), plans));
    let names = version.map(|version| version.families).unwrap_or_default();
    let family = |name: &String| {
        let of = || plans.iter().filter(|plan| plan.family == *name);
        Family {
            href: format!("/plans?family={}", encoded(name)),
            name: family_name(&page, name),
            count: of().count(),
            lowest: Lowest::of(of().filter_map(|plan| plan.start.as_ref())),
        }
    };
    let families: Vec<Family> = names.iter().map(family).filter(|family| family.count > 0).collect();
    let shown = if families.is_empty() { PLANS_MAX } else { 0 };
    let mut cheapest: Vec<&catalog::PlanSummary> = plans.iter().filter(|plan| plan.start.is_some()).collect();
    cheapest.sort_by_key(|plan| plan.start.as_ref().map(|start| start.per_month().e8()));
    let is_on_offer = |plan: &&catalog::PlanSummary| {
        plan.start.as_ref().is_some_and(|start| start.price.e8() < start.list_price.e8())
    };
    let featured = plans.iter().filter(is_on_offer).take(FEATURED_MAX);
    let mut countries: Vec<String> = page
        .cx()
        .jurisdictions
        .all()
        .iter()
        .flat_map(|subsidiary| subsidiary.countries.iter().map(|country| country.code().to_owned()))
        .collect();
    countries.sort();
    countries.dedup();
    page.show(&Home {
        families,
        plans: cheapest.into_iter().take(shown).map(|plan| PlanCard::new(&page, plan)).collect(),
        featured: featured.map(|plan| PlanCard::new(&page, plan)).collect(),
        countries,
        country: page.visit().country.code().to_owned(),
    })
}

impl View for Home {
    const TEMPLATE: &'static str = "pages/shop/home.html";
    const AREA: &'static str = "home";

    #[cfg(test)]
    fn samples() -> Vec<Home> {
        let countries = || vec!["FR".to_owned(), "IT".to_owned()];
        let lowest =
            |price| Family { href: "/plans?family=vps".into(), name: "VPS".into(), count: 3, lowest: price };
        let full = Home {
            families: vec![
                lowest(Some(Lowest { price: crate::view::sample::eur(599), months: 1 })),
                lowest(None),
            ],
            plans: vec![],
            featured: vec![PlanCard::sample(true)],
            countries: countries(),
            country: "FR".into(),
        };
        let bare = |plans| Home {
            families: vec![],
            plans,
            featured: vec![],
            countries: countries(),
            country: "IT".into(),
        };
        vec![full, bare(vec![PlanCard::sample(false)]), bare(vec![])]
    }
}
