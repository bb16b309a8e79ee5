//! An API without a network, customers, and programs that sign.

use std::net::SocketAddr;
use std::sync::Arc;

use accounts::Account;
use accounts::api::{AccessRule, ApiMethod, Application, Keys, Wanted, application, request};
use api::{Api, Options, router};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::response::Parts;
use axum::http::{HeaderMap, Request, StatusCode};
use bytes::Bytes;
use catalog::Selection;

use flows::renew::{self, Part};
use flows::{Checkout, Cx, Gateways, Settings};
use http_body_util::BodyExt;
use kernel::{Locale, SignedDuration};
use orders::Order;
use payments::Gateway;
use serde_json::Value;
use sha1::{Digest, Sha1};
use sim::provider::Provider;
use sim::stage;
use testkit::TestDb;
use tower::ServiceExt;

pub(crate) const HOST: &str = "api.example:8443";

pub(crate) struct World {
    pub(crate) cx: Cx,
    options: Options,
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
        let settings = Settings {
            base_url: "https://shop.example/counter".to_owned(),
            limits: accounts::Limits::default().times(1_000),
            ..Settings::default()
        };
        let cx = stage::open(db, settings).await.unwrap();
        World::around(cx, options)
    }

    fn around(cx: Cx, options: Options) -> World {
        let router = router(&Api::new(cx.clone(), options.clone()));
        World { cx, options, router }
    }

    /// From now on the provider answers.
    pub(crate) fn with_provider(self) -> (World, Provider) {
        let provider = Provider::new(self.cx.clock.clone(), 1);
        let gateways = Gateways::new([Arc::new(provider.clone()) as Arc<dyn Gateway>]);
        (World::around(Cx { gateways, ..self.cx }, self.options), provider)
    }

    /// Buys the smallest hosting, pays it with a card that is kept, and has it delivered and invoiced.
    pub(crate) async fn bought(&self, account: &Account) -> Order {
        self.bought_with(account, "default").await
    }

    /// The same at the price of a commitment.
    pub(crate) async fn bought_with(&self, account: &Account, pricing_mode: &str) -> Order {
        let (cx, now, owner) = (&self.cx, self.cx.clock.now(), account.id);
        let configurations = vec![("region".to_owned(), "eu-west".to_owned())];
        let pricing_mode = pricing_mode.to_owned();
        let selection = Selection { configurations, pricing_mode, ..Selection::of("ct-web-start") };
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
        stage::paid(cx, owner, order.number).await.unwrap();
        self.work().await;
        order
    }

    /// A month later the renewal is refused: its invoice is due.
    pub(crate) async fn indebted(&self, account: &Account) {
        let cx = &self.cx;
        self.wait(31 * 24 * 3600);
        renew::run(cx, Part::ALL, 100).await.unwrap();
        stage::refused(cx, account.id).await.unwrap();
        self.work().await;
    }

    /// Gives back what the first invoice of an order asked for; the reference of the credit note.
    pub(crate) async fn credited(&self, account: &Account, order: &Order) -> String {
        let cx = &self.cx;
        let id = stage::given_back(cx, account.id, order.id).await.unwrap();
        let found = cx.db.account(account.id).read(move |tx| invoicing::store::get(tx, id)).await;
        found.unwrap().reference
    }

    /// A customer with something of everything there is to read, and a program that may do everything for them.
    pub(crate) async fn lived_in(&self) -> (Account, Program) {
        let ada = self.account("ada@example.org").await;
        let order = self.bought(&ada).await;
        self.indebted(&ada).await;
        self.credited(&ada, &order).await;
        let program = self.program(&ada, everything()).await;
        (ada, program)
    }

    /// From now on a plan of the demonstration's catalogue in France costs nothing.
    pub(crate) async fn gives_away(&self, code: &str) {
        let published = include_bytes!("../../../../catalogs/demo-FR.json");
        let mut published: Value = serde_json::from_slice(published).unwrap();
        published["catalogId"] = 9_001.into();
        let plans = published["plans"].as_array_mut().unwrap();
        let plan = plans.iter_mut().find(|plan| plan["planCode"] == code).unwrap();
        for pricing in plan["pricings"].as_array_mut().unwrap() {
            pricing["price"] = 0.into();
            pricing["tax"] = 0.into();
        }
        let catalog = catalog::parse(published.to_string().as_bytes()).unwrap();
        let now = self.cx.clock.now();
        let import = move |tx: &mut db::RegistryTx| catalog::import(tx, now, &catalog, &|_| {});
        self.cx.db.registry().write(import).await.unwrap();
    }

    pub(crate) async fn work(&self) {
        stage::worked(&self.cx).await.unwrap();
        stage::mailed(&self.cx).await.unwrap();
    }

    pub(crate) fn wait(&self, seconds: i64) {
        self.cx.clock.advance(SignedDuration::from_secs(seconds)).unwrap();
    }

    /// An account as a sign-up leaves it.
    pub(crate) async fn account(&self, email: &str) -> Account {
        stage::account(&self.cx, email, "Correct-Horse-42!", Locale::Fr).await.unwrap()
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
        let (parts, bytes) = self.exchange(ask).await;
        let text = String::from_utf8(bytes.to_vec()).unwrap();
        Answer { status: parts.status, headers: parts.headers, text }
    }

    /// The same, whatever comes back.
    pub(crate) async fn exchange(&self, ask: &Ask) -> (Parts, Bytes) {
        let mut request = Request::builder().method(ask.method).uri(&ask.path).header("host", HOST);
        for (name, value) in &ask.headers {
            request = request.header(*name, value);
        }
        let mut request = request.body(Body::from(ask.body.clone())).unwrap();
        let peer = SocketAddr::new(ask.peer.parse().unwrap(), 4000);
        request.extensions_mut().insert(ConnectInfo(peer));
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        (parts, body.collect().await.unwrap().to_bytes())
    }

    /// Sends it signed.
    pub(crate) async fn signed(&self, program: &Program, ask: &Ask) -> Answer {
        let timestamp = (self.cx.clock.now().as_second() + ask.skew_secs).to_string();
        let url = format!("{}{}", ask.base, ask.path);
        let secret = program.application.secret.expose();
        let text = [secret, &program.consumer_key, ask.method, &url, &ask.body, &timestamp].join("+");
        let hex = kernel::hex(Sha1::digest(text));
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
