//! A Rust file as tidy reads it: its tokens without comments, and which of its lines are tests.

use std::ops::Range;

use anyhow::anyhow;
use proc_macro2::{Delimiter, TokenStream, TokenTree};

/// A file of Rust.
pub(super) struct Source {
    /// From the repository's folder, with `/`.
    pub(super) path: String,
    /// As it is written.
    pub(super) text: String,
    /// Its tokens in order, delimiters included, comments left out.
    pub(super) tokens: Vec<Token>,
    test_lines: Vec<Range<usize>>,
}

/// One word, number, text, sign or delimiter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Token {
    /// As written; a text keeps its quotes.
    pub(super) text: String,
    /// Its line, from 1.
    pub(super) line: usize,
    /// Whether it is a literal: a text or a number.
    pub(super) is_literal: bool,
}

/// A function with a body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Function {
    /// Its name.
    pub(super) name: String,
    /// Where `fn` stands.
    pub(super) line: usize,
    /// From `fn` to the closing brace, both included.
    pub(super) length: usize,
}

impl Source {
    /// Reads `text` as the content of `path`.
    pub(super) fn parse(path: &str, text: &str) -> anyhow::Result<Source> {
        let stream: TokenStream = text.parse().map_err(|error| anyhow!("{path} is not Rust: {error}"))?;
        let mut tokens = Vec::new();
        flatten(stream, &mut tokens);
        let test_lines = test_lines(&tokens);
        Ok(Source { path: path.to_owned(), text: text.to_owned(), tokens, test_lines })
    }

    /// The crate it belongs to: `orders` for `crates/orders/src/cart.rs`.
    pub(super) fn package(&self) -> &str {
        match self.path.split('/').collect::<Vec<_>>().as_slice() {
            ["crates", "testkit", "macros", ..] => "testkit-macros",
            ["crates", package, ..] => package,
            _ => "xtask",
        }
    }

    /// Whether the whole file is there for tests.
    pub(super) fn is_test(&self) -> bool {
        self.path.contains("/tests/") || self.package().starts_with("testkit")
    }

    /// Whether this line only exists in tests.
    pub(super) fn is_test_line(&self, line: usize) -> bool {
        self.is_test() || self.test_lines.iter().any(|range| range.contains(&line))
    }

    /// The lines where these tokens follow each other.
    pub(super) fn lines_of<'a>(&'a self, wanted: &'a [&str]) -> impl Iterator<Item = usize> + 'a {
        let matches =
            move |window: &[Token]| window.iter().zip(wanted).all(|(token, word)| token.text == *word);
        self.tokens.windows(wanted.len()).filter(move |window| matches(window)).map(|window| window[0].line)
    }

    /// Its functions, the longest included.
    pub(super) fn functions(&self) -> Vec<Function> {
        let mut functions = Vec::new();
        for (index, pair) in self.tokens.windows(2).enumerate() {
            if pair[0].text == "fn" && is_word(&pair[1].text) {
                // A signature without a body ends with a semicolon before any brace.
                let body =
                    self.tokens[index..].iter().position(|token| token.text == "{" || token.text == ";");
                let open = body.map(|offset| index + offset);
                if let Some(close) = open.and_then(|open| closing(&self.tokens, open)) {
                    let length = self.tokens[close].line - pair[0].line + 1;
                    functions.push(Function { name: pair[1].text.clone(), line: pair[0].line, length });
                }
            }
        }
        functions
    }
}

fn flatten(stream: TokenStream, tokens: &mut Vec<Token>) {
    for tree in stream {
        let line = tree.span().start().line;
        match tree {
            TokenTree::Group(group) => {
                let (open, close) = match group.delimiter() {
                    Delimiter::Parenthesis => ("(", ")"),
                    Delimiter::Brace => ("{", "}"),
                    Delimiter::Bracket => ("[", "]"),
                    Delimiter::None => ("", ""),
                };
                tokens.push(Token { text: open.to_owned(), line, is_literal: false });
                flatten(group.stream(), tokens);
                let line = group.span_close().end().line;
                tokens.push(Token { text: close.to_owned(), line, is_literal: false });
            }
            TokenTree::Literal(literal) => {
                tokens.push(Token { text: literal.to_string(), line, is_literal: true });
            }
            TokenTree::Ident(word) => tokens.push(Token { text: word.to_string(), line, is_literal: false }),
            TokenTree::Punct(sign) => {
                tokens.push(Token { text: sign.as_char().to_string(), line, is_literal: false });
            }
        }
    }
}

fn is_word(text: &str) -> bool {
    text.chars().next().is_some_and(|first| first.is_alphabetic() || first == '_')
}

/// The delimiter that closes the one at `open`; `None` when `open` is not an opening brace.
fn closing(tokens: &[Token], open: usize) -> Option<usize> {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        if token.is_literal {
            continue;
        }
        match token.text.as_str() {
            "{" | "(" | "[" => depth += 1,
            "}" | ")" | "]" => depth = depth.checked_sub(1)?,
            _ => {}
        }
        if depth == 0 {
            return (index > open).then_some(index);
        }
    }
    None
}

/// The items under an attribute that makes them tests: `#[cfg(test)]`, `#[test]`, `#[tokio::test]`,
/// `#[testkit::both_databases]`.
fn test_lines(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut ranges = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        let is_attribute = token.text == "#" && tokens.get(index + 1).is_some_and(|next| next.text == "[");
        let Some(end) = is_attribute.then(|| closing(tokens, index + 1)).flatten() else { continue };
        let inside = &tokens[index + 2..end];
        let is_negated = inside.iter().any(|token| token.text == "not");
        let is_test = inside.iter().any(|token| token.text == "test" || token.text == "both_databases");
        if !is_test || is_negated {
            continue;
        }
        let item = tokens[end + 1..].iter().position(|token| token.text == "{" || token.text == ";");
        let Some(item) = item.map(|offset| end + 1 + offset) else { continue };
        let close = closing(tokens, item).unwrap_or(item);
        ranges.push(token.line..tokens[close].line + 1);
    }
    ranges
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "//! A file.\n\
        fn long() {\n    // unwrap() in a comment\n    let text = \"todo!() {\";\n}\n\
        trait Shape { fn area(&self) -> u32; }\n\
        #[cfg(test)]\nmod tests {\n    #[test]\n    fn works() { Some(1).unwrap(); }\n}\n";

    #[test]
    fn comments_and_texts_are_not_code() -> anyhow::Result<()> {
        let source = Source::parse("crates/orders/src/cart.rs", TEXT)?;
        assert_eq!(source.lines_of(&["todo", "!"]).count(), 0);
        assert_eq!(source.lines_of(&[".", "unwrap", "("]).collect::<Vec<_>>(), [10]);
        assert_eq!(source.package(), "orders");
        Ok(())
    }

    #[test]
    fn tests_inside_a_file_are_known() -> anyhow::Result<()> {
        let source = Source::parse("crates/orders/src/cart.rs", TEXT)?;
        assert!(source.is_test_line(10));
        assert!(!source.is_test_line(4));
        assert!(Source::parse("crates/orders/tests/it.rs", "")?.is_test_line(1));
        Ok(())
    }

    #[test]
    fn functions_have_their_length_and_signatures_none() -> anyhow::Result<()> {
        let source = Source::parse("crates/orders/src/cart.rs", TEXT)?;
        let functions: Vec<_> = source.functions().into_iter().map(|f| (f.name, f.line, f.length)).collect();
        assert_eq!(functions, [("long".to_owned(), 2, 4), ("works".to_owned(), 10, 1)]);
        Ok(())
    }

    #[test]
    fn code_left_out_of_tests_is_not_a_test() -> anyhow::Result<()> {
        let source = Source::parse("crates/db/src/lib.rs", "#[cfg(not(test))]\nfn real() {}\n")?;
        assert!(!source.is_test_line(2));
        Ok(())
    }
}
