//! The tests of what leaves the house: every listener is on this machine.

mod it {
    mod exchange;
    mod guard;
    mod listener;
}
