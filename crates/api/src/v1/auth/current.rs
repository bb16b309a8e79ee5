//! `GET /auth/currentCredential`: what this call may do. A token of OAuth 2.0 is no credential, nor is
//! a customer's own hand.

use crate::call::{Answer, Grant, MemberCall, json};
use crate::problem::Problem;
use crate::v1::me::api::credential::shape;

pub(crate) async fn get(call: MemberCall) -> Answer {
    match &*call.grant {
        Grant::Credential(credential) => json(shape(&call, credential)),
        Grant::Client { .. } | Grant::Account(_) => Err(Problem::None),
    }
}
