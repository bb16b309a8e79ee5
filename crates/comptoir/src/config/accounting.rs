//! The section `accounting` as the chart of accounts of the accountant's file.

use reports::fec::{AccountNumber, Chart};

use super::{Accounting, Pairs};

impl Accounting {
    /// What is wrong with its words, by key.
    pub(super) fn problems(&self) -> Vec<(&'static str, String)> {
        self.chart().err().unwrap_or_default()
    }

    /// The number of each account.
    ///
    /// # Errors
    /// Every word that is no account number, by key.
    pub(crate) fn chart(&self) -> Result<Chart, Vec<(&'static str, String)>> {
        let mut problems = Vec::new();
        let mut chart = Chart::default();
        let ones = [
            ("customers", &self.customers, &mut chart.customers),
            ("customer_credit", &self.customer_credit, &mut chart.customer_credit),
            ("credit_notes", &self.credit_notes, &mut chart.credit_notes),
            ("refunds", &self.refunds, &mut chart.refunds),
            ("sales", &self.sales, &mut chart.sales),
            ("tax", &self.tax, &mut chart.tax),
            ("providers", &self.providers, &mut chart.providers),
        ];
        for (key, word, place) in ones {
            match AccountNumber::parse(word) {
                Ok(number) => *place = number,
                Err(error) => problems.push((key, error.to_string())),
            }
        }
        let some = [
            ("tax_of", &self.tax_of, &mut chart.tax_of),
            ("providers_of", &self.providers_of, &mut chart.providers_of),
        ];
        for (key, pairs, place) in some {
            match numbers(pairs) {
                Ok(numbers) => *place = numbers,
                Err(problem) => problems.push((key, problem)),
            }
        }
        if problems.is_empty() { Ok(chart) } else { Err(problems) }
    }
}

fn numbers(pairs: &Pairs) -> Result<Vec<(String, AccountNumber)>, String> {
    let number = |(name, word): &(String, String)| Ok((name.clone(), AccountNumber::parse(word)?));
    let numbers: Result<_, reports::fec::AccountNumberError> = pairs.0.iter().map(number).collect();
    numbers.map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_usual_numbers_are_those_of_the_chart() {
        assert_eq!(Accounting::default().chart(), Ok(Chart::default()));
    }

    #[test]
    fn every_wrong_number_is_told_under_its_key() {
        let pair = Pairs(vec![("sandbox".to_owned(), "stripe".to_owned())]);
        let wrong = Accounting { customers: "411-1".to_owned(), providers_of: pair, ..Accounting::default() };
        let keys: Vec<&str> = wrong.problems().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["customers", "providers_of"]);
    }
}
