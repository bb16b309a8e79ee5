//! The API through its router: who may call what, signatures, and the shapes of answers.

#[path = "it/access.rs"]
mod access;
#[path = "it/programs.rs"]
mod programs;
#[path = "it/transport.rs"]
mod transport;
#[path = "it/world.rs"]
mod world;
