//! The section `renewal` as the rules of services.

use services::rules::Choice;
use services::{Anchor, RuleBook, Rules, WithdrawalMode};

use super::{Pairs, Renewal};

impl Renewal {
    /// What is wrong with its words, by key.
    pub(super) fn problems(&self) -> Vec<(&'static str, String)> {
        self.book().err().unwrap_or_default()
    }

    /// The rules of every family.
    ///
    /// # Errors
    /// Every word that is not understood, by key.
    pub(crate) fn book(&self) -> Result<RuleBook, Vec<(&'static str, String)>> {
        let mut problems = Vec::new();
        let mut days = |key, words: &[String]| {
            numbers(words.iter().map(String::as_str)).unwrap_or_else(|problem| {
                problems.push((key, problem));
                Vec::new()
            })
        };
        let usual = Rules {
            anchor: Anchor::Anniversary,
            has_manual: true,
            is_forced: false,
            periods: days("periods", &self.periods),
            notice_days: falling(days("notice_days", &self.notice_days)),
            notice_months_min: self.notice_months_min,
            reminder_days: falling(days("reminder_days", &self.reminder_days)),
            retry_days: rising(days("retry_days", &self.retry_days)),
            grace_days: self.grace_days,
            delete_days: self.delete_days,
            warn_days: self.warn_days,
            cutoff_hours: self.cutoff_hours,
            immediate_delete_days: self.immediate_delete_days,
            link_hours: self.link_hours,
            withdrawal: WithdrawalMode::Allowed,
        };
        let mut book = RuleBook { usual, choices: Vec::new() };
        match anchor(&self.anchor) {
            Ok(anchor) => book.usual.anchor = anchor,
            Err(problem) => problems.push(("anchor", problem)),
        }
        let choices = &mut book.choices;
        choices.extend(self.forced.iter().map(|plan| (plan.clone(), Choice::IsForced(true))));
        choices.extend(self.without_manual.iter().map(|plan| (plan.clone(), Choice::HasManual(false))));
        let mut each = |key, pairs: &Pairs, read: &dyn Fn(&str) -> Result<Choice, String>| {
            for (plan, word) in &pairs.0 {
                match read(word) {
                    Ok(choice) => choices.push((plan.clone(), choice)),
                    Err(problem) => problems.push((key, problem)),
                }
            }
        };
        each("anchor_of", &self.anchor_of, &|word| anchor(word).map(Choice::Anchor));
        each("periods_of", &self.periods_of, &|word| numbers(word.split(' ')).map(Choice::Periods));
        each("grace_days_of", &self.grace_days_of, &|word| number(word).map(Choice::GraceDays));
        each("delete_days_of", &self.delete_days_of, &|word| number(word).map(Choice::DeleteDays));
        each("cutoff_hours_of", &self.cutoff_hours_of, &|word| number(word).map(Choice::CutoffHours));
        each("immediate_delete_days_of", &self.immediate_delete_days_of, &|word| {
            number(word).map(Choice::ImmediateDeleteDays)
        });
        each("withdrawal_of", &self.withdrawal_of, &|word| withdrawal(word).map(Choice::Withdrawal));
        if problems.is_empty() { Ok(book) } else { Err(problems) }
    }
}

fn number(word: &str) -> Result<u16, String> {
    word.trim().parse().map_err(|_| format!("a whole number is expected, not {word:?}"))
}

fn numbers<'w>(words: impl Iterator<Item = &'w str>) -> Result<Vec<u16>, String> {
    words.filter(|word| !word.trim().is_empty()).map(number).collect()
}

fn rising(mut days: Vec<u16>) -> Vec<u16> {
    days.sort_unstable();
    days
}

fn falling(days: Vec<u16>) -> Vec<u16> {
    rising(days).into_iter().rev().collect()
}

fn anchor(word: &str) -> Result<Anchor, String> {
    let words = Anchor::ALL.iter().map(Anchor::code).collect::<Vec<_>>().join(", ");
    Anchor::parse(word).ok_or_else(|| format!("one of {words} is expected"))
}

fn withdrawal(word: &str) -> Result<WithdrawalMode, String> {
    let words = WithdrawalMode::ALL.iter().map(WithdrawalMode::code).collect::<Vec<_>>().join(", ");
    WithdrawalMode::parse(word).ok_or_else(|| format!("one of {words} is expected"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_defaults_are_the_rules_services_have_by_themselves() {
        let book = Renewal::default().book().unwrap();
        assert_eq!(book.usual, Rules::default());
        assert_eq!(book.rules_for("com", Some("domain")).withdrawal, WithdrawalMode::Personalised);
        assert_eq!(book.rules_for("office-licence", None).withdrawal, WithdrawalMode::Licence);
    }

    #[test]
    fn a_word_that_is_not_understood_is_told_with_its_key() {
        let pairs = |key: &str, value: &str| Pairs(vec![(key.to_owned(), value.to_owned())]);
        let renewal = Renewal {
            anchor: "someday".to_owned(),
            retry_days: vec!["soon".to_owned()],
            delete_days_of: pairs("vps", "never"),
            ..Renewal::default()
        };
        let keys: Vec<&str> = renewal.problems().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["retry_days", "anchor", "delete_days_of"]);
    }

    #[test]
    fn days_are_in_order_whatever_the_file_says() {
        let days = |days: &[&str]| days.iter().map(|day| (*day).to_owned()).collect::<Vec<_>>();
        let renewal =
            Renewal { notice_days: days(&["15", "40"]), retry_days: days(&["5", "1"]), ..Renewal::default() };
        let usual = renewal.book().unwrap().usual;
        assert_eq!((usual.notice_days, usual.retry_days), (vec![40, 15], vec![1, 5]));
    }
}
