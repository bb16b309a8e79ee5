//! How values are written: instants in the zone of the account's subsidiary.

use kernel::{TimeZone, Timestamp};

use crate::call::MemberCall;

impl MemberCall {
    /// The zone in which the account's dates are read.
    pub(crate) fn zone(&self) -> TimeZone {
        let subsidiary = self.cx().jurisdictions.get(self.account.subsidiary);
        subsidiary.map_or(TimeZone::UTC, |subsidiary| subsidiary.time_zone.clone())
    }

    /// An instant: `2026-01-02T03:04:05+01:00`.
    pub(crate) fn datetime(&self, at: Timestamp) -> String {
        at.to_zoned(self.zone()).strftime("%Y-%m-%dT%H:%M:%S%:z").to_string()
    }
}
