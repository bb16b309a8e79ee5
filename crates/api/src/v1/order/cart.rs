//! `/order/cart`: carts, whose names open them.

use flows::carts;
use kernel::{SubsidiaryCode, Timestamp};
use orders::named::{CartName, NamedCart};
use serde_json::{Map, Value, json};

use super::faults::faulty;
use super::{name, named, zone};
use crate::call::{self, Answer, Call, MemberCall};
use crate::problem::Problem;
use crate::v1::fields::{bad, given, missing, needed, text};
use crate::v1::shape::datetime;

const COUPON: &str = "coupon";

pub(crate) async fn open(call: Call) -> Answer {
    let fields = call.fields()?;
    let code = text("ovhSubsidiary", needed(&fields, "ovhSubsidiary")?)?;
    let unknown = |_| Problem::not_a("ovhSubsidiary", code, "nichandle.OvhSubsidiaryEnum");
    let subsidiary = SubsidiaryCode::parse(code).map_err(unknown)?;
    let description = given(&fields, "description").map_or(Ok(""), |value| text("description", value))?;
    let opened = carts::open(call.cx(), subsidiary, description, expiry(&fields)?).await;
    let (name, cart) = opened.map_err(|error| faulty(&call, error))?;
    call::json(shape(&call, &name, &cart))
}

pub(crate) async fn list(call: MemberCall) -> Answer {
    call::json(carts::list(call.cx(), call.account.id, call.query("description")).await?)
}

pub(crate) async fn get(call: Call) -> Answer {
    let (name, cart) = named(&call).await?;
    call::json(shape(&call, &name, &cart))
}

pub(crate) async fn put(call: Call) -> Answer {
    let (name, _) = named(&call).await?;
    let fields = call.fields()?;
    let said = given(&fields, "description").map(|value| text("description", value)).transpose()?;
    let changed = carts::describe(call.cx(), &name, said.map(str::to_owned), expiry(&fields)?).await;
    let cart = changed.map_err(|error| faulty(&call, error))?;
    call::json(shape(&call, &name, &cart))
}

pub(crate) async fn delete(call: MemberCall) -> Answer {
    let gone = carts::forget(call.cx(), call.account.id, &name(&call)?).await;
    gone.map_err(|error| faulty(&call, error))?;
    call::void()
}

pub(crate) async fn assign(call: MemberCall) -> Answer {
    let taken = carts::take(call.cx(), &call.account, &name(&call)?).await;
    taken.map_err(|error| faulty(&call, error))?;
    call::void()
}

/// No codes are given out: a cart has none.
pub(crate) async fn coupons(call: Call) -> Answer {
    named(&call).await?;
    call::json(Vec::<String>::new())
}

/// No codes are given out, so none is one.
pub(crate) async fn add_coupon(call: Call) -> Answer {
    named(&call).await?;
    let fields = call.fields()?;
    let code = text(COUPON, needed(&fields, COUPON)?)?;
    Err(bad(COUPON, &format!("there is no coupon {code}")))
}

/// No codes are given out, so a cart has none to give back.
pub(crate) async fn delete_coupon(call: Call) -> Answer {
    named(&call).await?;
    let code = call.query(COUPON).ok_or_else(|| missing(COUPON))?;
    Err(Problem::NotFound { key: COUPON, value: code.to_owned() })
}

/// `order.cart.Cart`.
fn shape(call: &Call, name: &CartName, cart: &NamedCart) -> Value {
    json!({
        "cartId": name.reveal(),
        "description": cart.description,
        "expire": datetime(cart.expires_at, zone(call, cart.subsidiary)),
        "items": cart.contents.numbers(),
        "readOnly": cart.order.is_some(),
    })
}

fn expiry(fields: &Map<String, Value>) -> Result<Option<Timestamp>, Problem> {
    let read = |value: &Value| {
        let said = text("expire", value)?;
        said.parse::<Timestamp>().map_err(|_| Problem::not_a("expire", said, "datetime"))
    };
    given(fields, "expire").map(read).transpose()
}
