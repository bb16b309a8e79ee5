//! Sends programs what they are told. Each endpoint is a task of its own, which this duty begins and does not wait for:
//! one that answers slowly keeps its own place and nobody else's.

use std::collections::HashSet;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use flows::Cx;
use kernel::{AccountId, EndpointId};

use super::BATCH;

/// How many endpoints that answer are sent to at once.
const ANSWERING: usize = 48;
/// How many of those whose last try failed: each may hold its place for as long as an exchange may take.
const FAILING: usize = 16;

type Place = (AccountId, EndpointId);

/// A number of places, and who has them. Endpoints that fail have their own, so that they never take those of others.
pub(super) struct Lane {
    are_failing: bool,
    places: usize,
    taken: Mutex<HashSet<Place>>,
}

impl Lane {
    /// For endpoints that answer.
    pub(super) fn answering() -> Arc<Lane> {
        Arc::new(Lane { are_failing: false, places: ANSWERING, taken: Mutex::default() })
    }

    /// For endpoints whose last try failed.
    pub(super) fn failing() -> Arc<Lane> {
        Arc::new(Lane { are_failing: true, places: FAILING, taken: Mutex::default() })
    }

    fn taken(&self) -> MutexGuard<'_, HashSet<Place>> {
        self.taken.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place for an endpoint, unless it has one or all are taken.
    fn enter(self: &Arc<Lane>, place: Place) -> Option<Held> {
        let mut taken = self.taken();
        if taken.len() >= self.places || !taken.insert(place) {
            return None;
        }
        Some(Held { lane: Arc::clone(self), place })
    }
}

/// A place, until it is dropped: also when the task panics.
struct Held {
    lane: Arc<Lane>,
    place: Place,
}

impl Drop for Held {
    fn drop(&mut self) {
        self.lane.taken().remove(&self.place);
    }
}

/// Begins to send to endpoints that wait; how many.
pub(super) async fn run(cx: Cx, lane: Arc<Lane>) -> anyhow::Result<u64> {
    let mut begun = 0;
    for (account, endpoint) in flows::notify::due(&cx, lane.are_failing, BATCH).await? {
        let Some(held) = lane.enter((account, endpoint)) else { continue };
        let cx = cx.clone();
        begun += 1;
        tokio::spawn(async move {
            if let Err(error) = flows::notify::notify(&cx, account, endpoint).await {
                tracing::warn!(%account, %endpoint, %error, "messages are sent again");
            }
            drop(held);
            // Its place is free, and more may be due for it.
            cx.wake.ring();
        });
    }
    Ok(begun)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn place(number: u8) -> Place {
        (AccountId::digest(&[b"one"]), EndpointId::digest(&[&[number]]))
    }

    #[test]
    fn an_endpoint_has_one_place_and_there_are_only_so_many() {
        let lane = Lane::failing();
        let first = lane.enter(place(0)).expect("all are free");
        assert!(lane.enter(place(0)).is_none());
        let others: Vec<Held> = (1..100).filter_map(|number| lane.enter(place(number))).collect();
        assert_eq!(others.len(), FAILING - 1);
        drop(first);
        assert!(lane.enter(place(0)).is_some());
    }
}
