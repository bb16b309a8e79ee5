//! The law and habits of each subsidiary's country, read from `jurisdictions/*.toml`.
