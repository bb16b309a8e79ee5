//! One year of business for every change: `cargo xtask sim` lives more of them.

use sim::Year;
use testkit::{Backend, TestDb};

#[testkit::both_databases]
async fn a_year_of_business_holds(db: TestDb) -> anyhow::Result<()> {
    // Most of a day on a server is spent on its way there and back: half a year takes it as long as a file's whole one.
    let days = match db.backend() {
        Backend::Sqlite => 365,
        Backend::Postgres => 150,
    };
    let told = sim::year(db.target(), Year { seed: 5, days, people: 6 }).await?;
    // A year in which nothing happens proves nothing.
    anyhow::ensure!(told.documents > days / 4 && told.bad_days > days / 15, "{told:?}");
    Ok(())
}
