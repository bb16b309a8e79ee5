//! The tests of invoicing on both databases.

mod it {
    mod drafts;
    mod issuing;
    mod killed;
    mod numbering;
    mod verifying;
}
