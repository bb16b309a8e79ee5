//! Trying the calls of the API: what there is, one of them with its parameters, and what it answers. What only reads is
//! asked by the address, so that it can be kept and sent; what changes something is a form like any other.

use axum::extract::Query;
use serde::Serialize;

use super::list::PATH;
use crate::console::{Asked, Call, Console, Input};
use crate::error::{Answer, PageError};
use crate::form::{Fault, Form, FormView};
use crate::page::{MemberPage, encoded};
use crate::view::{Choice, Crumb, View};

/// Where it is.
pub(super) const CONSOLE: &str = "/programs/console";
/// The field that names the call.
const CALL: &str = "call";
/// The field that says that it is to be made.
const GO: &str = "go";
/// The field with the body.
const BODY: &str = "body";

/// Fields as they were sent.
type Pairs = Vec<(String, String)>;

/// What there is to call.
#[derive(Debug, Serialize)]
pub(crate) struct Calls {
    /// What was looked for.
    q: String,
    count: usize,
    groups: Vec<Group>,
}

#[derive(Debug, Serialize)]
struct Group {
    name: String,
    calls: Vec<CallRow>,
}

#[derive(Debug, Serialize)]
struct CallRow {
    method: &'static str,
    path: &'static str,
    about: &'static str,
    href: String,
}

/// One call.
#[derive(Debug, Serialize)]
pub(crate) struct CallPage {
    /// The value of the field that names it.
    call: String,
    method: &'static str,
    path: &'static str,
    about: &'static str,
    response: &'static str,
    inputs: Vec<InputView>,
    has_body: bool,
    form: FormView,
    answer: Option<AnswerView>,
}

#[derive(Debug, Serialize)]
struct InputView {
    name: &'static str,
    kind: &'static str,
    is_needed: bool,
    /// The words to choose from, the first of which is none; empty where anything can be written.
    choices: Vec<Choice>,
}

#[derive(Debug, Serialize)]
struct AnswerView {
    status: u16,
    is_good: bool,
    address: String,
    /// None when it is too large to be shown.
    body: Option<String>,
}

pub(crate) async fn get(page: MemberPage, Query(sent): Query<Pairs>) -> Answer {
    let console = console(&page)?;
    let Some(name) = find(&sent, CALL) else {
        return page.show(&index(console, find(&sent, "q").unwrap_or_default()));
    };
    let (place, call) = named(console, name)?;
    let is_to_be_made = find(&sent, GO).is_some() && call.method == "GET";
    if is_to_be_made {
        tried(&page, place, call, sent).await
    } else {
        page.show(&view(call, form(call, &sent)))
    }
}

pub(crate) async fn post(page: MemberPage, Form(sent): Form<Pairs>) -> Answer {
    let (place, call) = named(console(&page)?, find(&sent, CALL).unwrap_or_default())?;
    if call.method == "GET" {
        return Err(PageError::Bad("what reads is asked by the address".to_owned()));
    }
    tried(&page, place, call, sent).await
}

/// Makes the call, unless something is missing, and shows what it answers.
async fn tried(page: &MemberPage, place: usize, call: &Call, sent: Pairs) -> Answer {
    let form = form(call, &sent);
    let is_missing = |input: &&Input| input.is_needed && form.value(input.name).trim().is_empty();
    let missing = call.inputs.iter().filter(is_missing);
    let faults: Vec<Fault> = missing.map(|input| Fault::at(input.name, "error-console-needed")).collect();
    if !faults.is_empty() {
        return page.show_faulty(&view(call, page.faulty(form, &faults)));
    }
    let body = find(&sent, BODY).unwrap_or_default().to_owned();
    let visit = page.visit();
    let asked = Asked { account: page.account.id, peer: visit.peer, call: place, inputs: sent, body };
    let answered = console(page)?.ask(asked).await;
    let answer = AnswerView {
        status: answered.status,
        is_good: (200..300).contains(&answered.status),
        address: answered.address,
        body: answered.body,
    };
    page.show(&CallPage { answer: Some(answer), ..view(call, form) })
}

fn console(page: &MemberPage) -> Result<&dyn Console, PageError> {
    page.web().console.as_deref().ok_or(PageError::NotFound)
}

fn find<'s>(sent: &'s Pairs, name: &str) -> Option<&'s str> {
    sent.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
}

/// The call of this name, such as `GET /me`, and its place.
fn named<'c>(console: &'c dyn Console, name: &str) -> Result<(usize, &'c Call), PageError> {
    let mut calls = console.calls().iter().enumerate();
    calls.find(|(_, call)| name_of(call) == name).ok_or(PageError::NotFound)
}

fn name_of(call: &Call) -> String {
    format!("{} {}", call.method, call.path)
}

/// The calls in which every word of `q` is found, in groups of what they are about.
fn index(console: &dyn Console, q: &str) -> Calls {
    let words: Vec<String> = q.split_whitespace().map(str::to_lowercase).collect();
    let is_wanted = |call: &&Call| {
        let said = format!("{} {}", name_of(call), call.about).to_lowercase();
        words.iter().all(|word| said.contains(word))
    };
    let mut groups: Vec<Group> = Vec::new();
    for call in console.calls().iter().filter(is_wanted) {
        let name = group_of(call.path);
        let href = format!("{CONSOLE}?{CALL}={}", encoded(&name_of(call)));
        let row = CallRow { method: call.method, path: call.path, about: call.about, href };
        match groups.iter_mut().find(|group| group.name == name) {
            Some(group) => group.calls.push(row),
            None => groups.push(Group { name, calls: vec![row] }),
        }
    }
    groups.sort_by(|one, next| one.name.cmp(&next.name));
    for group in &mut groups {
        group.calls.sort_by_key(|row| row.path);
    }
    Calls { q: q.to_owned(), count: groups.iter().map(|group| group.calls.len()).sum(), groups }
}

/// The first two words of a path, without parameters.
fn group_of(path: &str) -> String {
    let words = path.split('/').skip(1).take_while(|word| !word.starts_with('{')).take(2);
    let words: Vec<&str> = words.collect();
    if words.is_empty() { path.to_owned() } else { format!("/{}", words.join("/")) }
}

/// What was sent, and an example of the body before anything was.
fn form(call: &Call, sent: &Pairs) -> FormView {
    let example = call.body.clone().unwrap_or_default();
    let body = find(sent, BODY).map_or(example, str::to_owned);
    let given =
        |form: FormView, input: &Input| form.with(input.name, find(sent, input.name).unwrap_or_default());
    call.inputs.iter().fold(FormView::new().with(BODY, body), given)
}

fn view(call: &Call, form: FormView) -> CallPage {
    let choices = |input: &Input| {
        let words = input.words.iter().map(|word| Choice::new(word, (*word).to_owned()));
        let none = (!input.words.is_empty()).then(|| Choice::new("", String::new()));
        none.into_iter().chain(words).collect()
    };
    let input = |input: &Input| InputView {
        name: input.name,
        kind: input.kind,
        is_needed: input.is_needed,
        choices: choices(input),
    };
    CallPage {
        call: name_of(call),
        method: call.method,
        path: call.path,
        about: call.about,
        response: call.response,
        inputs: call.inputs.iter().map(input).collect(),
        has_body: call.body.is_some(),
        form,
        answer: None,
    }
}

impl View for Calls {
    const TEMPLATE: &'static str = "pages/programs/calls.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PATH, "programs-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<Calls> {
        let row = |method| CallRow {
            method,
            path: "/me/bill/{billId}",
            about: "An invoice",
            href: format!("{CONSOLE}?call=GET"),
        };
        let group = || Group { name: "/me/bill".into(), calls: vec![row("GET"), row("DELETE")] };
        let page = |q: &str, groups: Vec<Group>| Calls { q: q.into(), count: 2 * groups.len(), groups };
        vec![page("", vec![group(), group()]), page("bill", vec![group()]), page("boat", vec![])]
    }
}

impl View for CallPage {
    const TEMPLATE: &'static str = "pages/programs/call.html";
    const AREA: &'static str = "programs";

    fn crumbs(&self) -> Vec<Crumb> {
        vec![Crumb::new(PATH, "programs-title"), Crumb::new(CONSOLE, "console-title")]
    }

    #[cfg(test)]
    fn samples() -> Vec<CallPage> {
        let texts = texts::Texts::embedded();
        let faults = [Fault::at("billId", "error-console-needed")];
        let input = |name, is_needed, choices| InputView { name, kind: "string", is_needed, choices };
        let words = || vec![Choice::new("", String::new()), Choice::new("autorenew", "autorenew".to_owned())];
        let page = |method, answer| CallPage {
            call: format!("{method} /me/bill/{{billId}}"),
            method,
            path: "/me/bill/{billId}",
            about: "An invoice",
            response: "billing.Bill",
            inputs: vec![input("billId", true, vec![]), input("category", false, words())],
            has_body: method != "GET",
            form: FormView::new().with(BODY, "{}"),
            answer,
        };
        let answer = |status, body: Option<&str>| AnswerView {
            status,
            is_good: status < 300,
            address: "https://shop.example/1.0/me/bill/FR00000001".into(),
            body: body.map(str::to_owned),
        };
        let faulty = FormView::new().faulty(&texts, kernel::Locale::En, &faults);
        vec![
            page("GET", None),
            CallPage { form: faulty, ..page("GET", None) },
            page("PUT", Some(answer(200, Some(&"{\"x\": 1}\n".repeat(60))))),
            page("GET", Some(answer(404, Some("{}")))),
            page("GET", Some(answer(200, None))),
            CallPage { inputs: vec![], has_body: false, ..page("POST", None) },
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn calls_are_grouped_by_what_they_are_about() {
        let table = [
            ("/me", "/me"),
            ("/me/bill/{billId}/debt", "/me/bill"),
            ("/services/{serviceId}", "/services"),
            ("/order/cart/{cartId}/{family}", "/order/cart"),
            ("/{serviceType}/{serviceName}/terminate", "/{serviceType}/{serviceName}/terminate"),
        ];
        for (path, group) in table {
            assert_eq!(group_of(path), group, "{path}");
        }
    }
}
