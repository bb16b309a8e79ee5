//! What a customer chooses, and what can be wrong with it, field by field.

use serde::{Deserialize, Serialize};

/// A choice of one plan with its options and configurations; not yet known to be right.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Selection {
    /// The plan.
    pub plan_code: String,
    /// The pricing mode: `default`, `upfront12`…
    pub pricing_mode: String,
    /// How many.
    pub quantity: u16,
    /// The add-ons chosen: family and add-on code.
    pub options: Vec<(String, String)>,
    /// What the customer said: label and value.
    pub configurations: Vec<(String, String)>,
}

impl Selection {
    /// One of `plan_code` in the default mode, nothing chosen yet.
    #[must_use]
    pub fn of(plan_code: &str) -> Selection {
        Selection {
            plan_code: plan_code.to_owned(),
            pricing_mode: "default".to_owned(),
            quantity: 1,
            options: Vec::new(),
            configurations: Vec::new(),
        }
    }

    /// The value given to a configuration.
    #[must_use]
    pub fn configuration(&self, label: &str) -> Option<&str> {
        self.configurations.iter().find(|(name, _)| name == label).map(|(_, value)| value.as_str())
    }
}

/// Why a selection cannot be bought: every problem at once.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SelectionError {
    /// The problems, in the order of the form; never empty.
    pub problems: Vec<Problem>,
}

/// One problem with one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The field.
    pub field: Field,
    /// What is wrong with it.
    pub kind: ProblemKind,
}

/// A field of a selection; shown as the name it has in forms: `option.memory`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Field {
    /// `plan_code`
    PlanCode,
    /// `pricing_mode`
    PricingMode,
    /// `quantity`
    Quantity,
    /// `option.` and the family.
    Option(String),
    /// `configuration.` and the label.
    Configuration(String),
}

/// What is wrong with a field; [`ProblemKind::code`] never changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ProblemKind {
    /// The plan is not this offer's.
    UnknownPlan,
    /// The plan has no price in this mode.
    UnknownMode,
    /// The price is of a kind that is not sold by order: usage, or one price for a whole tier.
    NotForSale,
    /// Fewer than the least that is sold.
    TooFew {
        /// The least.
        min: u32,
    },
    /// More than the most that is sold.
    TooMany {
        /// The most.
        max: u32,
    },
    /// No such family, or no such add-on in it.
    UnknownOption,
    /// The same add-on twice.
    OptionTwice,
    /// Several add-ons of a family that allows one.
    OnlyOne,
    /// None of a family that needs one.
    OptionRequired,
    /// The add-on has no price in this mode: it is refused, never free.
    OptionWithoutPrice,
    /// No such label.
    UnknownConfiguration,
    /// The same label twice.
    ConfigurationTwice,
    /// A value is needed.
    ConfigurationRequired,
    /// Not one of the allowed values.
    ValueNotAllowed,
    /// Longer than [`crate::quote`] accepts, or with characters that cannot be shown.
    ValueUnreadable,
    /// The amounts are beyond what can be counted.
    TooLarge,
}

impl Selection {
    /// The most characters of a configuration's value.
    pub const VALUE_LENGTH_MAX: usize = 255;
}

impl ProblemKind {
    /// A stable code: the key of the message, and the code of the API.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ProblemKind::UnknownPlan => "unknown_plan",
            ProblemKind::UnknownMode => "unknown_mode",
            ProblemKind::NotForSale => "not_for_sale",
            ProblemKind::TooFew { .. } => "too_few",
            ProblemKind::TooMany { .. } => "too_many",
            ProblemKind::UnknownOption => "unknown_option",
            ProblemKind::OptionTwice => "option_twice",
            ProblemKind::OnlyOne => "only_one",
            ProblemKind::OptionRequired => "option_required",
            ProblemKind::OptionWithoutPrice => "option_without_price",
            ProblemKind::UnknownConfiguration => "unknown_configuration",
            ProblemKind::ConfigurationTwice => "configuration_twice",
            ProblemKind::ConfigurationRequired => "configuration_required",
            ProblemKind::ValueNotAllowed => "value_not_allowed",
            ProblemKind::ValueUnreadable => "value_unreadable",
            ProblemKind::TooLarge => "too_large",
        }
    }
}

impl std::fmt::Display for Field {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Field::PlanCode => f.write_str("plan_code"),
            Field::PricingMode => f.write_str("pricing_mode"),
            Field::Quantity => f.write_str("quantity"),
            Field::Option(family) => write!(f, "option.{family}"),
            Field::Configuration(label) => write!(f, "configuration.{label}"),
        }
    }
}

impl std::fmt::Display for SelectionError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let shown: Vec<String> = self
            .problems
            .iter()
            .map(|problem| format!("{}: {}", problem.field, problem.kind.code()))
            .collect();
        f.write_str(&shown.join(", "))
    }
}

impl std::error::Error for SelectionError {}
