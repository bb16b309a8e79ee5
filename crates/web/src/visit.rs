//! Who asks, in which language, from where: found once per request, before any handler.

use std::net::{IpAddr, SocketAddr};

use accounts::{Account, CustomerToken, Staff, StaffToken};
use axum::extract::ConnectInfo;
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use jurisdictions::Subsidiary;
use kernel::{AccountId, Country, Locale, Timestamp};

use crate::Web;
use crate::cookies::Cookie;
use crate::flash::Flash;
use crate::kept::Typed;

/// One request, seen from the business.
#[derive(Debug, Clone)]
pub(crate) struct Visit {
    pub(crate) now: Timestamp,
    pub(crate) request_id: String,
    pub(crate) locale: Locale,
    pub(crate) country: Country,
    pub(crate) subsidiary: Subsidiary,
    /// The secret of this browser, and whether the answer must set it.
    pub(crate) browser: String,
    pub(crate) is_new_browser: bool,
    pub(crate) member: Option<Member>,
    pub(crate) staff: Option<Staff>,
    /// The sign-up this browser has begun.
    pub(crate) sign_up: Option<CustomerToken>,
    /// What the tokens of forms are bound to.
    pub(crate) form_secret: String,
    pub(crate) flash: Option<Flash>,
    /// What this reader had typed on this page before their session was over.
    pub(crate) typed: Option<Typed>,
    pub(crate) peer: IpAddr,
    pub(crate) agent: String,
    pub(crate) path: String,
    pub(crate) query: Option<String>,
    pub(crate) is_htmx: bool,
    /// How many things are in the cart.
    pub(crate) cart_count: u32,
    /// Whether the database could be asked who this is.
    pub(crate) is_known: bool,
}

/// Someone signed in.
#[derive(Debug, Clone)]
pub(crate) struct Member {
    pub(crate) account: Account,
    pub(crate) token: CustomerToken,
}

/// Which sessions a route looks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Customers,
    Staff,
}

impl Visit {
    /// Reads the request; a session that is over is no session.
    pub(crate) async fn read(web: &Web, parts: &Parts, who: Who) -> Result<Visit, db::Error> {
        let (headers, now) = (&parts.headers, web.cx.clock.now());
        let (member, staff) = match who {
            Who::Customers => (member(web, headers, now).await?, None),
            Who::Staff => (None, staff(web, headers, now).await?),
        };
        let mut visit = Visit::of(web, parts, now, member, staff);
        if who == Who::Customers && !visit.is_new_browser {
            let cart = web.cx.db.account(visit.cart_account());
            let items = cart.read(orders::cart::list).await?;
            visit.cart_count = u32::try_from(items.len()).unwrap_or(u32::MAX);
        }
        Ok(visit)
    }

    /// What the request itself says, for telling in the reader's language that the database does not answer.
    pub(crate) fn unknown(web: &Web, parts: &Parts) -> Visit {
        // What the reader was to be told next is kept for the page that can be shown.
        Visit { flash: None, is_known: false, ..Visit::of(web, parts, web.cx.clock.now(), None, None) }
    }

    fn of(web: &Web, parts: &Parts, now: Timestamp, member: Option<Member>, staff: Option<Staff>) -> Visit {
        let (headers, is_secure) = (&parts.headers, web.options.is_secure);
        let known = Cookie::Browser.read(headers, is_secure).filter(|value| is_secret(value));
        let is_new_browser = known.is_none();
        let browser = known.unwrap_or_else(|| web.cx.random.token());
        let form_secret = match (&member, &staff) {
            (Some(member), _) => member.token.reveal(),
            (None, Some(_)) => Cookie::Staff.read(headers, is_secure).unwrap_or_default(),
            (None, None) => browser.clone(),
        };
        let account = member.as_ref().map(|member| &member.account);
        let (country, subsidiary) = home(web, headers, account);
        let locale = locale(web, headers, account, &subsidiary);
        Visit {
            now,
            request_id: request_id(web, headers),
            locale,
            country,
            subsidiary,
            browser,
            is_new_browser,
            member,
            staff,
            sign_up: Cookie::SignUp.read(headers, is_secure).and_then(|cookie| CustomerToken::parse(&cookie)),
            form_secret,
            typed: None,
            flash: Cookie::Flash.read(headers, is_secure).and_then(|cookie| Flash::from_cookie(&cookie)),
            peer: peer(web, parts),
            agent: text(headers, &header::USER_AGENT).chars().take(300).collect(),
            path: parts.uri.path().to_owned(),
            query: parts.uri.query().map(str::to_owned),
            is_htmx: headers.contains_key("hx-request"),
            cart_count: 0,
            is_known: true,
        }
    }

    /// The partition of this visitor's cart. It is the hash of a secret, so that nobody can point it at a
    /// partition that exists.
    pub(crate) fn visitor_account(&self) -> AccountId {
        AccountId::digest(&[b"cart of\0", self.browser.as_bytes()])
    }

    /// The member's account, or the visitor's provisional one.
    pub(crate) fn cart_account(&self) -> AccountId {
        self.member.as_ref().map_or_else(|| self.visitor_account(), |member| member.account.id)
    }

    /// The address of this page within the portal.
    pub(crate) fn here(&self) -> String {
        match &self.query {
            Some(query) => format!("{}?{query}", self.path),
            None => self.path.clone(),
        }
    }
}

async fn member(web: &Web, headers: &HeaderMap, now: Timestamp) -> Result<Option<Member>, db::Error> {
    let cookie = Cookie::Session.read(headers, web.options.is_secure);
    let Some(token) = cookie.and_then(|cookie| CustomerToken::parse(&cookie)) else { return Ok(None) };
    let wanted = token.clone();
    let partition = web.cx.db.account(token.owner());
    let found = partition
        .read(move |tx| {
            let Some(session) = accounts::session::find(tx, now, &wanted)? else { return Ok(None) };
            Ok::<_, db::Error>(accounts::account::find(tx)?.map(|account| (session, account)))
        })
        .await?;
    let Some((session, account)) = found else { return Ok(None) };
    if session.is_stale(now) {
        let id = session.id;
        let touched = web.cx.db.account(account.id);
        touched.write(move |tx| accounts::session::touch(tx, now, id)).await?;
    }
    Ok(Some(Member { account, token }))
}

async fn staff(web: &Web, headers: &HeaderMap, now: Timestamp) -> Result<Option<Staff>, db::Error> {
    let cookie = Cookie::Staff.read(headers, web.options.is_secure);
    let Some(token) = cookie.and_then(|cookie| StaffToken::parse(&cookie)) else { return Ok(None) };
    let wanted = token.clone();
    let found = web.cx.db.registry().read(move |tx| accounts::staff::session(tx, now, &wanted)).await?;
    let Some((staff, session)) = found else { return Ok(None) };
    if session.is_stale(now) {
        web.cx.db.registry().write(move |tx| accounts::staff::touch(tx, now, &session)).await?;
    }
    Ok(Some(staff))
}

/// The country of residence and the subsidiary that serves it: the account's, the one chosen, or a guess.
fn home(web: &Web, headers: &HeaderMap, account: Option<&Account>) -> (Country, Subsidiary) {
    let all = &web.cx.jurisdictions;
    let served = |country: Country| all.for_country(country).map(|subsidiary| (country, subsidiary.clone()));
    let of_account =
        account.and_then(|account| Some((account.country, all.get(account.subsidiary)?.clone())));
    let chosen = Cookie::Country.read(headers, web.options.is_secure);
    let chosen = chosen.and_then(|code| Country::parse(&code).ok()).and_then(served);
    let languages = text(headers, &header::ACCEPT_LANGUAGE);
    let regions =
        languages.split(',').take(20).filter_map(|tag| tag.split(';').next()?.trim().split_once('-'));
    let mut regions = regions.filter_map(|(_, region)| Country::parse(&region.to_ascii_uppercase()).ok());
    let spoken = Locale::negotiate(languages)
        .and_then(|locale| all.all().iter().find(|subsidiary| subsidiary.default_locale() == locale));
    of_account.or(chosen).or_else(|| regions.find_map(served)).unwrap_or_else(|| {
        let subsidiary = spoken.or_else(|| all.all().first());
        let subsidiary = subsidiary.expect("an installation has at least one subsidiary").clone();
        (subsidiary.country, subsidiary)
    })
}

/// The language chosen here, then the account's, then the browser's, then the subsidiary's.
fn locale(web: &Web, headers: &HeaderMap, account: Option<&Account>, subsidiary: &Subsidiary) -> Locale {
    let chosen = Cookie::Locale.read(headers, web.options.is_secure);
    let chosen = chosen.and_then(|code| Locale::parse(&code));
    let asked = || Locale::negotiate(text(headers, &header::ACCEPT_LANGUAGE));
    let of_account = account.map(|account| account.locale);
    chosen.or(of_account).or_else(asked).unwrap_or_else(|| subsidiary.default_locale())
}

fn peer(web: &Web, parts: &Parts) -> IpAddr {
    let socket = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip());
    let forwarded = || parts.headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok();
    accounts::limits::peer(socket, if web.options.is_behind_proxy { forwarded() } else { None })
}

/// The id the server gave this request, so that the page, the answer and the log say the same.
fn request_id(web: &Web, headers: &HeaderMap) -> String {
    let given = text(headers, &header::HeaderName::from_static("x-request-id"));
    if given.is_empty() { web.cx.random.token()[..16].to_owned() } else { given.chars().take(64).collect() }
}

fn text<'a>(headers: &'a HeaderMap, name: &header::HeaderName) -> &'a str {
    headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
}

fn is_secret(value: &str) -> bool {
    value.len() == 64 && value.bytes().all(|byte| byte.is_ascii_hexdigit())
}
