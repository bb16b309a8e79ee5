//! Whether a request was signed with the secret of its application. Pure.

use sha1::{Digest, Sha1};
use subtle::{Choice, ConstantTimeEq};

/// How far the clocks of both sides may be apart.
const SKEW_SECS_MAX: u64 = 30;

/// What is signed of a request, but for its address.
pub(crate) struct Signed<'a> {
    pub(crate) secret: &'a str,
    pub(crate) consumer_key: &'a str,
    pub(crate) method: &'a str,
    pub(crate) body: &'a [u8],
    /// As it was sent.
    pub(crate) timestamp: &'a str,
}

impl Signed<'_> {
    /// Whether `given` is the signature of this request at any of these addresses. Clients sign the address they wrote,
    /// which is not the one that arrived: some leave the port out, and a proxy changes the scheme.
    pub(crate) fn is_by(&self, urls: &[String], given: &str) -> bool {
        let is_any = |found: Choice, url: &String| found | self.of(url).as_bytes().ct_eq(given.as_bytes());
        urls.iter().fold(Choice::from(0), is_any).into()
    }

    fn of(&self, url: &str) -> String {
        let mut digest = Sha1::new();
        for part in [self.secret, self.consumer_key, self.method, url] {
            digest.update(part);
            digest.update("+");
        }
        digest.update(self.body);
        digest.update("+");
        digest.update(self.timestamp);
        format!("$1${}", kernel::hex(digest.finalize()))
    }
}

/// The addresses a client may have written: those of our configuration, and the host it named with either scheme, with
/// and without its port; each with the rest of the request as it arrived.
pub(crate) fn urls(bases: &[&str], host: Option<&str>, target: &str) -> Vec<String> {
    let mut urls: Vec<String> = bases.iter().map(|base| format!("{base}{target}")).collect();
    let Some(host) = host else { return urls };
    for host in [host, without_port(host)] {
        for scheme in ["https", "http"] {
            let url = format!("{scheme}://{host}{target}");
            if !urls.contains(&url) {
                urls.push(url);
            }
        }
    }
    urls
}

/// The host alone; the colons of an address of IPv6 stand in brackets.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        Some(_) | None => host,
    }
}

/// Whether the time of a request, in seconds as it was sent, is near enough to ours.
pub(crate) fn is_in_time(timestamp: &str, now_secs: i64) -> bool {
    let sent = timestamp.parse::<i64>().ok();
    sent.and_then(|sent| sent.checked_sub(now_secs)).is_some_and(|skew| skew.unsigned_abs() <= SKEW_SECS_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signed<'a>(method: &'a str, body: &'a str) -> Signed<'a> {
        Signed {
            secret: "9ufkBmLaTQ9nz5yMUlg79taH0GNnzDjk",
            consumer_key: "5mBuy6SUQcRw2ZUxg0cG68BoDKpED4KY",
            method,
            body: body.as_bytes(),
            timestamp: "1457018875",
        }
    }

    /// What public clients compute.
    const VECTORS: [(&str, &str, &str, &str); 7] = [
        ("GET", "https://eu.api.ovh.com/1.0/auth", "", "$1$e9556054b6309771395efa467c22e627407461ad"),
        (
            "POST",
            "https://eu.api.ovh.com/1.0/auth",
            r#"{"a":"b","c":"d"}"#,
            "$1$ec2fb5c7a81f64723c77d2e5b609ae6f58a84fc1",
        ),
        (
            "PUT",
            "https://eu.api.ovh.com/1.0/auth",
            r#"{"a":"b","c":"d"}"#,
            "$1$8a75a9e7c8e7296c9dbeda6a2a735eb6bd58ec4b",
        ),
        ("DELETE", "https://eu.api.ovh.com/1.0/auth", "", "$1$a1eecd00b3b02b6cf5708b84b9ff42059a950d85"),
        ("GET", "https://eu.api.ovh.com/1.0/call", "", "$1$7f2db49253edfc41891023fcd1a54cf61db05fbb"),
        ("GET", "https://eu.api.ovh.com/v1/call", "", "$1$e6e7906d385eb28adcbfbe6b66c1528a42d741ad"),
        ("GET", "https://eu.api.ovh.com/v2/call", "", "$1$bb63b132a6f84ad5433d0c534d48d3f7c3804285"),
    ];

    #[test]
    fn signatures_are_those_of_the_public_clients() {
        for (method, url, body, signature) in VECTORS {
            assert_eq!(signed(method, body).of(url), signature, "{method} {url}");
            assert!(signed(method, body).is_by(&["https://other".to_owned(), url.to_owned()], signature));
        }
    }

    #[test]
    fn every_address_a_client_may_have_written_is_tried() {
        let tried = urls(&["https://shop.example/counter"], Some("127.0.0.1:8443"), "/1.0/me?a=%20b");
        let expected = [
            "https://shop.example/counter/1.0/me?a=%20b",
            "https://127.0.0.1:8443/1.0/me?a=%20b",
            "http://127.0.0.1:8443/1.0/me?a=%20b",
            "https://127.0.0.1/1.0/me?a=%20b",
            "http://127.0.0.1/1.0/me?a=%20b",
        ];
        assert_eq!(tried, expected);
        assert_eq!(
            urls(&[], Some("[2001:db8::1]:80"), "/").last().map(String::as_str),
            Some("http://[2001:db8::1]/")
        );
        assert_eq!(urls(&["http://a"], Some("a"), "/"), ["http://a/", "https://a/"]);
        assert_eq!(urls(&["http://a"], None, "/"), ["http://a/"]);
    }

    #[test]
    fn half_a_minute_is_the_most() {
        for (sent, is_near) in
            [("1000", true), ("970", true), ("1030", true), ("969", false), ("1031", false)]
        {
            assert_eq!(is_in_time(sent, 1000), is_near, "{sent}");
        }
        for odd in ["", "now", "1000.5", "99999999999999999999", "-9223372036854775808"] {
            assert!(!is_in_time(odd, 1000), "{odd}");
        }
    }

    /// A request with everything that is signed of it, and what it arrives with.
    #[derive(Debug, Clone, PartialEq, Eq)]
    struct Sent {
        secret: String,
        consumer_key: String,
        method: String,
        host: String,
        target: String,
        body: Vec<u8>,
        timestamp: String,
    }

    impl Sent {
        /// The bytes that a client puts together when it calls `url`.
        fn bytes(&self, url: &str) -> Vec<u8> {
            let parts = [
                self.secret.as_bytes(),
                self.consumer_key.as_bytes(),
                self.method.as_bytes(),
                url.as_bytes(),
                &self.body,
                self.timestamp.as_bytes(),
            ];
            parts.join(&b'+')
        }

        /// The address as a client may write it: with either scheme, with its port or without, or that of the site.
        fn url(&self, way: usize) -> String {
            let name = self.host.trim_end_matches(|letter: char| letter.is_ascii_digit()).strip_suffix(':');
            let name = name.unwrap_or(&self.host);
            let host = if way.is_multiple_of(2) { &self.host } else { name };
            match way {
                0 | 1 => format!("https://{host}{}", self.target),
                2 | 3 => format!("http://{host}{}", self.target),
                _ => format!("{SITE}{}", self.target),
            }
        }

        fn is_signed_by(&self, signature: &str) -> bool {
            let signed = Signed {
                secret: &self.secret,
                consumer_key: &self.consumer_key,
                method: &self.method,
                body: &self.body,
                timestamp: &self.timestamp,
            };
            signed.is_by(&urls(&[SITE], Some(&self.host), &self.target), signature)
        }
    }

    const SITE: &str = "https://shop.example/counter";

    /// The signature of these bytes.
    fn signature(bytes: &[u8]) -> String {
        let hex = kernel::hex(Sha1::digest(bytes));
        format!("$1${hex}")
    }

    fn sent() -> impl Strategy<Value = Sent> {
        let key = "[0-9A-Za-z]{32}";
        let method = prop::sample::select(&["GET", "POST", "PUT", "DELETE", "PATCH"][..]);
        let body = prop_oneof![
            Just(Vec::new()),
            prop::collection::vec(any::<u8>(), 0..64),
            "[{}\"a-z:+ ,0-9]{0,40}".prop_map(String::into_bytes),
        ];
        let time = (0..4_000_000_000_u32).prop_map(|time| time.to_string());
        (key, key, method, "[a-z][a-z0-9.-]{0,15}(:[0-9]{1,5})?", "/[!-~]{0,40}", body, time).prop_map(
            |(secret, consumer_key, method, host, target, body, timestamp)| {
                let method = method.to_owned();
                Sent { secret, consumer_key, method, host, target, body, timestamp }
            },
        )
    }

    /// One byte of one part changed to another that may stand there; nothing where the part is empty.
    fn changed(sent: &Sent, part: usize, at: prop::sample::Index, by: u8) -> Option<Sent> {
        let mut other = sent.clone();
        let text = match part {
            0 => &mut other.secret,
            1 => &mut other.consumer_key,
            2 => &mut other.method,
            3 => &mut other.host,
            4 => &mut other.target,
            5 => &mut other.timestamp,
            _ => {
                let at = (!other.body.is_empty()).then(|| at.index(other.body.len()))?;
                other.body[at] ^= by;
                return Some(other);
            }
        };
        let mut letters = std::mem::take(text).into_bytes();
        let at = at.index(letters.len());
        // Among the bytes that can be seen.
        letters[at] = b'!' + (letters[at] - b'!' + by % 94) % 94;
        *text = String::from_utf8(letters).expect("letters of ASCII");
        Some(other)
    }

    proptest! {
        #[test]
        fn a_signature_is_that_of_one_request_alone(
            sent in sent(), way in 0usize..5, part in 0usize..7, at in any::<prop::sample::Index>(), by in 1u8..94,
        ) {
            let url = sent.url(way);
            let bytes = sent.bytes(&url);
            let right = signature(&bytes);
            prop_assert!(sent.is_signed_by(&right), "{}", url);
            // Of another request it is the signature only where a client may have put the same bytes together: who
            // leaves the port out signs every port.
            if let Some(other) = changed(&sent, part, at, by) {
                let is_same = (0..5).any(|way| other.bytes(&other.url(way)) == bytes);
                prop_assert_eq!(other.is_signed_by(&right), is_same, "{:?}", other);
                prop_assert!(part == 3 || !is_same, "{:?}", other);
            }
            let mut letters = right.clone().into_bytes();
            let place = at.index(letters.len());
            letters[place] ^= by;
            prop_assert!(String::from_utf8(letters).is_ok_and(|wrong| !sent.is_signed_by(&wrong)));
            prop_assert!(!sent.is_signed_by(&right[..place]));
        }

        #[test]
        fn nothing_but_the_signature_itself_is_one(
            vector in prop::sample::select(&VECTORS[..]), at in 0usize..43, letter in any::<char>(),
        ) {
            let (method, url, body, signature) = vector;
            let mut other: Vec<char> = signature.chars().collect();
            other[at] = letter;
            let other: String = other.into_iter().collect();
            prop_assert_eq!(signed(method, body).is_by(&[url.to_owned()], &other), other == signature);
        }

        #[test]
        fn any_request_is_its_own_alone(
            method in "[A-Z]{3,6}", target in "/[!-~]{0,40}", body in any::<Vec<u8>>(), host in "[a-z0-9.:]{1,20}",
        ) {
            let one = Signed { method: &method, body: &body, ..signed("GET", "") };
            let tried = urls(&["https://shop.example"], Some(&host), &target);
            for url in &tried {
                prop_assert!(one.is_by(&tried, &one.of(url)));
            }
            let longer = [body.as_slice(), b"x"].concat();
            let other = Signed { body: &longer, ..one };
            prop_assert!(!other.is_by(&tried, &signed(&method, "").of("https://elsewhere/")));
        }

        #[test]
        fn any_text_has_an_answer(given in any::<String>(), host in any::<String>(), time in any::<String>()) {
            let tried = urls(&[], Some(&host), "/");
            prop_assert!(!signed("GET", "").is_by(&tried, &given));
            is_in_time(&time, 0);
        }

        #[test]
        fn a_time_is_near_when_it_is_half_a_minute_away_at_most(
            now in prop_oneof![any::<i64>(), Just(i64::MIN), Just(i64::MAX), 0..4_000_000_000_i64],
            skew in prop_oneof![any::<i64>(), -40..40_i64],
        ) {
            let sent = i128::from(now) + i128::from(skew);
            let is_near = i64::try_from(sent).is_ok() && (-30..=30).contains(&skew);
            prop_assert_eq!(is_in_time(&sent.to_string(), now), is_near);
        }
    }
}
