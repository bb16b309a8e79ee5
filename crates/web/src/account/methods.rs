//! The registered payment methods.

use payments::{Method, MethodState};
use serde::Serialize;

use crate::error::Answer;
use crate::list::{Column, ListView};
use crate::page::{MemberPage, Page};
use crate::view::{Badge, View};

const COLUMNS: [Column; 4] = [
    Column::new("method-label"),
    Column::new("method-kind"),
    Column::new("method-expires"),
    Column::new("state"),
];

#[derive(Debug, Serialize)]
pub(crate) struct Methods {
    list: ListView,
    methods: Vec<MethodView>,
}

#[derive(Debug, Serialize)]
struct MethodView {
    label: String,
    kind: &'static str,
    expires: String,
    is_default: bool,
    state: Badge,
}

pub(crate) async fn get(page: MemberPage) -> Answer {
    let methods = page.cx().db.account(page.account.id).read(payments::store::list_methods).await?;
    let shown = methods.iter().filter(|method| method.state != MethodState::CanceledByCustomer);
    page.show(&methods_view(shown.map(|method| view(&page, method)).collect()))
}

/// A list so short that it is on one page: the default first, then the newest.
fn methods_view(methods: Vec<MethodView>) -> Methods {
    let count = i64::try_from(methods.len()).unwrap_or(i64::MAX);
    Methods { list: ListView::plain(&COLUMNS).counted(count), methods }
}

fn view(page: &Page, method: &Method) -> MethodView {
    let is_usable = method.is_usable(page.visit().subsidiary.civil(page.visit().now));
    let (hue, icon) = if is_usable { ("good", "circle-check") } else { ("bad", "circle-alert") };
    let state = match method.state {
        MethodState::Valid if is_usable => MethodState::Valid,
        MethodState::Valid | MethodState::Expired => MethodState::Expired,
        MethodState::Error | MethodState::CanceledByCustomer => MethodState::Error,
    };
    let key = format!("method-state-{}", state.code());
    MethodView {
        label: method.label.clone(),
        kind: method.kind.code(),
        expires: expires(method),
        is_default: method.is_default,
        state: Badge::new(&page.web().texts, page.visit().locale, hue, icon, &key),
    }
}

/// The last month of a card, as cards print it.
pub(crate) fn expires(method: &Method) -> String {
    method.expires.map_or_else(String::new, |(year, month)| format!("{month:02}/{year}"))
}

impl View for Methods {
    const TEMPLATE: &'static str = "pages/account/methods.html";
    const AREA: &'static str = "methods";

    #[cfg(test)]
    fn samples() -> Vec<Methods> {
        let method = |kind, is_default| MethodView {
            label: "•••• 4242".into(),
            kind,
            expires: if is_default { "12/2027".into() } else { String::new() },
            is_default,
            state: Badge::sample(),
        };
        vec![methods_view(vec![method("card", true), method("sepa_debit", false)]), methods_view(vec![])]
    }
}
