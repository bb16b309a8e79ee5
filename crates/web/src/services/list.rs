//! The services of the account, sorted, filtered and searched by the address; the ticked ones, or all, as a table.

use axum::extract::Query;
use kernel::{Direction, PageRequest, Sort};
use serde::Serialize;
use services::{Service, ServiceColumn, ServiceQuery, ServiceStatus, Soon};

use super::{ServiceRow, bills, effect, state_badge, status_badge};
use crate::error::Answer;
use crate::export::{self, Cell};
use crate::list::{Address, Asked, Bulk, COUNTED_TO, Column, ListView, Sorted};
use crate::page::{MemberPage, Page};
use crate::shop::family_name;
use crate::view::{Choice, View};

/// How many services one page shows.
const PAGE_SIZE: u16 = 20;
/// The statuses offered side by side, after «all».
const TABS: [&str; 6] = ["all", "automatic", "manual", "due", "ending", "ended"];
const OWN_SORT: Sort<ServiceColumn> = Sort::ascending(ServiceColumn::Effect);
pub(crate) const COLUMNS: [Column; 6] = [
    Column::new("service-name").sorted("name", Direction::Ascending),
    Column::new("service-type"),
    Column::new("state"),
    Column::new("service-status"),
    Column::new("service-effect").sorted("effect", Direction::Ascending),
    Column::ACTIONS,
];
const BULK: [Bulk; 5] = [
    Bulk { href: "/services/bulk", icon: "fast-forward", key: "bulk-renew", act: "renew" },
    Bulk { href: "/services/bulk", icon: "refresh-cw", key: "bulk-automatic", act: "automatic" },
    Bulk { href: "/services/bulk", icon: "clock", key: "bulk-manual", act: "manual" },
    Bulk { href: "/services/align", icon: "list-checks", key: "bulk-align", act: "" },
    Bulk { href: "/services/export.csv", icon: "download", key: "bulk-csv", act: "" },
];

#[derive(Debug, Serialize)]
pub(crate) struct Services {
    list: ListView,
    name: String,
    family: String,
    soon: &'static str,
    families: Vec<Choice>,
    soons: Vec<Choice>,
    services: Vec<ServiceRow>,
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let (query, sorted, address) = read(&asked);
    let today = today(&page);
    let request = asked.page(PAGE_SIZE);
    let shown = query.clone();
    let account = page.cx().db.account(page.account.id);
    let (found, count, bills, families) = account
        .read(move |tx| {
            let found = services::store::list(tx, today, &query, &request)?;
            let count = services::store::count(tx, today, &query, COUNTED_TO)?;
            let bills = bills(tx, &found.items)?;
            Ok::<_, db::Error>((found, count, bills, services::store::families(tx)?))
        })
        .await?;
    let name = shown.search.unwrap_or_default();
    let family = shown.family.unwrap_or_default();
    let soon = shown.soon.map_or("", |soon| soon.code());
    let status = shown.status.map_or("all", |status| status.code());
    let list = ListView::new(address, &COLUMNS, sorted, asked.get("after"), found.next)
        .counted(count)
        .tabbed("status", "services-filter-", &TABS, status)
        .fields(&["name", "type", "soon"])
        .chip(&page, "name", "chip-search", &name)
        .chip(&page, "type", "chip-type", &family_name(&page, &family))
        .chip(&page, "soon", "chip-plain", &soon_words(&page, soon))
        .bulk(&BULK)
        .exported("/services/export.csv");
    page.show(&Services {
        list,
        name,
        family,
        soon,
        families: choices(&page, families.into_iter().map(|code| (family_name(&page, &code), code))),
        soons: choices(
            &page,
            Soon::ALL.iter().map(|soon| (soon_words(&page, soon.code()), soon.code().into())),
        ),
        services: found
            .items
            .iter()
            .map(|service| ServiceRow::new(&page, service, bills.get(&service.id).copied()))
            .collect(),
    })
}

/// The services the address finds, or those that were ticked, as a table.
pub(crate) async fn csv(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let (query, _, _) = read(&asked);
    let (account, today, shared) = (page.account.id, today(&page), Page::clone(&page));
    let read = move |request: PageRequest| {
        let (query, page) = (query.clone(), shared.clone());
        async move {
            let account = page.cx().db.account(account);
            let found = account.read(move |tx| services::store::list(tx, today, &query, &request)).await?;
            Ok(found.map(|service| row(&page, &service)))
        }
    };
    let titles = [
        "service-name",
        "service-type",
        "service-status",
        "service-effect",
        "service-expiry",
        "state",
        "line-description",
        "service-technical-name",
    ];
    export::table(&page, "services-title", &titles, read).await
}

fn row(page: &Page, service: &Service) -> Vec<Cell> {
    let family = service.family.as_deref().map(|family| family_name(page, family)).unwrap_or_default();
    let status = service.status().map(|status| status_badge(page, status).word().to_owned());
    vec![
        Cell::text(service.known_as()),
        Cell::text(family),
        Cell::text(status.unwrap_or_default()),
        Cell::text(effect(page, service)),
        service.period.map_or_else(|| Cell::plain(""), |period| Cell::Day(period.end())),
        Cell::text(state_badge(page, service).word()),
        Cell::text(service.description.as_str()),
        Cell::text(service.name.as_str()),
    ]
}

fn today(page: &Page) -> kernel::Date {
    page.visit().subsidiary.civil(page.visit().now)
}

/// The words of a filter by time; none when it is not in force.
fn soon_words(page: &Page, soon: &str) -> String {
    if soon.is_empty() { String::new() } else { page.say(&format!("services-soon-{soon}")) }
}

/// What can be chosen, after «all».
fn choices(page: &Page, named: impl Iterator<Item = (String, String)>) -> Vec<Choice> {
    let all = Choice { value: String::new(), text: page.say("services-any") };
    let mut choices: Vec<Choice> = named.map(|(text, value)| Choice { value, text }).collect();
    choices.insert(0, all);
    choices
}

fn read(asked: &Asked) -> (ServiceQuery, Sorted, Address) {
    let status = asked.get("status").and_then(ServiceStatus::parse);
    let soon = asked.get("soon").and_then(Soon::parse);
    let cut = |name: &str| -> Option<String> {
        asked.get(name).map(|typed| typed.chars().take(ServiceQuery::SEARCH_CHARS_MAX).collect())
    };
    let (search, family) = (cut("name"), cut("type"));
    let (sort, sorted) = Sorted::asked(asked.get("sort"), OWN_SORT);
    let address = Address::new("/services")
        .with("status", status.map_or("", |status| status.code()))
        .with("type", family.clone().unwrap_or_default())
        .with("soon", soon.map_or("", |soon| soon.code()))
        .with("name", search.clone().unwrap_or_default());
    let only = asked.ticked().filter_map(|id| id.parse().ok()).collect();
    (ServiceQuery { status, family, soon, search, only, sort }, sorted, address)
}

impl View for Services {
    const TEMPLATE: &'static str = "pages/services/list.html";
    const AREA: &'static str = "services";

    #[cfg(test)]
    fn samples() -> Vec<Services> {
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &BULK);
        let choice = |value: &str, text: &str| Choice { value: value.into(), text: text.into() };
        let services = |list: ListView, services| Services {
            list: list.tabbed("status", "services-filter-", &TABS, "due"),
            name: "blog".into(),
            family: "vps".into(),
            soon: "ending_in_a_week",
            families: vec![choice("", "All"), choice("vps", "Virtual servers")],
            soons: vec![choice("", "All"), choice("ending_in_a_week", "Ending within a week")],
            services,
        };
        vec![services(full, ServiceRow::samples()), services(empty, vec![]), services(filtered, vec![])]
    }
}
