//! `/order`: carts that programs fill, and the orders they become.

pub(crate) mod cart;
pub(crate) mod catalog;
pub(crate) mod checkout;
pub(crate) mod family;
mod faults;
pub(crate) mod item;

use flows::carts;
use jurisdictions::Subsidiary;
use kernel::{Locale, SubsidiaryCode, TimeZone};
use orders::named::{CartName, NamedCart};

use self::faults::faulty;
use crate::call::Call;
use crate::problem::Problem;

/// The parameter that holds the name of a cart.
const CART: &str = "cartId";
/// The parameter that holds the number of an item.
const ITEM: &str = "itemId";

/// The name of the cart that the path says; what cannot be one names none.
fn name(call: &Call) -> Result<CartName, Problem> {
    let text: String = call.param(CART)?;
    CartName::parse(&text).ok_or(Problem::NotFound { key: CART, value: text })
}

/// The cart that the path names.
async fn named(call: &Call) -> Result<(CartName, NamedCart), Problem> {
    let name = name(call)?;
    let cart = carts::get(call.cx(), &name).await.map_err(|error| faulty(call, error))?;
    Ok((name, cart))
}

/// The number of an item that the path names and the cart has.
fn item_of(call: &Call, cart: &NamedCart) -> Result<i64, Problem> {
    let number: i64 = call.param(ITEM)?;
    let missing = || Problem::NotFound { key: ITEM, value: number.to_string() };
    cart.contents.plan(number).map(|_| number).ok_or_else(missing)
}

fn seller(call: &Call, code: SubsidiaryCode) -> Option<&Subsidiary> {
    call.cx().jurisdictions.get(code)
}

/// The language of who sells: nobody says theirs with an open call.
fn locale(call: &Call, code: SubsidiaryCode) -> Locale {
    let spoken = seller(call, code).and_then(|subsidiary| subsidiary.locales.first().copied());
    spoken.unwrap_or(Locale::En)
}

fn zone(call: &Call, code: SubsidiaryCode) -> TimeZone {
    seller(call, code).map_or(TimeZone::UTC, |subsidiary| subsidiary.time_zone.clone())
}
