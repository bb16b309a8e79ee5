//! What a page showed of a cart, and what is no longer so: nobody orders at a price they have not seen. Pure.

use catalog::Quote;
use kernel::{CartItemId, Money};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

use crate::PricedCart;

/// The cart as a page showed it; the page's form brings it back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SeenCart {
    items: Vec<SeenItem>,
    /// What was due now with its taxes, in minor units.
    gross: i64,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct SeenItem {
    id: CartItemId,
    name: String,
    /// What was due now without tax, in minor units.
    net: i64,
    /// Everything of the quote: what follows, what is committed to, every line.
    mark: String,
}

/// One thing that is not as it was shown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CartChange {
    /// It was put in the cart since.
    Added {
        /// Its name.
        name: String,
    },
    /// It was taken out of the cart since.
    Removed {
        /// Its name.
        name: String,
    },
    /// It costs something else now.
    Price {
        /// Its name.
        name: String,
        /// What was shown, without tax.
        was: Money,
        /// What it costs, without tax.
        now: Money,
    },
    /// It costs the same now, but something else of what was shown changed: a later price, a commitment, a part.
    Terms {
        /// Its name.
        name: String,
    },
    /// The total with its taxes is another, and no item says why: a tax changed.
    Total {
        /// What was shown.
        was: Money,
        /// What it is.
        now: Money,
    },
}

impl SeenCart {
    /// What a page that shows this cart shows.
    #[must_use]
    pub fn of(cart: &PricedCart) -> SeenCart {
        let items = cart.items.iter().filter_map(|item| {
            let quote = item.quote.as_ref().ok()?;
            let name = item.name.clone().unwrap_or_default();
            Some(SeenItem { id: item.id, name, net: quote.due_now.minor(), mark: mark(quote) })
        });
        SeenCart { items: items.collect(), gross: cart.totals.gross.minor() }
    }

    /// As the hidden field of a form.
    #[must_use]
    pub fn to_text(&self) -> String {
        serde_json::to_string(self).expect("texts and numbers can be written")
    }

    /// What a form brought back; nothing was seen when it is not ours.
    #[must_use]
    pub fn parse(text: &str) -> SeenCart {
        serde_json::from_str(text).unwrap_or(SeenCart { items: Vec::new(), gross: 0 })
    }

    /// What is no longer as it was shown; nothing when the cart can be ordered.
    #[must_use]
    pub fn changes(&self, cart: &PricedCart) -> Vec<CartChange> {
        let now = SeenCart::of(cart);
        let money = |minor| Money::new(minor, cart.totals.gross.currency());
        let gone = self.items.iter().filter(|seen| now.items.iter().all(|item| item.id != seen.id));
        let mut changes: Vec<CartChange> =
            gone.map(|seen| CartChange::Removed { name: seen.name.clone() }).collect();
        for item in &now.items {
            let name = item.name.clone();
            match self.items.iter().find(|seen| seen.id == item.id) {
                None => changes.push(CartChange::Added { name }),
                Some(seen) if seen.net != item.net => {
                    changes.push(CartChange::Price { name, was: money(seen.net), now: money(item.net) });
                }
                Some(seen) if seen.mark != item.mark => changes.push(CartChange::Terms { name }),
                Some(_) => {}
            }
        }
        if changes.is_empty() && self.gross != now.gross {
            changes.push(CartChange::Total { was: money(self.gross), now: money(now.gross) });
        }
        changes
    }
}

/// Sixteen hexadecimal digits that change when anything of a quote does.
fn mark(quote: &Quote) -> String {
    let text = serde_json::to_vec(quote).expect("texts and numbers can be written");
    kernel::hex(&Sha256::digest(text)[..8])
}
