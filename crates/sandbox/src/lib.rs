//! A payment provider of our own that behaves like a real one, with its own port and database.
