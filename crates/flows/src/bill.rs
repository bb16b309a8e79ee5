//! What the invoice of an order says: its lines with their periods, and the mentions of the law. Pure.

use catalog::LineKind;
use invoicing::{InvoiceLine, Mention};
use jurisdictions::Subsidiary;
use kernel::{Date, Locale, Period, Recurrence};
use orders::{Order, OrderLine};
use services::Service;
use texts::{Args, Texts, format};

/// The lines of an order's invoice, as they were ordered.
///
/// A line for several units is one line as long as its units have one period. Units that were delivered on
/// different days have different periods: there is then a line for each, and the amount is shared out so that
/// nothing is rounded twice.
pub(crate) fn lines(texts: &Texts, order: &Order, services: &[Service]) -> Vec<InvoiceLine> {
    order
        .lines
        .iter()
        .enumerate()
        .flat_map(|(index, line)| split(texts, order, index, line, services))
        .collect()
}

/// The mentions of a subsidiary's invoices on a day, in words.
pub(crate) fn mentions(texts: &Texts, subsidiary: &Subsidiary, locale: Locale, on: Date) -> Vec<Mention> {
    let rate = subsidiary.late_rate(on).map(|rate| format::rate(rate, locale)).unwrap_or_default();
    let words = |key: &String| match key.as_str() {
        Subsidiary::LATE_RATE_MENTION => {
            (!rate.is_empty()).then(|| texts.t(locale, key, &Args::new().with("rate", rate.as_str())))
        }
        _ => Some(texts.t(locale, key, &Args::new())),
    };
    let mention = |key: &String| {
        let code = Subsidiary::mention_code(key).map(str::to_owned);
        Some(Mention { code, text: words(key)? })
    };
    subsidiary.mentions.iter().filter_map(mention).collect()
}

fn split(
    texts: &Texts,
    order: &Order,
    index: usize,
    line: &OrderLine,
    services: &[Service],
) -> Vec<InvoiceLine> {
    let mut groups: Vec<(Option<Period>, Vec<&Service>)> = Vec::new();
    for service in units(order, index, line, services) {
        let period = period(line, service);
        match groups.iter_mut().find(|(known, _)| *known == period) {
            Some((_, members)) => members.push(service),
            None => groups.push((period, vec![service])),
        }
    }
    let whole = |quantity, net, period, (service, service_label)| InvoiceLine {
        description: match line.kind {
            LineKind::Installation => {
                let named = Args::new().with("description", line.description.as_str());
                texts.t(order.locale, "document-installation", &named)
            }
            LineKind::Rental => line.description.clone(),
        },
        service,
        service_label,
        quantity,
        list_price: line.is_discounted().then_some(line.list_price),
        discount: line
            .promotion
            .as_ref()
            .filter(|_| line.is_discounted())
            .map(|used| used.label().to_owned()),
        unit_price: line.unit_price,
        net,
        period,
        taxes: Vec::new(),
    };
    // A line for several services names none: each has its own page.
    let named = |members: &[&Service]| match members {
        [alone] => (Some(alone.name.clone()), alone.label.clone()),
        _ => (None, None),
    };
    let counts: Vec<u32> =
        groups.iter().map(|(_, members)| u32::try_from(members.len()).unwrap_or(u32::MAX)).collect();
    if groups.len() < 2 || counts.iter().sum::<u32>() != u32::from(line.quantity) {
        let (period, members) = groups.into_iter().next().unwrap_or_default();
        return vec![whole(u32::from(line.quantity), line.net, period, named(&members))];
    }
    let nets = line.net.allocated(&counts);
    let parts = groups.into_iter().zip(counts).zip(nets);
    parts.map(|(((period, members), count), net)| whole(count, net, period, named(&members))).collect()
}

/// The services a line pays for. Several lines of one plan, as a promotion for some units makes them, pay for
/// the units one after the other.
fn units<'s>(
    order: &Order,
    index: usize,
    line: &OrderLine,
    services: &'s [Service],
) -> impl Iterator<Item = &'s Service> {
    let is_same = |other: &&OrderLine| {
        (other.item, other.kind, &other.plan_code, &other.family)
            == (line.item, line.kind, &line.plan_code, &line.family)
    };
    let before: usize =
        order.lines.iter().take(index).filter(is_same).map(|other| usize::from(other.quantity)).sum();
    let item = line.item;
    services.iter().filter(move |service| service.item == item).skip(before).take(usize::from(line.quantity))
}

fn period(line: &OrderLine, service: &Service) -> Option<Period> {
    match (line.kind, line.months) {
        (LineKind::Rental, Some(months)) => Recurrence::new(service.anchor_on?, months).period(0).ok(),
        (LineKind::Rental, None) | (LineKind::Installation, _) => None,
    }
}
