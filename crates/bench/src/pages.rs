//! The page of invoices, of a customer with few and of one with very many, in one database.
#![expect(clippy::float_arithmetic, reason = "speeds are not money")]

use std::time::Instant;

use crate::books::{Books, Customer};
use crate::places::Place;
use crate::report::Report;
use crate::server::{Program, Serving};

/// How often each page is asked for; the middle time counts.
const ASKED: usize = 101;
/// The promise: how many times as long the page of many may take.
const GROWTH_MAX: f64 = 1.5;

/// Times the page of each, by turns, so that what disturbs one disturbs the other.
pub(crate) fn run(report: &Report, place: &Place, books: &Books) -> anyhow::Result<()> {
    let serving = Program::on(place)?.serve()?;
    let customers = [&books.few, &books.many];
    let mut times = customers.map(|_| Vec::with_capacity(ASKED));
    for _ in 0..ASKED {
        for (customer, times) in customers.iter().zip(&mut times) {
            times.push(page_ms(&serving, customer)?);
        }
    }
    let [few, many] = times.map(|mut times| {
        times.sort_by(f64::total_cmp);
        times[ASKED / 2]
    });
    for (customer, median) in customers.iter().zip([few, many]) {
        let name = format!("invoices page of {}", customer.invoices);
        report.cost(&name, place.name, median, "ms", few * GROWTH_MAX);
    }
    report.cost("invoices page, growth", place.name, many / few, "times", GROWTH_MAX);
    Ok(())
}

fn page_ms(serving: &Serving, customer: &Customer) -> anyhow::Result<f64> {
    let begun = Instant::now();
    serving.get("/invoices", &customer.cookie, |_| ())?;
    Ok(begun.elapsed().as_secs_f64() * 1_000.0)
}
