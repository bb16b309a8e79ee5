//! The demonstration: its mailbox and its time machine.

pub(crate) mod mailbox;
pub(crate) mod time;
