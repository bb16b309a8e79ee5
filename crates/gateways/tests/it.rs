//! Providers over real HTTP: the contract, and what becomes of calls that go wrong.

mod it {
    pub(crate) mod bench;
    pub(crate) mod broken;
    pub(crate) mod contract;
    pub(crate) mod faults;
    pub(crate) mod truth;
}
