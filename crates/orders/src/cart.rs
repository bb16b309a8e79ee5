//! The cart: what somebody means to order, before and after they sign in.
//!
//! A visitor's cart lives in the scope of a provisional account that nobody has yet; at sign-in its items are
//! read there, [`adopt`]ed by the real account, and [`clear`]ed there. A crash between the two leaves items in
//! both, and adopting them again changes nothing.

use catalog::Selection;
use db::AccountTx;
use kernel::{CartItemId, Timestamp};

use crate::store;

/// One thing in the cart.
#[derive(Debug, Clone, PartialEq)]
pub struct CartItem {
    /// Its identity, drawn with the form that adds it, so that adding twice is adding once.
    pub id: CartItemId,
    /// What was chosen; its price is computed when the cart is shown, never stored.
    pub selection: Selection,
    /// When it was added.
    pub added_at: Timestamp,
}

/// Why the cart was not changed.
#[derive(Debug, thiserror::Error)]
pub enum CartError {
    /// It has [`ITEMS_MAX`] items already.
    #[error("the cart is full")]
    Full,
    /// A quantity is nothing, or more than [`QUANTITY_MAX`].
    #[error("a quantity must be from 1 to {QUANTITY_MAX}")]
    Quantity,
    /// The item is not in the cart, any more.
    #[error("no such item in the cart")]
    Gone,
    /// The database did not do it.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The most items of a cart.
pub const ITEMS_MAX: usize = 20;
/// The largest quantity of an item; a price may allow less.
pub const QUANTITY_MAX: u16 = 100;

/// Puts a selection in the cart; the same item once more changes nothing.
///
/// # Errors
/// [`CartError`].
pub fn add(
    tx: &mut AccountTx,
    now: Timestamp,
    id: CartItemId,
    selection: &Selection,
) -> Result<(), CartError> {
    check(selection.quantity)?;
    let items = store::cart(tx)?;
    if items.iter().any(|item| item.id == id) {
        return Ok(());
    }
    if items.len() >= ITEMS_MAX {
        return Err(CartError::Full);
    }
    let item = CartItem { id, selection: selection.clone(), added_at: now };
    Ok(store::insert_cart_item(tx, now, &item)?)
}

/// Puts a selection in the cart under the id its page drew, so that a form sent twice adds once. A page that was
/// gone back to and chosen otherwise adds another thing, under `fresh`.
///
/// # Errors
/// [`CartError`].
pub fn put(
    tx: &mut AccountTx,
    now: Timestamp,
    drawn: CartItemId,
    fresh: CartItemId,
    selection: &Selection,
) -> Result<(), CartError> {
    let known = store::cart(tx)?.into_iter().find(|item| item.id == drawn);
    let id = if known.is_some_and(|known| known.selection != *selection) { fresh } else { drawn };
    add(tx, now, id, selection)
}

/// Changes how many of an item are wanted.
///
/// # Errors
/// [`CartError`].
pub fn set_quantity(
    tx: &mut AccountTx,
    now: Timestamp,
    id: CartItemId,
    quantity: u16,
) -> Result<(), CartError> {
    check(quantity)?;
    let mut item = store::cart(tx)?.into_iter().find(|item| item.id == id).ok_or(CartError::Gone)?;
    item.selection.quantity = quantity;
    Ok(store::update_cart_item(tx, now, &item)?)
}

/// Takes an item out of the cart; one that is not there is out already.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn remove(tx: &mut AccountTx, id: CartItemId) -> Result<(), db::Error> {
    store::delete_cart_item(tx, id)
}

/// What is in the cart, in the order it was put there.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn list(tx: &mut AccountTx) -> Result<Vec<CartItem>, db::Error> {
    store::cart(tx)
}

/// Asks for the cart now, for [`list`] to find it there ([`db::Read::fetch_ahead`]).
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn fetch_ahead(tx: &mut AccountTx) -> Result<(), db::Error> {
    store::fetch_cart_ahead(tx)
}

/// Takes over the items of a visitor's cart, as many as fit; those it has already stay as they are.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn adopt(tx: &mut AccountTx, now: Timestamp, items: &[CartItem]) -> Result<(), db::Error> {
    let existing = store::cart(tx)?;
    let is_new = |item: &&CartItem| existing.iter().all(|known| known.id != item.id);
    let room = ITEMS_MAX.saturating_sub(existing.len());
    for item in items.iter().filter(is_new).take(room) {
        store::insert_cart_item(tx, now, item)?;
    }
    Ok(())
}

/// Empties the cart of these items: they were ordered or adopted. What was added meanwhile stays.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn clear(tx: &mut AccountTx, items: &[CartItemId]) -> Result<(), db::Error> {
    items.iter().try_for_each(|id| store::delete_cart_item(tx, *id))
}

/// Removes the items nobody touched since `before`.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn forget(tx: &mut AccountTx, before: Timestamp) -> Result<u64, db::Error> {
    store::delete_old_cart_items(tx, before)
}

fn check(quantity: u16) -> Result<(), CartError> {
    if (1..=QUANTITY_MAX).contains(&quantity) { Ok(()) } else { Err(CartError::Quantity) }
}
