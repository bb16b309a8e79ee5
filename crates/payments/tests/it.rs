//! The tests of payments on both databases.

mod it {
    mod attempts;
    mod inbox;
    mod methods;
    mod refunds;
    mod shop;
    mod shuffled;
}
