//! Carts with a name: a program makes as many as it likes, names one with each call, and whoever knows the name may fill
//! it. A customer takes one to order it; ordered, it changes no more. Pure, but for reading and keeping.

use catalog::Selection;
use db::{AccountTx, AcrossTx};
use kernel::{AccountId, CartItemId, Random, Secret, SignedDuration, SubsidiaryCode, Timestamp};
use serde::{Deserialize, Serialize};

use crate::cart::{CartItem, ITEMS_MAX, QUANTITY_MAX};
use crate::store;

/// The name of a cart: 128 bits of chance, because who knows it may read and fill the cart.
#[derive(Clone, PartialEq, Eq)]
pub struct CartName(Secret<String>);

/// A cart with a name.
#[derive(Debug, Clone, PartialEq)]
pub struct NamedCart {
    /// Who would sell.
    pub subsidiary: SubsidiaryCode,
    /// The program's own words.
    pub description: String,
    /// What is in it.
    pub contents: Contents,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it is gone.
    pub expires_at: Timestamp,
    /// Who took it.
    pub owner: Option<AccountId>,
    /// The number of the order it became.
    pub order: Option<i64>,
}

/// What is in a cart with a name, each thing with a number of its own that is never given again.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Contents {
    /// The number given last.
    last: i64,
    /// The plans, in the order they were added.
    pub items: Vec<NamedItem>,
}

/// A plan in a cart with a name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct NamedItem {
    /// Its number.
    pub number: i64,
    /// Its identity where it is priced and ordered.
    pub id: CartItemId,
    /// The plan.
    pub plan_code: String,
    /// The pricing mode.
    pub pricing_mode: String,
    /// How many.
    pub quantity: u16,
    /// Its add-ons.
    pub options: Vec<NamedOption>,
    /// What was said about it.
    pub configurations: Vec<NamedConfiguration>,
    /// When it was added.
    pub added_at: Timestamp,
}

/// An add-on of a plan in a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedOption {
    /// Its number.
    pub number: i64,
    /// The family it is taken from.
    pub family: String,
    /// The add-on.
    pub plan_code: String,
}

/// What was said about a plan in a cart.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NamedConfiguration {
    /// Its number.
    pub number: i64,
    /// What it is about.
    pub label: String,
    /// What was said.
    pub value: String,
}

/// Why a cart with a name was not changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NamedFault {
    /// It was ordered.
    #[error("the cart became the order {0}")]
    Ordered(i64),
    /// It has as many plans as a cart has.
    #[error("a cart has {ITEMS_MAX} items at the most")]
    Full,
    /// A quantity is nothing, or more than [`QUANTITY_MAX`].
    #[error("a quantity must be from 1 to {QUANTITY_MAX}")]
    Quantity,
    /// It would be gone before it is there, or stay longer than [`NamedCart::LIFE_MAX`].
    #[error("a cart expires within {} days", NamedCart::LIFE_MAX.as_hours() / 24)]
    Expiry,
    /// Longer than [`NamedCart::DESCRIPTION_CHARS_MAX`].
    #[error("a description has {} characters at the most", NamedCart::DESCRIPTION_CHARS_MAX)]
    Description,
    /// Somebody else took it.
    #[error("the cart is somebody else's")]
    Taken,
    /// No item has this number.
    #[error("no such item in the cart")]
    NoItem,
    /// Nothing said about the item has this number.
    #[error("no such configuration of the item")]
    NoConfiguration,
}

impl CartName {
    const DIGITS: usize = 32;

    /// A new name.
    #[must_use]
    pub fn draw(random: &Random) -> CartName {
        let digits = kernel::hex(random.bytes::<16>());
        CartName(Secret::new(digits))
    }

    /// Reads what [`CartName::reveal`] wrote; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<CartName> {
        let digits: String = text.chars().filter(|c| *c != '-').collect();
        let is_hex = digits.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
        let name = CartName(Secret::new(digits));
        (is_hex && name.0.expose().len() == CartName::DIGITS && name.reveal() == text).then_some(name)
    }

    /// The name as programs say it: `6e7b….`, grouped as such identifiers usually are.
    #[must_use]
    pub fn reveal(&self) -> String {
        let digits = self.0.expose();
        let group = |from: usize, to: usize| &digits[from..to];
        [group(0, 8), group(8, 12), group(12, 16), group(16, 20), group(20, 32)].join("-")
    }

    /// Where the cart lies: the hash of the name, so that nobody points it at a customer's account.
    #[must_use]
    pub fn partition(&self) -> AccountId {
        AccountId::digest(&[b"cart called\0", self.0.expose().as_bytes()])
    }
}

impl std::fmt::Debug for CartName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("CartName(***)")
    }
}

impl NamedCart {
    /// How long a cart stays unless its program says otherwise.
    pub const LIFE: SignedDuration = SignedDuration::from_hours(24 * 30);
    /// How long a cart may stay.
    pub const LIFE_MAX: SignedDuration = SignedDuration::from_hours(24 * 90);
    /// The most characters of a description.
    pub const DESCRIPTION_CHARS_MAX: usize = 255;

    /// An empty cart.
    ///
    /// # Errors
    /// [`NamedFault`] when its description or its end is refused.
    pub fn new(
        now: Timestamp,
        subsidiary: SubsidiaryCode,
        description: &str,
        expires_at: Option<Timestamp>,
    ) -> Result<NamedCart, NamedFault> {
        let life = now.checked_add(NamedCart::LIFE).unwrap_or(Timestamp::MAX);
        let mut cart = NamedCart {
            subsidiary,
            description: String::new(),
            contents: Contents::default(),
            created_at: now,
            expires_at: life,
            owner: None,
            order: None,
        };
        cart.describe(now, Some(description), expires_at)?;
        Ok(cart)
    }

    /// Changes its description and its end, where they are given.
    ///
    /// # Errors
    /// [`NamedFault`].
    pub fn describe(
        &mut self,
        now: Timestamp,
        description: Option<&str>,
        expires_at: Option<Timestamp>,
    ) -> Result<(), NamedFault> {
        self.is_open()?;
        if let Some(description) = description {
            if description.chars().count() > NamedCart::DESCRIPTION_CHARS_MAX {
                return Err(NamedFault::Description);
            }
            description.clone_into(&mut self.description);
        }
        if let Some(expires_at) = expires_at {
            let latest = now.checked_add(NamedCart::LIFE_MAX).unwrap_or(Timestamp::MAX);
            if expires_at <= now || expires_at > latest {
                return Err(NamedFault::Expiry);
            }
            self.expires_at = expires_at;
        }
        Ok(())
    }

    /// Gives it to a customer; once more changes nothing.
    ///
    /// # Errors
    /// [`NamedFault::Taken`].
    pub fn take(&mut self, owner: AccountId) -> Result<(), NamedFault> {
        if self.owner.is_some_and(|known| known != owner) {
            return Err(NamedFault::Taken);
        }
        self.owner = Some(owner);
        Ok(())
    }

    /// Adds a plan without options; its number.
    ///
    /// # Errors
    /// [`NamedFault`].
    pub fn add(
        &mut self,
        now: Timestamp,
        id: CartItemId,
        (plan_code, pricing_mode, quantity): (&str, &str, u16),
    ) -> Result<i64, NamedFault> {
        self.is_open()?;
        if self.contents.items.len() >= ITEMS_MAX {
            return Err(NamedFault::Full);
        }
        check(quantity)?;
        let number = self.number();
        self.contents.items.push(NamedItem {
            number,
            id,
            plan_code: plan_code.to_owned(),
            pricing_mode: pricing_mode.to_owned(),
            quantity,
            options: Vec::new(),
            configurations: Vec::new(),
            added_at: now,
        });
        Ok(number)
    }

    /// Adds an add-on to an item; its number.
    ///
    /// # Errors
    /// [`NamedFault`].
    pub fn add_option(&mut self, item: i64, family: &str, plan_code: &str) -> Result<i64, NamedFault> {
        self.is_open()?;
        let number = self.number();
        let option = NamedOption { number, family: family.to_owned(), plan_code: plan_code.to_owned() };
        self.plan_mut(item)?.options.push(option);
        Ok(number)
    }

    /// Changes how many of an item are wanted, its add-ons included.
    ///
    /// # Errors
    /// [`NamedFault`].
    pub fn set_quantity(&mut self, item: i64, quantity: u16) -> Result<(), NamedFault> {
        self.is_open()?;
        check(quantity)?;
        self.plan_mut(item)?.quantity = quantity;
        Ok(())
    }

    /// Takes a plan with all it has, or an add-on, out.
    ///
    /// # Errors
    /// [`NamedFault`].
    pub fn remove(&mut self, number: i64) -> Result<(), NamedFault> {
        self.is_open()?;
        if !self.contents.numbers().contains(&number) {
            return Err(NamedFault::NoItem);
        }
        self.contents.items.retain(|item| item.number != number);
        for item in &mut self.contents.items {
            item.options.retain(|option| option.number != number);
        }
        Ok(())
    }

    /// Says something about an item, or about the item an add-on is of; said again, it is changed. Its number.
    ///
    /// # Errors
    /// [`NamedFault`].
    pub fn configure(&mut self, item: i64, label: &str, value: &str) -> Result<i64, NamedFault> {
        self.is_open()?;
        let number = self.number();
        let item = self.plan_mut(item)?;
        if let Some(known) = item.configurations.iter_mut().find(|known| known.label == label) {
            value.clone_into(&mut known.value);
            return Ok(known.number);
        }
        let said = NamedConfiguration { number, label: label.to_owned(), value: value.to_owned() };
        item.configurations.push(said);
        Ok(number)
    }

    /// Takes back what was said about an item.
    ///
    /// # Errors
    /// [`NamedFault`].
    pub fn unconfigure(&mut self, item: i64, number: i64) -> Result<(), NamedFault> {
        self.is_open()?;
        let said = &mut self.plan_mut(item)?.configurations;
        let place = said.iter().position(|known| known.number == number);
        said.remove(place.ok_or(NamedFault::NoConfiguration)?);
        Ok(())
    }

    /// It became an order; from now on it changes no more.
    pub const fn ordered(&mut self, number: i64) {
        self.order = Some(number);
    }

    fn is_open(&self) -> Result<(), NamedFault> {
        self.order.map_or(Ok(()), |number| Err(NamedFault::Ordered(number)))
    }

    const fn number(&mut self) -> i64 {
        self.contents.last += 1;
        self.contents.last
    }

    fn plan_mut(&mut self, number: i64) -> Result<&mut NamedItem, NamedFault> {
        self.contents.items.iter_mut().find(|item| item.has(number)).ok_or(NamedFault::NoItem)
    }
}

impl Contents {
    /// The numbers of plans and add-ons, rising.
    #[must_use]
    pub fn numbers(&self) -> Vec<i64> {
        let options = self.items.iter().flat_map(|item| item.options.iter().map(|option| option.number));
        let mut numbers: Vec<i64> = self.items.iter().map(|item| item.number).chain(options).collect();
        numbers.sort_unstable();
        numbers
    }

    /// The plan with this number, or the one whose add-on has it.
    #[must_use]
    pub fn plan(&self, number: i64) -> Option<&NamedItem> {
        self.items.iter().find(|item| item.has(number))
    }

    /// The same things as they are priced and ordered.
    #[must_use]
    pub fn cart(&self) -> Vec<CartItem> {
        self.items.iter().map(NamedItem::item).collect()
    }
}

impl NamedItem {
    /// The same thing as it is priced and ordered.
    #[must_use]
    pub fn item(&self) -> CartItem {
        CartItem { id: self.id, selection: self.selection(), added_at: self.added_at }
    }

    /// What was chosen.
    #[must_use]
    pub fn selection(&self) -> Selection {
        let option = |option: &NamedOption| (option.family.clone(), option.plan_code.clone());
        let said = |said: &NamedConfiguration| (said.label.clone(), said.value.clone());
        Selection {
            plan_code: self.plan_code.clone(),
            pricing_mode: self.pricing_mode.clone(),
            quantity: self.quantity,
            options: self.options.iter().map(option).collect(),
            configurations: self.configurations.iter().map(said).collect(),
        }
    }

    /// The number of the add-on that a line of its price is of, or its own.
    #[must_use]
    pub fn number_of(&self, family: Option<&str>, plan_code: &str) -> i64 {
        let is_it =
            |option: &&NamedOption| family == Some(option.family.as_str()) && option.plan_code == plan_code;
        self.options.iter().find(is_it).map_or(self.number, |option| option.number)
    }

    fn has(&self, number: i64) -> bool {
        self.number == number || self.options.iter().any(|option| option.number == number)
    }
}

/// The cart of this transaction's partition, unless it expired.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn find(tx: &mut AccountTx, now: Timestamp) -> Result<Option<NamedCart>, db::Error> {
    Ok(store::named_cart(tx)?.filter(|cart| cart.expires_at > now))
}

/// Writes a cart, a new one too. One that has an owner is kept with its name, for the owner's list.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn keep(tx: &mut AccountTx, name: &CartName, cart: &NamedCart) -> Result<(), db::Error> {
    store::upsert_named_cart(tx, cart, cart.owner.map(|_| name.reveal()).as_deref())
}

/// Takes a cart away.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn forget(tx: &mut AccountTx) -> Result<(), db::Error> {
    store::delete_named_cart(tx)
}

/// The names and descriptions of the carts that this customer took and that are still there, the oldest first.
///
/// # Errors
/// [`db::Error`] when the database did not do it.
pub fn of_owner(
    tx: &mut AcrossTx,
    owner: AccountId,
    now: Timestamp,
    most: i64,
) -> Result<Vec<(String, String)>, db::Error> {
    store::named_carts_of(tx, owner, now, most)
}

fn check(quantity: u16) -> Result<(), NamedFault> {
    if (1..=QUANTITY_MAX).contains(&quantity) { Ok(()) } else { Err(NamedFault::Quantity) }
}
