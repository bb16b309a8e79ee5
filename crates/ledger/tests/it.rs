//! The tests of the ledger on both databases.

mod it {
    mod audits;
    mod books;
    mod facts;
}
