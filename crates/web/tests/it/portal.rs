//! A portal without a network, and browsers that keep cookies.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use accounts::staff::NewStaff;
use accounts::{Account, EmailAddress, Role};
use axum::Router;
use axum::body::Body;
use axum::http::{HeaderMap, Request, StatusCode, header};
use flows::{Cx, Settings};
use http_body_util::BodyExt;
use kernel::{AccountId, Locale, Secret};
use orders::Contract;
use sim::stage;
use testkit::TestDb;
use texts::Texts;
use tower::ServiceExt;
use web::{Options, Web, router};

pub(crate) const PASSWORD: &str = "Correct-Horse-42!";
pub(crate) const STAFF_PASSWORD: &str = "Battery-Staple-77?";

/// The last page of a sign-up, filled in.
pub(crate) const DETAILS: [(&str, &str); 10] = [
    ("type", "individual"),
    ("first_name", "Ada"),
    ("last_name", "Martin"),
    ("organisation", ""),
    ("vat", ""),
    ("national_id", ""),
    ("address", "2 rue de la Paix"),
    ("zip", "75002"),
    ("city", "Paris"),
    ("phone", ""),
];

/// The pages and what is behind them.
pub(crate) struct Portal {
    pub(crate) cx: Cx,
    router: Router,
}

/// One browser: its cookies, and the addresses it asks for.
#[derive(Clone)]
pub(crate) struct Browser {
    router: Router,
    cookies: Arc<Mutex<BTreeMap<String, String>>>,
    is_secure: bool,
}

/// What came back.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) body: String,
}

impl Portal {
    pub(crate) async fn open(db: &TestDb) -> Portal {
        Portal::with(db, Options::default()).await
    }

    pub(crate) async fn with(db: &TestDb, options: Options) -> Portal {
        Portal::on(db, options).await
    }

    pub(crate) async fn on(db: &db::Db, options: Options) -> Portal {
        let settings = Settings {
            contracts: vec![Contract::new("terms", "2026-01", "contract-terms", "Be kind.")],
            limits: accounts::Limits::default().times(1_000),
            ..Settings::default()
        };
        let cx = stage::open(db, settings).await.unwrap();
        let texts = BTreeMap::from([("terms".to_owned(), "Be kind.".to_owned())]);
        let options = Options { contract_texts: texts, ..options };
        Portal::around(cx, options)
    }

    /// The pages of what is already there.
    pub(crate) fn around(cx: Cx, options: Options) -> Portal {
        let router = router(Web::new(cx.clone(), Texts::embedded(), options, None));
        Portal { cx, router }
    }

    /// The same pages with calls of the API to try.
    pub(crate) fn trying(self, console: Arc<dyn web::Console>) -> Portal {
        let web = Web::new(self.cx.clone(), Texts::embedded(), Options::default(), None);
        Portal { router: router(web.with_console(console)), ..self }
    }

    pub(crate) fn browser(&self) -> Browser {
        Browser { router: self.router.clone(), cookies: Arc::default(), is_secure: false }
    }

    pub(crate) fn secure_browser(&self) -> Browser {
        Browser { is_secure: true, ..self.browser() }
    }

    /// A browser whose sign-up waits for its details.
    pub(crate) async fn proved(&self, email: &str) -> Browser {
        let browser = self.browser();
        let token = stage::proved(&self.cx, email, PASSWORD, Locale::En).await.unwrap();
        browser.set_cookie("sign-up", &token.reveal());
        browser
    }

    /// An account that is there, as the sign-up leaves it.
    pub(crate) async fn account(&self, email: &str) -> Account {
        stage::account(&self.cx, email, PASSWORD, Locale::En).await.unwrap()
    }

    /// A browser signed in as a new account.
    pub(crate) async fn member(&self, email: &str) -> Browser {
        self.account(email).await;
        self.sign_in(email).await
    }

    /// Another browser signed in as an account that is there.
    pub(crate) async fn sign_in(&self, email: &str) -> Browser {
        let browser = self.browser();
        browser.get("/sign-in").await;
        let answer = browser.post("/sign-in", &[("login", email), ("password", PASSWORD)]).await;
        assert_eq!(answer.location(), Some("/dashboard"), "{}", answer.body);
        browser
    }

    /// The same, and whose account it is.
    pub(crate) async fn member_of(&self, email: &str) -> (Browser, AccountId) {
        let browser = self.member(email).await;
        let login = email.to_owned();
        let found = self.cx.db.registry().read(move |tx| accounts::logins::find(tx, &login)).await.unwrap();
        (browser, found.expect("the account is there").account)
    }

    /// What is in somebody's cart.
    pub(crate) async fn cart(&self, account: AccountId) -> Vec<orders::cart::CartItem> {
        self.cx.db.account(account).read(orders::cart::list).await.unwrap()
    }

    /// A browser signed in at the desk.
    pub(crate) async fn staff(&self, email: &str, role: Role) -> Browser {
        let (cx, now) = (&self.cx, self.cx.clock.now());
        let new = NewStaff {
            id: cx.random.id(now),
            email: EmailAddress::parse(email).unwrap(),
            name: "Grace".to_owned(),
            role,
            password_hash: cx.passwords.hash(Secret::new(STAFF_PASSWORD.to_owned())).await.unwrap(),
        };
        cx.db.registry().write(move |tx| accounts::staff::create(tx, now, &new)).await.unwrap();
        let browser = self.browser();
        browser.get("/desk/sign-in").await;
        let answer = browser.post("/desk/sign-in", &[("email", email), ("password", STAFF_PASSWORD)]).await;
        assert_eq!(answer.location(), Some("/desk"), "{}", answer.body);
        browser
    }
}

impl Browser {
    /// The same browser in another window, with the cookies it has now.
    pub(crate) fn copy(&self) -> Browser {
        let cookies = self.cookies.lock().unwrap().clone();
        Browser { cookies: Arc::new(Mutex::new(cookies)), ..self.clone() }
    }

    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }

    /// Sends a form with the token of the page it is on: any page of the session has one that works.
    pub(crate) async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Answer {
        let token = self.token().await;
        self.post_with(path, &token, fields).await
    }

    pub(crate) async fn post_with(&self, path: &str, token: &str, fields: &[(&str, &str)]) -> Answer {
        let pairs = [("csrf", token)].into_iter().chain(fields.iter().copied());
        let body: Vec<String> =
            pairs.map(|(name, value)| format!("{}={}", encode(name), encode(value))).collect();
        let request = Request::post(path)
            .header(header::CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(Body::from(body.join("&")));
        self.send(request.unwrap()).await
    }

    /// The token of the forms this browser is shown.
    pub(crate) async fn token(&self) -> String {
        let is_staff = self.cookie("staff").is_some();
        let page = self.get(if is_staff { "/desk" } else { "/cart" }).await;
        let token = page.body.split("name=\"csrf\" value=\"").nth(1).and_then(|rest| rest.split('"').next());
        token.expect("every page has a form").to_owned()
    }

    pub(crate) fn cookie(&self, name: &str) -> Option<String> {
        self.cookies.lock().unwrap().get(name).cloned()
    }

    pub(crate) fn set_cookie(&self, name: &str, value: &str) {
        self.cookies.lock().unwrap().insert(name.to_owned(), value.to_owned());
    }

    pub(crate) async fn send(&self, mut request: Request<Body>) -> Answer {
        let kept = self.cookies.lock().unwrap().clone();
        let line: Vec<String> = kept.iter().map(|(name, value)| format!("{name}={value}")).collect();
        if !line.is_empty() {
            request.headers_mut().insert(header::COOKIE, line.join("; ").parse().unwrap());
        }
        if !request.headers().contains_key(header::ACCEPT_LANGUAGE) {
            request.headers_mut().insert(header::ACCEPT_LANGUAGE, "en-FR".parse().unwrap());
        }
        let response = self.router.clone().oneshot(request).await.unwrap();
        let (parts, body) = response.into_parts();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().unwrap();
            assert_eq!(cookie.contains("; Secure"), self.is_secure, "{cookie}");
            let (name, value) = cookie.split(';').next().and_then(|pair| pair.split_once('=')).unwrap();
            if value.is_empty() {
                self.cookies.lock().unwrap().remove(name);
            } else {
                self.set_cookie(name, value);
            }
        }
        let bytes = body.collect().await.unwrap().to_bytes();
        Answer {
            status: parts.status,
            headers: parts.headers,
            body: String::from_utf8_lossy(&bytes).into_owned(),
        }
    }
}

impl Answer {
    pub(crate) fn location(&self) -> Option<&str> {
        self.header("location")
    }

    /// What a hidden field of the page holds.
    pub(crate) fn hidden(&self, name: &str) -> String {
        let rest = self.body.split(&format!("name=\"{name}\" value=\"")).nth(1).expect(name);
        let escaped = rest.split('"').next().expect("a value");
        let plain = [
            ("&quot;", "\""),
            ("&#x2f;", "/"),
            ("&#x27;", "'"),
            ("&lt;", "<"),
            ("&gt;", ">"),
            ("&amp;", "&"),
        ];
        plain.iter().fold(escaped.to_owned(), |text, (code, sign)| text.replace(code, sign))
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name).and_then(|value| value.to_str().ok())
    }
}

fn encode(text: &str) -> String {
    text.bytes()
        .map(
            |byte| {
                if byte.is_ascii_alphanumeric() {
                    char::from(byte).to_string()
                } else {
                    format!("%{byte:02X}")
                }
            },
        )
        .collect()
}
