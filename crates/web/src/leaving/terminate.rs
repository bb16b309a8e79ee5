//! The ways out of a service, and the forms of two of them: at expiry, and at once by a link in an e-mail.

use axum::extract::{Path, Query};
use flows::terminate::{self, Leaving, TerminateError, Ways};
use kernel::{Date, ServiceId, Timestamp};
use serde::{Deserialize, Serialize};
use services::{FutureUse, LeaveReason, Refusal, TerminationId, TerminationKind};

use super::{About, failed, refusal, refused};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, Page};
use crate::view::{Choice, Crumb, View};

#[derive(Debug, Deserialize)]
pub(crate) struct Wanted {
    way: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    id: String,
    way: String,
    reason: String,
    future_use: String,
    comment: String,
}

/// The ways out.
#[derive(Debug, Serialize)]
pub(crate) struct Terminate {
    about: About,
    /// The day it ends when it was asked to.
    ends_on: Option<Date>,
    /// Until when that can be undone; none when it no longer can.
    undo_until: Option<Timestamp>,
    ways: Vec<WayView>,
    /// The order whose payment opens the ways that a bill keeps closed.
    bill: Option<String>,
    can_withdraw: bool,
}

#[derive(Debug, Serialize)]
struct WayView {
    name: &'static str,
    href: String,
    /// Why it is closed; empty when it is open.
    refusal: String,
}

/// The form of one way out.
#[derive(Debug, Serialize)]
pub(crate) struct Leave {
    about: About,
    way: &'static str,
    /// The termination this page makes: sent twice, it is one.
    id: String,
    form: FormView,
    reasons: Vec<Choice>,
    future_uses: Vec<Choice>,
    /// The day it would end, or the data be gone.
    on: Option<Date>,
    undo_until: Option<Timestamp>,
    hours: u16,
    email: String,
    /// The link that was sent and works.
    sent: Option<SentView>,
}

#[derive(Debug, Serialize)]
struct SentView {
    at: Timestamp,
    until: Option<Timestamp>,
}

pub(crate) async fn get(
    page: MemberPage,
    Path(service): Path<ServiceId>,
    Query(wanted): Query<Wanted>,
) -> Answer {
    let ways = terminate::ways(page.cx(), page.account.id, service).await.map_err(failed)?;
    match wanted.way.as_deref().and_then(TerminationKind::parse) {
        None => page.show(&overview(&page, &ways).await?),
        Some(kind) if may(&ways, kind).is_err() => {
            Ok(page.redirect(&format!("/services/{service}/terminate")))
        }
        Some(kind) => page.show(&leave(&page, &ways, kind, FormView::new())),
    }
}

pub(crate) async fn post(
    page: MemberPage,
    Path(service): Path<ServiceId>,
    Form(typed): Form<Typed>,
) -> Answer {
    let (cx, account) = (page.cx(), page.account.id);
    let unknown = |what: &str| PageError::Bad(format!("no such {what}"));
    let kind = TerminationKind::parse(&typed.way).ok_or_else(|| unknown("way"))?;
    let id: Option<TerminationId> = typed.id.parse().ok();
    let leaving = Leaving {
        id: id.ok_or_else(|| unknown("id"))?,
        reason: LeaveReason::parse(&typed.reason).ok_or_else(|| unknown("reason"))?,
        future_use: FutureUse::parse(&typed.future_use).ok_or_else(|| unknown("use"))?,
        comment: typed.comment.trim().to_owned(),
    };
    let here = format!("/services/{service}/terminate");
    if leaving.comment.chars().count() > services::COMMENT_CHARS_MAX {
        let ways = terminate::ways(cx, account, service).await.map_err(failed)?;
        let fault = Fault::at("comment", "error-comment").with("count", services::COMMENT_CHARS_MAX);
        let form = FormView::new()
            .with("reason", typed.reason)
            .with("future_use", typed.future_use)
            .with("comment", typed.comment);
        return page.show_faulty(&leave(&page, &ways, kind, page.faulty(form, &[fault])));
    }
    let done = match kind {
        TerminationKind::AtExpiry => terminate::terminate(cx, account, service, leaving)
            .await
            .map(|_| page.redirect_with(&here, Flash::good("flash-terminated"))),
        TerminationKind::Immediate => {
            let there = format!("{here}?way={}", kind.code());
            terminate::delete_now(cx, account, service, leaving).await.map(|()| page.redirect(&there))
        }
    };
    match done {
        Ok(answer) => Ok(answer),
        Err(TerminateError::Refused(refusal)) => Ok(page.redirect_with(&here, refused(&page, refusal))),
        Err(TerminateError::TooOften) => {
            Ok(page.redirect_with(&here, Flash::bad("flash-termination-too-often")))
        }
        Err(error) => Err(failed(error)),
    }
}

fn may(ways: &Ways, kind: TerminationKind) -> Result<(), Refusal> {
    match kind {
        TerminationKind::AtExpiry => ways.at_expiry,
        TerminationKind::Immediate => ways.now.map(|_| ()),
    }
}

async fn overview(page: &MemberPage, ways: &Ways) -> Result<Terminate, PageError> {
    let about = About::new(&ways.service);
    let way = |name, href: String, may: Result<(), Refusal>| WayView {
        name,
        href,
        refusal: may.err().map(|why| refusal(page, why)).unwrap_or_default(),
    };
    let form = |kind: TerminationKind| format!("{}/terminate?way={}", about.base, kind.code());
    let shown = vec![
        way("manual", format!("{}/renewal", about.base), ways.manual),
        way("at_expiry", form(TerminationKind::AtExpiry), ways.at_expiry),
        way("immediate", form(TerminationKind::Immediate), ways.now.map(|_| ())),
    ];
    let can_withdraw = flows::quote_withdrawal(page.cx(), page.account.id, ways.service.order).await.is_ok();
    Ok(Terminate {
        ends_on: ways.end_on.filter(|_| ways.service.renewal.is_ending),
        undo_until: ways.until.filter(|_| ways.undo.is_ok()),
        ways: shown,
        bill: ways.bill.map(|number| number.to_string()),
        can_withdraw,
        about,
    })
}

fn leave(page: &MemberPage, ways: &Ways, kind: TerminationKind, form: FormView) -> Leave {
    Leave {
        about: About::new(&ways.service),
        way: kind.code(),
        id: page.cx().random.id::<()>(page.visit().now).to_string(),
        form,
        reasons: reasons(page),
        future_uses: future_uses(page),
        on: match kind {
            TerminationKind::AtExpiry => ways.end_on,
            TerminationKind::Immediate => ways.now.ok(),
        },
        undo_until: ways.until,
        hours: ways.link_hours,
        email: page.account.email.clone(),
        sent: match kind {
            TerminationKind::AtExpiry => None,
            TerminationKind::Immediate => {
                ways.sent.as_ref().map(|sent| SentView { at: sent.asked_at, until: sent.expires_at })
            }
        },
    }
}

/// The reasons, «no answer» first: nobody has to say.
fn reasons(page: &Page) -> Vec<Choice> {
    let first = LeaveReason::NoAnswer;
    let rest = LeaveReason::ALL.iter().copied().filter(|reason| *reason != first);
    let choice = |reason: LeaveReason| Choice {
        value: reason.code().to_owned(),
        text: page.say(&format!("leave-reason-{}", reason.code())),
    };
    [first].into_iter().chain(rest).map(choice).collect()
}

fn future_uses(page: &Page) -> Vec<Choice> {
    let first = FutureUse::NoAnswer;
    let rest = FutureUse::ALL.iter().copied().filter(|one| *one != first);
    let choice = |one: FutureUse| Choice {
        value: one.code().to_owned(),
        text: page.say(&format!("future-use-{}", one.code())),
    };
    [first].into_iter().chain(rest).map(choice).collect()
}

impl View for Terminate {
    const TEMPLATE: &'static str = "pages/leaving/terminate.html";
    const AREA: &'static str = "services";

    fn crumbs(&self) -> Vec<Crumb> {
        self.about.crumbs()
    }

    #[cfg(test)]
    fn samples() -> Vec<Terminate> {
        use crate::view::sample;
        let way = |name, refusal: &str| WayView { name, href: "/x".into(), refusal: refusal.into() };
        let ways = |refusal| ["manual", "at_expiry", "immediate"].map(|name| way(name, refusal)).into();
        let page = |ends_on, undo_until, refusal, bill: Option<&str>| Terminate {
            about: About::sample(),
            ends_on,
            undo_until,
            ways: ways(refusal),
            bill: bill.map(str::to_owned),
            can_withdraw: bill.is_none(),
        };
        vec![
            page(None, None, "", None),
            page(None, None, "An invoice is to be paid first.", Some("100042")),
            page(Some(sample::on()), Some(sample::at()), "Asked for.", None),
            page(Some(sample::on()), None, "Asked for.", None),
        ]
    }
}

impl View for Leave {
    const TEMPLATE: &'static str = "pages/leaving/leave.html";
    const AREA: &'static str = "services";

    fn crumbs(&self) -> Vec<Crumb> {
        let mut crumbs = self.about.crumbs();
        crumbs.push(Crumb::new(&format!("{}/terminate", self.about.base), "terminate-short"));
        crumbs
    }

    #[cfg(test)]
    fn samples() -> Vec<Leave> {
        use crate::view::sample;
        let texts = texts::Texts::embedded();
        let choice = || vec![Choice { value: "no_answer".into(), text: "No answer".into() }];
        let fault = Fault::at("comment", "error-comment").with("count", 2_000_usize);
        let page = |way, form, sent| Leave {
            about: About::sample(),
            way,
            id: "1".into(),
            form,
            reasons: choice(),
            future_uses: choice(),
            on: Some(sample::on()),
            undo_until: Some(sample::at()),
            hours: 72,
            email: "ada@example.org".into(),
            sent,
        };
        let faulty = FormView::new().faulty(&texts, kernel::Locale::En, &[fault]);
        let sent = SentView { at: sample::at(), until: Some(sample::at()) };
        vec![
            page("at_expiry", FormView::new(), None),
            page("at_expiry", faulty, None),
            page("immediate", FormView::new(), None),
            page("immediate", FormView::new(), Some(sent)),
        ]
    }
}
