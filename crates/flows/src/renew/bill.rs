//! Bill the next periods: one order and one invoice for what falls due together.

use db::AccountTx;
use invoicing::{Draft, InvoiceLine};
use jurisdictions::{Subsidiary, Totals, tax};
use kernel::{Currency, Date, Id, InvoiceId, Money, MoneyError, Months, SubsidiaryCode, Timestamp};
use orders::{NewRenewal, Order, OrderItem, OrderLine};
use payments::Books;
use services::calendar::Next;
use services::rent::{RentLine, rent};
use services::{RenewalCause, Renewing, Service};

use super::account::{Charge, RenewError, Run};
use super::{dun, paid, tell};
use crate::Cx;
use mail::DueReason;

/// A service and its next period, with its price.
#[derive(Debug, Clone)]
pub(crate) struct Wanted {
    pub(crate) service: Service,
    pub(crate) next: Next,
    pub(crate) lines: Vec<RentLine>,
}

impl Wanted {
    /// The next period as its renewal says.
    pub(crate) fn of(service: &Service) -> Result<Wanted, RenewError> {
        let next = service.next_period()?.ok_or(kernel::PeriodError::Empty)?;
        Wanted::with(service, next)
    }

    /// Another next period.
    pub(crate) fn with(service: &Service, next: Next) -> Result<Wanted, RenewError> {
        let lines = rent(&service.prices, service.period_index, &next)?;
        Ok(Wanted { service: service.clone(), next, lines })
    }

    /// What it costs, before tax.
    pub(crate) fn net(&self) -> Result<Money, MoneyError> {
        Money::sum(self.service.currency, self.lines.iter().map(|line| line.net))
    }
}

/// What is billed together: of one legal entity, in one currency, from one day, with one course of dunning.
type Key = (SubsidiaryCode, Currency, Date, u16, u16);

fn key(wanted: &Wanted) -> Key {
    let (service, rules) = (&wanted.service, &wanted.service.renewal.rules);
    let start = wanted.next.period.start();
    (service.subsidiary, service.currency, start, rules.grace_days, rules.delete_days)
}

/// Bills everything, group by group.
pub(super) fn all(run: &mut Run<'_>, tx: &mut AccountTx, mut wanted: Vec<Wanted>) -> Result<(), RenewError> {
    wanted.sort_by_key(key);
    let mut rest = wanted.as_slice();
    while let Some(first) = rest.first() {
        let count = rest.iter().take_while(|one| key(one) == key(first)).count();
        let (group, others) = rest.split_at(count);
        bill(run, tx, group)?;
        rest = others;
    }
    Ok(())
}

/// What becomes an order: the services, their next periods and the totals.
pub(crate) struct Bill<'b> {
    pub(crate) subsidiary: &'b Subsidiary,
    pub(crate) wanted: &'b [Wanted],
    pub(crate) totals: Totals,
}

impl<'b> Bill<'b> {
    /// At the taxes of the day.
    pub(crate) fn new(cx: &'b Cx, now: Timestamp, wanted: &'b [Wanted]) -> Result<Bill<'b>, RenewError> {
        let code = wanted.first().map(|one| one.service.subsidiary);
        let subsidiary = cx.subsidiary(code.ok_or(kernel::PeriodError::Empty)?)?;
        let nets: Vec<Money> = wanted.iter().flat_map(|one| one.lines.iter().map(|line| line.net)).collect();
        let totals = tax::totals(subsidiary, subsidiary.civil(now), &nets)?;
        Ok(Bill { subsidiary, wanted, totals })
    }
}

fn bill(run: &mut Run<'_>, tx: &mut AccountTx, group: &[Wanted]) -> Result<(), RenewError> {
    let (cx, now) = (run.cx, run.now);
    let bill = Bill::new(cx, now, group)?;
    let drawn = run.drawn(group[0].service.id);
    let Some(number) = drawn.number else { return Ok(()) };
    let today = bill.subsidiary.civil(now);
    let suspend_on = dun::suspend_on(&group[0].service, today);
    let over_on = dun::delete_on(&group[0].service, suspend_on);
    invoicing::fetch_ahead(tx, today, Some(group[0].service.currency))?;
    let expires_at = bill.subsidiary.start_of(over_on.tomorrow().unwrap_or(Date::MAX));
    let form = order_form(&bill, &run.owner, drawn.order, number, expires_at);
    let order = orders::renewal(tx, now, form)?;
    for one in group {
        let renewing = Renewing::new(order.id, one.service.id, RenewalCause::Automatic, &one.next);
        services::store::insert_renewing(tx, now, &renewing)?;
        services::store::update(tx, &one.service.clone().billed(today))?;
        run.ran.billed += 1;
    }
    if !order.needs_payment() {
        return paid::renew(cx, tx, now, &run.owner, order, None).map(|_| ());
    }
    let issued = invoicing::issue(tx, now, &draft(cx, &bill, &order))?;
    let amount = issued.map_or(order.totals.gross, |frozen| frozen.open);
    if amount.is_zero() {
        // The customer's credit paid all of it; the invoice says so.
        return paid::renew(cx, tx, now, &run.owner, order, None).map(|_| ());
    }
    match run.usable_method(today) {
        Some(method) => {
            let books = Books::from(bill.subsidiary);
            let begun = payments::collect(tx, now, drawn.attempt, order.id, books, amount, method)?;
            run.charges.push(Charge { order, begun });
        }
        None => {
            let reason = if run.method.is_some() { DueReason::Unusable } else { DueReason::NoMethod };
            tell::due(tx, now, &run.owner, (&order, amount), group, reason, None, suspend_on)?;
        }
    }
    Ok(())
}

/// The order form of a renewal.
pub(crate) fn order_form(
    bill: &Bill<'_>,
    owner: &accounts::Account,
    id: kernel::OrderId,
    number: i64,
    expires_at: Timestamp,
) -> NewRenewal {
    let mut lines = Vec::new();
    let mut items = Vec::with_capacity(bill.wanted.len());
    for (index, one) in (0_u16..).zip(bill.wanted) {
        lines.extend(one.lines.iter().map(|line| order_line(index, one, line)));
        items.push(OrderItem {
            selection: catalog::Selection {
                configurations: one.service.configurations.clone(),
                ..catalog::Selection::of(&one.service.plan_code)
            },
            product: one.service.product.clone(),
            family: one.service.family.clone(),
            months: one.service.months,
            commitment: Months::new(0),
            commitment_end: None,
            services: vec![one.service.id],
        });
    }
    NewRenewal {
        id,
        number,
        subsidiary: bill.subsidiary.code,
        locale: owner.locale,
        billing: owner.billing_contact(),
        items,
        lines,
        totals: bill.totals.clone(),
        expires_at,
    }
}

fn order_line(item: u16, one: &Wanted, line: &RentLine) -> OrderLine {
    let price = &one.service.prices[line.price];
    OrderLine {
        item,
        kind: catalog::LineKind::Rental,
        plan_code: price.plan_code.clone(),
        family: price.family.clone(),
        description: price.description.clone(),
        quantity: line.quantity,
        list_price: line.list_price.unwrap_or(line.unit_price),
        unit_price: line.unit_price,
        promotion: None,
        months: one.service.months,
        then_unit_price: None,
        net: line.net,
    }
}

/// The invoice of a renewal, unpaid: its lines with the days they pay for.
pub(crate) fn draft(cx: &Cx, bill: &Bill<'_>, order: &Order) -> Draft {
    let line = |one: &Wanted, line: &RentLine| InvoiceLine {
        description: one.service.prices[line.price].description.clone(),
        service: Some(one.service.name.clone()),
        service_label: one.service.label.clone(),
        quantity: u32::from(line.quantity),
        list_price: line.list_price,
        discount: line.list_price.map(|_| String::new()),
        unit_price: line.unit_price,
        net: line.net,
        period: Some(line.period),
        taxes: Vec::new(),
    };
    let lines =
        bill.wanted.iter().flat_map(|one| one.lines.iter().map(move |rent| line(one, rent))).collect();
    let on = bill.subsidiary.civil(order.created_at);
    let mentions = crate::bill::mentions(&cx.texts, bill.subsidiary, order.locale, on);
    // One invoice per order: its id follows from the order's.
    let id: InvoiceId = Id::from_uuid(order.id.uuid());
    let (numbered, billing) = ((order.id, order.number), order.billing.clone());
    Draft::new(id, numbered, bill.subsidiary, billing, order.locale, lines, &order.totals)
        .with_mentions(mentions)
}
