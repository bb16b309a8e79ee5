//! `GET /auth/currentCredential`: what this call may do.

use crate::call::{Answer, MemberCall, json};
use crate::v1::me::api::credential::shape;

pub(crate) async fn get(call: MemberCall) -> Answer {
    json(shape(&call, &call.credential))
}
