//! The endpoints of the account.

use serde::Serialize;
use texts::Args;
use webhooks::ENDPOINTS_MAX;

use super::{href, state_badge};
use crate::error::Answer;
use crate::list::{Column, ListView};
use crate::page::MemberPage;
use crate::programs::list::PATH as PROGRAMS;
use crate::view::{Badge, Crumb, RowLink, View};

const COLUMNS: [Column; 4] =
    [Column::new("endpoint-url"), Column::new("endpoint-events"), Column::new("state"), Column::ACTIONS];

#[derive(Debug, Serialize)]
pub(crate) struct Endpoints {
    list: ListView,
    endpoints: Vec<EndpointRow>,
    can_add: bool,
    most: usize,
}

#[derive(Debug, Serialize)]
struct EndpointRow {
    href: String,
    url: String,
    description: String,
    /// «All» or how many.
    events: String,
    state: Badge,
    links: Vec<RowLink>,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let found = page.cx().db.account(page.account.id).read(webhooks::store::endpoints).await?;
    let row = |endpoint: &webhooks::Endpoint| {
        let href = href(endpoint.id);
        let events = match i64::try_from(endpoint.wanted.len()) {
            Ok(0) | Err(_) => page.say("endpoint-events-all"),
            Ok(count) => page.t("endpoint-events-some", &Args::new().with("count", count)),
        };
        EndpointRow {
            url: endpoint.url.clone(),
            description: endpoint.description.clone(),
            events,
            state: state_badge(&page, endpoint),
            links: vec![
                RowLink { href: href.clone(), icon: "eye", text: page.say("program-see") },
                RowLink { href: format!("{href}/edit"), icon: "refresh-cw", text: page.say("endpoint-edit") },
            ],
            href,
        }
    };
    page.show(&Endpoints {
        list: ListView::plain(&COLUMNS),
        endpoints: found.iter().map(row).collect(),
        can_add: found.len() < ENDPOINTS_MAX,
        most: ENDPOINTS_MAX,
    })
}

impl View for Endpoints {
    const TEMPLATE: &'static str = "pages/endpoints/list.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PROGRAMS, "programs-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Endpoints> {
        use super::PATH;
        let row = |url: &str, description: &str| EndpointRow {
            href: format!("{PATH}/endpoints/1"),
            url: url.into(),
            description: description.into(),
            events: "All".into(),
            state: Badge::sample(),
            links: vec![RowLink { href: format!("{PATH}/endpoints/1"), icon: "eye", text: "See".into() }],
        };
        let long = format!("https://example.com/{}", "w".repeat(400));
        let page = |endpoints: Vec<EndpointRow>, can_add| Endpoints {
            list: ListView::plain(&COLUMNS),
            endpoints,
            can_add,
            most: ENDPOINTS_MAX,
        };
        let full = vec![row("https://example.com/hooks", "Books"), row(&long, "")];
        vec![page(full, true), page(vec![row(&long, "Books")], false), page(vec![], true)]
    }
}
