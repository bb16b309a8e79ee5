//! A whole shop with its counterparties, where nothing moves but what the test moves.

use std::collections::BTreeMap;
use std::sync::{Arc, LazyLock};
use std::time::Duration;

use accounts::contact::ContactForm;
use accounts::device::Device;
use accounts::{Account, Cost, EmailAddress, Passwords};
use catalog::Selection;
use db::{AccountTx, Db};
use flows::sign_up::{Entrance, Newcomer, TellOwner};
use flows::{
    Checkout, Choice, Cx, Gateways, Offers, OrderNumbers, PayError, PayOutcome, Payment, Settings, Wake,
};
use invoicing::exports::ExportKind;
use jurisdictions::Jurisdictions;
use kernel::{
    AccountId, AccountType, AttemptId, Clock, Country, Id, Locale, MethodId, OrderId, PageRequest,
    PaymentKind, Random, Secret, ServiceId, SignedDuration,
};
use mail::{Mailbox, Mailer, Transport};
use orders::{Contract, Order};
use outbox::Job as _;
use payments::{Attempt, Gateway};
use services::{Provisioners, Route, Service};
use testkit::TestDb;
use texts::Texts;

use super::provider::{Provider, gateway};

/// The shop.
pub(crate) struct Shop {
    pub(crate) cx: Cx,
    pub(crate) provider: Provider,
    pub(crate) mailbox: Mailbox,
    mailer: Arc<Mailer>,
}

/// The settings of the tests: one contract, no surprises.
pub(crate) fn settings() -> Settings {
    let contract = Contract::new("terms", "2026-01", "contract-terms", "Be kind.");
    let validation = orders::validation::Rules { orders_per_day_max: None, ..Default::default() };
    let limits = accounts::Limits::default().times(1_000);
    Settings { contracts: vec![contract], validation, limits, ..Settings::default() }
}

/// Everything is delivered at the first question, dedicated servers by hand.
pub(crate) fn provisioners() -> Provisioners {
    let sandbox = provisioners::sandbox::Behaviour { steps: 0, wait: SignedDuration::ZERO };
    let by_hand = Route { plan: "ct-metal-*".to_owned(), provisioner: "manual".to_owned() };
    let config = provisioners::Config {
        sandbox,
        routes: vec![by_hand],
        fallback: "sandbox".to_owned(),
        ..provisioners::Config::default()
    };
    provisioners::registry(config).unwrap()
}

/// What flows need, around a database and a provider.
pub(crate) fn context(
    db: Db,
    clock: Clock,
    random: Random,
    gateway: Arc<dyn Gateway>,
    settings: Settings,
) -> Cx {
    Cx {
        db,
        clock,
        random: random.clone(),
        jurisdictions: Arc::new(Jurisdictions::embedded().clone()),
        gateways: Gateways::new([gateway]),
        provisioners: Arc::new(provisioners()),
        passwords: Passwords::new(Cost::CHEAP, 2, random).unwrap(),
        numbers: OrderNumbers::default(),
        offers: Offers::default(),
        texts: Texts::embedded(),
        courier: Arc::new(courier::Internet::new(settings.webhooks).expect("a client can be made")),
        settings: Arc::new(settings),
        wake: Wake::default(),
    }
}

/// The smallest hosting plan: 2.99 € a month.
pub(crate) fn web() -> Selection {
    let configurations = vec![("region".to_owned(), "eu-west".to_owned())];
    Selection { configurations, ..Selection::of("ct-web-start") }
}

/// A dedicated server, which a person delivers.
pub(crate) fn metal() -> Selection {
    let configured = [("datacenter", "eu-west"), ("os", "debian-13")];
    let configurations = configured.map(|(label, value)| (label.to_owned(), value.to_owned())).into();
    Selection { configurations, ..Selection::of("ct-metal-1") }
}

/// Everybody's password.
pub(crate) const PASSWORD: &str = "Correct-Horse-42!";

/// What somebody gives first to sign up.
pub(crate) fn newcomer(email: &EmailAddress) -> Newcomer {
    Newcomer {
        email: email.clone(),
        password: Secret::new(PASSWORD.to_owned()),
        country: Country::parse("FR").unwrap(),
        locale: Locale::Fr,
        peer: "192.0.2.7".parse().unwrap(),
        begun: None,
        form: None,
    }
}

/// Imports the catalogues of the demonstration.
pub(crate) async fn stock(cx: &Cx) {
    let now = cx.clock.now();
    for catalog in catalog::demo() {
        cx.db.registry().write(move |tx| catalog::import(tx, now, &catalog, &|_| {})).await.unwrap();
    }
}

impl Shop {
    pub(crate) async fn open(db: &TestDb) -> Shop {
        Shop::with(db, settings()).await
    }

    pub(crate) async fn with(db: &TestDb, settings: Settings) -> Shop {
        Shop::through(db, settings, |gateway| gateway).await
    }

    /// A shop that reaches its provider through something else.
    pub(crate) async fn through(
        db: &TestDb,
        settings: Settings,
        line: impl FnOnce(Arc<dyn Gateway>) -> Arc<dyn Gateway>,
    ) -> Shop {
        let db: &Db = db;
        Shop::on(db.clone(), settings, line).await
    }

    /// A shop on any migrated database.
    pub(crate) async fn on(
        db: Db,
        settings: Settings,
        line: impl FnOnce(Arc<dyn Gateway>) -> Arc<dyn Gateway>,
    ) -> Shop {
        let clock = testkit::clock();
        let provider = Provider::open(&clock).await;
        let gateway = line(Arc::new(gateway(&provider.url, Duration::from_secs(3))));
        let cx = context(db, clock, testkit::random(), gateway, settings);
        let (transport, mailbox) = Transport::capture();
        let address = |text| EmailAddress::parse(text).unwrap();
        let operator = mail::Operator {
            name: "Comptoir Demo".to_owned(),
            base_url: cx.settings.base_url.clone(),
            from: address("shop@example.net"),
            support: address("help@example.net"),
            report: address("abuse@example.net"),
            accent: mail::Accent::default(),
        };
        let mailer = Arc::new(Mailer::new(&cx.texts, operator, &cx.jurisdictions, transport));
        stock(&cx).await;
        Shop { cx, provider, mailbox, mailer }
    }

    /// An id nobody else has, as a page draws it.
    pub(crate) fn id<T>(&self) -> Id<T> {
        self.cx.random.id(self.cx.clock.now())
    }

    pub(crate) fn pass(&self, time: SignedDuration) {
        self.cx.clock.advance(time).unwrap();
    }

    // ---- what customers do --------------------------------------------------------------------------

    /// Signs up with the code from the e-mail.
    pub(crate) async fn customer(&self, email: &str) -> Account {
        self.customer_of(email, "FR").await
    }

    /// Signs up from a country.
    pub(crate) async fn customer_of(&self, email: &str, country: &str) -> Account {
        self.customer_as(email, country, AccountType::Individual, ContactForm::default()).await
    }

    /// Signs up from a country as a person or an organisation; what is not `said` is as any customer says it.
    pub(crate) async fn customer_as(
        &self,
        email: &str,
        country: &str,
        kind: AccountType,
        said: ContactForm,
    ) -> Account {
        let cx = &self.cx;
        let email = EmailAddress::parse(email).unwrap();
        let peer = "192.0.2.7".parse().unwrap();
        let country = Country::parse(country).unwrap();
        let token = flows::sign_up::begin(cx, Newcomer { country, ..newcomer(&email) }).await.unwrap();
        self.do_jobs().await;
        let message = self.mailbox.to(&email).into_iter().next().expect("the code was mailed");
        let code = message.text.split(|c: char| !c.is_ascii_digit()).find(|run| run.len() == 6).unwrap();
        let verified = flows::sign_up::verify(cx, token.clone(), code.to_owned(), peer).await.unwrap();
        assert_eq!(verified, accounts::sign_up::Verification::Verified);
        flows::sign_up::choose_type(cx, token.clone(), kind).await.unwrap();
        let form = ContactForm {
            first_name: "Ada".to_owned(),
            last_name: "Martin".to_owned(),
            address: "2 rue de la Paix".to_owned(),
            zip: "75002".to_owned(),
            city: "Paris".to_owned(),
            phone: "+33612345678".to_owned(),
            ..said
        };
        flows::sign_up::complete(cx, token, form, self.entrance()).await.unwrap().0
    }

    /// Somebody who comes in with a browser nobody has seen.
    pub(crate) fn entrance(&self) -> Entrance {
        let peer = "192.0.2.7".parse().unwrap();
        Entrance { peer, agent: "test".to_owned(), device: Device::draw(&self.cx.random) }
    }

    pub(crate) async fn put_in_cart(&self, account: AccountId, selection: Selection) {
        let (id, now) = (self.id(), self.cx.clock.now());
        let add = move |tx: &mut AccountTx| orders::cart::add(tx, now, id, &selection);
        self.cx.db.account(account).write(add).await.unwrap();
    }

    /// The form of the order page, every contract ticked.
    pub(crate) fn form(&self, id: OrderId) -> Checkout {
        Checkout {
            id,
            accepted: self.cx.settings.contracts.iter().map(Contract::mark).collect(),
            seen: None,
            address: Some("192.0.2.7".to_owned()),
            locale: Locale::Fr,
        }
    }

    pub(crate) async fn order(&self, account: AccountId, selection: Selection) -> Order {
        self.put_in_cart(account, selection).await;
        flows::checkout(&self.cx, account, self.form(self.id())).await.unwrap()
    }

    pub(crate) fn payment(&self, order: &Order, with: Choice) -> Payment {
        Payment { id: self.id(), order: order.number, with, return_path: format!("/orders/{}", order.number) }
    }

    pub(crate) async fn pay(&self, order: &Order, payment: &Payment) -> Result<PayOutcome, PayError> {
        flows::pay(&self.cx, order.account, payment.clone()).await
    }

    /// Goes to the provider's page to pay; answers the attempt and the page.
    pub(crate) async fn open_page(&self, order: &Order) -> (AttemptId, String) {
        let payment = self.payment(order, NEW_CARD);
        let outcome = self.pay(order, &payment).await.unwrap();
        let PayOutcome::Redirect(url) = outcome else { panic!("no page was opened: {outcome:?}") };
        (payment.id, url)
    }

    /// Pays on the provider's page and comes back.
    pub(crate) async fn pay_on_page(&self, order: &Order, card: &str) -> (AttemptId, PayOutcome) {
        let (attempt, url) = self.open_page(order).await;
        self.provider.visit(&url, card).await;
        (attempt, flows::came_back(&self.cx, order.account, attempt).await.unwrap())
    }

    /// Registers a card without paying.
    pub(crate) async fn register(&self, account: AccountId, card: &str) -> MethodId {
        let id = self.id();
        let registration = flows::Registration {
            id,
            kind: PaymentKind::Card,
            make_default: true,
            return_path: "/payment-methods".to_owned(),
            by_program: None,
        };
        let PayOutcome::Redirect(url) =
            flows::register_method(&self.cx, account, registration).await.unwrap()
        else {
            panic!("no page was opened");
        };
        self.provider.visit(&url, card).await;
        assert_eq!(flows::came_back(&self.cx, account, id).await.unwrap(), PayOutcome::Paid);
        let attempt = self.attempt(account, id).await;
        attempt.method.expect("the method was kept")
    }

    // ---- what the worker does -------------------------------------------------------------------------

    /// Does everything a worker does until nothing moves.
    pub(crate) async fn settle_down(&self) {
        for _ in 0..50 {
            if self.round().await == 0 {
                return;
            }
        }
        panic!("it does not come to rest");
    }

    async fn round(&self) -> usize {
        self.sweep().await + self.do_jobs().await
    }

    /// Does the regular duties once, without the jobs; how much moved.
    pub(crate) async fn sweep(&self) -> usize {
        let cx = &self.cx;
        let mut moved = flows::reconcile::work_on_webhooks(cx, 100).await.unwrap();
        moved += flows::reconcile::settle_unknown(cx, 100).await.unwrap();
        for (account, service) in flows::due(cx, 100).await.unwrap() {
            let delivered = flows::deliver(cx, account, service).await.unwrap();
            moved += usize::from(delivered == flows::Delivered::Yes);
        }
        moved += flows::renew::run(cx, flows::renew::Part::ALL, 100).await.unwrap().services as usize;
        for (account, service) in flows::wished(cx, 100).await.unwrap() {
            moved += usize::from(flows::operate(cx, account, service).await.unwrap());
        }
        moved += flows::follow(cx, 100).await.unwrap();
        moved += flows::methods::warn_of_expiry(cx, 100).await.unwrap();
        moved += flows::register(cx, 100).await.unwrap().stamped;
        for kind in ExportKind::ALL {
            let made = flows::exports::make(cx, &documents(), kind, 100, 25).await.unwrap();
            moved += usize::try_from(made).unwrap();
        }
        flows::refund::settle_unknown(cx, 100).await.unwrap();
        moved + flows::expire(cx, 100).await.unwrap()
    }

    /// Does the jobs that are due; how many were done.
    pub(crate) async fn do_jobs(&self) -> usize {
        let (db, now) = (&self.cx.db, self.cx.clock.now());
        let mut done = 0;
        for due in db.across().read(move |tx| outbox::due_any(tx, now, 1_000)).await.unwrap() {
            let account = due.account();
            let lease = SignedDuration::from_secs(60);
            let claim = db.account(account).write(move |tx| outbox::claim(tx, now, &due, "test", lease));
            let Some(claim) = claim.await.unwrap() else { continue };
            match claim.name() {
                mail::SendEmail::NAME => self.mailer.deliver(db, now, &claim).await.unwrap(),
                payments::jobs::SendRefund::NAME => {
                    let job: payments::jobs::SendRefund = claim.job().unwrap();
                    flows::refund::send(&self.cx, account, job.refund).await.unwrap();
                    db.account(account).write(move |tx| outbox::complete(tx, &claim)).await.unwrap();
                }
                payments::jobs::ForgetMethod::NAME => {
                    let job: payments::jobs::ForgetMethod = claim.job().unwrap();
                    flows::methods::forget(&self.cx, account, job.method).await.unwrap();
                    db.account(account).write(move |tx| outbox::complete(tx, &claim)).await.unwrap();
                }
                TellOwner::NAME => {
                    let job: TellOwner = claim.job().unwrap();
                    flows::sign_up::tell_owner(&self.cx, &job).await.unwrap();
                    db.account(account).write(move |tx| outbox::complete(tx, &claim)).await.unwrap();
                }
                other => panic!("nobody does {other}"),
            }
            done += 1;
        }
        done
    }

    // ---- what is there ----------------------------------------------------------------------------------

    pub(crate) async fn reload(&self, order: &Order) -> Order {
        let id = order.id;
        self.cx.db.account(order.account).read(move |tx| orders::store::get(tx, id)).await.unwrap()
    }

    pub(crate) async fn contracts(&self, order: &Order) -> Vec<orders::AcceptedContract> {
        let id = order.id;
        let read = move |tx: &mut AccountTx| orders::store::accepted_contracts(tx, id);
        self.cx.db.account(order.account).read(read).await.unwrap()
    }

    pub(crate) async fn attempt(&self, account: AccountId, id: AttemptId) -> Attempt {
        self.cx.db.account(account).read(move |tx| payments::store::get(tx, id)).await.unwrap()
    }

    pub(crate) async fn services(&self, order: &Order) -> Vec<Service> {
        let id = order.id;
        self.cx.db.account(order.account).read(move |tx| services::store::of_order(tx, id)).await.unwrap()
    }

    pub(crate) async fn service(&self, order: &Order) -> ServiceId {
        self.services(order).await.first().expect("the order has a service").id
    }

    /// The visible invoices of an order.
    pub(crate) async fn invoices(&self, order: &Order) -> Vec<invoicing::Invoice> {
        let id = order.id;
        self.cx.db.account(order.account).read(move |tx| invoicing::store::of_order(tx, id)).await.unwrap()
    }

    /// The only invoice of an order.
    pub(crate) async fn invoice(&self, order: &Order) -> invoicing::Invoice {
        let mut invoices = self.invoices(order).await;
        assert_eq!(invoices.len(), 1, "one invoice per order");
        invoices.remove(0)
    }

    /// How many e-mails of each kind the account was written, all of them sent.
    pub(crate) async fn emails(&self, account: AccountId) -> BTreeMap<String, usize> {
        let mut count = BTreeMap::new();
        for email in self.archive(account).await {
            assert_eq!(email.state, mail::archive::State::Sent, "{} was not sent", email.name);
            *count.entry(email.name).or_default() += 1;
        }
        count
    }

    /// Every e-mail of an account.
    pub(crate) async fn archive(&self, account: AccountId) -> Vec<mail::archive::Archived> {
        let (mut request, mut all) = (PageRequest::first(100), Vec::new());
        loop {
            let asked = request.clone();
            let read = move |tx: &mut AccountTx| mail::archive::list(tx, &asked);
            let page = self.cx.db.account(account).read(read).await.unwrap();
            all.extend(page.items);
            match page.next {
                Some(after) => request.after = Some(after),
                None => return all,
            }
        }
    }

    /// How many e-mails of one kind the account was written.
    pub(crate) async fn mailed(&self, account: AccountId, name: &str) -> usize {
        self.emails(account).await.get(name).copied().unwrap_or(0)
    }

    /// The books hold together, and nothing is left in the queue for a person.
    pub(crate) async fn assert_clean(&self) {
        let report = invoicing::verify(&self.cx.db, |_| {}).await.unwrap();
        assert_eq!((report.problems, report.waiting, report.unstamped), (Vec::new(), 0, 0));
        let dead = self.cx.db.across().read(|tx| outbox::dead(tx, &PageRequest::first(10))).await.unwrap();
        assert!(dead.items.is_empty(), "{:?}", dead.items);
    }

    /// What the customer owes or is owed, all told.
    pub(crate) async fn balance(&self, account: AccountId) -> i64 {
        let balances = self.cx.db.account(account).read(ledger::balances).await.unwrap();
        balances.iter().map(|money| money.minor()).sum()
    }

    /// The order was delivered, invoiced once and paid once; the provider holds exactly its amount.
    pub(crate) async fn assert_fulfilled(&self, order: &Order, attempts: &[AttemptId]) {
        let order = self.reload(order).await;
        assert_eq!(order.state, orders::OrderState::Delivered);
        let invoice = self.invoice(&order).await;
        assert_eq!((invoice.gross, invoice.is_paid()), (order.totals.gross, true));
        let mut held = 0;
        for attempt in attempts {
            held += self.provider.holds(*attempt).await;
        }
        assert_eq!(held, order.totals.gross.minor(), "the provider holds what the order costs");
        assert_eq!(self.balance(order.account).await, 0);
        self.assert_clean().await;
    }
}

/// A card given on the provider's page and not kept.
pub(crate) const NEW_CARD: Choice =
    Choice::New { kind: PaymentKind::Card, register: false, make_default: false };

/// What makes the documents; reading its fonts and templates takes longer than a day of the shop.
pub(crate) fn documents() -> Arc<documents::Documents> {
    static MADE: LazyLock<Arc<documents::Documents>> = LazyLock::new(|| {
        Arc::new(documents::Documents::new(&texts::Texts::embedded(), documents::Brand::default()))
    });
    MADE.clone()
}
