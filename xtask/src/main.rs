//! Chores: test, tidy, bench.

fn main() {}
