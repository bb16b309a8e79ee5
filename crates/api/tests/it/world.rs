//! An API without a network, customers, and programs that sign.

use std::net::SocketAddr;
use std::sync::Arc;

use accounts::api::{AccessRule, ApiMethod, Application, Keys, Wanted, application, request};
use accounts::contact::ContactForm;
use accounts::sign_up::{NewSignUp, OneTimeCode};
use accounts::{Account, Cost, CustomerToken, EmailAddress, Passwords};
use api::{Api, Options, router};
use axum::Router;
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{HeaderMap, Request, StatusCode};
use flows::{Cx, Gateways, Offers, OrderNumbers, Settings, Wake};
use http_body_util::BodyExt;
use jurisdictions::Jurisdictions;
use kernel::{AccountType, Country, Locale, Secret, SignedDuration};
use serde_json::Value;
use sha1::{Digest, Sha1};
use testkit::TestDb;
use texts::Texts;
use tower::ServiceExt;

pub(crate) const HOST: &str = "api.example:8443";

pub(crate) struct World {
    pub(crate) cx: Cx,
    router: Router,
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
        let cx = Cx {
            db: db.clone(),
            clock: testkit::clock(),
            random: random.clone(),
            jurisdictions: Arc::new(Jurisdictions::embedded().clone()),
            gateways: Gateways::default(),
            provisioners: Arc::new(provisioners::registry(provisioners::Config::default()).unwrap()),
            passwords: Passwords::new(Cost::CHEAP, 2, random).unwrap(),
            numbers: OrderNumbers::default(),
            offers: Offers::default(),
            texts: Texts::embedded(),
            settings: Arc::new(settings),
            wake: Wake::default(),
        };
        let router = router(&Api::new(cx.clone(), options));
        World { cx, router }
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
