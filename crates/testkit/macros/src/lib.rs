//! `#[both_databases]`: one test, run on SQLite and on PostgreSQL.
