//! The API through its router: who may call what, signatures, and the shapes of answers.

#[path = "it/access.rs"]
mod access;
#[path = "it/carts.rs"]
mod carts;
#[path = "it/catalogs.rs"]
mod catalogs;
#[path = "it/clients.rs"]
mod clients;
#[path = "it/console.rs"]
mod console;
#[path = "it/contract.rs"]
mod contract;
#[path = "it/debts.rs"]
mod debts;
#[path = "it/description.rs"]
mod description;
#[path = "it/edges.rs"]
mod edges;
#[path = "it/methods.rs"]
mod methods;
#[path = "it/oauth2.rs"]
mod oauth2;
#[path = "it/pages.rs"]
mod pages;
#[path = "it/pays.rs"]
mod pays;
#[path = "it/programs.rs"]
mod programs;
#[path = "it/reads.rs"]
mod reads;
#[path = "it/references.rs"]
mod references;
#[path = "it/schemathesis.rs"]
mod schemathesis;
#[path = "it/services.rs"]
mod services;
#[path = "it/transport.rs"]
mod transport;
#[path = "it/world.rs"]
mod world;
