//! A month passes, and a year of them: bills, refused cards, reminders, suspension, payment, reopening.

use std::collections::BTreeSet;

use accounts::Account;
use db::AccountTx;
use db::testing::raw;
use flows::renew::{self, Part};
use flows::{Choice, Extension, PayOutcome, WishError};
use kernel::{Date, Months, Period, ServiceId, SignedDuration};
use orders::{Order, OrderKind, OrderQuery, OrderState};
use services::{Mode, Refusal, ResourceState, RuleBook, Rules, Service, ServiceState, rules};
use testkit::{Target, TestDb};

use super::provider::{GOOD, ONCE, REQUEST_LOST};
use super::shop::{NEW_CARD, Shop, settings, web};

const DAY: SignedDuration = SignedDuration::from_hours(24);

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

impl Shop {
    /// Days pass one by one, and the worker does its work on each.
    pub(super) async fn live(&self, days: i64) {
        for _ in 0..days {
            self.pass(DAY);
            self.settle_down().await;
        }
    }

    /// A delivered service, paid with a card that is not kept.
    pub(super) async fn bought_without_method(
        &self,
        owner: &Account,
        selection: catalog::Selection,
    ) -> Service {
        let order = self.order(owner.id, selection).await;
        self.pay_on_page(&order, GOOD).await;
        self.settle_down().await;
        self.services(&order).await.remove(0)
    }

    /// Lives until this civil day of the subsidiary of the service.
    pub(super) async fn live_until(&self, service: &Service, on: &str) {
        let subsidiary = self.cx.jurisdictions.get(service.subsidiary).unwrap();
        while subsidiary.civil(self.cx.clock.now()) < day(on) {
            self.live(1).await;
        }
        assert_eq!(subsidiary.civil(self.cx.clock.now()), day(on));
    }

    pub(super) async fn service_now(&self, service: &Service) -> Service {
        let (account, id) = (service.account, service.id);
        self.cx.db.account(account).read(move |tx| services::store::get(tx, id)).await.unwrap()
    }

    /// A service that was bought with a card that is kept as the default.
    pub(super) async fn bought(&self, customer: &Account, selection: catalog::Selection) -> Service {
        let order = self.order(customer.id, selection).await;
        let method = self.register(customer.id, GOOD).await;
        let payment = self.payment(&order, Choice::Registered(method));
        assert_eq!(self.pay(&order, &payment).await.unwrap(), PayOutcome::Paid);
        self.settle_down().await;
        self.services(&order).await.remove(0)
    }

    /// The renewal orders of an account, the newest first.
    pub(super) async fn renewals(&self, account: kernel::AccountId) -> Vec<Order> {
        let now = self.cx.clock.now();
        let list = move |tx: &mut AccountTx| {
            let request = kernel::PageRequest::first(100);
            let page = orders::store::list(tx, now, &OrderQuery::default(), &request)?;
            let ids = page.items.into_iter().filter(|one| one.kind == OrderKind::Renewal).map(|one| one.id);
            ids.map(|id| orders::store::get(tx, id)).collect::<Result<Vec<_>, db::Error>>()
        };
        self.cx.db.account(account).read(list).await.unwrap()
    }

    /// The services that were put aside, as the desk sees them.
    async fn held(&self) -> Vec<services::store::Held> {
        let held = |tx: &mut db::AcrossTx| services::store::held(tx, &kernel::PageRequest::first(10));
        self.cx.db.across().read(held).await.unwrap().items
    }

    /// The rent periods of all invoices of an account, in order.
    async fn invoiced(&self, account: kernel::AccountId) -> Vec<(Period, i64)> {
        let list = |tx: &mut AccountTx| {
            invoicing::store::list(tx, &kernel::PageRequest::first(100)).map(|page| page.items)
        };
        let mut periods = Vec::new();
        for invoice in self.cx.db.account(account).read(list).await.unwrap() {
            for line in invoice.record().unwrap().content.lines {
                periods.extend(line.period.map(|period| (period, line.net.minor())));
            }
        }
        periods.sort_by_key(|(period, _)| period.start());
        periods
    }
}

fn end(service: &Service) -> Date {
    service.period.unwrap().end()
}

#[testkit::both_databases]
async fn a_year_of_months_is_billed_period_by_period_and_each_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    // Delivered on 31 January: the clocks change twice, and February is short.
    shop.pass(DAY * 16);
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    assert_eq!(service.period, Period::new(day("2026-01-31"), day("2026-02-28")).ok());
    shop.live_until(&service, "2027-02-01").await;
    let periods = shop.invoiced(ada.id).await;
    assert_eq!(periods.len(), 13);
    for (index, (period, net)) in periods.iter().enumerate() {
        assert_eq!(*net, 299);
        if index > 0 {
            assert_eq!(period.start(), periods[index - 1].0.end(), "no gap, no overlap");
        }
    }
    let ends: Vec<String> = periods.iter().take(4).map(|(period, _)| period.end().to_string()).collect();
    assert_eq!(ends, ["2026-02-28", "2026-03-31", "2026-04-30", "2026-05-31"]);
    assert_eq!(shop.renewals(ada.id).await.len(), 12);
    let now = shop.service_now(&service).await;
    assert_eq!((now.state, end(&now)), (ServiceState::Ok, day("2027-02-28")));
    assert_eq!(shop.balance(ada.id).await, 0);
    assert_eq!(shop.mailed(ada.id, "renewal_notice").await, 0, "a month has no notice");
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn c16_each_subsidiary_renews_on_its_own_civil_day(db: TestDb) {
    let shop = Shop::open(&db).await;
    for (country, region) in [("FR", "eu-west"), ("CA", "ca-east")] {
        let customer = shop.customer_of(&format!("ada@{country}.example.com"), country).await;
        let configurations = vec![("region".to_owned(), region.to_owned())];
        let service = shop.bought(&customer, catalog::Selection { configurations, ..web() }).await;
        let subsidiary = shop.cx.jurisdictions.get(service.subsidiary).unwrap().clone();
        let midnight = subsidiary.start_of(end(&service));
        shop.cx.clock.advance(midnight.duration_since(shop.cx.clock.now())).unwrap();
        // Hourly from the hour before to the day after: one local day, two days of the world's.
        let second = SignedDuration::from_secs(1);
        assert_eq!(shop.renewals(customer.id).await.len(), 0);
        for _ in 0..25 {
            shop.settle_down().await;
            shop.pass(SignedDuration::from_hours(1) + second);
        }
        assert_eq!(shop.renewals(customer.id).await.len(), 1, "{country}");
        let order = shop.renewals(customer.id).await.remove(0);
        assert_eq!(subsidiary.civil(order.created_at), end(&service));
    }
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn c20_midnight_belongs_to_the_next_day_whatever_the_season_of_the_account(db: TestDb) {
    let shop = Shop::open(&db).await;
    let configurations = vec![("region".to_owned(), "ca-east".to_owned())];
    let quebec = catalog::Selection { configurations, ..web() };
    let winter = shop.customer_of("winter@example.com", "CA").await;
    let first = shop.bought(&winter, quebec.clone()).await;
    for _ in 0..12 {
        shop.pass(DAY * 15);
        shop.settle_down().await;
    }
    let summer = shop.customer_of("summer@example.com", "CA").await;
    let second = shop.bought(&summer, quebec).await;
    for (customer, service) in [(&winter, &first), (&summer, &second)] {
        let wish = Extension::UpTo(day("2026-10-01"));
        let order = flows::extend(&shop.cx, customer.id, shop.id(), vec![service.id], wish).await.unwrap();
        shop.pay_on_page(&order, GOOD).await;
    }
    shop.settle_down().await;
    let midnight: kernel::Timestamp = "2026-10-01T04:00:00Z".parse().unwrap();
    let second_before = SignedDuration::from_secs(1);
    shop.pass(midnight.duration_since(shop.cx.clock.now()) - second_before);
    shop.settle_down().await;
    for service in [&first, &second] {
        assert_eq!(end(&shop.service_now(service).await), day("2026-10-01"));
    }
    shop.pass(second_before);
    shop.settle_down().await;
    for service in [&first, &second] {
        assert_eq!(end(&shop.service_now(service).await), day("2026-11-01"));
    }
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn c23_the_zone_of_the_database_changes_nothing(mut db: TestDb) {
    if let Target::Postgres(address) = db.target() {
        let name = address.expose().rsplit('/').next().unwrap();
        // A day ahead of Paris for most of the day.
        let zone = format!("alter database {name} set timezone to 'Pacific/Kiritimati'");
        raw(db.target(), &zone).await.unwrap();
        db.restart().await;
    }
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let subsidiary = shop.cx.subsidiary(service.subsidiary).unwrap().clone();
    let second = SignedDuration::from_secs(1);
    for (on, next) in
        [("2026-02-15", "2026-03-15"), ("2026-03-15", "2026-04-15"), ("2026-04-15", "2026-05-15")]
    {
        let midnight = subsidiary.start_of(day(on));
        shop.pass(midnight.duration_since(shop.cx.clock.now()) - second);
        shop.settle_down().await;
        assert_eq!(end(&shop.service_now(&service).await), day(on));
        shop.pass(second);
        shop.settle_down().await;
        assert_eq!(end(&shop.service_now(&service).await), day(next));
        assert_eq!(renew::run(&shop.cx, Part::ALL, 10).await.unwrap(), renew::Ran::default());
    }
    assert_eq!(shop.renewals(ada.id).await.len(), 3);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn a_refused_card_leads_to_suspension_and_a_payment_reopens(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    shop.register(ada.id, ONCE).await;
    shop.live_until(&service, "2026-02-15").await;
    let billed = shop.service_now(&service).await;
    assert_eq!((billed.state, end(&billed)), (ServiceState::PendingDebt, day("2026-02-15")));
    assert_eq!(shop.mailed(ada.id, "renewal_due").await, 1);
    let order = shop.renewals(ada.id).await.remove(0);
    shop.live_until(&service, "2026-02-21").await;
    // Three retries, one e-mail.
    let attempts = flows::attempts(&shop.cx, ada.id, order.id).await.unwrap();
    assert_eq!((attempts.len(), shop.mailed(ada.id, "renewal_due").await), (4, 1));
    assert_eq!(shop.service_now(&service).await.resource, ResourceState::Ok);
    shop.live(1).await;
    let closed = shop.service_now(&service).await;
    assert_eq!((closed.state, closed.resource), (ServiceState::UnPaid, ResourceState::Suspended));
    assert_eq!(closed.may_renew(), Err(Refusal::Unpaid));

    shop.live(5).await;
    let (_, outcome) = shop.pay_on_page(&order, GOOD).await;
    assert_eq!(outcome, PayOutcome::Paid);
    shop.settle_down().await;
    let open = shop.service_now(&service).await;
    assert_eq!((open.state, open.resource), (ServiceState::Ok, ResourceState::Ok));
    assert_eq!(end(&open), day("2026-03-15"), "from the old end, not from the day it was paid");
    assert_eq!(shop.mailed(ada.id, "service_changed").await, 2);
    assert_eq!(shop.balance(ada.id).await, 0);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn what_nobody_pays_is_deleted_and_its_bill_taken_back(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought_without_method(&ada, web()).await;
    shop.live_until(&service, "2026-02-15").await;
    assert_eq!(shop.mailed(ada.id, "renewal_due").await, 1, "there is no method on file");
    let unpaid = |tx: &mut AccountTx| invoicing::store::has_unpaid(tx);
    assert!(shop.cx.db.account(ada.id).read(unpaid).await.unwrap());
    shop.live_until(&service, "2026-03-08").await;
    assert_eq!(shop.service_now(&service).await.resource, ResourceState::Suspended);
    shop.live(1).await;
    let gone = shop.service_now(&service).await;
    assert_eq!((gone.state, gone.resource), (ServiceState::Expired, ResourceState::Deleted));
    assert!(!shop.cx.db.account(ada.id).read(unpaid).await.unwrap());
    // Suspended, about to be deleted, deleted.
    assert_eq!(shop.mailed(ada.id, "service_changed").await, 3);
    assert_eq!(shop.balance(ada.id).await, 0);
    let renewal = shop.renewals(ada.id).await;
    assert_eq!(renewal.len(), 0, "the order lapsed");
    shop.live(60).await;
    assert_eq!(shop.mailed(ada.id, "service_changed").await, 3, "nothing follows the end");
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn by_hand_one_is_reminded_closed_at_the_end_and_may_still_pay(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let by_hand = flows::Renewal { mode: Mode::Manual, every: Months::new(1), day: None };
    let changed = flows::configure(&shop.cx, ada.id, service.id, by_hand).await.unwrap();
    assert_eq!(changed.renewal.mode, Mode::Manual);
    shop.live_until(&service, "2026-02-14").await;
    assert_eq!(shop.mailed(ada.id, "renewal_notice").await, 4);
    assert_eq!(shop.renewals(ada.id).await.len(), 0);
    shop.live(1).await;
    let closed = shop.service_now(&service).await;
    assert_eq!((closed.state, closed.resource), (ServiceState::UnPaid, ResourceState::Suspended));
    shop.live(10).await;
    let wish = Extension::For(Months::new(3));
    let quote = flows::quote_extension(&shop.cx, ada.id, vec![service.id], wish).await.unwrap();
    assert_eq!((quote.totals.net.minor(), quote.services[0].until), (897, day("2026-05-15")));
    let order = flows::extend(&shop.cx, ada.id, shop.id(), vec![service.id], wish).await.unwrap();
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    let open = shop.service_now(&service).await;
    assert_eq!((end(&open), open.resource), (day("2026-05-15"), ResourceState::Ok));
    assert!(shop.invoice(&order).await.is_paid());
    assert_eq!(shop.balance(ada.id).await, 0);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn an_early_payment_is_added_and_two_wishes_are_one_bill(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let ids = vec![service.id];
    // Each length with its end and its price, before anything is ordered.
    let choices = flows::renewal_choices(&shop.cx, ada.id, service.id).await.unwrap();
    let told = choices.iter().map(|(months, quote)| {
        (months.count(), quote.services[0].until.to_string(), quote.totals.net.minor())
    });
    let told: Vec<(u16, String, i64)> = told.collect();
    assert_eq!((told.len(), told[0].clone()), (5, (1, "2026-03-15".to_owned(), 299)));
    assert_eq!(told[3], (12, "2027-02-15".to_owned(), 12 * 299));
    let debit = flows::next_debit(&shop.cx, shop.cx.clock.now(), &service).unwrap().unwrap();
    assert_eq!(
        (debit.on, debit.until, debit.totals.gross.minor()),
        (day("2026-02-15"), day("2026-03-15"), 359)
    );
    let first = flows::extend(&shop.cx, ada.id, shop.id(), ids.clone(), Extension::For(Months::new(1)));
    let first = first.await.unwrap();
    let id = shop.id();
    let year = Extension::For(Months::new(12));
    let second = flows::extend(&shop.cx, ada.id, id, ids.clone(), year).await.unwrap();
    let again = flows::extend(&shop.cx, ada.id, id, ids.clone(), year).await.unwrap();
    assert_eq!(second.number, again.number);
    let refused = shop.pay(&first, &shop.payment(&first, NEW_CARD)).await;
    assert!(matches!(refused, Err(flows::PayError::NotPayable)), "{refused:?}");
    shop.pay_on_page(&second, GOOD).await;
    shop.settle_down().await;
    assert_eq!(end(&shop.service_now(&service).await), day("2027-02-15"));
    // A month ahead of a year two notices would come; this one renews by the month.
    let other = flows::extend(&shop.cx, ada.id, shop.id(), ids, Extension::For(Months::new(2))).await;
    assert!(matches!(other, Err(WishError::Refused { refusal: Refusal::Period, .. })), "{other:?}");
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn a_wish_nobody_paid_makes_room_for_the_bill(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    shop.live_until(&service, "2026-02-14").await;
    let year = Extension::For(Months::new(12));
    let wish = flows::extend(&shop.cx, ada.id, shop.id(), vec![service.id], year).await.unwrap();
    // Its day comes before the wish lapses.
    shop.pass(SignedDuration::from_hours(14));
    shop.settle_down().await;
    assert_eq!(shop.held().await, []);
    assert_eq!(end(&shop.service_now(&service).await), day("2026-03-15"));
    let refused = shop.pay(&wish, &shop.payment(&wish, NEW_CARD)).await;
    assert!(matches!(refused, Err(flows::PayError::NotPayable)), "{refused:?}");
    // A wish that is being paid at that moment is waited for.
    shop.live_until(&service, "2026-03-14").await;
    let midnight = shop.cx.subsidiary(service.subsidiary).unwrap().start_of(day("2026-03-15"));
    shop.pass(midnight.duration_since(shop.cx.clock.now()) - SignedDuration::from_mins(5));
    let wish = flows::extend(&shop.cx, ada.id, shop.id(), vec![service.id], year).await.unwrap();
    let (attempt, page) = shop.open_page(&wish).await;
    shop.pass(SignedDuration::from_mins(10));
    shop.settle_down().await;
    assert_eq!(end(&shop.service_now(&service).await), day("2026-03-15"));
    shop.provider.visit(&page, GOOD).await;
    assert_eq!(flows::came_back(&shop.cx, ada.id, attempt).await.unwrap(), PayOutcome::Paid);
    shop.settle_down().await;
    assert_eq!(end(&shop.service_now(&service).await), day("2027-03-15"));
    assert_eq!((shop.held().await, shop.balance(ada.id).await), (Vec::new(), 0));
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn services_are_brought_to_one_date_and_billed_together(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let one = shop.bought(&ada, web()).await;
    shop.live(10).await;
    let two = shop.bought(&ada, web()).await;
    let wish = Extension::UpTo(day("2026-04-01"));
    let ids = vec![one.id, two.id];
    let quote = flows::quote_extension(&shop.cx, ada.id, ids.clone(), wish).await.unwrap();
    // 14 of 28 days and a month; 4 of 28 days and a month.
    let nets: Vec<i64> = quote.services.iter().map(|one| one.net.minor()).collect();
    assert_eq!(nets.iter().copied().collect::<BTreeSet<_>>(), BTreeSet::from([150 + 299, 43 + 299]));
    // One that is ending is passed over with its reason, and the others cost what they cost.
    let three = shop.bought(&ada, web()).await;
    let leaving = flows::terminate::Leaving {
        id: shop.id(),
        reason: services::LeaveReason::NoAnswer,
        future_use: services::FutureUse::NoAnswer,
        comment: String::new(),
    };
    flows::terminate::terminate(&shop.cx, ada.id, three.id, leaving).await.unwrap();
    let all = vec![one.id, two.id, three.id];
    let gathered = flows::gather(&shop.cx, ada.id, all.clone(), wish).await.unwrap();
    let passed_over = gathered.passed_over.iter().map(|(service, why)| (service.id, *why));
    assert_eq!(passed_over.collect::<Vec<_>>(), [(three.id, Refusal::Terminating)]);
    assert_eq!(gathered.quote.map(|quote| quote.totals), Some(quote.totals));
    let refused = flows::extend(&shop.cx, ada.id, shop.id(), all, wish).await;
    assert!(matches!(refused, Err(WishError::Refused { refusal: Refusal::Terminating, .. })), "{refused:?}");
    let none = flows::gather(&shop.cx, ada.id, vec![three.id], wish).await.unwrap();
    assert_eq!((none.quote, none.passed_over.len()), (None, 1));
    let order = flows::extend(&shop.cx, ada.id, shop.id(), ids, wish).await.unwrap();
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    assert_eq!(end(&shop.service_now(&one).await), day("2026-04-01"));
    shop.live_until(&one, "2026-04-02").await;
    let renewals = shop.renewals(ada.id).await;
    assert_eq!(renewals.len(), 2);
    assert_eq!((renewals[0].items.len(), renewals[0].totals.net.minor()), (2, 598));
    assert_eq!(end(&shop.service_now(&two).await), day("2026-05-01"));
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn a_year_is_announced_twice_and_the_first_of_the_month_is_reached_by_a_share(db: TestDb) {
    let choices = vec![("ct-web-*".to_owned(), rules::Choice::Anchor(services::Anchor::FirstOfMonth))];
    let shop = Shop::with(
        &db,
        flows::Settings { renewals: RuleBook { usual: Rules::default(), choices }, ..settings() },
    )
    .await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let yearly = flows::Renewal { mode: Mode::Automatic, every: Months::new(12), day: None };
    let forecast = flows::forecast(&shop.cx, ada.id, service.id, yearly, 2).await.unwrap();
    let dates: Vec<(Date, Date)> = forecast.iter().map(|debit| (debit.on, debit.until)).collect();
    let years = [day("2026-02-15"), day("2027-03-01"), day("2028-03-01")];
    assert_eq!(dates, [(years[0], years[1]), (years[1], years[2])]);
    flows::configure(&shop.cx, ada.id, service.id, yearly).await.unwrap();
    shop.live_until(&service, "2026-02-16").await;
    assert_eq!(end(&shop.service_now(&service).await), day("2027-03-01"));
    assert_eq!(forecast[0].totals.net.minor(), 150 + 12 * 299);
    shop.live_until(&service, "2027-03-02").await;
    // The first year is announced once, from the month before it; the second twice.
    assert_eq!(shop.mailed(ada.id, "renewal_notice").await, 3);
    assert_eq!(end(&shop.service_now(&service).await), day("2028-03-01"));
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn automatic_renewal_needs_a_card_that_can_be_charged(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let order = shop.order(ada.id, web()).await;
    shop.pay_on_page(&order, GOOD).await;
    shop.settle_down().await;
    let service = shop.service(&order).await;
    let automatic = flows::Renewal { mode: Mode::Automatic, every: Months::new(1), day: None };
    let refused = flows::configure(&shop.cx, ada.id, service, automatic).await;
    assert!(matches!(refused, Err(WishError::NoMethod)), "{refused:?}");
    shop.register(ada.id, GOOD).await;
    flows::configure(&shop.cx, ada.id, service, automatic).await.unwrap();
    let nobody: ServiceId = shop.id();
    let missing = flows::configure(&shop.cx, ada.id, nobody, automatic).await;
    assert!(matches!(missing, Err(WishError::NoService)), "{missing:?}");
}

#[testkit::both_databases]
async fn c17_runs_at_once_and_again_bill_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let mut customers = Vec::new();
    for index in 0..12 {
        let customer = shop.customer(&format!("c{index}@example.com")).await;
        let service = shop.bought(&customer, web()).await;
        customers.push((customer, service));
    }
    shop.pass(DAY * 32);
    let cx = &shop.cx;
    let halves = |index| Part { index, of: 2 };
    let ran = tokio::join!(
        renew::run(cx, Part::ALL, 100),
        renew::run(cx, Part::ALL, 5),
        renew::run(cx, halves(0), 100),
        renew::run(cx, halves(1), 100),
    );
    let billed: u64 = [ran.0, ran.1, ran.2, ran.3].into_iter().map(|ran| ran.unwrap().billed).sum();
    assert_eq!(billed, 12);
    shop.settle_down().await;
    for (customer, service) in &customers {
        assert_eq!(shop.renewals(customer.id).await.len(), 1);
        assert_eq!(end(&shop.service_now(service).await), day("2026-03-15"));
        assert_eq!(shop.balance(customer.id).await, 0);
    }
    let again = renew::run(cx, Part::ALL, 100).await.unwrap();
    assert_eq!(again, renew::Ran::default(), "a second run changes nothing");
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn a_renewal_that_cannot_be_given_up_keeps_no_other_order_from_lapsing(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought_without_method(&ada, web()).await;
    shop.live_until(&service, "2026-02-15").await;
    let renewal = shop.renewals(ada.id).await.remove(0);
    // Its bill is torn: what it asked for cannot be given back.
    let invoice = shop.invoice(&renewal).await;
    let torn = format!("update invoices set content = 'torn' where reference = '{}'", invoice.reference);
    db::testing::raw(db.target(), &torn).await.unwrap();
    let now = shop.cx.clock.now();

    shop.cx.clock.advance(renewal.expires_at.duration_since(now)).unwrap();
    let bob = shop.customer("bob@example.com").await;
    let later = shop.order(bob.id, web()).await;
    shop.live(20).await;
    assert_eq!(shop.reload(&later).await.state, OrderState::Expired);
    assert_eq!(shop.reload(&renewal).await.state, OrderState::NotPaid, "nothing was written by halves");
    let held = |tx: &mut db::AcrossTx| services::store::held(tx, &kernel::PageRequest::first(10));
    let desk = shop.cx.db.across().read(held).await.unwrap().items;
    assert_eq!((desk.len(), desk[0].service), (1, service.id));
}

#[testkit::both_databases]
async fn a_collection_that_never_reached_the_provider_is_sent_the_same_day(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    shop.register(ada.id, REQUEST_LOST).await;
    shop.live_until(&service, "2026-02-14").await;
    shop.pass(SignedDuration::from_hours(14));
    // The first request is lost on its way, as if the worker had been killed before it.
    shop.settle_down().await;
    let order = shop.renewals(ada.id).await.remove(0);
    assert_eq!(end(&shop.service_now(&service).await), day("2026-02-15"));
    for _ in 0..4 {
        shop.pass(SignedDuration::from_mins(1));
        shop.settle_down().await;
    }
    assert_eq!(end(&shop.service_now(&service).await), day("2026-03-15"));
    let attempts = flows::attempts(&shop.cx, ada.id, order.id).await.unwrap();
    assert_eq!(attempts.len(), 1, "with the same key");
    assert_eq!(shop.provider.holds(attempts[0].id).await, order.totals.gross.minor());
    assert_eq!(shop.mailed(ada.id, "renewal_due").await, 0);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn c57_one_broken_service_stops_nobody_and_the_desk_sees_it(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let (broken, sound) = (shop.bought(&ada, web()).await, shop.bought(&ada, web()).await);
    // Its next period cannot be computed.
    let mut wrong = broken.clone();
    wrong.renewal.every = Some(Months::new(0));
    let write = move |tx: &mut AccountTx| services::store::update(tx, &wrong);
    shop.cx.db.account(ada.id).write(write).await.unwrap();
    shop.live_until(&sound, "2026-02-16").await;
    assert_eq!(end(&shop.service_now(&sound).await), day("2026-03-15"));
    assert_eq!(end(&shop.service_now(&broken).await), day("2026-02-15"));
    let desk = shop.held().await;
    assert_eq!((desk.len(), desk[0].service), (1, broken.id));
    assert!(desk[0].tries > 1 && !desk[0].reason.is_empty(), "{:?}", desk[0]);
    // The staff see to it; it is worked on again.
    let mended = broken.clone();
    let write = move |tx: &mut AccountTx| services::store::update(tx, &mended);
    shop.cx.db.account(ada.id).write(write).await.unwrap();
    assert!(renew::release(&shop.cx, ada.id, broken.id).await.unwrap());
    shop.settle_down().await;
    assert_eq!(end(&shop.service_now(&broken).await), day("2026-03-15"));
    assert_eq!(shop.held().await, []);
    shop.assert_clean().await;
}

#[testkit::both_databases]
async fn a_service_that_mends_by_itself_leaves_the_desk_and_begins_anew(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    let service = shop.bought(&ada, web()).await;
    let broken_for_days = async |days| {
        let service = shop.service_now(&service).await;
        let mut wrong = service.clone();
        wrong.renewal.every = Some(Months::new(0));
        let write = |service: Service| move |tx: &mut AccountTx| services::store::update(tx, &service);
        shop.cx.db.account(ada.id).write(write(wrong)).await.unwrap();
        shop.live(days).await;
        let held = shop.held().await.remove(0);
        // Nobody of the staff says so.
        shop.cx.db.account(ada.id).write(write(service)).await.unwrap();
        shop.live(1).await;
        held
    };
    shop.live_until(&service, "2026-02-14").await;
    assert!(broken_for_days(2).await.tries > 1);
    assert_eq!(end(&shop.service_now(&service).await), day("2026-03-15"));
    assert_eq!(shop.held().await, []);
    shop.live_until(&service, "2026-03-14").await;
    let since = shop.cx.clock.now();
    let again = broken_for_days(1).await;
    assert_eq!((again.tries, again.since_at > since), (1, true));
}

#[testkit::both_databases]
async fn a_card_about_to_expire_is_asked_about_once(db: TestDb) {
    let shop = Shop::open(&db).await;
    let ada = shop.customer("ada@example.com").await;
    shop.register(ada.id, GOOD).await;
    // The card works to the end of April 2029.
    shop.pass(DAY * 1_170);
    shop.settle_down().await;
    assert_eq!(shop.mailed(ada.id, "method_expiring").await, 0, "30 March");
    shop.live(3).await;
    assert_eq!(shop.mailed(ada.id, "method_expiring").await, 1);
    shop.live(40).await;
    assert_eq!(shop.mailed(ada.id, "method_expiring").await, 1);
}
