//! `/me/payment/method`: the registered methods, and what their owner changes of them.

use std::collections::HashMap;

use accounts::numbers::Numbered;
use db::AccountTx;
use flows::methods::{self, ChangeError};
use kernel::{AttemptId, Date, Id, MethodId, PaymentKind};
use payments::{Attempt, AttemptState, Method, MethodError, MethodState, store};
use serde_json::{Value, json};

use crate::call::{self, Answer, MemberCall};
use crate::list::Collection;
use crate::problem::Problem;
use crate::v1::fields::{bad, maybe_flag, maybe_text};

/// The parameter that names a method.
const KEY: &str = Methods::KEY;

/// The registered methods of the account.
pub(crate) struct Methods;

impl Collection for Methods {
    type Key = i64;
    const KEY: &'static str = "paymentMethodId";
    const RISING: &'static [&'static str] = &["paymentMethodId"];
    const EQUAL: &'static [(&'static str, &'static str)] =
        &[("default", "boolean"), ("paymentType", "string"), ("status", "me.payment.method.StatusEnum")];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let methods = call.read(store::list_methods).await?;
        let ids: Vec<MethodId> = methods.iter().map(|method| method.id).collect();
        let mut numbers = call.numbers(Numbered::Method, &ids).await?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let known = call.numbered(Numbered::Method, keys).await?;
        let begun: Vec<AttemptId> = known.values().map(|id| Id::from_uuid(id.uuid())).collect();
        let look =
            move |tx: &mut AccountTx| Ok((store::list_methods(tx)?, store::registrations_of(tx, &begun)?));
        let (found, begun) = call.read(look).await?;
        let found: HashMap<MethodId, Method> = found.into_iter().map(|one| (one.id, one)).collect();
        // The method of a registration has the id of its attempt.
        let begun: HashMap<MethodId, Attempt> =
            begun.into_iter().map(|one| (Id::from_uuid(one.id.uuid()), one)).collect();
        let object = |key: &i64| {
            let id = known.get(key)?;
            match found.get(id) {
                Some(method) => Some(shape(call, *key, method)),
                // One whose registration succeeded with it was there, and was taken away.
                None => {
                    let begun = begun.get(id).filter(|begun| begun.method != Some(*id))?;
                    Some(registering(call, *key, begun))
                }
            }
        };
        Ok(keys.iter().map(object).collect())
    }
}

/// `PUT …`: its words, and whether it is charged for renewals. A program sends back what it read: only what is said
/// otherwise changes.
pub(crate) async fn put(call: MemberCall) -> Answer {
    let (number, method) = named(&call).await?;
    let fields = call.fields()?;
    let description = maybe_text(&fields, "description")?.map(str::to_owned);
    let is_default = maybe_flag(&fields, "default")?.filter(|is| *is != method.is_default);
    if is_default == Some(false) {
        return Err(bad("default", "make another method the default one instead"));
    }
    let (cx, account, id) = (call.cx(), call.account.id, method.id);
    if let Some(words) = description.filter(|words| *words != method.description) {
        methods::describe(cx, account, id, words).await.map_err(faulty)?;
    }
    if is_default == Some(true) {
        methods::make_default(cx, account, id).await.map_err(faulty)?;
    }
    let method = call.read(move |tx| store::get_method(tx, id)).await?;
    call::json(shape(&call, number, &method))
}

/// `DELETE …`: it is charged no more, and its provider forgets it.
pub(crate) async fn delete(call: MemberCall) -> Answer {
    let (number, method) = named(&call).await?;
    let gone = methods::remove(call.cx(), call.account.id, method.id).await.map_err(faulty)?;
    call::json(shape(&call, number, &gone))
}

/// The registered method that the path names, with its number.
async fn named(call: &MemberCall) -> Result<(i64, Method), Problem> {
    let (number, id) = call.named(KEY, Numbered::Method).await?;
    let method = call.read(move |tx| store::find_method(tx, id)).await?;
    Ok((number, method.ok_or_else(|| Problem::NotFound { key: KEY, value: number.to_string() })?))
}

fn faulty(error: ChangeError) -> Problem {
    let said = error.to_string();
    match error {
        ChangeError::Method(MethodError::Missing) => Problem::None,
        ChangeError::Method(MethodError::TooLong) => bad("description", &said),
        ChangeError::Method(MethodError::NotValid) => bad("default", &said),
        ChangeError::Method(MethodError::Stays(_)) => bad(KEY, &said),
        ChangeError::Method(MethodError::Db(error)) | ChangeError::Db(error) => error.into(),
        error @ ChangeError::Unconfigured(_) => Problem::internal(&error),
    }
}

/// `me.payment.PaymentMethod`.
pub(super) fn shape(call: &MemberCall, number: i64, method: &Method) -> Value {
    let status = match method.state {
        MethodState::Valid if method.is_usable(call.today()) => "VALID",
        MethodState::Valid | MethodState::Expired => "EXPIRED",
        MethodState::Error => "ERROR",
        MethodState::CanceledByCustomer => "CANCELED",
    };
    let last_day = |(year, month)| Date::new(year, month, 1).ok().map(Date::last_of_month);
    let mut shape = blank(number, method.kind, &call.datetime(method.created_at), status);
    shape["default"] = method.is_default.into();
    shape["description"] = json!(Some(&method.description).filter(|text| !text.is_empty()));
    shape["expirationDate"] = json!(method.expires.and_then(last_day).map(|on| call.start_of(on)));
    shape["label"] = method.label.as_str().into();
    shape
}

/// `me.payment.PaymentMethod` of one that is not registered yet, or was not.
fn registering(call: &MemberCall, number: i64, attempt: &Attempt) -> Value {
    let status = match attempt.state {
        AttemptState::Created | AttemptState::Unknown => "CREATED",
        AttemptState::Ready => "CREATING",
        AttemptState::Confirming => "VALIDATING",
        AttemptState::Error => "ERROR",
        AttemptState::Expired | AttemptState::Canceled => "CANCELED",
        AttemptState::Failed => "FAILED",
        // It was one that the account has already.
        AttemptState::Success => "REPLACED",
    };
    blank(number, attempt.kind, &call.datetime(attempt.created_at), status)
}

/// `me.payment.PaymentMethod` of which no more is known than this.
fn blank(number: i64, kind: PaymentKind, created: &str, status: &str) -> Value {
    let (kind, icon) = words(kind);
    json!({
        "billingContactId": null,
        "creationDate": created,
        "default": false,
        "description": null,
        "expirationDate": null,
        "formSessionId": null,
        "icon": icon,
        "integration": "REDIRECT",
        "label": null,
        "lastUpdate": created,
        "merchantId": null,
        "oneclick": null,
        "paymentMeanId": null,
        "paymentMethodId": number,
        "paymentSubType": null,
        "paymentType": kind,
        "status": status,
    })
}

/// What a kind is called, and `me.payment.Icon`.
fn words(kind: PaymentKind) -> (&'static str, Value) {
    let (word, icon) = match kind {
        PaymentKind::Card => ("CREDIT_CARD", "credit-card"),
        PaymentKind::SepaDebit => ("BANK_ACCOUNT", "landmark"),
    };
    (word, json!({"data": null, "name": icon, "url": null}))
}

/// The kind of that word.
pub(super) fn kind(word: &str) -> Option<PaymentKind> {
    PaymentKind::ALL.into_iter().find(|kind| words(*kind).0 == word)
}

/// `me.payment.AvailablePaymentMethod[]`.
pub(crate) async fn available(call: MemberCall) -> Answer {
    call::json(offered(&call))
}

/// What the subsidiary offers the account and a provider has a page for, the preferred one first.
pub(super) fn offered(call: &MemberCall) -> Vec<Value> {
    let subsidiary = call.cx().jurisdictions.get(call.account.subsidiary);
    let kinds = subsidiary.map_or(&[][..], |subsidiary| subsidiary.payment_kinds(call.account.account_type));
    let method = |kind: &PaymentKind| {
        let can = call.cx().gateways.hosting(*kind)?.capabilities();
        let (kind, icon) = words(*kind);
        Some(json!({
            "formSessionId": null,
            "icon": icon,
            "integration": "REDIRECT",
            "merchantId": null,
            "oneshot": true,
            "organizationId": null,
            "paymentSubType": null,
            "paymentType": kind,
            "registerable": can.setup,
            "registerableWithTransaction": can.registered,
        }))
    };
    kinds.iter().filter_map(method).collect()
}
