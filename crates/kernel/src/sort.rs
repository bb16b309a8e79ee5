//! How a list is sorted: a column, a direction, and ties broken by the row's own key.

/// The columns a list can be sorted by.
pub trait SortColumn: Copy + Eq + 'static {
    /// Every column, in the order of the list.
    const ALL: &'static [Self];

    /// The word used in addresses.
    fn code(&self) -> &'static str;
}

/// Which end of a list comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Direction {
    /// The smallest, the oldest.
    Ascending,
    /// The largest, the newest.
    Descending,
}

impl Direction {
    /// The other one.
    #[must_use]
    pub const fn reversed(self) -> Direction {
        match self {
            Direction::Ascending => Direction::Descending,
            Direction::Descending => Direction::Ascending,
        }
    }
}

/// A column and a direction. Rows that are equal in the column follow each other by their own key in the same
/// direction, so that the order is total and a page's key says where the next one begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sort<C> {
    /// What is compared.
    pub column: C,
    /// Which end comes first.
    pub direction: Direction,
}

impl<C> Sort<C> {
    /// The smallest first.
    #[must_use]
    pub const fn ascending(column: C) -> Sort<C> {
        Sort { column, direction: Direction::Ascending }
    }

    /// The largest first.
    #[must_use]
    pub const fn descending(column: C) -> Sort<C> {
        Sort { column, direction: Direction::Descending }
    }
}

impl<C: SortColumn> Sort<C> {
    /// As an address writes it: `total`, or `-total` for the largest first.
    #[must_use]
    pub fn code(&self) -> String {
        let sign = match self.direction {
            Direction::Ascending => "",
            Direction::Descending => "-",
        };
        format!("{sign}{}", self.column.code())
    }

    /// What an address says, if the list has that column.
    #[must_use]
    pub fn parse(code: &str) -> Option<Sort<C>> {
        let (word, direction) = match code.strip_prefix('-') {
            Some(word) => (word, Direction::Descending),
            None => (code, Direction::Ascending),
        };
        let column = C::ALL.iter().copied().find(|column| column.code() == word)?;
        Some(Sort { column, direction })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Fruit {
        Apple,
        Pear,
    }

    impl SortColumn for Fruit {
        const ALL: &'static [Fruit] = &[Fruit::Apple, Fruit::Pear];

        fn code(&self) -> &'static str {
            match self {
                Fruit::Apple => "apple",
                Fruit::Pear => "pear",
            }
        }
    }

    #[test]
    fn a_sort_is_read_as_it_is_written() {
        for column in Fruit::ALL {
            for sort in [Sort::ascending(*column), Sort::descending(*column)] {
                assert_eq!(Sort::parse(&sort.code()), Some(sort));
            }
        }
        assert_eq!(Sort::<Fruit>::descending(Fruit::Pear).code(), "-pear");
        assert_eq!(Sort::<Fruit>::parse("--pear"), None);
        assert_eq!(Sort::<Fruit>::parse("plum"), None);
        assert_eq!(Direction::Ascending.reversed(), Direction::Descending);
    }
}
