//! Services that are due, written thousands at a time.
