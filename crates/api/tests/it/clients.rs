//! A client that the world already has, unedited, against a server of ours. `cargo xtask test` installs it in
//! `target/clients`; without it this test says so and skips.

use std::path::PathBuf;
use std::process::Stdio;

use accounts::api::request;
use testkit::TestDb;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::Command;

use crate::world::World;

#[testkit::both_databases]
async fn the_python_client_asks_is_accepted_and_reads(db: TestDb) {
    let here = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
    let python = here.join("../../target/clients/bin/python");
    if !python.exists() {
        println!("skipped: no clients in target/clients; `cargo xtask test` installs them");
        return;
    }
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    world.bought(&ada).await;
    let application = world.application(&ada).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/1.0", listener.local_addr().unwrap());
    let server = tokio::spawn(axum::serve(listener, world.router.clone()).into_future());

    let mut client = Command::new(python)
        .arg(here.join("tests/clients/reads.py"))
        .args([&address, &application.key, application.secret.expose()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap();
    let mut said = BufReader::new(client.stdout.take().unwrap()).lines();
    let asked = said.next_line().await.unwrap().expect("it asks for access");
    let (_, link) = asked.split_once("credentialToken=").expect("an address to open");
    let now = world.cx.clock.now();
    request::accept(&world.cx.db, now, ada.id, link, None).await.unwrap();
    client.stdin.take().unwrap().write_all(b"accepted\n").await.unwrap();
    assert_eq!(said.next_line().await.unwrap().as_deref(), Some("done"));
    assert!(client.wait().await.unwrap().success());
    server.abort();
}
