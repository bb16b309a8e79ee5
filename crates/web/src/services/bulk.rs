//! Several services at once: renewed or brought to one date, with the price first, or set to renew by themselves or by
//! hand. Those that do not allow it are shown with the reason and passed over.

use std::collections::BTreeSet;

use axum::extract::Query;
use flows::{Extension, Gathered, WishError};
use kernel::{Date, Money, Months, OrderId, ServiceId};
use serde::Serialize;
use services::{Mode, Refusal, Service};

use super::{refusal, seller, sum_lines};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::list::Asked;
use crate::page::MemberPage;
use crate::view::{Crumb, TotalsView, View};

kernel::words! {
    /// What is done with all of them.
    Act {
        /// Renewed for the same length.
        Renew = "renew",
        /// Brought to one date.
        Align = "align",
        /// Set to renew by themselves.
        Automatic = "automatic",
        /// Set to be renewed by hand.
        Manual = "manual",
    }
}

#[derive(Debug, Serialize)]
pub(crate) struct Several {
    act: &'static str,
    /// Where the form of the choice goes, and that of the last button.
    action: &'static str,
    /// The order this page makes: sent twice, it is one.
    order: String,
    ticked: Vec<String>,
    form: FormView,
    /// The lengths that can be chosen, for a renewal.
    lengths: Vec<u16>,
    ready: Vec<Ready>,
    passed_over: Vec<PassedOver>,
    totals: Option<TotalsView>,
}

/// A service something is done with.
#[derive(Debug, Serialize)]
struct Ready {
    id: String,
    title: String,
    product: String,
    /// The end of what is paid, and the one to come.
    from: Option<Date>,
    until: Option<Date>,
    net: Option<Money>,
    /// Every how many months it will renew.
    every: Option<u16>,
}

#[derive(Debug, Serialize)]
struct PassedOver {
    id: String,
    title: String,
    reason: String,
}

/// What is wished, as an address or a form says it.
struct Wish {
    act: Act,
    order: Option<OrderId>,
    ids: Vec<ServiceId>,
    months: Option<u16>,
    on: Option<Date>,
}

impl Wish {
    fn read(act: Option<Act>, asked: &Asked) -> Option<Wish> {
        let act = act.or_else(|| asked.get("act").and_then(Act::parse).filter(|act| *act != Act::Align))?;
        let mut ids: Vec<ServiceId> = asked.ticked().filter_map(|id| id.parse().ok()).collect();
        ids.sort();
        ids.dedup();
        Some(Wish {
            act,
            order: asked.get("order").and_then(|id| id.parse().ok()),
            ids,
            months: asked.get("months").and_then(|months| months.parse().ok()),
            on: asked.get("on").and_then(|on| on.parse().ok()),
        })
    }
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    show(&page, Wish::read(None, &asked)).await
}

pub(crate) async fn post(page: MemberPage, Form(asked): Form<Asked>) -> Answer {
    send(&page, Wish::read(None, &asked)).await
}

pub(crate) async fn align(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    show(&page, Wish::read(Some(Act::Align), &asked)).await
}

pub(crate) async fn post_align(page: MemberPage, Form(asked): Form<Asked>) -> Answer {
    send(&page, Wish::read(Some(Act::Align), &asked)).await
}

async fn show(page: &MemberPage, wish: Option<Wish>) -> Answer {
    let Some(wish) = wish else { return Err(PageError::NotFound) };
    if wish.ids.is_empty() {
        return Ok(page.redirect_with("/services", Flash::bad("flash-none-ticked")));
    }
    let view = view(page, &wish, &[]).await?;
    if view.form.is_faulty() { page.show_faulty(&view) } else { page.show(&view) }
}

async fn send(page: &MemberPage, wish: Option<Wish>) -> Answer {
    let Some(wish) = wish else { return Err(PageError::NotFound) };
    let account = page.account.id;
    let (outcome, field) = match wish.act {
        Act::Automatic | Act::Manual => {
            let switched = flows::switch(page.cx(), account, wish.ids.clone(), mode(wish.act)).await;
            let told = switched.map(|told| told.iter().filter(|(_, done)| done.is_ok()).count());
            (told.map(|count| done(page, wish.act, count)), "")
        }
        Act::Renew | Act::Align => {
            let field = if wish.act == Act::Renew { "months" } else { "on" };
            let extension = match wish.act {
                Act::Align => wish.on.map(Extension::UpTo),
                Act::Renew | Act::Automatic | Act::Manual => {
                    wish.months.map(|months| Extension::For(Months::new(months)))
                }
            };
            let (Some(extension), Some(order)) = (extension, wish.order) else {
                return show(page, Some(wish)).await;
            };
            // What was shown is what was ready then; one that no longer is makes the page come back.
            let order = flows::extend(page.cx(), account, order, wish.ids.clone(), extension).await;
            let place = |order: orders::Order| match order.needs_payment() {
                true => page.redirect(&format!("/orders/{}/pay", order.number)),
                false => page.redirect_with("/services", Flash::good("flash-renewed")),
            };
            (order.map(place), field)
        }
    };
    match outcome {
        Ok(response) => Ok(response),
        Err(error) => {
            let fault = super::fault(page, field, error)?;
            page.show_faulty(&view(page, &wish, &[fault]).await?)
        }
    }
}

fn done(page: &MemberPage, act: Act, count: usize) -> axum::response::Response {
    let key = if act == Act::Automatic { "flash-services-automatic" } else { "flash-services-manual" };
    page.redirect_with("/services", Flash::good(key).with("count", count.to_string()))
}

fn mode(act: Act) -> Mode {
    match act {
        Act::Automatic => Mode::Automatic,
        Act::Manual | Act::Renew | Act::Align => Mode::Manual,
    }
}

async fn view(page: &MemberPage, wish: &Wish, faults: &[Fault]) -> Result<Several, PageError> {
    let blank = Several {
        act: wish.act.code(),
        action: if wish.act == Act::Align { "/services/align" } else { "/services/bulk" },
        order: page.cx().random.id::<()>(page.visit().now).to_string(),
        ticked: wish.ids.iter().map(ToString::to_string).collect(),
        form: page.faulty(FormView::new(), faults),
        lengths: Vec::new(),
        ready: Vec::new(),
        passed_over: Vec::new(),
        totals: None,
    };
    let ids = wish.ids.clone();
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        Ok::<_, db::Error>((services::store::of_ids(tx, &ids)?, payments::store::default_method(tx)?))
    });
    let (services, method) = found.await?;
    let today = page.visit().subsidiary.civil(page.visit().now);
    match wish.act {
        Act::Automatic | Act::Manual => {
            let has_method = method.is_some_and(|method| method.is_usable(today));
            let fault = Fault::at("", "error-no-method");
            let is_missing = wish.act == Act::Automatic && !has_method;
            let faults: Vec<Fault> =
                if is_missing && faults.is_empty() { vec![fault] } else { faults.to_vec() };
            let mut view = Several { form: page.faulty(FormView::new(), &faults), ..blank };
            for service in &services {
                match service.may_switch(seller(page, service).civil(page.visit().now), mode(wish.act)) {
                    Ok(()) => view.ready.push(switched(service, wish.act)),
                    Err(why) => view.passed_over.push(passed_over(page, service, why)),
                }
            }
            Ok(view)
        }
        Act::Renew => {
            let lengths = lengths(&services);
            let usual = services.iter().filter_map(|service| service.renewal.every).max();
            let fits = |months: &u16| lengths.contains(months);
            let months = wish.months.or(usual.map(|months| months.count())).filter(fits);
            let months = months.or(lengths.first().copied()).unwrap_or(1);
            let view = Several { lengths, ..blank };
            let values = |form: FormView| form.with("months", months.to_string());
            gathered(page, wish, view, Extension::For(Months::new(months)), faults, values).await
        }
        Act::Align => {
            // The latest end among them asks nothing of the one it is the end of.
            let latest =
                services.iter().filter_map(|service| service.period).map(|period| period.end()).max();
            let on = wish.on.or(latest).unwrap_or(today);
            let values = |form: FormView| form.with("on", on.to_string());
            gathered(page, wish, blank, Extension::UpTo(on), faults, values).await
        }
    }
}

/// The price of what is ready, and what is passed over.
async fn gathered(
    page: &MemberPage,
    wish: &Wish,
    blank: Several,
    extension: Extension,
    faults: &[Fault],
    values: impl Fn(FormView) -> FormView,
) -> Result<Several, PageError> {
    let form = |faults: &[Fault]| values(page.faulty(FormView::new(), faults));
    match flows::gather(page.cx(), page.account.id, wish.ids.clone(), extension).await {
        Ok(Gathered { quote, passed_over: others }) => {
            let totals = quote.as_ref().and_then(|quote| {
                let of = seller(page, &quote.services.first()?.service);
                let lines: Vec<_> =
                    quote.services.iter().flat_map(|one| sum_lines(&one.service, &one.lines)).collect();
                Some(TotalsView::new(page, &quote.totals, of, &lines))
            });
            let quoted = quote.map(|quote| quote.services).unwrap_or_default();
            let ready = |one: &flows::RenewalOf| Ready {
                from: Some(one.from),
                until: Some(one.until),
                net: Some(one.net),
                ..switched(&one.service, wish.act)
            };
            Ok(Several {
                form: form(faults),
                ready: quoted.iter().map(ready).collect(),
                passed_over: others.iter().map(|(service, why)| passed_over(page, service, *why)).collect(),
                totals,
                ..blank
            })
        }
        Err(error @ WishError::Mixed) => {
            let fault = super::fault(page, "", error)?;
            Ok(Several { form: form(&[fault]), ..blank })
        }
        Err(error) => Err(super::failed(error)),
    }
}

/// Every length one of them can be renewed for, the shortest first.
fn lengths(services: &[Service]) -> Vec<u16> {
    let renewable = services.iter().filter(|service| service.may_renew().is_ok());
    let all: BTreeSet<u16> = renewable.flat_map(Service::periods).map(|months| months.count()).collect();
    all.into_iter().collect()
}

fn switched(service: &Service, act: Act) -> Ready {
    let shortest = service.periods().first().map(|months| months.count());
    Ready {
        id: service.id.to_string(),
        title: service.known_as().to_owned(),
        product: service.description.clone(),
        from: service.period.map(|period| period.end()),
        until: None,
        net: None,
        every: shortest.filter(|_| act == Act::Automatic),
    }
}

fn passed_over(page: &MemberPage, service: &Service, why: Refusal) -> PassedOver {
    PassedOver {
        id: service.id.to_string(),
        title: service.known_as().to_owned(),
        reason: refusal(page, why),
    }
}

impl View for Several {
    const TEMPLATE: &'static str = "pages/services/bulk.html";
    const AREA: &'static str = "services";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/services", "services-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Several> {
        use crate::view::sample;
        let texts = texts::Texts::embedded();
        let ready = |title: &str, is_quoted: bool| Ready {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
            title: title.into(),
            product: "Riva 2".into(),
            from: Some(sample::on()),
            until: is_quoted.then(sample::on),
            net: is_quoted.then(|| sample::eur(5_599)),
            every: (!is_quoted).then_some(1),
        };
        let several = |act: Act, faults: &[Fault]| {
            let is_quoted = act == Act::Renew || act == Act::Align;
            let form = FormView::new().with("months", "12").with("on", "2026-05-01");
            Several {
                act: act.code(),
                action: "/services/bulk",
                order: "1".into(),
                ticked: vec!["1".into(), "2".into()],
                form: form.faulty(&texts, kernel::Locale::En, faults),
                lengths: if act == Act::Renew { vec![1, 12] } else { vec![] },
                ready: vec![ready("My blog", is_quoted), ready(&"W".repeat(60), is_quoted)],
                passed_over: vec![PassedOver {
                    id: "01890a5d-ac96-774b-bcce-b302099a8058".into(),
                    title: "W".repeat(60),
                    reason: "It is over.".into(),
                }],
                totals: is_quoted.then(TotalsView::sample),
            }
        };
        let mut all: Vec<Several> = Act::ALL.iter().map(|act| several(*act, &[])).collect();
        all.push(several(Act::Automatic, &[Fault::at("", "error-no-method")]));
        all.push(several(Act::Renew, &[Fault::at("months", "error-renew-in-progress")]));
        all.push(Several { ready: vec![], totals: None, ..several(Act::Align, &[]) });
        all
    }
}
