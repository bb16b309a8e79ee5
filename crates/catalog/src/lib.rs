//! Plans, add-ons, prices and promotions; the import of public catalogues.
//!
//! A catalogue is what a subsidiary sells at one time: plans, the add-ons each can carry, and for both their
//! prices by pricing mode. It is published as JSON, read by [`parse`], compared with the law by [`check`] and
//! stored by [`import`] as a *version* that is never changed: a new `catalogId` is a new version, and what
//! was ordered keeps the prices it was born with.
//!
//! ```text
//! Catalogue ── Plan ── AddonFamily (mandatory? exclusive? default) ── add-ons, which are plans themselves
//!                 ├── Configuration (what the customer must say: region, domain name…)
//!                 └── Price (mode, capacity, interval, commitment, quantity) ── Promotion (with its dates)
//! ```
//!
//! Buying starts with a [`Selection`] of one [`Offer`]. [`quote`] turns it into lines with exact prices or into
//! problems by field; [`preview`] does the same for a page where the choice is not finished, and [`modes`]
//! compares the durations and commitments of an offer. All three are pure. [`store`] reads.

mod check;
mod demo;
mod facts;
mod import;
mod json;
mod model;
mod modes;
mod namesakes;
mod offer;
mod parse;
mod quote;
mod select;
mod selection;
pub mod store;
mod strict;

pub use check::check;
pub use demo::demo;
pub use import::{Imported, NotImported, Progress, import};
pub use json::ImportError;
pub use model::{
    AddonFamily, Capacity, Configuration, EndAction, Engagement, EngagementKind, Extra, Interval, Plan,
    Price, PricingType, Product, Promotion, PublicCatalog, Quantities, Reduction, Strategy,
};
pub use modes::{Billing, ModeOffer, modes};
pub use offer::{CatalogVersion, Excerpt, Fact, Offer, PlanSummary, Start};
pub use parse::{BYTES_MAX, parse};
pub use quote::{Later, LineKind, Preview, PromotionUse, Quote, QuoteLine, preview, quote};
pub use select::requirements;
pub use selection::{Field, Problem, ProblemKind, Selection, SelectionError};
