//! JSON in which no object has the same key twice: nobody could say which of two prices is right.

use std::collections::HashSet;

/// The first key that an object has twice, and its line from 1, in text that is known to be JSON.
pub(crate) fn key_there_twice(json: &[u8]) -> Option<(String, usize)> {
    // One set of keys for each object that is open; nothing for a list.
    let mut open: Vec<Option<HashSet<&[u8]>>> = Vec::new();
    let mut index = 0;
    while let Some(byte) = json.get(index) {
        match byte {
            b'{' => open.push(Some(HashSet::new())),
            b'[' => open.push(None),
            b'}' | b']' => {
                open.pop();
            }
            b'"' => {
                let end = end_of_text(json, index + 1);
                let text = &json[index + 1..end];
                let follows = json[end..].iter().skip(1).find(|byte| !byte.is_ascii_whitespace());
                if let (Some(b':'), Some(Some(keys))) = (follows, open.last_mut())
                    && !keys.insert(text)
                {
                    let line = json[..index].iter().filter(|byte| **byte == b'\n').count() + 1;
                    return Some((String::from_utf8_lossy(text).into_owned(), line));
                }
                index = end;
            }
            _ => {}
        }
        index += 1;
    }
    None
}

/// The position of the quote that ends the text which starts at `start`.
fn end_of_text(json: &[u8], start: usize) -> usize {
    let mut index = start;
    while let Some(byte) = json.get(index) {
        match byte {
            b'"' => return index,
            b'\\' => index += 2,
            _ => index += 1,
        }
    }
    json.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_found_twice_in_the_same_object_only() {
        let found = |json: &str| key_there_twice(json.as_bytes()).map(|(key, line)| format!("{key} {line}"));
        assert_eq!(found(r#"{"a": {"a": ["a", {"a": "a"}, {"a": "b"}]}, "b": "a", "c\"": "c"}"#), None);
        assert_eq!(found("{\"a\": 1,\n \"b\": [],\n \"a\" : 2}"), Some("a 3".to_owned()));
        assert_eq!(found(r#"[{"q\\": 1, "q\\": 2}]"#), Some(r"q\\ 1".to_owned()));
        assert_eq!(found("{\"cut"), None);
    }
}
