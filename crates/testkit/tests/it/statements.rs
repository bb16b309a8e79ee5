//! Collects every `sql!("…")` of the sources and prepares it on both databases.

use std::fs;
use std::path::{Path, PathBuf};

use db::testing::{Prepared, prepare};
use db::{Error, Filter, Sql};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use testkit::TestDb;

/// A `sql!("…")` of the sources.
#[derive(Debug, Clone)]
struct Literal {
    file: PathBuf,
    /// Where its first words are seen first.
    line: usize,
    text: String,
    /// The method it is given to: `new`, `and`, `and_in`, `end`, `query`…
    method: String,
}

impl Literal {
    /// A part of a list's statement, which does not stand alone.
    fn is_fragment(&self) -> bool {
        let first = self.text.trim_start().split(|c: char| !c.is_alphabetic()).next().unwrap_or_default();
        !["select", "insert", "update", "delete", "with", "pragma"].contains(&first)
    }
}

fn sources() -> Vec<PathBuf> {
    let crates = Path::new(env!("CARGO_MANIFEST_DIR")).parent().expect("the crates have a folder");
    let mut folders: Vec<PathBuf> = fs::read_dir(crates)
        .expect("the crates can be listed")
        .map(|entry| entry.expect("a crate can be listed").path().join("src"))
        .filter(|folder| folder.is_dir())
        .collect();
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).expect("a folder of sources can be listed") {
            let path = entry.expect("a source can be listed").path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

fn literals() -> Vec<Literal> {
    let mut found = Vec::new();
    for file in sources() {
        let text = fs::read_to_string(&file).expect("a source can be read");
        let tokens: TokenStream =
            text.parse().unwrap_or_else(|error| panic!("{} is not Rust: {error}", file.display()));
        let before = found.len();
        walk(tokens, "", &file, &mut found);
        for literal in &mut found[before..] {
            let start: String =
                literal.text.chars().take_while(|c| !['"', '\\', '\n'].contains(c)).take(40).collect();
            literal.line =
                text.lines().position(|line| line.contains(start.trim_end())).map_or(0, |at| at + 1);
        }
    }
    found
}

/// Looks for `sql!(…)` in the tokens, and into their groups; the tests of a file are left out.
fn walk(tokens: TokenStream, method: &str, file: &Path, found: &mut Vec<Literal>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let mut is_test = false;
    for (index, token) in tokens.iter().enumerate() {
        let TokenTree::Group(group) = token else { continue };
        if group.delimiter() == Delimiter::Bracket {
            is_test |= group.stream().to_string().replace(' ', "") == "cfg(test)";
        }
        if group.delimiter() == Delimiter::Brace && std::mem::take(&mut is_test) {
            continue;
        }
        let before =
            |back: usize| index.checked_sub(back).map(|at| tokens[at].to_string()).unwrap_or_default();
        if before(1) == "!" && before(2) == "sql" {
            let literal: syn::LitStr = syn::parse2(group.stream()).expect("sql! takes one literal");
            found.push(Literal {
                file: file.to_owned(),
                line: 0,
                text: literal.value(),
                method: method.to_owned(),
            });
        } else {
            walk(group.stream(), &before(1), file, found);
        }
    }
}

fn leaked(text: &str) -> Sql {
    Sql::literal(Box::leak(text.to_owned().into_boxed_str()))
}

/// The statement that `fragment` makes of `base`.
fn assembled(base: &Literal, fragment: &Literal) -> String {
    let mut list = Filter::new(leaked(&base.text), &[]);
    let text = leaked(&fragment.text);
    let ends = ["order ", "limit ", "group "].iter().any(|word| fragment.text.trim_start().starts_with(word));
    if fragment.method == "and_in" {
        list.and_in(text, &[1_i64]);
    } else if fragment.method == "end" || ends {
        list.end(text, &[]);
    } else {
        list.and(text, &[]);
    }
    list.text().to_owned()
}

fn params(text: &str) -> usize {
    let numbers = text.split('$').skip(1).map(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest[..digits].parse().unwrap_or(0)
    });
    numbers.max().unwrap_or(0)
}

/// What is wrong with a prepared text, if anything.
fn complaint(text: &str, answer: &Result<Prepared, String>) -> Option<String> {
    match answer {
        Err(error) => Some(error.clone()),
        Ok(prepared) if prepared.params != params(text) => {
            Some(format!("{} parameters are numbered, {} are used", params(text), prepared.params))
        }
        Ok(prepared) if !prepared.foreign_types.is_empty() => {
            Some(format!("types that are not among ours: {}", prepared.foreign_types.join(", ")))
        }
        Ok(_) => None,
    }
}

#[testkit::both_databases]
async fn every_statement_prepares(db: TestDb) -> Result<(), Error> {
    let (fragments, statements): (Vec<Literal>, Vec<Literal>) =
        literals().into_iter().partition(Literal::is_fragment);
    assert!(statements.len() > 20, "the sources have more statements than {}", statements.len());

    let texts: Vec<String> = statements.iter().map(|literal| literal.text.clone()).collect();
    let answers = prepare(db.target(), &texts).await?;
    let mut complaints = Vec::new();
    for (literal, answer) in statements.iter().zip(&answers) {
        if let Some(complaint) = complaint(&literal.text, answer) {
            complaints.push(format!(
                "{}:{}: {complaint}\n    {}",
                literal.file.display(),
                literal.line,
                literal.text
            ));
        }
    }

    for fragment in &fragments {
        // A fragment is written beside the lists it is for.
        let bases = statements.iter().filter(|base| base.method == "new" && base.file == fragment.file);
        let texts: Vec<String> = bases.map(|base| assembled(base, fragment)).collect();
        let answers = prepare(db.target(), &texts).await?;
        let complaint = texts.iter().zip(&answers).map(|(text, answer)| complaint(text, answer));
        let complaint = complaint.min().unwrap_or(Some("no list in this file can use it".to_owned()));
        if let Some(complaint) = complaint {
            complaints.push(format!(
                "{}:{}: {complaint}\n    {}",
                fragment.file.display(),
                fragment.line,
                fragment.text
            ));
        }
    }
    assert!(complaints.is_empty(), "{} statements are wrong:\n{}", complaints.len(), complaints.join("\n"));
    println!("{} statements and {} fragments prepared", statements.len(), fragments.len());
    Ok(())
}
