//! `POST /auth/logout`: the credential of this call is revoked.

use accounts::api::credential;

use crate::call::{Answer, MemberCall, void};

pub(crate) async fn post(call: MemberCall) -> Answer {
    credential::revoke(&call.cx().db, call.account.id, call.credential.id).await?;
    void()
}
