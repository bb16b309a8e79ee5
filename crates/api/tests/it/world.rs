//! An API without a network, customers, and programs that sign.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use accounts::api::{AccessRule, ApiMethod, Application, Keys, Wanted, application, request};
use accounts::contact::ContactForm;
use accounts::sign_up::{NewSignUp, OneTimeCode};
use accounts::{Account, Cost, CustomerToken, EmailAddress, Passwords};
use api::{Api, Options, router};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use catalog::Selection;
use db::AccountTx;

use flows::renew::{self, Part};
use flows::{Checkout, Choice, Cx, Gateways, Offers, OrderNumbers, Payment, Settings, Wake};
use http_body_util::BodyExt;
use invoicing::{CreditUse, NewCredit};
use jurisdictions::Jurisdictions;
use kernel::{AccountType, Country, Locale, PaymentKind, Secret, SignedDuration};
use orders::Order;
use outbox::Job as _;
use payments::{ChargeOutcome, RefusalReason, RegisteredMethod};
use serde_json::Value;
use sha1::{Digest, Sha1};
use testkit::TestDb;
use texts::Texts;
use tower::ServiceExt;

pub(crate) const HOST: &str = "api.example:8443";

pub(crate) struct World {
    pub(crate) cx: Cx,
    pub(crate) router: Router,
}

/// A program and what it was granted.
#[derive(Clone)]
pub(crate) struct Program {
    pub(crate) application: Application,
    pub(crate) consumer_key: String,
    pub(crate) credential: i64,
}

/// One request as a program makes it.
#[derive(Clone)]
pub(crate) struct Ask {
    pub(crate) method: &'static str,
    /// After the version.
    pub(crate) path: String,
    pub(crate) body: String,
    pub(crate) headers: Vec<(&'static str, String)>,
    /// What is signed in front of the path.
    pub(crate) base: String,
    pub(crate) skew_secs: i64,
    pub(crate) peer: &'static str,
}

#[derive(Debug)]
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) text: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|error| panic!("{error}: {:?}", self.text))
    }

    /// Status, code and message of a problem.
    pub(crate) fn problem(&self) -> (u16, String, String) {
        let json = self.json();
        let text = |key: &str| json[key].as_str().unwrap_or_default().to_owned();
        (self.status.as_u16(), text("errorCode"), text("message"))
    }
}

pub(crate) fn get(path: impl Into<String>) -> Ask {
    ask("GET", path)
}

pub(crate) fn ask(method: &'static str, path: impl Into<String>) -> Ask {
    Ask {
        method,
        path: format!("/1.0{}", path.into()),
        body: String::new(),
        headers: Vec::new(),
        base: format!("https://{HOST}"),
        skew_secs: 0,
        peer: "192.0.2.7",
    }
}

pub(crate) fn rule(method: ApiMethod, path: &str) -> AccessRule {
    AccessRule { method, path: path.to_owned() }
}

/// Everything, by every method.
pub(crate) fn everything() -> Vec<AccessRule> {
    ApiMethod::ALL.into_iter().map(|method| rule(method, "/*")).collect()
}

impl World {
    pub(crate) async fn new(db: &TestDb) -> World {
        World::with(db, Options::default()).await
    }

    pub(crate) async fn with(db: &TestDb, options: Options) -> World {
        let random = testkit::random();
        let settings = Settings {
            base_url: "https://shop.example/counter".to_owned(),
            limits: accounts::Limits::default().times(1_000),
            ..Settings::default()
        };
        let db: &db::Db = db;
        // Nobody listens there: what these tests ask of a provider gets no answer.
        let secret = |text: &str| Secret::new(text.to_owned());
        let config = gateways::sandbox::Config::new("http://127.0.0.1:9", secret("key"), secret("whsec"));
        let config = gateways::sandbox::Config { timeout: Duration::from_millis(200), ..config };
        let gateway = gateways::sandbox::Sandbox::new(config).unwrap();
        let cx = Cx {
            db: db.clone(),
            clock: testkit::clock(),
            random: random.clone(),
            jurisdictions: Arc::new(Jurisdictions::embedded().clone()),
            gateways: Gateways::new([Arc::new(gateway) as Arc<dyn payments::Gateway>]),
            provisioners: Arc::new(provisioners::registry(provisioners::Config::default()).unwrap()),
            passwords: Passwords::new(Cost::CHEAP, 2, random).unwrap(),
            numbers: OrderNumbers::default(),
            offers: Offers::default(),
            texts: Texts::embedded(),
            settings: Arc::new(settings),
            wake: Wake::default(),
        };
        let now = cx.clock.now();
        for catalog in catalog::demo() {
            cx.db.registry().write(move |tx| catalog::import(tx, now, &catalog, &|_| {})).await.unwrap();
        }
        let router = router(&Api::new(cx.clone(), options));
        World { cx, router }
    }

    /// Buys the smallest hosting, pays it with a card that is kept, and has it delivered and invoiced.
    pub(crate) async fn bought(&self, account: &Account) -> Order {
        let (cx, now, owner) = (&self.cx, self.cx.clock.now(), account.id);
        let configurations = vec![("region".to_owned(), "eu-west".to_owned())];
        let selection = Selection { configurations, ..Selection::of("ct-web-start") };
        let item = cx.random.id(now);
        cx.db.account(owner).write(move |tx| orders::cart::add(tx, now, item, &selection)).await.unwrap();
        let form = Checkout {
            id: cx.random.id(now),
            accepted: Vec::new(),
            seen: None,
            address: None,
            locale: account.locale,
        };
        let order = flows::checkout(cx, owner, form).await.unwrap();
        let id = cx.random.id(now);
        let with = Choice::New { kind: PaymentKind::Card, register: true, make_default: true };
        let payment = Payment { id, order: order.number, with, return_path: String::new() };
        flows::pay(cx, owner, payment).await.unwrap();
        let card = RegisteredMethod {
            token: Secret::new(format!("pm_{id}")),
            kind: PaymentKind::Card,
            label: "•••• 1003".to_owned(),
            expires: Some((2029, 4)),
            mandate: None,
        };
        let outcome = ChargeOutcome::Succeeded { external_id: format!("ch_{id}"), registered: Some(card) };
        flows::settle::settle(cx, owner, id, outcome).await.unwrap();
        self.work().await;
        order
    }

    /// A month later the renewal is refused: its invoice is due.
    pub(crate) async fn indebted(&self, account: &Account) {
        let cx = &self.cx;
        self.wait(31 * 24 * 3600);
        renew::run(cx, Part::ALL, 100).await.unwrap();
        let running = |tx: &mut AccountTx| payments::store::running(tx, 10);
        let tried = cx.db.account(account.id).read(running).await.unwrap().remove(0);
        let reason = RefusalReason::InsufficientFunds;
        let refused = ChargeOutcome::Refused { external_id: "ch_refused".to_owned(), reason };
        flows::settle::settle(cx, account.id, tried.id, refused).await.unwrap();
        self.work().await;
    }

    /// Gives back what the first invoice of an order asked for; the reference of the credit note.
    pub(crate) async fn credited(&self, account: &Account, order: &Order) -> String {
        let (cx, now, of) = (&self.cx, self.cx.clock.now(), order.id);
        let id = cx.random.id(now);
        let credit = move |tx: &mut AccountTx| {
            let invoice = invoicing::store::of_order(tx, of)?.remove(0);
            let lines = invoice.record().expect("a record").content.lines;
            let (cause, money) = ("a gesture".to_owned(), CreditUse::SentBack);
            let new = NewCredit { id, of: invoice.id, cause, lines, money, grant: None };
            invoicing::credit(tx, now, &new).map(|_| ())
        };
        cx.db.account(account.id).write(credit).await.unwrap();
        self.work().await;
        let found = cx.db.account(account.id).read(move |tx| invoicing::store::get(tx, id)).await;
        found.unwrap().reference
    }

    async fn work(&self) {
        let cx = &self.cx;
        for _ in 0..4 {
            for (account, service) in flows::due(cx, 100).await.unwrap() {
                flows::deliver(cx, account, service).await.unwrap();
                let access = services::Access::default().with("IPv4", "192.0.2.1");
                let staff = cx.random.id(cx.clock.now());
                flows::deliver_by_hand(cx, account, service, access, staff).await.unwrap();
            }
            flows::register(cx, 100).await.unwrap();
            self.wait(5);
        }
        self.mail().await;
    }

    /// Sends what is to be sent: the archive has it then.
    async fn mail(&self) {
        let (cx, now) = (&self.cx, self.cx.clock.now());
        let address = |text| EmailAddress::parse(text).unwrap();
        let operator = mail::Operator {
            name: "Comptoir Demo".to_owned(),
            base_url: cx.settings.base_url.clone(),
            from: address("shop@example.net"),
            support: address("help@example.net"),
            report: address("abuse@example.net"),
            accent: mail::Accent::default(),
        };
        let (transport, _) = mail::Transport::capture();
        let mailer = mail::Mailer::new(&cx.texts, operator, &cx.jurisdictions, transport);
        for due in cx.db.across().read(move |tx| outbox::due_any(tx, now, 1_000)).await.unwrap() {
            let account = cx.db.account(due.account());
            let lease = SignedDuration::from_secs(60);
            let claim = account.write(move |tx| outbox::claim(tx, now, &due, "test", lease)).await.unwrap();
            let Some(claim) = claim.filter(|claim| claim.name() == mail::SendEmail::NAME) else { continue };
            mailer.deliver(&cx.db, now, &claim).await.unwrap();
        }
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.cx.clock.advance(SignedDuration::from_secs(seconds)).unwrap();
    }

    /// An account as a sign-up leaves it.
    pub(crate) async fn account(&self, email: &str) -> Account {
        let (cx, now, peer) = (&self.cx, self.cx.clock.now(), "192.0.2.7".parse().unwrap());
        let code = OneTimeCode::draw(&cx.random);
        let typed = code.reveal().to_owned();
        let new = NewSignUp {
            token: CustomerToken::draw(&cx.random, cx.random.id(now)),
            email: EmailAddress::parse(email).unwrap(),
            password_hash: cx.passwords.hash(Secret::new("Correct-Horse-42!".to_owned())).await.unwrap(),
            country: Country::parse("FR").unwrap(),
            subsidiary: kernel::SubsidiaryCode::parse("FR").unwrap(),
            locale: Locale::Fr,
            code: Some(code),
        };
        let token = new.token.clone();
        let begun = cx.db.account(token.owner()).write(move |tx| accounts::sign_up::start(tx, now, &new));
        begun.await.unwrap();
        flows::sign_up::verify(cx, token.clone(), typed, peer).await.unwrap();
        flows::sign_up::choose_type(cx, token.clone(), AccountType::Individual).await.unwrap();
        let form = ContactForm {
            first_name: "Ada".to_owned(),
            last_name: "Martin".to_owned(),
            address: "2 rue de la Paix".to_owned(),
            zip: "75002".to_owned(),
            city: "Paris".to_owned(),
            ..ContactForm::default()
        };
        let device = accounts::device::Device::parse(&cx.random.token()).unwrap();
        let entrance = flows::sign_up::Entrance { peer, agent: "a test".to_owned(), device };
        flows::sign_up::complete(cx, token, form, entrance).await.unwrap().0
    }

    pub(crate) async fn application(&self, owner: &Account) -> Application {
        let (cx, now) = (&self.cx, self.cx.clock.now());
        let keys = Keys::draw(&cx.random);
        application::create(&cx.db, now, owner.id, &keys, "Backup", "Saves things").await.unwrap()
    }

    /// What an application asks for, and the keys of it.
    pub(crate) async fn asked(&self, application: &Application, wanted: Wanted) -> Keys {
        let keys = Keys::draw(&self.cx.random);
        request::ask(&self.cx.db, self.cx.clock.now(), application.id, &keys, wanted).await.unwrap();
        keys
    }

    /// A program with these rules in an account.
    pub(crate) async fn program(&self, account: &Account, rules: Vec<AccessRule>) -> Program {
        self.granted(account, Wanted { rules, allowed_ips: None, redirection: None }, None).await
    }

    pub(crate) async fn granted(
        &self,
        account: &Account,
        wanted: Wanted,
        validity: Option<SignedDuration>,
    ) -> Program {
        let application = self.application(account).await;
        let keys = self.asked(&application, wanted).await;
        let (cx, link) = (&self.cx, keys.link());
        let accepted = request::accept(&cx.db, cx.clock.now(), account.id, link.expose(), validity).await;
        let consumer_key = keys.consumer_key().expose().clone();
        Program { application, consumer_key, credential: accepted.unwrap().credential }
    }

    /// Sends it as it is.
    pub(crate) async fn send(&self, ask: &Ask) -> Answer {
        let mut request = Request::builder().method(ask.method).uri(&ask.path).header("host", HOST);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let mut request = request.body(Body::from(ask.body.clone())).unwrap();
        let peer = SocketAddr::new(ask.peer.parse().unwrap(), 4000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            text: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// Sends it signed.
    pub(crate) async fn signed(&self, program: &Program, ask: &Ask) -> Answer {
        let timestamp = (self.cx.clock.now().as_second() + ask.skew_secs).to_string();
        let url = format!("{}{}", ask.base, ask.path);
        let secret = program.application.secret.expose();
        let text = [secret, &program.consumer_key, ask.method, &url, &ask.body, &timestamp].join("+");
        let hex: String = Sha1::digest(text).iter().map(|byte| format!("{byte:02x}")).collect();
        let mut ask = ask.clone();
        ask.headers.extend([
            ("x-ovh-application", program.application.key.clone()),
            ("x-ovh-consumer", program.consumer_key.clone()),
            ("x-ovh-timestamp", timestamp),
            ("x-ovh-signature", format!("$1${hex}")),
        ]);
        self.send(&ask).await
    }
}
