//! Version 1: a folder for each resource, a file for what is done with it.

pub(crate) mod auth;
pub(crate) mod fields;
pub(crate) mod me;
pub(crate) mod models;
pub(crate) mod order;
pub(crate) mod service;
mod shape;
