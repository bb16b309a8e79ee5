//! Customers and staff on both databases.

#[path = "it/kept.rs"]
mod kept;
#[path = "it/limits.rs"]
mod limits;
#[path = "it/logins.rs"]
mod logins;
#[path = "it/programs.rs"]
mod programs;
#[path = "it/reset.rs"]
mod reset;
#[path = "it/sign_in.rs"]
mod sign_in;
#[path = "it/sign_up.rs"]
mod sign_up;
#[path = "it/staff.rs"]
mod staff;
#[path = "it/world.rs"]
mod world;
