//! What an operator chooses: one file, the environment over it, flags over that; checked whole.

mod accounting;
mod example;
mod reader;
mod renewal;
mod setting;

use flows::renew::Part;
use std::net::{Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use kernel::{Currency, Money, Rate, Secret, SubsidiaryCode};

pub(crate) use example::example;
pub(crate) use reader::{FILE_VARIABLE, Problem, Sources};
pub(crate) use setting::{LogFormat, MailSecurity, MailTransport, Pairs};

use reader::Reader;
use setting::Setting;

/// A setting with its words and its present value, for the example and `config check`.
pub(crate) struct Entry {
    /// Its path: `http.stop_seconds_max`.
    pub(crate) path: String,
    /// Its own name: `stop_seconds_max`.
    pub(crate) key: &'static str,
    /// What it means.
    pub(crate) words: &'static [&'static str],
    /// Its value as the file would spell it; a secret is hidden.
    pub(crate) written: String,
}

/// A table of the file.
pub(crate) trait Section: Default {
    /// Its name in the file; empty at the top.
    const NAME: &'static str;
    /// What it is about.
    const ABOUT: &'static [&'static str];

    /// Takes its settings.
    fn read(reader: &mut Reader) -> Self;

    /// Its settings, for people.
    fn entries(&self) -> Vec<Entry>;
}

fn path(section: &str, key: &str) -> String {
    if section.is_empty() { key.to_owned() } else { format!("{section}.{key}") }
}

macro_rules! section {
    ($(#[doc = $about:literal])+ $name:literal $Section:ident {
        $($(#[doc = $doc:literal])+ $key:ident: $type:ty = $default:expr,)+
    }) => {
        $(#[doc = $about])+
        #[derive(Debug, Clone, PartialEq)]
        pub(crate) struct $Section { $($(#[doc = $doc])+ pub(crate) $key: $type,)+ }

        impl Default for $Section {
            fn default() -> $Section {
                $Section { $($key: $default,)+ }
            }
        }

        impl Section for $Section {
            const NAME: &'static str = $name;
            const ABOUT: &'static [&'static str] = &[$($about),+];

            fn read(reader: &mut Reader) -> $Section {
                $Section { $($key: reader.take(&path($name, stringify!($key)), $default),)+ }
            }

            fn entries(&self) -> Vec<Entry> {
                vec![$(Entry {
                    path: path($name, stringify!($key)),
                    key: stringify!($key),
                    words: &[$($doc),+],
                    written: self.$key.written(),
                },)+]
            }
        }
    };
}

section! {
    /// Where Comptoir lives.
    "" General {
        /// The folder of everything Comptoir keeps. (--data)
        data: PathBuf = PathBuf::from("data"),
        /// The database: sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE. (--database)
        /// Empty: an SQLite file in the data folder.
        database: Option<db::Target> = None,
        /// How many connections to PostgreSQL, or readers of SQLite, at the most.
        database_connections: u16 = 8,
        /// Where the portal listens. (--listen)
        listen: SocketAddr = SocketAddr::from((Ipv4Addr::LOCALHOST, 8080)),
        /// The address customers type, without a final slash; https in production.
        /// Empty: this machine and the port of `listen`.
        base_url: Option<String> = None,
        /// A folder with your subsidiaries as TOML files, in place of the ones inside.
        jurisdictions: Option<PathBuf> = None,
        /// The codes of the subsidiaries that sell, such as ["FR", "IT"]. Empty: all of them.
        subsidiaries: Vec<String> = Vec::new(),
    }
}

section! {
    /// Your name and looks.
    "brand" Brand {
        /// The name in the header and in titles.
        name: String = "Comptoir Demo".to_owned(),
        /// A line of the footer that says how to reach you.
        contact: String = String::new(),
        /// The colour of what can be done, such as #0f6151, on light pages and on dark ones. Empty: ours.
        accent_light: Option<String> = None,
        /// The same on dark pages.
        accent_dark: Option<String> = None,
        /// A file with your logo, as SVG.
        logo: Option<PathBuf> = None,
        /// A folder of yours whose templates/ and locales/ go over ours, file by file.
        overrides: Option<PathBuf> = None,
    }
}

section! {
    /// Order forms and invoices.
    "documents" Documents {
        /// Folders with fonts, looked into with all below them when a name is written in a script that ours lack.
        /// Ours carry Latin, Greek, Cyrillic, Arabic and Hebrew; Debian's fonts-noto-cjk and fonts-noto-core are the
        /// others. What no font has is printed as a square, and still copied as itself.
        fonts: Vec<String> = list(&["/usr/share/fonts", "/usr/local/share/fonts"]),
    }
}

section! {
    /// The portal's HTTP server.
    "http" Http {
        /// The longest a stopping server waits for what it accepted, in seconds.
        stop_seconds_max: u32 = 20,
        /// Whether your reverse proxy stands in front and sets X-Forwarded-For.
        /// Its last address is then the visitor's, for rate limits and accepted contracts.
        is_behind_proxy: bool = false,
        /// How many calls of the API one program, or one network without any, may make in a minute.
        calls_per_minute: u32 = 1_200,
        /// What a monitor shows to read /metrics, as in `Authorization: Bearer TOKEN`.
        /// Empty: only programs on this machine read them.
        metrics_token: Secret<String> = Secret::new(String::new()),
    }
}

section! {
    /// Logs, on the standard error.
    "log" Log {
        /// pretty, for people; json, one object per line, for machines.
        format: LogFormat = LogFormat::Pretty,
        /// What is logged: info, or finer such as info,worker=debug.
        filter: String = "info".to_owned(),
    }
}

section! {
    /// E-mails.
    "mail" Mail {
        /// smtp sends them; page keeps them in the archive and sends none.
        transport: MailTransport = MailTransport::Page,
        /// The mail server: its name, also the one its certificate must be for.
        host: String = String::new(),
        /// Its port: usually 587 with starttls, 465 with tls, 25 without either.
        port: u16 = 587,
        /// How the connection is protected: starttls, tls, or none on your own machine.
        security: MailSecurity = MailSecurity::StartTls,
        /// The user, if the server wants one.
        user: String = String::new(),
        /// The password of that user.
        password: Secret<String> = Secret::new(String::new()),
        /// A file of certificates (PEM) to trust besides the system's.
        certificates: Option<PathBuf> = None,
        /// What e-mails are sent from.
        from: String = "counter@comptoir.example".to_owned(),
        /// Where questions go; replies go there too.
        support: String = "support@comptoir.example".to_owned(),
        /// Where suspicious messages are reported.
        report: String = "abuse@comptoir.example".to_owned(),
    }
}

section! {
    /// Payments.
    "payments" Payments {
        /// The address of a sandbox payment provider; empty: none.
        sandbox_url: Option<String> = None,
        /// What we show the sandbox provider to be let in.
        sandbox_api_key: Secret<String> = Secret::new(String::new()),
        /// What the sandbox provider signs its messages with.
        sandbox_webhook_secret: Secret<String> = Secret::new(String::new()),
    }
}

section! {
    /// Orders and their validation.
    "orders" Orders {
        /// How long an unpaid order form is valid, in hours.
        expiry_hours: u32 = 24,
        /// A folder with what customers accept, a file `code.version.md` each; titles are the texts
        /// `contract-code`. Empty: ours, for a demonstration.
        contracts: Option<PathBuf> = None,
        /// The share of paid orders that a person looks at, drawn at random, in percent.
        sample_percent: Rate = Rate::ZERO,
        /// Orders above this, tax included, wait for a person: { EUR = "2000", CAD = "3000" }.
        hold_over: Pairs = Pairs::default(),
        /// The same for the first order of an account.
        hold_first_over: Pairs = Pairs::default(),
        /// Whether an order waits for a person when its payment method is of another country than the account.
        is_foreign_payment_held: bool = true,
        /// An account's orders beyond this many in a day wait for a person; 0: none does.
        per_day_max: u32 = 10,
        /// How many working hours your staff have to decide.
        review_hours: u16 = 48,
        /// How many working hours a customer has to send documents; an order without any is then cancelled, and
        /// its money given back.
        documents_hours: u16 = 48,
    }
}

section! {
    /// Accounts of customers.
    "accounts" Accounts {
        /// What stands at the end of customers' identifiers: ab12345-ct.
        nic_suffix: String = "ct".to_owned(),
        /// How many passwords are checked at once; each takes 64 MiB for a moment.
        passwords_at_once: u16 = 2,
    }
}

section! {
    /// Delivery of services.
    "delivery" Delivery {
        /// What delivers: manual (staff), command (your program), webhook (your endpoint), sandbox (a demonstration).
        provisioner: String = "manual".to_owned(),
        /// What delivers the plans whose code or family matches, first match first: { "24rise*" = "command" }.
        routes: Pairs = Pairs::default(),
        /// What stands before the technical names of services.
        service_prefix: String = "srv".to_owned(),
        /// Your program, which reads a request as JSON and answers as JSON; an absolute path.
        command: Option<PathBuf> = None,
        /// Its arguments.
        command_arguments: Vec<String> = Vec::new(),
        /// How many of it run at once.
        commands_at_once: u16 = 4,
        /// The longest your program may take, in seconds, 300 at the most; it is asked again later.
        command_seconds_max: u32 = 60,
        /// The http or https address of your endpoint, which is sent a request as signed JSON and answers as JSON.
        webhook: Option<String> = None,
        /// What signs requests to your endpoint and its callbacks, whsec_ and base64; while it is changed, the new one and
        /// the old one, separated by a space.
        webhook_secret: Secret<String> = Secret::new(String::new()),
        /// The longest your endpoint may take, in seconds, 120 at the most; it is asked again later.
        webhook_seconds_max: u32 = 30,
        /// Whether an unpaid invoice on the account holds its deliveries.
        is_held_by_unpaid_invoices: bool = true,
    }
}

section! {
    /// What customers' programs are told.
    "webhooks" Webhooks {
        /// Whether customers may name addresses that only your network reaches, and plain http: for tests and
        /// demonstrations. Where it is true, whoever signs up can have this machine call what stands beside it.
        is_private_network_reachable: bool = false,
    }
}

section! {
    /// Renewal, suspension, termination and withdrawal. What is chosen `_of` plans or families, where * stands for any
    /// characters, goes before the rest, first match first. A service keeps the rules it was ordered with.
    "renewal" Renewal {
        /// The day services renew on: anniversary, of their delivery; first_of_month, after a share that leads there;
        /// customer_day, which their owner chooses.
        anchor: String = "anniversary".to_owned(),
        /// The same for some: { "cloud*" = "first_of_month" }.
        anchor_of: Pairs = Pairs::default(),
        /// Plans or families that always renew automatically.
        forced: Vec<String> = Vec::new(),
        /// Plans or families that cannot be renewed by hand.
        without_manual: Vec<String> = Vec::new(),
        /// What one can renew for, in months, as far as it is a multiple of the price's period.
        periods: Vec<String> = list(&["1", "3", "6", "12", "24"]),
        /// The same for some, separated by spaces: { "domain" = "12 24" }.
        periods_of: Pairs = Pairs::default(),
        /// How many days before an automatic renewal its owner is told.
        notice_days: Vec<String> = list(&["40", "15"]),
        /// Shorter periods than this have no notices, in months.
        notice_months_min: u16 = 3,
        /// How many days before its end the owner of a service renewed by hand is told.
        reminder_days: Vec<String> = list(&["30", "15", "7", "1"]),
        /// On which days after the bill a refused collection is tried again.
        retry_days: Vec<String> = list(&["1", "3", "5"]),
        /// After how many days an unpaid bill suspends its service.
        grace_days: u16 = 7,
        /// The same for some: { "cloud*" = "8" }.
        grace_days_of: Pairs = Pairs::default(),
        /// How many days after its suspension a service is deleted.
        delete_days: u16 = 15,
        /// The same for some.
        delete_days_of: Pairs = Pairs::default(),
        /// How many days before the deletion its owner is told.
        warn_days: u16 = 3,
        /// Until how many hours before the end a termination can be asked for and undone.
        cutoff_hours: u16 = 24,
        /// The same for some.
        cutoff_hours_of: Pairs = Pairs::default(),
        /// How many days after a confirmed immediate termination the data is deleted.
        immediate_delete_days: u16 = 30,
        /// The same for some.
        immediate_delete_days_of: Pairs = pairs(&[("hosting", "45"), ("domain", "45")]),
        /// How many hours the link works that confirms an immediate termination.
        link_hours: u16 = 72,
        /// Whether a consumer may withdraw, for some: allowed; personalised or licence, never; waiver, only sold to a
        /// consumer who gives the right up.
        withdrawal_of: Pairs = pairs(&[("domain", "personalised"), ("*license*", "licence"), ("*licence*", "licence")]),
        /// How many days before a default card expires its owner is asked for another.
        card_warning_days: u16 = 30,
    }
}

section! {
    /// The accountant's file of France (`comptoir fec`): which number of the plan comptable général each account has.
    "accounting" Accounting {
        /// What customers owe.
        customers: String = "411000".to_owned(),
        /// What customers have paid and not yet used.
        customer_credit: String = "419100".to_owned(),
        /// What credit notes left with us.
        credit_notes: String = "419700".to_owned(),
        /// What is to be sent back to customers.
        refunds: String = "419800".to_owned(),
        /// What was sold.
        sales: String = "706000".to_owned(),
        /// Tax to hand over.
        tax: String = "445710".to_owned(),
        /// The same of some taxes, by their code: { VAT = "445711" }.
        tax_of: Pairs = Pairs::default(),
        /// What payment providers hold for you.
        providers: String = "467000".to_owned(),
        /// The same of some providers, by their name: { sandbox = "511500" }.
        providers_of: Pairs = Pairs::default(),
    }
}

section! {
    /// The worker: jobs and regular duties.
    "worker" Worker {
        /// Whether `serve` also works; no when `comptoir worker` runs beside it.
        is_in_serve: bool = true,
        /// How many jobs are done at once.
        jobs_at_once: u16 = 8,
        /// How long a job is reserved for one worker, in seconds; then another may take it.
        lease_seconds: u32 = 120,
        /// How often the queue is looked at when nothing rings, in seconds.
        poll_seconds: u32 = 2,
        /// Which share of the renewals this worker does: 2/3 is the second of three workers that divide the accounts
        /// between them. Shares that nobody does are not done.
        part: Part = Part::ALL,
    }
}

/// Everything an operator chooses.
#[derive(Debug, Clone, PartialEq, Default)]
pub(crate) struct Config {
    /// Where Comptoir lives.
    pub(crate) general: General,
    /// The operator's name and looks.
    pub(crate) brand: Brand,
    /// Order forms and invoices.
    pub(crate) documents: Documents,
    /// The portal's HTTP server.
    pub(crate) http: Http,
    /// Logs.
    pub(crate) log: Log,
    /// E-mails.
    pub(crate) mail: Mail,
    /// Payments.
    pub(crate) payments: Payments,
    /// Orders and their validation.
    pub(crate) orders: Orders,
    /// Accounts of customers.
    pub(crate) accounts: Accounts,
    /// Delivery of services.
    pub(crate) delivery: Delivery,
    /// What customers' programs are told.
    pub(crate) webhooks: Webhooks,
    /// Renewal and what follows.
    pub(crate) renewal: Renewal,
    /// The accountant's file.
    pub(crate) accounting: Accounting,
    /// The worker.
    pub(crate) worker: Worker,
}

impl Config {
    /// Understands the sources, or answers every mistake in them.
    pub(crate) fn read(sources: Sources) -> Result<Config, Vec<Problem>> {
        let mut reader = Reader::open(sources);
        let config = Config {
            general: Section::read(&mut reader),
            brand: Section::read(&mut reader),
            documents: Section::read(&mut reader),
            http: Section::read(&mut reader),
            log: Section::read(&mut reader),
            mail: Section::read(&mut reader),
            payments: Section::read(&mut reader),
            orders: Section::read(&mut reader),
            accounts: Section::read(&mut reader),
            delivery: Section::read(&mut reader),
            webhooks: Section::read(&mut reader),
            renewal: Section::read(&mut reader),
            accounting: Section::read(&mut reader),
            worker: Section::read(&mut reader),
        };
        config.complain(&mut reader);
        let problems = reader.finish();
        if problems.is_empty() { Ok(config) } else { Err(problems) }
    }

    /// The database that was chosen, or the file in the data folder.
    pub(crate) fn target(&self) -> db::Target {
        let inside = || db::Target::Sqlite(self.general.data.join("comptoir.db"));
        self.general.database.clone().unwrap_or_else(inside)
    }

    /// The address customers type.
    pub(crate) fn base_url(&self) -> String {
        let here = || format!("http://localhost:{}", self.general.listen.port());
        self.general.base_url.clone().unwrap_or_else(here)
    }

    /// Every setting with its present value.
    pub(crate) fn entries(&self) -> Vec<Entry> {
        let mut entries = self.general.entries();
        entries.extend(self.brand.entries());
        entries.extend(self.documents.entries());
        entries.extend(self.http.entries());
        entries.extend(self.log.entries());
        entries.extend(self.mail.entries());
        entries.extend(self.payments.entries());
        entries.extend(self.orders.entries());
        entries.extend(self.accounts.entries());
        entries.extend(self.delivery.entries());
        entries.extend(self.webhooks.entries());
        entries.extend(self.renewal.entries());
        entries.extend(self.accounting.entries());
        entries.extend(self.worker.entries());
        entries
    }

    /// What is wrong with settings that are each well written.
    fn complain(&self, reader: &mut Reader) {
        let url = self.base_url();
        if !(url.starts_with("https://") || url.starts_with("http://")) || url.ends_with('/') {
            reader.complain(
                "base_url",
                "an address is expected, such as https://shop.example, without a final slash",
            );
        }
        for code in &self.general.subsidiaries {
            if let Err(error) = SubsidiaryCode::parse(code) {
                reader.complain("subsidiaries", &error.to_string());
            }
        }
        if self.mail.transport == MailTransport::Smtp && self.mail.host.is_empty() {
            reader.complain("mail.host", "the transport smtp needs the name of a mail server");
        }
        if self.mail.security == MailSecurity::None && !self.mail.user.is_empty() {
            reader.complain("mail.security", "a password is only given over a protected connection");
        }
        let addresses =
            [("from", &self.mail.from), ("support", &self.mail.support), ("report", &self.mail.report)];
        for (key, address) in addresses {
            if accounts::EmailAddress::parse(address).is_err() {
                reader
                    .complain(&path("mail", key), "an e-mail address is expected, such as name@shop.example");
            }
        }
        if self.payments.sandbox_url.is_some() && self.payments.sandbox_api_key.expose().is_empty() {
            reader.complain("payments.sandbox_api_key", "the sandbox provider lets nobody in without it");
        }
        if self.payments.sandbox_url.is_some() && self.payments.sandbox_webhook_secret.expose().is_empty() {
            reader
                .complain("payments.sandbox_webhook_secret", "messages that are not signed are not believed");
        }
        self.delivery.complain(reader);
        if self.brand.accent_light.is_some() != self.brand.accent_dark.is_some() {
            reader.complain(
                "brand.accent_light",
                "a colour for light pages and one for dark pages go together",
            );
        }
        if let Err(error) = accounts::NicSuffix::parse(&self.accounts.nic_suffix) {
            reader.complain("accounts.nic_suffix", &error.to_string());
        }
        for (key, pairs) in
            [("hold_over", &self.orders.hold_over), ("hold_first_over", &self.orders.hold_first_over)]
        {
            if let Err(error) = amounts(pairs) {
                reader.complain(&path("orders", key), &error);
            }
        }
        for (key, problem) in self.renewal.problems() {
            reader.complain(&path("renewal", key), &problem);
        }
        for (key, problem) in self.accounting.problems() {
            reader.complain(&path("accounting", key), &problem);
        }
        self.complain_of_zeros(reader);
    }

    fn complain_of_zeros(&self, reader: &mut Reader) {
        let counts = [
            ("database_connections", u32::from(self.general.database_connections)),
            ("http.calls_per_minute", self.http.calls_per_minute),
            ("mail.port", u32::from(self.mail.port)),
            ("accounts.passwords_at_once", u32::from(self.accounts.passwords_at_once)),
            ("delivery.commands_at_once", u32::from(self.delivery.commands_at_once)),
            ("orders.expiry_hours", self.orders.expiry_hours),
            ("delivery.command_seconds_max", self.delivery.command_seconds_max),
            ("delivery.webhook_seconds_max", self.delivery.webhook_seconds_max),
            ("worker.jobs_at_once", u32::from(self.worker.jobs_at_once)),
            ("worker.lease_seconds", self.worker.lease_seconds),
            ("worker.poll_seconds", self.worker.poll_seconds),
        ];
        for (path, _) in counts.iter().filter(|(_, count)| *count == 0) {
            reader.complain(path, "more than zero is expected");
        }
    }
}

impl Delivery {
    fn complain(&self, reader: &mut Reader) {
        let routed = self.routes.0.iter().map(|(_, provisioner)| provisioner);
        let used = std::iter::once(&self.provisioner).chain(routed);
        if used.clone().any(|name| name == "command") && self.command.is_none() {
            reader.complain("delivery.command", "the provisioner command needs your program");
        }
        if used.clone().any(|name| name == "webhook") && self.webhook.is_none() {
            reader.complain("delivery.webhook", "the provisioner webhook needs the address of your endpoint");
        }
        if let Some(url) = &self.webhook {
            if !(url.starts_with("https://") || url.starts_with("http://")) {
                reader.complain("delivery.webhook", "an http or https address is expected");
            }
            if let Err(error) = self.webhook_secrets() {
                reader.complain("delivery.webhook_secret", &error);
            }
        }
        let routes = self.routes.0.iter().map(|(_, provisioner)| ("delivery.routes", provisioner));
        for (path, name) in [("delivery.provisioner", &self.provisioner)].into_iter().chain(routes) {
            if !["manual", "command", "webhook", "sandbox"].contains(&name.as_str()) {
                reader.complain(path, &format!("{name:?} is none of manual, command, webhook, sandbox"));
            }
        }
    }

    /// What signs the requests to the operator's endpoint, the one in use first.
    pub(crate) fn webhook_secrets(&self) -> Result<Vec<webhooks::Secret>, String> {
        let secrets: Result<Vec<_>, _> =
            self.webhook_secret.expose().split_whitespace().map(webhooks::Secret::parse).collect();
        match secrets {
            Ok(secrets) if secrets.is_empty() => {
                Err("requests that are not signed are not believed".to_owned())
            }
            Ok(secrets) => Ok(secrets),
            Err(error) => Err(format!("{error}, which `openssl rand -base64 32` writes")),
        }
    }
}

fn list(words: &[&str]) -> Vec<String> {
    words.iter().map(|word| (*word).to_owned()).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Pairs {
    Pairs(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
}

/// Amounts by currency.
pub(crate) fn amounts(pairs: &Pairs) -> Result<Vec<Money>, String> {
    let amount = |(code, text): &(String, String)| {
        let currency = Currency::parse(code).map_err(|error| error.to_string())?;
        Money::parse(text, currency).map_err(|error| error.to_string())
    };
    pairs.0.iter().map(amount).collect()
}

#[cfg(test)]
mod tests;
