//! The list of an account's services: filters, search, sort, pages, and names of their owner's own.

use db::{Read, Target};
use kernel::{AccountId, Date, PageRequest, Sort, SortColumn};
use services::{
    Effect, Mode, NewService, RenameError, Service, ServiceColumn, ServiceQuery, ServiceStatus, Soon, store,
};
use testkit::TestDb;

use crate::{access, create, get, new, now, today};

/// A delivered service, changed as `change` says.
async fn delivered(
    db: &TestDb,
    account: AccountId,
    new: &NewService,
    change: impl Fn(&mut Service) + Send + Sync + 'static,
) -> Service {
    let service = create(db, account, new).await;
    let mut service = service.deliver(now(), today(), access()).unwrap();
    service.commitment_until_on = None;
    change(&mut service);
    let written = service.clone();
    db.account(account).write(move |tx| store::update(tx, &written)).await.unwrap();
    service
}

async fn pages(db: &TestDb, account: AccountId, query: &ServiceQuery, size: u16) -> Vec<Service> {
    let (mut request, mut listed) = (PageRequest::first(size), Vec::new());
    loop {
        let (asked, query) = (request.clone(), query.clone());
        let page =
            db.account(account).read(move |tx| store::list(tx, today(), &query, &asked)).await.unwrap();
        assert!(page.items.len() <= usize::from(size));
        listed.extend(page.items);
        match page.next {
            Some(next) => request.after = Some(next),
            None => return listed,
        }
    }
}

/// The names of what a query finds, which are as many as it counts.
async fn names(db: &TestDb, account: AccountId, query: ServiceQuery) -> Vec<String> {
    let listed = pages(db, account, &query, 2).await;
    let count = db.account(account).read(move |tx| store::count(tx, today(), &query, 1_000)).await.unwrap();
    assert_eq!(usize::try_from(count).unwrap(), listed.len());
    listed.into_iter().map(|service| service.name).collect()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

#[testkit::both_databases]
async fn services_are_found_by_status_family_time_and_name(db: TestDb) {
    let random = testkit::random();
    let account = testkit::account(&db);
    let named = |name: &str, family: &str| NewService {
        name: name.to_owned(),
        family: Some(family.to_owned()),
        ..new(&random)
    };
    // Delivered on 15 January for a month.
    delivered(&db, account, &named("srv-auto", "vps"), |_| ()).await;
    let manual = delivered(&db, account, &named("srv-manual", "vps"), |service| {
        service.renewal.mode = Mode::Manual;
        service.period = kernel::Period::new(today(), day("2026-01-22")).ok();
    })
    .await;
    delivered(&db, account, &named("srv-ending", "hosting"), |service| service.renewal.is_ending = true)
        .await;
    delivered(&db, account, &named("srv-due", "hosting"), |service| {
        *service = service.clone().billed(today());
    })
    .await;
    let ended = delivered(&db, account, &named("srv-ended", "vps"), |service| {
        *service = service.clone().ended(now());
    })
    .await;
    // Neither is listed: one is not delivered yet, the other never was.
    create(&db, account, &named("srv-waiting", "domain")).await;
    let cancelled = create(&db, account, &named("srv-cancelled", "domain")).await.cancel(now()).unwrap();
    db.account(account).write(move |tx| store::update(tx, &cancelled)).await.unwrap();

    let query = ServiceQuery::default;
    let status = |status| ServiceQuery { status: Some(status), ..query() };
    let soon = |soon| ServiceQuery { soon: Some(soon), ..query() };
    let by_name = ServiceQuery { sort: Sort::ascending(ServiceColumn::Name), ..query() };
    assert_eq!(names(&db, account, by_name).await, ["srv-auto", "srv-due", "srv-ending", "srv-manual"]);
    // What is due comes first, then by day; ties by age.
    assert_eq!(names(&db, account, query()).await, ["srv-due", "srv-manual", "srv-auto", "srv-ending"]);
    for (one, name) in [
        (ServiceStatus::Automatic, "srv-auto"),
        (ServiceStatus::Manual, "srv-manual"),
        (ServiceStatus::Ending, "srv-ending"),
        (ServiceStatus::Due, "srv-due"),
        (ServiceStatus::Ended, "srv-ended"),
    ] {
        assert_eq!(names(&db, account, status(one)).await, [name]);
    }
    assert_eq!(names(&db, account, status(ServiceStatus::Once)).await, Vec::<String>::new());
    assert_eq!(names(&db, account, soon(Soon::EndingInAWeek)).await, ["srv-manual"]);
    assert_eq!(names(&db, account, soon(Soon::EndingInAMonth)).await, ["srv-manual", "srv-ending"]);
    assert_eq!(names(&db, account, soon(Soon::RenewingInAMonth)).await, ["srv-auto"]);
    let family = ServiceQuery { family: Some("hosting".to_owned()), ..query() };
    assert_eq!(names(&db, account, family).await, ["srv-due", "srv-ending"]);
    let families = db.account(account).read(store::families).await.unwrap();
    assert_eq!(families, ["hosting", "vps"]);
    let ticked = ServiceQuery { only: vec![manual.id, ended.id], ..query() };
    assert_eq!(names(&db, account, ticked).await, ["srv-ended", "srv-manual"]);
    for (typed, found) in [("AUTO", 1), ("srv", 4), ("demo 1", 4), ("srv_auto", 0), ("%", 0)] {
        let search = ServiceQuery { search: Some(typed.to_owned()), ..query() };
        assert_eq!(names(&db, account, search).await.len(), found, "{typed}");
    }
    let strange = PageRequest { after: Some("' or 1=1".to_owned()), ..PageRequest::first(10) };
    let read = db.account(account).read(move |tx| store::list(tx, today(), &query(), &strange));
    assert_eq!(read.await.unwrap().items.len(), 4);
    let other = random.id(now());
    assert_eq!(names(&db, other, query()).await, Vec::<String>::new());
}

#[testkit::both_databases]
async fn a_service_is_called_and_found_as_its_owner_wishes(db: TestDb) {
    let account = testkit::account(&db);
    let one = delivered(&db, account, &new(&testkit::random()), |_| ()).await;
    let rename = async |name: &str| {
        let name = name.to_owned();
        db.account(account).write(move |tx| services::rename(tx, one.id, &name)).await
    };
    assert_eq!(rename(" Été  à Brest_1 ").await.unwrap().known_as(), "Été à Brest_1");
    let found = |typed: &str| {
        let search = Some(typed.to_owned());
        names(&db, account, ServiceQuery { search, ..ServiceQuery::default() })
    };
    assert_eq!(found("ÉTÉ À").await, std::slice::from_ref(&one.name));
    // What happens to it afterwards keeps its name.
    let kept = get(&db, account, one.id).await;
    db.account(account).write(move |tx| store::update(tx, &kept)).await.unwrap();
    assert_eq!(get(&db, account, one.id).await.known_as(), "Été à Brest_1");
    assert!(matches!(rename(&"x".repeat(61)).await, Err(RenameError::TooLong)));
    assert_eq!(rename("").await.unwrap().known_as(), one.name);
    assert_eq!(found("été").await, Vec::<String>::new());
    let nobody = testkit::random().id(now());
    let missing = db.account(nobody).write(move |tx| services::rename(tx, one.id, "Mine")).await;
    assert!(matches!(missing, Err(RenameError::NoService)), "{missing:?}");
}

/// Copies the only service `count` times, with its prices: seven days and three names in all.
async fn copy_services(db: &TestDb, count: i64) {
    let (id, date) = match db.target() {
        Target::Sqlite(_) => ("randomblob(16)", ""),
        Target::Postgres(_) => ("gen_random_uuid()", "date "),
    };
    let days: String = (0..7).map(|day| format!("when {day} then {date}'2026-02-0{}' ", day + 1)).collect();
    let every = "order_id, order_number, plan_code, product, description, subsidiary, state, resource, currency, \
                 months, commitment_months, anchor_on, period_index, period_start_on, configurations, options, \
                 access, created_at, delivered_at, family, rules, mode, every_months, anchor_months, end_action, status";
    let copies = format!(
        "with recursive copies (i) as (select 1 union all select i + 1 from copies where i < {count}) \
         insert into services (account_id, service_id, item, unit, name, label, search, period_end_on, effective_on, {every}) \
         select account_id, {id}, 1, i, 'srv-' || i, 'a' || (i * 7919 % 3), 'a' || (i * 7919 % 3), case i * 104729 % 7 {days}end, \
         case i * 104729 % 7 {days}end, {every} from services cross join copies where item = 0"
    );
    db::testing::raw(db.target(), &copies).await.unwrap();
    let prices = "insert into service_prices (account_id, service_id, position, plan_code, description, quantity, \
                  unit_price_e8, currency) select account_id, service_id, 0, 'demo-1', 'Demo 1', 1, 100, 'EUR' \
                  from services where item = 1";
    db::testing::raw(db.target(), prices).await.unwrap();
}

/// Nearly every row is a tie. A page costs the same three statements however many services there are.
#[testkit::both_databases]
async fn ten_thousand_services_are_paged_in_every_order_without_gap_or_overlap(db: TestDb) {
    const SERVICES: i64 = 10_000;
    let account = testkit::account(&db);
    delivered(&db, account, &new(&testkit::random()), |_| ()).await;
    copy_services(&db, SERVICES - 1).await;
    let all = pages(&db, account, &ServiceQuery::default(), 200).await;
    assert_eq!(all.len(), 10_000);
    for sort in
        ServiceColumn::ALL.iter().flat_map(|column| [Sort::ascending(*column), Sort::descending(*column)])
    {
        let listed = pages(&db, account, &ServiceQuery { sort, ..ServiceQuery::default() }, 173).await;
        let mut ids: Vec<_> = listed.iter().map(|service| service.id).collect();
        let is_sorted = listed.is_sorted_by(|one, other| {
            let order = match sort.column {
                ServiceColumn::Name => one.known_as().cmp(other.known_as()),
                ServiceColumn::Effect => one.period.map(|p| p.end()).cmp(&other.period.map(|p| p.end())),
            };
            let order = if sort == Sort::descending(sort.column) { order.reverse() } else { order };
            order.is_le()
        });
        assert!(is_sorted, "{}", sort.code());
        ids.sort();
        ids.dedup();
        assert_eq!(ids.len(), 10_000, "{} is the whole list", sort.code());
    }
    let (first, count, statements) = db
        .account(account)
        .read(|tx| {
            let query =
                ServiceQuery { sort: Sort::descending(ServiceColumn::Effect), ..ServiceQuery::default() };
            let first = store::list(tx, today(), &query, &PageRequest::first(20))?;
            Ok::<_, db::Error>((first, store::count(tx, today(), &query, 20_000)?, tx.statements()))
        })
        .await
        .unwrap();
    assert_eq!((first.items.len(), count, statements), (20, SERVICES, 4));
    assert!(first.items.iter().all(|service| service.effect(|_| today()) != Effect::Never));
}
