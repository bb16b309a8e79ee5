//! Test databases of both kinds, builders, a movable clock.
