//! The time machine: the demonstration's clock, moved forward.

use accounts::CustomerToken;
use accounts::session::NewSession;
use db::AccountTx;
use kernel::{AccountId, Money, SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::account::sign_in::welcomed;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::Form;
use crate::page::VisitorPage;
use crate::view::View;

#[derive(Debug, Deserialize)]
pub(crate) struct Jump {
    jump: String,
}

#[derive(Debug, Serialize)]
pub(crate) struct TimeMachine {
    now: Timestamp,
    /// The total above which an order waits for the staff, where there is one.
    held_over: Option<Money>,
}

pub(crate) async fn get(page: VisitorPage) -> Answer {
    let visit = page.visit();
    let limits = &page.cx().settings.validation.order_over;
    let held_over = limits.iter().find(|limit| limit.currency() == visit.subsidiary.currency).copied();
    page.show(&TimeMachine { now: visit.now, held_over })
}

pub(crate) async fn post(page: VisitorPage, Form(form): Form<Jump>) -> Answer {
    let hours = match form.jump.as_str() {
        "hour" => 1,
        "day" => 24,
        "week" => 24 * 7,
        "month" => 24 * 30,
        other => return Err(PageError::Bad(format!("no jump {other:?}"))),
    };
    let moved = page.cx().clock.advance(SignedDuration::from_hours(hours));
    moved.map_err(|error| PageError::Bad(error.to_string()))?;
    page.cx().wake.ring();
    let answer = page.redirect_with("/demo", Flash::good("flash-time"));
    let Some(member) = &page.visit().member else { return Ok(answer) };
    Ok(match stay(&page, member.account.id, member.token.clone()).await? {
        Some(token) => welcomed(&page, &token, answer),
        None => answer,
    })
}

/// Who makes time pass does not go away meanwhile: a session that begins now takes the place of one that ended.
async fn stay(
    page: &VisitorPage,
    account: AccountId,
    former: CustomerToken,
) -> Result<Option<CustomerToken>, PageError> {
    let (cx, entrance) = (page.cx(), page.entrance()?);
    let now = cx.clock.now();
    let session = NewSession {
        id: cx.random.id(now),
        token: CustomerToken::draw(&cx.random, account),
        peer: entrance.peer.to_string(),
        agent: entrance.agent,
    };
    let enter = move |tx: &mut AccountTx| {
        if accounts::session::find(tx, now, &former)?.is_some() {
            return Ok(None);
        }
        accounts::session::open(tx, now, &session)?;
        Ok::<_, db::Error>(Some(session.token.clone()))
    };
    Ok(cx.db.account(account).write(enter).await?)
}

impl View for TimeMachine {
    const TEMPLATE: &'static str = "pages/demo/index.html";
    const AREA: &'static str = "demo";

    #[cfg(test)]
    fn samples() -> Vec<TimeMachine> {
        use crate::view::sample;
        let page = |held_over| TimeMachine { now: sample::at(), held_over };
        vec![page(None), page(Some(sample::eur(50_000)))]
    }
}
