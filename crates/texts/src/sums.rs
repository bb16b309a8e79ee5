//! A total in words: each line, each tax, and what was rounded on the way. Nothing is computed here again.

use kernel::{Locale, Money, Rate, UnitPrice};
use serde::Serialize;

use crate::format::{money, number, rate, unit_price};
use crate::{Args, Texts};

/// A line of what is summed.
#[derive(Debug, Clone)]
pub struct SumLine {
    /// What it is for.
    pub description: String,
    /// How many.
    pub quantity: u32,
    /// The price of one.
    pub unit_price: UnitPrice,
    /// The price of one before a discount, with the discount's name where it has one.
    pub instead_of: Option<(UnitPrice, Option<String>)>,
    /// Quantity × price, rounded once.
    pub net: Money,
}

/// A tax on the sum of the lines.
#[derive(Debug, Clone)]
pub struct SumTax {
    /// Its name.
    pub label: String,
    /// Its rate.
    pub rate: Rate,
    /// What it was computed on.
    pub base: Money,
    /// `rate` of `base`, rounded once.
    pub amount: Money,
}

/// One step towards a total.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// What this amount is.
    pub label: String,
    /// How it was made; empty when nothing is to be said.
    pub how: String,
    /// The amount.
    pub amount: Money,
    /// Whether it sums what is above it.
    pub is_sum: bool,
}

/// The steps from the lines to the net.
#[must_use]
pub fn net(texts: &Texts, locale: Locale, lines: &[SumLine], net: Money) -> Vec<Step> {
    let mut steps: Vec<Step> = lines.iter().map(|of| line(texts, locale, of)).collect();
    steps.push(Step {
        label: texts.say(locale, "document-net"),
        how: texts.say(locale, "sum-lines"),
        amount: net,
        is_sum: true,
    });
    steps
}

/// The steps from the lines to what is to be paid.
#[must_use]
pub fn gross(
    texts: &Texts,
    locale: Locale,
    lines: &[SumLine],
    totals: (Money, &[SumTax], Money),
) -> Vec<Step> {
    let (before, taxes, after) = totals;
    let mut steps = net(texts, locale, lines, before);
    steps.extend(taxes.iter().map(|of| tax(texts, locale, of)));
    steps.push(Step {
        label: texts.say(locale, "document-gross"),
        how: texts.say(locale, "sum-gross"),
        amount: after,
        is_sum: true,
    });
    steps
}

fn line(texts: &Texts, locale: Locale, line: &SumLine) -> Step {
    let args = || {
        let quantity = number(i64::from(line.quantity), locale);
        Args::new().with("quantity", quantity).with("price", unit_price(line.unit_price, locale))
    };
    let product = match line.unit_price.unrounded(i64::from(line.quantity)) {
        Some(exact) => texts.t(locale, "sum-line-rounded", &args().with("exact", unit_price(exact, locale))),
        None => texts.t(locale, "sum-line", &args()),
    };
    let instead = line.instead_of.as_ref().map(|(price, name)| {
        let args = Args::new().with("price", unit_price(*price, locale));
        match name {
            Some(name) => texts.t(locale, "document-discount", &args.with("name", name.as_str())),
            None => texts.t(locale, "document-discount-unnamed", &args),
        }
    });
    Step {
        label: line.description.clone(),
        how: [Some(product), instead].into_iter().flatten().collect::<Vec<_>>().join(" · "),
        amount: line.net,
        is_sum: false,
    }
}

fn tax(texts: &Texts, locale: Locale, tax: &SumTax) -> Step {
    let named = Args::new().with("name", tax.label.as_str()).with("rate", rate(tax.rate, locale));
    let args = || Args::new().with("rate", rate(tax.rate, locale)).with("base", money(tax.base, locale));
    let how = match tax.base.unrounded_at(tax.rate) {
        Some(exact) => texts.t(locale, "sum-tax-rounded", &args().with("exact", unit_price(exact, locale))),
        None => texts.t(locale, "sum-tax", &args()),
    };
    Step { label: texts.t(locale, "document-tax", &named), how, amount: tax.amount, is_sum: false }
}

#[cfg(test)]
mod tests {
    use kernel::Currency;

    use super::*;

    #[test]
    fn a_total_says_what_was_rounded_and_what_was_not() {
        let texts = Texts::embedded();
        let eur = |minor| Money::new(minor, Currency::EUR);
        let price = |e8| UnitPrice::new(e8, Currency::EUR);
        let lines = [
            SumLine {
                description: "Disk".to_owned(),
                quantity: 3,
                unit_price: price(1_255_000_000),
                instead_of: Some((price(1_500_000_000), Some("Spring".to_owned()))),
                net: eur(3_765),
            },
            SumLine {
                description: "Minute".to_owned(),
                quantity: 1,
                unit_price: price(5_556),
                instead_of: None,
                net: eur(0),
            },
        ];
        let tax =
            SumTax { label: "VAT".to_owned(), rate: Rate::percent(20), base: eur(3_787), amount: eur(757) };
        let steps = gross(&texts, Locale::En, &lines, (eur(3_787), &[tax], eur(4_544)));
        let said: Vec<(&str, &str)> =
            steps.iter().map(|step| (step.label.as_str(), step.how.as_str())).collect();
        assert_eq!(said[0], ("Disk", "3 × €12.55 · Discount “Spring”: instead of €15.00"));
        assert_eq!(said[1], ("Minute", "1 × €0.00005556 = €0.00005556, rounded"));
        assert_eq!(said[3], ("VAT 20%", "20% of €37.87 = €7.574, rounded"));
        assert_eq!(
            steps.iter().map(|step| step.amount.minor()).collect::<Vec<_>>(),
            [3_765, 0, 3_787, 757, 4_544]
        );
    }
}
