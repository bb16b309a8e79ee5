//! One endpoint: what it is told, each message with its tries, and what can be done with it.

use axum::extract::{Path, Query};
use kernel::{Date, Direction, EndpointId, MessageId, SignedDuration, Sort, Timestamp};
use serde::Serialize;
use texts::Args;
use webhooks::{Attempt, Endpoint, EndpointState, KEPT, Message, MessageState};

use super::{PATH, href, kind_key, state_badge};
use crate::error::{Answer, PageError};
use crate::form::{Fault, FormView};
use crate::list::{Address, Asked, ByDate, Column, ListView, Sorted, iso};
use crate::page::{MemberPage, Page};
use crate::programs::list::PATH as PROGRAMS;
use crate::view::{Badge, Crumb, View};

/// How many messages one page shows.
const PAGE_SIZE: u16 = 25;
/// How often the page looks while something is about to be sent.
const REFRESH_SECS: u16 = 2;
/// How soon that is.
const SOON: SignedDuration = SignedDuration::from_secs(120);
/// From when on failed messages are proposed to be sent again.
const SINCE: SignedDuration = SignedDuration::from_hours(24 * 7);

const COLUMNS: [Column; 4] = [
    Column::new("message-event"),
    Column::new("message-at").sorted("date", Direction::Descending),
    Column::new("state"),
    Column::ACTIONS,
];

#[derive(Debug, Serialize)]
pub(crate) struct EndpointPage {
    id: String,
    url: String,
    description: String,
    /// The kinds it is told; empty for all.
    events: Vec<EventView>,
    state: Badge,
    is_active: bool,
    failing_since: Option<Timestamp>,
    /// Until when the secret of before signs too.
    two_secrets_until: Option<Timestamp>,
    created_at: Timestamp,
    /// What the next secret is made of.
    drawn: String,
    list: ListView,
    messages: Vec<MessageRow>,
    /// For how many days messages are kept.
    days: i64,
    form: FormView,
    refresh_secs: Option<u16>,
    /// What this page shows, so that the same is not read out again.
    mark: String,
    here: String,
}

#[derive(Debug, Serialize)]
struct EventView {
    code: &'static str,
    text: String,
}

#[derive(Debug, Serialize)]
struct MessageRow {
    id: String,
    header: String,
    event: EventView,
    created_at: Timestamp,
    state: Badge,
    is_due: bool,
    next_at: Option<Timestamp>,
    payload: String,
    attempts: Vec<AttemptRow>,
}

#[derive(Debug, Serialize)]
struct AttemptRow {
    number: u32,
    started_at: Timestamp,
    /// «200» or why there was none.
    result: String,
    millis: Option<u64>,
    answer: String,
}

/// How the page is shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    pub(super) state: Option<MessageState>,
    pub(super) after: Option<String>,
    pub(super) sort: Option<String>,
    /// The form of what is sent again, when it was not right.
    pub(super) form: Option<FormView>,
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<EndpointId>, Query(asked): Query<Asked>) -> Answer {
    let shown = Shown {
        state: asked.get("state").and_then(MessageState::parse),
        after: asked.get("after").map(str::to_owned),
        sort: asked.get("sort").map(str::to_owned),
        form: None,
    };
    show(&page, id, shown).await
}

/// What was typed where a day was asked for.
pub(super) fn faulty_since(page: &Page, typed: &str) -> FormView {
    page.faulty(FormView::new().with("since", typed), &[Fault::at("since", "error-message-since")])
}

pub(super) async fn show(page: &MemberPage, id: EndpointId, shown: Shown) -> Answer {
    let (sort, sorted) = Sorted::asked(shown.sort.as_deref(), Sort::descending(ByDate));
    let request = kernel::PageRequest { after: shown.after.clone(), ..kernel::PageRequest::first(PAGE_SIZE) };
    let state = shown.state;
    let look = move |tx: &mut db::AccountTx| {
        let Some(endpoint) = webhooks::store::find(tx, id)? else { return Ok(None) };
        let messages = webhooks::store::messages(tx, id, state, sort.direction, &request)?;
        let ids: Vec<MessageId> = messages.items.iter().map(|message| message.id).collect();
        let attempts = webhooks::store::attempts(tx, id, &ids)?;
        Ok::<_, db::Error>(Some((endpoint, messages, attempts)))
    };
    let found = page.cx().db.account(page.account.id).read(look).await?;
    let (endpoint, messages, attempts) = found.ok_or(PageError::NotFound)?;
    let word = state.map_or("all", |state| state.code());
    let address = Address::new(href(id)).with("state", state.map_or("", |state| state.code()));
    let here = address.href();
    let list = ListView::new(address, &COLUMNS, sorted, shown.after.as_deref(), messages.next).tabbed(
        "state",
        "messages-filter-",
        &["all", "due", "delivered", "failed"],
        word,
    );
    let (now, is_faulty) = (page.visit().now, shown.form.is_some());
    let soon = now.checked_add(SOON).unwrap_or(Timestamp::MAX);
    let is_soon = messages.items.iter().any(|message| message.next_at.is_some_and(|at| at < soon));
    let marks = messages.items.iter().map(|message| format!("{}{}", message.state.code(), message.attempts));
    let view = EndpointPage {
        mark: marks.collect::<Vec<_>>().join("."),
        messages: messages.items.iter().map(|message| row(page, message, &attempts)).collect(),
        list,
        form: shown.form.unwrap_or_else(|| FormView::new().with("since", iso(Some(proposed(page))))),
        refresh_secs: (is_soon && endpoint.state == EndpointState::Active).then_some(REFRESH_SECS),
        here,
        ..described(page, &endpoint)
    };
    if is_faulty { page.show_faulty(&view) } else { page.show(&view) }
}

fn proposed(page: &Page) -> Date {
    let since = page.visit().now.checked_sub(SINCE).unwrap_or(Timestamp::MIN);
    page.visit().subsidiary.civil(since)
}

/// The endpoint itself, without its messages.
fn described(page: &MemberPage, endpoint: &Endpoint) -> EndpointPage {
    let before = endpoint.secret_before.as_ref().map(|(_, until)| *until);
    EndpointPage {
        id: endpoint.id.to_string(),
        url: endpoint.url.clone(),
        description: endpoint.description.clone(),
        events: endpoint.wanted.iter().map(|kind| event(page, *kind)).collect(),
        state: state_badge(page, endpoint),
        is_active: endpoint.state == EndpointState::Active,
        failing_since: endpoint.failing_since,
        two_secrets_until: before.filter(|until| page.visit().now < *until),
        created_at: endpoint.created_at,
        drawn: page.drawn(),
        list: ListView::plain(&COLUMNS),
        messages: Vec::new(),
        days: KEPT.as_hours() / 24,
        form: FormView::new(),
        refresh_secs: None,
        mark: String::new(),
        here: String::new(),
    }
}

fn event(page: &Page, kind: webhooks::EventKind) -> EventView {
    EventView { code: kind.code(), text: page.say(&kind_key(kind)) }
}

fn row(page: &Page, message: &Message, attempts: &[Attempt]) -> MessageRow {
    let (hue, icon) = match message.state {
        MessageState::Due => ("busy", "hourglass"),
        MessageState::Delivered => ("good", "circle-check"),
        MessageState::Failed => ("bad", "circle-alert"),
    };
    let key = format!("message-state-{}", message.state.code());
    let tries = attempts.iter().filter(|attempt| attempt.message == message.id);
    MessageRow {
        id: message.id.to_string(),
        header: message.header_id(),
        event: event(page, message.kind),
        created_at: message.created_at,
        state: Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key),
        is_due: message.state == MessageState::Due,
        next_at: message.next_at,
        payload: message.payload.clone(),
        attempts: tries.map(|attempt| tried(page, message, attempt)).collect(),
    }
}

fn tried(page: &Page, message: &Message, attempt: &Attempt) -> AttemptRow {
    let is_running = message.state == MessageState::Due
        && message.attempts == attempt.number
        && message.next_at.is_some_and(|at| at > page.visit().now);
    let result = match (attempt.status, attempt.failure) {
        (Some(status), _) => page.t("attempt-status", &Args::new().with("status", status.to_string())),
        (None, Some(failure)) => page.say(&format!("attempt-failure-{}", failure.code())),
        (None, None) if is_running => page.say("attempt-running"),
        (None, None) => page.say("attempt-unknown"),
    };
    AttemptRow {
        number: attempt.number,
        started_at: attempt.started_at,
        result,
        millis: attempt.millis,
        answer: attempt.answer.clone().unwrap_or_default(),
    }
}

impl View for EndpointPage {
    const TEMPLATE: &'static str = "pages/endpoints/page.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PROGRAMS, "programs-title"), Crumb::new(PATH, "endpoints-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<EndpointPage> {
        use crate::view::sample;
        let attempt = |number: u32, result: &str, answer: &str| AttemptRow {
            number,
            started_at: sample::at(),
            result: result.into(),
            millis: (number > 1).then_some(1_234),
            answer: answer.into(),
        };
        let kind = || EventView { code: "order.paid", text: "An order was paid".into() };
        let message = |number: u32, is_due: bool| MessageRow {
            id: format!("0199a0c2-0000-7000-8000-{number:012}"),
            header: format!("msg_{number:032}"),
            event: kind(),
            created_at: sample::at(),
            state: Badge::sample(),
            is_due,
            next_at: is_due.then(sample::at),
            payload: r#"{"type":"order.paid"}"#.into(),
            attempts: (1..=number)
                .map(|n| attempt(n, "HTTP 500", if n == 2 { "<b>no</b>" } else { "" }))
                .collect(),
        };
        let page = |list, messages: Vec<MessageRow>, is_active| EndpointPage {
            id: "1".into(),
            url: format!("https://example.com/{}", if is_active { "hooks".into() } else { "w".repeat(400) }),
            description: if is_active { "Books".into() } else { String::new() },
            events: if is_active { vec![] } else { vec![kind(), kind()] },
            state: Badge::sample(),
            is_active,
            failing_since: (!is_active).then(sample::at),
            two_secrets_until: (!is_active).then(sample::at),
            created_at: sample::at(),
            drawn: "1".into(),
            list,
            refresh_secs: messages.first().map(|_| REFRESH_SECS),
            messages,
            days: 30,
            form: FormView::new().with("since", "2026-01-01"),
            mark: "due1".into(),
            here: "/webhooks/endpoints/1".into(),
        };
        let texts = texts::Texts::embedded();
        let faults = [Fault::at("since", "error-message-since")];
        let faulty = FormView::new().with("since", "tomorrow").faulty(&texts, kernel::Locale::En, &faults);
        let [full, empty, filtered] = ListView::samples(&COLUMNS, &[]);
        vec![
            page(full, vec![message(0, true), message(1, false), message(3, false)], true),
            page(filtered, vec![], false),
            EndpointPage { form: faulty, ..page(empty, vec![], true) },
        ]
    }
}
