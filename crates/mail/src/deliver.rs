//! Send what was posted: the job behind every e-mail.

use db::{AccountTx, Db};
use kernel::{AccountId, EmailId, Timestamp};
use outbox::{Claim, Job, JobError};
use serde::{Deserialize, Serialize};

use crate::archive::State;
use crate::store::{self, Queued};
use crate::{Email, Mailer, Message, RenderError, Rendered, SendError};

/// The job that sends one e-mail.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct SendEmail {
    /// The e-mail.
    pub email: EmailId,
}

impl Job for SendEmail {
    const NAME: &'static str = "send_email";
    // With the outbox's pauses, more than a day: longer than a grey list, and than most servers are down.
    const ATTEMPTS_MAX: u16 = 16;

    fn key(&self) -> String {
        self.email.to_string()
    }
}

impl Mailer {
    /// Does one [`SendEmail`]: renders, archives, hands over, and completes the claim.
    ///
    /// An e-mail that was sent already is only completed. When the process dies after the server took the message
    /// and before that is written down, the message is sent once more, with the same `Message-ID`.
    ///
    /// # Errors
    /// [`JobError::Retry`] when trying again can help, [`JobError::Fail`] when it cannot: the e-mail is then marked
    /// as failed, and staff can replay its job.
    pub async fn deliver(&self, db: &Db, now: Timestamp, claim: &Claim) -> Result<(), JobError> {
        let account = claim.account();
        let job: SendEmail = claim.job().map_err(|error| JobError::Fail(error.to_string()))?;
        let id = job.email;
        let queued = db.account(account).read(move |tx| store::queued(tx, id)).await.map_err(retry)?;
        let Some(Queued { state, envelope, email, posted_at }) = queued else {
            return Err(JobError::Fail(format!("there is no e-mail {id}")));
        };
        let (false, Some(email)) = (state == State::Sent, email) else {
            return complete(db, now, claim, None).await;
        };
        let words = match self.words(&envelope, &email) {
            Ok(words) => words,
            Err(error) => return give_up(db, account, id, error.to_string()).await,
        };
        let support = self.operator.support.clone();
        let (to, reply_to) =
            if email.is_for_desk() { (support, envelope.to) } else { (envelope.to, support) };
        let archived = words.archived;
        db.account(account).write(move |tx| store::set_words(tx, id, &archived)).await.map_err(retry)?;
        let message = Message {
            id,
            from_name: self.operator.name.clone(),
            from: self.operator.from.clone(),
            reply_to,
            to,
            locale: envelope.locale,
            at: posted_at,
            subject: words.sent.subject,
            text: words.sent.text,
            html: words.sent.html,
        };
        match self.transport.send(message).await {
            Ok(()) => complete(db, now, claim, Some(id)).await,
            Err(SendError::Later(reason)) if claim.attempt() >= SendEmail::ATTEMPTS_MAX => {
                give_up(db, account, id, reason).await
            }
            Err(SendError::Later(reason)) => Err(JobError::Retry(reason)),
            Err(SendError::Never(reason)) => give_up(db, account, id, reason).await,
        }
    }

    fn words(&self, envelope: &crate::Envelope, email: &Email) -> Result<Words, RenderError> {
        let sent = self.render(envelope, email)?;
        let archived = self.render(envelope, &email.blanked())?;
        Ok(Words { sent, archived })
    }
}

async fn complete(db: &Db, now: Timestamp, claim: &Claim, sent: Option<EmailId>) -> Result<(), JobError> {
    let held = claim.clone();
    let finish = move |tx: &mut AccountTx| {
        if let Some(id) = sent {
            store::set_sent(tx, id, now)?;
        }
        outbox::complete(tx, &held)
    };
    db.account(claim.account()).write(finish).await.map_err(retry)
}

/// What leaves, and what is kept of it.
struct Words {
    sent: Rendered,
    archived: Rendered,
}

async fn give_up(db: &Db, account: AccountId, id: EmailId, reason: String) -> Result<(), JobError> {
    let written = reason.clone();
    db.account(account).write(move |tx| store::set_failed(tx, id, &written)).await.map_err(retry)?;
    Err(JobError::Fail(reason))
}

fn retry(error: impl std::fmt::Display) -> JobError {
    JobError::Retry(error.to_string())
}
