//! Runs jobs and reconcilers.
