//! Carts with a name: a program opens one, fills it, a customer takes it, and it becomes an order like that of a page.

use accounts::Account;
use catalog::{
    Capacity, CatalogVersion, Field, Offer, Plan, Preview, ProblemKind, Quote, Selection, SelectionError,
};
use db::AccountTx;
use kernel::{AccountId, CartItemId, Months, OrderId, SubsidiaryCode, Timestamp};
use orders::named::{self, CartName, NamedCart, NamedFault};
use orders::{Order, Waiver};
use std::sync::Arc;

use crate::checkout::{order_of, price};
use crate::{
    Asked, Checkout, CheckoutError, Choice, Cx, PayError, Payment, PriceError, PricedCart, Unconfigured,
    asked, pay,
};

/// The most carts of a customer that are listed.
const LISTED_MAX: i64 = 1_000;

/// A plan, or an add-on, as a program asks for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// Its code.
    pub plan_code: String,
    /// The length of a period; none for what is paid once.
    pub months: Months,
    /// The pricing mode.
    pub pricing_mode: String,
    /// How many.
    pub quantity: u16,
}

/// What a customer says when a cart is ordered.
#[derive(Debug, Clone)]
pub struct Ordering {
    /// Whether the right of withdrawal is given up where something is excluded from it.
    pub is_waived: bool,
    /// Whether the account's default payment method pays at once.
    pub is_paid_by_itself: bool,
    /// The network address, stored with the acceptance of the contracts.
    pub address: Option<String>,
}

/// A cart as it could be ordered now.
#[derive(Debug, Clone)]
pub struct Draft {
    /// Its prices.
    pub priced: PricedCart,
    /// What must be accepted.
    pub asked: Asked,
}

/// Why a cart with a name was not opened, filled or ordered.
#[derive(Debug, thiserror::Error)]
pub enum CartError {
    /// Nobody has this cart, or not any more.
    #[error("no such cart")]
    NoCart,
    /// Nothing is sold by this subsidiary.
    #[error("nothing is sold by {0}")]
    NothingSold(SubsidiaryCode),
    /// The catalogue has no such family.
    #[error("no family {0:?} is sold here")]
    NoFamily(String),
    /// The family has no such plan.
    #[error("no plan {plan:?} in the family {family:?}")]
    NoPlan {
        /// The plan.
        plan: String,
        /// The family.
        family: String,
    },
    /// The plan has no such add-on.
    #[error("no option {option:?} for {plan:?}")]
    NoOption {
        /// The add-on.
        option: String,
        /// The plan.
        plan: String,
    },
    /// Another period than the mode's.
    #[error("in the mode {mode:?} the duration is {}", .months.to_iso())]
    Duration {
        /// The mode.
        mode: String,
        /// Its period.
        months: Months,
    },
    /// An add-on in another mode than its plan.
    #[error("an option has the pricing mode of its item, {0:?}")]
    OptionMode(String),
    /// An add-on in another number than its plan.
    #[error("an option is ordered as many times as its item, {0}")]
    OptionQuantity(u16),
    /// Not one of the allowed values.
    #[error("one of these is expected: {}", .0.join(", "))]
    Value(Vec<String>),
    /// The cart is of one subsidiary, the customer of another.
    #[error("the cart is of the subsidiary {cart}, the account of {account}")]
    Subsidiary {
        /// The cart's.
        cart: SubsidiaryCode,
        /// The customer's.
        account: SubsidiaryCode,
    },
    /// There is nothing to pay with by itself.
    #[error("the account has no default payment method")]
    NoDefaultMethod,
    /// The catalogue refuses the choice.
    #[error(transparent)]
    Selection(#[from] SelectionError),
    /// The cart refuses the change.
    #[error(transparent)]
    Fault(#[from] NamedFault),
    /// The cart has no price.
    #[error(transparent)]
    Price(#[from] PriceError),
    /// No order was made.
    #[error(transparent)]
    Checkout(#[from] CheckoutError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Opens an empty cart; its name is said once, to who opened it.
///
/// # Errors
/// See [`CartError`].
pub async fn open(
    cx: &Cx,
    subsidiary: SubsidiaryCode,
    description: &str,
    expires_at: Option<Timestamp>,
) -> Result<(CartName, NamedCart), CartError> {
    if cx.offers.version(&cx.db, subsidiary).await?.is_none() {
        return Err(CartError::NothingSold(subsidiary));
    }
    let cart = NamedCart::new(cx.clock.now(), subsidiary, description, expires_at)?;
    let name = CartName::draw(&cx.random);
    let (kept, written) = (name.clone(), cart.clone());
    cx.db.account(name.partition()).write(move |tx| named::keep(tx, &kept, &written)).await?;
    Ok((name, cart))
}

/// The cart of this name.
///
/// # Errors
/// [`CartError::NoCart`] when there is none, or it expired.
pub async fn get(cx: &Cx, name: &CartName) -> Result<NamedCart, CartError> {
    let now = cx.clock.now();
    let found = cx.db.account(name.partition()).read(move |tx| named::find(tx, now)).await?;
    found.ok_or(CartError::NoCart)
}

/// The names of the carts a customer took and that are still there, only those with this description where one is given.
///
/// # Errors
/// The database's own.
pub async fn list(cx: &Cx, owner: AccountId, description: Option<&str>) -> Result<Vec<String>, db::Error> {
    let now = cx.clock.now();
    let found = cx.db.across().read(move |tx| named::of_owner(tx, owner, now, LISTED_MAX)).await?;
    let is_wanted = |said: &str| description.is_none_or(|wanted| wanted == said);
    Ok(found.into_iter().filter(|(_, said)| is_wanted(said)).map(|(name, _)| name).collect())
}

/// Changes the description and the end of a cart, where they are given.
///
/// # Errors
/// See [`CartError`].
pub async fn describe(
    cx: &Cx,
    name: &CartName,
    description: Option<String>,
    expires_at: Option<Timestamp>,
) -> Result<NamedCart, CartError> {
    let now = cx.clock.now();
    let describe = move |cart: &mut NamedCart| Ok(cart.describe(now, description.as_deref(), expires_at)?);
    Ok(edit(cx, name, describe).await?.0)
}

/// A customer takes the cart; somebody else's is no cart of theirs.
///
/// # Errors
/// See [`CartError`].
pub async fn take(cx: &Cx, owner: &Account, name: &CartName) -> Result<(), CartError> {
    let (id, subsidiary) = (owner.id, owner.subsidiary);
    let take = move |cart: &mut NamedCart| {
        cart.take(id).map_err(|_| CartError::NoCart)?;
        if cart.subsidiary != subsidiary {
            return Err(CartError::Subsidiary { cart: cart.subsidiary, account: subsidiary });
        }
        Ok(())
    };
    edit(cx, name, take).await?;
    Ok(())
}

/// Takes a customer's cart away.
///
/// # Errors
/// [`CartError::NoCart`] when it is not theirs.
pub async fn forget(cx: &Cx, owner: AccountId, name: &CartName) -> Result<(), CartError> {
    owned(cx, owner, name).await?;
    Ok(cx.db.account(name.partition()).write(named::forget).await?)
}

/// The plans of a family, or of the catalogue that is called so, with their prices.
///
/// # Errors
/// [`CartError::NoFamily`] when nothing is sold under this name.
pub async fn plans(cx: &Cx, subsidiary: SubsidiaryCode, family: &str) -> Result<Vec<Plan>, CartError> {
    let version = version(cx, subsidiary).await?;
    let wanted = family.to_owned();
    let plans = cx.db.across().read(move |tx| catalog::store::sold_in(tx, &version, &wanted)).await?;
    if plans.is_empty() { Err(CartError::NoFamily(family.to_owned())) } else { Ok(plans) }
}

/// That something is sold under this name.
///
/// # Errors
/// [`CartError::NoFamily`] when nothing is.
pub async fn is_family(cx: &Cx, subsidiary: SubsidiaryCode, family: &str) -> Result<(), CartError> {
    let version = version(cx, subsidiary).await?;
    let wanted = family.to_owned();
    let is_one = cx.db.across().read(move |tx| catalog::store::sells(tx, &version, &wanted)).await?;
    if is_one { Ok(()) } else { Err(CartError::NoFamily(family.to_owned())) }
}

/// A plan of a family with everything that can be ordered with it.
///
/// # Errors
/// [`CartError::NoPlan`] when the family has none of this code.
pub async fn offer(
    cx: &Cx,
    subsidiary: SubsidiaryCode,
    family: &str,
    plan: &str,
) -> Result<Arc<Offer>, CartError> {
    let found = sold(cx, subsidiary, plan).await?.filter(|offer| offer.is_in(family));
    match found {
        Some(offer) => Ok(offer),
        None => {
            // A family that is not there is another mistake than a plan that is not in it.
            is_family(cx, subsidiary, family).await?;
            Err(CartError::NoPlan { plan: plan.to_owned(), family: family.to_owned() })
        }
    }
}

async fn version(cx: &Cx, subsidiary: SubsidiaryCode) -> Result<CatalogVersion, CartError> {
    let version = cx.offers.version(&cx.db, subsidiary).await?;
    version.ok_or(CartError::NothingSold(subsidiary))
}

async fn sold(cx: &Cx, subsidiary: SubsidiaryCode, plan: &str) -> Result<Option<Arc<Offer>>, CartError> {
    let version = version(cx, subsidiary).await?;
    Ok(cx.offers.offer(&cx.db, &version, plan).await?)
}

/// Puts a plan in a cart; the cart and the number of what was added.
///
/// # Errors
/// See [`CartError`].
pub async fn add(
    cx: &Cx,
    name: &CartName,
    family: &str,
    wanted: Wanted,
) -> Result<(NamedCart, i64), CartError> {
    let cart = get(cx, name).await?;
    let offer = offer(cx, cart.subsidiary, family, &wanted.plan_code).await?;
    let (now, id): (_, CartItemId) = (cx.clock.now(), cx.random.id(cx.clock.now()));
    edit(cx, name, move |cart| {
        let chosen = (wanted.plan_code.as_str(), wanted.pricing_mode.as_str(), wanted.quantity);
        let number = cart.add(now, id, chosen)?;
        let selection = selection(cart, number)?;
        is_sold(&offer, &selection, now)?;
        is_period(&offer, &selection, now, wanted.months)?;
        Ok(number)
    })
    .await
}

/// Puts an add-on on an item of a cart; the cart and the number of what was added.
///
/// # Errors
/// See [`CartError`].
pub async fn add_option(
    cx: &Cx,
    name: &CartName,
    family: &str,
    item: i64,
    wanted: Wanted,
) -> Result<(NamedCart, i64), CartError> {
    let cart = get(cx, name).await?;
    let plan = cart.contents.plan(item).ok_or(NamedFault::NoItem)?.plan_code.clone();
    let offer = offer(cx, cart.subsidiary, family, &plan).await?;
    let now = cx.clock.now();
    edit(cx, name, move |cart| {
        let chosen = selection(cart, item)?;
        if wanted.pricing_mode != chosen.pricing_mode {
            return Err(CartError::OptionMode(chosen.pricing_mode));
        }
        if wanted.quantity != chosen.quantity {
            return Err(CartError::OptionQuantity(chosen.quantity));
        }
        is_period(&offer, &chosen, now, wanted.months)?;
        let no_option = || CartError::NoOption { option: wanted.plan_code.clone(), plan: plan.clone() };
        let of = family_of(&offer, &chosen, &wanted.plan_code).ok_or_else(no_option)?;
        let number = cart.add_option(item, &of, &wanted.plan_code)?;
        refuse(
            &offer,
            &selection(cart, item)?,
            now,
            |field| matches!(field, Field::Option(name) if *name == of),
        )?;
        Ok(number)
    })
    .await
}

/// Changes how many of an item are wanted; its period is its mode's.
///
/// # Errors
/// See [`CartError`].
pub async fn change(
    cx: &Cx,
    name: &CartName,
    number: i64,
    months: Option<Months>,
    quantity: Option<u16>,
) -> Result<NamedCart, CartError> {
    let (offer, now) = (offer_of(cx, name, number).await?, cx.clock.now());
    let change = move |cart: &mut NamedCart| {
        let item = cart.contents.plan(number).ok_or(NamedFault::NoItem)?;
        let (is_option, plan) = (item.number != number, item.number);
        if let Some(months) = months {
            is_period(&offer, &item.selection(), now, months)?;
        }
        let Some(quantity) = quantity else { return Ok(()) };
        if is_option && quantity != item.quantity {
            return Err(CartError::OptionQuantity(item.quantity));
        }
        cart.set_quantity(plan, quantity)?;
        is_sold(&offer, &selection(cart, plan)?, now)
    };
    Ok(edit(cx, name, change).await?.0)
}

/// Takes an item or an add-on out of a cart.
///
/// # Errors
/// See [`CartError`].
pub async fn remove(cx: &Cx, name: &CartName, number: i64) -> Result<(), CartError> {
    edit(cx, name, move |cart| Ok(cart.remove(number)?)).await?;
    Ok(())
}

/// Says something about an item; the cart and the number of what was said.
///
/// # Errors
/// See [`CartError`].
pub async fn configure(
    cx: &Cx,
    name: &CartName,
    item: i64,
    label: String,
    value: String,
) -> Result<(NamedCart, i64), CartError> {
    let (offer, now) = (offer_of(cx, name, item).await?, cx.clock.now());
    edit(cx, name, move |cart| {
        let number = cart.configure(item, &label, value.trim())?;
        let known = catalog::requirements(&offer, &selection(cart, item)?);
        let known = known.into_iter().find(|known| known.name == label);
        if let Some(known) =
            known.filter(|known| !known.is_custom && !known.values.iter().any(|one| one == value.trim()))
        {
            return Err(CartError::Value(known.values.clone()));
        }
        let is_said = |field: &Field| matches!(field, Field::Configuration(name) if *name == label);
        refuse(&offer, &selection(cart, item)?, now, is_said)?;
        Ok(number)
    })
    .await
}

/// Takes back what was said about an item.
///
/// # Errors
/// See [`CartError`].
pub async fn unconfigure(cx: &Cx, name: &CartName, item: i64, number: i64) -> Result<(), CartError> {
    edit(cx, name, move |cart| Ok(cart.unconfigure(item, number)?)).await?;
    Ok(())
}

/// The offer of the plan that an item of a cart is, or is of.
///
/// # Errors
/// See [`CartError`].
pub async fn offer_of(cx: &Cx, name: &CartName, number: i64) -> Result<Arc<Offer>, CartError> {
    let cart = get(cx, name).await?;
    let plan = cart.contents.plan(number).ok_or(NamedFault::NoItem)?.plan_code.clone();
    let gone = || CartError::NoPlan { plan: plan.clone(), family: String::new() };
    sold(cx, cart.subsidiary, &plan).await?.ok_or_else(gone)
}

/// The prices of a cart as far as it is filled: what is still to be said changes none.
///
/// # Errors
/// See [`PriceError`].
pub async fn summary(cx: &Cx, cart: &NamedCart) -> Result<PricedCart, PriceError> {
    price(cx, cart.subsidiary, cart.contents.cart(), so_far).await
}

/// What ordering a customer's cart would come to; nothing is written.
///
/// # Errors
/// See [`CartError`].
pub async fn draft(cx: &Cx, owner: &Account, name: &CartName) -> Result<Draft, CartError> {
    let cart = owned(cx, owner.id, name).await?;
    if let Some(number) = cart.order {
        return Err(NamedFault::Ordered(number).into());
    }
    whole(cx, owner, &cart).await
}

/// Orders a customer's cart: the same order as a page's, with every contract accepted. Asked again, it is the order that
/// stands.
///
/// # Errors
/// See [`CartError`]; the cart is untouched.
pub async fn order(
    cx: &Cx,
    owner: &Account,
    name: &CartName,
    ordering: Ordering,
) -> Result<(NamedCart, Order), CartError> {
    let cart = owned(cx, owner.id, name).await?;
    let id = OrderId::digest(&[b"order of cart\0", name.partition().to_string().as_bytes()]);
    let default = default_method(cx, owner.id).await?;
    if ordering.is_paid_by_itself && default.is_none() {
        return Err(CartError::NoDefaultMethod);
    }
    let known = cx.db.account(owner.id).read(move |tx| orders::store::find(tx, id)).await?;
    let mut accepted = Vec::new();
    // An order that stands is answered as it is, whatever is sold by now.
    if known.is_none() {
        let asked = whole(cx, owner, &cart).await?.asked;
        accepted.extend(asked.contracts.iter().map(orders::Contract::mark));
        let waiver = asked.waiver.filter(|_| ordering.is_waived);
        accepted.extend(waiver.map(|Waiver { contract, .. }| contract.mark()));
    }
    let form = Checkout { id, accepted, seen: None, address: ordering.address.clone(), locale: owner.locale };
    let order = order_of(cx, owner.id, form, cart.contents.cart()).await?;
    let (number, kept, now) = (order.number, name.clone(), cx.clock.now());
    let cart = cx
        .db
        .account(name.partition())
        .write::<_, CartError, _>(move |tx: &mut AccountTx| {
            let mut cart = named::find(tx, now)?.ok_or(CartError::NoCart)?;
            cart.ordered(number);
            named::keep(tx, &kept, &cart)?;
            Ok(cart)
        })
        .await?;
    if let Some(method) = default.filter(|_| ordering.is_paid_by_itself && order.needs_payment()) {
        let attempt = kernel::AttemptId::digest(&[b"payment of cart\0", id.to_string().as_bytes()]);
        let payment = Payment {
            id: attempt,
            order: number,
            with: Choice::Registered(method),
            return_path: format!("/orders/{number}/pay/return?attempt={attempt}"),
        };
        paid_or_not(pay(cx, owner.id, payment).await, number);
    }
    Ok((cart, order))
}

/// The order stands whether or not it was paid by itself; its program reads which from its state.
fn paid_or_not(outcome: Result<crate::PayOutcome, PayError>, number: i64) {
    if let Err(error) = outcome {
        tracing::warn!(number, %error, "an order was not paid by itself");
    }
}

async fn default_method(cx: &Cx, owner: AccountId) -> Result<Option<kernel::MethodId>, CartError> {
    let methods = cx.db.account(owner).read(payments::store::list_methods).await?;
    Ok(methods.into_iter().find(|method| method.is_default).map(|method| method.id))
}

async fn whole(cx: &Cx, owner: &Account, cart: &NamedCart) -> Result<Draft, CartError> {
    if cart.contents.items.is_empty() {
        return Err(CheckoutError::Empty.into());
    }
    let priced = price(cx, owner.subsidiary, cart.contents.cart(), catalog::quote).await?;
    if let Some(problem) = priced.items.iter().find_map(|item| item.quote.as_ref().err()) {
        return Err(problem.clone().into());
    }
    let asked = asked(cx, owner, &priced)?;
    Ok(Draft { priced, asked })
}

async fn owned(cx: &Cx, owner: AccountId, name: &CartName) -> Result<NamedCart, CartError> {
    let cart = get(cx, name).await?;
    if cart.owner == Some(owner) { Ok(cart) } else { Err(CartError::NoCart) }
}

/// Changes a cart in one transaction of its partition; a change that is refused writes nothing.
async fn edit<T: Send + 'static>(
    cx: &Cx,
    name: &CartName,
    change: impl Fn(&mut NamedCart) -> Result<T, CartError> + Send + 'static,
) -> Result<(NamedCart, T), CartError> {
    let (now, kept) = (cx.clock.now(), name.clone());
    let account = cx.db.account(name.partition());
    account
        .write::<_, CartError, _>(move |tx: &mut AccountTx| {
            let mut cart = named::find(tx, now)?.ok_or(CartError::NoCart)?;
            let changed = change(&mut cart)?;
            named::keep(tx, &kept, &cart)?;
            Ok((cart, changed))
        })
        .await
}

fn selection(cart: &NamedCart, number: i64) -> Result<Selection, CartError> {
    Ok(cart.contents.plan(number).ok_or(NamedFault::NoItem)?.selection())
}

/// Refuses what the catalogue says against these fields; what is still missing may come later.
fn refuse(
    offer: &Offer,
    selection: &Selection,
    now: Timestamp,
    concerns: impl Fn(&Field) -> bool,
) -> Result<(), SelectionError> {
    let Preview { problems, .. } = catalog::preview(offer, selection, now);
    let is_against = |problem: &catalog::Problem| {
        concerns(&problem.field)
            && !matches!(problem.kind, ProblemKind::OptionRequired | ProblemKind::ConfigurationRequired)
    };
    let problems: Vec<catalog::Problem> = problems.into_iter().filter(is_against).collect();
    if problems.is_empty() { Ok(()) } else { Err(SelectionError { problems }) }
}

fn is_sold(offer: &Offer, selection: &Selection, now: Timestamp) -> Result<(), CartError> {
    let is_own = |field: &Field| matches!(field, Field::PlanCode | Field::PricingMode | Field::Quantity);
    Ok(refuse(offer, selection, now, is_own)?)
}

/// Whether a period is that of the selection's mode.
fn is_period(offer: &Offer, selection: &Selection, now: Timestamp, months: Months) -> Result<(), CartError> {
    let modes = catalog::modes(offer, selection, now);
    let period = modes.iter().find(|mode| mode.mode == selection.pricing_mode).map(|mode| mode.months);
    match period {
        Some(period) if period != months.count() => {
            let mode = selection.pricing_mode.clone();
            Err(CartError::Duration { mode, months: Months::new(period) })
        }
        Some(_) | None => Ok(()),
    }
}

/// The family an add-on is taken from: one of the plan's, or of the add-ons that were chosen.
fn family_of(offer: &Offer, selection: &Selection, addon: &str) -> Option<String> {
    let chosen = selection.options.iter().filter_map(|(_, code)| offer.addon(code));
    let families = std::iter::once(&offer.plan).chain(chosen).flat_map(|plan| &plan.addon_families);
    let found = families.into_iter().find(|family| family.addons.iter().any(|code| code == addon));
    found.map(|family| family.name.clone())
}

fn so_far(offer: &Offer, selection: &Selection, now: Timestamp) -> Result<Quote, SelectionError> {
    let Preview { quote, problems } = catalog::preview(offer, selection, now);
    quote.ok_or(SelectionError { problems })
}

/// The period of a price as programs say it: what is paid beside a period has that of its mode.
#[must_use]
pub fn duration_of(plan: &Plan, price: &catalog::Price) -> Months {
    let own = price.interval.months();
    let is_rent = |other: &&catalog::Price| other.mode == price.mode && other.is_for(Capacity::Renew);
    let rent = || plan.prices.iter().find(is_rent).and_then(|other| other.interval.months());
    own.or_else(rent).unwrap_or(Months::new(0))
}
