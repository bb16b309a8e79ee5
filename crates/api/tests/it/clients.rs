//! A client that the world already has, unedited, against a server of ours. `cargo xtask test` installs it in
//! `target/clients`; without it this test says so and skips.

use std::path::PathBuf;
use std::process::Stdio;

use accounts::api::request;
use sim::stage;
use testkit::TestDb;
use tokio::io::{AsyncBufReadExt, AsyncWriteExt, BufReader};
use tokio::net::TcpListener;
use tokio::process::{Child, Command};
use tokio::task::JoinHandle;

use crate::world::{World, everything};

/// The environment that has the client.
const CLIENTS: &str = "clients";

/// The Python of an environment in `target`; a line says so where there is none.
pub(crate) fn python(environment: &str) -> Option<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../target").join(environment);
    let python = folder.join("bin/python");
    if !python.exists() {
        println!("skipped: there is no target/{environment}; `cargo xtask test` installs it");
        return None;
    }
    Some(python)
}

/// A script of `tests/clients`, started with these arguments.
fn started(python: PathBuf, script: &str, arguments: &[&str]) -> Child {
    let script = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/clients").join(script);
    let mut command = Command::new(python);
    command.arg(script).args(arguments).stdin(Stdio::piped()).stdout(Stdio::piped());
    command.kill_on_drop(true).spawn().unwrap()
}

/// A server of a world's API, and its address.
pub(crate) async fn served(world: &World) -> (JoinHandle<std::io::Result<()>>, String) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}/1.0", listener.local_addr().unwrap());
    (tokio::spawn(axum::serve(listener, world.router.clone()).into_future()), address)
}

#[testkit::both_databases]
async fn the_python_client_asks_is_accepted_and_reads(db: TestDb) {
    let Some(python) = python(CLIENTS) else { return };
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    world.bought(&ada).await;
    let application = world.application(&ada).await;
    let (server, address) = served(&world).await;
    let secret = application.secret.expose();
    let mut client = started(python, "reads.py", &[&address, &application.key, secret]);
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

#[testkit::both_databases]
async fn the_python_client_orders_from_a_cart_to_the_end_of_the_service(db: TestDb) {
    let Some(python) = python(CLIENTS) else { return };
    let world = World::new(&db).await;
    let ada = world.account("ada@example.org").await;
    // The card is kept by a purchase of before.
    world.bought(&ada).await;
    let program = world.program(&ada, everything()).await;
    let (server, address) = served(&world).await;
    let (key, secret) = (&program.application.key, program.application.secret.expose());
    let mut client = started(python, "orders.py", &[&address, key, secret, &program.consumer_key]);
    let mut said = BufReader::new(client.stdout.take().unwrap()).lines();
    let mut answers = client.stdin.take().unwrap();
    loop {
        match said.next_line().await.unwrap().as_deref() {
            Some("charge") => world.charged(&ada).await,
            Some("deliver") => world.work().await,
            // No time passes here: the client trusts the difference of the clocks that it measured once.
            Some("mail") => {
                stage::mailed(&world.cx).await.unwrap();
            }
            Some("done") => break,
            other => panic!("{other:?}"),
        }
        answers.write_all(b"done\n").await.unwrap();
    }
    assert!(client.wait().await.unwrap().success());
    server.abort();
}
