//! The sandbox as merchants, browsers and webhook receivers meet it, over HTTP.

mod it {
    pub(crate) mod api;
    pub(crate) mod bench;
    pub(crate) mod hooks;
    pub(crate) mod pages;
}
