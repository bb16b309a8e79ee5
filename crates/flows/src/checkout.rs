//! A cart becomes an order form: priced from the current catalogue, numbered, accepted, written once.

use accounts::Account;
use catalog::{Offer, Quote, Selection};
use db::AccountTx;
use jurisdictions::{Totals, tax};
use kernel::{AccountId, CartItemId, Money, MoneyError, OrderId, ServiceId, SubsidiaryCode, Timestamp};
use orders::validation::{Verdict, decide};
use orders::{Contract, CreateError, NewItem, NewOrder, NotAccepted, Order, OrderKind, Waiver, cart};
use services::WithdrawalMode;
use webhooks::EventKind;

use crate::{CartChange, Cx, SeenCart, Unconfigured, announce, events, settle};

/// What the customer sends with the order form's button.
#[derive(Debug, Clone)]
pub struct Checkout {
    /// Drawn with the page: the same page sent twice is one order.
    pub id: OrderId,
    /// The marks of the contracts that were ticked, and of the waiver of the right of withdrawal.
    pub accepted: Vec<String>,
    /// The cart as the page showed it; `None` where no page showed one.
    pub seen: Option<SeenCart>,
    /// The network address, stored with the acceptance.
    pub address: Option<String>,
    /// The language of the form.
    pub locale: kernel::Locale,
}

/// A cart with its prices.
#[derive(Debug, Clone)]
pub struct PricedCart {
    /// The items, in the order they were added.
    pub items: Vec<PricedItem>,
    /// What is due now for the items that can be ordered, with its taxes.
    pub totals: Totals,
    /// The catalogue it was priced with; `None` when nothing is sold here.
    pub catalog_id: Option<i64>,
}

/// One thing in a cart.
#[derive(Debug, Clone)]
pub struct PricedItem {
    /// Its id.
    pub id: CartItemId,
    /// What was chosen.
    pub selection: Selection,
    /// The name of the plan, when it is still sold.
    pub name: Option<String>,
    /// The price, or every reason why it cannot be ordered now.
    pub quote: Result<Quote, catalog::SelectionError>,
    /// The product behind the plan.
    pub product: String,
}

/// What must be accepted to order a cart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asked {
    /// The contracts of every order.
    pub contracts: Vec<Contract>,
    /// The waiver of the right of withdrawal, where this customer has it and something is excluded from it.
    pub waiver: Option<Waiver>,
}

/// Why a cart has no price.
#[derive(Debug, thiserror::Error)]
pub enum PriceError {
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The amounts do not add up.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// Why no order was made.
#[derive(Debug, thiserror::Error)]
pub enum CheckoutError {
    /// Nothing is in the cart.
    #[error("the cart is empty")]
    Empty,
    /// An item cannot be ordered as it is, or the cart changed meanwhile; the cart page shows it as it is now.
    #[error("an item of the cart cannot be ordered")]
    Unavailable,
    /// The cart or its prices are not what the page showed: the customer looks again.
    #[error("the cart or its prices changed since they were shown")]
    Changed(Vec<CartChange>),
    /// Contracts were not ticked, or their text changed since the page was shown.
    #[error(transparent)]
    NotAccepted(#[from] NotAccepted),
    /// The order could not be written.
    #[error(transparent)]
    Create(#[from] CreateError),
    /// A free order could not go on.
    #[error(transparent)]
    Paid(#[from] orders::PaidError),
    /// The services of a free order could not be made.
    #[error(transparent)]
    Service(#[from] services::CreateError),
    /// The cart has no price.
    #[error(transparent)]
    Price(#[from] PriceError),
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

/// The cart of a partition at the prices of now.
///
/// # Errors
/// See [`PriceError`].
pub async fn price_cart(
    cx: &Cx,
    account: AccountId,
    subsidiary: SubsidiaryCode,
) -> Result<PricedCart, PriceError> {
    let items = cx.db.account(account).read(cart::list).await?;
    price(cx, subsidiary, items, catalog::quote).await
}

/// How one thing is priced: as it can be ordered, or as far as it is chosen.
pub(crate) type Pricing = fn(&Offer, &Selection, Timestamp) -> Result<Quote, catalog::SelectionError>;

pub(crate) async fn price(
    cx: &Cx,
    subsidiary: SubsidiaryCode,
    items: Vec<cart::CartItem>,
    pricing: Pricing,
) -> Result<PricedCart, PriceError> {
    let now = cx.clock.now();
    let version = cx.offers.version(&cx.db, subsidiary).await?;
    let mut priced = Vec::with_capacity(items.len());
    for item in items {
        let offer = match &version {
            Some(version) => cx.offers.offer(&cx.db, version, &item.selection.plan_code).await?,
            None => None,
        };
        let (name, product, quote) = match offer {
            Some(offer) => (
                Some(offer.plan.invoice_name.clone()),
                offer.plan.product.clone(),
                pricing(&offer, &item.selection, now),
            ),
            None => (None, String::new(), Err(gone())),
        };
        priced.push(PricedItem { id: item.id, selection: item.selection, name, quote, product });
    }
    let subsidiary = cx.subsidiary(subsidiary)?;
    let nets: Vec<Money> = priced
        .iter()
        .filter_map(|item| item.quote.as_ref().ok())
        .flat_map(|quote| quote.lines.iter().map(|line| line.net))
        .collect();
    let totals = tax::totals(subsidiary, subsidiary.civil(now), &nets)?;
    let catalog_id = version.map(|version| version.catalog_id);
    Ok(PricedCart { items: priced, totals, catalog_id })
}

fn gone() -> catalog::SelectionError {
    let problem =
        catalog::Problem { field: catalog::Field::PlanCode, kind: catalog::ProblemKind::UnknownPlan };
    catalog::SelectionError { problems: vec![problem] }
}

/// Makes the order form of what is in the cart, and empties it. Sent twice, it is the order that stands.
///
/// An order that costs nothing goes on at once: it is validated like any other, and needs no payment.
///
/// # Errors
/// See [`CheckoutError`]; the cart is untouched.
pub async fn checkout(cx: &Cx, account: AccountId, form: Checkout) -> Result<Order, CheckoutError> {
    let wanted = form.id;
    let look = move |tx: &mut AccountTx| {
        accounts::account::fetch_ahead(tx)?;
        cart::fetch_ahead(tx)?;
        let known = orders::store::find(tx, wanted)?;
        Ok::<_, db::Error>((known, accounts::account::get(tx)?, cart::list(tx)?))
    };
    let (known, owner, items) = cx.db.account(account).read(look).await?;
    if let Some(order) = known {
        return Ok(order);
    }
    if items.is_empty() {
        return Err(CheckoutError::Empty);
    }
    let priced = price(cx, owner.subsidiary, items.clone(), catalog::quote).await?;
    if let Some(seen) = form.seen.as_ref().filter(|_| priced.items.iter().all(|item| item.quote.is_ok())) {
        let changes = seen.changes(&priced);
        if !changes.is_empty() {
            return Err(CheckoutError::Changed(changes));
        }
    }
    write(cx, owner, form, &priced, Some(items)).await
}

/// Makes the order form of things that lie elsewhere than in the account's cart. Sent twice, it is the order that
/// stands.
///
/// # Errors
/// See [`CheckoutError`].
pub(crate) async fn order_of(
    cx: &Cx,
    account: AccountId,
    form: Checkout,
    items: Vec<cart::CartItem>,
) -> Result<Order, CheckoutError> {
    let wanted = form.id;
    let look = move |tx: &mut AccountTx| {
        Ok::<_, db::Error>((orders::store::find(tx, wanted)?, accounts::account::get(tx)?))
    };
    let (known, owner) = cx.db.account(account).read(look).await?;
    if let Some(order) = known {
        return Ok(order);
    }
    if items.is_empty() {
        return Err(CheckoutError::Empty);
    }
    let priced = price(cx, owner.subsidiary, items, catalog::quote).await?;
    write(cx, owner, form, &priced, None).await
}

/// Writes the order; what was `taken` from the account's cart must still be there, and is no longer afterwards.
async fn write(
    cx: &Cx,
    owner: Account,
    form: Checkout,
    priced: &PricedCart,
    taken: Option<Vec<cart::CartItem>>,
) -> Result<Order, CheckoutError> {
    let account = owner.id;
    let new = order_form(cx, &owner, form, priced).await?;
    let (inside, now, draw) = (cx.clone(), cx.clock.now(), draw(cx));
    let order = cx
        .db
        .account(account)
        .write::<_, CheckoutError, _>(move |tx| {
            cart::fetch_ahead(tx)?;
            let created = orders::create(tx, now, &new)?;
            if !created.is_new {
                return Ok(created.order);
            }
            if let Some(taken) = &taken {
                is_still_there(tx, taken)?;
                let ids: Vec<CartItemId> = taken.iter().map(|item| item.id).collect();
                cart::clear(tx, &ids)?;
            }
            announce::order_created(tx, now, &owner, &created.order)?;
            events::order(tx, now, &owner, EventKind::OrderCreated, &created.order)?;
            if created.order.needs_payment() {
                return Ok(created.order);
            }
            let verdict = verdict(&inside, tx, now, &created.order, draw)?;
            let order = orders::paid(tx, now, created.order, &verdict)?;
            events::order(tx, now, &owner, EventKind::OrderPaid, &order)?;
            settle::decided(&inside, tx, now, &owner, &order, &verdict)?;
            Ok(order)
        })
        .await?;
    cx.wake.ring();
    Ok(order)
}

/// What was priced is ordered once: two forms of one cart are not two orders.
fn is_still_there(tx: &mut AccountTx, priced: &[cart::CartItem]) -> Result<(), CheckoutError> {
    let now = cart::list(tx)?;
    if now.is_empty() {
        return Err(CheckoutError::Empty);
    }
    if priced.iter().all(|item| now.contains(item)) { Ok(()) } else { Err(CheckoutError::Unavailable) }
}

/// What must be accepted to order this cart.
///
/// # Errors
/// [`Unconfigured`] when the account's subsidiary is not ours.
pub fn asked(cx: &Cx, owner: &Account, cart: &PricedCart) -> Result<Asked, Unconfigured> {
    let quotes: Vec<Quote> =
        cart.items.iter().filter_map(|item| Some(marked(cx, item.quote.as_ref().ok()?))).collect();
    let law = &cx.subsidiary(owner.subsidiary)?.withdrawal;
    Ok(Asked {
        contracts: cx.settings.contracts.clone(),
        waiver: orders::waiver(law, owner.account_type, &quotes),
    })
}

/// The quote with what the operator excludes from the right of withdrawal marked beside what the catalogue does, so
/// that nothing refuses a withdrawal later of which the order form did not speak.
fn marked(cx: &Cx, quote: &Quote) -> Quote {
    let mut quote = quote.clone();
    let code = &quote.selection.plan_code;
    match cx.settings.renewals.rules_for(code, quote.family.as_deref()).withdrawal {
        WithdrawalMode::Allowed => {}
        WithdrawalMode::Personalised | WithdrawalMode::Licence | WithdrawalMode::Waiver => {
            for line in quote.lines.iter_mut().filter(|line| line.plan_code == *code) {
                line.is_withdrawal_excluded = true;
            }
        }
    }
    quote
}

async fn order_form(
    cx: &Cx,
    owner: &Account,
    form: Checkout,
    priced: &PricedCart,
) -> Result<NewOrder, CheckoutError> {
    let now = cx.clock.now();
    let Asked { mut contracts, waiver } = asked(cx, owner, priced)?;
    let has_waiver = waiver.is_some();
    contracts.extend(waiver.map(|waiver| waiver.contract));
    let contracts = orders::accept(&contracts, &form.accepted, now, form.address.as_deref())?;
    let mut items = Vec::with_capacity(priced.items.len());
    for item in &priced.items {
        let Ok(quote) = &item.quote else { return Err(CheckoutError::Unavailable) };
        let services: Vec<ServiceId> = (0..quote.selection.quantity).map(|_| cx.random.id(now)).collect();
        items.push(NewItem { quote: quote.clone(), product: item.product.clone(), services });
    }
    Ok(NewOrder {
        id: form.id,
        number: cx.numbers.next(&cx.db).await?,
        kind: OrderKind::Purchase,
        subsidiary: owner.subsidiary,
        locale: form.locale,
        billing: owner.billing_contact(),
        catalog_id: priced.catalog_id.unwrap_or_default(),
        items,
        totals: priced.totals.clone(),
        contracts,
        withdrawal_waived_at: has_waiver.then_some(now),
        expires_at: now.checked_add(cx.settings.order_expiry).unwrap_or(Timestamp::MAX),
    })
}

/// A number below a million, for the sample of validation.
pub(crate) fn draw(cx: &Cx) -> u32 {
    u32::try_from(cx.random.below(1_000_000)).unwrap_or(0)
}

/// Whether a person looks at an order that is paid now.
pub(crate) fn verdict(
    cx: &Cx,
    tx: &mut AccountTx,
    now: Timestamp,
    order: &Order,
    draw: u32,
) -> Result<Verdict, VerdictError> {
    let facts = orders::facts(tx, now, order, None)?;
    Ok(decide(&cx.settings.validation, &facts, cx.subsidiary(order.subsidiary)?, now, draw))
}

/// Why nothing was decided about an order.
#[derive(Debug, thiserror::Error)]
pub enum VerdictError {
    /// The running configuration lacks something.
    #[error(transparent)]
    Unconfigured(#[from] Unconfigured),
    /// The database.
    #[error(transparent)]
    Db(#[from] db::Error),
}

impl From<VerdictError> for CheckoutError {
    fn from(error: VerdictError) -> CheckoutError {
        match error {
            VerdictError::Unconfigured(error) => error.into(),
            VerdictError::Db(error) => error.into(),
        }
    }
}
