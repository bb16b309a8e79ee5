//! The programs of the account: what was granted to programs, and those it registered.

use accounts::api::{application, credential, oauth2};
use db::AccountTx;
use kernel::Timestamp;
use serde::Serialize;

use super::state_badge;
use crate::error::Answer;
use crate::list::{Column, ListView};
use crate::page::MemberPage;
use crate::view::{Badge, RowLink, View};

pub(crate) const PATH: &str = "/programs";
const COLUMNS: [Column; 5] = [
    Column::new("program-name"),
    Column::new("program-until"),
    Column::new("program-used"),
    Column::new("state"),
    Column::ACTIONS,
];

#[derive(Debug, Serialize)]
pub(crate) struct Programs {
    list: ListView,
    granted: Vec<GrantedRow>,
    own: Vec<OwnRow>,
    clients: Vec<OwnRow>,
    has_console: bool,
}

#[derive(Debug, Serialize)]
struct GrantedRow {
    href: String,
    name: String,
    expires_at: Option<Timestamp>,
    used_at: Option<Timestamp>,
    state: Badge,
    links: Vec<RowLink>,
}

#[derive(Debug, Serialize)]
struct OwnRow {
    href: String,
    name: String,
    key: String,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let (db, owner) = (&page.cx().db, page.account.id);
    let look = |tx: &mut AccountTx| Ok::<_, db::Error>((credential::list(tx)?, oauth2::list(tx)?));
    let (granted, clients) = db.account(owner).read(look).await?;
    let ids: Vec<i64> = granted.iter().map(|one| one.application).collect();
    let (own, named) = db
        .registry()
        .read(move |tx| Ok::<_, db::Error>((application::list(tx, owner)?, application::of_ids(tx, &ids)?)))
        .await?;
    let name_of = |id: i64| {
        let known = named.iter().find(|application| application.id == id);
        known.map_or_else(|| page.say("program-gone"), |application| application.name.clone())
    };
    let links =
        |href: &str| vec![RowLink { href: href.to_owned(), icon: "eye", text: page.say("program-see") }];
    let granted: Vec<GrantedRow> = granted
        .iter()
        .rev()
        .map(|one| {
            let href = format!("{PATH}/credentials/{}", one.id);
            GrantedRow {
                name: name_of(one.application),
                expires_at: one.expires_at,
                used_at: one.used_at,
                state: state_badge(&page, one.state(page.visit().now)),
                links: links(&href),
                href,
            }
        })
        .collect();
    let own = own.into_iter().map(|application| OwnRow {
        href: format!("{PATH}/applications/{}", application.id),
        name: application.name,
        key: application.key,
    });
    let own = own.collect();
    let clients = clients.into_iter().map(|client| OwnRow {
        href: format!("{PATH}/clients/{}", client.id),
        name: client.name,
        key: client.id,
    });
    let clients = clients.collect();
    let has_console = page.web().console.is_some();
    page.show(&Programs { list: ListView::plain(&COLUMNS), granted, own, clients, has_console })
}

impl View for Programs {
    const TEMPLATE: &'static str = "pages/programs/list.html";
    const AREA: &'static str = "programs";

    #[cfg(test)]
    fn samples() -> Vec<Programs> {
        let links =
            || vec![RowLink { href: format!("{PATH}/credentials/1"), icon: "eye", text: "See".into() }];
        let granted = |at: Option<Timestamp>| GrantedRow {
            href: format!("{PATH}/credentials/1"),
            name: "W".repeat(100),
            expires_at: at,
            used_at: at,
            state: Badge::sample(),
            links: links(),
        };
        let own = |kind: &str| OwnRow {
            href: format!("{PATH}/{kind}/1"),
            name: "Backup".into(),
            key: "0123456789ABCDEF".into(),
        };
        let programs = |granted, own, clients| Programs {
            list: ListView::plain(&COLUMNS),
            granted,
            own,
            clients,
            has_console: true,
        };
        let both = vec![granted(None), granted(Some(crate::view::sample::at()))];
        vec![
            programs(both, vec![own("applications")], vec![own("clients")]),
            programs(vec![], vec![], vec![own("clients")]),
            programs(vec![], vec![], vec![]),
        ]
    }
}
