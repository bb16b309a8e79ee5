//! What a program may call: a method, and a pattern of paths. Pure.

use serde::{Deserialize, Serialize};

/// A method of the API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "UPPERCASE")]
pub enum ApiMethod {
    /// Reads.
    Get,
    /// Makes, or asks for.
    Post,
    /// Changes.
    Put,
    /// Takes away.
    Delete,
    /// Changes in part; no call of ours uses it, but it can be asked for.
    Patch,
}

impl ApiMethod {
    /// Every method.
    pub const ALL: [ApiMethod; 5] =
        [ApiMethod::Get, ApiMethod::Post, ApiMethod::Put, ApiMethod::Delete, ApiMethod::Patch];

    /// The word in a request.
    #[must_use]
    pub const fn code(&self) -> &'static str {
        match self {
            ApiMethod::Get => "GET",
            ApiMethod::Post => "POST",
            ApiMethod::Put => "PUT",
            ApiMethod::Delete => "DELETE",
            ApiMethod::Patch => "PATCH",
        }
    }

    /// The method this word names, in capitals as it is sent.
    #[must_use]
    pub fn parse(code: &str) -> Option<ApiMethod> {
        ApiMethod::ALL.into_iter().find(|method| method.code() == code)
    }
}

/// One thing a program may call.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct AccessRule {
    /// The method, exactly.
    pub method: ApiMethod,
    /// The path without its version, in which `*` stands for any run of characters: `/me` is nothing but itself,
    /// `/me/*` is what lies under it, `/*` is everything.
    pub path: String,
}

impl AccessRule {
    /// The most rules of one credential.
    pub const RULES_MAX: usize = 100;
    /// The longest path, in bytes.
    pub const PATH_MAX: usize = 500;

    /// Whether it grants this call.
    #[must_use]
    pub fn grants(&self, method: ApiMethod, path: &str) -> bool {
        self.method == method && matches(self.path.as_bytes(), path.as_bytes())
    }

    /// Whether it can be asked for: a path begins with a slash, is printable and not too long.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.path.starts_with('/')
            && self.path.len() <= AccessRule::PATH_MAX
            && self.path.bytes().all(|byte| byte.is_ascii_graphic())
    }
}

/// Whether any of the rules grants this call.
#[must_use]
pub fn is_granted(rules: &[AccessRule], method: ApiMethod, path: &str) -> bool {
    rules.iter().any(|rule| rule.grants(method, path))
}

/// Whether `text` is of the pattern. When a star was given too little, only the last one is given more: an earlier one
/// that took the shortest run has left the most to those behind it. So the time is the product of both lengths at most.
fn matches(pattern: &[u8], text: &[u8]) -> bool {
    let (mut at, mut seen) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while seen < text.len() {
        match (pattern.get(at), star) {
            (Some(b'*'), _) => {
                star = Some((at + 1, seen));
                at += 1;
            }
            (Some(byte), _) if *byte == text[seen] => {
                at += 1;
                seen += 1;
            }
            (_, Some((after, taken))) => {
                star = Some((after, taken + 1));
                at = after;
                seen = taken + 1;
            }
            (_, None) => return false,
        }
    }
    pattern[at..].iter().all(|byte| *byte == b'*')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn is_granted_by(pattern: &str, path: &str) -> bool {
        is_granted(&[AccessRule { method: ApiMethod::Get, path: pattern.to_owned() }], ApiMethod::Get, path)
    }

    #[test]
    fn a_path_is_itself_and_a_star_is_any_run() {
        let table = [
            ("/me", "/me", true),
            ("/me", "/me/bill", false),
            ("/me", "/m", false),
            ("/me/*", "/me", false),
            ("/me/*", "/me/", true),
            ("/me/*", "/me/bill/FR1/pdf", true),
            ("/me*", "/me", true),
            ("/me*", "/meeting", true),
            ("/*", "/anything/at/all", true),
            ("*", "/", true),
            ("/order/*/pay", "/order/12/pay", true),
            ("/order/*/pay", "/order/12/pay/now", false),
            ("/*/*/serviceInfos", "/vps/a/b/serviceInfos", true),
            ("", "/me", false),
        ];
        for (pattern, path, expected) in table {
            assert_eq!(is_granted_by(pattern, path), expected, "{pattern} {path}");
        }
    }

    #[test]
    fn another_method_is_not_granted() {
        let read = AccessRule { method: ApiMethod::Get, path: "/*".to_owned() };
        for method in ApiMethod::ALL {
            assert_eq!(read.grants(method, "/me"), method == ApiMethod::Get);
            assert_eq!(ApiMethod::parse(method.code()), Some(method));
        }
    }

    #[test]
    fn many_stars_do_not_take_long() {
        assert!(!is_granted_by(&"*a".repeat(250), &"a".repeat(4_000).replace("aa", "ab")[..200]));
        assert!(is_granted_by(&"*".repeat(500), &"a".repeat(4_000)));
    }

    /// The definition itself, slowly: which prefixes of the text are of which prefixes of the pattern.
    fn is_of(pattern: &[u8], text: &[u8]) -> bool {
        let mut is_prefix = vec![false; text.len() + 1];
        is_prefix[0] = true;
        for byte in pattern {
            let before = is_prefix;
            let ends = |end: usize| match byte {
                b'*' => before[..=end].contains(&true),
                byte => end > 0 && before[end - 1] && text[end - 1] == *byte,
            };
            is_prefix = (0..=text.len()).map(ends).collect();
        }
        is_prefix[text.len()]
    }

    /// A pattern as programs write it, or any other.
    fn pattern() -> impl Strategy<Value = String> {
        let part =
            prop_oneof!["/me", "/bill", "/order", "/[0-9]{1,3}", Just("/*".to_owned()), "[*a/é.]{0,3}"];
        prop_oneof![
            9 => prop::collection::vec(part, 0..8).prop_map(|parts| parts.concat()),
            1 => any::<String>(),
        ]
    }

    /// A pattern, and a path of it where each star stands for some run; then, often, a path beside it.
    fn pattern_and_path() -> impl Strategy<Value = (String, String)> {
        let runs = prop::collection::vec("[a-c/0-9]{0,6}", 1..10);
        let other = prop::option::of((any::<prop::sample::Index>(), prop::option::of(any::<char>())));
        (pattern(), runs, other).prop_map(|(pattern, runs, other)| {
            let mut runs = runs.iter().cycle();
            let mut path: Vec<char> = Vec::new();
            for letter in pattern.chars() {
                match letter {
                    '*' => path.extend(runs.next().into_iter().flat_map(|run| run.chars())),
                    letter => path.push(letter),
                }
            }
            if let Some((at, letter)) = other.filter(|_| !path.is_empty()) {
                let at = at.index(path.len());
                path.splice(at..=at, letter);
            }
            (pattern, path.into_iter().collect())
        })
    }

    #[test]
    fn the_slow_answer_is_the_definition() {
        for (pattern, path, expected) in
            [("", "", true), ("*", "", true), ("a*b", "ab", true), ("a*b", "acbc", false), ("**", "a", true)]
        {
            assert_eq!(is_of(pattern.as_bytes(), path.as_bytes()), expected, "{pattern} {path}");
        }
    }

    proptest! {
        #[test]
        fn the_quick_answer_is_the_slow_one(pattern in "[a/*]{0,8}", path in "[a/b]{0,10}") {
            prop_assert_eq!(is_granted_by(&pattern, &path), is_of(pattern.as_bytes(), path.as_bytes()));
        }

        #[test]
        fn a_path_beside_a_pattern_is_told_from_one_of_it((pattern, path) in pattern_and_path()) {
            prop_assert_eq!(is_granted_by(&pattern, &path), is_of(pattern.as_bytes(), path.as_bytes()));
        }

        #[test]
        fn rules_grant_what_one_of_them_grants(
            rules in prop::collection::vec((prop::sample::select(&ApiMethod::ALL[..]), pattern()), 0..6),
            method in prop::sample::select(&ApiMethod::ALL[..]),
            (other, path) in pattern_and_path(),
            is_in in any::<bool>(),
        ) {
            let mut rules: Vec<AccessRule> =
                rules.into_iter().map(|(method, path)| AccessRule { method, path }).collect();
            rules.extend(is_in.then_some(AccessRule { method, path: other }));
            let is_one = |rule: &AccessRule| {
                rule.method.code() == method.code() && is_of(rule.path.as_bytes(), path.as_bytes())
            };
            prop_assert_eq!(is_granted(&rules, method, &path), rules.iter().any(is_one));
        }

        #[test]
        fn any_text_has_an_answer(pattern in any::<String>(), path in any::<String>()) {
            let expected = is_of(pattern.as_bytes(), path.as_bytes());
            prop_assert_eq!(is_granted_by(&pattern, &path), expected);
        }
    }
}
