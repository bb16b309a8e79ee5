//! Routes of what can be ordered, and of carts.

use super::{Access, DELETE, POST, PUT, Route, get, route};
use crate::v1::order;

pub(super) fn routes() -> Vec<Route> {
    let mut routes = carts();
    routes.extend(families());
    routes.extend(items());
    routes.push(
        get(
            "/order/catalog/public/{family}",
            Access::Anyone,
            "order.catalog.public.Catalog",
            "A family of the catalogue of a subsidiary, as it is published",
            order::catalog::get,
        )
        .asking(&[("ovhSubsidiary", "nichandle.OvhSubsidiaryEnum")]),
    );
    routes
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
