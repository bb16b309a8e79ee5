//! One SQL text for both databases: the few words that SQLite spells otherwise.

use std::borrow::Cow;

/// A piece of SQL text; joined together they give the text back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'t> {
    /// A word: keyword, name or number.
    Word(&'t str),
    /// A quoted text or name, with its quotes.
    Quoted(&'t str),
    /// White space or a comment.
    Space(&'t str),
    /// Anything else, one character at a time.
    Mark(&'t str),
}

impl<'t> Token<'t> {
    pub(crate) const fn text(&self) -> &'t str {
        match self {
            Token::Word(text) | Token::Quoted(text) | Token::Space(text) | Token::Mark(text) => text,
        }
    }

    fn is(&self, word: &str) -> bool {
        matches!(self, Token::Word(text) | Token::Mark(text) if text.eq_ignore_ascii_case(word))
    }
}

/// Cuts SQL text into tokens.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut found = Vec::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let is_word = |c: char| c.is_alphanumeric() || c == '_';
        let (length, kind): (usize, fn(&str) -> Token<'_>) = if rest.starts_with("--") {
            (rest.find('\n').unwrap_or(rest.len()), |text| Token::Space(text))
        } else if first.is_whitespace() {
            (rest.find(|c: char| !c.is_whitespace()).unwrap_or(rest.len()), |text| Token::Space(text))
        } else if first == '\'' || first == '"' {
            (rest[1..].find(first).map_or(rest.len(), |end| end + 2), |text| Token::Quoted(text))
        } else if is_word(first) {
            (rest.find(|c: char| !is_word(c)).unwrap_or(rest.len()), |text| Token::Word(text))
        } else {
            (first.len_utf8(), |text| Token::Mark(text))
        };
        found.push(kind(&rest[..length]));
        rest = &rest[length..];
    }
    found
}

/// What SQLite calls a type of ours.
fn sqlite_type(word: &str) -> Option<&'static str> {
    const TYPES: [(&str, &str); 6] = [
        ("bigint", "integer"),
        ("boolean", "integer"),
        ("bytea", "blob"),
        ("uuid", "blob"),
        ("timestamptz", "text"),
        ("date", "text"),
    ];
    TYPES.iter().find(|(ours, _)| ours.eq_ignore_ascii_case(word)).map(|(_, theirs)| *theirs)
}

/// A migration as SQLite reads it: its types, no `collate "C"` (its order already), `STRICT` tables, and the lists of
/// words in its checks and unique indexes as comparisons. Other indexes keep theirs: a statement finds such an index
/// by the same words.
///
/// A word is a type when it follows another word: `created_at timestamptz`, `cast(x as bigint)`.
pub(crate) fn for_sqlite(text: &str) -> String {
    let tokens = tokens(text);
    let mut written = String::with_capacity(text.len());
    let mut follows_word = false;
    let mut after_collate = false;
    // Whether we are between `create table` and its last parenthesis, and how deep.
    let mut statement: Vec<&str> = Vec::new();
    let mut depth = 0_u32;
    // How deep the check stands that we are in, and where the list ends that was written already.
    let mut check: Option<u32> = None;
    let mut list_end = 0;
    for (index, token) in tokens.iter().enumerate() {
        if index < list_end {
            continue;
        }
        if let Token::Space(space) = token {
            if !after_collate {
                written.push_str(space);
            }
            continue;
        }
        if (check.is_some() || statement.get(1).is_some_and(|word| word.eq_ignore_ascii_case("unique")))
            && let Some((comparisons, end)) = word_list(&tokens, index)
        {
            written.push_str(&comparisons);
            list_end = end;
            continue;
        }
        if token.is("check") {
            check = Some(depth);
        }
        if token.is("collate") && next(&tokens, index).is_some_and(|name| name.text() == "\"C\"") {
            after_collate = true;
            continue;
        }
        if std::mem::take(&mut after_collate) {
            continue;
        }
        match token {
            Token::Word(word) => {
                let renamed = if follows_word { sqlite_type(word) } else { None };
                written.push_str(renamed.unwrap_or(word));
                if depth == 0 {
                    statement.push(word);
                }
            }
            Token::Quoted(text) | Token::Mark(text) | Token::Space(text) => written.push_str(text),
        }
        if token.is("(") {
            depth += 1;
        } else if token.is(")") {
            depth = depth.saturating_sub(1);
            check = check.filter(|outside| *outside != depth);
            let starts = |words: [&str; 2]| {
                statement.len() >= 2 && words.iter().zip(&statement).all(|(a, b)| a.eq_ignore_ascii_case(b))
            };
            if depth == 0 && starts(["create", "table"]) {
                written.push_str(" strict");
            }
        } else if token.is(";") {
            statement.clear();
        }
        follows_word = matches!(token, Token::Word(_) | Token::Quoted(_));
    }
    written
}

/// `name in ('a', 'b')` at this place as `(name = 'a' or name = 'b')`, and where it ends. For each row it checks, SQLite
/// would make a table of the list, look into it, and throw it away: that is a fifth of the work of writing a row.
fn word_list(tokens: &[Token<'_>], index: usize) -> Option<(String, usize)> {
    let mut rest = (index..tokens.len()).filter(|at| !matches!(tokens[*at], Token::Space(_)));
    let Token::Word(name) = tokens[rest.next()?] else { return None };
    if name.eq_ignore_ascii_case("not") || !tokens[rest.next()?].is("in") || !tokens[rest.next()?].is("(") {
        return None;
    }
    let mut comparisons = Vec::new();
    loop {
        let Token::Quoted(word) = tokens[rest.next()?] else { return None };
        comparisons.push(format!("{name} = {word}"));
        let end = rest.next()?;
        if tokens[end].is(")") {
            return Some((format!("({})", comparisons.join(" or ")), end + 1));
        }
        if !tokens[end].is(",") {
            return None;
        }
    }
}

/// A statement as SQLite reads it: no `collate "C"`, and our types in `cast(… as …)`, where SQLite would
/// otherwise read an unknown type as a number.
pub(crate) fn statement_for_sqlite(text: &str) -> Cow<'_, str> {
    if !text.contains("collate") && !text.contains("cast") {
        return Cow::Borrowed(text);
    }
    let tokens = tokens(text);
    let mut written = String::with_capacity(text.len());
    let mut after_collate = false;
    let mut after_as = false;
    for (index, token) in tokens.iter().enumerate() {
        if let Token::Space(space) = token {
            if !after_collate {
                written.push_str(space);
            }
        } else if token.is("collate") && next(&tokens, index).is_some_and(|name| name.text() == "\"C\"") {
            after_collate = true;
        } else if !std::mem::take(&mut after_collate) {
            // A type ends its parenthesis; the alias of a column does not.
            let is_type = after_as && next(&tokens, index).is_some_and(|end| end.is(")"));
            let renamed = if is_type { sqlite_type(token.text()) } else { None };
            written.push_str(renamed.unwrap_or(token.text()));
            after_as = token.is("as");
        }
    }
    Cow::Owned(written)
}

fn next<'t>(tokens: &[Token<'t>], index: usize) -> Option<Token<'t>> {
    tokens[index + 1..].iter().find(|token| !matches!(token, Token::Space(_))).copied()
}

/// An `insert` that ends with one `values (…)`, for `rows` rows: the first `keys` parameters are those of every row, the
/// other `width` are numbered anew in each.
pub(crate) fn with_rows(text: &str, keys: usize, width: usize, rows: usize) -> String {
    let Some((before, tuple)) = text.rsplit_once("values ") else { return text.to_owned() };
    let mut written = String::with_capacity(before.len() + (tuple.len() + 8) * rows + 8);
    written.push_str(before);
    written.push_str("values ");
    for row in 0..rows {
        if row > 0 {
            written.push_str(", ");
        }
        let mut rest = tuple;
        while let Some(at) = rest.find('$') {
            let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            let number = rest[at + 1..at + 1 + digits].parse::<usize>().unwrap_or(0);
            written.push_str(&rest[..=at]);
            let number = if number > keys { number + row * width } else { number };
            written.push_str(&number.to_string());
            rest = &rest[at + 1 + digits..];
        }
        written.push_str(rest);
    }
    written
}

/// The table a statement writes to.
pub(crate) fn written_table(text: &str) -> Option<&str> {
    let mut words = text.split_ascii_whitespace();
    match (words.next()?, words.next()?) {
        ("insert", "into") | ("delete", "from") => words.next(),
        ("update", table) => Some(table),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_is_rewritten_for_sqlite() {
        let ours = "-- a date, a uuid\ncreate table t (\n  id uuid not null,\n  name text collate \"C\" not null,\n  \
                    paid boolean not null, due_on date, at timestamptz, data bytea, n bigint,\n  \
                    constraint t_pkey primary key (id),\n  constraint t_kind check (name in ('uuid', 'a date') or n in (1) or name not in ('x'))\n);\n\
                    create unique index t_date on t (name) where paid and name in ('uuid', 'x');\n\
                    create index t_name on t (name) where name in ('uuid', 'x');\n";
        let theirs = "-- a date, a uuid\ncreate table t (\n  id blob not null,\n  name text  not null,\n  \
                      paid integer not null, due_on text, at text, data blob, n integer,\n  \
                      constraint t_pkey primary key (id),\n  constraint t_kind check ((name = 'uuid' or name = 'a date') or n in (1) or name not in ('x'))\n) strict;\n\
                      create unique index t_date on t (name) where paid and (name = 'uuid' or name = 'x');\n\
                      create index t_name on t (name) where name in ('uuid', 'x');\n";
        assert_eq!(
            for_sqlite(ours).replace("text  not", "text not"),
            theirs.replace("text  not", "text not")
        );
    }

    #[test]
    fn statements_lose_the_collation_and_cast_to_sqlites_types() {
        let read = |text| statement_for_sqlite(text).into_owned();
        assert_eq!(read("select cast($1 as uuid), cast(sum(n) as bigint) as date"), {
            "select cast($1 as blob), cast(sum(n) as integer) as date"
        });
        assert_eq!(read("select a from t order by a collate \"C\" desc"), "select a from t order by a  desc");
        assert_eq!(read("select 'cast(x as uuid)'"), "select 'cast(x as uuid)'");
    }

    #[test]
    fn tokens_give_the_text_back() {
        for text in ["a 'it''s' \"b\" -- c\n$1", "'open", "é≤2;"] {
            assert_eq!(tokens(text).iter().map(Token::text).collect::<String>(), text);
        }
    }

    #[test]
    fn rows_share_the_key_and_number_their_own_values() {
        assert_eq!(
            with_rows("insert into entries (a, b, c) values ($1, (select $2), $3)", 1, 2, 3),
            "insert into entries (a, b, c) values ($1, (select $2), $3), ($1, (select $4), $5), ($1, (select $6), $7)"
        );
        assert_eq!(
            with_rows("insert into heads (a) values ($1)", 0, 1, 2),
            "insert into heads (a) values ($1), ($2)"
        );
    }
}
