//! Where a message goes: a mail server, a page of the demonstration, or a test.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};

use accounts::EmailAddress;
use kernel::{EmailId, Locale, Timestamp};

use crate::smtp::Smtp;

/// A message as it leaves.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The e-mail; its `Message-ID` is made of it.
    pub id: EmailId,
    /// The sender's name.
    pub from_name: String,
    /// The sender's address.
    pub from: EmailAddress,
    /// Where replies go.
    pub reply_to: EmailAddress,
    /// The reader's address.
    pub to: EmailAddress,
    /// The reader's language.
    pub locale: Locale,
    /// When it was posted: its `Date`, the same each time it is tried.
    pub at: Timestamp,
    /// One line.
    pub subject: String,
    /// The text part.
    pub text: String,
    /// The HTML part.
    pub html: String,
}

/// Why a message was not sent, as far as we know.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum SendError {
    /// Trying again can help: no connection, a time-out (it may have been taken), grey-listing.
    #[error("not sent yet: {0}")]
    Later(String),
    /// The server, or the message itself, will never allow it.
    #[error("refused: {0}")]
    Never(String),
}

/// How messages leave.
#[derive(Debug, Clone)]
pub enum Transport {
    /// To a mail server.
    Smtp(Smtp),
    /// To a mailbox shown on a page: nothing leaves the machine.
    Page(Mailbox),
    /// To a mailbox read by a test.
    Capture(Mailbox),
}

impl Transport {
    /// A transport for tests, and the mailbox it fills.
    #[must_use]
    pub fn capture() -> (Transport, Mailbox) {
        let mailbox = Mailbox::default();
        (Transport::Capture(mailbox.clone()), mailbox)
    }

    /// Hands a message over.
    ///
    /// # Errors
    /// [`SendError`] tells whether to try again.
    pub async fn send(&self, message: Message) -> Result<(), SendError> {
        match self {
            Transport::Smtp(smtp) => smtp.send(&message).await,
            Transport::Page(mailbox) | Transport::Capture(mailbox) => {
                mailbox.put(message);
                Ok(())
            }
        }
    }
}

/// The last messages, in memory; clones share them.
#[derive(Debug, Clone, Default)]
pub struct Mailbox(Arc<Mutex<VecDeque<Message>>>);

/// How many messages a mailbox keeps.
const MESSAGES_MAX: usize = 1_000;

impl Mailbox {
    /// Every message kept, newest first.
    #[must_use]
    pub fn messages(&self) -> Vec<Message> {
        self.kept().iter().rev().cloned().collect()
    }

    /// The messages to one address, newest first.
    #[must_use]
    pub fn to(&self, address: &EmailAddress) -> Vec<Message> {
        self.kept().iter().rev().filter(|message| message.to == *address).cloned().collect()
    }

    /// One message.
    #[must_use]
    pub fn find(&self, id: EmailId) -> Option<Message> {
        self.kept().iter().find(|message| message.id == id).cloned()
    }

    /// Puts a message in; one that is there already, with the same id, stays as it is.
    fn put(&self, message: Message) {
        let mut kept = self.kept();
        if kept.iter().any(|known| known.id == message.id) {
            return;
        }
        if kept.len() >= MESSAGES_MAX {
            kept.pop_front();
        }
        kept.push_back(message);
    }

    fn kept(&self) -> std::sync::MutexGuard<'_, VecDeque<Message>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
