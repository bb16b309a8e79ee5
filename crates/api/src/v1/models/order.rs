//! The models of what is sold: catalogues, carts, and what they come to.

use super::{Model, object, words};

/// By their names.
pub(super) const MODELS: &[Model] = &[
    words("order.ContextTypeEnum", "Where a promotion applies", "discover standard welcome"),
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
    words("order.cart.DurationUnitEnum", "Units of an interval", "day hour month none"),
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
        "order.cart.GenericProductPricingStrategyEnum",
        "How prices for different quantities combine",
        "stairstep tiered volume",
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
        "order.catalog.public.AddonFamily",
        "Add-ons of a plan, to choose from",
        "addons:string[]? default:string? exclusive:boolean? mandatory:boolean? name:string",
    ),
    words(
        "order.catalog.public.BillingStrategyEnum",
        "How usage is counted",
        "custom diff max max_retain ping sum",
    ),
    object(
        "order.catalog.public.Catalog",
        "What is sold, as it is published",
        "addons:order.catalog.public.Plan[] catalogId:long locale:order.catalog.public.Locale \
         planFamilies:order.catalog.public.PlanFamily[] plans:order.catalog.public.Plan[] \
         products:order.catalog.public.Product[]",
    ),
    object(
        "order.catalog.public.Configuration",
        "Something that is said when ordering",
        "isCustom:boolean isMandatory:boolean name:string values:string[]?",
    ),
    object(
        "order.catalog.public.ConsumptionConfiguration",
        "How usage is charged",
        "billingStrategy:order.catalog.public.BillingStrategyEnum \
         pingEndPolicy:order.catalog.public.PingEndPolicyEnum? \
         prorataUnit:order.catalog.public.ProrataUnitEnum",
    ),
    object(
        "order.catalog.public.EngagementConfiguration",
        "The commitment of a price",
        "defaultEndAction:order.catalog.public.EngagementConfiguration.EndStrategyEnum duration:duration \
         type:order.catalog.public.EngagementConfiguration.TypeEnum",
    ),
    words(
        "order.catalog.public.EngagementConfiguration.EndStrategyEnum",
        "What can come after a commitment",
        "CANCEL_SERVICE REACTIVATE_ENGAGEMENT STOP_ENGAGEMENT_FALLBACK_DEFAULT_PRICE \
         STOP_ENGAGEMENT_KEEP_PRICE",
    ),
    words(
        "order.catalog.public.EngagementConfiguration.TypeEnum",
        "How a commitment is paid",
        "periodic upfront",
    ),
    object(
        "order.catalog.public.Locale",
        "Who sells, in which currency",
        "currencyCode:order.CurrencyCodeEnum subsidiary:nichandle.OvhSubsidiaryEnum taxRate:double",
    ),
    words(
        "order.catalog.public.PingEndPolicyEnum",
        "How the last interval of a usage is counted",
        "full prorata",
    ),
    object(
        "order.catalog.public.Plan",
        "Something that is sold, or ordered with what is sold",
        "addonFamilies:order.catalog.public.AddonFamily[] blobs:order.catalog.public.ProductBlob? \
         configurations:order.catalog.public.Configuration[] \
         consumptionConfiguration:order.catalog.public.ConsumptionConfiguration? family:string? \
         invoiceName:string planCode:string pricingType:order.cart.GenericProductPricingTypeEnum \
         pricings:order.catalog.public.Pricing[] product:string",
    ),
    object("order.catalog.public.PlanFamily", "What plans are grouped by", "name:string"),
    object(
        "order.catalog.public.Pricing",
        "A price, in hundred-millionths of the currency",
        "capacities:order.cart.GenericProductPricingCapacitiesEnum[] commitment:long description:string \
         engagementConfiguration:order.catalog.public.EngagementConfiguration? interval:long \
         intervalUnit:order.cart.DurationUnitEnum mode:string mustBeCompleted:boolean phase:long price:long \
         promotions:order.catalog.public.Promotion[]? quantity:order.catalog.public.PricingMinMax \
         repeat:order.catalog.public.PricingMinMax strategy:order.cart.GenericProductPricingStrategyEnum \
         tax:long type:order.cart.GenericProductPricingTypeEnum",
    ),
    object(
        "order.catalog.public.PricingMinMax",
        "The least and the most, both included",
        "max:long? min:long",
    ),
    object(
        "order.catalog.public.Product",
        "What a plan delivers",
        "blobs:order.catalog.public.ProductBlob? configurations:order.catalog.public.Configuration[]? \
         description:string name:string",
    ),
    object(
        "order.catalog.public.ProductBlob",
        "Data for display, as it was published",
        "commercial:order.catalog.public.ProductBlobCommercial? \
         marketing:order.catalog.public.ProductBlobMarketing? meta:order.catalog.public.ProductBlobMeta? \
         tags:string[]? technical:order.catalog.public.ProductBlobTechnical? value:string?",
    ),
    object(
        "order.catalog.public.ProductBlobCommercial",
        "How a product is presented",
        "brick:string? brickSubtype:string? connection:order.catalog.public.ProductBlobConnection? \
         features:order.catalog.public.ProductBlobCommercialFeatures[]? line:string? name:string? \
         price:order.catalog.public.ProductBlobCommercialPrice? range:string?",
    ),
    object(
        "order.catalog.public.ProductBlobCommercialFeatures",
        "Something to say about a product",
        "name:string? value:string?",
    ),
    object(
        "order.catalog.public.ProductBlobCommercialPrice",
        "How a price is presented",
        "display:order.catalog.public.ProductBlobCommercialPriceDisplay? interval:string? precision:long? \
         unit:string?",
    ),
    object(
        "order.catalog.public.ProductBlobCommercialPriceDisplay",
        "What is shown instead of a price",
        "value:string",
    ),
    object(
        "order.catalog.public.ProductBlobConnection",
        "Connections",
        "clients:order.catalog.public.ProductBlobConnectionClients total:long",
    ),
    object(
        "order.catalog.public.ProductBlobConnectionClients",
        "Clients that connect",
        "concurrency:long number:long",
    ),
    object(
        "order.catalog.public.ProductBlobMarketing",
        "What is said to make a product known",
        "content:order.catalog.public.ProductBlobMarketingContent[]",
    ),
    object(
        "order.catalog.public.ProductBlobMarketingContent",
        "A text that makes a product known",
        "key:string value:string",
    ),
    object(
        "order.catalog.public.ProductBlobMeta",
        "What is shown of configurations",
        "configurations:order.catalog.public.ProductBlobMetaConfigurations[]",
    ),
    object(
        "order.catalog.public.ProductBlobMetaConfigurations",
        "What is shown of a configuration",
        "name:string values:order.catalog.public.ProductBlobMetaConfigurationsValues[]",
    ),
    object(
        "order.catalog.public.ProductBlobMetaConfigurationsValues",
        "What is shown of a value",
        "blobs:order.catalog.public.ProductBlob value:string",
    ),
    object(
        "order.catalog.public.ProductBlobTechnical",
        "What a product is made of",
        "bandwidth:order.catalog.public.ProductBlobTechnicalNetwork? \
         connection:order.catalog.public.ProductBlobConnection? \
         connectionPerSeconds:order.catalog.public.ProductBlobTechnicalPerSeconds? \
         cpu:order.catalog.public.ProductBlobTechnicalCPU? \
         datacenter:order.catalog.public.ProductBlobTechnicalDatacenter? \
         ephemeralLocalStorage:order.catalog.public.ProductBlobTechnicalEphemeralStorage? \
         gpu:order.catalog.public.ProductBlobTechnicalGPU? \
         license:order.catalog.public.ProductBlobTechnicalLicense? \
         memory:order.catalog.public.ProductBlobTechnicalMemory? name:string? \
         nodes:order.catalog.public.ProductBlobTechnicalNodes? \
         nvme:order.catalog.public.ProductBlobTechnicalNvme? \
         os:order.catalog.public.ProductBlobTechnicalOS? \
         provider:order.catalog.public.ProductBlobTechnicalProvider? \
         requestPerSeconds:order.catalog.public.ProductBlobTechnicalPerSeconds? \
         server:order.catalog.public.ProductBlobTechnicalServer? \
         storage:order.catalog.public.ProductBlobTechnicalStorage? \
         throughput:order.catalog.public.ProductBlobTechnicalThroughput? \
         virtualization:order.catalog.public.ProductBlobTechnicalVirtualization? \
         volume:order.catalog.public.ProductBlobTechnicalVolume? \
         vrack:order.catalog.public.ProductBlobTechnicalNetwork?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalCPU",
        "Processors",
        "boost:double? brand:string? cores:long? customizable:boolean? frequency:double? \
         maxFrequency:double? model:string? number:long? score:long? threads:long? type:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalDatacenter",
        "A data centre",
        "city:string? country:string? countryCode:nichandle.OvhSubsidiaryEnum? name:string? region:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalDisk",
        "Disks of one kind",
        "capacity:double interface:string? iops:long? maximumCapacity:double number:long? sizeUnit:string? \
         specs:string? technology:string? usage:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalEphemeralStorage",
        "Disks whose content does not stay",
        "disks:order.catalog.public.ProductBlobTechnicalDisk[]?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalFrame",
        "The case of a server",
        "dualPowerSupply:boolean model:string size:string",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalGPU",
        "Graphics processors",
        "brand:string? memory:order.catalog.public.ProductBlobTechnicalMemory model:string? number:long? \
         performance:double?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalLicense",
        "A licence",
        "application:string? cores:order.catalog.public.ProductBlobTechnicalLicenseCores? \
         cpu:order.catalog.public.ProductBlobTechnicalCPU? distribution:string? edition:string? \
         family:string? feature:string? flavor:string? images:string[]? nbOfAccount:long? package:string? \
         version:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalLicenseCores",
        "The cores a licence is for",
        "number:long total:long?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalMemory",
        "Memory",
        "customizable:boolean? ecc:boolean? frequency:long? interface:string? ramType:string? size:double \
         sizeUnit:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalNetwork",
        "A link to a network",
        "burst:long? capacity:long? guaranteed:boolean? interfaces:long? isMax:boolean? level:double? \
         limit:long? max:double maxUnit:string shared:boolean? traffic:long? unit:string unlimited:boolean?",
    ),
    object("order.catalog.public.ProductBlobTechnicalNodes", "Nodes of a cluster", "number:long"),
    object(
        "order.catalog.public.ProductBlobTechnicalNvme",
        "Disks on the bus",
        "disks:order.catalog.public.ProductBlobTechnicalDisk[]?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalOS",
        "A system",
        "distribution:string? edition:string? family:string? version:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalPerSeconds",
        "How often in a second",
        "total:long unit:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalProvider",
        "Who provides",
        "pointsOfPresence:long reference:boolean?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalRaid",
        "How disks are joined",
        "cardModel:string? cardSize:string? type:string",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalServer",
        "A server",
        "cpu:order.catalog.public.ProductBlobTechnicalCPU \
         frame:order.catalog.public.ProductBlobTechnicalFrame \
         network:order.catalog.public.ProductBlobTechnicalNetwork? range:string \
         services:order.catalog.public.ProductBlobTechnicalServices",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalServices",
        "What comes with a server",
        "antiddos:string includedBackup:long? sla:double",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalStorage",
        "Disks, and how they are joined",
        "disks:order.catalog.public.ProductBlobTechnicalDisk[]? hotSwap:boolean? raid:string? \
         raidDetails:order.catalog.public.ProductBlobTechnicalRaid?",
    ),
    object("order.catalog.public.ProductBlobTechnicalThroughput", "How much passes in a time", "level:long"),
    object(
        "order.catalog.public.ProductBlobTechnicalVirtualization",
        "What runs virtual machines",
        "hypervisor:string?",
    ),
    object(
        "order.catalog.public.ProductBlobTechnicalVolume",
        "A volume",
        "capacity:order.catalog.public.ProductBlobTechnicalVolumeCapacity \
         iops:order.catalog.public.ProductBlobTechnicalVolumeIops",
    ),
    object("order.catalog.public.ProductBlobTechnicalVolumeCapacity", "How much a volume holds", "max:long"),
    object(
        "order.catalog.public.ProductBlobTechnicalVolumeIops",
        "How often a volume reads and writes in a second",
        "guaranteed:boolean level:long max:long maxUnit:string unit:string",
    ),
    object(
        "order.catalog.public.Promotion",
        "A reduction of a price, with its dates",
        "context:order.ContextTypeEnum description:string \
         discount:order.catalog.public.PromotionDiscountTotal duration:long? endDate:datetime? \
         globalQuantity:long? isGlobalQuantityLimited:boolean minimumDuration:long? name:string \
         quantity:long? startDate:datetime tags:string[]? total:order.catalog.public.PromotionDiscountTotal \
         type:order.ReductionTypeEnum value:long",
    ),
    object(
        "order.catalog.public.PromotionDiscountTotal",
        "An amount and its tax, in hundred-millionths of the currency",
        "tax:long value:long",
    ),
    words("order.catalog.public.ProrataUnitEnum", "The unit of a part of an interval", "day hour month"),
];
