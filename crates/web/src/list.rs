//! Lists, made once: their address, what is counted, sorted, filtered, ticked and paged. `ui.list` draws them.

use std::borrow::Cow;
use std::fmt::Write as _;

use kernel::{Date, Direction, PageRequest, Sort, SortColumn};
use serde::{Deserialize, Serialize};
use texts::Args;

use crate::page::{Page, encoded};
use crate::view::Tab;

/// The most rows that can be ticked at once; more in an address are not looked at.
const TICKED_MAX: usize = 100;

/// How far the rows of a list are counted.
pub(crate) const COUNTED_TO: i64 = PageRequest::COUNTED_MAX + 1;

/// What surrounds the rows of a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct ListView {
    /// How many rows there are on all pages, as far as they are counted; none where nobody counts.
    count: Option<i64>,
    /// Whether there are more than that.
    has_more: bool,
    columns: Vec<ColumnView>,
    tabs: Vec<Tab>,
    chips: Vec<Chip>,
    /// What a form of filters sends along, so that the rest of the state stays.
    kept: Vec<(&'static str, String)>,
    /// The same list without any filter.
    clear: String,
    is_filtered: bool,
    bulk: Vec<Bulk>,
    /// Where everything the filters find is exported; empty when it cannot be.
    export: String,
    first: String,
    next: String,
    /// The address with its filters and its sort.
    #[serde(skip)]
    here: Address,
}

/// A column of a list: the key of its title, and what it is sorted by.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Column {
    key: &'static str,
    class: &'static str,
    sort: Option<(&'static str, Direction)>,
    is_hidden: bool,
}

impl Column {
    /// A column that cannot be sorted.
    pub(crate) const fn new(key: &'static str) -> Column {
        Column { key, class: "", sort: None, is_hidden: false }
    }

    /// A column sorted by `code`; the first press begins with `first`.
    pub(crate) const fn sorted(self, code: &'static str, first: Direction) -> Column {
        Column { sort: Some((code, first)), ..self }
    }

    /// A column of amounts.
    pub(crate) const fn amount(self) -> Column {
        Column { class: "amount", ..self }
    }

    /// A column as narrow as what it holds.
    pub(crate) const fn tight(self) -> Column {
        Column { class: "tight", ..self }
    }

    /// The column of the rows' menus, whose title only readers of screens hear.
    pub(crate) const ACTIONS: Column = Column { key: "actions", class: "tight", sort: None, is_hidden: true };
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct ColumnView {
    key: &'static str,
    class: &'static str,
    is_hidden: bool,
    /// The word of the column in the address; empty when it cannot be sorted.
    sort: &'static str,
    /// Where its title leads; empty when it cannot be sorted.
    href: String,
    /// `ascending` or `descending` when the list is sorted by it; otherwise empty.
    sorted: &'static str,
}

/// A filter that is in force, and the list without it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
struct Chip {
    text: String,
    href: String,
}

/// What can be done with the ticked rows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Bulk {
    /// Where the ticked rows are sent, by GET: what only reads and answers a file.
    pub(crate) href: &'static str,
    pub(crate) icon: &'static str,
    /// The key of its words.
    pub(crate) key: &'static str,
    /// What is sent along as `act`, where one place does several things; otherwise empty.
    pub(crate) act: &'static str,
}

/// What an address asks of a list; a name may come several times, one for each ticked row.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub(crate) struct Asked(Vec<(String, String)>);

impl Asked {
    /// The first value of this name, without the spaces around it; none when it is empty.
    pub(crate) fn get(&self, name: &str) -> Option<&str> {
        self.all(name).next()
    }

    /// The rows that were ticked.
    pub(crate) fn ticked(&self) -> impl Iterator<Item = &str> {
        self.all("ticked").take(TICKED_MAX)
    }

    /// One page of the list.
    pub(crate) fn page(&self, size: u16) -> PageRequest {
        PageRequest { after: self.get("after").map(str::to_owned), ..PageRequest::first(size) }
    }

    fn all(&self, name: &str) -> impl Iterator<Item = &str> {
        let values = self.0.iter().filter(move |(known, _)| known == name).map(|(_, value)| value.trim());
        values.filter(|value| !value.is_empty())
    }
}

/// How the list is sorted, and how it is when nobody asks.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Sorted {
    now: String,
    otherwise: String,
}

impl Sorted {
    /// The sort that is asked for, or the list's own.
    pub(crate) fn asked<C: SortColumn>(asked: Option<&str>, otherwise: Sort<C>) -> (Sort<C>, Sorted) {
        let sort = asked.and_then(Sort::parse).unwrap_or(otherwise);
        (sort, Sorted { now: sort.code(), otherwise: otherwise.code() })
    }

    /// What an address says of the sort `code`: nothing when it is the list's own.
    fn said<'c>(&self, code: &'c str) -> &'c str {
        if code == self.otherwise { "" } else { code }
    }
}

/// The only column of a list that is sorted by time alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct ByDate;

impl SortColumn for ByDate {
    const ALL: &'static [ByDate] = &[ByDate];

    fn code(&self) -> &'static str {
        "date"
    }
}

/// A date as an address and a field hold it; nothing where there is none.
pub(crate) fn iso(on: Option<Date>) -> String {
    on.map_or_else(String::new, |on| on.to_string())
}

/// The address of a list: its path, and its state as a query. What is empty is left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    path: Cow<'static, str>,
    state: Vec<(&'static str, String)>,
}

impl Address {
    pub(crate) fn new(path: impl Into<Cow<'static, str>>) -> Address {
        Address { path: path.into(), state: Vec::new() }
    }

    /// With this value, in the place of any other of the same name; an empty one leaves the name out.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl Into<String>) -> Address {
        let value = value.into();
        let found = self.state.iter().position(|(known, _)| *known == name);
        match (found, value.is_empty()) {
            (Some(index), true) => {
                self.state.remove(index);
            }
            (Some(index), false) => self.state[index].1 = value,
            (None, true) => {}
            (None, false) => self.state.push((name, value)),
        }
        self
    }

    fn has(&self, name: &str) -> bool {
        self.state.iter().any(|(known, _)| *known == name)
    }

    /// With another path.
    #[must_use]
    pub(crate) fn at(self, path: &'static str) -> Address {
        Address { path: path.into(), ..self }
    }

    pub(crate) fn href(&self) -> String {
        let mut href = self.path.clone().into_owned();
        for (index, (name, value)) in self.state.iter().enumerate() {
            let sign = if index == 0 { '?' } else { '&' };
            // Writing into a text cannot fail.
            let _ = write!(href, "{sign}{name}={}", encoded(value));
        }
        href
    }
}

impl ListView {
    /// A list at `address`, which holds its filters and nothing of its sort or page.
    pub(crate) fn new(
        address: Address,
        columns: &[Column],
        sorted: Sorted,
        after: Option<&str>,
        next: Option<String>,
    ) -> ListView {
        let here = address.clone().with("sort", sorted.said(&sorted.now));
        let next = next.map_or_else(String::new, |key| here.clone().with("after", key).href());
        ListView {
            count: None,
            has_more: false,
            columns: columns.iter().map(|column| column_view(column, &address, &sorted)).collect(),
            tabs: Vec::new(),
            chips: Vec::new(),
            kept: here.state.clone(),
            clear: Address::new(address.path.clone()).with("sort", sorted.said(&sorted.now)).href(),
            is_filtered: !address.state.is_empty(),
            bulk: Vec::new(),
            export: String::new(),
            first: if after.is_none() { String::new() } else { here.href() },
            next,
            here,
        }
    }

    /// A few rows of a list that has its own page: nothing to sort, filter or page.
    pub(crate) fn plain(columns: &[Column]) -> ListView {
        let columns: Vec<Column> = columns.iter().map(|column| Column { sort: None, ..*column }).collect();
        ListView::new(Address::new(""), &columns, Sorted::default(), None, None)
    }

    /// Says how many rows there are on all pages; from [`COUNTED_TO`] on, only that there are more.
    #[must_use]
    pub(crate) fn counted(self, count: i64) -> ListView {
        let has_more = count > PageRequest::COUNTED_MAX;
        ListView { count: Some(count.min(PageRequest::COUNTED_MAX)), has_more, ..self }
    }

    /// Offers the values of one filter side by side, each named by the text `words` and the value; the first is
    /// the whole list.
    #[must_use]
    pub(crate) fn tabbed(
        self,
        name: &'static str,
        words: &str,
        values: &[&'static str],
        current: &str,
    ) -> ListView {
        let tab = |(index, value): (usize, &&'static str)| Tab {
            href: self.here.clone().with(name, if index == 0 { "" } else { *value }).href(),
            name: format!("{words}{value}"),
            is_current: *value == current,
        };
        ListView { tabs: values.iter().enumerate().map(tab).collect(), ..self }
    }

    /// The fields of the form of filters: what is typed there replaces what the address says.
    #[must_use]
    pub(crate) fn fields(mut self, names: &[&'static str]) -> ListView {
        self.kept.retain(|(name, _)| !names.contains(name));
        self
    }

    /// Shows the filter `name`, when it is in force, to be removed.
    #[must_use]
    pub(crate) fn chip(mut self, page: &Page, name: &'static str, key: &str, shown: &str) -> ListView {
        if self.here.has(name) {
            let text = page.t(key, &Args::new().with("text", shown));
            self.chips.push(Chip { text, href: self.here.clone().with(name, "").href() });
        }
        self
    }

    /// What can be done with ticked rows.
    #[must_use]
    pub(crate) fn bulk(self, bulk: &[Bulk]) -> ListView {
        ListView { bulk: bulk.to_vec(), ..self }
    }

    /// Where everything the filters find is exported.
    #[must_use]
    pub(crate) fn exported(self, path: &'static str) -> ListView {
        ListView { export: self.here.clone().at(path).href(), ..self }
    }
}

fn column_view(column: &Column, address: &Address, sorted: &Sorted) -> ColumnView {
    let view = ColumnView {
        key: column.key,
        class: column.class,
        is_hidden: column.is_hidden,
        sort: "",
        href: String::new(),
        sorted: "",
    };
    let Some((code, first)) = column.sort else { return view };
    let now = match sorted.now.strip_prefix('-') {
        Some(word) if word == code => Some(Direction::Descending),
        None if sorted.now == code => Some(Direction::Ascending),
        Some(_) | None => None,
    };
    let next = match now.map_or(first, Direction::reversed) {
        Direction::Ascending => code.to_owned(),
        Direction::Descending => format!("-{code}"),
    };
    ColumnView {
        sort: code,
        href: address.clone().with("sort", sorted.said(&next)).href(),
        sorted: match now {
            Some(Direction::Ascending) => "ascending",
            Some(Direction::Descending) => "descending",
            None => "",
        },
        ..view
    }
}

#[cfg(test)]
impl ListView {
    /// Every state a list can be in, whatever its rows: with all there is, empty, and empty for its filters.
    pub(crate) fn samples(columns: &[Column], bulk: &[Bulk]) -> [ListView; 3] {
        let address = Address::new("/list").with("state", "open").with("number", "42");
        let sorted = Sorted { now: "-date".into(), otherwise: "-number".into() };
        let list = |address: Address, next: Option<&str>| {
            ListView::new(address, columns, sorted.clone(), next, next.map(str::to_owned))
        };
        let mut full = list(Address::new("/list"), Some("2")).counted(1_234).bulk(bulk).exported("/list.csv");
        full.chips = vec![
            Chip { text: "Search: 42".into(), href: "/list?state=open".into() },
            Chip { text: "From 1 May".into(), href: "/list?number=42".into() },
        ];
        [full, list(Address::new("/list"), None).counted(0), list(address, None).counted(0)]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const COLUMNS: [Column; 3] = [
        Column::new("order-number").sorted("number", Direction::Ascending),
        Column::new("order-date").sorted("date", Direction::Descending),
        Column::new("state"),
    ];

    fn list(address: Address, sort: &str, after: Option<&str>, next: Option<&str>) -> ListView {
        let sorted = Sorted { now: sort.to_owned(), otherwise: "-number".to_owned() };
        ListView::new(address, &COLUMNS, sorted, after, next.map(str::to_owned))
    }

    #[test]
    fn an_address_holds_each_name_once_and_nothing_empty() {
        let address = Address::new("/orders").with("state", "done").with("number", "é&1").with("sort", "");
        assert_eq!(address.href(), "/orders?state=done&number=%C3%A9%261");
        assert_eq!(address.clone().with("state", "all").href(), "/orders?state=all&number=%C3%A9%261");
        assert_eq!(address.with("state", "").with("number", "").href(), "/orders");
    }

    #[test]
    fn a_title_sorts_and_pressed_again_sorts_the_other_way() {
        let titles = |sort: &str| -> Vec<(String, &'static str)> {
            let list = list(Address::new("/orders").with("state", "done"), sort, None, None);
            list.columns.into_iter().map(|column| (column.href, column.sorted)).collect()
        };
        let shown = titles("-date");
        assert_eq!(shown[0], ("/orders?state=done&sort=number".to_owned(), ""));
        assert_eq!(shown[1], ("/orders?state=done&sort=date".to_owned(), "descending"));
        assert_eq!(shown[2], (String::new(), ""));
        // The list's own sort needs no word.
        assert_eq!(titles("number")[0], ("/orders?state=done".to_owned(), "ascending"));
    }

    #[test]
    fn pages_keep_the_state_and_a_new_state_begins_at_its_first_page() {
        let address = Address::new("/orders").with("state", "done");
        let list = list(address, "date", Some("7"), Some("9")).tabbed(
            "state",
            "orders-filter-",
            &["all", "done"],
            "done",
        );
        assert_eq!(list.first, "/orders?state=done&sort=date");
        assert_eq!(list.next, "/orders?state=done&sort=date&after=9");
        assert_eq!(list.tabs[0].href, "/orders?sort=date");
        assert_eq!(list.tabs[1].href, "/orders?state=done&sort=date");
        assert!(list.tabs[1].is_current && !list.tabs[0].is_current);
        assert_eq!(list.clear, "/orders?sort=date");
        assert!(list.is_filtered);
        assert_eq!(list.fields(&["number"]).kept, [("state", "done".into()), ("sort", "date".to_owned())]);
    }
}
