//! Methods, attempts, refunds; the `Gateway` trait and its contract suite.
