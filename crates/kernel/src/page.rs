//! Lists are paged by key, never by offset.

use serde::{Deserialize, Serialize};

/// One page of a list, and the key to ask for the next with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page<T> {
    /// The items, in the list's order.
    pub items: Vec<T>,
    /// What to pass as [`PageRequest::after`] for the next page; `None` on the last.
    pub next: Option<String>,
}

/// Which page of a list is wanted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PageRequest {
    /// The key of the last item already seen; `None` for the first page.
    pub after: Option<String>,
    /// How many items at the most, from 1 to [`PageRequest::SIZE_MAX`].
    pub size: u16,
}

impl PageRequest {
    /// The largest page.
    pub const SIZE_MAX: u16 = 200;

    /// How far a list is counted: one more than this is «more».
    pub const COUNTED_MAX: i64 = 1_000;

    /// The first page of `size` items, brought within its limits.
    #[must_use]
    pub fn first(size: u16) -> PageRequest {
        PageRequest { after: None, size: size.clamp(1, PageRequest::SIZE_MAX) }
    }

    /// One more than the page holds: what to ask the database for, to learn whether more follows.
    #[must_use]
    pub fn probe(&self) -> i64 {
        i64::from(self.size) + 1
    }
}

impl<T> Page<T> {
    /// Makes a page of what a query limited by [`PageRequest::probe`] found.
    #[must_use]
    pub fn of(mut items: Vec<T>, request: &PageRequest, key: impl Fn(&T) -> String) -> Page<T> {
        let size = usize::from(request.size);
        let has_more = items.len() > size;
        items.truncate(size);
        let next = if has_more { items.last().map(key) } else { None };
        Page { items, next }
    }

    /// The same page with each item changed.
    #[must_use]
    pub fn map<U>(self, change: impl FnMut(T) -> U) -> Page<U> {
        Page { items: self.items.into_iter().map(change).collect(), next: self.next }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_tells_whether_more_follows() {
        let request = PageRequest::first(2);
        assert_eq!(Page::of(vec![1, 2, 3], &request, i32::to_string).next, Some("2".to_owned()));
        assert_eq!(Page::of(vec![1, 2], &request, i32::to_string).next, None);
    }
}
