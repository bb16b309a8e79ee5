//! Routes of the account: what it ordered, was invoiced and owes, what it pays with, and its programs.

use super::{Access, DELETE, POST, PUT, Route, collection, get, route};
use crate::v1::me;
use crate::v1::me::operation::Naming;

pub(super) fn routes() -> Vec<Route> {
    [
        programs(),
        clients(),
        account(),
        billing(),
        methods(),
        invoices(),
        exports(),
        deposits(),
        debts(),
        orders(),
        payments(),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The customer, what they owe, and what was written to them.
fn account() -> Vec<Route> {
    use Access::Member;
    let mut routes = vec![
        get("/me", Member, "nichandle.Nichandle", "The customer", me::account::get),
        route(PUT, "/me", Member, "void", "Change the language of the customer", me::account::put)
            .sending("nichandle.Nichandle"),
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
    ];
    routes.extend(collection::<me::debt::Debts>(
        "/me/debtAccount/debt",
        "/me/debtAccount/debt/{debtId}",
        "long[]",
        "debt.Debt",
        ["What is left to pay", "What is owed of an invoice, or was"],
    ));
    routes.extend(collection::<me::email::Emails>(
        "/me/notification/email/history",
        "/me/notification/email/history/{id}",
        "long[]",
        "nichandle.EmailNotification",
        ["The e-mails sent to the customer", "An e-mail sent to the customer"],
    ));
    routes
}

/// How invoices are sent, and what is printed on them.
fn billing() -> Vec<Route> {
    use Access::Member;
    use me::{postal_mail, purchase_order};
    let mut routes = vec![
        get(
            "/me/billing/invoicesByPostalMail",
            Member,
            "boolean",
            "Whether invoices are sent on paper too",
            postal_mail::get,
        ),
        route(
            POST,
            "/me/billing/invoicesByPostalMail",
            Member,
            "void",
            "Have invoices on paper too, or no longer",
            postal_mail::post,
        )
        .saying(&[("enable", "boolean", true)]),
        route(
            POST,
            "/me/billing/purchaseOrder",
            Member,
            "me.billing.purchaseOrder.PurchaseOrder",
            "Have a reference of one's own printed on the invoices of some days",
            purchase_order::post,
        )
        .sending("me.billing.purchaseOrder.Creation"),
        route(
            PUT,
            "/me/billing/purchaseOrder/{id}",
            Member,
            "void",
            "Change a reference of one's own",
            purchase_order::put,
        )
        .sending("me.billing.purchaseOrder.Update"),
        route(
            DELETE,
            "/me/billing/purchaseOrder/{id}",
            Member,
            "void",
            "Print a reference of one's own no more",
            purchase_order::delete,
        ),
    ];
    routes.extend(collection::<purchase_order::References>(
        "/me/billing/purchaseOrder",
        "/me/billing/purchaseOrder/{id}",
        "long[]",
        "me.billing.purchaseOrder.PurchaseOrder",
        ["The references of the account's own", "A reference of the account's own"],
    ));
    routes
}

/// What is paid with.
fn methods() -> Vec<Route> {
    use Access::Member;
    use me::{payment_method, registration};
    let mean = |path| get(path, Member, "long[]", "Methods of an earlier kind; none", me::payment_mean::list);
    let mut routes = vec![
        get(
            "/me/payment/availableMethods",
            Member,
            "me.payment.AvailablePaymentMethod[]",
            "What can be paid with",
            payment_method::available,
        ),
        route(
            POST,
            "/me/payment/method",
            Member,
            "me.payment.method.Validation",
            "Register a payment method on the page of its provider",
            registration::post,
        )
        .sending("me.payment.method.Creation"),
        route(
            POST,
            "/me/payment/method/{paymentMethodId}/finalize",
            Member,
            "me.payment.PaymentMethod",
            "Ask what became of a registration",
            registration::finalize,
        )
        .sending("me.payment.method.Finalize"),
        route(
            PUT,
            "/me/payment/method/{paymentMethodId}",
            Member,
            "me.payment.PaymentMethod",
            "Describe a payment method, or have it charged for renewals",
            payment_method::put,
        )
        .sending("me.payment.PaymentMethod"),
        route(
            DELETE,
            "/me/payment/method/{paymentMethodId}",
            Member,
            "me.payment.PaymentMethod",
            "Take a payment method away",
            payment_method::delete,
        ),
        mean("/me/paymentMean/bankAccount"),
        mean("/me/paymentMean/creditCard"),
        mean("/me/paymentMean/deferredPaymentAccount"),
        mean("/me/paymentMean/paypal"),
    ];
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

/// Many documents at once, of one kind.
fn exports() -> Vec<Route> {
    use Access::Member;
    use me::export;
    let fields = [
        ("archiveType", "billing.ArchiveTypeEnum", true),
        ("endDate", "datetime", false),
        ("ids", "string[]", false),
        ("startDate", "datetime", false),
    ];
    let made = [
        route(
            POST,
            "/me/bill/export",
            Member,
            "void",
            "Have many invoices in one archive, whose link an e-mail brings",
            export::bills,
        ),
        route(
            POST,
            "/me/refund/export",
            Member,
            "void",
            "Have many credit notes in one archive, whose link an e-mail brings",
            export::refunds,
        ),
    ];
    made.into_iter().map(|route| route.saying(&fields)).collect()
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
    routes.extend(collection::<me::deposit::DepositDetails>(
        "/me/deposit/{depositId}/details",
        "/me/deposit/{depositId}/details/{depositDetailId}",
        "string[]",
        "billing.DepositDetail",
        ["What money was received for", "Something that money was received for"],
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
