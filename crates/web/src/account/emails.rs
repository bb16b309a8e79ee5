//! Every e-mail we sent to the customer, as it was sent.

use axum::extract::{Path, Query};
use axum::http::{HeaderValue, header};
use axum::response::{Html, IntoResponse, Response};
use kernel::{Direction, EmailId, Sort, Timestamp};
use mail::archive::Letter;
use serde::{Deserialize, Serialize};

use crate::error::{Answer, PageError};
use crate::list::{Address, Asked, ByDate, Column, ListView, Sorted};
use crate::page::MemberPage;
use crate::view::{Crumb, View};

/// How many e-mails one page shows.
const PAGE_SIZE: u16 = 10;

const COLUMNS: [Column; 3] = [
    Column::new("email-subject"),
    Column::new("email-to"),
    Column::new("email-date").tight().sorted("date", Direction::Descending),
];

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    view: Option<String>,
}

#[derive(Debug, Serialize)]
pub(crate) struct Emails {
    list: ListView,
    emails: Vec<EmailLine>,
}

#[derive(Debug, Serialize)]
struct EmailLine {
    id: String,
    subject: String,
    to: String,
    at: Timestamp,
}

#[derive(Debug, Serialize)]
pub(crate) struct EmailPage {
    subject: String,
    to: String,
    at: Timestamp,
    is_plain: bool,
    text: String,
    html_href: String,
}

pub(crate) async fn list(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let (sort, sorted) = Sorted::asked(asked.get("sort"), Sort::descending(ByDate));
    let request = asked.page(PAGE_SIZE);
    let found = page.cx().db.account(page.account.id).read(move |tx| {
        let found = mail::archive::sorted(tx, sort.direction, &request)?;
        Ok::<_, db::Error>((found, mail::archive::count(tx)?))
    });
    let (found, count) = found.await?;
    let line = |email: &mail::archive::Archived| EmailLine {
        id: email.id.to_string(),
        subject: email.subject.clone(),
        to: email.to.clone(),
        at: email.posted_at,
    };
    let list = ListView::new(Address::new("/emails"), &COLUMNS, sorted, asked.get("after"), found.next);
    page.show(&Emails { list: list.counted(count), emails: found.items.iter().map(line).collect() })
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<EmailId>, Query(wanted): Query<Wanted>) -> Answer {
    let letter = letter(&page, id).await?;
    page.show(&EmailPage {
        subject: letter.line.subject,
        to: letter.line.to,
        at: letter.line.posted_at,
        is_plain: wanted.view.as_deref() == Some("text"),
        text: letter.text,
        html_href: format!("/emails/{id}/html"),
    })
}

pub(crate) async fn html(page: MemberPage, Path(id): Path<EmailId>) -> Answer {
    Ok(letter_html(letter(&page, id).await?.html))
}

async fn letter(page: &MemberPage, id: EmailId) -> Result<Letter, PageError> {
    let found = page.cx().db.account(page.account.id).read(move |tx| mail::archive::find(tx, id)).await?;
    found.ok_or(PageError::NotFound)
}

/// The body of an e-mail for a frame of our own page: its styles are inline, nothing else may be loaded or run.
pub(crate) fn letter_html(html: String) -> Response {
    let mut response = Html(html).into_response();
    let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox \
                  allow-popups allow-popups-to-escape-sandbox";
    response.headers_mut().insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(policy));
    response
}

impl View for Emails {
    const TEMPLATE: &'static str = "pages/account/emails.html";
    const AREA: &'static str = "emails";

    #[cfg(test)]
    fn samples() -> Vec<Emails> {
        let line = EmailLine {
            id: "1".into(),
            subject: "Your order".into(),
            to: "ada@example.org".into(),
            at: crate::view::sample::at(),
        };
        let [full, empty, _] = ListView::samples(&COLUMNS, &[]);
        vec![Emails { list: full, emails: vec![line] }, Emails { list: empty, emails: vec![] }]
    }
}

impl View for EmailPage {
    const TEMPLATE: &'static str = "pages/account/email.html";
    const AREA: &'static str = "emails";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/emails", "emails-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<EmailPage> {
        let page = |is_plain| EmailPage {
            subject: "Your order".into(),
            to: "ada@example.org".into(),
            at: crate::view::sample::at(),
            is_plain,
            text: "Dear Ada".into(),
            html_href: "/emails/1/html".into(),
        };
        vec![page(true), page(false)]
    }
}
