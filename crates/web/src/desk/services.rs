//! The services of all customers: those put aside first, each with its reason; found by name, customer and state.

use accounts::Role;
use axum::extract::{Path, Query};
use kernel::{AccountId, Date, PageRequest, ServiceId, Sort, Timestamp};
use serde::Serialize;
use services::{DeskQuery, DeskService, ServiceState};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::list::{Address, Asked, ByDate, Column, ListView, Sorted};
use crate::orders::track::service_badge;
use crate::page::{Page, StaffPage};
use crate::view::{Badge, View};

/// How many services one page shows.
const PAGE_SIZE: u16 = 50;
/// How many of those put aside stand above the list; the tab has them all.
const HELD_SHOWN: u16 = 10;
/// The tab of those put aside.
const HELD: &str = "held";
/// The tab of all of them.
const ALL: &str = "all";

const COLUMNS: [Column; 6] = [
    Column::new("desk-service"),
    Column::new("queue-customer"),
    Column::new("order-number"),
    Column::new("state"),
    Column::new("desk-resource"),
    Column::new("desk-ends-on"),
];

#[derive(Debug, Serialize)]
pub(crate) struct Services {
    list: ListView,
    name: String,
    customer: String,
    /// Those put aside, above the list; on the tab of those put aside they are the list.
    held: Vec<HeldRow>,
    /// How many are put aside in all.
    held_count: i64,
    is_held: bool,
    services: Vec<ServiceRow>,
}

#[derive(Debug, Serialize)]
struct HeldRow {
    href: String,
    order_href: String,
    name: String,
    description: String,
    customer: String,
    order: String,
    reason: String,
    tries: u32,
    since: Timestamp,
    retry_at: Timestamp,
}

#[derive(Debug, Serialize)]
struct ServiceRow {
    order_href: String,
    name: String,
    description: String,
    customer: String,
    order: String,
    state: Badge,
    resource: &'static str,
    ends_on: Option<Date>,
    is_ending: bool,
    deletes_on: Option<Date>,
}

pub(crate) async fn get(page: StaffPage, Query(asked): Query<Asked>) -> Answer {
    let tab = asked.get("state").unwrap_or(ALL);
    let state = ServiceState::parse(tab);
    let is_held = tab == HELD;
    let typed =
        |name: &str| asked.get(name).map(|text| text.to_lowercase().chars().take(80).collect::<String>());
    let query = DeskQuery { state, is_held, name: typed("name"), customer: typed("customer") };
    let (request, shown) = (asked.page(PAGE_SIZE), query.clone());
    let is_first = asked.get("after").is_none();
    let found = page.cx().db.across().read(move |tx| {
        let found = services::store::for_desk(tx, &query, &request)?;
        let count = services::store::count_for_desk(tx, &query)?;
        let held = DeskQuery { is_held: true, ..DeskQuery::default() };
        let held_count = services::store::count_for_desk(tx, &held)?;
        let is_bare = query == DeskQuery::default() && is_first;
        let held = if is_bare && held_count > 0 {
            services::store::for_desk(tx, &held, &PageRequest::first(HELD_SHOWN))?.items
        } else {
            Vec::new()
        };
        Ok::<_, db::Error>((found, count, held, held_count))
    });
    let (found, count, above, held_count) = found.await?;
    let tabs = [ALL, HELD].into_iter().chain(ServiceState::ALL.iter().map(|state| state.code()));
    let tabs: Vec<&'static str> = tabs.collect();
    let current = tabs.iter().copied().find(|one| *one == tab).unwrap_or(ALL);
    let (name, customer) = (shown.name.unwrap_or_default(), shown.customer.unwrap_or_default());
    let address = Address::new("/desk/services")
        .with("state", if current == ALL { "" } else { current })
        .with("name", name.clone())
        .with("customer", customer.clone());
    let (_, sorted) = Sorted::asked(None, Sort::descending(ByDate));
    let list = ListView::new(address, &COLUMNS, sorted, asked.get("after"), found.next)
        .counted(count)
        .tabbed("state", "desk-services-", &tabs, current)
        .fields(&["name", "customer"])
        .chip(&page, "name", "chip-search", &name)
        .chip(&page, "customer", "chip-customer", &customer);
    let (held, services) =
        if is_held { (found.items.as_slice(), &[][..]) } else { (above.as_slice(), found.items.as_slice()) };
    page.show(&Services {
        list,
        name,
        customer,
        held: held.iter().filter_map(held_row).collect(),
        held_count,
        is_held,
        services: services.iter().map(|service| row(&page, service)).collect(),
    })
}

/// A service that was put aside is tried again now.
pub(crate) async fn retry(page: StaffPage, Path((account, service)): Path<(AccountId, ServiceId)>) -> Answer {
    if !page.staff.role.may(Role::Desk) {
        return Err(PageError::NotFound);
    }
    let there = "/desk/services";
    if flows::renew::release(page.cx(), account, service).await? {
        return Ok(page.redirect_with(there, Flash::good("flash-service-retried")));
    }
    // Somebody else was quicker, or it went on by itself.
    Ok(page.redirect_with(there, Flash::busy("flash-service-not-held")))
}

fn order_href(service: &DeskService) -> String {
    format!("/desk/orders/{}/{}", service.account, service.order)
}

fn held_row(service: &DeskService) -> Option<HeldRow> {
    let hold = service.held.as_ref()?;
    Some(HeldRow {
        href: format!("/desk/services/{}/{}/retry", service.account, service.service),
        order_href: order_href(service),
        name: service.name.clone(),
        description: service.description.clone(),
        customer: service.customer.clone(),
        order: service.order_number.to_string(),
        reason: hold.reason.clone(),
        tries: hold.tries,
        since: hold.since_at,
        retry_at: hold.retry_at,
    })
}

fn row(page: &Page, service: &DeskService) -> ServiceRow {
    ServiceRow {
        order_href: order_href(service),
        name: service.name.clone(),
        description: service.description.clone(),
        customer: service.customer.clone(),
        order: service.order_number.to_string(),
        state: service_badge(page, service.state),
        resource: service.resource.code(),
        ends_on: service.ends_on,
        is_ending: service.is_ending,
        deletes_on: service.deletes_on,
    }
}

impl View for Services {
    const TEMPLATE: &'static str = "pages/desk/services.html";
    const AREA: &'static str = "desk-services";

    #[cfg(test)]
    fn samples() -> Vec<Services> {
        use crate::view::sample;
        let held = || HeldRow {
            href: "/desk/services/1/2/retry".into(),
            order_href: "/desk/orders/1/2".into(),
            name: "srv-1a2b3c".into(),
            description: "Riva 2".into(),
            customer: "al12345-ct".into(),
            order: "100042".into(),
            reason: "there is no payment provider called \"gone\"".into(),
            tries: 3,
            since: sample::at(),
            retry_at: sample::at(),
        };
        let row = |is_ending| ServiceRow {
            order_href: "/desk/orders/1/2".into(),
            name: "srv-1a2b3c".into(),
            description: "Riva 2".into(),
            customer: "al12345-ct".into(),
            order: "100042".into(),
            state: Badge::sample(),
            resource: "to_suspend",
            ends_on: Some(sample::on()),
            is_ending,
            deletes_on: (!is_ending).then(sample::on),
        };
        let page = |list: ListView, held, is_held, services| Services {
            list: list.tabbed("state", "desk-services-", &[ALL, HELD, "ok"], ALL),
            name: String::new(),
            customer: "al12345-ct".into(),
            held,
            held_count: 12,
            is_held,
            services,
        };
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &[]);
        vec![
            page(full.clone(), vec![held()], false, vec![row(true), row(false)]),
            page(full, vec![held()], true, vec![]),
            page(empty, vec![], false, vec![]),
            page(filtered, vec![], false, vec![]),
        ]
    }
}
