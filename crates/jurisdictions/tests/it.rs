//! What the jurisdictions promise: the shipped files, their case tables, and how mistakes are reported.

#[path = "it/cases.rs"]
mod cases;
#[path = "it/files.rs"]
mod files;
