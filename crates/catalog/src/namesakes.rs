//! Plans of one name, told apart by what they let their buyers answer. Pure.

use std::collections::HashMap;

use crate::{Configuration, PlanSummary};

/// The codes of the plans whose name others have too.
pub(crate) fn codes(plans: &[PlanSummary]) -> Vec<String> {
    let by_name = by_name(plans);
    let shared = plans.iter().filter(|plan| by_name[plan.invoice_name.as_str()].len() > 1);
    shared.map(|plan| plan.plan_code.clone()).collect()
}

/// Gives each plan the first of its questions with answers to choose from that a plan of the same name answers otherwise.
/// `questions` are those of each plan, in the order of the catalogue.
pub(crate) fn tell_apart(plans: &mut [PlanSummary], questions: &HashMap<String, Vec<Configuration>>) {
    let of = |code: &str| questions.get(code).map_or(&[][..], Vec::as_slice);
    let by_name = by_name(plans);
    let differs = |plan: &PlanSummary, own: &Configuration| {
        let values = |code: &str| of(code).iter().find(|other| other.name == own.name).map(|it| &it.values);
        by_name[plan.invoice_name.as_str()].iter().any(|other| values(other) != Some(&own.values))
    };
    // Where any text is an answer there is none to show.
    let tells = |plan: &PlanSummary, own: &Configuration| !own.values.is_empty() && differs(plan, own);
    let told: Vec<Option<Configuration>> =
        plans.iter().map(|plan| of(&plan.plan_code).iter().find(|own| tells(plan, own)).cloned()).collect();
    for (plan, told) in plans.iter_mut().zip(told) {
        plan.told_apart = told;
    }
}

/// The codes of the plans of each name.
fn by_name(plans: &[PlanSummary]) -> HashMap<&str, Vec<&str>> {
    let mut by_name: HashMap<&str, Vec<&str>> = HashMap::new();
    for plan in plans {
        by_name.entry(&plan.invoice_name).or_default().push(&plan.plan_code);
    }
    by_name
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

    fn question(name: &str, values: &[&str]) -> Configuration {
        Configuration {
            name: name.to_owned(),
            is_custom: values.is_empty(),
            is_mandatory: false,
            values: values.iter().map(|value| (*value).to_owned()).collect(),
            extra: crate::Extra::default(),
        }
    }

    #[test]
    fn plans_of_one_name_are_told_apart_by_the_first_question_they_answer_otherwise() {
        let mut plans = [plan("a", "Rise"), plan("a-sgp", "Rise"), plan("b", "Riva"), plan("c", "Rise")];
        assert_eq!(codes(&plans), ["a", "a-sgp", "c"]);
        let os = question("os", &["none"]);
        let (near, far) = (question("datacenter", &["gra", "rbx"]), question("datacenter", &["sgp"]));
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
        let same = question("datacenter", &["gra"]);
        let all = HashMap::from([("a".to_owned(), vec![same.clone()]), ("b".to_owned(), vec![same])]);
        tell_apart(&mut plans, &all);
        assert!(plans.iter().all(|plan| plan.told_apart.is_none()));
    }

    #[test]
    fn a_question_that_any_text_answers_tells_nobody_anything() {
        let mut plans = [plan("a", "Rise"), plan("b", "Rise")];
        let (host, near) = (question("host", &[]), question("datacenter", &["gra"]));
        let all = HashMap::from([
            ("a".to_owned(), vec![host, near.clone()]),
            ("b".to_owned(), vec![question("datacenter", &["sgp"])]),
        ]);
        tell_apart(&mut plans, &all);
        assert_eq!(plans[0].told_apart, Some(near));
    }
}
