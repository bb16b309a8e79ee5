//! `/me/payment/method`: the registered methods.

use std::collections::HashMap;

use accounts::numbers::Numbered;
use kernel::{Date, MethodId, PaymentKind};
use payments::{Method, MethodState, store};
use serde_json::{Value, json};

use crate::call::{self, Answer, MemberCall};
use crate::list::Collection;
use crate::problem::Problem;

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
        let found = call.read(store::list_methods).await?;
        let found: HashMap<MethodId, Method> = found.into_iter().map(|one| (one.id, one)).collect();
        let object = |key: &i64| Some(shape(call, *key, found.get(known.get(key)?)?));
        Ok(keys.iter().map(object).collect())
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
    let (kind, icon) = words(method.kind);
    let last_day = |(year, month)| Date::new(year, month, 1).ok().map(Date::last_of_month);
    let created = call.datetime(method.created_at);
    json!({
        "billingContactId": null,
        "creationDate": created,
        "default": method.is_default,
        "description": Some(&method.description).filter(|text| !text.is_empty()),
        "expirationDate": method.expires.and_then(last_day).map(|on| call.start_of(on)),
        "formSessionId": null,
        "icon": icon,
        "integration": "REDIRECT",
        "label": method.label,
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
