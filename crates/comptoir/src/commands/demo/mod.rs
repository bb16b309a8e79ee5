//! `comptoir demo`: a whole shop to try, with its payment provider, its people and a clock that can be moved.

mod people;
mod state;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;

use anyhow::Context;
use catalog::PublicCatalog;
use kernel::{Clock, Random};
use tokio::net::TcpListener;

use super::catalog::{import, read};
use super::{make_private_folder, serve};
use crate::cli::Demo;
use crate::config::{Config, MailTransport, Pairs};
use crate::signals::stop_on_signal;
use crate::wiring::{self, Shop};
use state::State;

/// The totals above which an order waits for the staff, so that the desk has something to show.
const HELD_OVER: [(&str, &str); 2] = [("EUR", "500"), ("CAD", "750")];

/// How many ports are tried when nobody chose one and the first is taken.
const PORTS_TRIED: u16 = 10;

/// Prepares the shop, opens it, and serves it until it is asked to stop.
pub(super) async fn run(options: Demo, mut config: Config) -> anyhow::Result<ExitCode> {
    let folder = config.general.data.clone();
    if options.reset {
        state::reset(&folder)?;
    }
    make_private_folder(&folder)?;
    let stop = stop_on_signal()?;
    let random = Random::system();
    let state = State::open(&folder, &random)?;
    let clock = state.clock();
    let listener = listen(config.general.listen).await?;
    let address = listener.local_addr()?;
    config.general.listen = address;
    let portal = config.base_url();
    let provider = open_sandbox(&config, &state, &clock, &random, &portal).await?;
    config.mail.transport = MailTransport::Page;
    config.delivery.provisioner = "sandbox".to_owned();
    // Programs to try it out with live on the same machine.
    config.webhooks.is_private_network_reachable = true;
    if config.orders.hold_over.0.is_empty() {
        let limit = |(currency, amount): (&str, &str)| (currency.to_owned(), amount.to_owned());
        config.orders.hold_over = Pairs(HELD_OVER.map(limit).into());
    }
    config.payments.sandbox_url = Some(format!("http://{}", provider.addr()));
    config.payments.sandbox_api_key = kernel::Secret::new(state.sandbox_api_key.clone());
    config.payments.sandbox_webhook_secret = kernel::Secret::new(state.sandbox_webhook_secret.clone());
    let catalogs = stock(&options.catalog)?;
    config.general.subsidiaries = catalogs.iter().map(|catalog| catalog.subsidiary.to_string()).collect();
    let shop = wiring::open(&config, clock.clone()).await?;
    furnish(&shop, catalogs).await?;
    say!("{}", welcome(&portal, &format!("http://{}", provider.addr()), &folder.display().to_string()));
    let following = tokio::spawn(state.follow(clock, folder));
    serve::serve(&config, &shop.with_demo_pages(), listener, stop).await?;
    following.abort();
    provider.shutdown().await;
    Ok(ExitCode::SUCCESS)
}

/// The chosen address, or the next free port when it is taken and nobody insisted.
async fn listen(wanted: SocketAddr) -> anyhow::Result<TcpListener> {
    for port in wanted.port()..=wanted.port().saturating_add(PORTS_TRIED) {
        match TcpListener::bind(SocketAddr::new(wanted.ip(), port)).await {
            Err(error) if error.kind() == std::io::ErrorKind::AddrInUse => {}
            bound => return bound.with_context(|| format!("cannot listen on {wanted}")),
        }
    }
    anyhow::bail!("{wanted} and the {PORTS_TRIED} ports after it are taken: choose one with --listen")
}

/// Starts the payment provider beside the portal, on the next free port, with a database of its own.
async fn open_sandbox(
    config: &Config,
    state: &State,
    clock: &Clock,
    random: &Random,
    portal: &str,
) -> anyhow::Result<sandbox::Handle> {
    let here = config.general.listen;
    let beside = listen(SocketAddr::new(here.ip(), here.port().saturating_add(1))).await?.local_addr()?;
    let told = clock.clone();
    let provider = sandbox::Config {
        listen: beside,
        file: Some(config.general.data.join("sandbox.db")),
        webhook: Some(sandbox::Webhook {
            url: format!("{portal}/webhooks/sandbox"),
            secret: state.sandbox_webhook_secret.clone(),
        }),
        merchant: config.brand.name.clone(),
        seed: random.below(u64::MAX),
        ..sandbox::Config::new(state.sandbox_api_key.clone(), Arc::new(move || told.now()))
    };
    let (_, handle) = sandbox::serve(provider).await.context("the sandbox provider")?;
    Ok(handle)
}

/// What is sold: these files, and what is built in for the subsidiaries they leave out.
fn stock(files: &[PathBuf]) -> anyhow::Result<Vec<PublicCatalog>> {
    let mut catalogs = Vec::new();
    for file in files {
        catalogs.push(read(file).with_context(|| file.display().to_string())?);
    }
    let is_missing =
        |catalog: &PublicCatalog| catalogs.iter().all(|known| known.subsidiary != catalog.subsidiary);
    let built_in: Vec<PublicCatalog> = catalog::demo().into_iter().filter(is_missing).collect();
    Ok(catalogs.into_iter().chain(built_in).collect())
}

/// Puts the catalogues on the shelves and the people in their places; those already there stay.
async fn furnish(shop: &Shop, catalogs: Vec<PublicCatalog>) -> anyhow::Result<()> {
    let cx = &shop.cx;
    let now = cx.clock.now();
    for catalog in catalogs {
        import(&cx.db, &cx.jurisdictions, now, catalog, None).await?;
    }
    people::settle(&cx.db, now, &cx.random, &cx.passwords).await
}

fn welcome(portal: &str, provider: &str, folder: &str) -> String {
    let mut lines = vec![
        String::new(),
        "  Comptoir is open.".to_owned(),
        String::new(),
        format!("  Portal            {portal}"),
        format!("  Desk              {portal}/desk"),
        format!("  E-mails           {portal}/demo/mailbox"),
        format!("  Time machine      {portal}/demo"),
        format!("  Payment provider  {provider}  (test cards on its first page)"),
        String::new(),
        "  Sign in as".to_owned(),
    ];
    for customer in &people::CUSTOMERS {
        lines.push(format!("    {:<8} {:<24} {}", customer.place, customer.email, customer.password));
    }
    for member in &people::STAFF {
        lines.push(format!("    {:<8} {:<24} {}", member.role.code(), member.email, member.password));
    }
    lines.push(String::new());
    lines.push(
        "  An order above €500 (CA$750) waits at the desk: a dedicated server for a year is one.".to_owned(),
    );
    lines.push(format!("  Everything is kept in {folder}. Stop with Ctrl+C; begin anew with --reset."));
    lines.join("\n")
}
