//! Languages, number and date habits, and the template environment of pages, e-mails and documents.
