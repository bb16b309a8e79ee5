//! Who takes a message to where it goes.

use kernel::Timestamp;

/// How much of an answer is kept, in bytes.
pub(crate) const ANSWER_BYTES_MAX: usize = 1024;

/// A message on its way: POST, as JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// Where to.
    pub url: String,
    /// The header `webhook-id`.
    pub id: String,
    /// The header `webhook-timestamp`, in whole seconds.
    pub at: Timestamp,
    /// The header `webhook-signature`.
    pub signature: String,
    /// The body, as it was signed.
    pub body: String,
}

/// What came back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// The HTTP status.
    pub status: u16,
    /// The beginning of the body.
    pub body: Vec<u8>,
}

kernel::words! {
    /// Why nothing came back.
    Failure {
        /// The address is not one that everybody reaches.
        Address = "address",
        /// The name is not known.
        Name = "name",
        /// Nobody listens there, or what listens is no HTTPS server with a certificate for this name.
        Connection = "connection",
        /// The answer took too long.
        TimeOut = "timeout",
        /// The connection broke, or what came was not HTTP.
        Broken = "broken",
    }
}

/// How a try ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// What came back, or why nothing did.
    pub outcome: Result<Answer, Failure>,
    /// How long it took, in milliseconds.
    pub millis: u64,
}

impl Sent {
    /// Whether the reader has it.
    #[must_use]
    pub fn is_received(&self) -> bool {
        matches!(&self.outcome, Ok(answer) if (200..300).contains(&answer.status))
    }

    /// Whether the reader wants nothing more: 410, as the specification says.
    #[must_use]
    pub fn is_gone(&self) -> bool {
        matches!(&self.outcome, Ok(answer) if answer.status == 410)
    }

    /// The beginning of the answer as text that both databases keep: no control characters, among them the null that
    /// PostgreSQL refuses.
    pub(crate) fn answer(&self) -> Option<String> {
        let answer = self.outcome.as_ref().ok()?;
        let body = &answer.body[..answer.body.len().min(ANSWER_BYTES_MAX)];
        let text = String::from_utf8_lossy(body);
        Some(text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect())
    }
}

/// Takes messages to other people's servers. It follows no redirect, waits for at most half a minute, and judges each
/// address when the connection is opened.
#[async_trait::async_trait]
pub trait Courier: Send + Sync {
    /// Takes one there, once.
    async fn post(&self, message: &Outgoing) -> Sent;
}

/// A courier that goes nowhere, for programs and tests that send nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct Nowhere;

#[async_trait::async_trait]
impl Courier for Nowhere {
    async fn post(&self, _: &Outgoing) -> Sent {
        Sent { outcome: Err(Failure::Connection), millis: 0 }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn sent(status: u16, body: &[u8]) -> Sent {
        Sent { outcome: Ok(Answer { status, body: body.to_vec() }), millis: 1 }
    }

    #[test]
    fn only_200_to_299_is_received() {
        for (status, is_received) in
            [(199, false), (200, true), (204, true), (299, true), (301, false), (500, false)]
        {
            assert_eq!(sent(status, b"").is_received(), is_received, "{status}");
        }
        assert!(sent(410, b"").is_gone() && !sent(404, b"").is_gone());
    }

    #[test]
    fn an_answer_is_kept_as_text_of_bounded_length() {
        assert_eq!(sent(200, b"a\0b\x1b[31m\xff\nc").answer().as_deref(), Some("ab[31m\u{fffd}\nc"));
        assert_eq!(sent(200, &[b'x'; 5000]).answer().map(|text| text.len()), Some(ANSWER_BYTES_MAX));
        let none = Sent { outcome: Err(Failure::TimeOut), millis: 1 };
        assert_eq!(none.answer(), None);
    }
}
