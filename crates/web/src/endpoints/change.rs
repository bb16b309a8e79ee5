//! What the buttons of an endpoint's page do.

use axum::extract::Path;
use db::AccountTx;
use kernel::{Date, EndpointId, MessageId};
use serde::Deserialize;
use webhooks::{ReplayError, Secret, TestError};

use super::page::{Shown, faulty_since, show};
use super::{PATH, form, href};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::Form;
use crate::page::MemberPage;

#[derive(Debug, Deserialize)]
pub(crate) struct Drawn {
    drawn: String,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Since {
    #[serde(default)]
    since: String,
}

pub(crate) async fn test(page: MemberPage, Path(id): Path<EndpointId>) -> Answer {
    let now = page.visit().now;
    let message: MessageId = page.cx().random.id(now);
    let test = move |tx: &mut AccountTx| webhooks::test(tx, now, id, message);
    let flash = match page.cx().db.account(page.account.id).write(test).await {
        Ok(()) => Flash::good("flash-endpoint-test"),
        Err(TestError::TooMany) => Flash::bad("flash-endpoint-tests"),
        Err(TestError::Off) => Flash::bad("flash-endpoint-off"),
        Err(TestError::Missing) => return Err(PageError::NotFound),
        Err(TestError::Db(error)) => return Err(error.into()),
    };
    page.cx().wake.ring();
    Ok(page.redirect_with(&href(id), flash))
}

pub(crate) async fn rotate(page: MemberPage, Path(id): Path<EndpointId>, Form(form): Form<Drawn>) -> Answer {
    let (now, secret) = (page.visit().now, Secret::of_form(&page.visit().form_secret, &form.drawn));
    let rotate = move |tx: &mut AccountTx| webhooks::rotate(tx, now, id, &secret);
    let changed = page.cx().db.account(page.account.id).write(rotate).await?;
    page.show(&form::shown(&changed.ok_or(PageError::NotFound)?, true))
}

pub(crate) async fn disable(page: MemberPage, Path(id): Path<EndpointId>) -> Answer {
    let now = page.visit().now;
    let disable = move |tx: &mut AccountTx| webhooks::disable(tx, now, id);
    switched(
        &page,
        id,
        page.cx().db.account(page.account.id).write(disable).await?,
        "flash-endpoint-disabled",
    )
}

pub(crate) async fn enable(page: MemberPage, Path(id): Path<EndpointId>) -> Answer {
    let enable = move |tx: &mut AccountTx| webhooks::enable(tx, id);
    switched(&page, id, page.cx().db.account(page.account.id).write(enable).await?, "flash-endpoint-enabled")
}

fn switched(page: &MemberPage, id: EndpointId, is_there: bool, key: &str) -> Answer {
    if !is_there {
        return Err(PageError::NotFound);
    }
    Ok(page.redirect_with(&href(id), Flash::good(key)))
}

pub(crate) async fn delete(page: MemberPage, Path(id): Path<EndpointId>) -> Answer {
    if !page.cx().db.account(page.account.id).write(move |tx| webhooks::delete(tx, id)).await? {
        return Err(PageError::NotFound);
    }
    Ok(page.redirect_with(PATH, Flash::good("flash-endpoint-deleted")))
}

pub(crate) async fn replay(page: MemberPage, Path((id, message)): Path<(EndpointId, MessageId)>) -> Answer {
    let now = page.visit().now;
    let replay = move |tx: &mut AccountTx| webhooks::replay(tx, now, id, message);
    let replayed = page.cx().db.account(page.account.id).write(replay).await;
    again(&page, id, replayed.map(|()| Flash::good("flash-message-replayed")))
}

pub(crate) async fn replay_failed(
    page: MemberPage,
    Path(id): Path<EndpointId>,
    Form(form): Form<Since>,
) -> Answer {
    let now = page.visit().now;
    let Ok(since) = form.since.trim().parse::<Date>() else {
        let form = faulty_since(&page, &form.since);
        return show(&page, id, Shown { form: Some(form), ..Shown::default() }).await;
    };
    let since = page.visit().subsidiary.start_of(since);
    let replay = move |tx: &mut AccountTx| webhooks::replay_failed(tx, now, id, since);
    let replayed = page.cx().db.account(page.account.id).write(replay).await;
    let told = |count: u64| match count {
        0 => Flash::busy("flash-messages-none"),
        count => Flash::good("flash-messages-replayed").with("count", count.to_string()),
    };
    again(&page, id, replayed.map(told))
}

fn again(page: &MemberPage, id: EndpointId, replayed: Result<Flash, ReplayError>) -> Answer {
    let flash = match replayed {
        Ok(flash) => flash,
        Err(ReplayError::Off) => Flash::bad("flash-endpoint-off"),
        Err(ReplayError::Missing) => return Err(PageError::NotFound),
        Err(ReplayError::Db(error)) => return Err(error.into()),
    };
    page.cx().wake.ring();
    Ok(page.redirect_with(&href(id), flash))
}
