//! `/me/paymentMean`: what methods were called before; there are none, which is not the same as no such page.

use crate::call::{Answer, MemberCall, json};

pub(crate) async fn list(_: MemberCall) -> Answer {
    json(Vec::<i64>::new())
}
