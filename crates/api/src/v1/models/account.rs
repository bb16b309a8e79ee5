//! The models of the account: who calls, what was invoiced, what is owed, and what is paid with.

use super::{Model, object, words};

/// By their names.
pub(super) const MODELS: &[Model] = &[
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
    words("billing.ArchiveTypeEnum", "What an archive is", "zip"),
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
    object(
        "billing.DepositDetail",
        "Something that money was received for",
        "depositDetailId:string description:string domain:string quantity:string totalPrice:order.Price \
         unitPrice:order.Price",
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
        "debt.Operation",
        "Something that happened around an invoice",
        "amount:order.Price date:datetime depositOrderId:long operationId:long status:debt.entry.StatusEnum \
         type:debt.entry.OperationEnum?",
    ),
    object(
        "debt.associatedObject.PaymentInfo",
        "What money was received with",
        "description:string? paymentType:billing.PaymentMeanEnum publicLabel:string?",
    ),
    words(
        "debt.associatedObject.TypeEnum",
        "Kinds of things an operation is about",
        "Bill DebtOperation Deposit Order OvhAccountMovement Refund Withdrawal",
    ),
    object(
        "debt.entry.AssociatedObject",
        "What an operation is about",
        "id:string? paymentInfo:debt.associatedObject.PaymentInfo? subId:string? \
         type:debt.associatedObject.TypeEnum?",
    ),
    words(
        "debt.entry.OperationEnum",
        "What can happen around an invoice",
        "BANK_TRANSFER_MANUAL CANCEL CASH_MANUAL CHECK_MANUAL CREDITCARD CREDITCARD_AUTOMATIC \
         CREDITCARD_MANUAL CREDIT_ACCOUNT_AUTOMATIC CREDIT_CARD_AUTOMATIC CREDIT_CARD_MANUAL \
         CURRENT_ACCOUNT_AUTOMATIC CURRENT_ACCOUNT_MANUAL DOMESTIC_CARD_AUTOMATIC DOMESTIC_CARD_MANUAL \
         EDINAR_MANUAL ENTERPRISE_AUTOMATIC ENTERPRISE_MANUAL IDEAL_AUTOMATIC IDEAL_MANUAL \
         INTERNAL_TRUSTED_ACCOUNT_AUTOMATIC INTERNAL_TRUSTED_ACCOUNT_MANUAL MULTIBANCO_AUTOMATIC \
         MULTIBANCO_MANUAL ORDER PAYPAL_AUTOMATIC PAYPAL_MANUAL PAYU_AUTOMATIC PAYU_MANUAL \
         RECOVERY_TRANSFER_AUTOMATIC REFUND REFUND_CHECK REFUND_CREDITCARD REFUND_CREDIT_ACCOUNT \
         REFUND_CREDIT_CARD REFUND_CURRENT_ACCOUNT REFUND_DOMESTIC_CARD REFUND_ENTERPRISE REFUND_IDEAL \
         REFUND_INTERNAL_TRUSTED_ACCOUNT REFUND_LOSS REFUND_MULTIBANCO REFUND_PAYPAL REFUND_PAYU \
         REFUND_RUPAY REFUND_SEPA REFUND_SEPA_DIRECT_DEBIT REFUND_TRANSFER REFUND_UNKNOWN RUPAY_AUTOMATIC \
         RUPAY_MANUAL SEPA_AUTOMATIC SEPA_DIRECT_DEBIT_AUTOMATIC SEPA_DIRECT_DEBIT_MANUAL TRANSFER_MANUAL \
         UNPAID_CHECK UNPAID_CREDITCARD UNPAID_CREDIT_ACCOUNT UNPAID_CREDIT_CARD UNPAID_CURRENT_ACCOUNT \
         UNPAID_DOMESTIC_CARD UNPAID_ENTERPRISE UNPAID_IDEAL UNPAID_INTERNAL_TRUSTED_ACCOUNT \
         UNPAID_MULTIBANCO UNPAID_PAYPAL UNPAID_PAYU UNPAID_RUPAY UNPAID_SEPA UNPAID_SEPA_DIRECT_DEBIT \
         UNPAID_WITHDRAW WARRANT_MANUAL WITHDRAW_AUTOMATIC",
    ),
    words(
        "debt.entry.StatusDebtOrderEnum",
        "Where a debt stands",
        "PAID REFUNDED TO_BE_PAID UNMATURED UNPAID WRITE_OFF",
    ),
    words("debt.entry.StatusEnum", "Where an operation stands", "CANCELLED DONE FAILED PAID PENDING TODO"),
    object(
        "me.billing.purchaseOrder.Creation",
        "A reference that is to be printed on the invoices of some days; the last day is not one of them",
        "active:boolean?= endDate:date?= reference:string=! startDate:date=! \
         type:me.billing.purchaseOrder.PurchaseOrderTypeEnum=!",
    ),
    object(
        "me.billing.purchaseOrder.PurchaseOrder",
        "A reference of the account's own, and the days on whose invoices it is printed",
        "active:boolean? billingGroupId:long? creationDate:datetime description:string? endDate:date? id:long \
         lastUpdate:datetime reference:string startDate:date status:me.billing.purchaseOrder.StatusEnum \
         type:me.billing.purchaseOrder.PurchaseOrderTypeEnum",
    ),
    words(
        "me.billing.purchaseOrder.PurchaseOrderTypeEnum",
        "What the account calls a reference",
        "PURCHASE_ORDER REFERENCE_ORDER",
    ),
    words("me.billing.purchaseOrder.StatusEnum", "Whether a reference is printed", "CREATED DELETED"),
    object(
        "me.billing.purchaseOrder.Update",
        "What changes of a reference",
        "active:boolean?= endDate:date?= reference:string?= startDate:date?= \
         type:me.billing.purchaseOrder.PurchaseOrderTypeEnum?=",
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
        "billingContactId:long? creationDate:datetime default:boolean= description:string?= \
         expirationDate:datetime? formSessionId:string? icon:me.payment.Icon \
         integration:me.payment.IntegrationEnum? label:string? lastUpdate:datetime merchantId:string? \
         oneclick:boolean? paymentMeanId:long? paymentMethodId:long \
         paymentSubType:me.payment.AvailableSubTypeEnum? paymentType:string \
         status:me.payment.method.StatusEnum",
    ),
    object(
        "me.payment.Transaction",
        "A payment with a registered method, or a refund to one",
        "amount:order.Price creationDate:datetime lastUpdate:datetime paymentMethodId:long \
         status:me.payment.transaction.StatusEnum transactionId:long type:me.payment.transaction.TypeEnum",
    ),
    object(
        "me.payment.method.CallbackUrl",
        "Where the browser goes, by how a registration ended",
        "cancel:string=! error:string=! failure:string=! pending:string=! success:string=!",
    ),
    object(
        "me.payment.method.Creation",
        "A payment method to register",
        "callbackUrl:me.payment.method.CallbackUrl=! default:boolean= description:string?= orderId:long?= \
         paymentType:string=! register:boolean=",
    ),
    object(
        "me.payment.method.Finalize",
        "What a page learnt on which a method was given",
        "expirationMonth:long?= expirationYear:long?= formSessionId:string?= registrationId:string?=",
    ),
    words(
        "me.payment.method.StatusEnum",
        "Where a payment method stands",
        "CANCELED CANCELING CREATED CREATING ERROR EXPIRED FAILED MAINTENANCE PAUSED REJECTED REPLACED VALID \
         VALIDATING",
    ),
    object(
        "me.payment.method.Validation",
        "Where a payment method is registered, and the number it will have",
        "formSessionId:string? merchantId:string? organizationId:string? paymentMethodId:long \
         transactionId:long? url:string? validationType:me.payment.IntegrationEnum",
    ),
    words(
        "me.payment.transaction.StatusEnum",
        "Where a payment stands",
        "CANCELED CANCELING CONFIRMING ERROR EXPIRED FAILED READY SUCCESS",
    ),
    words("me.payment.transaction.TypeEnum", "Whether money was taken or given back", "CREDIT DEBIT"),
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
         language:nichandle.LanguageEnum?= legalform:nichandle.LegalFormEnum name:string? \
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
    words("oauth2.ClientFlowEnum", "How a client gets a token", "AUTHORIZATION_CODE CLIENT_CREDENTIALS"),
    object(
        "oauth2.client",
        "A program that acts for the account with tokens of OAuth 2.0",
        "callbackUrls:string[]?= clientId:string createdAt:datetime description:string= \
         flow:oauth2.ClientFlowEnum identity:string? name:string=",
    ),
    object(
        "oauth2.clientRequest",
        "A client to make",
        "callbackUrls:string[]= description:string=! flow:oauth2.ClientFlowEnum=! name:string=!",
    ),
    object(
        "oauth2.clientSecret",
        "A client and its secret, which is not shown again",
        "clientId:string clientSecret:password",
    ),
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
];
