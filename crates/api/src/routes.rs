//! The one table of routes: method, path, who may call, what it answers and what it is for.

use axum::handler::Handler;
use axum::http::Method;
use axum::routing::{MethodFilter, MethodRouter, on};

use crate::Api;
use crate::list::{self, Collection};
use crate::v1::me::operation::Naming;
use crate::v1::{auth, me, order, service};

/// Who may call.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Access {
    /// Anyone.
    Anyone,
    /// A registered application; it signs nothing.
    Application,
    /// A program that a customer granted this call.
    Member,
}

/// One route.
pub struct Route {
    /// GET answers HEAD too.
    pub method: Method,
    /// The path after the version, with its parameters in braces.
    pub path: &'static str,
    /// Who may call.
    pub access: Access,
    /// The type it answers, as the description names it: `auth.ApiCredential`, `long[]`, `void`.
    pub response: &'static str,
    /// What it is for, in a sentence.
    pub about: &'static str,
    /// The parameters of the query, each with its type.
    pub query: Vec<(&'static str, &'static str)>,
    /// The type of the body, where there is one.
    pub body: Option<&'static str>,
    /// The fields of a body that has no type of its own, each with its type and whether it is needed.
    pub fields: Vec<(&'static str, &'static str, bool)>,
    pub(crate) handler: MethodRouter<Api>,
}

impl Route {
    fn asking(self, query: &[(&'static str, &'static str)]) -> Route {
        Route { query: query.to_vec(), ..self }
    }

    fn sending(self, body: &'static str) -> Route {
        Route { body: Some(body), ..self }
    }

    fn saying(self, fields: &[(&'static str, &'static str, bool)]) -> Route {
        Route { fields: fields.to_vec(), ..self }
    }
}

fn get<H: Handler<T, Api>, T: 'static>(
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    route((Method::GET, MethodFilter::GET), path, access, response, about, handler)
}

/// A route that answers one method.
fn route<H: Handler<T, Api>, T: 'static>(
    (method, filter): (Method, MethodFilter),
    path: &'static str,
    access: Access,
    response: &'static str,
    about: &'static str,
    handler: H,
) -> Route {
    Route {
        method,
        path,
        access,
        response,
        about,
        query: Vec::new(),
        body: None,
        fields: Vec::new(),
        handler: on(filter, handler),
    }
}

const POST: (Method, MethodFilter) = (Method::POST, MethodFilter::POST);
const PUT: (Method, MethodFilter) = (Method::PUT, MethodFilter::PUT);
const DELETE: (Method, MethodFilter) = (Method::DELETE, MethodFilter::DELETE);

/// Every route of the API.
#[must_use]
pub fn table() -> Vec<Route> {
    let mut table = authentication();
    table.extend(programs());
    table.extend(clients());
    table.extend(account());
    table.extend(invoices());
    table.extend(deposits());
    table.extend(debts());
    table.extend(orders());
    table.extend(payments());
    table.extend(carts());
    table.extend(families());
    table.extend(items());
    table.push(
        get(
            "/order/catalog/public/{family}",
            Access::Anyone,
            "order.catalog.public.Catalog",
            "A family of the catalogue of a subsidiary, as it is published",
            order::catalog::get,
        )
        .asking(&[("ovhSubsidiary", "nichandle.OvhSubsidiaryEnum")]),
    );
    table.extend(services());
    table.extend(endings());
    table
}

/// The list of a collection and one of its things.
fn collection<C: Collection>(
    path: &'static str,
    one: &'static str,
    keys: &'static str,
    model: &'static str,
    about: [&'static str; 2],
) -> [Route; 2] {
    [
        get(path, Access::Member, keys, about[0], list::list::<C>).asking(&[C::EQUAL, C::ASKED].concat()),
        get(one, Access::Member, model, about[1], list::one::<C>),
    ]
}

/// The customer, and what they owe.
fn account() -> Vec<Route> {
    use Access::Member;
    let mean = |path| get(path, Member, "long[]", "Methods of an earlier kind; none", me::payment_mean::list);
    let mut routes = vec![
        get("/me", Member, "nichandle.Nichandle", "The customer", me::account::get),
        get("/me/debtAccount", Member, "debt.Balance", "What the account owes", me::debt::balance),
        get(
            "/me/availableAutomaticPaymentMeans",
            Member,
            "billing.AutomaticPaymentMean",
            "What the account can be charged with by itself",
            me::payment_mean::automatic,
        ),
        get(
            "/me/autorenew",
            Member,
            "nichandle.NicAutorenewInfos",
            "The day on which everything renews; there is none, each service has its own",
            me::autorenew::get,
        ),
        get(
            "/me/payment/availableMethods",
            Member,
            "me.payment.AvailablePaymentMethod[]",
            "What can be paid with",
            me::payment_method::available,
        ),
        mean("/me/paymentMean/bankAccount"),
        mean("/me/paymentMean/creditCard"),
        mean("/me/paymentMean/deferredPaymentAccount"),
        mean("/me/paymentMean/paypal"),
    ];
    routes.extend(collection::<me::debt::Debts>(
        "/me/debtAccount/debt",
        "/me/debtAccount/debt/{debtId}",
        "long[]",
        "debt.Debt",
        ["What is left to pay", "What is owed of an invoice, or was"],
    ));
    routes
}

/// Invoices and credit notes.
fn invoices() -> Vec<Route> {
    use Access::Member;
    let mut routes = vec![
        get("/me/bill/{billId}/debt", Member, "debt.Debt", "What is owed of an invoice", me::debt::of_bill),
        get(
            "/me/bill/{billId}/payment",
            Member,
            "billing.Payment",
            "How an invoice was paid",
            me::bill::payment,
        ),
        get(
            "/me/refund/{refundId}/payment",
            Member,
            "billing.Payment",
            "How a credit note was given back",
            me::refund::payment,
        ),
    ];
    routes.extend(collection::<me::bill::Bills>(
        "/me/bill",
        "/me/bill/{billId}",
        "string[]",
        "billing.Bill",
        ["The invoices of the account", "An invoice"],
    ));
    routes.extend(collection::<me::bill::BillDetails>(
        "/me/bill/{billId}/details",
        "/me/bill/{billId}/details/{billDetailId}",
        "string[]",
        "billing.BillDetail",
        ["The lines of an invoice", "A line of an invoice"],
    ));
    routes.extend(collection::<me::refund::Refunds>(
        "/me/refund",
        "/me/refund/{refundId}",
        "string[]",
        "billing.Refund",
        ["The credit notes of the account", "A credit note"],
    ));
    routes.extend(collection::<me::refund::RefundDetails>(
        "/me/refund/{refundId}/details",
        "/me/refund/{refundId}/details/{refundDetailId}",
        "string[]",
        "billing.RefundDetail",
        ["The lines of a credit note", "A line of a credit note"],
    ));
    routes
}

/// The money that came, and the invoices it paid.
fn deposits() -> Vec<Route> {
    use Access::Member;
    let mut routes = vec![get(
        "/me/deposit/{depositId}/payment",
        Member,
        "billing.Payment",
        "What money was received with",
        me::deposit::payment,
    )];
    routes.extend(collection::<me::deposit::Deposits>(
        "/me/deposit",
        "/me/deposit/{depositId}",
        "string[]",
        "billing.Deposit",
        ["The money received from the account", "Money received"],
    ));
    routes.extend(collection::<me::deposit::PaidBills>(
        "/me/deposit/{depositId}/paidBills",
        "/me/deposit/{depositId}/paidBills/{billId}",
        "string[]",
        "billing.Bill",
        ["The invoices that were paid with it", "An invoice that was paid with it"],
    ));
    routes.push(get(
        "/me/deposit/{depositId}/paidBills/{billId}/debt",
        Member,
        "debt.Debt",
        "What is owed of an invoice that was paid with it",
        me::debt::of_bill,
    ));
    routes.push(get(
        "/me/deposit/{depositId}/paidBills/{billId}/payment",
        Member,
        "billing.Payment",
        "How an invoice was paid that was paid with it",
        me::bill::payment,
    ));
    routes.extend(collection::<me::bill::BillDetails>(
        "/me/deposit/{depositId}/paidBills/{billId}/details",
        "/me/deposit/{depositId}/paidBills/{billId}/details/{billDetailId}",
        "string[]",
        "billing.BillDetail",
        ["The lines of an invoice that was paid with it", "A line of an invoice that was paid with it"],
    ));
    routes
}

/// What happened around what is owed, and paying it.
fn debts() -> Vec<Route> {
    use Access::Member;
    use me::operation::{ByBill, ByDebt, ByOrder};
    let mut routes = vec![route(
        POST,
        "/me/debtAccount/pay",
        Member,
        "billing.Order",
        "The order that pays everything that is owed",
        me::operation::pay_all,
    )];
    routes.extend(around::<ByBill>([
        "/me/bill/{billId}/debt/operation",
        "/me/bill/{billId}/debt/operation/{operationId}",
        "/me/bill/{billId}/debt/operation/{operationId}/associatedObject",
        "/me/bill/{billId}/debt/pay",
    ]));
    routes.extend(around::<ByOrder>([
        "/me/order/{orderId}/debt/operation",
        "/me/order/{orderId}/debt/operation/{operationId}",
        "/me/order/{orderId}/debt/operation/{operationId}/associatedObject",
        "/me/order/{orderId}/debt/pay",
    ]));
    routes.extend(around::<ByDebt>([
        "/me/debtAccount/debt/{debtId}/operation",
        "/me/debtAccount/debt/{debtId}/operation/{operationId}",
        "/me/debtAccount/debt/{debtId}/operation/{operationId}/associatedObject",
        "/me/debtAccount/debt/{debtId}/pay",
    ]));
    routes.extend(around::<ByBill>([
        "/me/deposit/{depositId}/paidBills/{billId}/debt/operation",
        "/me/deposit/{depositId}/paidBills/{billId}/debt/operation/{operationId}",
        "/me/deposit/{depositId}/paidBills/{billId}/debt/operation/{operationId}/associatedObject",
        "/me/deposit/{depositId}/paidBills/{billId}/debt/pay",
    ]));
    routes
}

/// The operations around an invoice that the path names, one of them, what it is about, and the order that pays what is
/// owed.
fn around<N: Naming>([list, one, about, pay]: [&'static str; 4]) -> Vec<Route> {
    use Access::Member;
    use me::operation::{self, Operations};
    let told = ["What happened around an invoice", "Something that happened around an invoice"];
    let mut routes = Vec::from(collection::<Operations<N>>(list, one, "long[]", "debt.Operation", told));
    routes.push(get(
        about,
        Member,
        "debt.entry.AssociatedObject",
        "What an operation is about",
        operation::associated::<N>,
    ));
    routes.push(route(
        POST,
        pay,
        Member,
        "billing.Order",
        "The order that pays what is owed of an invoice",
        operation::pay::<N>,
    ));
    routes
}

/// What was delivered, what is paid with, and what was written about it.
fn services() -> Vec<Route> {
    use Access::Member;
    let infos = "/{serviceType}/{serviceName}/serviceInfos";
    let mut routes = vec![
        get(infos, Member, "services.Service", "A service by the path of its product", service::infos::get),
        route(
            PUT,
            infos,
            Member,
            "void",
            "Choose how a service renews and whether it ends, by the path of its product",
            service::alter::put_infos,
        )
        .sending("services.Service"),
        route(
            PUT,
            "/services/{serviceId}",
            Member,
            "void",
            "Name a service, choose how it renews and whether it ends",
            service::alter::put,
        )
        .sending("services.update.Service"),
    ];
    routes.extend(collection::<service::list::Services>(
        "/services",
        "/services/{serviceId}",
        "long[]",
        "services.expanded.Service",
        ["The services of the account", "A service"],
    ));
    routes.extend(collection::<me::email::Emails>(
        "/me/notification/email/history",
        "/me/notification/email/history/{id}",
        "long[]",
        "nichandle.EmailNotification",
        ["The e-mails sent to the customer", "An e-mail sent to the customer"],
    ));
    routes.extend(collection::<me::payment_method::Methods>(
        "/me/payment/method",
        "/me/payment/method/{paymentMethodId}",
        "long[]",
        "me.payment.PaymentMethod",
        ["The registered payment methods", "A registered payment method"],
    ));
    routes.extend(collection::<me::transaction::Transactions>(
        "/me/payment/transaction",
        "/me/payment/transaction/{transactionId}",
        "long[]",
        "me.payment.Transaction",
        ["Payments with registered methods, and refunds to them", "A payment, or a refund"],
    ));
    routes
}

/// How services end.
fn endings() -> Vec<Route> {
    use Access::Member;
    use service::leave;
    vec![
        route(
            POST,
            "/services/{serviceId}/terminate",
            Member,
            "services.terminate.TerminationAnswer",
            "Ask for the e-mail whose link closes a service at once",
            leave::ask,
        ),
        route(
            POST,
            "/services/{serviceId}/terminate/confirm",
            Member,
            "services.terminate.TerminationAnswer",
            "Close a service at once, with the token of the e-mail",
            leave::confirm,
        )
        .sending("services.terminate.ConfirmServiceTerminationRequest"),
        route(
            POST,
            "/{serviceType}/{serviceName}/terminate",
            Member,
            "string",
            "Ask for the e-mail whose link closes a service at once, by the path of its product",
            leave::ask_by_name,
        ),
        route(
            POST,
            "/{serviceType}/{serviceName}/confirmTermination",
            Member,
            "string",
            "Close a service at once, by the path of its product",
            leave::confirm_by_name,
        )
        .saying(&[
            ("commentary", "string", false),
            ("futureUse", "service.TerminationFutureUseEnum", false),
            ("reason", "service.TerminationReasonEnum", false),
            ("token", "string", true),
        ]),
    ]
}

/// Orders.
fn orders() -> Vec<Route> {
    use Access::Member;
    let mut routes = vec![
        get(
            "/me/order/{orderId}/associatedObject",
            Member,
            "billing.order.AssociatedObject",
            "The invoice of an order",
            me::order::associated,
        ),
        get("/me/order/{orderId}/debt", Member, "debt.Debt", "What is owed of an order", me::debt::of_order),
        get(
            "/me/order/{orderId}/details/{orderDetailId}/extension",
            Member,
            "billing.ItemDetail",
            "What a line ordered",
            me::order::extension,
        ),
        get(
            "/me/order/{orderId}/followUp",
            Member,
            "billing.order.FollowUp[]",
            "The four steps of an order",
            me::order::follow_up,
        ),
        get(
            "/me/order/{orderId}/payment",
            Member,
            "billing.Payment",
            "How an order was paid",
            me::order::payment,
        ),
        get(
            "/me/order/{orderId}/status",
            Member,
            "billing.order.OrderStatusEnum",
            "Where an order stands",
            me::order::status,
        ),
    ];
    routes.extend(collection::<me::order::Orders>(
        "/me/order",
        "/me/order/{orderId}",
        "long[]",
        "billing.Order",
        ["The orders of the account", "An order"],
    ));
    routes.extend(collection::<me::order::OrderDetails>(
        "/me/order/{orderId}/details",
        "/me/order/{orderId}/details/{orderDetailId}",
        "long[]",
        "billing.OrderDetail",
        ["The lines of an order", "A line of an order"],
    ));
    routes
}

/// Paying an order, and withdrawing from it.
fn payments() -> Vec<Route> {
    use Access::Member;
    use me::pay;
    vec![
        get(
            "/me/order/{orderId}/availableRegisteredPaymentMean",
            Member,
            "billing.order.RegisteredPaymentMean[]",
            "The kinds of registered methods an order can be paid with",
            pay::means,
        ),
        get(
            "/me/order/{orderId}/paymentMeans",
            Member,
            "billing.order.PaymentMeans",
            "The pages on which an order is paid",
            pay::hosted,
        ),
        get(
            "/me/order/{orderId}/paymentMethods",
            Member,
            "billing.order.PaymentMethods",
            "What an order can be paid with",
            pay::methods,
        ),
        route(
            POST,
            "/me/order/{orderId}/pay",
            Member,
            "void",
            "Pay an order with a registered method",
            pay::pay,
        )
        .saying(&[("paymentMethod", "billing.order.PayWithPaymentMethod", true)]),
        route(
            POST,
            "/me/order/{orderId}/payWithRegisteredPaymentMean",
            Member,
            "void",
            "Pay an order with the registered method of a kind",
            pay::pay_with_mean,
        )
        .saying(&[
            ("paymentMean", "billing.ReusablePaymentMeanEnum", true),
            ("paymentMeanId", "long", false),
        ]),
        route(
            POST,
            "/me/order/{orderId}/retraction",
            Member,
            "void",
            "Withdraw from an order",
            pay::withdraw,
        )
        .saying(&[("comment", "text", false), ("reason", "billing.order.RetractionReasonEnum", true)]),
    ]
}

/// Carts, and the orders they become. Who knows the name of a cart may fill it; only who took it orders it.
fn carts() -> Vec<Route> {
    use Access::{Anyone, Member};
    use order::{cart, checkout};
    vec![
        get("/order/cart", Member, "string[]", "The carts of the account", cart::list)
            .asking(&[("description", "string")]),
        route(POST, "/order/cart", Anyone, "order.cart.Cart", "Open a cart", cart::open)
            .sending("order.cart.Creation"),
        get("/order/cart/{cartId}", Anyone, "order.cart.Cart", "A cart", cart::get),
        route(PUT, "/order/cart/{cartId}", Anyone, "order.cart.Cart", "Describe a cart", cart::put)
            .sending("order.cart.Update"),
        route(DELETE, "/order/cart/{cartId}", Member, "void", "Take a cart away", cart::delete),
        route(
            POST,
            "/order/cart/{cartId}/assign",
            Member,
            "void",
            "Take a cart into the account, to order it",
            cart::assign,
        ),
        get("/order/cart/{cartId}/coupon", Anyone, "string[]", "The codes of a cart; none", cart::coupons),
        route(
            POST,
            "/order/cart/{cartId}/coupon",
            Anyone,
            "string[]",
            "Give a code; there are none",
            cart::add_coupon,
        )
        .sending("order.cart.CouponCreation"),
        route(
            DELETE,
            "/order/cart/{cartId}/coupon",
            Anyone,
            "void",
            "Take a code back; there are none",
            cart::delete_coupon,
        )
        .asking(&[("coupon", "string")]),
        get(
            "/order/cart/{cartId}/summary",
            Anyone,
            "order.Order",
            "What a cart comes to, as far as it is filled",
            checkout::summary,
        ),
        get(
            "/order/cart/{cartId}/checkout",
            Member,
            "order.Order",
            "What ordering a cart would come to",
            checkout::get,
        ),
        route(
            POST,
            "/order/cart/{cartId}/checkout",
            Member,
            "order.Order",
            "Order a cart, accepting every contract it names",
            checkout::post,
        )
        .sending("order.cart.Checkout"),
    ]
}

/// What is put in a cart: the families are those of the catalogue, whatever they are called.
fn families() -> Vec<Route> {
    use Access::Anyone;
    use order::family;
    vec![
        get(
            "/order/cart/{cartId}/{family}",
            Anyone,
            "order.cart.GenericProductDefinition[]",
            "What a family of the catalogue sells",
            family::products,
        ),
        route(
            POST,
            "/order/cart/{cartId}/{family}",
            Anyone,
            "order.cart.Item",
            "Put a plan of a family in a cart",
            family::add,
        )
        .sending("order.cart.GenericProductCreation"),
        get(
            "/order/cart/{cartId}/{family}/options",
            Anyone,
            "order.cart.GenericOptionDefinition[]",
            "The options of a plan",
            family::options,
        )
        .asking(&[("planCode", "string")]),
        route(
            POST,
            "/order/cart/{cartId}/{family}/options",
            Anyone,
            "order.cart.Item",
            "Put an option on an item",
            family::add_option,
        )
        .sending("order.cart.GenericOptionCreation"),
    ]
}

/// What is in a cart.
fn items() -> Vec<Route> {
    use Access::Anyone;
    use order::item;
    vec![
        get("/order/cart/{cartId}/item", Anyone, "long[]", "What is in a cart", item::list),
        get("/order/cart/{cartId}/item/{itemId}", Anyone, "order.cart.Item", "An item of a cart", item::get),
        route(
            PUT,
            "/order/cart/{cartId}/item/{itemId}",
            Anyone,
            "order.cart.Item",
            "Change how many are wanted",
            item::put,
        )
        .sending("order.cart.ItemUpdate"),
        route(
            DELETE,
            "/order/cart/{cartId}/item/{itemId}",
            Anyone,
            "void",
            "Take an item out of a cart",
            item::delete,
        ),
        get(
            "/order/cart/{cartId}/item/{itemId}/requiredConfiguration",
            Anyone,
            "order.cart.ConfigurationRequirements[]",
            "What can or must be said about an item",
            item::required,
        ),
        get(
            "/order/cart/{cartId}/item/{itemId}/configuration",
            Anyone,
            "long[]",
            "What was said about an item",
            item::configurations,
        )
        .asking(&[("label", "string")]),
        route(
            POST,
            "/order/cart/{cartId}/item/{itemId}/configuration",
            Anyone,
            "order.cart.ConfigurationItem",
            "Say something about an item",
            item::configure,
        )
        .sending("order.cart.ItemConfigurationCreation"),
        get(
            "/order/cart/{cartId}/item/{itemId}/configuration/{configurationId}",
            Anyone,
            "order.cart.ConfigurationItem",
            "Something said about an item",
            item::configuration,
        ),
        route(
            DELETE,
            "/order/cart/{cartId}/item/{itemId}/configuration/{configurationId}",
            Anyone,
            "void",
            "Take back what was said about an item",
            item::unconfigure,
        ),
    ]
}

/// Who one is.
fn authentication() -> Vec<Route> {
    use Access::{Anyone, Application, Member};
    vec![
        get("/auth/time", Anyone, "long", "The time, in seconds since 1970", auth::time::get),
        route(
            POST,
            "/auth/credential",
            Application,
            "auth.ApiCredentialRequest",
            "Ask a customer for access",
            auth::credential::post,
        )
        .sending("auth.ApiCredentialRequestParams"),
        get(
            "/auth/currentCredential",
            Member,
            "auth.ApiCredential",
            "The credential of this call",
            auth::current::get,
        ),
        get("/auth/details", Member, "auth.Details", "Who this call acts for", auth::details::get),
        route(
            POST,
            "/auth/logout",
            Member,
            "void",
            "Give the credential of this call back",
            auth::logout::post,
        ),
    ]
}

/// The clients of OAuth 2.0 of the account.
fn clients() -> Vec<Route> {
    use Access::Member;
    use me::api::oauth2;
    vec![
        get(
            "/me/api/oauth2/client",
            Member,
            "string[]",
            "The clients of OAuth 2.0 of the account",
            oauth2::list,
        ),
        route(
            POST,
            "/me/api/oauth2/client",
            Member,
            "oauth2.clientSecret",
            "Make a client of OAuth 2.0 that may do what the program may that makes it",
            oauth2::post,
        )
        .sending("oauth2.clientRequest"),
        get(
            "/me/api/oauth2/client/{clientId}",
            Member,
            "oauth2.client",
            "A client of OAuth 2.0 of the account",
            oauth2::get,
        ),
        route(
            PUT,
            "/me/api/oauth2/client/{clientId}",
            Member,
            "void",
            "Change what a client of OAuth 2.0 is called, and what it is for",
            oauth2::put,
        )
        .sending("oauth2.client"),
        route(
            DELETE,
            "/me/api/oauth2/client/{clientId}",
            Member,
            "void",
            "Delete a client of OAuth 2.0, and every token it was given",
            oauth2::delete,
        ),
    ]
}

/// The programs of the account.
fn programs() -> Vec<Route> {
    use Access::Member;
    vec![
        get(
            "/me/api/application",
            Member,
            "long[]",
            "The applications of the account",
            me::api::application::list,
        ),
        get(
            "/me/api/application/{applicationId}",
            Member,
            "auth.ApiApplication",
            "An application of the account",
            me::api::application::get,
        ),
        route(
            DELETE,
            "/me/api/application/{applicationId}",
            Member,
            "void",
            "Delete an application and every access it has",
            me::api::application::delete,
        ),
        get(
            "/me/api/credential",
            Member,
            "long[]",
            "What the account granted to applications",
            me::api::credential::list,
        )
        .asking(&[("applicationId", "long"), ("status", "auth.CredentialStateEnum")]),
        get(
            "/me/api/credential/{credentialId}",
            Member,
            "auth.ApiCredential",
            "What the account granted to an application",
            me::api::credential::get,
        ),
        route(
            PUT,
            "/me/api/credential/{credentialId}",
            Member,
            "void",
            "Change from where a credential may be used",
            me::api::credential::put,
        )
        .sending("auth.ApiCredential"),
        route(
            DELETE,
            "/me/api/credential/{credentialId}",
            Member,
            "void",
            "Revoke a credential",
            me::api::credential::delete,
        ),
        get(
            "/me/api/credential/{credentialId}/application",
            Member,
            "auth.ApiApplication",
            "The application a credential was granted to",
            me::api::credential::application,
        ),
    ]
}
