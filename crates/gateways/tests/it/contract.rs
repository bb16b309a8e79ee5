//! The contract of `payments`, kept by each provider.

use crate::it::bench::Counter;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_sandbox_keeps_the_contract_of_payment_providers() {
    let counter = Counter::new().await;
    payments::contract::run(&counter).await;
}
