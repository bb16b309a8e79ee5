//! One year of business for every change: `cargo xtask sim` lives more of them.

use sim::Year;
use testkit::TestDb;

#[testkit::both_databases]
async fn a_year_of_business_holds(db: TestDb) -> anyhow::Result<()> {
    let told = sim::year(db.target(), Year { seed: 1, days: 365, people: 5 }).await?;
    // A year in which nothing happens proves nothing.
    anyhow::ensure!(told.documents > 50 && told.bad_days > 20, "{told:?}");
    Ok(())
}
