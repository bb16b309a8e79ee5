//! Routes of what was delivered.

use super::{Access, POST, PUT, Route, collection, get, route};
use crate::v1::service;

pub(super) fn routes() -> Vec<Route> {
    let mut routes = services();
    routes.extend(endings());
    routes
}

/// Services, how they renew, and what their owner changes.
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
    routes.extend([
        get(
            "/services/{serviceId}/billing/engagement",
            Member,
            "services.billing.engagement.Engagement",
            "The commitment of a service",
            service::renewal::engagement,
        ),
        get(
            "/services/{serviceId}/options",
            Member,
            "services.expanded.Service[]",
            "The options of a service that are services themselves; none",
            service::renewal::options,
        ),
        get(
            "/services/{serviceId}/renewPeriodCapacities",
            Member,
            "duration[]",
            "The lengths a service can be renewed for",
            service::renewal::periods,
        ),
    ]);
    routes.extend(collection::<service::list::Services>(
        "/services",
        "/services/{serviceId}",
        "long[]",
        "services.expanded.Service",
        ["The services of the account", "A service"],
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
