//! What programs are told is what people read: the accounts of a simulated month, and those of the demonstration after
//! they bought, owed and were given back, read through the API and through the pages. Neither knows the other's code.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use accounts::CustomerToken;
use accounts::session::{self, NewSession};
use api::{Api, Console};
use axum::Router;
use axum::body::{Body, to_bytes};
use axum::http::{Request, StatusCode, header};
use db::{Db, Options, Target};
use flows::renew::{self, Part};
use flows::{Checkout, Cx, Settings};
use kernel::{AccountId, Clock, Date, Locale, SignedDuration, Timestamp};
use serde_json::Value;
use sim::{Year, stage};
use testkit::TestDb;
use texts::Texts;
use tower::ServiceExt as _;

use crate::process::Process;

/// Larger than any page.
const PAGE_BYTES_MAX: usize = 1 << 20;

/// What an account has, in words that both sides can be brought to: each thing by its reference, with its facts.
#[derive(Debug, Default, PartialEq, Eq)]
struct Counted {
    /// Invoices and credit notes: the order, the day, net, gross, what is due.
    papers: BTreeMap<String, Vec<String>>,
    /// Orders: the second, the state, gross.
    orders: BTreeMap<String, Vec<String>>,
    /// Payments: the second, the amount.
    payments: BTreeMap<String, Vec<String>>,
    /// Services: the state, the last day that is paid.
    services: BTreeMap<String, Vec<String>>,
    /// What is to be paid, what of it an order was made for, and what is being paid.
    debt: Vec<i128>,
    /// Credit notes: the invoice they correct, gross.
    credits: BTreeMap<String, Vec<String>>,
}

/// How each service goes on, as it is read.
type Ways = BTreeMap<String, String>;

/// Both ways to one account.
struct Reader<'a> {
    console: &'a Console,
    pages: &'a Router,
    account: AccountId,
    /// What the pages know the reader by.
    cookies: String,
}

/// Both ways to every account of a shop.
async fn every_account_agrees(cx: &Cx, owners: &[AccountId]) -> anyhow::Result<Counted> {
    let console = Console::new(&Api::new(cx.clone(), api::Options::default()));
    let pages = web::router(web::Web::new(cx.clone(), Texts::embedded(), web::Options::default(), None));
    let mut all = Counted::default();
    for account in owners {
        let reader = Reader::open(cx, &console, &pages, *account).await?;
        let ((told, ways), (read, mut ways_read)) = (reader.told().await?, reader.read().await?);
        assert_eq!(told, read, "account {account}: what programs are told is not what its owner reads");
        // Programs are told that a service is not paid in place of how it goes on.
        ways_read.retain(|name, _| ways.contains_key(name));
        assert_eq!(ways, ways_read, "account {account}: services go on otherwise");
        all.papers.extend(told.papers);
        all.orders.extend(told.orders);
        all.payments.extend(told.payments);
        all.services.extend(told.services);
        all.debt.extend(told.debt);
        all.credits.extend(told.credits);
    }
    Ok(all)
}

impl<'a> Reader<'a> {
    /// Somebody signed in, who reads English.
    async fn open(
        cx: &Cx,
        console: &'a Console,
        pages: &'a Router,
        account: AccountId,
    ) -> anyhow::Result<Reader<'a>> {
        let (now, token) = (cx.clock.now(), CustomerToken::draw(&cx.random, account));
        let new = NewSession {
            id: cx.random.id(now),
            token: token.clone(),
            peer: "192.0.2.7".to_owned(),
            agent: "test".to_owned(),
        };
        cx.db.account(account).write(move |tx| session::open(tx, now, &new)).await?;
        let cookies = format!("session={}; locale=en", token.reveal());
        Ok(Reader { console, pages, account, cookies })
    }

    // The API's side.

    /// What a call answers; none where there is no such thing.
    async fn call(&self, path: &str, inputs: &[(&str, &str)]) -> anyhow::Result<Option<Value>> {
        let is_it = |call: &&api::ConsoleCall| call.method == "GET" && call.path == path;
        let call = self.console.calls().iter().find(is_it).ok_or_else(|| anyhow::anyhow!("no {path}"))?;
        let inputs: Vec<(String, String)> =
            inputs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        let peer: IpAddr = "192.0.2.7".parse()?;
        let answer = self.console.ask(self.account, peer, call, &inputs, String::new()).await;
        if answer.status == 404 {
            return Ok(None);
        }
        anyhow::ensure!(answer.status == 200, "{path} answers {}: {:?}", answer.status, answer.body);
        Ok(Some(serde_json::from_str(&answer.body.unwrap_or_default())?))
    }

    /// Each thing of a list, by its key.
    async fn each(&self, list: &str, one: &str, key: &str) -> anyhow::Result<Vec<(String, Value)>> {
        let keys = self.call(list, &[]).await?.unwrap_or_default();
        let mut found = Vec::new();
        for value in keys.as_array().into_iter().flatten() {
            let word = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
            let thing = self.call(one, &[(key, &word)]).await?;
            found.push((word.clone(), thing.ok_or_else(|| anyhow::anyhow!("{list} names {word}"))?));
        }
        Ok(found)
    }

    async fn told(&self) -> anyhow::Result<(Counted, Ways)> {
        let (mut counted, mut ways) = (Counted::default(), Ways::new());
        for (id, bill) in self.each("/me/bill", "/me/bill/{billId}", "billId").await? {
            let debt = self.call("/me/bill/{billId}/debt", &[("billId", &id)]).await?;
            let amounts = ["dueAmount", "todoAmount", "pendingAmount", "unmaturedAmount"];
            let due = debt.map_or(0, |debt| amounts.iter().map(|name| price(&debt[*name])).sum());
            let order = bill["orderId"].to_string();
            let (net, gross) = (price(&bill["priceWithoutTax"]), price(&bill["priceWithTax"]));
            counted.papers.insert(
                id,
                vec![order, day(&bill["date"]), net.to_string(), gross.to_string(), due.to_string()],
            );
        }
        for (id, note) in self.each("/me/refund", "/me/refund/{refundId}", "refundId").await? {
            let (net, gross) = (price(&note["priceWithoutTax"]), price(&note["priceWithTax"]));
            let facts = [
                note["orderId"].to_string(),
                day(&note["date"]),
                (-net).to_string(),
                (-gross).to_string(),
                "0".to_owned(),
            ];
            counted.papers.insert(id.clone(), facts.into());
            counted.credits.insert(id, vec![text(&note["originalBillId"]), gross.to_string()]);
        }
        for (number, order) in self.each("/me/order", "/me/order/{orderId}", "orderId").await? {
            let status = self.call("/me/order/{orderId}/status", &[("orderId", &number)]).await?;
            let facts = [
                second(&order["date"])?,
                text(&status.unwrap_or_default()),
                price(&order["priceWithTax"]).to_string(),
            ];
            counted.orders.insert(number, facts.into());
        }
        for (id, deposit) in self.each("/me/deposit", "/me/deposit/{depositId}", "depositId").await? {
            counted
                .payments
                .insert(id, vec![second(&deposit["date"])?, price(&deposit["amount"]).to_string()]);
        }
        for (_, service) in self.each("/services", "/services/{serviceId}", "serviceId").await? {
            let (billing, resource) = (&service["billing"], &service["resource"]);
            // What is still being made is read on the page of its order.
            if billing["lifecycle"]["current"]["state"] == "inCreation" {
                continue;
            }
            let paid = billing["expirationDate"].as_str().map(day_before).transpose()?;
            let name = text(&resource["name"]);
            counted
                .services
                .insert(name.clone(), vec![state_of(billing, resource), paid.unwrap_or_default()]);
            ways.extend(way_of(billing).map(|way| (name, way.to_owned())));
        }
        if let Some(debt) = self.call("/me/debtAccount", &[]).await? {
            let [due, later, ordered, pending] =
                ["dueAmount", "unmaturedAmount", "todoAmount", "pendingAmount"]
                    .map(|name| price(&debt[name]));
            counted.debt =
                [due + later + ordered, ordered, pending].into_iter().filter(|one| *one != 0).collect();
        }
        Ok((counted, ways))
    }

    // The pages' side.

    async fn page(&self, path: &str) -> anyhow::Result<String> {
        let request = Request::get(path).header(header::COOKIE, &self.cookies).body(Body::empty())?;
        let response = self.pages.clone().oneshot(request).await?;
        anyhow::ensure!(response.status() == StatusCode::OK, "{path} answers {}", response.status());
        let body = to_bytes(response.into_body(), PAGE_BYTES_MAX).await?;
        Ok(plain(&String::from_utf8(body.to_vec())?))
    }

    /// The rows of a list, of all its pages.
    async fn rows(&self, path: &str) -> anyhow::Result<Vec<Row>> {
        let (mut rows, mut next) = (Vec::new(), Some(path.to_owned()));
        while let Some(place) = next {
            let page = self.page(&place).await?;
            let body = page.split("<tbody").nth(1).and_then(|rest| rest.split("</tbody>").next());
            rows.extend(body.unwrap_or_default().split("<tr ").skip(1).map(|row| Row(row.to_owned())));
            let link = page.split("<a ").find(|link| link.contains("rel=\"next\""));
            next = link.and_then(|link| attribute(link, "href"));
        }
        Ok(rows)
    }

    async fn read(&self) -> anyhow::Result<(Counted, Ways)> {
        let (mut counted, mut ways) = (Counted::default(), Ways::new());
        for row in self.rows("/invoices").await? {
            let [net, gross, due] =
                ["Net total", "Total incl. tax", "Due"].map(|label| row.money(label).to_string());
            let facts = vec![row.text("Order number"), row.time("Issued on"), net, gross, due];
            counted.papers.insert(row.title(), facts);
        }
        // What lapsed or is over stands under a tab of its own.
        let mut orders = self.rows("/orders").await?;
        orders.extend(self.rows("/orders?state=expired").await?);
        for row in orders {
            let (second, total) = (row.time("Date"), row.money("Total incl. tax"));
            let facts = [
                second.parse::<Timestamp>()?.as_second().to_string(),
                order_status(&row.word("State")),
                total.to_string(),
            ];
            counted.orders.insert(row.title(), facts.into());
        }
        for row in self.rows("/payments").await? {
            let at = row.time("Paid on").parse::<Timestamp>()?.as_second();
            counted
                .payments
                .insert(row.named("/payments/"), vec![at.to_string(), row.money("Total").to_string()]);
        }
        let mut services = self.rows("/services").await?;
        services.extend(self.rows("/services?status=ended").await?);
        for row in services {
            let page = self.page(&format!("/services/{}", row.named("/services/"))).await?;
            let fact = |name: &str| {
                let rest = page.split(&format!("<dt>{name}</dt>")).nth(1)?;
                Some(stripped(rest.split("<dd>").nth(1)?.split("</dd>").next()?))
            };
            let paid = fact("Paid for").map_or_else(String::new, |period| last_day(&period));
            let name = fact("Technical name").ok_or_else(|| anyhow::anyhow!("a service without a name"))?;
            counted.services.insert(name.clone(), vec![row.word("State"), paid]);
            ways.insert(name, row.word("Status"));
        }
        for row in self.rows("/invoices/credits").await? {
            counted
                .credits
                .insert(row.title(), vec![row.text("Invoice"), row.money("Total incl. tax").to_string()]);
        }
        let page = self.page("/invoices").await?;
        // In the order they are told in.
        let sentences = ["for your payment: ", "An order of ", "A payment of "];
        let amount = |words: &str| {
            let rest = page.split(words).nth(1)?;
            let end = rest.find([' ', '<']).unwrap_or(rest.len());
            Some(decimal(rest[..end].trim_end_matches('.')))
        };
        counted.debt = sentences.into_iter().filter_map(amount).collect();
        Ok((counted, ways))
    }
}

/// A row of a list.
struct Row(String);

impl Row {
    /// The cell under a title.
    fn cell(&self, label: &str) -> &str {
        let after = self.0.split(&format!("data-label=\"{label}\"")).nth(1);
        let cell = after.and_then(|rest| rest.split_once('>')?.1.split("</td>").next());
        cell.unwrap_or_else(|| panic!("no {label} in {}", self.0))
    }

    fn text(&self, label: &str) -> String {
        stripped(self.cell(label))
    }

    /// The first amount of a cell.
    fn money(&self, label: &str) -> i128 {
        let cell = self.cell(label).trim_start_matches("<span>");
        decimal(&stripped(cell.split('<').next().unwrap_or_default()))
    }

    /// The day or the instant of a cell.
    fn time(&self, label: &str) -> String {
        attribute(self.cell(label), "datetime").unwrap_or_else(|| panic!("no time in {}", self.0))
    }

    /// What a badge says, without what it means.
    fn word(&self, label: &str) -> String {
        stripped(self.cell(label).split("<span class=\"tip\"").next().unwrap_or_default())
    }

    /// What the row is of.
    fn title(&self) -> String {
        let cell =
            self.0.split("main-cell").nth(1).and_then(|rest| rest.split_once("<a ")?.1.split_once('>'));
        stripped(cell.and_then(|(_, rest)| rest.split("</a>").next()).unwrap_or_default())
    }

    /// The name in the address it leads to.
    fn named(&self, under: &str) -> String {
        let rest = self.0.split(&format!("href=\"{under}")).nth(1).unwrap_or_default();
        rest.split(['"', '?', '/']).next().unwrap_or_default().to_owned()
    }
}

/// HTML with the characters that are written as entities.
fn plain(html: &str) -> String {
    let signs =
        [("&#x2f;", "/"), ("&#x27;", "'"), ("&quot;", "\""), ("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&")];
    signs.iter().fold(html.to_owned(), |text, (code, sign)| text.replace(code, sign))
}

/// Text without its marks.
fn stripped(html: &str) -> String {
    let parts = html.split('<').enumerate();
    let text: String = parts
        .map(
            |(index, part)| if index == 0 { part } else { part.split_once('>').map_or("", |(_, text)| text) },
        )
        .collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn attribute(html: &str, name: &str) -> Option<String> {
    Some(html.split(&format!("{name}=\"")).nth(1)?.split('"').next()?.to_owned())
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

/// An amount of the API, in hundred-millionths of its currency's unit.
fn price(value: &Value) -> i128 {
    value["priceInUcents"].as_i64().unwrap_or_else(|| panic!("no amount: {value}")).into()
}

/// An amount as it is read in English, in the same.
fn decimal(written: &str) -> i128 {
    let sign = if written.contains(['-', '\u{2212}']) { -1 } else { 1 };
    let digits: String = written.chars().filter(|c| c.is_ascii_digit() || *c == '.').collect();
    let (whole, part) = digits.split_once('.').unwrap_or((&digits, ""));
    let whole: i128 = whole.parse().unwrap_or_else(|_| panic!("no amount: {written:?}"));
    let part: i128 = format!("{part:0<8}").parse().unwrap_or_else(|_| panic!("no amount: {written:?}"));
    sign * (whole * 100_000_000 + part)
}

/// The day of an instant that the API tells where it is.
fn day(value: &Value) -> String {
    value.as_str().unwrap_or_default().chars().take(10).collect()
}

/// The last day of a period that ends when this one begins.
fn day_before(instant: &str) -> anyhow::Result<String> {
    let day: String = instant.chars().take(10).collect();
    Ok(day.parse::<Date>()?.yesterday()?.to_string())
}

/// The last day of a period as it is read: `15 Jan 2026 – 14 Feb 2026`.
fn last_day(period: &str) -> String {
    let last = period.rsplit('–').next().unwrap_or_default().trim();
    let mut words = last.split(' ');
    let (day, month, year) = (words.next(), words.next(), words.next());
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let month = month.and_then(|word| months.iter().position(|known| word.starts_with(known)));
    match (day, month, year) {
        (Some(day), Some(month), Some(year)) => format!("{year}-{:02}-{day:0>2}", month + 1),
        _ => panic!("no period: {period:?}"),
    }
}

fn second(value: &Value) -> anyhow::Result<String> {
    Ok(text(value).parse::<Timestamp>()?.as_second().to_string())
}

/// What programs are told of an order, by what is read.
fn order_status(word: &str) -> String {
    let known = [
        ("Not paid", "notPaid"),
        ("Expired", "notPaid"),
        ("Being checked", "checking"),
        ("Documents awaited", "documentsRequested"),
        ("Being delivered", "delivering"),
        ("Complete", "delivered"),
        ("Being cancelled", "cancelling"),
        ("Cancelled", "cancelled"),
    ];
    let found = known.iter().find(|(read, _)| *read == word);
    found.unwrap_or_else(|| panic!("no state of orders: {word:?}")).1.to_owned()
}

/// What is read of a service, by what programs are told.
fn state_of(billing: &Value, resource: &Value) -> String {
    let word = match (billing["lifecycle"]["current"]["state"].as_str(), resource["state"].as_str()) {
        (Some("terminated"), _) => "Over",
        (_, Some("suspended" | "toSuspend")) => "Suspended",
        _ => "Active",
    };
    word.to_owned()
}

/// How a service that is paid goes on, as it is read, by what programs are told.
fn way_of(billing: &Value) -> Option<&'static str> {
    let current = &billing["lifecycle"]["current"];
    let is_ending = current["pendingActions"].as_array().is_some_and(|actions| !actions.is_empty());
    match current["state"].as_str() {
        Some("terminated") => Some("Terminated"),
        Some("active") if is_ending => Some("Termination requested"),
        Some("active") => Some(match billing["renew"]["current"]["mode"].as_str() {
            Some("automatic") => "Automatic renewal",
            Some(_) => "Manual renewal",
            None => "No renewal",
        }),
        _ => None,
    }
}

#[testkit::both_databases]
async fn a_simulated_month_reads_the_same_on_both_sides(db: TestDb) -> anyhow::Result<()> {
    let (seed, days) = (19, 60);
    sim::year(db.target(), Year { seed, days, people: 8 }).await?;
    // The evening of the last day.
    let first = 1_735_689_600 + i64::try_from(seed % 1_095)? * 86_400;
    let end = Timestamp::from_second(first)? + SignedDuration::from_hours(24) * i32::try_from(days)?;
    let provider = std::sync::Arc::new(sim::provider::Provider::new(Clock::manual(end), seed));
    let cx = sim::house::context(db.clone(), Clock::manual(end), testkit::random(), provider)?;
    let mut emails = Vec::new();
    for mut row in db::testing::raw(db.target(), "select email from accounts").await? {
        emails.extend(row.swap_remove(0));
    }
    let owners = owners(&db, emails).await?;
    let all = every_account_agrees(&cx, &owners).await?;
    // A month in which nothing happened would agree with itself.
    let states = |things: &BTreeMap<String, Vec<String>>, at: usize| {
        things.values().map(|facts| facts[at].clone()).collect::<BTreeSet<String>>()
    };
    assert!(all.papers.len() > 20 && all.payments.len() > 10, "{all:#?}");
    assert!(states(&all.orders, 1).len() >= 3, "{:?}", states(&all.orders, 1));
    assert!(states(&all.services, 0).len() >= 3, "{:?}", states(&all.services, 0));
    assert!(!all.debt.is_empty() && !all.credits.is_empty(), "{:?} {:?}", all.debt, all.credits);
    Ok(())
}

/// Whose accounts these are.
async fn owners(db: &Db, emails: Vec<String>) -> anyhow::Result<Vec<AccountId>> {
    let mut owners = Vec::new();
    for email in emails {
        let norm = accounts::EmailAddress::parse(&email)?.norm().to_owned();
        let found = db.registry().read(move |tx| accounts::logins::find(tx, &norm)).await?;
        owners.push(found.ok_or_else(|| anyhow::anyhow!("{email} is not there"))?.account);
    }
    Ok(owners)
}

/// The smallest hosting, ordered and paid with a card that is kept, then delivered and invoiced; its order.
async fn bought(cx: &Cx, account: AccountId, region: &str) -> anyhow::Result<orders::Order> {
    let now = cx.clock.now();
    let configurations = vec![("region".to_owned(), region.to_owned())];
    let selection = catalog::Selection { configurations, ..catalog::Selection::of("ct-web-start") };
    let item = cx.random.id(now);
    cx.db.account(account).write(move |tx| orders::cart::add(tx, now, item, &selection)).await?;
    let form = Checkout {
        id: cx.random.id(now),
        accepted: Vec::new(),
        seen: None,
        address: None,
        locale: Locale::En,
    };
    let order = flows::checkout(cx, account, form).await?;
    stage::paid(cx, account, order.number).await?;
    stage::worked(cx).await?;
    Ok(order)
}

#[tokio::test]
async fn the_accounts_of_the_demonstration_read_the_same_on_both_sides() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let mut demo = Process::demo(folder.path(), &[]);
    demo.portal();
    demo.signal("TERM");
    assert!(demo.end().success(), "{}", demo.log());
    let target = Target::Sqlite(folder.path().join("comptoir.db"));
    let db = Db::open(&target, Options::default()).await?;
    let settings = Settings { limits: accounts::Limits::default().times(1_000), ..Settings::default() };
    let cx = Cx { clock: Clock::manual(Clock::system().now()), ..stage::open(&db, settings).await? };
    let emails = ["chloe@client.example", "marco@cliente.example", "emily@client.example"];
    let owners = owners(&db, emails.map(str::to_owned).into()).await?;
    let nothing = every_account_agrees(&cx, &owners).await?;
    assert_eq!(nothing, Counted::default(), "they begin with nothing");

    for (turn, account) in owners.iter().enumerate() {
        let order = bought(&cx, *account, ["eu-west", "eu-west", "ca-east"][turn]).await?;
        if turn == 1 {
            stage::given_back(&cx, *account, order.id).await?;
        }
    }
    // A month later each is charged again, and the first has not enough.
    cx.clock.advance(SignedDuration::from_hours(24 * 31))?;
    renew::run(&cx, Part::ALL, 100).await?;
    stage::refused(&cx, owners[0]).await?;
    stage::worked(&cx).await?;
    let all = every_account_agrees(&cx, &owners).await?;
    assert_eq!((all.services.len(), all.credits.len()), (3, 1), "{all:#?}");
    assert!(all.orders.len() >= 6 && all.papers.len() >= 7 && !all.debt.is_empty(), "{all:#?}");
    Ok(())
}
