//! `/order/cart/{cartId}/checkout` and `summary`: what a cart comes to, and the order made of it.

use catalog::{LineKind, PromotionUse, QuoteLine};
use flows::PricedCart;
use flows::carts::{self, Ordering};
use jurisdictions::Totals;
use kernel::{Locale, Money, UnitPrice};
use orders::named::{NamedCart, NamedItem};
use orders::{Contract, Order, OrderLine};
use serde_json::{Value, json};

use super::faults::{faulty, unpriced};
use super::{locale, name, named};
use crate::call::{self, Answer, Call, MemberCall};
use crate::v1::fields::maybe_flag;
use crate::v1::shape::{exact_price, price};

/// A line of a cart or of the order it became.
struct Line<'l> {
    item: Option<i64>,
    kind: LineKind,
    description: &'l str,
    quantity: u16,
    list_price: UnitPrice,
    unit_price: UnitPrice,
    promotion: Option<&'l PromotionUse>,
    net: Money,
}

pub(crate) async fn summary(call: Call) -> Answer {
    let (_, cart) = named(&call).await?;
    let priced = carts::summary(call.cx(), &cart).await.map_err(unpriced)?;
    let locale = locale(&call, cart.subsidiary);
    let contracts = &call.cx().settings.contracts;
    call::json(shape(&call, locale, contracts, &of_cart(&cart, &priced), &priced.totals))
}

pub(crate) async fn get(call: MemberCall) -> Answer {
    let (name, cart) = named(&call).await?;
    let draft = carts::draft(call.cx(), &call.account, &name).await;
    let draft = draft.map_err(|error| faulty(&call, error))?;
    let lines = of_cart(&cart, &draft.priced);
    let locale = call.account.locale;
    call::json(shape(&call, locale, &draft.asked.contracts, &lines, &draft.priced.totals))
}

pub(crate) async fn post(call: MemberCall) -> Answer {
    let name = name(&call)?;
    named(&call).await?;
    let fields = call.fields()?;
    let ordering = Ordering {
        is_waived: maybe_flag(&fields, "waiveRetractationPeriod")?.unwrap_or(false),
        is_paid_by_itself: maybe_flag(&fields, "autoPayWithPreferredPaymentMethod")?.unwrap_or(false),
        address: Some(call.peer.to_string()),
    };
    let ordered = carts::order(call.cx(), &call.account, &name, ordering).await;
    let (cart, order) = ordered.map_err(|error| faulty(&call, error))?;
    let (locale, contracts) = (call.account.locale, &call.cx().settings.contracts);
    let mut shape = shape(&call, locale, contracts, &of_order(&cart, &order), &order.totals);
    let page = if order.needs_payment() { "/pay" } else { "" };
    shape["orderId"] = order.number.into();
    shape["url"] = format!("{}/orders/{}{page}", call.cx().settings.base_url, order.number).into();
    call::json(shape)
}

fn of_cart<'l>(cart: &NamedCart, priced: &'l PricedCart) -> Vec<Line<'l>> {
    let items = cart.contents.items.iter().zip(&priced.items);
    let quoted = items.filter_map(|(item, priced)| Some((item, priced.quote.as_ref().ok()?)));
    let line = |(item, line): (&NamedItem, &'l QuoteLine)| Line {
        item: Some(item.number_of(line.family.as_deref(), &line.plan_code)),
        kind: line.kind,
        description: &line.description,
        quantity: line.quantity,
        list_price: line.list_price,
        unit_price: line.unit_price,
        promotion: line.promotion.as_ref(),
        net: line.net,
    };
    quoted.flat_map(|(item, quote)| quote.lines.iter().map(move |of| (item, of))).map(line).collect()
}

fn of_order<'l>(cart: &NamedCart, order: &'l Order) -> Vec<Line<'l>> {
    let line = |line: &'l OrderLine| {
        let item = cart.contents.items.get(usize::from(line.item));
        Line {
            item: item.map(|item| item.number_of(line.family.as_deref(), &line.plan_code)),
            kind: line.kind,
            description: &line.description,
            quantity: line.quantity,
            list_price: line.list_price,
            unit_price: line.unit_price,
            promotion: line.promotion.as_ref(),
            net: line.net,
        }
    };
    order.lines.iter().map(line).collect()
}

/// `order.Order`.
fn shape(call: &Call, locale: Locale, contracts: &[Contract], lines: &[Line<'_>], totals: &Totals) -> Value {
    let contract = |contract: &Contract| {
        json!({
            "content": call.api.options.contract_texts.get(&contract.code).cloned().unwrap_or_default(),
            "name": call.cx().texts.say(locale, &contract.title),
            "url": format!("{}/contracts/{}", call.cx().settings.base_url, contract.code),
        })
    };
    let listed = Money::sum(totals.net.currency(), lines.iter().map(before)).ok();
    let reduced = listed.and_then(|listed| listed.minus(totals.net).ok());
    json!({
        "contracts": contracts.iter().map(contract).collect::<Vec<_>>(),
        "details": lines.iter().map(|line| detail(line, locale)).collect::<Vec<_>>(),
        "orderId": null,
        "prices": {
            "originalWithoutTax": listed.map(|money| price(money, locale)),
            "reduction": reduced.map(|money| price(money, locale)),
            "tax": price(totals.tax, locale),
            "withTax": price(totals.gross, locale),
            "withoutTax": price(totals.net, locale),
        },
        "url": null,
    })
}

/// What a line would cost without promotion.
fn before(line: &Line<'_>) -> Money {
    line.list_price.times(i64::from(line.quantity)).unwrap_or(line.net)
}

/// `order.OrderDetail`.
fn detail(line: &Line<'_>, locale: Locale) -> Value {
    let before = before(line);
    let off = before.minus(line.net).unwrap_or(Money::zero(before.currency()));
    let reduction = |used: &PromotionUse| {
        json!({
            "context": "promotion",
            "description": used.label(),
            "price": price(off, locale),
            "reductionDescription": used.name,
            "type": "fixed_amount",
            "value": price(off, locale),
        })
    };
    json!({
        "cartItemID": line.item,
        "description": line.description,
        "detailType": match line.kind {
            LineKind::Installation => "INSTALLATION",
            LineKind::Rental => "DURATION",
        },
        "domain": "",
        "originalTotalPrice": price(before, locale),
        "quantity": line.quantity,
        "reductionTotalPrice": price(off, locale),
        "reductions": line.promotion.map(reduction).into_iter().collect::<Vec<_>>(),
        "totalPrice": price(line.net, locale),
        "unitPrice": exact_price(line.unit_price, locale),
    })
}
