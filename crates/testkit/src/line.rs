//! A line to the shared PostgreSQL server that is cut at the COMMIT of a write.

use std::sync::Arc;
use std::sync::atomic::{AtomicU8, Ordering};

use db::Target;
use kernel::Secret;
use tempfile::TempDir;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{UnixListener, UnixStream};

use crate::server::{base, shared};

/// What is lost at the next COMMIT of a write; everything after it passes again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Loss {
    /// The server commits, and its answer never comes.
    Answer,
    /// The COMMIT never reaches the server.
    Commit,
}

const WHOLE: u8 = 0;
const ANSWER: u8 = 1;
const COMMIT: u8 = 2;

/// The line; it ends with the value.
#[derive(Debug)]
pub struct Line {
    folder: TempDir,
    next: Arc<AtomicU8>,
}

impl Line {
    /// Lays a line to the server of the tests.
    ///
    /// # Panics
    /// When no socket can be made.
    #[must_use]
    pub fn lay() -> Line {
        let folder = tempfile::Builder::new().prefix("line-").tempdir_in(base()).expect("room for a folder");
        let listener = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).expect("a socket can be made");
        let next = Arc::new(AtomicU8::new(WHOLE));
        let loss = Arc::clone(&next);
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let Ok(server) = UnixStream::connect(shared().socket()).await else { continue };
                tokio::spawn(carry(client, server, Arc::clone(&loss)));
            }
        });
        Line { folder, next }
    }

    /// The same database at the other end of this line; a file is at the other end of none and stays as it is.
    #[must_use]
    pub fn to(&self, target: &Target) -> Target {
        match target {
            Target::Sqlite(_) => target.clone(),
            Target::Postgres(address) => {
                let name = address.expose().rsplit('/').next().unwrap_or_default();
                let folder = self.folder.path().display().to_string().replace('/', "%2F");
                Target::Postgres(Secret::new(format!("postgres://postgres@{folder}/{name}")))
            }
        }
    }

    /// Cuts the line at the next COMMIT of a write.
    pub fn lose(&self, loss: Loss) {
        let code = match loss {
            Loss::Answer => ANSWER,
            Loss::Commit => COMMIT,
        };
        self.next.store(code, Ordering::SeqCst);
    }
}

async fn carry(client: UnixStream, server: UnixStream, next: Arc<AtomicU8>) {
    let ((mut from_client, mut to_client), (mut from_server, mut to_server)) =
        (client.into_split(), server.into_split());
    let mut buffers = (vec![0; 65_536], vec![0; 65_536]);
    let mut is_writing = false;
    loop {
        tokio::select! {
            read = from_client.read(&mut buffers.0) => {
                let Ok(count @ 1..) = read else { return };
                let sent = &buffers.0[..count];
                if holds(sent, b"read committed\0") {
                    is_writing = true;
                } else if holds(sent, b"read only\0") {
                    is_writing = false;
                }
                let loss =
                    if is_writing && holds(sent, b"commit\0") { next.swap(WHOLE, Ordering::SeqCst) } else { WHOLE };
                if loss == COMMIT || to_server.write_all(sent).await.is_err() {
                    return;
                }
                if loss == ANSWER {
                    // The server has time to commit; the line is cut before its answer passes.
                    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
                    return;
                }
            }
            read = from_server.read(&mut buffers.1) => {
                let Ok(count @ 1..) = read else { return };
                if to_client.write_all(&buffers.1[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}

fn holds(bytes: &[u8], words: &[u8]) -> bool {
    bytes.windows(words.len()).any(|window| window == words)
}
