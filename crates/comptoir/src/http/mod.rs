//! The portal's HTTP server: accepting, watching, measuring, and stopping without dropping anybody.

mod health;
mod metrics;
mod observe;
mod server;

use std::sync::Arc;

use axum::Router;
use db::Db;
use kernel::{Clock, Random, Secret};

pub(crate) use metrics::Metrics;
pub(crate) use server::serve;

/// What the operator's pages need: health and metrics.
#[derive(Clone)]
pub(crate) struct Operations {
    /// The database that must answer.
    pub(crate) db: Db,
    /// The time.
    pub(crate) clock: Clock,
    /// What is counted.
    pub(crate) metrics: Arc<Metrics>,
    /// What a monitor shows; empty when only this machine may read.
    pub(crate) metrics_token: Secret<String>,
    /// For request ids.
    pub(crate) random: Random,
}

/// Adds the operator's pages to the portal, and what watches over every request.
pub(crate) fn with_operations(portal: Router, operations: &Operations) -> Router {
    let pages = Router::new()
        .route("/health", axum::routing::get(health::ready))
        .route("/health/live", axum::routing::get(health::live))
        .route("/health/ready", axum::routing::get(health::ready))
        .route("/metrics", axum::routing::get(metrics::show))
        .with_state(operations.clone());
    portal.merge(pages).layer(axum::middleware::from_fn_with_state(operations.clone(), observe::observe))
}
