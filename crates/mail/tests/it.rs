//! The e-mails: their words, their archive, and a real mail server.

#[path = "it/archive.rs"]
mod archive;
#[path = "it/render.rs"]
mod render;
#[path = "it/smtp.rs"]
mod smtp;
