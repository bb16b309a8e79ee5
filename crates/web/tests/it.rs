//! The pages through the real router: who may ask for what, forms and their tokens, cookies and headers.

#[path = "it/access.rs"]
mod access;
#[path = "it/accounting.rs"]
mod accounting;
#[path = "it/away.rs"]
mod away;
#[path = "it/callbacks.rs"]
mod callbacks;
#[path = "it/credits.rs"]
mod credits;
#[path = "it/debts.rs"]
mod debts;
#[path = "it/endpoints.rs"]
mod endpoints;
#[path = "it/forms.rs"]
mod forms;
#[path = "it/free.rs"]
mod free;
#[path = "it/leaving.rs"]
mod leaving;
#[path = "it/lists.rs"]
mod lists;
#[path = "it/portal.rs"]
mod portal;
#[path = "it/programs.rs"]
mod programs;
#[path = "it/references.rs"]
mod references;
#[path = "it/safety.rs"]
mod safety;
#[path = "it/services.rs"]
mod services;
#[path = "it/twice.rs"]
mod twice;
