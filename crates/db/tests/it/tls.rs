//! The way to a server is protected when the address says so, and then wholly.

use std::fs;
use std::net::TcpListener;
use std::path::Path;
use std::process::Command;

use db::{Db, Error, Options, Read, Target, sql};
use testkit::server::{Server, base};

/// A certificate for `localhost` that vouches for itself.
fn certificate(folder: &Path) {
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:prime256v1",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE"])
        .arg("-keyout")
        .arg(folder.join("key.pem"))
        .arg("-out")
        .arg(folder.join("cert.pem"))
        .output();
    assert!(made.is_ok_and(|made| made.status.success()), "no openssl; on Debian: apt-get install openssl");
}

async fn is_protected(address: &str) -> Result<bool, Error> {
    let target: Target = address.parse().expect("an address");
    let db = Db::open(&target, Options::default()).await?;
    let protected = db
        .across()
        .read(|tx| {
            tx.query_one(sql!("select ssl from pg_stat_ssl where pid = pg_backend_pid()"), &[], |row| {
                row.get(0)
            })
        })
        .await;
    db.close().await;
    protected
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_server_is_trusted_by_its_certificate_or_not_at_all() -> Result<(), Error> {
    let folder = tempfile::tempdir_in(base()).expect("room for a folder");
    certificate(folder.path());
    let port =
        TcpListener::bind("127.0.0.1:0").and_then(|free| free.local_addr()).expect("a free port").port();
    let server = Server::private_with(&format!("-c listen_addresses=localhost -c port={port}"));
    let place = format!("postgres://postgres@localhost:{port}/postgres");
    let roots = folder.path().join("cert.pem").display().to_string();
    let trusting = format!("{place}?sslmode=verify-full&sslrootcert={roots}");

    // A server without TLS is not spoken to in the clear by whoever asked for TLS.
    assert!(!is_protected(&place).await?);
    assert!(matches!(is_protected(&trusting).await, Err(Error::Unavailable(_))));

    server.protect(&folder.path().join("cert.pem"), &folder.path().join("key.pem"));
    assert!(is_protected(&trusting).await?);
    // The system does not know this certificate, and the address has another name than it.
    let unknown = format!("{place}?sslmode=require");
    assert!(matches!(is_protected(&unknown).await, Err(Error::Unavailable(_))));
    let misnamed = trusting.replace("@localhost", "@127.0.0.1");
    assert!(matches!(is_protected(&misnamed).await, Err(Error::Unavailable(_))));
    fs::remove_file(folder.path().join("cert.pem")).expect("the certificate is ours");
    assert!(matches!(is_protected(&trusting).await, Err(Error::Unavailable(_))));
    Ok(())
}
