//! Whether this process lives, and whether it can serve: for supervisors and load balancers.

use std::time::Duration;

use axum::extract::State;
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};

use super::Operations;

/// A database that needs longer than this is not ready.
const READY_WITHIN: Duration = Duration::from_secs(2);

/// The process runs and answers.
pub(super) async fn live() -> Response {
    answer(StatusCode::OK, "live\n")
}

/// The database answers and has every migration.
pub(super) async fn ready(State(operations): State<Operations>) -> Response {
    match tokio::time::timeout(READY_WITHIN, operations.db.check()).await {
        Ok(Ok(())) => answer(StatusCode::OK, "ready\n"),
        Ok(Err(error)) => {
            tracing::warn!(%error, "not ready");
            answer(StatusCode::SERVICE_UNAVAILABLE, "not ready: the database does not answer as it should\n")
        }
        Err(_) => answer(StatusCode::SERVICE_UNAVAILABLE, "not ready: the database is slow to answer\n"),
    }
}

fn answer(status: StatusCode, text: &'static str) -> Response {
    (status, [(header::CACHE_CONTROL, "no-store")], text).into_response()
}
