//! What templates are given: one serialisable struct per page, and the small pieces several pages share.

use kernel::{Date, Locale, Money, Rate, Timestamp};
use serde::Serialize;
use texts::sums::{self, Step, SumLine, SumTax};
use texts::{Args, Texts};

use crate::Web;
use crate::error::Problem;
use crate::flash::FlashKind;
use crate::page::Page;
use crate::visit::Visit;

/// The context of one template.
pub(crate) trait View: Serialize + Sized {
    /// Its file under `templates/`.
    const TEMPLATE: &'static str;
    /// The link of the header and menu it belongs to.
    const AREA: &'static str;

    /// The pages above it.
    fn crumbs(&self) -> Vec<Crumb> {
        Vec::new()
    }

    /// Every state it can be in, for the tests that render everything.
    #[cfg(test)]
    fn samples() -> Vec<Self>;
}

/// A page above this one.
#[derive(Debug, Clone)]
pub(crate) struct Crumb {
    pub(crate) href: String,
    pub(crate) key: &'static str,
    pub(crate) args: Args,
}

impl Crumb {
    pub(crate) fn new(href: &str, key: &'static str) -> Crumb {
        Crumb { href: href.to_owned(), key, args: Args::new() }
    }

    /// The page of a service.
    pub(crate) fn service(id: &str, title: &str) -> Crumb {
        let args = Args::new().with("text", title);
        Crumb { href: format!("/services/{id}"), key: "chip-plain", args }
    }

    /// The page of an order.
    pub(crate) fn order(number: &str) -> Crumb {
        let args = Args::new().with("number", number);
        Crumb { href: format!("/orders/{number}"), key: "order-title", args }
    }
}

/// What the frame shows: `page` in templates.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Shell {
    brand: BrandView,
    /// Whether the page is somebody's: search engines stay away.
    is_private: bool,
    /// The moved time of a demonstration.
    demo_time: Option<Timestamp>,
    nav: Vec<NavLink>,
    menu: Vec<NavLink>,
    cart_count: u32,
    account: Option<AccountView>,
    staff: Option<StaffView>,
    flash: Option<FlashView>,
    crumbs: Vec<CrumbView>,
    /// Whether the database could be asked who this is; if not, nobody is told to sign in.
    is_known: bool,
    csrf: String,
    /// This page, to come back to.
    here: String,
    languages: Vec<Language>,
}

#[derive(Debug, Clone, Serialize)]
struct BrandView {
    name: String,
    tagline: String,
    contact: Vec<String>,
    has_accent: bool,
    has_logo: bool,
}

#[derive(Debug, Clone, Serialize)]
struct NavLink {
    href: &'static str,
    name: &'static str,
    icon: &'static str,
    is_current: bool,
}

#[derive(Debug, Clone, Serialize)]
struct AccountView {
    name: String,
    email: String,
    nic: String,
    initials: String,
}

#[derive(Debug, Clone, Serialize)]
struct StaffView {
    name: String,
}

#[derive(Debug, Clone, Serialize)]
struct FlashView {
    kind: FlashKind,
    text: String,
}

#[derive(Debug, Clone, Serialize)]
struct CrumbView {
    href: String,
    text: String,
}

#[derive(Debug, Clone, Serialize)]
struct Language {
    code: Locale,
    name: &'static str,
}

/// Name, address, icon.
type Links = &'static [(&'static str, &'static str, &'static str)];

const VISITOR_NAV: Links = &[("plans", "/plans", "package")];
const MEMBER_NAV: Links = &[
    ("dashboard", "/dashboard", "layout-dashboard"),
    ("plans", "/plans", "package"),
    ("orders", "/orders", "package"),
    ("services", "/services", "package-check"),
    ("invoices", "/invoices", "receipt"),
];
const MEMBER_MENU: Links = &[
    ("dashboard", "/dashboard", "layout-dashboard"),
    ("orders", "/orders", "package"),
    ("services", "/services", "package-check"),
    ("invoices", "/invoices", "receipt"),
    ("methods", "/payment-methods", "credit-card"),
    ("emails", "/emails", "mail"),
    ("programs", "/programs", "lock"),
    ("account", "/account", "user"),
];
const STAFF_NAV: Links = &[
    ("queue", "/desk", "list-checks"),
    ("deliveries", "/desk/deliveries", "truck"),
    ("desk-services", "/desk/services", "package"),
    ("operations", "/desk/operations", "lock"),
    ("accounting", "/desk/balances", "landmark"),
    ("jobs", "/desk/jobs", "rotate-ccw"),
];

impl Shell {
    pub(crate) fn new(web: &Web, visit: &Visit, csrf: String, crumbs: Vec<Crumb>, area: &str) -> Shell {
        let (texts, locale) = (&web.texts, visit.locale);
        let brand = &web.options.brand;
        let links = |links: Links| {
            let link = |(name, href, icon): &(&'static str, &'static str, &'static str)| NavLink {
                href,
                name,
                icon,
                is_current: *name == area,
            };
            links.iter().map(link).collect()
        };
        let nav = match (&visit.staff, &visit.member) {
            (Some(_), _) => STAFF_NAV,
            (None, Some(_)) => MEMBER_NAV,
            (None, None) => VISITOR_NAV,
        };
        Shell {
            brand: BrandView {
                name: brand.name.clone(),
                tagline: texts.say(locale, "brand-tagline"),
                contact: brand.contact.clone(),
                has_accent: brand.accent.is_some(),
                has_logo: brand.logo.is_some(),
            },
            is_private: visit.member.is_some() || visit.staff.is_some(),
            demo_time: web.options.has_demo.then_some(visit.now),
            nav: links(nav),
            menu: links(MEMBER_MENU),
            cart_count: visit.cart_count,
            account: visit.member.as_ref().map(|member| AccountView {
                name: member.account.display_name(),
                email: member.account.email.clone(),
                nic: member.account.nic.clone(),
                initials: initials(&member.account.name()),
            }),
            staff: visit.staff.as_ref().map(|staff| StaffView { name: staff.name.clone() }),
            flash: visit.flash.as_ref().map(|flash| {
                let args = flash
                    .args
                    .iter()
                    .fold(Args::new(), |args, (name, value)| args.with(name.clone(), value.as_str()));
                // The cookie is the reader's own: a key that is no longer ours is not worth an error.
                let text = texts.try_t(locale, &flash.key, &args).unwrap_or_default();
                FlashView { kind: flash.kind, text }
            }),
            crumbs: crumbs
                .into_iter()
                .map(|crumb| CrumbView { href: crumb.href, text: texts.t(locale, crumb.key, &crumb.args) })
                .collect(),
            is_known: visit.is_known,
            csrf,
            here: visit.here(),
            languages: Locale::ALL.map(|code| Language { code, name: code.name() }).to_vec(),
        }
    }
}

/// The first letters of two words of a name.
fn initials(name: &str) -> String {
    name.split_whitespace()
        .filter_map(|word| word.chars().next())
        .take(2)
        .flat_map(char::to_uppercase)
        .collect()
}

/// A word of a catalogue in the reader's language when we know it, otherwise made readable.
pub(crate) fn named(texts: &Texts, locale: Locale, beginning: &str, word: &str) -> String {
    let key = format!("{beginning}{}", word.to_lowercase());
    if texts.has(locale, &key) {
        return texts.say(locale, &key);
    }
    let readable = word.replace(['_', '-'], " ");
    let mut letters = readable.chars();
    let first = letters.next().map(|letter| letter.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// A value a configuration may take, in words where we have some.
pub(crate) fn configuration_value(texts: &Texts, locale: Locale, value: &str) -> String {
    let key = format!("configuration-value-{}", value.to_lowercase().replace('.', "-"));
    texts.try_t(locale, &key, &Args::new()).unwrap_or_else(|_| value.to_owned())
}

/// A state: its word, its icon, its hue, and the sentence that explains it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Badge {
    hue: &'static str,
    icon: &'static str,
    word: String,
    sentence: String,
}

impl Badge {
    /// The badge whose word is the text `key` and whose sentence is `key-sentence`.
    pub(crate) fn new(
        texts: &Texts,
        locale: Locale,
        hue: &'static str,
        icon: &'static str,
        key: &str,
    ) -> Badge {
        Badge {
            hue,
            icon,
            word: texts.say(locale, key),
            sentence: texts.say(locale, &format!("{key}-sentence")),
        }
    }

    /// Its word alone, for a table to take home.
    pub(crate) fn word(&self) -> &str {
        &self.word
    }

    #[cfg(test)]
    pub(crate) fn sample() -> Badge {
        let (word, sentence) = ("Paid".to_owned(), "It is settled.".to_owned());
        Badge { hue: "good", icon: "circle-check", word, sentence }
    }
}

/// The price of one plan, as it will be charged.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PriceView {
    pub(crate) now: Money,
    pub(crate) was: Option<Money>,
    pub(crate) months: Option<u16>,
    pub(crate) promotion: Option<PromotionView>,
}

/// A promotion and its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct PromotionView {
    pub(crate) name: String,
    pub(crate) ends_at: Option<Timestamp>,
}

impl From<&catalog::PromotionUse> for PromotionView {
    fn from(used: &catalog::PromotionUse) -> PromotionView {
        PromotionView { name: used.label().to_owned(), ends_at: used.ends_at }
    }
}

/// An amount every so many months.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct EveryView {
    pub(crate) amount: Money,
    pub(crate) months: u16,
}

/// Totals with the taxes named in the reader's language.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TotalsView {
    pub(crate) net: Money,
    pub(crate) taxes: Vec<TaxView>,
    pub(crate) gross: Money,
    /// How they were made, from the lines on.
    steps: Vec<Step>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct TaxView {
    label: String,
    rate: Rate,
    amount: Money,
}

impl TotalsView {
    /// The totals of these lines, in the words of the reader.
    pub(crate) fn new(
        page: &Page,
        totals: &jurisdictions::Totals,
        of: &jurisdictions::Subsidiary,
        lines: &[SumLine],
    ) -> TotalsView {
        let (texts, locale) = (&page.web().texts, page.visit().locale);
        let taxes: Vec<SumTax> = totals
            .taxes
            .iter()
            .map(|tax| SumTax {
                label: of.tax_label(&tax.code, locale).to_owned(),
                rate: tax.rate,
                base: tax.base,
                amount: tax.amount,
            })
            .collect();
        TotalsView {
            net: totals.net,
            steps: sums::gross(texts, locale, lines, (totals.net, &taxes, totals.gross)),
            taxes: taxes
                .into_iter()
                .map(|tax| TaxView { label: tax.label, rate: tax.rate, amount: tax.amount })
                .collect(),
            gross: totals.gross,
        }
    }

    #[cfg(test)]
    pub(crate) fn sample() -> TotalsView {
        let tax = TaxView { label: "TVA".into(), rate: Rate::percent(20), amount: sample::eur(1_120) };
        TotalsView {
            net: sample::eur(5_599),
            taxes: vec![tax],
            gross: sample::eur(6_719),
            steps: sample::steps(),
        }
    }
}

/// A line of a receipt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct LineView {
    pub(crate) description: String,
    pub(crate) quantity: u16,
    /// The net before a promotion.
    pub(crate) was: Option<Money>,
    pub(crate) net: Money,
    pub(crate) is_installation: bool,
}

/// A link of a row's menu.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct RowLink {
    pub(crate) href: String,
    pub(crate) icon: &'static str,
    pub(crate) text: String,
}

/// A choice of a list of filters or families.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Tab {
    pub(crate) href: String,
    pub(crate) name: String,
    pub(crate) is_current: bool,
}

/// An option of a `select`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Choice {
    pub(crate) value: String,
    pub(crate) text: String,
}

impl Choice {
    pub(crate) fn new(value: &str, text: impl Into<String>) -> Choice {
        Choice { value: value.to_owned(), text: text.into() }
    }
}

/// A billing contact as orders and the desk show it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct BillingView {
    pub(crate) organisation: String,
    pub(crate) name: String,
    pub(crate) address: String,
    pub(crate) zip: String,
    pub(crate) city: String,
    pub(crate) country: String,
    pub(crate) vat: String,
    pub(crate) email: String,
}

impl From<&accounts::BillingContact> for BillingView {
    fn from(contact: &accounts::BillingContact) -> BillingView {
        BillingView {
            organisation: contact.organisation.clone().unwrap_or_default(),
            name: contact.name.clone(),
            address: contact.address.clone(),
            zip: contact.zip.clone(),
            city: contact.city.clone(),
            country: contact.country.code().to_owned(),
            vat: contact.vat.clone().unwrap_or_default(),
            email: contact.email.clone(),
        }
    }
}

#[cfg(test)]
impl BillingView {
    pub(crate) fn sample() -> BillingView {
        BillingView {
            organisation: "Analytical Engines".into(),
            name: "Ada Lovelace".into(),
            address: "1 rue de l'Exemple".into(),
            zip: "75001".into(),
            city: "Paris".into(),
            country: "FR".into(),
            vat: "FR12345678901".into(),
            email: "ada@example.org".into(),
        }
    }
}

/// An invoice as other pages mention it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct InvoiceMention {
    pub(crate) reference: String,
    pub(crate) issued_on: Date,
    pub(crate) total: Money,
    pub(crate) href: String,
}

/// The page of a failure.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct ProblemView {
    problem: &'static str,
    request_id: String,
}

impl ProblemView {
    pub(crate) fn new(problem: Problem, request_id: &str) -> ProblemView {
        ProblemView { problem: problem.word(), request_id: request_id.to_owned() }
    }
}

impl View for ProblemView {
    const TEMPLATE: &'static str = "pages/problem.html";
    const AREA: &'static str = "";

    #[cfg(test)]
    fn samples() -> Vec<ProblemView> {
        Problem::ALL.map(|problem| ProblemView::new(problem, "0123456789abcdef")).to_vec()
    }
}

/// Values for samples.
#[cfg(test)]
pub(crate) mod sample {
    use kernel::{Currency, Date, Money, Timestamp, UnitPrice};

    pub(crate) fn eur(minor: i64) -> Money {
        Money::new(minor, Currency::EUR)
    }

    pub(crate) fn price(cents: i64) -> UnitPrice {
        UnitPrice::new(cents * 1_000_000, Currency::EUR)
    }

    pub(crate) fn steps() -> Vec<texts::sums::Step> {
        let step = |label: &str, how: &str, minor, is_sum| texts::sums::Step {
            label: label.into(),
            how: how.into(),
            amount: eur(minor),
            is_sum,
        };
        vec![
            step(&"W".repeat(80), "1 × 55.99 €", 5_599, false),
            step("Net", "sum of the lines", 5_599, true),
            step("TVA 20 %", "20 % of 55.99 € = 11.198 €, rounded", 1_120, false),
            step("Total", "", 6_719, true),
        ]
    }

    pub(crate) fn at() -> Timestamp {
        "2026-01-15T10:00:00Z".parse().expect("an instant")
    }

    pub(crate) fn on() -> Date {
        "2026-01-15".parse().expect("a date")
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::sync::Arc;

    use super::*;
    use crate::{
        Assets, Brand, account, demo, desk, endpoints, invoices, leaving, orders, payments, programs, render,
        services, shop,
    };

    /// A view as a value, with its template.
    type Sample = (&'static str, serde_json::Value);

    fn samples<V: View>() -> Vec<Sample> {
        let value = |view: V| (V::TEMPLATE, serde_json::to_value(&view).expect("a view serialises"));
        V::samples().into_iter().map(value).collect()
    }

    /// Every page there is, in every state its file names.
    fn every_sample() -> Vec<Sample> {
        let pages: Vec<Vec<Sample>> = vec![
            samples::<ProblemView>(),
            samples::<shop::home::Home>(),
            samples::<shop::plans::Plans>(),
            samples::<shop::plan::PlanPage>(),
            samples::<shop::cart::Cart>(),
            samples::<account::sign_in::SignIn>(),
            samples::<account::sign_up::SignUp>(),
            samples::<account::sign_up::Code>(),
            samples::<account::sign_up::Details>(),
            samples::<account::password::Forgotten>(),
            samples::<account::password::Reset>(),
            samples::<account::dashboard::Dashboard>(),
            samples::<account::profile::Profile>(),
            samples::<account::methods::Methods>(),
            samples::<account::methods::MethodPage>(),
            samples::<account::methods::AddMethod>(),
            samples::<account::registered::Registered>(),
            samples::<account::emails::Emails>(),
            samples::<account::emails::EmailPage>(),
            samples::<orders::checkout::Checkout>(),
            samples::<orders::checkout::ContractPage>(),
            samples::<orders::list::Orders>(),
            samples::<orders::references::References>(),
            samples::<orders::references::ReferencePage>(),
            samples::<orders::track::Track>(),
            samples::<orders::pay::Pay>(),
            samples::<services::list::Services>(),
            samples::<services::page::ServicePage>(),
            samples::<services::renewal::RenewalPage>(),
            samples::<services::renew::Renew>(),
            samples::<services::bulk::Several>(),
            samples::<invoices::list::Invoices>(),
            samples::<invoices::contest::ContestPage>(),
            samples::<invoices::spending::SpendingPage>(),
            samples::<invoices::settle::Settle>(),
            samples::<invoices::operations::Operations>(),
            samples::<payments::list::Payments>(),
            samples::<payments::receipt::Receipt>(),
            samples::<programs::list::Programs>(),
            samples::<programs::credential::CredentialPage>(),
            samples::<programs::application::ApplicationPage>(),
            samples::<programs::client::ClientPage>(),
            samples::<programs::console::Calls>(),
            samples::<programs::console::CallPage>(),
            samples::<programs::answer::AnswerPage>(),
            samples::<programs::create::CreatePage>(),
            samples::<programs::create::Created>(),
            samples::<endpoints::list::Endpoints>(),
            samples::<endpoints::form::EndpointForm>(),
            samples::<endpoints::form::EndpointSecret>(),
            samples::<endpoints::page::EndpointPage>(),
            samples::<leaving::terminate::Terminate>(),
            samples::<leaving::terminate::Leave>(),
            samples::<leaving::link::Link>(),
            samples::<leaving::undo::Undo>(),
            samples::<leaving::withdraw::Withdraw>(),
            samples::<desk::sign_in::DeskSignIn>(),
            samples::<desk::queue::Queue>(),
            samples::<desk::order::DeskOrder>(),
            samples::<desk::deliveries::Deliveries>(),
            samples::<desk::services::Services>(),
            samples::<desk::operations::Operations>(),
            samples::<desk::balances::Balances>(),
            samples::<desk::statement::Statement>(),
            samples::<desk::invoice::DeskInvoice>(),
            samples::<invoices::exports::Exports>(),
            samples::<invoices::credits::Credits>(),
            samples::<desk::months::Months>(),
            samples::<desk::jobs::Jobs>(),
            samples::<demo::time::TimeMachine>(),
            samples::<demo::mailbox::MailboxPage>(),
            samples::<demo::mailbox::MessagePage>(),
        ];
        pages.into_iter().flatten().collect()
    }

    /// The frames a page can stand in: nobody's, a customer's, the staff's.
    fn frames() -> Vec<serde_json::Value> {
        let link = NavLink { href: "/orders", name: "orders", icon: "package", is_current: true };
        let account = AccountView {
            name: "Ada Lovelace".into(),
            email: "ada@example.org".into(),
            nic: "al12345-ct".into(),
            initials: "AL".into(),
        };
        let brand = BrandView {
            name: "Comptoir Demo".into(),
            tagline: "Order and pay".into(),
            contact: vec!["+33 1 23 45 67 89".into()],
            has_accent: false,
            has_logo: false,
        };
        let nobody = Shell {
            brand,
            is_private: false,
            demo_time: None,
            nav: vec![link.clone()],
            menu: vec![link],
            cart_count: 0,
            account: None,
            staff: None,
            flash: None,
            crumbs: vec![],
            is_known: true,
            csrf: "0".repeat(64),
            here: "/orders?state=all".into(),
            languages: Locale::ALL.map(|code| Language { code, name: code.name() }).to_vec(),
        };
        let crumb = CrumbView { href: "/orders".into(), text: "Orders".into() };
        let flash = FlashView { kind: FlashKind::Good, text: "Saved.".into() };
        let member = Shell {
            account: Some(account),
            is_private: true,
            cart_count: 2,
            demo_time: Some(sample::at()),
            flash: Some(flash),
            crumbs: vec![crumb],
            ..nobody.clone()
        };
        let staff =
            Shell { staff: Some(StaffView { name: "Grace".into() }), is_private: true, ..nobody.clone() };
        let value = |shell: &Shell| serde_json::to_value(shell).expect("a frame serialises");
        [nobody, member, staff].iter().map(value).collect()
    }

    fn attribute<'h>(html: &'h str, name: &'h str) -> impl Iterator<Item = &'h str> {
        let parts = html.split(name).skip(1);
        parts.filter_map(|rest| rest.strip_prefix("=\"")?.split('"').next())
    }

    /// What must hold on every page, as far as text can tell; the browser's tests look deeper.
    fn check(html: &str) -> Result<(), String> {
        if html.matches("<h1").count() != 1 {
            return Err("not one h1".to_owned());
        }
        let ids: Vec<&str> = attribute(html, " id").collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        if distinct.len() != ids.len() {
            let mut seen = BTreeSet::new();
            let twice = ids.iter().find(|id| !seen.insert(**id));
            return Err(format!("an id twice: {twice:?}"));
        }
        for name in [" for", " aria-labelledby", " popovertarget", " aria-describedby"] {
            let mut wanted = attribute(html, name).flat_map(str::split_whitespace);
            if let Some(missing) = wanted.find(|id| !distinct.contains(id)) {
                return Err(format!("{name} names {missing:?}, which is nowhere"));
            }
        }
        for form in html.split("<form").skip(1) {
            let form = form.split("</form>").next().unwrap_or_default();
            if form.contains("method=\"post\"") && !form.contains("name=\"csrf\"") {
                return Err("a form without its token".to_owned());
            }
        }
        if html.contains(" hx-") && !html.contains("/js/htmx.min") {
            return Err(
                "parts that change in place, and nothing that changes them: fill the block `live`".to_owned()
            );
        }
        for bad in [" style=\"", " onclick", "<script>", "javascript:", ">none<"] {
            if html.contains(bad) {
                return Err(format!("{bad:?} in the page"));
            }
        }
        Ok(())
    }

    #[test]
    fn every_page_renders_in_every_state_language_and_frame() {
        let texts = texts::Texts::embedded();
        let environment = render::environment(&texts, Arc::new(Assets::new(&Brand::default())));
        let mut problems = Vec::new();
        for (template, view) in every_sample() {
            for (locale, frame) in
                Locale::ALL.iter().flat_map(|locale| frames().into_iter().map(move |f| (locale, f)))
            {
                let mut context = view.clone();
                context["locale"] = locale.code().into();
                context["time_zone"] = "Europe/Paris".into();
                context["page"] = frame;
                let problem = match texts::render(&environment, template, &context) {
                    Ok(html) => check(&html).err(),
                    Err(error) => Some(error.to_string()),
                };
                problems.extend(problem.map(|problem| format!("{template} in {locale}: {problem}")));
            }
        }
        problems.dedup();
        assert!(problems.is_empty(), "{}", problems.join("\n"));
    }

    #[test]
    fn every_page_template_has_a_view() {
        let shown: BTreeSet<&str> = every_sample().into_iter().map(|(template, _)| template).collect();
        let parts = [
            "pages/shop/card.html",
            "pages/orders/table.html",
            "pages/orders/sides.html",
            "pages/invoices/owed.html",
            "pages/services/table.html",
            "pages/desk/sides.html",
            "pages/leaving/followed.html",
            "pages/programs/grants.html",
        ];
        let templates = texts::template_names().into_iter().filter(|name| name.starts_with("pages/"));
        let lost: Vec<String> = templates
            .filter(|name| !shown.contains(name.as_str()) && !parts.contains(&name.as_str()))
            .collect();
        assert!(lost.is_empty(), "{lost:?}");
    }

    #[test]
    fn initials_are_of_two_words() {
        assert_eq!(initials("Ada King Lovelace"), "AK");
        assert_eq!(initials("émile"), "É");
    }

    #[test]
    fn words_of_a_catalogue_are_made_readable() {
        let texts = texts::Texts::embedded();
        assert_eq!(named(&texts, Locale::Fr, "fact-", "memory"), "Mémoire");
        assert_eq!(named(&texts, Locale::Fr, "fact-", "unknown_thing"), "Unknown thing");
    }
}
