//! The plans of a family, searched and sorted; all of it is in the address.

use axum::extract::Query;
use catalog::PlanSummary;
use serde::{Deserialize, Serialize};

use super::{PlanCard, family_name, plans_of};
use crate::error::Answer;
use crate::page::{VisitorPage, encoded};
use crate::view::{Tab, View};

/// How many plans one page shows.
const PLANS_MAX: usize = 48;

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    family: Option<String>,
    q: Option<String>,
    sort: Option<String>,
    after: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Plans {
    count: usize,
    families: Vec<Tab>,
    family: String,
    query: String,
    without_query: String,
    sort: &'static str,
    plans: Vec<PlanCard>,
    next: String,
}

/// The way plans are sorted; the price comes first.
fn sort_of(wanted: &Wanted) -> &'static str {
    match wanted.sort.as_deref() {
        Some("name") => "name",
        Some("price-down") => "price-down",
        Some(_) | None => "price",
    }
}

pub(crate) async fn get(page: VisitorPage, Query(wanted): Query<Wanted>) -> Answer {
    let found = plans_of(&page).await?;
    let (mut names, plans) =
        found.map_or((Vec::new(), Vec::new()), |(version, plans)| (version.families, plans));
    // Some families hold add-ons only.
    names.retain(|name| plans.iter().any(|plan| plan.family == *name));
    let family = wanted.family.clone().filter(|family| names.contains(family)).unwrap_or_default();
    let query = wanted.q.as_deref().map(str::trim).unwrap_or_default().to_owned();
    let sort = sort_of(&wanted);
    let mut plans: Vec<PlanSummary> =
        plans.into_iter().filter(|plan| is_wanted(plan, &family, &query)).collect();
    plans.sort_by_cached_key(|plan| sort_key(plan, sort));
    let count = plans.len();
    let first =
        wanted.after.as_deref().and_then(|after| plans.iter().position(|plan| plan.plan_code == after));
    let shown: Vec<&PlanSummary> =
        plans.iter().skip(first.map_or(0, |at| at + 1)).take(PLANS_MAX + 1).collect();
    let next = match shown.get(PLANS_MAX - 1) {
        Some(last) if shown.len() > PLANS_MAX => {
            format!("{}&after={}", address(&family, &query, sort), encoded(&last.plan_code))
        }
        Some(_) | None => String::new(),
    };
    let tab = |code: &str, name: String| Tab {
        href: address(code, &query, sort),
        name,
        is_current: code == family,
    };
    let mut families = vec![tab("", page.say("plans-all"))];
    families.extend(names.iter().map(|name| tab(name, family_name(&page, name))));
    page.show(&Plans {
        count,
        families,
        without_query: address(&family, "", sort),
        family,
        query,
        sort,
        plans: shown.into_iter().take(PLANS_MAX).map(|plan| PlanCard::new(&page, plan)).collect(),
        next,
    })
}

fn is_wanted(plan: &PlanSummary, family: &str, query: &str) -> bool {
    let text = || {
        let facts = plan.facts.iter().map(|fact| fact.value.as_str());
        let words: Vec<&str> =
            [plan.invoice_name.as_str(), plan.plan_code.as_str()].into_iter().chain(facts).collect();
        words.join(" ").to_lowercase()
    };
    let is_in_family = family.is_empty() || plan.family == family;
    is_in_family
        && (query.is_empty() || {
            let text = text();
            query.to_lowercase().split_whitespace().all(|word| is_said(&text, word))
        })
}

/// Whether a word of the text begins so: who looks for `rise` does not mean «Enterprise». A unit is a word of its own:
/// «GB» is said in «32GB».
fn is_said(text: &str, beginning: &str) -> bool {
    let is_unit = beginning.chars().next().is_some_and(char::is_alphabetic);
    text.match_indices(beginning).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        before.is_none_or(|before| !before.is_alphanumeric() || (is_unit && before.is_numeric()))
    })
}

/// Plans without a price come last, whatever the direction.
fn sort_key(plan: &PlanSummary, sort: &str) -> (bool, i64, String) {
    let monthly = plan.start.as_ref().map(|start| start.per_month().e8());
    let price = match sort {
        "price" => monthly.unwrap_or(0),
        "price-down" => -monthly.unwrap_or(0),
        _ => 0,
    };
    (monthly.is_none() && sort != "name", price, plan.invoice_name.to_lowercase())
}

fn address(family: &str, query: &str, sort: &str) -> String {
    let mut address = format!("/plans?sort={sort}");
    if !family.is_empty() {
        address.push_str(&format!("&family={}", encoded(family)));
    }
    if !query.is_empty() {
        address.push_str(&format!("&q={}", encoded(query)));
    }
    address
}

impl View for Plans {
    const TEMPLATE: &'static str = "pages/shop/plans.html";
    const AREA: &'static str = "plans";

    #[cfg(test)]
    fn samples() -> Vec<Plans> {
        let tab = Tab { href: "/plans?sort=price".into(), name: "VPS".into(), is_current: true };
        let full = Plans {
            count: 50,
            families: vec![tab],
            family: "vps".into(),
            query: "nvme".into(),
            without_query: "/plans?sort=price".into(),
            sort: "price",
            plans: vec![PlanCard::sample(true), PlanCard::sample(false)],
            next: "/plans?sort=price&after=riva-2".into(),
        };
        let empty = Plans {
            count: 0,
            families: vec![],
            family: String::new(),
            query: String::new(),
            without_query: "/plans".into(),
            sort: "name",
            plans: vec![],
            next: String::new(),
        };
        vec![full, empty]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(name: &str) -> PlanSummary {
        PlanSummary {
            plan_code: name.to_lowercase(),
            invoice_name: name.to_owned(),
            family: "vps".to_owned(),
            product: name.to_owned(),
            facts: vec![catalog::Fact { name: "memory".into(), value: "32 GB".into() }],
            told_apart: None,
            start: None,
        }
    }

    #[test]
    fn every_word_of_the_search_must_be_said_of_a_plan() {
        assert!(is_wanted(&plan("Riva"), "", "riva 32"));
        assert!(!is_wanted(&plan("Riva"), "", "riva 64"));
        assert!(!is_wanted(&plan("Riva"), "dedicated", ""));
    }

    #[test]
    fn a_word_is_found_by_its_beginning_and_a_unit_behind_its_number() {
        let text = "rise-1 | intel xeon-e 2386g 2x 512gb enterprise class";
        for word in ["rise", "rise-1", "xeon", "2386", "512", "gb", "class", "ent"] {
            assert!(is_said(text, word), "{word}");
        }
        for word in ["terprise", "eon", "86", "12gb"] {
            assert!(!is_said(text, word), "{word}");
        }
        let no_class = "ssd enterprise";
        assert!(!is_said(no_class, "rise"), "in the middle of another word");
    }

    #[test]
    fn the_address_holds_the_whole_state() {
        assert_eq!(address("vps", "32 GB", "name"), "/plans?sort=name&family=vps&q=32%20GB");
    }
}
