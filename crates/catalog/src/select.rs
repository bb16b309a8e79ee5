//! Which add-ons and configurations a selection comes to, with the defaults filled in.

use crate::{Configuration, Field, Offer, Plan, Problem, ProblemKind, Selection};

/// A selection resolved against its offer.
pub(crate) struct Resolved<'o> {
    /// The add-ons, with the family each was taken from, in the order of the form.
    pub(crate) addons: Vec<(&'o str, &'o Plan)>,
    /// Labels and values, with those that could only have one.
    pub(crate) configurations: Vec<(String, String)>,
    /// What is wrong with the options.
    pub(crate) option_problems: Vec<Problem>,
    /// What is wrong with the configurations; prices do not depend on them.
    pub(crate) configuration_problems: Vec<Problem>,
}

/// Add-ons of add-ons are followed this far.
const DEPTH_MAX: usize = 4;

/// Resolves options and configurations.
pub(crate) fn resolve<'o>(offer: &'o Offer, selection: &Selection) -> Resolved<'o> {
    let (addons, option_problems) = options(offer, selection);
    let (configurations, configuration_problems) = configurations(offer, selection, &addons);
    Resolved { addons, configurations, option_problems, configuration_problems }
}

/// What can be said about a selection, each label once: the plan's own configurations, its add-ons', then those of
/// their products.
#[must_use]
pub fn requirements<'o>(offer: &'o Offer, selection: &Selection) -> Vec<&'o Configuration> {
    let (addons, _) = options(offer, selection);
    let mut labels: Vec<&Configuration> = Vec::new();
    for configuration in known(offer, addons.into_iter().map(|(_, addon)| addon)) {
        if labels.iter().all(|known| known.name != configuration.name) {
            labels.push(configuration);
        }
    }
    labels
}

fn known<'o>(offer: &'o Offer, addons: impl Iterator<Item = &'o Plan>) -> Vec<&'o Configuration> {
    let bought: Vec<&Plan> = std::iter::once(&offer.plan).chain(addons).collect();
    let of_products = bought.iter().filter_map(|plan| offer.product_of(plan)).flat_map(|p| &p.configurations);
    // The plan's own come first: what it says about a label holds for its add-ons too.
    bought.iter().flat_map(|plan| &plan.configurations).chain(of_products).collect()
}

fn options<'o>(offer: &'o Offer, selection: &Selection) -> (Vec<(&'o str, &'o Plan)>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut wrong = |family: &str, kind| {
        let problem = Problem { field: Field::Option(family.to_owned()), kind };
        if !problems.contains(&problem) {
            problems.push(problem);
        }
    };
    let mut asked: Vec<(&str, &str)> = Vec::new();
    for (family, code) in &selection.options {
        if asked.contains(&(family, code)) {
            wrong(family, ProblemKind::OptionTwice);
        } else {
            asked.push((family, code));
        }
    }
    let mut taken: Vec<(&'o str, &'o Plan)> = Vec::new();
    let mut owners: Vec<&'o Plan> = vec![&offer.plan];
    for _ in 0..DEPTH_MAX {
        let mut next = Vec::new();
        for family in owners.iter().flat_map(|owner| &owner.addon_families) {
            let (mine, others): (Vec<_>, Vec<_>) = asked
                .into_iter()
                .partition(|(name, code)| *name == family.name && family.addons.iter().any(|a| a == code));
            asked = others;
            let mut codes: Vec<&str> = mine.into_iter().map(|(_, code)| code).collect();
            if codes.len() > 1 && family.is_exclusive {
                wrong(&family.name, ProblemKind::OnlyOne);
            }
            if codes.is_empty() && family.is_mandatory {
                match &family.default {
                    Some(default) => codes.push(default),
                    // A family of which nothing can be chosen asks for nothing.
                    None if family.addons.is_empty() => {}
                    None => wrong(&family.name, ProblemKind::OptionRequired),
                }
            }
            for code in codes {
                match offer.addon(code) {
                    Some(addon) => {
                        taken.push((&family.name, addon));
                        next.push(addon);
                    }
                    None => wrong(&family.name, ProblemKind::UnknownOption),
                }
            }
        }
        owners = next;
    }
    for (family, _) in asked {
        wrong(family, ProblemKind::UnknownOption);
    }
    (taken, problems)
}

fn configurations(
    offer: &Offer,
    selection: &Selection,
    addons: &[(&str, &Plan)],
) -> (Vec<(String, String)>, Vec<Problem>) {
    let mut problems = Vec::new();
    let mut wrong =
        |label: &str, kind| problems.push(Problem { field: Field::Configuration(label.to_owned()), kind });
    let known = known(offer, addons.iter().map(|(_, addon)| *addon));
    let mut said: Vec<(String, String)> = Vec::new();
    for (label, value) in &selection.configurations {
        let value = value.trim();
        let Some(configuration) = known.iter().find(|configuration| configuration.name == *label) else {
            wrong(label, ProblemKind::UnknownConfiguration);
            continue;
        };
        if said.iter().any(|(other, _)| other == label) {
            wrong(label, ProblemKind::ConfigurationTwice);
        } else if value.is_empty() {
            // A form sends an empty value for what was left out.
            continue;
        } else if configuration.is_custom {
            let is_short = value.chars().count() <= Selection::VALUE_LENGTH_MAX;
            if !is_short || value.chars().any(char::is_control) {
                wrong(label, ProblemKind::ValueUnreadable);
            }
        } else if !configuration.values.iter().any(|allowed| allowed == value) {
            wrong(label, ProblemKind::ValueNotAllowed);
        }
        said.push((label.clone(), value.to_owned()));
    }
    for configuration in known.iter().filter(|configuration| configuration.is_mandatory) {
        if said.iter().any(|(label, _)| *label == configuration.name) {
            continue;
        }
        match configuration.values.as_slice() {
            // There is nothing to choose.
            [only] if !configuration.is_custom => said.push((configuration.name.clone(), only.clone())),
            _ => {
                wrong(&configuration.name, ProblemKind::ConfigurationRequired);
                // Asked once, even when an add-on asks for it too.
                said.push((configuration.name.clone(), String::new()));
            }
        }
    }
    said.retain(|(_, value)| !value.is_empty());
    (said, problems)
}
