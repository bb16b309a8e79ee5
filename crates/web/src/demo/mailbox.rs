//! The demonstration's mailbox: the e-mails it would have sent.

use axum::extract::{Path, Query};
use kernel::{EmailId, Timestamp};
use mail::Message;
use serde::{Deserialize, Serialize};

use crate::account::emails::letter_html;
use crate::error::{Answer, PageError};
use crate::list::{Column, ListView};
use crate::page::{Page, VisitorPage};
use crate::view::{Crumb, View};

const COLUMNS: [Column; 3] =
    [Column::new("email-subject"), Column::new("email-to"), Column::new("email-date").tight()];

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    view: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct MailboxPage {
    list: ListView,
    emails: Vec<Line>,
}

#[derive(Debug, Serialize)]
struct Line {
    href: String,
    subject: String,
    to: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
pub(crate) struct MessagePage {
    subject: String,
    to: String,
    at: Timestamp,
    is_plain: bool,
    text: String,
    html_href: String,
}

pub(crate) async fn list(page: VisitorPage) -> Answer {
    let messages = page.web().mailbox.as_ref().map(mail::Mailbox::messages).unwrap_or_default();
    let line = |message: &Message| Line {
        href: format!("/demo/mailbox/{}", message.id),
        subject: message.subject.clone(),
        to: message.to.as_str().to_owned(),
        at: message.at,
    };
    page.show(&mailbox(messages.iter().map(line).collect()))
}

/// All the mailbox holds, which is not much.
fn mailbox(emails: Vec<Line>) -> MailboxPage {
    let count = i64::try_from(emails.len()).unwrap_or(i64::MAX);
    MailboxPage { list: ListView::plain(&COLUMNS).counted(count), emails }
}

pub(crate) async fn get(page: VisitorPage, Path(id): Path<EmailId>, Query(wanted): Query<Wanted>) -> Answer {
    let message = message(&page, id)?;
    page.show(&MessagePage {
        subject: message.subject,
        to: message.to.as_str().to_owned(),
        at: message.at,
        is_plain: wanted.view.as_deref() == Some("text"),
        text: message.text,
        html_href: format!("/demo/mailbox/{id}/html"),
    })
}

pub(crate) async fn html(page: VisitorPage, Path(id): Path<EmailId>) -> Answer {
    Ok(letter_html(message(&page, id)?.html))
}

fn message(page: &Page, id: EmailId) -> Result<Message, PageError> {
    page.web().mailbox.as_ref().and_then(|mailbox| mailbox.find(id)).ok_or(PageError::NotFound)
}

impl View for MailboxPage {
    const TEMPLATE: &'static str = "pages/demo/mailbox.html";
    const AREA: &'static str = "demo";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/demo", "demo-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<MailboxPage> {
        let at = crate::view::sample::at();
        let line =
            Line { href: "/demo/mailbox/1".into(), subject: "Code".into(), to: "ada@example.org".into(), at };
        vec![mailbox(vec![line]), mailbox(vec![])]
    }
}

impl View for MessagePage {
    const TEMPLATE: &'static str = "pages/account/email.html";
    const AREA: &'static str = "demo";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/demo", "demo-title"), Crumb::new("/demo/mailbox", "demo-mailbox")]
    }

    #[cfg(test)]
    fn samples() -> Vec<MessagePage> {
        let page = |is_plain| MessagePage {
            subject: "Code".into(),
            to: "ada@example.org".into(),
            at: crate::view::sample::at(),
            is_plain,
            text: "042917".into(),
            html_href: "/demo/mailbox/1/html".into(),
        };
        vec![page(true), page(false)]
    }
}
