//! `POST /auth/logout`: what this call was made with opens nothing more, be it a credential or a token.

use accounts::api::{credential, oauth2};

use crate::call::{Answer, Grant, MemberCall, void};
use crate::problem::Problem;

pub(crate) async fn post(call: MemberCall) -> Answer {
    let (db, account) = (&call.cx().db, call.account.id);
    match &*call.grant {
        Grant::Credential(granted) => {
            credential::revoke(db, account, granted.id).await?;
        }
        Grant::Client { token, .. } => {
            let token = token.clone();
            db.account(account).write(move |tx| oauth2::revoke(tx, &token)).await?;
        }
        Grant::Account(_) => return Err(Problem::None),
    }
    void()
}
