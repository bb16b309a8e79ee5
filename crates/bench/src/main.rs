//! What we promise about speed, beside the limit, in one run.

fn main() {}
