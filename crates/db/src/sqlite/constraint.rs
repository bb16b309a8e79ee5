//! The name of the constraint that SQLite only describes by its columns.

use rusqlite::{Connection, ffi};

use crate::dialect::{Token, tokens};

/// The name PostgreSQL would give: from SQLite's message, the table's text and its named indexes.
pub(super) fn name(connection: &Connection, code: i32, message: &str, statement: &str) -> String {
    let what = message.split_once(" constraint failed: ").map_or("", |(_, what)| what);
    match code {
        ffi::SQLITE_CONSTRAINT_CHECK => what.to_owned(),
        ffi::SQLITE_CONSTRAINT_NOTNULL => format!("{}_not_null", what.replace('.', "_")),
        ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY | ffi::SQLITE_CONSTRAINT_ROWID => {
            unique(connection, what)
        }
        ffi::SQLITE_CONSTRAINT_FOREIGNKEY => foreign_key(connection, statement),
        _ => message.to_owned(),
    }
}

/// `orders.account_id, orders.number` → the constraint or unique index on these columns.
fn unique(connection: &Connection, what: &str) -> String {
    if let Some(index) = what.strip_prefix("index '") {
        return index.trim_end_matches('\'').to_owned();
    }
    let columns: Vec<(&str, &str)> = what.split(", ").filter_map(|column| column.split_once('.')).collect();
    let Some((table, _)) = columns.first().copied() else { return what.to_owned() };
    let columns: Vec<&str> = columns.iter().map(|(_, column)| *column).collect();
    let text = table_text(connection, table);
    let constraints = constraints(&text);
    let named = constraints.iter().find(|found| found.is_unique && found.columns == columns);
    if let Some(found) = named.filter(|found| !found.name.is_empty()) {
        return found.name.clone();
    }
    if let Some(index) = unique_index(connection, table, &columns) {
        return index;
    }
    // The names PostgreSQL gives to what we did not name.
    match named {
        Some(found) if found.is_primary => format!("{table}_pkey"),
        _ => format!("{table}_{}_key", columns.join("_")),
    }
}

fn unique_index(connection: &Connection, table: &str, columns: &[&str]) -> Option<String> {
    let find = || {
        let mut names = connection.prepare(
            "select name from pragma_index_list(?1) where \"unique\" = 1 and origin = 'c' order by name",
        )?;
        let names: Vec<String> = names.query_map([table], |row| row.get(0))?.collect::<Result<_, _>>()?;
        for name in names {
            let mut info = connection.prepare("select name from pragma_index_info(?1) order by seqno")?;
            let found = info.query_map([&name], |row| row.get::<_, Option<String>>(0))?;
            let found: Vec<Option<String>> = found.collect::<Result<_, _>>()?;
            if found.iter().map(|column| column.as_deref().unwrap_or("")).eq(columns.iter().copied()) {
                return Ok(Some(name));
            }
        }
        Ok::<_, rusqlite::Error>(None)
    };
    find().ok().flatten()
}

/// SQLite does not say which foreign key failed: it is known when the table has only one, or when the values
/// it would have had are missing in only one of the tables it points to; otherwise `foreign_key`.
fn foreign_key(connection: &Connection, statement: &str) -> String {
    let words: Vec<&str> = tokens(statement)
        .iter()
        .filter_map(|token| if let Token::Word(word) = token { Some(*word) } else { None })
        .collect();
    let after = |word: &str| {
        let at = words.iter().position(|found| found.eq_ignore_ascii_case(word))?;
        words.get(at + 1).copied()
    };
    let is = |word: &str| words.first().is_some_and(|first| first.eq_ignore_ascii_case(word));
    // What is deleted is pointed to from elsewhere.
    let table = if is("insert") || is("with") {
        after("into").or_else(|| after("update"))
    } else if is("update") {
        after("update")
    } else {
        None
    };
    let names: Vec<String> = match table {
        Some(table) => constraints(&table_text(connection, table))
            .into_iter()
            .filter(|found| found.is_foreign)
            .map(|found| found.name)
            .collect(),
        None => pointing_to(connection, after("from").unwrap_or_default()),
    };
    match names.as_slice() {
        [name] => name.clone(),
        _ => "foreign_key".to_owned(),
    }
}

/// The foreign keys of all tables that point to `table`.
fn pointing_to(connection: &Connection, table: &str) -> Vec<String> {
    let texts = || {
        let mut texts = connection.prepare("select sql from sqlite_master where type = 'table'")?;
        texts.query_map([], |row| row.get::<_, String>(0))?.collect::<Result<Vec<_>, rusqlite::Error>>()
    };
    let texts = texts().unwrap_or_default();
    let found = texts.iter().flat_map(|text| constraints(text));
    found.filter(|found| found.references.as_deref() == Some(table)).map(|found| found.name).collect()
}

fn table_text(connection: &Connection, table: &str) -> String {
    let text = "select sql from sqlite_master where type = 'table' and name = ?1";
    connection.query_row(text, [table], |row| row.get(0)).unwrap_or_default()
}

/// A constraint as the text of a table declares it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Declared {
    name: String,
    is_unique: bool,
    is_primary: bool,
    is_foreign: bool,
    columns: Vec<String>,
    references: Option<String>,
}

/// The keys that `create table` declares, at the table or at a column.
fn constraints(text: &str) -> Vec<Declared> {
    let tokens: Vec<Token<'_>> =
        tokens(text).into_iter().filter(|token| !matches!(token, Token::Space(_))).collect();
    let body =
        tokens.iter().position(|token| token.text() == "(").map_or(&tokens[..0], |at| &tokens[at + 1..]);
    let mut found = Vec::new();
    for item in &items(body) {
        let is = |at: usize, word: &str| item.get(at).is_some_and(|found| found.eq_ignore_ascii_case(word));
        let list = |at: usize| -> Vec<String> {
            let inner = item.get(at..).unwrap_or_default().iter().skip_while(|word| **word != "(").skip(1);
            inner
                .take_while(|word| **word != ")")
                .filter(|word| **word != ",")
                .map(|w| (*w).to_owned())
                .collect()
        };
        let column = item.first().copied().unwrap_or_default().to_owned();
        let is_table_constraint =
            ["constraint", "primary", "unique", "foreign", "check"].iter().any(|w| is(0, w));
        let mut name = String::new();
        let mut at = 0;
        while at < item.len() {
            if is(at, "constraint") {
                name = item.get(at + 1).copied().unwrap_or_default().to_owned();
                at += 2;
                continue;
            }
            let is_primary = is(at, "primary") && is(at + 1, "key");
            let is_foreign = is(at, "foreign") && is(at + 1, "key");
            let is_reference = !is_table_constraint && is(at, "references");
            if is_primary
                || is_foreign
                || is_reference
                || (is(at, "unique") && (at > 0 || is_table_constraint))
            {
                let columns = if is_table_constraint { list(at) } else { vec![column.clone()] };
                let target = item[at..].iter().position(|word| word.eq_ignore_ascii_case("references"));
                let is_foreign = is_foreign || is_reference;
                found.push(Declared {
                    name: std::mem::take(&mut name),
                    is_unique: !is_foreign,
                    is_primary,
                    is_foreign,
                    columns,
                    references: if is_foreign {
                        target.and_then(|to| item.get(at + to + 1)).map(|table| (*table).to_owned())
                    } else {
                        None
                    },
                });
                if is_table_constraint {
                    break;
                }
            }
            at += 1;
        }
    }
    found
}

/// What stands between the commas of a table's body: columns and constraints, each as its words.
fn items<'t>(body: &[Token<'t>]) -> Vec<Vec<&'t str>> {
    let mut depth = 0_u32;
    let mut items: Vec<Vec<&str>> = vec![Vec::new()];
    for token in body {
        match token.text() {
            "(" => depth += 1,
            ")" if depth == 0 => break,
            ")" => depth -= 1,
            "," if depth == 0 => {
                items.push(Vec::new());
                continue;
            }
            _ => {}
        }
        items.last_mut().expect("there is always one item").push(token.text());
    }
    items
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keys_of_a_table_are_read_from_its_text() {
        let text = "create table lines (account_id blob not null, code text constraint lines_code unique, \
                    n integer not null check (n > 0), constraint lines_pkey primary key (account_id, n), \
                    constraint lines_orders foreign key (account_id, n) references orders (account_id, id), \
                    unique (n, code)) strict";
        let found = constraints(text);
        let shown: Vec<(&str, bool, String, Option<&str>)> = found
            .iter()
            .map(|c| (c.name.as_str(), c.is_unique, c.columns.join("+"), c.references.as_deref()))
            .collect();
        assert_eq!(
            shown,
            [
                ("lines_code", true, "code".to_owned(), None),
                ("lines_pkey", true, "account_id+n".to_owned(), None),
                ("lines_orders", false, "account_id+n".to_owned(), Some("orders")),
                ("", true, "n+code".to_owned(), None),
            ]
        );
    }
}
