//! How a service renews: the choice, what it leads to, and the button that confirms it.
//!
//! What is chosen is in the address, so that the page before the last button is only looked at.

use axum::extract::{Path, Query};
use flows::{Renewal, WishError};
use kernel::{Date, Money, Months, ServiceId};
use payments::Method;
use serde::{Deserialize, Serialize};
use services::{Anchor, Mode, Refusal, Service};

use super::{refusal, seller};
use crate::account::methods::expires;
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::MemberPage;
use crate::view::{Choice, Crumb, View};

/// How many debits are shown ahead.
const DEBITS_SHOWN: u8 = 3;
/// The last day of a month that can be chosen.
const DAY_MAX: u8 = 29;

#[derive(Debug, Serialize)]
pub(crate) struct RenewalPage {
    id: String,
    title: String,
    product: String,
    /// Why nothing can be chosen; empty when it can.
    refusal: String,
    /// What is wrong with the default payment method: `none`, `unusable`; empty when nothing is, or none is needed.
    problem: &'static str,
    form: FormView,
    has_manual: bool,
    periods: Vec<u16>,
    /// The word of the rule for its day of the month.
    anchor: &'static str,
    days: Vec<Choice>,
    method: Option<MethodView>,
    /// The day the running period ends.
    end_on: Option<Date>,
    summary: Option<Summary>,
}

/// What the choice leads to, before it is confirmed.
#[derive(Debug, Serialize)]
struct Summary {
    is_manual: bool,
    debits: Vec<DebitView>,
}

#[derive(Debug, Serialize)]
struct DebitView {
    on: Date,
    until: Date,
    gross: Money,
}

#[derive(Debug, Serialize)]
struct MethodView {
    label: String,
    expires: String,
}

#[derive(Debug, Default, Deserialize)]
pub(crate) struct Chosen {
    mode: Option<String>,
    every: Option<String>,
    day: Option<String>,
}

impl Chosen {
    /// What is wished, once it is chosen.
    fn renewal(&self) -> Option<Renewal> {
        let mode = self.mode.as_deref().and_then(Mode::parse)?;
        let every = Months::new(self.every.as_deref()?.parse().ok()?);
        let day = self.day.as_deref().and_then(|day| day.parse().ok()).filter(|day| *day > 0);
        Some(Renewal { mode, every, day })
    }
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<ServiceId>, Query(chosen): Query<Chosen>) -> Answer {
    let (service, method) = read(&page, id).await?;
    let Some(renewal) = chosen.renewal() else {
        return page.show(&view(&page, &service, method.as_ref(), None, ""));
    };
    match flows::forecast(page.cx(), page.account.id, id, renewal, DEBITS_SHOWN).await {
        Ok(debits) => {
            let shown = |debit: &flows::Debit| DebitView {
                on: debit.on,
                until: debit.until,
                gross: debit.totals.gross,
            };
            let is_manual = !renewal.mode.is_automatic();
            let summary = Summary { is_manual, debits: debits.iter().map(shown).collect() };
            let view = view(&page, &service, method.as_ref(), Some(renewal), "");
            page.show(&RenewalPage { summary: Some(summary), ..view })
        }
        Err(error) => refused(&page, &service, method.as_ref(), renewal, error),
    }
}

pub(crate) async fn post(page: MemberPage, Path(id): Path<ServiceId>, Form(chosen): Form<Chosen>) -> Answer {
    let Some(renewal) = chosen.renewal() else {
        read(&page, id).await?;
        return Ok(page.redirect(&format!("/services/{id}/renewal")));
    };
    match flows::configure(page.cx(), page.account.id, id, renewal).await {
        Ok(_) => {
            let key =
                if renewal.mode.is_automatic() { "flash-renewal-automatic" } else { "flash-renewal-manual" };
            Ok(page.redirect_with(&format!("/services/{id}"), Flash::good(key)))
        }
        Err(error) => {
            let (service, method) = read(&page, id).await?;
            refused(&page, &service, method.as_ref(), renewal, error)
        }
    }
}

async fn read(page: &MemberPage, id: ServiceId) -> Result<(Service, Option<Method>), PageError> {
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        let Some(service) = services::store::find(tx, id)? else { return Ok(None) };
        Ok::<_, db::Error>(Some((service, payments::store::default_method(tx)?)))
    });
    found.await?.ok_or(PageError::NotFound)
}

/// The choice again, with what is in its way.
fn refused(
    page: &MemberPage,
    service: &Service,
    method: Option<&Method>,
    renewal: Renewal,
    error: WishError,
) -> Answer {
    let again = |problem| view(page, service, method, Some(renewal), problem);
    match error {
        WishError::NoMethod => page.show_faulty(&again("none")),
        WishError::Method => page.show_faulty(&again("unusable")),
        WishError::Refused { refusal: why, .. } => {
            let field = if why == Refusal::Period { "every" } else { "mode" };
            let field = if why == Refusal::Day { "day" } else { field };
            let view = again("");
            let fault = Fault::at(field, "error-refused").with("reason", refusal(page, why));
            let form = page.faulty(view.form.clone(), &[fault]);
            page.show_faulty(&RenewalPage { form, ..view })
        }
        error @ (WishError::NoService
        | WishError::Nothing
        | WishError::Mixed
        | WishError::InProgress
        | WishError::Renew(_)
        | WishError::Unconfigured(_)
        | WishError::Db(_)) => Err(super::failed(error)),
    }
}

fn view(
    page: &MemberPage,
    service: &Service,
    method: Option<&Method>,
    chosen: Option<Renewal>,
    problem: &'static str,
) -> RenewalPage {
    let today = seller(page, service).civil(page.visit().now);
    let current = &service.renewal;
    let mode = chosen.map_or(current.mode, |chosen| chosen.mode);
    let every = chosen.map(|chosen| chosen.every).or(current.every);
    let day = chosen.map_or(current.day, |chosen| chosen.day);
    let text = |day: u8| Choice { value: day.to_string(), text: day.to_string() };
    let mut days: Vec<Choice> = match current.rules.anchor {
        Anchor::CustomerDay => (1..=DAY_MAX).map(text).collect(),
        Anchor::Anniversary | Anchor::FirstOfMonth => Vec::new(),
    };
    if !days.is_empty() {
        days.insert(0, Choice { value: String::new(), text: page.say("renewal-day-same") });
    }
    let form = FormView::new()
        .with("mode", mode.code())
        .with("every", every.map_or_else(String::new, |every| every.count().to_string()))
        .with("day", day.map_or_else(String::new, |day| day.to_string()));
    RenewalPage {
        id: service.id.to_string(),
        title: service.known_as().to_owned(),
        product: service.description.clone(),
        refusal: service.may_configure(today).err().map(|why| refusal(page, why)).unwrap_or_default(),
        problem,
        form,
        has_manual: current.rules.has_manual || current.mode == Mode::Manual,
        periods: service.periods().iter().map(|months| months.count()).collect(),
        anchor: current.rules.anchor.code(),
        days,
        method: method
            .filter(|method| method.is_usable(today))
            .map(|method| MethodView { label: method.label.clone(), expires: expires(method) }),
        end_on: service.period.map(|period| period.end()),
        summary: None,
    }
}

impl View for RenewalPage {
    const TEMPLATE: &'static str = "pages/services/renewal.html";
    const AREA: &'static str = "services";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/services", "services-title"), Crumb::service(&self.id, &self.title)]
    }

    #[cfg(test)]
    fn samples() -> Vec<RenewalPage> {
        use crate::view::sample;
        let texts = texts::Texts::embedded();
        let debit = || DebitView { on: sample::on(), until: sample::on(), gross: sample::eur(6_719) };
        let choose = |problem: &'static str, faults: &[Fault]| RenewalPage {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
            title: "W".repeat(60),
            product: "Riva 2".into(),
            refusal: String::new(),
            problem,
            form: FormView::new().with("mode", "automatic").with("every", "12").with("day", "").faulty(
                &texts,
                kernel::Locale::En,
                faults,
            ),
            has_manual: true,
            periods: vec![1, 3, 6, 12, 24],
            anchor: "customer_day",
            days: vec![Choice { value: String::new(), text: "The same".into() }],
            method: Some(MethodView { label: "•••• 4242".into(), expires: "12/2027".into() }),
            end_on: Some(sample::on()),
            summary: None,
        };
        let confirm = |is_manual| RenewalPage {
            summary: Some(Summary { is_manual, debits: vec![debit(), debit(), debit()] }),
            ..choose("", &[])
        };
        let refused = RenewalPage { refusal: "It is over.".into(), end_on: None, ..choose("", &[]) };
        let plain =
            RenewalPage { has_manual: false, anchor: "first_of_month", days: vec![], ..choose("none", &[]) };
        let faults = [Fault::at("every", "refusal-period"), Fault::at("mode", "refusal-no_manual")];
        let yearly = RenewalPage { anchor: "anniversary", method: None, ..choose("unusable", &faults) };
        vec![choose("", &[]), confirm(false), confirm(true), refused, plain, yearly]
    }
}
