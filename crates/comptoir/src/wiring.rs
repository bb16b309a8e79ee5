//! Puts the parts together as the configuration says: database, counterparties, flows, pages, worker.

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use accounts::hasher::Cost;
use accounts::{EmailAddress, Limits, NicSuffix, Passwords};
use anyhow::Context;
use courier::Internet;
use documents::Documents;
use flows::{Cx, Gateways, Offers, OrderNumbers, Settings, Wake};
use jurisdictions::Jurisdictions;
use kernel::{Clock, Random, SignedDuration, SubsidiaryCode};
use mail::{Mailbox, Mailer, Smtp, SmtpSettings, Transport};
use orders::validation::Rules;
use services::{Provisioners, Route};
use texts::Texts;
use tokio_util::sync::CancellationToken;
use webhooks::Reach;

use crate::commands::open_database;
use crate::config::{Config, MailSecurity, MailTransport};
use crate::contracts::Contracts;
use crate::http::Metrics;

/// A shop that is ready to open.
pub(crate) struct Shop {
    /// What flows need.
    pub(crate) cx: Cx,
    texts: Texts,
    mailer: Arc<Mailer>,
    mailbox: Mailbox,
    contracts: Contracts,
    is_demo: bool,
}

/// Opens the database and puts everything in its place.
pub(crate) async fn open(config: &Config, clock: Clock) -> anyhow::Result<Shop> {
    let random = Random::system();
    let texts = Texts::load(config.brand.overrides.as_deref()).context("brand.overrides")?;
    let jurisdictions = jurisdictions(config)?;
    let contracts = Contracts::read(config.orders.contracts.as_deref()).context("orders.contracts")?;
    let mailbox = Mailbox::default();
    let mailer = Arc::new(mailer(config, &texts, &jurisdictions, &mailbox)?);
    let cx = Cx {
        db: open_database(config).await?,
        clock,
        random: random.clone(),
        jurisdictions,
        gateways: gateways(config)?,
        provisioners: Arc::new(provisioners(config)?),
        passwords: Passwords::new(Cost::PRODUCTION, usize::from(config.accounts.passwords_at_once), random)?,
        numbers: OrderNumbers::default(),
        offers: Offers::default(),
        texts: texts.clone(),
        courier: Arc::new(Internet::new(reach(config)).context("webhooks")?),
        settings: Arc::new(settings(config, &contracts)?),
        wake: Wake::default(),
    };
    Ok(Shop { cx, texts, mailer, mailbox, contracts, is_demo: false })
}

/// The operator's looks, or what is wrong with them.
pub(crate) fn brand(config: &Config) -> anyhow::Result<web::Brand> {
    let brand = &config.brand;
    let accent = match (&brand.accent_light, &brand.accent_dark) {
        (Some(light), Some(dark)) => Some(web::Accent::parse(light, dark).context("brand.accent_light")?),
        (Some(_), None) | (None, Some(_) | None) => None,
    };
    let read = |path: &PathBuf| {
        let svg = fs::read_to_string(path).with_context(|| path.display().to_string())?;
        documents::Logo::parse(&svg, "").with_context(|| path.display().to_string())?;
        anyhow::Ok(svg)
    };
    let logo = brand.logo.as_ref().map(read).transpose().context("brand.logo")?;
    let contact = Some(brand.contact.clone()).filter(|line| !line.is_empty());
    Ok(web::Brand {
        name: brand.name.clone(),
        contact: contact.into_iter().collect(),
        accent,
        logo,
        fonts: config.documents.fonts.iter().map(PathBuf::from).collect(),
    })
}

impl Shop {
    /// The same shop with the demonstration's mailbox and time machine.
    pub(crate) fn with_demo_pages(mut self) -> Shop {
        self.is_demo = true;
        self
    }

    /// Its pages.
    pub(crate) fn web(&self, config: &Config) -> anyhow::Result<web::Web> {
        let options = web::Options {
            brand: brand(config)?,
            is_secure: self.cx.settings.base_url.starts_with("https://"),
            payment_origins: config.payments.sandbox_url.iter().cloned().collect(),
            contract_texts: self.contracts.texts.clone(),
            has_demo: self.is_demo,
            is_behind_proxy: config.http.is_behind_proxy,
        };
        let mailbox = self.is_demo.then(|| self.mailbox.clone());
        Ok(web::Web::new(self.cx.clone(), self.texts.clone(), options, mailbox))
    }

    /// What programs call.
    pub(crate) fn api(&self, config: &Config) -> api::Api {
        let options = api::Options {
            is_behind_proxy: config.http.is_behind_proxy,
            calls_per_minute: config.http.calls_per_minute,
            contract_texts: self.contracts.texts.clone(),
        };
        api::Api::new(self.cx.clone(), options)
    }

    /// Works on its jobs and duties until `stop`.
    pub(crate) fn work(
        &self,
        config: &Config,
        documents: Arc<Documents>,
        metrics: Arc<Metrics>,
        stop: CancellationToken,
    ) -> impl Future<Output = ()> + Send + 'static {
        let settings = &config.worker;
        let options = worker::Options {
            jobs_at_once: settings.jobs_at_once,
            lease: Duration::from_secs(u64::from(settings.lease_seconds)),
            poll: Duration::from_secs(u64::from(settings.poll_seconds)),
            stop_max: Duration::from_secs(u64::from(config.http.stop_seconds_max)),
            part: settings.part,
            name: self.cx.random.token()[..16].to_owned(),
        };
        let observer: worker::Observer = Arc::new(move |job, ended| metrics.job(job, ended.word()));
        let (cx, mailer) = (self.cx.clone(), self.mailer.clone());
        async move { worker::work(cx, (mailer, documents), options, observer, stop).await }
    }
}

/// The subsidiaries' laws: ours, or the operator's own folder of them; all, or those that sell.
pub(crate) fn jurisdictions(config: &Config) -> anyhow::Result<Arc<Jurisdictions>> {
    let all = match &config.general.jurisdictions {
        Some(folder) => Jurisdictions::load(folder).context("jurisdictions")?,
        None => Jurisdictions::embedded().clone(),
    };
    let codes = config.general.subsidiaries.iter().map(|code| SubsidiaryCode::parse(code));
    let codes = codes.collect::<Result<Vec<_>, _>>()?;
    if codes.is_empty() {
        return Ok(Arc::new(all));
    }
    for code in &codes {
        all.get(*code).with_context(|| format!("subsidiaries: no file describes {code}"))?;
    }
    Ok(Arc::new(all.only(&codes)))
}

fn settings(config: &Config, contracts: &Contracts) -> anyhow::Result<Settings> {
    let orders = &config.orders;
    let amounts = |pairs| crate::config::amounts(pairs).map_err(anyhow::Error::msg);
    Ok(Settings {
        order_expiry: SignedDuration::from_hours(i64::from(orders.expiry_hours)),
        validation: Rules {
            sample_rate: orders.sample_percent,
            first_order_over: amounts(&orders.hold_first_over)?,
            order_over: amounts(&orders.hold_over)?,
            country_mismatch: orders.is_foreign_payment_held,
            orders_per_day_max: Some(orders.per_day_max).filter(|max| *max > 0),
            review_hours: orders.review_hours,
            documents_hours: orders.documents_hours,
        },
        hold_delivery_on_unpaid: config.delivery.is_held_by_unpaid_invoices,
        contracts: contracts.all.clone(),
        base_url: config.base_url(),
        service_prefix: config.delivery.service_prefix.clone(),
        nic_suffix: NicSuffix::parse(&config.accounts.nic_suffix)?,
        renewals: renewals(config)?,
        card_warning_days: config.renewal.card_warning_days,
        limits: Limits::default(),
        webhooks: reach(config),
    })
}

/// Which addresses customers may have us call.
fn reach(config: &Config) -> Reach {
    if config.webhooks.is_private_network_reachable { Reach::Anywhere } else { Reach::Public }
}

fn renewals(config: &Config) -> anyhow::Result<services::RuleBook> {
    config.renewal.book().map_err(|problems| {
        let (key, problem) = problems.into_iter().next().unwrap_or_default();
        anyhow::anyhow!("renewal.{key}: {problem}")
    })
}

fn mailer(
    config: &Config,
    texts: &Texts,
    jurisdictions: &Jurisdictions,
    mailbox: &Mailbox,
) -> anyhow::Result<Mailer> {
    let (mail, brand) = (&config.mail, &config.brand);
    let transport = match mail.transport {
        MailTransport::Page => Transport::Page(mailbox.clone()),
        MailTransport::Smtp => Transport::Smtp(smtp(config)?),
    };
    let accent =
        brand.accent_light.as_deref().map(mail::Accent::parse).transpose().context("brand.accent_light")?;
    let operator = mail::Operator {
        name: brand.name.clone(),
        base_url: config.base_url(),
        from: EmailAddress::parse(&mail.from).context("mail.from")?,
        support: EmailAddress::parse(&mail.support).context("mail.support")?,
        report: EmailAddress::parse(&mail.report).context("mail.report")?,
        accent: accent.unwrap_or_default(),
    };
    Ok(Mailer::new(texts, operator, jurisdictions, transport))
}

fn smtp(config: &Config) -> anyhow::Result<Smtp> {
    let mail = &config.mail;
    let credentials = (!mail.user.is_empty()).then(|| (mail.user.clone(), mail.password.clone()));
    let security = match mail.security {
        MailSecurity::None => mail::Security::None,
        MailSecurity::StartTls => mail::Security::StartTls,
        MailSecurity::Tls => mail::Security::Tls,
    };
    let settings = SmtpSettings {
        host: mail.host.clone(),
        port: mail.port,
        security,
        credentials,
        root_certificates: mail
            .certificates
            .as_ref()
            .map(fs::read_to_string)
            .transpose()
            .context("mail.certificates")?,
        hello: None,
        timeout_seconds: 30,
    };
    Ok(Smtp::new(&settings)?)
}

fn gateways(config: &Config) -> anyhow::Result<Gateways> {
    let payments = &config.payments;
    let sandbox = payments.sandbox_url.as_ref().map(|url| {
        let (key, secret) = (payments.sandbox_api_key.clone(), payments.sandbox_webhook_secret.clone());
        gateways::sandbox::Config::new(url, key, secret)
    });
    let registry = gateways::Registry::new(gateways::Config { sandbox })?;
    Ok(Gateways::new(registry.all().iter().cloned()))
}

fn provisioners(config: &Config) -> anyhow::Result<Provisioners> {
    let delivery = &config.delivery;
    let command = delivery.command.clone().map(|program| provisioners::command::Config {
        program,
        arguments: delivery.command_arguments.clone(),
        time_limit: Duration::from_secs(u64::from(delivery.command_seconds_max)),
        at_once: usize::from(delivery.commands_at_once),
    });
    let webhook = match &delivery.webhook {
        Some(url) => Some(provisioners::webhook::Config {
            url: url.clone(),
            secrets: delivery
                .webhook_secrets()
                .map_err(anyhow::Error::msg)
                .context("delivery.webhook_secret")?,
            time_limit: Duration::from_secs(u64::from(delivery.webhook_seconds_max)),
            callback: format!("{}/provisioners/{}", config.base_url(), provisioners::webhook::NAME),
        }),
        None => None,
    };
    let route = |(plan, provisioner): &(String, String)| Route {
        plan: plan.clone(),
        provisioner: provisioner.clone(),
    };
    Ok(provisioners::registry(provisioners::Config {
        command,
        webhook,
        routes: delivery.routes.0.iter().map(route).collect(),
        fallback: delivery.provisioner.clone(),
        ..provisioners::Config::default()
    })?)
}
