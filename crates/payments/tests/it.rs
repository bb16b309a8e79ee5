//! The tests of payments on both databases.

mod it {
    mod attempts;
    mod inbox;
    mod listed;
    mod methods;
    mod refunds;
    mod shop;
    mod shuffled;
}
