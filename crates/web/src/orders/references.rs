//! The customer's own references: the list, a new one, one that changes, and stopping.

use axum::extract::{Path, Query};
use invoicing::references;
use invoicing::{
    BuyerReferenceKind, OwnReference, REFERENCE_CHARS_MAX, ReferenceError, ReferenceFault, WantedReference,
};
use kernel::{Date, ReferenceId};
use serde::{Deserialize, Serialize};

use crate::error::{Answer, PageError};
use crate::flash::Flash;
use crate::form::{Fault, Form, FormView};
use crate::list::{Address, Asked, Column, ListView, Sorted};
use crate::page::{MemberPage, Page};
use crate::view::{Badge, Crumb, RowLink, View};

/// How many references one page shows.
const PAGE_SIZE: u16 = 20;
const PATH: &str = "/orders/references";
const COLUMNS: [Column; 6] = [
    Column::new("reference-name"),
    Column::new("reference-kind"),
    Column::new("reference-start"),
    Column::new("reference-end"),
    Column::new("state"),
    Column::ACTIONS,
];

#[derive(Debug, Serialize)]
pub(crate) struct References {
    list: ListView,
    references: Vec<ReferenceRow>,
}

#[derive(Debug, Serialize)]
struct ReferenceRow {
    href: String,
    name: String,
    kind: &'static str,
    start_on: Date,
    end_on: Date,
    state: Badge,
    links: Vec<RowLink>,
}

/// A new reference, or one that exists.
#[derive(Debug, Serialize)]
pub(crate) struct ReferencePage {
    /// The reference this page makes: sent twice, it is one.
    id: String,
    form: FormView,
    kinds: Vec<KindView>,
    most: usize,
    /// None for a new one.
    known: Option<KnownView>,
}

#[derive(Debug, Serialize)]
struct KnownView {
    name: String,
    is_stopped: bool,
    state: Badge,
}

#[derive(Debug, Serialize)]
struct KindView {
    code: &'static str,
    is_chosen: bool,
}

/// What the form sends.
#[derive(Debug, Deserialize)]
pub(crate) struct Typed {
    /// Of a new one.
    id: Option<ReferenceId>,
    #[serde(default)]
    kind: String,
    #[serde(default)]
    name: String,
    #[serde(default)]
    start_on: String,
    #[serde(default)]
    end_on: String,
}

/// Which way the button turns it.
#[derive(Debug, Deserialize)]
pub(crate) struct Turned {
    stopped: String,
}

pub(crate) async fn get(page: MemberPage, Query(asked): Query<Asked>) -> Answer {
    let request = asked.page(PAGE_SIZE);
    let account = page.cx().db.account(page.account.id);
    let (found, count) = account
        .read(move |tx| {
            let found = invoicing::store::references(tx, &request)?;
            Ok::<_, db::Error>((found, invoicing::store::count_references(tx)?))
        })
        .await?;
    let list = ListView::new(Address::new(PATH), &COLUMNS, Sorted::default(), asked.get("after"), found.next)
        .counted(count);
    page.show(&References {
        list,
        references: found.items.iter().map(|reference| row(&page, reference)).collect(),
    })
}

fn row(page: &Page, reference: &OwnReference) -> ReferenceRow {
    let href = format!("{PATH}/{}", reference.id);
    ReferenceRow {
        name: reference.reference.name.clone(),
        kind: reference.reference.kind.code(),
        start_on: reference.start_on,
        end_on: reference.end_on,
        state: badge(page, reference),
        links: vec![RowLink { href: href.clone(), icon: "eye", text: page.say("reference-change") }],
        href,
    }
}

fn badge(page: &Page, reference: &OwnReference) -> Badge {
    let visit = page.visit();
    let today = visit.subsidiary.civil(visit.now);
    let (hue, icon, key) = if reference.stopped_at.is_some() {
        ("still", "ban", "reference-state-stopped")
    } else if today < reference.start_on {
        ("busy", "clock", "reference-state-planned")
    } else if today < reference.end_on {
        ("good", "circle-check", "reference-state-printed")
    } else {
        ("still", "check", "reference-state-over")
    };
    Badge::new(&page.web().texts, visit.locale, hue, icon, key)
}

pub(crate) async fn add(page: MemberPage) -> Answer {
    let id: ReferenceId = page.cx().random.id(page.visit().now);
    page.show(&view(&page, id, None, FormView::new().with("kind", BuyerReferenceKind::Internal.code())))
}

pub(crate) async fn one(page: MemberPage, Path(id): Path<ReferenceId>) -> Answer {
    let known = find(&page, id).await?.ok_or(PageError::NotFound)?;
    let form = FormView::new()
        .with("kind", known.reference.kind.code())
        .with("name", known.reference.name.as_str())
        .with("start_on", known.start_on.to_string())
        .with("end_on", known.end_on.to_string());
    page.show(&view(&page, id, Some(&known), form))
}

async fn find(page: &MemberPage, id: ReferenceId) -> Result<Option<OwnReference>, db::Error> {
    let account = page.cx().db.account(page.account.id);
    account.read(move |tx| invoicing::store::find_reference(tx, id)).await
}

fn view(page: &Page, id: ReferenceId, known: Option<&OwnReference>, form: FormView) -> ReferencePage {
    let chosen = form.value("kind").to_owned();
    let kind = |kind: BuyerReferenceKind| KindView { code: kind.code(), is_chosen: kind.code() == chosen };
    ReferencePage {
        id: id.to_string(),
        form,
        kinds: BuyerReferenceKind::ALL.map(kind).into(),
        most: REFERENCE_CHARS_MAX,
        known: known.map(|known| KnownView {
            name: known.reference.name.clone(),
            is_stopped: known.stopped_at.is_some(),
            state: badge(page, known),
        }),
    }
}

/// Writes a new one.
pub(crate) async fn create(page: MemberPage, Form(typed): Form<Typed>) -> Answer {
    let id = typed.id.ok_or_else(|| PageError::Bad("a form of a reference without its id".to_owned()))?;
    save(&page, id, typed).await
}

/// Changes one.
pub(crate) async fn change(
    page: MemberPage,
    Path(id): Path<ReferenceId>,
    Form(typed): Form<Typed>,
) -> Answer {
    // References are never deleted: what is found here is there when it is written.
    find(&page, id).await?.ok_or(PageError::NotFound)?;
    save(&page, id, typed).await
}

async fn save(page: &MemberPage, id: ReferenceId, typed: Typed) -> Answer {
    let day = |typed: &str| typed.trim().parse::<Date>().ok();
    let (kind, start_on, end_on) =
        (BuyerReferenceKind::parse(&typed.kind), day(&typed.start_on), day(&typed.end_on));
    let (Some(kind), Some(start_on), Some(end_on)) = (kind, start_on, end_on) else {
        let faults = [
            kind.is_none().then(|| Fault::at("kind", "error-reference-kind")),
            typed.name.trim().is_empty().then(|| Fault::at("name", "error-reference-name")),
            start_on.is_none().then(|| Fault::at("start_on", "error-date")),
            end_on.is_none().then(|| Fault::at("end_on", "error-date")),
        ];
        return again(page, id, typed, &faults.into_iter().flatten().collect::<Vec<_>>()).await;
    };
    let wanted = WantedReference { kind, name: typed.name.clone(), start_on, end_on };
    let (now, account) = (page.visit().now, page.cx().db.account(page.account.id));
    let saved = account.write::<_, ReferenceError, _>(move |tx| references::save(tx, now, id, &wanted)).await;
    match saved {
        Ok(saved) => {
            let flash = Flash::good("flash-reference-saved").with("name", saved.reference.name);
            Ok(page.redirect_with(PATH, flash))
        }
        Err(ReferenceError::Faulty(faults)) => {
            let faults: Vec<Fault> = faults.iter().map(fault).collect();
            again(page, id, typed, &faults).await
        }
        Err(ReferenceError::Overlaps(other)) => {
            let locale = page.visit().locale;
            let day = |on: Date| texts::format::date(on, locale, texts::format::Style::Short);
            let fault = Fault::at("start_on", "error-reference-overlaps")
                .with("name", other.reference.name)
                .with("start", day(other.start_on))
                .with("end", day(other.end_on));
            again(page, id, typed, &[fault]).await
        }
        Err(ReferenceError::NoReference) => Err(PageError::NotFound),
        Err(ReferenceError::Db(error)) => Err(error.into()),
    }
}

fn fault(fault: &ReferenceFault) -> Fault {
    match fault {
        ReferenceFault::NoName => Fault::at("name", "error-reference-name"),
        ReferenceFault::TooLong => {
            Fault::at("name", "error-reference-long").with("most", REFERENCE_CHARS_MAX)
        }
        ReferenceFault::NoDays => Fault::at("end_on", "error-reference-days"),
    }
}

async fn again(page: &MemberPage, id: ReferenceId, typed: Typed, faults: &[Fault]) -> Answer {
    let known = find(page, id).await?;
    let form = FormView::new()
        .with("kind", typed.kind)
        .with("name", typed.name)
        .with("start_on", typed.start_on)
        .with("end_on", typed.end_on);
    page.show_faulty(&view(page, id, known.as_ref(), page.faulty(form, faults)))
}

/// Stops printing it, or prints it again.
pub(crate) async fn turn(
    page: MemberPage,
    Path(id): Path<ReferenceId>,
    Form(turned): Form<Turned>,
) -> Answer {
    let is_stopped = turned.stopped == "yes";
    let (now, account) = (page.visit().now, page.cx().db.account(page.account.id));
    let turned = account
        .write::<_, ReferenceError, _>(move |tx| references::set_stopped(tx, now, id, is_stopped))
        .await;
    match turned {
        Ok(reference) => {
            let key = if is_stopped { "flash-reference-stopped" } else { "flash-reference-printed" };
            Ok(page.redirect_with(PATH, Flash::good(key).with("name", reference.reference.name)))
        }
        Err(ReferenceError::NoReference) => Err(PageError::NotFound),
        Err(ReferenceError::Db(error)) => Err(error.into()),
        Err(error @ (ReferenceError::Faulty(_) | ReferenceError::Overlaps(_))) => {
            Err(PageError::internal(error))
        }
    }
}

impl View for References {
    const TEMPLATE: &'static str = "pages/orders/references.html";
    const AREA: &'static str = "orders";

    #[cfg(test)]
    fn samples() -> Vec<References> {
        let [full, empty, _] = ListView::samples(&COLUMNS, &[]);
        let rows = BuyerReferenceKind::ALL.map(|kind| ReferenceRow {
            href: format!("{PATH}/1"),
            name: "W".repeat(REFERENCE_CHARS_MAX),
            kind: kind.code(),
            start_on: crate::view::sample::on(),
            end_on: crate::view::sample::on(),
            state: Badge::sample(),
            links: vec![RowLink { href: format!("{PATH}/1"), icon: "eye", text: "See".into() }],
        });
        vec![
            References { list: full, references: rows.into() },
            References { list: empty, references: vec![] },
        ]
    }
}

impl View for ReferencePage {
    const TEMPLATE: &'static str = "pages/orders/reference.html";
    const AREA: &'static str = "orders";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new("/orders", "orders-title"), Crumb::new(PATH, "references-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<ReferencePage> {
        let kinds = || BuyerReferenceKind::ALL.map(|kind| KindView { code: kind.code(), is_chosen: true });
        let page = |known: Option<bool>| ReferencePage {
            id: "1".into(),
            form: FormView::new().with("name", "PO 4500017"),
            kinds: kinds().into(),
            most: REFERENCE_CHARS_MAX,
            known: known.map(|is_stopped| KnownView {
                name: "PO 4500017".into(),
                is_stopped,
                state: Badge::sample(),
            }),
        };
        vec![page(None), page(Some(false)), page(Some(true))]
    }
}
