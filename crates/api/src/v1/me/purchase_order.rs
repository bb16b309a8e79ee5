//! `/me/billing/purchaseOrder`: the customer's own references, and the days on whose invoices they are printed.

use std::collections::HashMap;

use accounts::numbers::Numbered;
use invoicing::references;
use invoicing::{BuyerReferenceKind, OwnReference, ReferenceError, ReferenceFault, WantedReference, store};
use kernel::{Date, ReferenceId};
use serde_json::{Map, Value, json};

use crate::call::{self, Answer, MemberCall};
use crate::list::{Collection, KEYS_MAX};
use crate::problem::Problem;
use crate::v1::fields::{bad, given, maybe_flag, maybe_text, maybe_word, missing};

const NAME: &str = "reference";
const START: &str = "startDate";
const END: &str = "endDate";

/// The customer's own references.
pub(crate) struct References;

impl Collection for References {
    type Key = i64;
    const KEY: &'static str = "id";
    const RISING: &'static [&'static str] = &["id"];

    async fn keys(call: &MemberCall) -> Result<Vec<i64>, Problem> {
        let ids = call.read(|tx| store::reference_ids(tx, KEYS_MAX)).await?;
        let mut numbers = call.numbers(Numbered::Reference, &ids).await?;
        numbers.sort_unstable();
        Ok(numbers)
    }

    async fn objects(call: &MemberCall, keys: &[i64]) -> Result<Vec<Option<Value>>, Problem> {
        let known = call.numbered(Numbered::Reference, keys).await?;
        let ids: Vec<ReferenceId> = known.values().copied().collect();
        let found = call.read(move |tx| store::references_with(tx, &ids)).await?;
        let found: HashMap<ReferenceId, OwnReference> = found.into_iter().map(|one| (one.id, one)).collect();
        let object = |key: &i64| Some(shape(call, *key, found.get(known.get(key)?)?));
        Ok(keys.iter().map(object).collect())
    }
}

/// `me.billing.purchaseOrder.PurchaseOrder`; one that was stopped keeps its days, and is printed no more.
fn shape(call: &MemberCall, number: i64, reference: &OwnReference) -> Value {
    let changed = reference.stopped_at.unwrap_or(reference.created_at);
    json!({
        "active": reference.stopped_at.is_none(),
        "billingGroupId": null,
        "creationDate": call.datetime(reference.created_at),
        "description": null,
        "endDate": reference.end_on,
        "id": number,
        "lastUpdate": call.datetime(changed),
        "reference": reference.reference.name,
        "startDate": reference.start_on,
        "status": if reference.stopped_at.is_none() { "CREATED" } else { "DELETED" },
        "type": match reference.reference.kind {
            BuyerReferenceKind::PurchaseOrder => "PURCHASE_ORDER",
            BuyerReferenceKind::Internal => "REFERENCE_ORDER",
        },
    })
}

/// `POST …`: a new one.
pub(crate) async fn post(call: MemberCall) -> Answer {
    let fields = call.fields()?;
    let wanted = Wanted::read(&fields)?.on(None)?;
    let id: ReferenceId = call.cx().random.id(call.now);
    save(&call, id, wanted.0, wanted.1).await?;
    let number = call.numbers(Numbered::Reference, &[id]).await?;
    let made = References::objects(&call, &number).await?.pop().flatten();
    call::json(made.ok_or(Problem::None)?)
}

/// `PUT …`: what is said of it changes.
pub(crate) async fn put(call: MemberCall) -> Answer {
    let known = named(&call).await?;
    let fields = call.fields()?;
    let (wanted, is_stopped) = Wanted::read(&fields)?.on(Some(&known))?;
    save(&call, known.id, wanted, is_stopped).await?;
    call::void()
}

/// `DELETE …`: it is printed no more; what was printed with it says so still.
pub(crate) async fn delete(call: MemberCall) -> Answer {
    let known = named(&call).await?;
    let (now, account) = (call.now, call.cx().db.account(call.account.id));
    let stop = move |tx: &mut db::AccountTx| references::set_stopped(tx, now, known.id, true);
    account.write(stop).await.map_err(faulty)?;
    call::void()
}

/// The reference that the path names.
async fn named(call: &MemberCall) -> Result<OwnReference, Problem> {
    let key = References::KEY;
    let (number, id) = call.named(key, Numbered::Reference).await?;
    let found = call.read(move |tx| store::find_reference(tx, id)).await?;
    found.ok_or_else(|| Problem::NotFound { key, value: number.to_string() })
}

/// What a call says of a reference.
struct Wanted {
    kind: Option<BuyerReferenceKind>,
    name: Option<String>,
    start_on: Option<Date>,
    end_on: Option<Date>,
    is_active: Option<bool>,
}

impl Wanted {
    fn read(fields: &Map<String, Value>) -> Result<Wanted, Problem> {
        if given(fields, "description").is_some() {
            return Err(bad("description", "a reference has no words but its name"));
        }
        let kind = |word: &str| match word {
            "PURCHASE_ORDER" => Some(BuyerReferenceKind::PurchaseOrder),
            "REFERENCE_ORDER" => Some(BuyerReferenceKind::Internal),
            _ => None,
        };
        let day = |word: &str| word.parse::<Date>().ok();
        Ok(Wanted {
            kind: maybe_word(fields, "type", "me.billing.purchaseOrder.PurchaseOrderTypeEnum", kind)?,
            name: maybe_text(fields, NAME)?.map(str::to_owned),
            start_on: maybe_word(fields, START, "date", day)?,
            end_on: maybe_word(fields, END, "date", day)?,
            is_active: maybe_flag(fields, "active")?,
        })
    }

    /// The whole of it, with what is known where nothing is said; and whether it is stopped.
    fn on(self, known: Option<&OwnReference>) -> Result<(WantedReference, bool), Problem> {
        let (name, kind) = match known.map(|known| &known.reference) {
            Some(known) => (self.name.or_else(|| Some(known.name.clone())), self.kind.or(Some(known.kind))),
            None => (self.name, self.kind),
        };
        let until = || bad(END, "the first day on which it is no longer printed is needed");
        let wanted = WantedReference {
            kind: kind.ok_or_else(|| missing("type"))?,
            name: name.ok_or_else(|| missing(NAME))?,
            start_on: self.start_on.or(known.map(|known| known.start_on)).ok_or_else(|| missing(START))?,
            end_on: self.end_on.or(known.map(|known| known.end_on)).ok_or_else(until)?,
        };
        let was_stopped = known.is_some_and(|known| known.stopped_at.is_some());
        Ok((wanted, self.is_active.map_or(was_stopped, |is| !is)))
    }
}

async fn save(
    call: &MemberCall,
    id: ReferenceId,
    wanted: WantedReference,
    is_stopped: bool,
) -> Result<(), Problem> {
    let (now, account) = (call.now, call.cx().db.account(call.account.id));
    let save = move |tx: &mut db::AccountTx| {
        references::save(tx, now, id, &wanted)?;
        references::set_stopped(tx, now, id, is_stopped)
    };
    account.write(save).await.map(|_| ()).map_err(faulty)
}

fn faulty(error: ReferenceError) -> Problem {
    match error {
        ReferenceError::Faulty(faults) => {
            let fault = faults.first().copied().unwrap_or(ReferenceFault::NoName);
            let field = match fault {
                ReferenceFault::NoName | ReferenceFault::TooLong => NAME,
                ReferenceFault::NoDays => END,
            };
            bad(field, &fault.to_string())
        }
        ReferenceError::Overlaps(other) => {
            let days = format!("{} has the days from {}", other.reference.name, other.start_on);
            bad(START, &format!("{days} to before {}", other.end_on))
        }
        ReferenceError::NoReference => Problem::None,
        ReferenceError::Db(error) => error.into(),
    }
}
