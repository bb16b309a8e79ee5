//! Sending to a real mail server (aiosmtpd), in its good and bad moods.

use std::io::{BufRead, BufReader, Lines};
use std::path::PathBuf;
use std::process::{Child, ChildStdout, Command, Stdio};

use kernel::{EmailId, Locale, Random, Secret, Timestamp};
use mail::{Message, Security, SendError, Smtp, SmtpError, SmtpSettings, Transport};
use serde_json::Value;

use crate::render::address;

/// A mail server that ends with its test.
struct Server {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    port: u16,
}

impl Server {
    fn start(args: &[&str]) -> Server {
        let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/it/smtp_server.py");
        let started = Command::new(python()).arg(script).args(args).stdout(Stdio::piped()).spawn();
        let mut process = started.expect("python starts");
        let stdout = process.stdout.take().expect("its output is a pipe");
        let mut lines = BufReader::new(stdout).lines();
        let first = lines.next().expect("the server prints its port").expect("it is text");
        Server { process, lines, port: first.parse().expect("a port is a number") }
    }

    fn transport(&self, security: Security, login: Option<(&str, &str)>) -> Transport {
        Transport::Smtp(Smtp::new(&settings(self.port, security, login)).expect("the settings agree"))
    }

    /// The next message the server took.
    fn taken(&mut self) -> Value {
        let line = self.lines.next().expect("the server still runs").expect("it is text");
        serde_json::from_str(&line).expect("the server prints JSON")
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

fn python() -> &'static str {
    let has_server = |python: &&str| {
        let check = Command::new(python).args(["-c", "import aiosmtpd"]).stderr(Stdio::null()).status();
        check.is_ok_and(|status| status.success())
    };
    let found = ["/usr/bin/python3", "python3"].into_iter().find(has_server);
    found.expect("no python3 has aiosmtpd; on Debian: apt-get install python3-aiosmtpd")
}

/// A certificate for localhost, made once per process.
fn certificate() -> (PathBuf, PathBuf) {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("smtp-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let (certificate, key) = (folder.join("certificate.pem"), folder.join("key.pem"));
    let made = Command::new("openssl")
        .args([
            "req",
            "-x509",
            "-newkey",
            "ec",
            "-pkeyopt",
            "ec_paramgen_curve:P-256",
            "-nodes",
            "-days",
            "2",
        ])
        .args(["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"])
        .args(["-addext", "basicConstraints=critical,CA:FALSE", "-out"])
        .arg(&certificate)
        .arg("-keyout")
        .arg(&key)
        .stderr(Stdio::null())
        .status();
    assert!(made.is_ok_and(|status| status.success()), "no openssl; on Debian: apt-get install openssl");
    (certificate, key)
}

fn settings(port: u16, security: Security, login: Option<(&str, &str)>) -> SmtpSettings {
    SmtpSettings {
        host: "localhost".to_owned(),
        port,
        security,
        credentials: login.map(|(user, password)| (user.to_owned(), Secret::new(password.to_owned()))),
        root_certificates: None,
        hello: Some("comptoir.example".to_owned()),
        timeout_seconds: 10,
    }
}

fn message(to: &str) -> Message {
    let at = Timestamp::constant(1_768_471_200, 0);
    let id: EmailId = Random::seeded(1).id(at);
    Message {
        id,
        from_name: "Comptoir, Démo".to_owned(),
        from: address("no-reply@comptoir.example"),
        reply_to: address("support@comptoir.example"),
        to: address(to),
        locale: Locale::Fr,
        at,
        subject: "[jd12345-ct] Commande 1000042\u{a0}: votre bon de commande réglé à l’échéance".to_owned(),
        text: "Bonjour,\n\n.\nVoici 80,39\u{a0}€.\n".to_owned(),
        html: format!("<p>{}</p>\n", "Voici 80,39\u{a0}€. ".repeat(200)),
    }
}

#[tokio::test]
async fn a_message_arrives_whole() {
    let mut server = Server::start(&[]);
    let sent = message("jeanne@example.org");
    server.transport(Security::None, None).send(sent.clone()).await.expect("it is taken");
    let taken = server.taken();
    let headers = &taken["headers"];
    assert_eq!(taken["from"], "no-reply@comptoir.example");
    assert_eq!(taken["to"], serde_json::json!(["jeanne@example.org"]));
    assert_eq!(taken["type"], "multipart/alternative");
    assert_eq!(taken["text"].as_str().map(|text| text.replace("\r\n", "\n")), Some(sent.text));
    assert_eq!(taken["html"].as_str().map(|html| html.replace("\r\n", "\n")), Some(sent.html));
    assert_eq!(headers["subject"], sent.subject.as_str());
    assert_eq!(headers["from"], "\"Comptoir, Démo\" <no-reply@comptoir.example>");
    assert_eq!(headers["reply-to"], "support@comptoir.example");
    assert_eq!(headers["message-id"], format!("<{}@comptoir.example>", sent.id));
    assert_eq!(headers["date"], "Thu, 15 Jan 2026 10:00:00 +0000");
    assert_eq!(headers["auto-submitted"], "auto-generated");
    assert_eq!(headers["content-language"], "fr");
}

#[tokio::test]
async fn a_grey_list_is_tried_again_and_a_missing_mailbox_is_not() {
    let mut server = Server::start(&[]);
    let transport = server.transport(Security::None, None);
    let first = transport.send(message("greylisted@example.org")).await;
    assert!(matches!(&first, Err(SendError::Later(reason)) if reason.contains("greylisted")), "{first:?}");
    transport.send(message("greylisted@example.org")).await.expect("the second time it is taken");
    assert_eq!(server.taken()["to"], serde_json::json!(["greylisted@example.org"]));
    let never = transport.send(message("nobody@example.org")).await;
    assert!(
        matches!(&never, Err(SendError::Never(reason)) if reason.contains("no such mailbox")),
        "{never:?}"
    );
}

#[tokio::test]
async fn a_lost_answer_is_tried_again_with_the_same_identity() {
    let mut server = Server::start(&[]);
    let transport = server.transport(Security::None, None);
    let lost = transport.send(message("unanswered@example.org")).await;
    assert!(matches!(lost, Err(SendError::Later(_))), "{lost:?}");
    transport.send(message("unanswered@example.org")).await.expect("the second time there is an answer");
    let (first, second) = (server.taken(), server.taken());
    for header in ["message-id", "date", "subject", "from"] {
        assert_eq!(first["headers"][header], second["headers"][header], "{header} differs");
    }
}

#[tokio::test]
async fn starttls_and_a_password_protect_the_way() {
    let (certificate, key) = certificate();
    let (certificate, key) = (certificate.to_string_lossy(), key.to_string_lossy());
    let pem = std::fs::read_to_string(&*certificate).expect("it was just written");
    for (flag, security) in [("--starttls", Security::StartTls), ("--tls", Security::Tls)] {
        let mut server = Server::start(&[
            flag,
            "--certificate",
            &certificate,
            "--key",
            &key,
            "--login",
            "comptoir",
            "right",
        ]);
        let with = |password: &str| SmtpSettings {
            root_certificates: Some(pem.clone()),
            ..settings(server.port, security, Some(("comptoir", password)))
        };
        let send = async |settings: &SmtpSettings| {
            let smtp = Smtp::new(settings).expect("the settings agree");
            Transport::Smtp(smtp).send(message("jeanne@example.org")).await
        };
        // A wrong password is the operator's to repair: no e-mail is given up for it.
        let wrong = send(&with("wrong")).await;
        assert!(matches!(wrong, Err(SendError::Later(_))), "{flag}: {wrong:?}");
        let untrusted = send(&SmtpSettings { root_certificates: None, ..with("right") }).await;
        assert!(matches!(untrusted, Err(SendError::Later(_))), "{flag}: {untrusted:?}");
        send(&with("right")).await.expect("it is taken");
        let taken = server.taken();
        assert_eq!(taken["login"], "comptoir");
        assert_eq!(taken["secured"], true);
    }
}

#[tokio::test]
async fn starttls_is_required_and_never_given_up() {
    let server = Server::start(&[]);
    let answer = server.transport(Security::StartTls, None).send(message("jeanne@example.org")).await;
    assert!(matches!(answer, Err(SendError::Later(_))), "{answer:?}");
}

#[tokio::test]
async fn a_server_that_is_down_is_tried_again() {
    let port = Server::start(&[]).port;
    let smtp = Smtp::new(&settings(port, Security::None, None)).expect("the settings agree");
    assert!(matches!(smtp.check().await, Err(SendError::Later(_))));
    let answer = Transport::Smtp(smtp).send(message("jeanne@example.org")).await;
    assert!(matches!(answer, Err(SendError::Later(_))), "{answer:?}");
}

#[test]
fn a_password_is_not_sent_in_the_clear() {
    let answer = Smtp::new(&settings(25, Security::None, Some(("comptoir", "right"))));
    assert!(matches!(answer, Err(SmtpError::ClearPassword)));
}
