//! Invoices: freezing, the gap-free register and its seals.
