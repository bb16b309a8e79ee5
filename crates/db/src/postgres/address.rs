//! The address of a server, and how the way to it is protected.
//!
//! `sslmode=require`, `verify-ca` and `verify-full` all mean the last: TLS, or no connection, and a certificate
//! that is trusted and carries the host's name. Roots are the system's, or those of `sslrootcert=FILE`. Without
//! `sslmode` nothing is protected, which suits a socket and this machine only.

use std::path::PathBuf;
use std::sync::{Arc, OnceLock};
use std::time::Duration;

use kernel::Secret;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};
use tokio_postgres::config::SslMode;
use tokio_postgres::{Client, Config, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::explain;
use crate::Error;

/// A server's address, read.
#[derive(Clone)]
pub(crate) struct Address {
    config: Config,
    /// The certificates to trust, when they are not the system's.
    roots: Option<PathBuf>,
    tls: Arc<OnceLock<MakeRustlsConnect>>,
}

/// Why no connection was made.
pub(crate) enum ConnectError {
    /// The server, or the way to it.
    Server(tokio_postgres::Error),
    /// No certificate could be read: nobody can be trusted.
    Roots(String),
}

impl ConnectError {
    pub(crate) fn explain(&self) -> String {
        match self {
            ConnectError::Server(error) => explain(error),
            ConnectError::Roots(problem) => problem.clone(),
        }
    }
}

impl Address {
    /// Reads a `postgres://` address.
    pub(crate) fn parse(address: &Secret<String>) -> Result<Address, tokio_postgres::Error> {
        let (base, query) = address.expose().split_once('?').unwrap_or((address.expose(), ""));
        let mut roots = None;
        let mut kept = Vec::new();
        for part in query.split('&').filter(|part| !part.is_empty()) {
            match part.split_once('=') {
                Some(("sslrootcert", path)) => roots = Some(PathBuf::from(path.replace("%2F", "/"))),
                Some(("sslmode", "verify-ca" | "verify-full")) => kept.push("sslmode=require"),
                _ => kept.push(part),
            }
        }
        let text = if kept.is_empty() { base.to_owned() } else { format!("{base}?{}", kept.join("&")) };
        let mut config: Config = text.parse()?;
        config.application_name("comptoir").connect_timeout(Duration::from_secs(5));
        config.keepalives_idle(Duration::from_secs(30)).tcp_user_timeout(Duration::from_secs(30));
        Ok(Address { config, roots, tls: Arc::default() })
    }

    /// Makes a connection, driven by the runtime this is awaited in.
    pub(crate) async fn connect(&self) -> Result<Client, ConnectError> {
        if self.config.get_ssl_mode() == SslMode::Require {
            let (client, connection) =
                self.config.connect(self.tls()?).await.map_err(ConnectError::Server)?;
            drive(connection);
            Ok(client)
        } else {
            let (client, connection) = self.config.connect(NoTls).await.map_err(ConnectError::Server)?;
            drive(connection);
            Ok(client)
        }
    }

    fn tls(&self) -> Result<MakeRustlsConnect, ConnectError> {
        if let Some(known) = self.tls.get() {
            return Ok(known.clone());
        }
        let mut roots = RootCertStore::empty();
        match &self.roots {
            Some(path) => {
                let unreadable =
                    |error| ConnectError::Roots(format!("sslrootcert {}: {error}", path.display()));
                for certificate in CertificateDer::pem_file_iter(path).map_err(unreadable)? {
                    let added = roots.add(certificate.map_err(unreadable)?);
                    added.map_err(|error| ConnectError::Roots(error.to_string()))?;
                }
            }
            None => {
                let found = rustls_native_certs::load_native_certs();
                roots.add_parsable_certificates(found.certs);
            }
        }
        if roots.is_empty() {
            return Err(ConnectError::Roots(
                "no trusted certificate was found: name one by sslrootcert".to_owned(),
            ));
        }
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let config = ClientConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .map_err(|error| ConnectError::Roots(error.to_string()))?
            .with_root_certificates(roots)
            .with_no_client_auth();
        Ok(self.tls.get_or_init(|| MakeRustlsConnect::new(config)).clone())
    }
}

fn drive<S, T>(connection: tokio_postgres::Connection<S, T>)
where
    S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
    T: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        if let Err(error) = connection.await {
            tracing::debug!(error = explain(&error), "a connection ended");
        }
    });
}

/// Reads an address for use.
pub(crate) fn address(text: &Secret<String>) -> Result<Address, Error> {
    Address::parse(text).map_err(|error| Error::Unavailable(explain(&error)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_mode_that_protects_protects_wholly() {
        let read = |query: &str| {
            let text = Secret::new(format!("postgres://u:p@db.example/shop{query}"));
            Address::parse(&text).map(|read| (read.config.get_ssl_mode(), read.roots)).map_err(|_| ())
        };
        assert_eq!(read(""), Ok((SslMode::Prefer, None)));
        for mode in ["require", "verify-ca", "verify-full"] {
            assert_eq!(read(&format!("?sslmode={mode}")), Ok((SslMode::Require, None)));
        }
        let roots = Some(PathBuf::from("/etc/ssl/db.pem"));
        assert_eq!(
            read("?connect_timeout=3&sslrootcert=%2Fetc%2Fssl%2Fdb.pem&sslmode=verify-full"),
            Ok((SslMode::Require, roots))
        );
        assert_eq!(read("?sslmode=perhaps"), Err(()));
    }
}
