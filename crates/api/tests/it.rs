//! The API through its router: who may call what, signatures, and the shapes of answers.

#[path = "it/access.rs"]
mod access;
#[path = "it/carts.rs"]
mod carts;
#[path = "it/clients.rs"]
mod clients;
#[path = "it/contract.rs"]
mod contract;
#[path = "it/description.rs"]
mod description;
#[path = "it/pages.rs"]
mod pages;
#[path = "it/pays.rs"]
mod pays;
#[path = "it/programs.rs"]
mod programs;
#[path = "it/reads.rs"]
mod reads;
#[path = "it/transport.rs"]
mod transport;
#[path = "it/world.rs"]
mod world;
