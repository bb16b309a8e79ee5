//! `GET /me/autorenew`: one day on which everything renews. Services of ours renew on their own, so there is none.

use crate::call::{Answer, MemberCall};
use crate::problem::Problem;

pub(crate) async fn get(_: MemberCall) -> Answer {
    Err(Problem::None)
}
