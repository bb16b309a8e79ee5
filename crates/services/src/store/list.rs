//! The SQL of an account's list of services.

use std::collections::BTreeMap;

use db::{AccountTx, Error, Filter, sql};
use kernel::{Date, Direction, Page, PageRequest, ServiceId};

use crate::Service;
use crate::list::{ServiceColumn, ServiceQuery, Soon};

/// A page of the delivered services of the account that the query finds, sorted as it asks. A page key that is not
/// ours is the first page's.
///
/// # Errors
/// What the database refuses.
pub fn list(
    tx: &mut AccountTx,
    today: Date,
    query: &ServiceQuery,
    request: &PageRequest,
) -> Result<Page<Service>, Error> {
    let after = request.after.as_deref().and_then(|key| After::read(query.sort.column, key));
    let wanted = Wanted::new(today, query);
    let probe = request.probe();
    let mut list =
        Filter::new(sql!("select service_id, search, effective_on from services where account_id = $1"), &[]);
    wanted.narrow(&mut list, query);
    if let Some(after) = &after {
        follow(&mut list, query.sort.direction, after);
    }
    sorted(&mut list, query.sort.column, query.sort.direction, &probe);
    let found = list.query(tx, |row| Ok(Found { id: row.get(0)?, name: row.get(1)?, on: row.get(2)? }))?;
    let found = Page::of(found, request, |one| After::key(query.sort.column, one));
    let ids: Vec<ServiceId> = found.items.iter().map(|one| one.id).collect();
    let mut services: BTreeMap<ServiceId, Service> =
        super::of_ids(tx, &ids)?.into_iter().map(|service| (service.id, service)).collect();
    Ok(Page { items: ids.iter().filter_map(|id| services.remove(id)).collect(), next: found.next })
}

/// A row of the list as its index has it: what its page is told by, whatever the service would say today.
struct Found {
    id: ServiceId,
    name: String,
    on: Date,
}

/// The services of the account by id, of this technical name where one is wanted; at most `most`. Those that never came
/// to be are none.
///
/// # Errors
/// What the database refuses.
pub fn ids(tx: &mut AccountTx, name: Option<&str>, most: i64) -> Result<Vec<ServiceId>, Error> {
    let mut list = Filter::new(sql!("select service_id from services where account_id = $1"), &[]);
    list.and(sql!("(status is not null or state <> 'expired')"), &[]);
    if let Some(name) = &name {
        list.and(sql!("name = $1"), &[name]);
    }
    list.end(sql!("order by service_id limit $1"), &[&most]);
    list.query(tx, |row| row.get(0))
}

/// How many services of the account the query finds, but no more than `most`.
///
/// # Errors
/// What the database refuses.
pub fn count(tx: &mut AccountTx, today: Date, query: &ServiceQuery, most: i64) -> Result<i64, Error> {
    let wanted = Wanted::new(today, query);
    let mut list = Filter::new(sql!("select 1 from services where account_id = $1"), &[]);
    wanted.narrow(&mut list, query);
    list.count(tx, most)
}

/// The families of the delivered services of the account.
///
/// # Errors
/// What the database refuses.
pub fn families(tx: &mut AccountTx) -> Result<Vec<String>, Error> {
    let list = Filter::new(
        sql!(
            "select distinct family from services where account_id = $1 and status is not null \
             and family is not null order by family limit 100"
        ),
        &[],
    );
    list.query(tx, |row| row.get(0))
}

/// What the conditions of a query are compared with.
struct Wanted {
    pattern: Option<String>,
    until: Option<Date>,
}

impl Wanted {
    fn new(today: Date, query: &ServiceQuery) -> Wanted {
        Wanted { pattern: query.pattern(), until: query.soon.map(|soon| soon.until(today)) }
    }

    fn narrow<'p>(&'p self, list: &mut Filter<'p>, query: &'p ServiceQuery) {
        match &query.status {
            Some(status) => list.and(sql!("status is not null and status = $1"), &[status]),
            None if query.only.is_empty() => list.and(sql!("status is not null and status <> 'ended'"), &[]),
            None => list.and(sql!("status is not null"), &[]),
        };
        match (query.soon, &self.until) {
            (Some(Soon::EndingInAWeek | Soon::EndingInAMonth), Some(until)) => {
                list.and(sql!("status in ('manual', 'ending') and effective_on <= $1"), &[until]);
            }
            (Some(Soon::RenewingInAMonth), Some(until)) => {
                list.and(sql!("status = 'automatic' and effective_on <= $1"), &[until]);
            }
            (_, None) | (None, _) => {}
        }
        if let Some(family) = &query.family {
            list.and(sql!("family = $1"), &[family]);
        }
        if let Some(pattern) = &self.pattern {
            list.and(sql!("search like $1 escape '\\'"), &[pattern]);
        }
        if !query.only.is_empty() {
            list.and_in(sql!("service_id"), &query.only);
        }
    }
}

/// Where a page of a sorted list begins: after this row.
enum After {
    Name(String, ServiceId),
    Effect(Date, ServiceId),
}

impl After {
    fn key(column: ServiceColumn, found: &Found) -> String {
        match column {
            ServiceColumn::Name => format!("{}_{}", found.name, found.id),
            ServiceColumn::Effect => format!("{}_{}", found.on, found.id),
        }
    }

    fn read(column: ServiceColumn, key: &str) -> Option<After> {
        let (value, id) = key.rsplit_once('_')?;
        let id = id.parse().ok()?;
        match column {
            ServiceColumn::Name => Some(After::Name(value.to_owned(), id)),
            ServiceColumn::Effect => Some(After::Effect(value.parse().ok()?, id)),
        }
    }
}

fn follow<'p>(list: &mut Filter<'p>, direction: Direction, after: &'p After) {
    use Direction::{Ascending, Descending};
    match (after, direction) {
        (After::Name(name, id), Ascending) => list.and(sql!("(search, service_id) > ($1, $2)"), &[name, id]),
        (After::Name(name, id), Descending) => list.and(sql!("(search, service_id) < ($1, $2)"), &[name, id]),
        (After::Effect(on, id), Ascending) => {
            list.and(sql!("(effective_on, service_id) > ($1, $2)"), &[on, id])
        }
        (After::Effect(on, id), Descending) => {
            list.and(sql!("(effective_on, service_id) < ($1, $2)"), &[on, id])
        }
    };
}

fn sorted<'p>(list: &mut Filter<'p>, column: ServiceColumn, direction: Direction, probe: &'p i64) {
    use Direction::{Ascending, Descending};
    match (column, direction) {
        (ServiceColumn::Name, Ascending) => list.end(sql!("order by search, service_id limit $1"), &[probe]),
        (ServiceColumn::Name, Descending) => {
            list.end(sql!("order by search desc, service_id desc limit $1"), &[probe])
        }
        (ServiceColumn::Effect, Ascending) => {
            list.end(sql!("order by effective_on, service_id limit $1"), &[probe])
        }
        (ServiceColumn::Effect, Descending) => {
            list.end(sql!("order by effective_on desc, service_id desc limit $1"), &[probe])
        }
    };
}
