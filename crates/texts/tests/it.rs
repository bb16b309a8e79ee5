//! Every text used exists, every text that exists is used, and all languages say the same things.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use fluent_syntax::ast::{Entry, Expression, InlineExpression, Pattern, PatternElement};
use kernel::Locale;

type Arguments = BTreeSet<String>;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn files(folder: &Path, extensions: &[&str], found: &mut Vec<PathBuf>) {
    let Ok(entries) = std::fs::read_dir(folder) else { return };
    for path in entries.filter_map(Result::ok).map(|entry| entry.path()) {
        if path.is_dir() {
            files(&path, extensions, found);
        } else if path.extension().is_some_and(|e| extensions.iter().any(|wanted| e == *wanted)) {
            found.push(path);
        }
    }
}

/// Key → the arguments it reads, of one language.
fn keys(locale: Locale) -> BTreeMap<String, Arguments> {
    let mut paths = Vec::new();
    files(&root().join("locales").join(locale.code()), &["ftl"], &mut paths);
    let mut keys = BTreeMap::new();
    for path in paths {
        let source = std::fs::read_to_string(&path).expect("a listed file can be read");
        let resource = fluent_syntax::parser::parse(source.as_str());
        let resource = resource.unwrap_or_else(|(_, errors)| panic!("{}: {errors:?}", path.display()));
        for entry in &resource.body {
            if let Entry::Message(message) = entry {
                let mut arguments = Arguments::new();
                if let Some(pattern) = &message.value {
                    of_pattern(pattern, &mut arguments);
                }
                keys.insert(message.id.name.to_owned(), arguments);
            }
        }
    }
    keys
}

fn of_pattern(pattern: &Pattern<&str>, arguments: &mut Arguments) {
    for element in &pattern.elements {
        if let PatternElement::Placeable { expression } = element {
            of_expression(expression, arguments);
        }
    }
}

fn of_expression(expression: &Expression<&str>, arguments: &mut Arguments) {
    match expression {
        Expression::Inline(inline) => of_inline(inline, arguments),
        Expression::Select { selector, variants } => {
            of_inline(selector, arguments);
            for variant in variants {
                of_pattern(&variant.value, arguments);
            }
        }
    }
}

fn of_inline(inline: &InlineExpression<&str>, arguments: &mut Arguments) {
    match inline {
        InlineExpression::VariableReference { id } => {
            arguments.insert(id.name.to_owned());
        }
        InlineExpression::Placeable { expression } => of_expression(expression, arguments),
        InlineExpression::FunctionReference { arguments: call, .. } => {
            for argument in &call.positional {
                of_inline(argument, arguments);
            }
        }
        InlineExpression::StringLiteral { .. }
        | InlineExpression::NumberLiteral { .. }
        | InlineExpression::MessageReference { .. }
        | InlineExpression::TermReference { .. } => {}
    }
}

/// What the sources say about keys.
#[derive(Default)]
struct Uses {
    /// Given to `t` as it stands, with the file: must exist.
    called: BTreeMap<String, PathBuf>,
    /// Quoted anywhere: counts as used when it is a key.
    quoted: BTreeSet<String>,
    /// Beginnings of composed keys: `"order-state-" ~ state`, `format!("order-state-{state}")`.
    beginnings: BTreeMap<String, PathBuf>,
}

fn is_key(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

fn uses() -> Uses {
    let mut paths = Vec::new();
    files(&root().join("templates"), &["html", "txt"], &mut paths);
    files(&root().join("jurisdictions"), &["toml"], &mut paths);
    let mut crates = Vec::new();
    files(&root().join("crates"), &["rs"], &mut crates);
    crates.retain(|path| path.components().any(|part| part.as_os_str() == "src"));
    paths.extend(crates);
    let mut uses = Uses::default();
    for path in paths {
        let source = std::fs::read_to_string(&path).expect("a listed file can be read");
        let source = source.split("#[cfg(test)]\nmod tests").next().unwrap_or_default();
        let is_template = path.extension().is_some_and(|e| e == "html" || e == "txt");
        for quote in ['"', '\''] {
            read_quotes(source, quote, is_template, &path, &mut uses);
        }
    }
    uses
}

fn read_quotes(source: &str, quote: char, is_template: bool, path: &Path, uses: &mut Uses) {
    for (start, _) in source.match_indices(quote) {
        let rest = &source[start + 1..];
        let Some(end) = rest.find(quote) else { continue };
        let text = &rest[..end];
        let before = source[..start].trim_end();
        let after = rest[end + 1..].trim_start();
        let composed = text.split(['{', '}']).next().unwrap_or_default();
        if is_key(text) {
            uses.quoted.insert(text.to_owned());
            let called = before.ends_with(" t(") || before.ends_with("t_html(") || before.ends_with("(t(");
            if is_template && called && !after.starts_with('~') {
                uses.called.insert(text.to_owned(), path.to_path_buf());
            }
        }
        let joined = is_template && text.ends_with('-') && after.starts_with('~');
        let formatted = !is_template && composed.len() < text.len() && composed.ends_with('-');
        let begun = !is_template && text.ends_with('-') && text.len() > 2;
        if (joined || formatted || begun) && is_key(composed) {
            uses.beginnings.insert(composed.to_owned(), path.to_path_buf());
        }
    }
}

#[test]
fn every_text_used_exists_in_english() {
    let (english, uses) = (keys(Locale::En), uses());
    let missing: Vec<String> = uses
        .called
        .iter()
        .filter(|(key, _)| !english.contains_key(*key))
        .map(|(key, path)| format!("{key} (in {})", path.display()))
        .collect();
    assert!(missing.is_empty(), "used, but in no file of locales/en:\n{}", missing.join("\n"));
}

#[test]
fn no_text_is_left_unused() {
    let (english, uses) = (keys(Locale::En), uses());
    let is_used = |key: &str| {
        // A state's sentence goes with its word.
        let key = key.strip_suffix("-sentence").unwrap_or(key);
        uses.quoted.contains(key)
            || uses.beginnings.keys().any(|beginning| key.starts_with(beginning.as_str()))
    };
    let orphans: Vec<&str> = english.keys().map(String::as_str).filter(|key| !is_used(key)).collect();
    assert!(orphans.is_empty(), "in locales/en, but used nowhere:\n{}", orphans.join("\n"));
}

#[test]
fn every_language_has_the_same_texts_with_the_same_arguments() {
    let english = keys(Locale::En);
    let mut problems = Vec::new();
    for locale in Locale::ALL {
        let theirs = keys(locale);
        for key in english.keys().chain(theirs.keys()) {
            match (english.get(key), theirs.get(key)) {
                (Some(ours), Some(their)) if ours == their => {}
                (Some(ours), Some(their)) => {
                    problems.push(format!("{locale}: {key} reads {their:?}, English {ours:?}"));
                }
                (Some(_), None) => problems.push(format!("{locale}: {key} is missing")),
                (None, _) => problems.push(format!("{locale}: {key} has no English")),
            }
        }
    }
    problems.dedup();
    assert!(problems.is_empty(), "{}", problems.join("\n"));
}
