//! The models of what was delivered.

use super::{Model, object, words};

/// By their names.
pub(super) const MODELS: &[Model] = &[
    object(
        "service.RenewType",
        "How a service renews",
        "automatic:boolean= deleteAtExpiration:boolean= forced:boolean= manualPayment:boolean?= period:long?=",
    ),
    words(
        "service.RenewalTypeEnum",
        "Who decides how a service renews",
        "automaticForcedProduct automaticV2012 automaticV2014 automaticV2016 manual oneShot option",
    ),
    words(
        "service.StateEnum",
        "Where a service stands, by the path of its product",
        "autorenewInProgress expired inCreation ok pendingDebt unPaid",
    ),
    words(
        "service.TerminationFutureUseEnum",
        "What somebody who leaves does next",
        "NOT_REPLACING_SERVICE OTHER SUBSCRIBE_AN_OTHER_SERVICE \
         SUBSCRIBE_OTHER_KIND_OF_SERVICE_WITH_COMPETITOR SUBSCRIBE_SIMILAR_SERVICE_WITH_COMPETITOR",
    ),
    words(
        "service.TerminationReasonEnum",
        "Why somebody leaves",
        "FEATURES_DONT_SUIT_ME LACK_OF_PERFORMANCES MIGRATED_TO_ANOTHER_OVH_PRODUCT MIGRATED_TO_COMPETITOR \
         NOT_ENOUGH_RECOGNITION NOT_NEEDED_ANYMORE NOT_RELIABLE NO_ANSWER OTHER \
         PRODUCT_DIMENSION_DONT_SUIT_ME PRODUCT_TOOLS_DONT_SUIT_ME TOO_EXPENSIVE TOO_HARD_TO_USE \
         UNSATIFIED_BY_CUSTOMER_SUPPORT",
    ),
    object(
        "services.Service",
        "A service by the path of its product",
        "canDeleteAtExpiration:boolean contactAdmin:string contactBilling:string contactTech:string \
         creation:date domain:string engagedUpTo:date? expiration:date possibleRenewPeriod:long[]? \
         renew:service.RenewType?= renewalType:service.RenewalTypeEnum serviceId:long status:service.StateEnum",
    ),
    object(
        "services.billing.Pricing",
        "What a service costs",
        "capacities:order.cart.GenericProductPricingCapacitiesEnum[] description:string duration:duration \
         engagementConfiguration:services.billing.Pricing.EngagementConfiguration? interval:long \
         maximumQuantity:long? maximumRepeat:long? minimumQuantity:long minimumRepeat:long price:order.Price \
         priceInUcents:long pricingMode:string pricingType:order.cart.GenericProductPricingTypeEnum",
    ),
    object(
        "services.billing.Pricing.EngagementConfiguration",
        "The commitment of a price",
        "defaultEndAction:services.billing.engagement.EndStrategyEnum duration:duration \
         type:services.billing.engagement.TypeEnum",
    ),
    object(
        "services.billing.engagement.EndRule",
        "What comes after a commitment",
        "possibleStrategies:services.billing.engagement.EndStrategyEnum[] \
         strategy:services.billing.engagement.EndStrategyEnum",
    ),
    words(
        "services.billing.engagement.EndStrategyEnum",
        "What can come after a commitment",
        "CANCEL_SERVICE REACTIVATE_ENGAGEMENT STOP_ENGAGEMENT_FALLBACK_DEFAULT_PRICE \
         STOP_ENGAGEMENT_KEEP_PRICE",
    ),
    object(
        "services.billing.engagement.Engagement",
        "A commitment, and what follows it",
        "currentPeriod:services.billing.engagement.EngagementPeriod \
         endRule:services.billing.engagement.EndRule?",
    ),
    object(
        "services.billing.engagement.EngagementPeriod",
        "The days of a commitment; the last is not one of them",
        "endDate:date? startDate:date",
    ),
    words("services.billing.engagement.TypeEnum", "How a commitment is paid", "periodic upfront"),
    object(
        "services.expanded.Billing",
        "The commercial side of a service",
        "engagement:services.expanded.EngagementSummary? \
         engagementRequest:services.expanded.EngagementRequestSummary? expirationDate:datetime? \
         group:services.expanded.Group? lifecycle:services.expanded.Lifecycle? nextBillingDate:datetime? \
         plan:services.expanded.Plan? pricing:services.billing.Pricing? renew:services.expanded.Renew?",
    ),
    object(
        "services.expanded.Customer",
        "Whose a service is",
        "contacts:services.expanded.Customer.Contact[]",
    ),
    object(
        "services.expanded.Customer.Contact",
        "Somebody a service is of",
        "customerCode:string type:services.expanded.Customer.Contact.TypeEnum",
    ),
    words(
        "services.expanded.Customer.Contact.TypeEnum",
        "What a contact is for",
        "administrator billing technical",
    ),
    object(
        "services.expanded.EngagementRequestSummary",
        "A commitment that was asked for",
        "pricingMode:string requestDate:date",
    ),
    object(
        "services.expanded.EngagementSummary",
        "A commitment",
        "endDate:date? endRule:services.billing.engagement.EndRule?",
    ),
    object("services.expanded.Group", "Services that are invoiced together", "id:long"),
    object(
        "services.expanded.Lifecycle",
        "Where a service stands, and what can be done",
        "capacities:services.expanded.Lifecycle.Capacities current:services.expanded.Lifecycle.Current",
    ),
    words(
        "services.expanded.Lifecycle.ActionEnum",
        "What can be done to a service",
        "autorenewInProgress deleteAtExpiration earlyRenewal terminate terminateAtEngagementDate \
         terminateAtExpirationDate",
    ),
    object(
        "services.expanded.Lifecycle.Capacities",
        "What can be done to a service now",
        "actions:services.expanded.Lifecycle.ActionEnum[]",
    ),
    object(
        "services.expanded.Lifecycle.Current",
        "Where a service stands now",
        "creationDate:datetime? pendingActions:services.expanded.Lifecycle.ActionEnum[] \
         state:services.expanded.Lifecycle.StateEnum terminationDate:datetime?",
    ),
    words(
        "services.expanded.Lifecycle.StateEnum",
        "Where a service can stand",
        "active error inCreation rupture terminated toRenew unpaid unrenewed",
    ),
    object("services.expanded.Plan", "The plan of a service", "code:string invoiceName:string"),
    object("services.expanded.Product", "The product of a service", "description:string name:string"),
    object(
        "services.expanded.Renew",
        "How a service renews, and how it could",
        "capacities:services.expanded.Renew.Capacities current:services.expanded.Renew.Current",
    ),
    object(
        "services.expanded.Renew.Capacities",
        "How a service could renew",
        "mode:services.expanded.Renew.ModeEnum[]",
    ),
    object(
        "services.expanded.Renew.Current",
        "How a service renews now",
        "mode:services.expanded.Renew.ModeEnum? nextDate:datetime? period:duration?",
    ),
    words("services.expanded.Renew.ModeEnum", "Ways to renew", "automatic manual"),
    words("services.expanded.ResellingProviderEnum", "Who resells a service", "ovh.ca ovh.eu"),
    object(
        "services.expanded.Resource",
        "The technical side of a service",
        "displayName:string name:string product:services.expanded.Product? \
         resellingProvider:services.expanded.ResellingProviderEnum? \
         state:services.expanded.Resource.StateEnum",
    ),
    words(
        "services.expanded.Resource.StateEnum",
        "Where the technical side of a service stands",
        "active deleted suspended toActivate toDelete toSuspend",
    ),
    object("services.expanded.Route", "Where the calls of a product are", "path:string? url:string?"),
    object(
        "services.expanded.Service",
        "A service",
        "billing:services.expanded.Billing customer:services.expanded.Customer parentServiceId:long? \
         resource:services.expanded.Resource route:services.expanded.Route? serviceId:long tags:string[]",
    ),
    words(
        "services.expanded.terminationPolicyEnum",
        "With what a service is to end, or that it goes on",
        "empty terminateAtEngagementDate terminateAtExpirationDate",
    ),
    object(
        "services.terminate.ConfirmServiceTerminationRequest",
        "The token of the e-mail",
        "token:password=!",
    ),
    object("services.terminate.TerminationAnswer", "What happens next", "message:string"),
    object(
        "services.update.Service",
        "What is to change of a service",
        "displayName:string?= renew:services.update.Service.Renew?= \
         terminationPolicy:services.expanded.terminationPolicyEnum?=",
    ),
    object(
        "services.update.Service.Renew",
        "How a service is to renew",
        "mode:services.expanded.Renew.ModeEnum= period:duration=",
    ),
];
