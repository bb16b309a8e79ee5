//! A server that answers as it is told and remembers what it was sent.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use kernel::Timestamp;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;
use webhooks::Outgoing;

pub(crate) struct Listener {
    pub(crate) address: SocketAddr,
    heard: Arc<Mutex<Vec<String>>>,
}

impl Listener {
    /// Listens on `host`, at any port or at this one, and answers each request with these bytes; with none, never.
    pub(crate) async fn on(host: &str, port: u16, answer: impl Into<Vec<u8>>) -> Listener {
        let listener = TcpListener::bind((host, port)).await.unwrap();
        let address = listener.local_addr().unwrap();
        let (heard, answer) = (Arc::new(Mutex::new(Vec::new())), answer.into());
        let kept = heard.clone();
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (kept, answer) = (kept.clone(), answer.clone());
                tokio::spawn(async move {
                    let mut request = vec![0; 16_384];
                    let mut length = 0;
                    while !is_whole(&request[..length]) {
                        match stream.read(&mut request[length..]).await {
                            Ok(0) | Err(_) => break,
                            Ok(count) => length += count,
                        }
                    }
                    kept.lock().unwrap().push(String::from_utf8_lossy(&request[..length]).into_owned());
                    if answer.is_empty() {
                        std::future::pending::<()>().await;
                    }
                    let _ = stream.write_all(&answer).await;
                    let _ = stream.shutdown().await;
                });
            }
        });
        Listener { address, heard }
    }

    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().unwrap().clone()
    }
}

/// Every test sends this body, so that its end is the end of the request.
pub(crate) const BODY: &str = r#"{"type":"endpoint.test"}"#;

fn is_whole(request: &[u8]) -> bool {
    request.ends_with(BODY.as_bytes())
}

pub(crate) fn message(url: impl Into<String>) -> Outgoing {
    Outgoing {
        url: url.into(),
        id: "msg_1".to_owned(),
        at: Timestamp::from_second(1_614_265_330).unwrap(),
        signature: "v1,AAAA v1,BBBB".to_owned(),
        body: BODY.to_owned(),
    }
}
