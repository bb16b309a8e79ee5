//! Two drivers, one transaction type, migrations: the only crate that knows a database.
