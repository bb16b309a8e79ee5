//! `/me/notification/email/history`: the archive of e-mails.

use std::collections::HashMap;

use accounts::numbers::Numbered;
use kernel::EmailId;
use mail::archive::{self, Letter};
use serde_json::{Value, json};

use crate::call::MemberCall;
use crate::list::{Collection, KEYS_MAX};
use crate::problem::Problem;

/// The e-mails of the account.
pub(crate) struct Emails;

impl Collection for Emails {
    type Key = i64;
    const KEY: &'static str = "id";
    const RISING: &'static [&'static str] = &["id"];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let ids = call.read(|tx| archive::ids(tx, KEYS_MAX)).await?;
        let mut numbers = call.numbers(Numbered::Email, &ids).await?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let known = call.numbered(Numbered::Email, keys).await?;
        let ids: Vec<EmailId> = known.values().copied().collect();
        let found = call.read(move |tx| archive::of_ids(tx, &ids)).await?;
        let found: HashMap<EmailId, Letter> =
            found.into_iter().map(|letter| (letter.line.id, letter)).collect();
        let object = |key: &i64| {
            let letter = found.get(known.get(key)?)?;
            Some(json!({
                "body": letter.text,
                "date": call.datetime(letter.line.posted_at),
                "id": key,
                "subject": letter.line.subject,
            }))
        };
        Ok(keys.iter().map(object).collect())
    }
}
