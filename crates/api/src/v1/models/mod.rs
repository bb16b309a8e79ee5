//! The models: every object and every enumeration of the wire, with its properties. The description is made of them,
//! and the tests hold the handlers to them.
//!
//! A property is written `name:type`, followed by `?` where it can be null, `=` where a call may set it, and `!` where a
//! call must. A type is a word such as `long`, the name of a model, or a list of one of both: `long[]`.

mod account;
mod order;
mod service;

/// The models, in parts, each by their names.
const PARTS: [&[Model]; 3] = [account::MODELS, order::MODELS, service::MODELS];

/// An object or an enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Model {
    /// With its namespace: `billing.Bill`.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
}

/// What a model is made of, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Object(&'static str),
    Words(&'static str),
}

/// A property of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) can_be_null: bool,
    pub(crate) is_writable: bool,
    pub(crate) is_required: bool,
}

impl Model {
    /// The model of this name; the words for texts and numbers name none.
    pub(crate) fn find(name: &str) -> Option<&'static Model> {
        Model::all().find(|model| model.name == name)
    }

    /// Every model.
    pub(crate) fn all() -> impl Iterator<Item = &'static Model> {
        PARTS.into_iter().flatten()
    }

    /// Its properties; an enumeration has none.
    pub(crate) fn properties(&self) -> Vec<Property> {
        match self.shape {
            Shape::Object(text) => text.split_whitespace().filter_map(property).collect(),
            Shape::Words(_) => Vec::new(),
        }
    }
}

fn property(text: &'static str) -> Option<Property> {
    let (name, rest) = text.split_once(':')?;
    let kind = rest.trim_end_matches(['?', '=', '!']);
    let marks = &rest[kind.len()..];
    Some(Property {
        name,
        kind,
        can_be_null: marks.contains('?'),
        is_writable: marks.contains('='),
        is_required: marks.contains('!'),
    })
}

/// The type of what a list is of, and the type itself elsewhere.
pub(crate) fn element(kind: &str) -> &str {
    kind.strip_suffix("[]").unwrap_or(kind)
}

const fn object(name: &'static str, about: &'static str, properties: &'static str) -> Model {
    Model { name, about, shape: Shape::Object(properties) }
}

const fn words(name: &'static str, about: &'static str, words: &'static str) -> Model {
    Model { name, about, shape: Shape::Words(words) }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    /// The types that no model describes.
    const WORDS: [&str; 10] = [
        "boolean", "date", "datetime", "double", "duration", "ipBlock", "long", "password", "string", "text",
    ];

    #[test]
    fn every_model_reads_and_every_type_is_known() {
        for part in PARTS {
            assert!(part.is_sorted_by(|one, next| one.name < next.name), "by their names, each once");
        }
        let names: BTreeSet<&str> = Model::all().map(|model| model.name).collect();
        assert_eq!(names.len(), Model::all().count(), "in one part alone");
        for model in Model::all() {
            let Shape::Object(text) = model.shape else { continue };
            let properties = model.properties();
            assert_eq!(properties.len(), text.split_whitespace().count(), "{}", model.name);
            assert!(properties.is_sorted_by(|one, next| one.name < next.name), "{}", model.name);
            for property in properties {
                let kind = element(property.kind);
                let is_known = WORDS.contains(&kind) || Model::find(kind).is_some();
                assert!(is_known, "{}.{}: {kind}", model.name, property.name);
            }
        }
    }

    #[test]
    fn the_countries_are_ours() {
        let Some(Model { shape: Shape::Words(codes), .. }) = Model::find("nichandle.CountryEnum") else {
            panic!("no countries");
        };
        assert!(codes.split_whitespace().all(|code| kernel::Country::parse(code).is_ok()));
    }
}
