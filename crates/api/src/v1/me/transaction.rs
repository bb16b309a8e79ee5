//! `/me/payment/transaction`: payments with registered methods, and what went back to them.

use std::collections::HashMap;

use accounts::numbers::Numbered;
use db::AccountTx;
use kernel::{AttemptId, Id, MethodId, Money, RefundId, Timestamp};
use payments::{Attempt, AttemptState, Refund, RefundState, store};
use serde_json::{Value, json};

use crate::call::MemberCall;
use crate::list::{Collection, KEYS_MAX};
use crate::problem::Problem;

/// A payment or a refund, which share their numbers.
enum TransactionMarker {}
type TransactionId = Id<TransactionMarker>;

/// The payments and refunds of the account that have a registered method.
pub(crate) struct Transactions;

/// What both say.
struct Transaction {
    method: MethodId,
    amount: Money,
    created_at: Timestamp,
    settled_at: Option<Timestamp>,
    status: &'static str,
    kind: &'static str,
}

impl Collection for Transactions {
    type Key = i64;
    const KEY: &'static str = "transactionId";
    const RISING: &'static [&'static str] = &["transactionId"];
    const EQUAL: &'static [(&'static str, &'static str)] =
        &[("paymentMethodId", "long"), ("status", "me.payment.transaction.StatusEnum")];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let look = |tx: &mut AccountTx| Ok((store::charges(tx, KEYS_MAX)?, store::repayments(tx, KEYS_MAX)?));
        let (charges, repayments) = call.read(look).await?;
        let charges = charges.iter().map(|id| TransactionId::from_uuid(id.uuid()));
        let repayments = repayments.iter().map(|id| TransactionId::from_uuid(id.uuid()));
        let ids: Vec<TransactionId> = charges.chain(repayments).collect();
        let mut numbers = call.numbers(Numbered::Transaction, &ids).await?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let known: HashMap<i64, TransactionId> = call.numbered(Numbered::Transaction, keys).await?;
        let ids: Vec<TransactionId> = known.values().copied().collect();
        let look = move |tx: &mut AccountTx| {
            let refunds: Vec<RefundId> = ids.iter().map(|id| Id::from_uuid(id.uuid())).collect();
            let refunds = store::refunds_of_ids(tx, &refunds)?;
            let attempts = ids.iter().map(|id| Id::from_uuid(id.uuid()));
            let attempts: Vec<AttemptId> = attempts.chain(refunds.iter().map(|one| one.attempt)).collect();
            Ok((store::of_ids(tx, &attempts)?, refunds))
        };
        let (attempts, refunds) = call.read(look).await?;
        let methods: HashMap<AttemptId, MethodId> =
            attempts.iter().filter_map(|one| Some((one.id, one.method?))).collect();
        let repaid = refunds.iter().filter_map(|refund| {
            let method = *methods.get(&refund.attempt)?;
            Some((TransactionId::from_uuid(refund.id.uuid()), credit(refund, method)))
        });
        let found: HashMap<TransactionId, Transaction> = attempts
            .iter()
            .filter_map(|one| Some((TransactionId::from_uuid(one.id.uuid()), debit(one, one.method?))))
            .chain(repaid)
            .collect();
        let ids: Vec<MethodId> = methods.values().copied().collect();
        let numbers = call.numbers(Numbered::Method, &ids).await?;
        let numbers: HashMap<MethodId, i64> = ids.into_iter().zip(numbers).collect();
        let shape = |key: &i64| {
            let one = found.get(known.get(key)?)?;
            Some(json!({
                "amount": call.price(one.amount),
                "creationDate": call.datetime(one.created_at),
                "lastUpdate": call.datetime(one.settled_at.unwrap_or(one.created_at)),
                "paymentMethodId": numbers.get(&one.method)?,
                "status": one.status,
                "transactionId": key,
                "type": one.kind,
            }))
        };
        Ok(keys.iter().map(shape).collect())
    }
}

/// Money that was to be taken.
fn debit(attempt: &Attempt, method: MethodId) -> Transaction {
    let status = match attempt.state {
        AttemptState::Created | AttemptState::Unknown | AttemptState::Confirming => "CONFIRMING",
        AttemptState::Ready => "READY",
        AttemptState::Error => "ERROR",
        AttemptState::Expired => "EXPIRED",
        AttemptState::Canceled => "CANCELED",
        AttemptState::Failed => "FAILED",
        AttemptState::Success => "SUCCESS",
    };
    let (created_at, settled_at) = (attempt.created_at, attempt.settled_at);
    Transaction { method, amount: attempt.amount, created_at, settled_at, status, kind: "DEBIT" }
}

/// Money that was to go back.
fn credit(refund: &Refund, method: MethodId) -> Transaction {
    let status = match refund.state {
        RefundState::Requested | RefundState::Unknown | RefundState::Pending => "CONFIRMING",
        RefundState::Failed => "FAILED",
        RefundState::Success => "SUCCESS",
    };
    let (created_at, settled_at) = (refund.created_at, refund.settled_at);
    Transaction { method, amount: refund.amount, created_at, settled_at, status, kind: "CREDIT" }
}
