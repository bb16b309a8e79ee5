//! The command line.

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::{Parser, Subcommand};
use flows::renew::Part;

/// The customer counter of a cloud provider: order, pay, be delivered, be invoiced.
#[derive(Debug, Parser)]
#[command(name = "comptoir", version)]
pub(crate) struct Cli {
    /// The configuration file (COMPTOIR_CONFIG)
    #[arg(long, global = true, value_name = "FILE")]
    pub(crate) config: Option<PathBuf>,
    /// The folder of everything Comptoir keeps (COMPTOIR_DATA)
    #[arg(long, global = true, value_name = "DIR")]
    pub(crate) data: Option<String>,
    /// sqlite:PATH or postgres://USER:PASSWORD@HOST/DATABASE (COMPTOIR_DATABASE)
    #[arg(long, global = true, value_name = "ADDRESS")]
    pub(crate) database: Option<String>,
    /// Where the portal listens (COMPTOIR_LISTEN)
    #[arg(long, global = true, value_name = "ADDRESS:PORT")]
    pub(crate) listen: Option<String>,
    /// What to do
    #[command(subcommand)]
    pub(crate) command: Command,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub(crate) enum Command {
    /// Serve the portal and the desk, and work on jobs
    Serve,
    /// Work on jobs and regular duties, without serving pages
    Worker,
    /// Try everything with a demonstration shop, payments included; nothing to install
    Demo(Demo),
    /// Bring the database's tables up to date
    Migrate,
    /// The catalogue of what is sold
    #[command(subcommand)]
    Catalog(Catalog),
    /// The renewals of services
    #[command(subcommand)]
    Renewals(Renewals),
    /// Write France's file of accounting entries (FEC) of a year
    Fec(Fec),
    /// Check invoices, numbers, ledger and settlements, and that payments, orders and services agree
    Verify,
    /// The configuration
    #[command(subcommand)]
    Config(ConfigCommand),
    /// Members of the provider's staff
    #[command(subcommand)]
    Staff(Staff),
    /// Run the sandbox payment provider alone, to test against
    Sandbox(Sandbox),
}

/// How to demonstrate.
#[derive(Debug, clap::Args)]
pub(crate) struct Demo {
    /// Sell these public catalogues instead of the built-in one of the same subsidiary
    #[arg(long, value_name = "FILE", num_args = 1..)]
    pub(crate) catalog: Vec<PathBuf>,
    /// Forget the earlier demonstration and begin anew
    #[arg(long)]
    pub(crate) reset: bool,
}

/// The catalogue of what is sold.
#[derive(Debug, Subcommand)]
pub(crate) enum Catalog {
    /// Import public catalogues; each file whole, or not at all
    Import {
        /// Catalogue files, as JSON
        #[arg(required = true, value_name = "FILE")]
        files: Vec<PathBuf>,
        /// What programs call them in the API; eco for eco-FR.json when nothing is said
        #[arg(long, value_name = "NAME", value_parser = catalog_name)]
        name: Option<String>,
    },
}

/// The renewals of services.
#[derive(Debug, Subcommand)]
pub(crate) enum Renewals {
    /// Take every step that is due now: notices, bills, collections, suspensions, deletions
    Run {
        /// Only a share of the accounts, such as 1/2: the first of two runs that divide them
        #[arg(long, value_name = "SHARE", default_value = "1/1", value_parser = part)]
        part: Part,
    },
}

fn catalog_name(text: &str) -> Result<String, String> {
    let wanted = "letters, digits and hyphens are expected, at most 40, a letter first";
    if catalog::PublicCatalog::is_name(text) { Ok(text.to_owned()) } else { Err(wanted.to_owned()) }
}

/// Which file of accounting entries.
#[derive(Debug, clap::Args)]
pub(crate) struct Fec {
    /// Whose books: the code of a subsidiary with a SIREN
    #[arg(long, value_name = "CODE")]
    pub(crate) subsidiary: String,
    /// The financial year: a calendar year
    #[arg(long, value_name = "YEAR")]
    pub(crate) year: i16,
    /// The folder to write it into, under the name the law gives it
    #[arg(long, value_name = "DIR", default_value = ".")]
    pub(crate) out: PathBuf,
}

fn part(text: &str) -> Result<Part, String> {
    Part::parse(text).ok_or_else(|| "a share is expected, such as 1/2".to_owned())
}

/// The configuration.
#[derive(Debug, Subcommand)]
pub(crate) enum ConfigCommand {
    /// Show every mistake in the configuration, or the settings in force
    Check,
    /// Print a commented configuration file
    Example,
}

/// Members of the provider's staff.
#[derive(Debug, Subcommand)]
pub(crate) enum Staff {
    /// Add a member; the password is read from the standard input, or made and printed
    Add {
        /// The e-mail address to sign in with
        #[arg(long)]
        email: String,
        /// The person's name
        #[arg(long)]
        name: String,
        /// What the person may do
        #[arg(long, default_value = "desk")]
        role: String,
        /// Read the password from the standard input
        #[arg(long)]
        password_stdin: bool,
    },
}

/// The sandbox payment provider.
#[derive(Debug, clap::Args)]
pub(crate) struct Sandbox {
    /// Where merchants are told about their payments
    #[arg(long, value_name = "URL")]
    pub(crate) webhook_url: Option<String>,
}

impl Cli {
    /// The settings given as flags, by their path.
    pub(crate) fn flags(&self) -> BTreeMap<&'static str, String> {
        let flags = [("data", &self.data), ("database", &self.database), ("listen", &self.listen)];
        flags.into_iter().filter_map(|(path, value)| Some((path, value.clone()?))).collect()
    }
}
