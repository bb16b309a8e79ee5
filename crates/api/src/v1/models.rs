//! The models: every object and every enumeration of the wire, with its properties. The description is made of them,
//! and the tests hold the handlers to them.
//!
//! A property is written `name:type`, followed by `?` where it can be null, `=` where a call may set it, and `!` where a
//! call must. A type is a word such as `long`, the name of a model, or a list of one of both: `long[]`.

/// An object or an enumeration.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Model {
    /// With its namespace: `billing.Bill`.
    pub(crate) name: &'static str,
    /// What it is.
    pub(crate) about: &'static str,
    pub(crate) shape: Shape,
}

/// What a model is made of, as it is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Shape {
    Object(&'static str),
    Words(&'static str),
}

/// A property of an object.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Property {
    pub(crate) name: &'static str,
    pub(crate) kind: &'static str,
    pub(crate) can_be_null: bool,
    pub(crate) is_writable: bool,
    pub(crate) is_required: bool,
}

impl Model {
    /// The model of this name; the words for texts and numbers name none.
    pub(crate) fn find(name: &str) -> Option<&'static Model> {
        MODELS.iter().find(|model| model.name == name)
    }

    /// Its properties; an enumeration has none.
    pub(crate) fn properties(&self) -> Vec<Property> {
        match self.shape {
            Shape::Object(text) => text.split_whitespace().filter_map(property).collect(),
            Shape::Words(_) => Vec::new(),
        }
    }
}

fn property(text: &'static str) -> Option<Property> {
    let (name, rest) = text.split_once(':')?;
    let kind = rest.trim_end_matches(['?', '=', '!']);
    let marks = &rest[kind.len()..];
    Some(Property {
        name,
        kind,
        can_be_null: marks.contains('?'),
        is_writable: marks.contains('='),
        is_required: marks.contains('!'),
    })
}

/// The type of what a list is of, and the type itself elsewhere.
pub(crate) fn element(kind: &str) -> &str {
    kind.strip_suffix("[]").unwrap_or(kind)
}

const fn object(name: &'static str, about: &'static str, properties: &'static str) -> Model {
    Model { name, about, shape: Shape::Object(properties) }
}

const fn words(name: &'static str, about: &'static str, words: &'static str) -> Model {
    Model { name, about, shape: Shape::Words(words) }
}

/// Every model, by its name.
pub(crate) const MODELS: &[Model] = &[
    object(
        "auth.AccessRule",
        "What may be called: a method, and a path in which a star is anything",
        "method:auth.HTTPMethodEnum path:string",
    ),
    object(
        "auth.AccessRuleRequest",
        "What an application asks to call",
        "method:auth.HTTPMethodEnum=! path:string=!",
    ),
    object(
        "auth.ApiApplication",
        "A program that was registered",
        "applicationId:long applicationKey:string description:string name:string \
         status:auth.ApplicationStatusEnum",
    ),
    object(
        "auth.ApiCredential",
        "What an account granted to an application",
        "allowedIPs:ipBlock[]?= applicationId:long creation:datetime credentialId:long expiration:datetime? \
         lastUse:datetime? ovhSupport:boolean rules:auth.AccessRule[] status:auth.CredentialStateEnum",
    ),
    object(
        "auth.ApiCredentialRequest",
        "A key that opens nothing before the customer accepts it where it says",
        "consumerKey:password state:auth.CredentialStateEnum validationUrl:string",
    ),
    object(
        "auth.ApiCredentialRequestParams",
        "What an application asks a customer for",
        "accessRules:auth.AccessRuleRequest[]=! allowedIPs:ipBlock[]?= redirection:string?=",
    ),
    words("auth.ApplicationStatusEnum", "Whether an application may call", "active blocked inactive trusted"),
    words(
        "auth.CredentialStateEnum",
        "Where the access of an application stands",
        "expired pendingValidation refused validated",
    ),
    object(
        "auth.Details",
        "Who a call acts for",
        "account:string allowedRoutes:auth.AccessRule[]? description:string? identities:string[] \
         method:auth.MethodEnum roles:string[]? user:string?",
    ),
    words("auth.HTTPMethodEnum", "Methods that can be granted", "DELETE GET PATCH POST PUT"),
    words("auth.MethodEnum", "How a caller is known", "account oauth2_client_credentials provider user"),
    object(
        "billing.AutomaticPaymentMean",
        "What an account can be charged with by itself",
        "bankAccount:boolean creditCard:boolean deferredPaymentAccount:boolean paypal:boolean",
    ),
    object(
        "billing.Bill",
        "An invoice",
        "billId:string category:billing.CategoryEnum date:datetime eInvoicingId:string? \
         eInvoicingStatus:billing.EInvoicingStatusEnum? orderId:long password:string pdfUrl:string \
         priceWithTax:order.Price priceWithoutTax:order.Price tax:order.Price url:string",
    ),
    object(
        "billing.BillDetail",
        "A line of an invoice",
        "billDetailId:string description:string domain:string periodEnd:date? periodStart:date? \
         quantity:string totalPrice:order.Price unitPrice:order.LongPrice",
    ),
    words(
        "billing.CategoryEnum",
        "Why something was invoiced",
        "autorenew earlyrenewal purchase purchase-cloud purchase-servers purchase-telecom purchase-web",
    ),
    object(
        "billing.Deposit",
        "Money that was received",
        "amount:order.Price date:datetime depositId:string orderId:long password:string \
         paymentInfo:debt.associatedObject.PaymentInfo? pdfUrl:string url:string",
    ),
    words(
        "billing.EInvoicingStatusEnum",
        "Where the electronic form of a document stands",
        "accepted error ignored invalid new ok processing readyToSubmit rejected submitted",
    ),
    object("billing.ItemDetail", "What a line of an order is about", "order:billing.ItemDetail.Order"),
    object(
        "billing.ItemDetail.Order",
        "What a line ordered",
        "action:billing.ItemDetail.OrderActionEnum? configurations:billing.ItemDetail.OrderConfiguration[] \
         plan:billing.ItemDetail.OrderPlan type:billing.ItemDetail.OrderDetailTypeEnum?",
    ),
    words(
        "billing.ItemDetail.OrderActionEnum",
        "What is done to the service of a line",
        "consumption detach installation renew revert upgrade",
    ),
    object(
        "billing.ItemDetail.OrderConfiguration",
        "A choice made with an order",
        "label:string value:string",
    ),
    words(
        "billing.ItemDetail.OrderDetailTypeEnum",
        "Whether a line is of a plan or of a product",
        "plan product",
    ),
    object(
        "billing.ItemDetail.OrderPlan",
        "The plan of a line",
        "code:string? duration:string? pricingMode:string? product:billing.ItemDetail.OrderPlanProduct \
         quantity:long?",
    ),
    object("billing.ItemDetail.OrderPlanProduct", "The product of a plan", "name:string?"),
    object(
        "billing.Order",
        "An order",
        "date:datetime? expirationDate:datetime? metadatas:string[]? orderId:long password:string \
         pdfUrl:string priceWithTax:order.Price priceWithoutTax:order.Price retractionDate:datetime? \
         tax:order.Price url:string",
    ),
    object(
        "billing.OrderDetail",
        "A line of an order",
        "cancelled:boolean description:string detailType:order.OrderDetailTypeEnum? domain:string \
         orderDetailId:long quantity:string totalPrice:order.Price unitPrice:order.Price",
    ),
    object(
        "billing.Payment",
        "How a document was paid",
        "paymentDate:datetime paymentIdentifier:string? paymentType:billing.PaymentMeanEnum",
    ),
    words(
        "billing.PaymentMeanEnum",
        "What was paid with",
        "cash chargeback check cheque creditAccount creditCard debtAccount deposit digitalLaunchPad edinar \
         fidelityPoints free ideal incubatorAccount mandat multibanco none ovhAccount paymentMandate paypal \
         payu platnosci refund rupay transfer withdrawal",
    ),
    object(
        "billing.Refund",
        "A credit note",
        "date:datetime orderId:long originalBillId:string? password:string pdfUrl:string \
         priceWithTax:order.Price priceWithoutTax:order.Price refundId:string tax:order.Price url:string",
    ),
    object(
        "billing.RefundDetail",
        "A line of a credit note",
        "description:string domain:string quantity:string reference:string refundDetailId:string \
         refundId:string totalPrice:order.Price unitPrice:order.Price",
    ),
    words(
        "billing.ReusablePaymentMeanEnum",
        "Kinds of registered methods",
        "CREDIT_CARD CURRENT_ACCOUNT DEFERRED_PAYMENT_ACCOUNT DOMESTIC_CARD ENTERPRISE INTERNAL_TRUSTED_ACCOUNT \
         PAYPAL RUPAY SEPA_DIRECT_DEBIT bankAccount creditCard deferredPaymentAccount fidelityAccount ovhAccount \
         paypal",
    ),
    object(
        "billing.order.AssociatedObject",
        "The document of an order",
        "id:string? type:billing.order.associatedObject.TypeEnum?",
    ),
    object(
        "billing.order.FollowUp",
        "A step of an order",
        "history:billing.order.followUp.History[] status:billing.order.followUp.StatusEnum \
         step:billing.order.followUp.StepEnum",
    ),
    words(
        "billing.order.OrderStatusEnum",
        "Where an order stands",
        "cancelled cancelling checking delivered delivering documentsRequested notPaid unknown",
    ),
    object("billing.order.PayWithPaymentMethod", "A registered method, by its number", "id:long="),
    object(
        "billing.order.PaymentMean",
        "A page on which an order is paid",
        "fee:double= htmlForm:text?= httpMethod:string= logo:string?= \
         parameters:billing.order.paymentMean.HttpParameter[]= subType:string?= url:string=",
    ),
    object(
        "billing.order.PaymentMeans",
        "The pages on which an order is paid",
        "creditCard:billing.order.PaymentMean[]?= edinar:billing.order.PaymentMean[]?= \
         fidelityPoints:billing.order.PaymentMean[]?= ideal:billing.order.PaymentMean[]?= \
         multibanco:billing.order.PaymentMean[]?= ovhAccount:billing.order.PaymentMean[]?= \
         paypal:billing.order.PaymentMean[]?= promotion:billing.order.PaymentMean[]?=",
    ),
    object(
        "billing.order.PaymentMethods",
        "What an order can be paid with",
        "available:payment.method.AvailablePaymentMethod[]= paymentMethods:payment.method.PaymentMethod[]= \
         registered:long[]=",
    ),
    object(
        "billing.order.RegisteredPaymentMean",
        "A kind of method that is registered",
        "paymentMean:billing.ReusablePaymentMeanEnum=",
    ),
    words(
        "billing.order.RetractionReasonEnum",
        "Why an order is withdrawn from",
        "competitor difficulty expensive other performance reliability unused",
    ),
    words(
        "billing.order.associatedObject.TypeEnum",
        "Kinds of documents",
        "Bill Deposit Refund ReverseBill Withdrawal",
    ),
    object(
        "billing.order.followUp.History",
        "What happened to an order, and when",
        "date:datetime description:string label:billing.order.followUp.HistoryStatusEnum",
    ),
    words(
        "billing.order.followUp.HistoryStatusEnum",
        "What can happen to an order",
        "DELIVERY FRAUD_CHECK FRAUD_DOCS_REQUESTED FRAUD_MANUAL_REVIEW FRAUD_REFUSED INVOICE_IN_PROGRESS \
         INVOICE_SENT ORDER_ACCEPTED ORDER_STARTED PAYMENT_CONFIRMED PAYMENT_INITIATED PAYMENT_RECEIVED \
         REGISTERED_PAYMENT_INITIATED",
    ),
    words("billing.order.followUp.StatusEnum", "Where a step stands", "DOING DONE ERROR TODO"),
    words(
        "billing.order.followUp.StepEnum",
        "The steps of an order",
        "AVAILABLE DELIVERING VALIDATED VALIDATING",
    ),
    object(
        "billing.order.paymentMean.HttpParameter",
        "Something that is sent to a page",
        "name:string= value:string?=",
    ),
    object(
        "debt.Balance",
        "What an account owes",
        "active:boolean dueAmount:order.Price pendingAmount:order.Price todoAmount:order.Price \
         unmaturedAmount:order.Price",
    ),
    object(
        "debt.Debt",
        "What is owed of a document",
        "amount:order.Price date:datetime debtId:long dueAmount:order.Price dueDate:datetime? orderId:long \
         pendingAmount:order.Price status:debt.entry.StatusDebtOrderEnum todoAmount:order.Price \
         unmaturedAmount:order.Price",
    ),
    object(
        "debt.associatedObject.PaymentInfo",
        "What money was received with",
        "description:string? paymentType:billing.PaymentMeanEnum publicLabel:string?",
    ),
    words(
        "debt.entry.StatusDebtOrderEnum",
        "Where a debt stands",
        "PAID REFUNDED TO_BE_PAID UNMATURED UNPAID WRITE_OFF",
    ),
    object(
        "me.payment.AvailablePaymentMethod",
        "What can be paid with",
        "formSessionId:string? icon:me.payment.Icon integration:me.payment.IntegrationEnum merchantId:string? \
         oneshot:boolean organizationId:string? paymentSubType:me.payment.AvailableSubTypeEnum? \
         paymentType:string registerable:boolean registerableWithTransaction:boolean",
    ),
    words(
        "me.payment.AvailableSubTypeEnum",
        "Kinds of cards and terms",
        "30_DAYS 45_DAYS 60_DAYS AMERICAN_EXPRESS AURA CARTE_BANCAIRE CARTE_BLEUE CHORUS DINERS_CLUB DISCOVER \
         JCB MAESTRO MASTERCARD NONE RUPAY VISA",
    ),
    object("me.payment.Icon", "A picture of a payment method", "data:string? name:string url:string?"),
    words(
        "me.payment.IntegrationEnum",
        "How a payment method is registered",
        "BANK_TRANSFER COMPONENT IFRAME_VANTIV IN_CONTEXT NONE POST_FORM REDIRECT",
    ),
    object(
        "me.payment.PaymentMethod",
        "A registered payment method",
        "billingContactId:long? creationDate:datetime default:boolean description:string? \
         expirationDate:datetime? formSessionId:string? icon:me.payment.Icon \
         integration:me.payment.IntegrationEnum? label:string? lastUpdate:datetime merchantId:string? \
         oneclick:boolean? paymentMeanId:long? paymentMethodId:long \
         paymentSubType:me.payment.AvailableSubTypeEnum? paymentType:string \
         status:me.payment.method.StatusEnum",
    ),
    words(
        "me.payment.method.StatusEnum",
        "Where a payment method stands",
        "CANCELED CANCELING CREATED CREATING ERROR EXPIRED FAILED MAINTENANCE PAUSED REJECTED REPLACED VALID \
         VALIDATING",
    ),
    words(
        "nichandle.CountryEnum",
        "Countries",
        "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT \
         BW BY BZ CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER \
         ES ET FI FJ FK FM FO FR GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID \
         IE IL IM IN IO IQ IR IS IT JE JM JO JP KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU \
         LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ NA NC NE NF NG NI NL NO \
         NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW SA SB SC SD SE SG SH SI \
         SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ UA UG UM US \
         UY UZ VA VC VE VG VI VN VU WF WS YE YT ZA ZM ZW",
    ),
    object("nichandle.Currency", "What an account is invoiced in", "code:string symbol:string"),
    object(
        "nichandle.EmailNotification",
        "An e-mail that was sent",
        "body:string date:datetime id:long subject:string",
    ),
    words("nichandle.GenderEnum", "How somebody is addressed", "female male"),
    words(
        "nichandle.LanguageEnum",
        "Languages, as they are written in a country",
        "cs_CZ de_DE en_AU en_CA en_GB en_IE en_US es_ES fi_FI fr_CA fr_FR fr_MA fr_SN fr_TN it_IT lt_LT \
         nl_NL pl_PL pt_PT",
    ),
    words(
        "nichandle.LegalFormEnum",
        "What a customer is before the law",
        "administration association corporation individual other personalcorporation",
    ),
    object(
        "nichandle.NicAutorenewInfos",
        "The day on which everything renews",
        "active:boolean lastRenew:datetime? renewDay:long",
    ),
    object(
        "nichandle.Nichandle",
        "A customer",
        "address:string? area:string? birthCity:string? birthDay:string? city:string? \
         companyNationalIdentificationNumber:string? complementaryAddress:string? corporationType:string? \
         country:nichandle.CountryEnum currency:nichandle.Currency customerCode:string? email:string \
         fax:string? firstname:string? italianSDI:string? kycValidated:boolean? \
         language:nichandle.LanguageEnum? legalform:nichandle.LegalFormEnum name:string? \
         nationalIdentificationNumber:string? nichandle:string organisation:string? \
         ovhCompany:nichandle.OvhCompanyEnum ovhSubsidiary:nichandle.OvhSubsidiaryEnum phone:string? \
         phoneCountry:nichandle.CountryEnum? phoneType:nichandle.PhoneTypeEnum? purposeOfPurchase:string? \
         sex:nichandle.GenderEnum? spareEmail:string? state:nichandle.StateEnum vat:string? zip:string?",
    ),
    words("nichandle.OvhCompanyEnum", "Brands of the seller", "kimsufi ovh soyoustart"),
    words(
        "nichandle.OvhSubsidiaryEnum",
        "Subsidiaries of the seller",
        "CZ DE ES EU FI FR GB IE IT LT MA NL PL PT SN TN",
    ),
    words("nichandle.PhoneTypeEnum", "Kinds of telephones", "landline mobile"),
    words("nichandle.StateEnum", "Whether an account is filled in", "complete incomplete"),
    object("order.Contract", "A text accepted with an order", "content:text name:string url:string"),
    words(
        "order.CurrencyCodeEnum",
        "Currencies, and what counts like one",
        "AUD CAD CZK EUR GBP INR LTL MAD N/A PLN SGD TND USD XOF points",
    ),
    object(
        "order.LongPrice",
        "An amount with more digits than its currency has",
        "currencyCode:order.CurrencyCodeEnum text:string value:double",
    ),
    object(
        "order.Order",
        "What a cart comes to, or came to when it was ordered",
        "contracts:order.Contract[] details:order.OrderDetail[] orderId:long? prices:order.OrderPrices url:string?",
    ),
    object(
        "order.OrderDetail",
        "A line of a cart or of an order",
        "cartItemID:long? description:string detailType:order.OrderDetailTypeEnum? domain:string \
         originalTotalPrice:order.Price quantity:long reductionTotalPrice:order.Price \
         reductions:order.Reduction[] totalPrice:order.Price unitPrice:order.Price",
    ),
    words(
        "order.OrderDetailTypeEnum",
        "Why a line was ordered",
        "ACCESSORY CAUTION CHOOSED CONSUMPTION CREATION DELIVERY DURATION GIFT INSTALLATION LICENSE MUTE \
         OTHER OUTPLAN QUANTITY REFUND RENEW SPECIAL SWITCH TRANSFER VOUCHER",
    ),
    object(
        "order.OrderPrices",
        "What is due now",
        "originalWithoutTax:order.Price? reduction:order.Price? tax:order.Price withTax:order.Price \
         withoutTax:order.Price",
    ),
    object(
        "order.Price",
        "An amount of money",
        "currencyCode:order.CurrencyCodeEnum priceInUcents:long? text:string value:double",
    ),
    object(
        "order.Reduction",
        "What a promotion takes off a line",
        "context:order.ReductionContextEnum description:string price:order.Price reductionDescription:string \
         type:order.ReductionTypeEnum value:order.Price",
    ),
    words("order.ReductionContextEnum", "Where a reduction comes from", "promotion voucher"),
    words("order.ReductionTypeEnum", "How a price is reduced", "fixed_amount forced_amount percentage"),
    object(
        "order.cart.Cart",
        "A cart; who knows its name may read and fill it",
        "cartId:string description:string expire:datetime? items:long[] readOnly:boolean",
    ),
    object(
        "order.cart.Checkout",
        "What is said when a cart is ordered",
        "autoPayWithPreferredPaymentMethod:boolean= waiveRetractationPeriod:boolean=",
    ),
    object(
        "order.cart.ConfigurationItem",
        "Something said about an item",
        "id:long label:string value:string",
    ),
    object(
        "order.cart.ConfigurationRequirements",
        "Something that can or must be said about an item",
        "fields:string[]? label:string required:boolean type:string",
    ),
    object("order.cart.CouponCreation", "A code for a cart", "coupon:string=!"),
    object(
        "order.cart.Creation",
        "A cart to open",
        "description:string= expire:datetime= ovhSubsidiary:nichandle.OvhSubsidiaryEnum=!",
    ),
    object(
        "order.cart.GenericOptionCreation",
        "An option to put on an item",
        "duration:duration=! itemId:long=! planCode:string=! pricingMode:string=! quantity:long=!",
    ),
    object(
        "order.cart.GenericOptionDefinition",
        "An option of a plan",
        "exclusive:boolean family:string mandatory:boolean planCode:string \
         prices:order.cart.GenericProductPricing[] productName:string \
         productType:order.cart.GenericProductTypeEnum",
    ),
    object(
        "order.cart.GenericProductCreation",
        "A plan to put in a cart",
        "duration:duration=! planCode:string=! pricingMode:string=! quantity:long=!",
    ),
    object(
        "order.cart.GenericProductDefinition",
        "A plan of a family",
        "planCode:string prices:order.cart.GenericProductPricing[] productName:string \
         productType:order.cart.GenericProductTypeEnum",
    ),
    object(
        "order.cart.GenericProductPricing",
        "A price of a plan",
        "capacities:order.cart.GenericProductPricingCapacitiesEnum[] description:string duration:duration \
         interval:long maximumQuantity:long? maximumRepeat:long? minimumQuantity:long minimumRepeat:long \
         price:order.Price priceInUcents:long pricingMode:string \
         pricingType:order.cart.GenericProductPricingTypeEnum",
    ),
    words(
        "order.cart.GenericProductPricingCapacitiesEnum",
        "What a price is for",
        "consumption detach downgrade dynamic installation renew upgrade",
    ),
    words(
        "order.cart.GenericProductPricingTypeEnum",
        "How often a price is asked",
        "consumption purchase rental",
    ),
    words(
        "order.cart.GenericProductTypeEnum",
        "Kinds of products",
        "cloud_service delivery deposit domain implementation_services saas_license shipping storage",
    ),
    object(
        "order.cart.Item",
        "A plan in a cart, or an option of one",
        "cartId:string configurations:long[]? duration:duration? itemId:long offerId:string? options:long[] \
         parentItemId:long? prices:order.cart.Price[] productId:string settings:order.cart.ItemSettings",
    ),
    object(
        "order.cart.ItemConfigurationCreation",
        "Something to say about an item",
        "label:string=! value:text=!",
    ),
    object(
        "order.cart.ItemSettings",
        "What was chosen",
        "planCode:string? pricingMode:string? quantity:long?",
    ),
    object("order.cart.ItemUpdate", "What is changed of an item", "duration:duration= quantity:long="),
    object(
        "order.cart.Price",
        "A part of the price of an item",
        "label:order.cart.PriceLabelEnum price:order.Price",
    ),
    words("order.cart.PriceLabelEnum", "What a part of a price is", "DISCOUNT FEE PRICE RENEW TOTAL"),
    object("order.cart.Update", "What is changed of a cart", "description:string= expire:datetime="),
    object(
        "payment.method.AvailablePaymentMethod",
        "What can be paid with",
        "formSessionId:string?= icon:payment.method.Icon= integration:payment.method.IntegrationType= \
         merchantId:string?= oneshot:boolean= organizationId:string?= paymentSubType:string?= paymentType:string= \
         registerable:boolean= registerableWithTransaction:boolean=",
    ),
    object(
        "payment.method.Icon",
        "A picture of a payment method",
        "data:string?= name:string?= url:string?=",
    ),
    words(
        "payment.method.IntegrationType",
        "How a payment method is registered",
        "BANK_TRANSFER COMPONENT DONE IFRAME_VANTIV IN_CONTEXT NONE POST_FORM REDIRECT",
    ),
    object(
        "payment.method.PaymentMethod",
        "A registered payment method",
        "billingContactId:long?= creationDate:datetime= default:boolean= description:string?= \
         expirationDate:datetime?= formSessionId:string?= icon:payment.method.Icon= \
         integration:payment.method.IntegrationType?= label:string?= lastUpdate:datetime?= merchantId:string?= \
         oneclick:boolean?= paymentMeanId:long?= paymentMethodId:long= paymentSubType:payment.method.SubTypeEnum?= \
         paymentType:string= status:payment.method.StatusEnum=",
    ),
    words(
        "payment.method.StatusEnum",
        "Where a payment method stands",
        "CANCELED CANCELING CREATED CREATING ERROR EXPIRED FAILED MAINTENANCE PAUSED REJECTED REPLACED VALID \
         VALIDATING",
    ),
    words(
        "payment.method.SubTypeEnum",
        "Kinds of cards and terms",
        "30_DAYS 45_DAYS 60_DAYS AMERICAN_EXPRESS AURA CARTE_BANCAIRE CARTE_BLEUE CHORUS DINERS_CLUB DISCOVER \
         JCB MAESTRO MASTERCARD NONE RUPAY VISA",
    ),
    object(
        "service.RenewType",
        "How a service renews",
        "automatic:boolean deleteAtExpiration:boolean forced:boolean manualPayment:boolean? period:long?",
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
    object(
        "services.Service",
        "A service by the path of its product",
        "canDeleteAtExpiration:boolean contactAdmin:string contactBilling:string contactTech:string \
         creation:date domain:string engagedUpTo:date? expiration:date possibleRenewPeriod:long[]? \
         renew:service.RenewType? renewalType:service.RenewalTypeEnum serviceId:long status:service.StateEnum",
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
    object(
        "services.terminate.ConfirmServiceTerminationRequest",
        "The token of the e-mail",
        "token:password=!",
    ),
    object("services.terminate.TerminationAnswer", "What happens next", "message:string"),
];

#[cfg(test)]
mod tests {
    use super::*;

    /// The types that no model describes.
    const WORDS: [&str; 10] = [
        "boolean", "date", "datetime", "double", "duration", "ipBlock", "long", "password", "string", "text",
    ];

    #[test]
    fn every_model_reads_and_every_type_is_known() {
        assert!(MODELS.is_sorted_by(|one, next| one.name < next.name), "by their names, each once");
        for model in MODELS {
            let Shape::Object(text) = model.shape else { continue };
            let properties = model.properties();
            assert_eq!(properties.len(), text.split_whitespace().count(), "{}", model.name);
            assert!(properties.is_sorted_by(|one, next| one.name < next.name), "{}", model.name);
            for property in properties {
                let kind = element(property.kind);
                let is_known = WORDS.contains(&kind) || Model::find(kind).is_some();
                assert!(is_known, "{}.{}: {kind}", model.name, property.name);
            }
        }
    }

    #[test]
    fn the_countries_are_ours() {
        let Some(Model { shape: Shape::Words(codes), .. }) = Model::find("nichandle.CountryEnum") else {
            panic!("no countries");
        };
        assert!(codes.split_whitespace().all(|code| kernel::Country::parse(code).is_ok()));
    }
}
