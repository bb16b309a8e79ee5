//! SMTP, e-mail contexts, the archive, capture for tests.
