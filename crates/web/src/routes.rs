//! The one table of routes: method, path, handler, and who may ask. It is tested whole.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::MethodFilter;
use axum::routing::{MethodRouter, on};

use crate::{
    Web, account, assets, demo, desk, endpoints, invoices, leaving, orders, papers, payments, programs,
    services, shop,
};

/// Who may ask for a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Anyone; somebody may be signed in.
    Visitor,
    /// A signed-in customer; others are sent to the sign-in.
    Member,
    /// A signed-in member of staff; everyone else, customers included, is sent to the desk's sign-in.
    Staff,
    /// A provider's machine, which proves itself by its signature.
    Webhook,
    /// Anyone, in a demonstration only; elsewhere there is no such page.
    Demo,
}

/// One route.
pub struct Route {
    /// GET answers HEAD too.
    pub method: Method,
    /// The path, with its parameters in braces.
    pub path: &'static str,
    /// Who may ask.
    pub access: Access,
    /// The largest body read.
    pub body_max: usize,
    pub(crate) handler: MethodRouter<Web>,
}

/// The largest form.
const FORM_MAX: usize = 64 * 1024;
/// The largest form with a file: ten megabytes and what surrounds it.
const UPLOAD_MAX: usize = 10 * 1024 * 1024 + 64 * 1024;
/// The largest event of a provider.
const EVENT_MAX: usize = 1024 * 1024;

fn get<H: Handler<T, Web>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::GET, path, access, body_max: 0, handler: on(MethodFilter::GET, handler) }
}

fn post<H: Handler<T, Web>, T: 'static>(path: &'static str, access: Access, handler: H) -> Route {
    Route { method: Method::POST, path, access, body_max: FORM_MAX, handler: on(MethodFilter::POST, handler) }
}

fn limited(route: Route, body_max: usize) -> Route {
    // Axum's own limit would stop an upload at two megabytes; the guard has read and measured the body.
    let handler = route.handler.layer(axum::extract::DefaultBodyLimit::disable());
    Route { body_max, handler, ..route }
}

/// Every route of the pages.
#[must_use]
pub fn table() -> Vec<Route> {
    let mut table = customers();
    table.extend(papers());
    table.extend(delivered());
    table.extend(paying_and_leaving());
    table.extend(acting_for());
    table.extend(staff());
    table.extend(machines());
    table
}

/// The portal.
fn customers() -> Vec<Route> {
    use Access::{Member, Visitor};
    vec![
        get("/assets/{*path}", Visitor, assets::get),
        get("/favicon.ico", Visitor, assets::favicon),
        // The shop.
        get("/", Visitor, shop::home::get),
        get("/plans", Visitor, shop::plans::get),
        get("/plans/{code}", Visitor, shop::plan::get),
        post("/plans/{code}", Visitor, shop::plan::post),
        get("/cart", Visitor, shop::cart::get),
        post("/cart/{id}/quantity", Visitor, shop::cart::quantity),
        post("/cart/{id}/remove", Visitor, shop::cart::remove),
        // The account.
        post("/preferences", Visitor, account::preferences::post),
        get("/sign-in", Visitor, account::sign_in::get),
        post("/sign-in", Visitor, account::sign_in::post),
        post("/sign-out", Member, account::sign_in::out),
        get("/sign-up", Visitor, account::sign_up::get),
        post("/sign-up", Visitor, account::sign_up::post),
        get("/sign-up/code", Visitor, account::sign_up::code),
        post("/sign-up/code", Visitor, account::sign_up::check),
        post("/sign-up/resend", Visitor, account::sign_up::resend),
        post("/sign-up/email", Visitor, account::sign_up::change_email),
        get("/sign-up/details", Visitor, account::sign_up::details),
        post("/sign-up/details", Visitor, account::sign_up::create),
        get("/password", Visitor, account::password::forgotten),
        post("/password", Visitor, account::password::send),
        get("/password/{token}", Visitor, account::password::reset),
        post("/password/{token}", Visitor, account::password::save),
        get("/dashboard", Member, account::dashboard::get),
        get("/account", Member, account::profile::get),
        post("/account/copies", Member, account::profile::copies),
        post("/account/paper", Member, account::profile::paper),
        get("/emails", Member, account::emails::list),
        get("/emails/{id}", Member, account::emails::get),
        get("/emails/{id}/html", Member, account::emails::html),
    ]
}

/// Orders, and the invoices of them.
fn papers() -> Vec<Route> {
    use Access::{Member, Visitor};
    vec![
        get("/checkout", Member, orders::checkout::get),
        post("/checkout", Member, orders::checkout::post),
        get("/contracts/{code}", Visitor, orders::checkout::contract),
        get("/orders", Member, orders::list::get),
        get("/orders.csv", Member, orders::list::csv),
        get("/orders/references", Member, orders::references::get),
        get("/orders/references/add", Member, orders::references::add),
        post("/orders/references/add", Member, orders::references::create),
        get("/orders/references/{id}", Member, orders::references::one),
        post("/orders/references/{id}", Member, orders::references::change),
        post("/orders/references/{id}/stopped", Member, orders::references::turn),
        get("/orders/{number}", Member, orders::track::get),
        get("/orders/{number}/form", Member, orders::form::html),
        get("/orders/{number}/form.pdf", Member, orders::form::pdf_file),
        limited(post("/orders/{number}/documents", Member, orders::documents::post), UPLOAD_MAX),
        post("/orders/{number}/documents/done", Member, orders::documents::done),
        get("/orders/{number}/pay", Member, orders::pay::get),
        post("/orders/{number}/pay", Member, orders::pay::post),
        get("/orders/{number}/pay/return", Member, orders::pay::back),
        // Invoices.
        get("/invoices", Member, invoices::list::get),
        get("/invoices.csv", Member, invoices::list::csv),
        get("/invoices.xlsx", Member, invoices::list::xlsx),
        get("/invoices.pdf", Member, invoices::list::summary),
        get("/invoices.zip", Member, invoices::list::zip),
        get("/invoices/credits", Member, invoices::credits::get),
        get("/invoices/credits.csv", Member, invoices::credits::csv),
        get("/invoices/spending", Member, invoices::spending::get),
        get("/invoices/pay", Member, invoices::settle::get),
        post("/invoices/pay", Member, invoices::settle::post),
        get("/exports", Member, invoices::exports::get),
        post("/exports", Member, invoices::exports::post),
        get("/exports/{export}", Member, invoices::exports::one),
        get("/exports/{export}/file", Member, invoices::exports::file),
        get("/invoices/{reference}", Member, invoices::document::get),
        get("/invoices/{reference}/html", Member, invoices::document::html),
        get("/invoices/{reference}/contest", Member, invoices::contest::get),
        post("/invoices/{reference}/contest", Member, invoices::contest::post),
        get("/invoices/{reference}/operations", Member, invoices::operations::get),
        get("/invoices/{reference}/pdf", Member, invoices::document::pdf_file),
        get("/invoices/{reference}/cii.xml", Member, invoices::document::cii),
        get("/invoices/{reference}/ubl.xml", Member, invoices::document::ubl),
    ]
}

/// What was delivered, and how it renews.
fn delivered() -> Vec<Route> {
    use Access::Member;
    vec![
        get("/services", Member, services::list::get),
        get("/services/export.csv", Member, services::list::csv),
        get("/services/bulk", Member, services::bulk::get),
        post("/services/bulk", Member, services::bulk::post),
        get("/services/align", Member, services::bulk::align),
        post("/services/align", Member, services::bulk::post_align),
        get("/services/{id}", Member, services::page::get),
        post("/services/{id}/name", Member, services::page::name),
        get("/services/{id}/renewal", Member, services::renewal::get),
        post("/services/{id}/renewal", Member, services::renewal::post),
        get("/services/{id}/renew", Member, services::renew::get),
        post("/services/{id}/renew", Member, services::renew::post),
    ]
}

/// What is paid with, and how one leaves. The link of an e-mail is proof enough: it opens on a phone where nobody is
/// signed in.
fn paying_and_leaving() -> Vec<Route> {
    use Access::{Member, Visitor};
    vec![
        get("/payments", Member, payments::list::get),
        get("/payments.csv", Member, payments::list::csv),
        get("/payments/{id}", Member, payments::receipt::get),
        get("/payments/{id}/html", Member, payments::receipt::html),
        get("/payments/{id}/pdf", Member, payments::receipt::pdf_file),
        get("/payment-methods", Member, account::methods::get),
        get("/payment-methods/add", Member, account::methods::add),
        post("/payment-methods/add", Member, account::methods::register),
        get("/payment-methods/return", Member, account::methods::back),
        get("/payment-methods/registered/{attempt}", Visitor, account::registered::get),
        get("/payment-methods/{id}", Member, account::methods::one),
        post("/payment-methods/{id}/description", Member, account::methods::describe),
        post("/payment-methods/{id}/default", Member, account::methods::make_default),
        post("/payment-methods/{id}/remove", Member, account::methods::remove),
        get("/services/{id}/terminate", Member, leaving::terminate::get),
        post("/services/{id}/terminate", Member, leaving::terminate::post),
        get("/billing/confirmTerminate", Visitor, leaving::link::follow),
        get("/services/terminate/{token}", Visitor, leaving::link::get),
        post("/services/terminate/{token}", Visitor, leaving::link::post),
        get("/services/{id}/undo", Member, leaving::undo::get),
        post("/services/{id}/undo", Member, leaving::undo::post),
        get("/services/{id}/withdraw", Member, leaving::withdraw::get),
        post("/services/{id}/withdraw", Member, leaving::withdraw::post),
    ]
}

/// Programs that act for the customer, and the links they get to documents. The addresses in capitals are those that clients print.
fn acting_for() -> Vec<Route> {
    use Access::{Member, Visitor};
    vec![
        get("/documents/{account}/{kind}/{id}/{until}/{seal}/html", Visitor, papers::html),
        get("/documents/{account}/{kind}/{id}/{until}/{seal}/pdf", Visitor, papers::pdf),
        post("/programs/links", Member, papers::revoke),
        get("/auth/", Member, programs::answer::get),
        post("/auth/", Member, programs::answer::post),
        get("/createApp/", Member, programs::create::application),
        post("/createApp/", Member, programs::create::post_application),
        get("/createToken/", Member, programs::create::token),
        post("/createToken/", Member, programs::create::post_token),
        get("/programs", Member, programs::list::get),
        get("/programs/credentials/{id}", Member, programs::credential::get),
        post("/programs/credentials/{id}/revoke", Member, programs::credential::revoke),
        get("/programs/applications/{id}", Member, programs::application::get),
        post("/programs/applications/{id}/delete", Member, programs::application::delete),
        get("/webhooks", Member, endpoints::list::get),
        get("/webhooks/new", Member, endpoints::form::get),
        post("/webhooks/new", Member, endpoints::form::post),
        get("/webhooks/endpoints/{id}", Member, endpoints::page::get),
        get("/webhooks/endpoints/{id}/edit", Member, endpoints::form::edit),
        post("/webhooks/endpoints/{id}/edit", Member, endpoints::form::post_edit),
        post("/webhooks/endpoints/{id}/test", Member, endpoints::change::test),
        post("/webhooks/endpoints/{id}/rotate", Member, endpoints::change::rotate),
        post("/webhooks/endpoints/{id}/disable", Member, endpoints::change::disable),
        post("/webhooks/endpoints/{id}/enable", Member, endpoints::change::enable),
        post("/webhooks/endpoints/{id}/delete", Member, endpoints::change::delete),
        post("/webhooks/endpoints/{id}/replay", Member, endpoints::change::replay_failed),
        post("/webhooks/endpoints/{id}/messages/{message}/replay", Member, endpoints::change::replay),
        get("/programs/console", Member, programs::console::get),
        post("/programs/console", Member, programs::console::post),
        get("/programs/clients/add", Member, programs::create::client),
        post("/programs/clients/add", Member, programs::create::post_client),
        get("/programs/clients/{id}", Member, programs::client::get),
        post("/programs/clients/{id}/delete", Member, programs::client::delete),
    ]
}

/// The desk.
fn staff() -> Vec<Route> {
    use Access::{Staff, Visitor};
    vec![
        get("/desk/sign-in", Visitor, desk::sign_in::get),
        post("/desk/sign-in", Visitor, desk::sign_in::post),
        post("/desk/sign-out", Staff, desk::sign_in::out),
        get("/desk", Staff, desk::queue::get),
        get("/desk/orders/{account}/{order}", Staff, desk::order::get),
        get("/desk/orders/{account}/{order}/uploads/{upload}", Staff, desk::order::upload),
        post("/desk/orders/{account}/{order}/approve", Staff, desk::order::approve),
        post("/desk/orders/{account}/{order}/documents", Staff, desk::order::ask),
        post("/desk/orders/{account}/{order}/refuse", Staff, desk::order::refuse),
        get("/desk/invoices/{account}/{reference}", Staff, desk::invoice::get),
        post("/desk/invoices/{account}/{reference}", Staff, desk::invoice::post),
        get("/desk/deliveries", Staff, desk::deliveries::get),
        post("/desk/deliveries/{account}/{service}", Staff, desk::deliveries::post),
        get("/desk/services", Staff, desk::services::get),
        post("/desk/services/{account}/{service}/retry", Staff, desk::services::retry),
        get("/desk/operations", Staff, desk::operations::get),
        post("/desk/operations/{account}/{service}", Staff, desk::operations::post),
        get("/desk/balances", Staff, desk::balances::get),
        get("/desk/balances.csv", Staff, desk::balances::csv),
        get("/desk/statement", Staff, desk::statement::get),
        get("/desk/statement.csv", Staff, desk::statement::csv),
        get("/desk/months", Staff, desk::months::get),
        get("/desk/jobs", Staff, desk::jobs::get),
        post("/desk/jobs/replay", Staff, desk::jobs::replay),
    ]
}

/// What providers' machines call, and the demonstration.
fn machines() -> Vec<Route> {
    use Access::{Demo, Webhook};
    vec![
        limited(post("/webhooks/{gateway}", Webhook, orders::webhook::post), EVENT_MAX),
        limited(post("/provisioners/{provisioner}", Webhook, services::callback::post), EVENT_MAX),
        get("/demo", Demo, demo::time::get),
        post("/demo/time", Demo, demo::time::post),
        get("/demo/mailbox", Demo, demo::mailbox::list),
        get("/demo/mailbox/{id}", Demo, demo::mailbox::get),
        get("/demo/mailbox/{id}/html", Demo, demo::mailbox::html),
    ]
}
