//! The tests of invoicing on both databases.

mod it {
    mod crediting;
    mod drafts;
    mod issuing;
    mod killed;
    mod numbering;
    mod references;
    mod verifying;
}
