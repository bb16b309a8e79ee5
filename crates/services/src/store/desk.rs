//! The SQL of the desk's list of services.

use db::{AcrossTx, Error, Filter, Row, sql};
use kernel::{Page, PageRequest, ServiceId};

use crate::desk::{DeskQuery, DeskService, Hold};

/// A page of the services the query finds, the newest first. A page key that is not ours is the first page's.
///
/// # Errors
/// What the database refuses.
pub fn for_desk(
    tx: &mut AcrossTx,
    query: &DeskQuery,
    request: &PageRequest,
) -> Result<Page<DeskService>, Error> {
    let after: Option<ServiceId> = request.after.as_ref().and_then(|key| key.parse().ok());
    let probe = request.probe();
    let mut list = Filter::new(
        sql!(
            "select s.account_id, s.service_id, s.order_id, s.order_number, s.name, s.description, d.customer, \
             s.state, s.resource, s.period_end_on, s.is_ending, s.deletes_on, h.reason, h.tries, h.since_at, \
             h.retry_at from services s \
             join deliveries d on d.account_id = s.account_id and d.service_id = s.service_id \
             left join service_holds h on h.account_id = s.account_id and h.service_id = s.service_id \
             where s.created_at is not null"
        ),
        &[],
    );
    wanted(&mut list, query);
    if let Some(after) = &after {
        list.and(sql!("s.service_id < $1"), &[after]);
    }
    list.end(sql!("order by s.service_id desc limit $1"), &[&probe]);
    Ok(Page::of(list.query(tx, read)?, request, |service| service.service.to_string()))
}

/// How many services the query finds.
///
/// # Errors
/// What the database refuses.
pub fn count_for_desk(tx: &mut AcrossTx, query: &DeskQuery) -> Result<i64, Error> {
    let mut list = Filter::new(
        sql!(
            "select count(*) from services s \
             join deliveries d on d.account_id = s.account_id and d.service_id = s.service_id \
             left join service_holds h on h.account_id = s.account_id and h.service_id = s.service_id \
             where s.created_at is not null"
        ),
        &[],
    );
    wanted(&mut list, query);
    Ok(list.query(tx, |row| row.get(0))?.pop().unwrap_or(0))
}

fn wanted<'p>(list: &mut Filter<'p>, query: &'p DeskQuery) {
    if let Some(state) = &query.state {
        list.and(sql!("s.state = $1"), &[state]);
    }
    if query.is_held {
        list.and(sql!("h.tries > 0"), &[]);
    }
    if let Some(name) = &query.name {
        list.and(sql!("s.name = $1"), &[name]);
    }
    if let Some(customer) = &query.customer {
        list.and(sql!("d.customer = $1"), &[customer]);
    }
}

fn read(row: &Row<'_>) -> Result<DeskService, Error> {
    let reason: Option<String> = row.get(12)?;
    let held = match reason {
        Some(reason) => {
            let (tries, since_at, retry_at) = (row.get(13)?, row.get(14)?, row.get(15)?);
            Some(Hold { reason, tries, since_at, retry_at })
        }
        None => None,
    };
    Ok(DeskService {
        account: row.get(0)?,
        service: row.get(1)?,
        order: row.get(2)?,
        order_number: row.get(3)?,
        name: row.get(4)?,
        description: row.get(5)?,
        customer: row.get(6)?,
        state: row.get(7)?,
        resource: row.get(8)?,
        ends_on: row.get(9)?,
        is_ending: row.get(10)?,
        deletes_on: row.get(11)?,
        held,
    })
}
