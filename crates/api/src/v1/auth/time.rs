//! `GET /auth/time`: what clients set their clocks by.

use crate::call::{Answer, Call, json};

pub(crate) async fn get(call: Call) -> Answer {
    json(call.now.as_second())
}
