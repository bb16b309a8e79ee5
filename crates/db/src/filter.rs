//! Lists whose conditions depend on the page: assembled from fixed fragments, never from input.

use crate::{Error, Read, Row, Sql, ToValue};

/// A statement that grows by fixed fragments.
///
/// The base is a whole statement with at least one condition; its parameters are numbered as always. Each
/// fragment numbers its own parameters from `$1`; they are renumbered when it is added.
///
/// ```ignore
/// let mut list = Filter::new(sql!("select id, number from orders where account_id = $1"), &[]);
/// if let Some(state) = &state {
///     list.and(sql!("state = $1"), &[state]);
/// }
/// if let Some((at, id)) = &after {
///     list.and(sql!("(created_at, id) < ($1, $2)"), &[at, id]);
/// }
/// list.end(sql!("order by created_at desc, id desc limit $1"), &[&request.probe()]);
/// list.query(tx, read_order)
/// ```
pub struct Filter<'p> {
    text: String,
    params: Vec<&'p dyn ToValue>,
    last: usize,
}

impl<'p> Filter<'p> {
    /// Starts from a whole statement and its parameters (without the scope's key, as in any other call).
    #[must_use]
    pub fn new(base: Sql, params: &[&'p dyn ToValue]) -> Filter<'p> {
        let last = numbers(base.text()).max().unwrap_or(0);
        Filter { text: base.text().to_owned(), params: params.to_vec(), last }
    }

    /// Adds a condition: `and (fragment)`.
    pub fn and(&mut self, fragment: Sql, params: &[&'p dyn ToValue]) -> &mut Self {
        self.text.push_str(" and (");
        self.push(fragment, params);
        self.text.push(')');
        self
    }

    /// Adds `and (fragment in (…))` for a list; an empty list finds nothing.
    pub fn and_in<T: ToValue>(&mut self, fragment: Sql, values: &'p [T]) -> &mut Self {
        if values.is_empty() {
            self.text.push_str(" and false");
            return self;
        }
        self.text.push_str(" and (");
        self.text.push_str(fragment.text());
        let places: Vec<String> =
            (1..=values.len()).map(|number| format!("${}", self.last + number)).collect();
        self.text.push_str(" in (");
        self.text.push_str(&places.join(", "));
        self.text.push_str("))");
        self.last += values.len();
        self.params.extend(values.iter().map(|value| value as &dyn ToValue));
        self
    }

    /// Adds what follows the conditions: `order by … limit $1`.
    pub fn end(&mut self, fragment: Sql, params: &[&'p dyn ToValue]) -> &mut Self {
        self.text.push(' ');
        self.push(fragment, params);
        self
    }

    /// Runs the statement and reads every row.
    ///
    /// # Errors
    /// As [`Read::query`].
    pub fn query<T>(
        &self,
        tx: &mut impl Read,
        read: impl FnMut(&Row<'_>) -> Result<T, Error>,
    ) -> Result<Vec<T>, Error> {
        tx.core().rows(&self.text, &self.params, read)
    }

    /// How many rows the statement finds, but no more than `most`: what nobody reads to its end is not counted to its
    /// end, so that a list costs the same however long it is.
    ///
    /// # Errors
    /// As [`Read::query`].
    pub fn count(&self, tx: &mut impl Read, most: i64) -> Result<i64, Error> {
        let text = format!("select count(*) from ({} limit ${}) as found", self.text, self.last + 1);
        let most: &dyn ToValue = &most;
        let params: Vec<&dyn ToValue> = self.params.iter().copied().chain([most]).collect();
        Ok(tx.core().rows(&text, &params, |row| row.get(0))?.pop().unwrap_or(0))
    }

    /// As [`Read::fetch_ahead`].
    ///
    /// # Errors
    /// What the database refuses.
    pub fn fetch_ahead(&self, tx: &mut impl Read) -> Result<(), Error> {
        tx.core().fetch_ahead(&self.text, &self.params)
    }

    /// The text as it stands.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    fn push(&mut self, fragment: Sql, params: &[&'p dyn ToValue]) {
        let offset = self.last;
        let mut rest = fragment.text();
        while let Some(at) = rest.find('$') {
            let digits = rest[at + 1..].bytes().take_while(u8::is_ascii_digit).count();
            self.text.push_str(&rest[..=at]);
            if let Ok(number) = rest[at + 1..at + 1 + digits].parse::<usize>() {
                self.text.push_str(&(offset + number).to_string());
                self.last = self.last.max(offset + number);
            }
            rest = &rest[at + 1 + digits..];
        }
        self.text.push_str(rest);
        self.params.extend_from_slice(params);
    }
}

impl std::fmt::Debug for Filter<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text)
    }
}

/// The numbers of the parameters in a text, in order of appearance.
pub(crate) fn numbers(text: &str) -> impl Iterator<Item = usize> + '_ {
    text.split('$').skip(1).filter_map(|rest| {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        rest[..digits].parse().ok()
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sql;

    #[test]
    fn fragments_are_renumbered_in_the_order_they_come() {
        let mut list = Filter::new(sql!("select id from orders where account_id = $1 and kind = $2"), &[&1]);
        list.and(sql!("(created_at, id) < ($1, $2) or $1 is null"), &[&2, &3])
            .and_in(sql!("state"), &[4, 5])
            .and_in::<i64>(sql!("nothing"), &[])
            .end(sql!("order by id limit $1"), &[&6]);
        assert_eq!(
            list.text(),
            "select id from orders where account_id = $1 and kind = $2 \
             and ((created_at, id) < ($3, $4) or $3 is null) and (state in ($5, $6)) and false \
             order by id limit $7"
        );
        assert_eq!(list.params.len(), 6);
    }
}
