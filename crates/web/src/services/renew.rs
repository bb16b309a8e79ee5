//! Renew a service now, or pay ahead: for how long, until when, and what it costs before anything is ordered.

use axum::extract::Path;
use flows::{Extension, RenewalQuote, WishError};
use kernel::{Date, Money, Months, OrderId, ServiceId};
use serde::{Deserialize, Serialize};
use services::Service;

use super::{refusal, seller, sum_lines};
use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::page::MemberPage;
use crate::view::{Crumb, TotalsView, View};

#[derive(Debug, Serialize)]
pub(crate) struct Renew {
    id: String,
    title: String,
    product: String,
    /// The order this page makes: sent twice, it is one.
    order: String,
    is_automatic: bool,
    /// Why it cannot be renewed now; empty when it can.
    refusal: String,
    /// The order that waits to be paid for it.
    bill: Option<i64>,
    /// Whether that order is the owner's wish, whose place another takes.
    is_replaceable: bool,
    end_on: Option<Date>,
    form: FormView,
    choices: Vec<LengthView>,
}

/// A length, what it costs and until when it pays.
#[derive(Debug, Serialize)]
struct LengthView {
    months: u16,
    until: Date,
    gross: Money,
    totals: TotalsView,
    is_chosen: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Chosen {
    order: OrderId,
    months: Option<u16>,
}

pub(crate) async fn get(page: MemberPage, Path(id): Path<ServiceId>) -> Answer {
    page.show(&view(&page, id, None, &[]).await?)
}

pub(crate) async fn post(page: MemberPage, Path(id): Path<ServiceId>, Form(chosen): Form<Chosen>) -> Answer {
    let Some(months) = chosen.months else {
        let fault = Fault::at("months", "refusal-period");
        return page.show_faulty(&view(&page, id, None, &[fault]).await?);
    };
    let wish = Extension::For(Months::new(months));
    match flows::extend(page.cx(), page.account.id, chosen.order, vec![id], wish).await {
        Ok(order) if order.needs_payment() => Ok(page.redirect(&format!("/orders/{}/pay", order.number))),
        Ok(_) => Ok(page.redirect_with(&format!("/services/{id}"), Flash::good("flash-renewed"))),
        Err(error) => {
            let fault = super::fault(&page, "months", error)?;
            page.show_faulty(&view(&page, id, Some(months), &[fault]).await?)
        }
    }
}

async fn view(
    page: &MemberPage,
    id: ServiceId,
    chosen: Option<u16>,
    faults: &[Fault],
) -> Result<Renew, PageError> {
    let account = page.cx().db.account(page.account.id);
    let found = account.read(move |tx| {
        let Some(service) = services::store::find(tx, id)? else { return Ok(None) };
        let open = services::store::open_renewing(tx, id)?;
        let orders: Vec<OrderId> = open.iter().map(|open| open.order).collect();
        let bill = orders::store::numbers(tx, &orders)?.pop().map(|(_, number)| number);
        Ok::<_, db::Error>(Some((service, bill)))
    });
    let (service, bill) = found.await?.ok_or(PageError::NotFound)?;
    let (choices, refusal) = match flows::renewal_choices(page.cx(), page.account.id, id).await {
        Ok(choices) => (choices, String::new()),
        Err(WishError::Refused { refusal: why, .. }) => (Vec::new(), refusal(page, why)),
        Err(error) => return Err(super::failed(error)),
    };
    let usual = service.renewal.every.map(|every| every.count());
    let chosen = chosen.or(usual).filter(|months| choices.iter().any(|(one, _)| one.count() == *months));
    let chosen = chosen.or(choices.first().map(|(months, _)| months.count()));
    let length = |(months, quote): &(Months, RenewalQuote)| {
        let until = quote.services.first().map(|one| one.until)?;
        let is_chosen = Some(months.count()) == chosen;
        let (gross, totals) = (quote.totals.gross, totals(page, &service, quote));
        Some(LengthView { months: months.count(), until, gross, totals, is_chosen })
    };
    Ok(Renew {
        id: service.id.to_string(),
        title: service.known_as().to_owned(),
        product: service.description.clone(),
        order: page.cx().random.id::<()>(page.visit().now).to_string(),
        is_automatic: service.renewal.mode.is_automatic(),
        refusal,
        bill,
        is_replaceable: service.renewal.billed_on.is_none(),
        end_on: service.period.map(|period| period.end()),
        form: page.faulty(FormView::new(), faults),
        choices: choices.iter().filter_map(length).collect(),
    })
}

fn totals(page: &MemberPage, service: &Service, quote: &RenewalQuote) -> TotalsView {
    let lines: Vec<_> = quote.services.iter().flat_map(|one| sum_lines(&one.service, &one.lines)).collect();
    TotalsView::new(page, &quote.totals, seller(page, service), &lines)
}

impl View for Renew {
    const TEMPLATE: &'static str = "pages/services/renew.html";
    const AREA: &'static str = "services";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/services", "services-title"), Crumb::service(&self.id, &self.title)]
    }

    #[cfg(test)]
    fn samples() -> Vec<Renew> {
        use crate::view::sample;
        let texts = texts::Texts::embedded();
        let length = |months| LengthView {
            months,
            until: sample::on(),
            gross: sample::eur(6_719),
            totals: TotalsView::sample(),
            is_chosen: months == 12,
        };
        let faults = [Fault::at("months", "error-renew-in-progress")];
        let full = |is_automatic, faults: &[Fault]| Renew {
            id: "01890a5d-ac96-774b-bcce-b302099a8057".into(),
            title: "W".repeat(60),
            product: "Riva 2".into(),
            order: "1".into(),
            is_automatic,
            refusal: String::new(),
            bill: Some(100_042),
            is_replaceable: true,
            end_on: Some(sample::on()),
            form: FormView::new().faulty(&texts, kernel::Locale::En, faults),
            choices: vec![length(1), length(12)],
        };
        let refused = |bill| Renew {
            refusal: "An invoice of it is to be paid first.".into(),
            choices: vec![],
            bill,
            is_replaceable: false,
            ..full(true, &[])
        };
        let free = Renew { bill: None, ..full(false, &[]) };
        vec![full(true, &[]), full(false, &faults), free, refused(Some(100_042)), refused(None)]
    }
}
