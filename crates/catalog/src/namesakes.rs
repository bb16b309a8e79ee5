//! Plans of one name, told apart by what they let their buyers answer. Pure.

use std::collections::HashMap;

use crate::offer::{Choices, PlanSummary};

/// The codes of the plans whose name others have too.
pub(crate) fn codes(plans: &[PlanSummary]) -> Vec<String> {
    let mut count: HashMap<&str, usize> = HashMap::new();
    plans.iter().for_each(|plan| *count.entry(&plan.invoice_name).or_default() += 1);
    let shared = plans.iter().filter(|plan| count[plan.invoice_name.as_str()] > 1);
    shared.map(|plan| plan.plan_code.clone()).collect()
}

/// Gives each plan the first of its questions that a plan of the same name answers otherwise. `choices` are those of
/// each plan, in the order of the catalogue.
pub(crate) fn tell_apart(plans: &mut [PlanSummary], choices: &HashMap<String, Vec<Choices>>) {
    let of = |code: &str| choices.get(code).map_or(&[][..], Vec::as_slice);
    let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for plan in plans.iter() {
        by_name.entry(&plan.invoice_name).or_default().push(&plan.plan_code);
    }
    let differs = |plan: &PlanSummary, own: &Choices| {
        by_name[plan.invoice_name.as_str()]
            .iter()
            .any(|other| of(other).iter().find(|choice| choice.name == own.name) != Some(own))
    };
    let told: Vec<Option<Choices>> =
        plans.iter().map(|plan| of(&plan.plan_code).iter().find(|own| differs(plan, own)).cloned()).collect();
    for (plan, told) in plans.iter_mut().zip(told) {
        plan.told_apart = told;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn plan(code: &str, name: &str) -> PlanSummary {
        PlanSummary {
            plan_code: code.to_owned(),
            invoice_name: name.to_owned(),
            family: "rise".to_owned(),
            product: name.to_owned(),
            facts: Vec::new(),
            told_apart: None,
            start: None,
        }
    }

    fn choices(name: &str, values: &[&str]) -> Choices {
        Choices { name: name.to_owned(), values: values.iter().map(|value| (*value).to_owned()).collect() }
    }

    #[test]
    fn plans_of_one_name_are_told_apart_by_the_first_question_they_answer_otherwise() {
        let mut plans = [plan("a", "Rise"), plan("a-sgp", "Rise"), plan("b", "Riva"), plan("c", "Rise")];
        assert_eq!(codes(&plans), ["a", "a-sgp", "c"]);
        let os = choices("os", &["none"]);
        let (near, far) = (choices("datacenter", &["gra", "rbx"]), choices("datacenter", &["sgp"]));
        let all = HashMap::from([
            ("a".to_owned(), vec![os.clone(), near.clone()]),
            ("a-sgp".to_owned(), vec![os.clone(), far.clone()]),
            ("b".to_owned(), vec![os.clone()]),
            ("c".to_owned(), vec![os]),
        ]);
        tell_apart(&mut plans, &all);
        let told = plans.map(|plan| plan.told_apart);
        assert_eq!(told, [Some(near), Some(far), None, None], "a plan without the question says nothing");
    }

    #[test]
    fn plans_that_differ_in_nothing_are_not_told_apart() {
        let mut plans = [plan("a", "Rise"), plan("b", "Rise")];
        let same = choices("datacenter", &["gra"]);
        let all = HashMap::from([("a".to_owned(), vec![same.clone()]), ("b".to_owned(), vec![same])]);
        tell_apart(&mut plans, &all);
        assert!(plans.iter().all(|plan| plan.told_apart.is_none()));
    }
}
