//! `/me/paymentMean`: what methods were called before; there are none, which is not the same as no such page.

use kernel::PaymentKind;

use crate::call::{Answer, MemberCall, json};

pub(crate) async fn list(_: MemberCall) -> Answer {
    json(Vec::<i64>::new())
}

/// `billing.AutomaticPaymentMean`: what the account can be charged with by itself.
pub(crate) async fn automatic(call: MemberCall) -> Answer {
    let subsidiary = call.cx().jurisdictions.get(call.account.subsidiary);
    let kinds = subsidiary.map(|subsidiary| subsidiary.payment_kinds(call.account.account_type));
    let has = |kind| kinds.is_some_and(|kinds| kinds.contains(&kind));
    json(serde_json::json!({
        "bankAccount": has(PaymentKind::SepaDebit),
        "creditCard": has(PaymentKind::Card),
        "deferredPaymentAccount": false,
        "paypal": false,
    }))
}
