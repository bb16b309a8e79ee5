//! Sending by SMTP (RFC 5321), with a stable identity per e-mail.

use std::time::{Duration, SystemTime};

use accounts::EmailAddress;
use kernel::Secret;
use lettre::message::header::{Header, HeaderName, HeaderValue};
use lettre::message::{Mailbox, MultiPart};
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::transport::smtp::extension::ClientId;
use lettre::{Address, AsyncSmtpTransport, AsyncTransport, Tokio1Executor};

use crate::transport::{Message, SendError};

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Security {
    /// Not at all: for a server on the same machine.
    None,
    /// `STARTTLS`, required.
    StartTls,
    /// TLS from the first byte.
    Tls,
}

/// The mail server and how to reach it.
#[derive(Debug, Clone)]
pub struct SmtpSettings {
    /// Its name, also the one its certificate must be for.
    pub host: String,
    /// Its port: usually 587 with `STARTTLS`, 465 with TLS, 25 without.
    pub port: u16,
    /// How the connection is protected.
    pub security: Security,
    /// User and password, if it wants them.
    pub credentials: Option<(String, Secret<String>)>,
    /// Certificates (PEM) to trust besides the system's.
    pub root_certificates: Option<String>,
    /// The name to greet with; the machine's own without one.
    pub hello: Option<String>,
    /// How long each step may take, in seconds.
    pub timeout_seconds: u16,
}

/// Why the settings cannot be used.
#[derive(Debug, thiserror::Error)]
pub enum SmtpError {
    /// The name or a certificate is not usable for TLS.
    #[error("TLS cannot be set up")]
    Tls(#[source] lettre::transport::smtp::Error),
    /// A password would cross the network in the clear.
    #[error("a user name is only given over a protected connection: choose starttls or tls")]
    ClearPassword,
}

/// A mail server; clones share its connections.
#[derive(Clone)]
pub struct Smtp {
    transport: AsyncSmtpTransport<Tokio1Executor>,
    host: String,
}

impl std::fmt::Debug for Smtp {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_tuple("Smtp").field(&self.host).finish()
    }
}

impl Smtp {
    /// Prepares the connection; nothing is sent yet, so the server may still be down.
    ///
    /// # Errors
    /// [`SmtpError`] when the settings contradict each other.
    pub fn new(settings: &SmtpSettings) -> Result<Smtp, SmtpError> {
        let tls = match settings.security {
            Security::None if settings.credentials.is_some() => return Err(SmtpError::ClearPassword),
            Security::None => Tls::None,
            Security::StartTls => Tls::Required(tls(settings)?),
            Security::Tls => Tls::Wrapper(tls(settings)?),
        };
        let mut builder = AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(&settings.host)
            .port(settings.port)
            .tls(tls)
            .timeout(Some(Duration::from_secs(u64::from(settings.timeout_seconds))));
        if let Some((user, password)) = &settings.credentials {
            builder = builder.credentials(Credentials::new(user.clone(), password.expose().clone()));
        }
        if let Some(hello) = &settings.hello {
            builder = builder.hello_name(ClientId::Domain(hello.clone()));
        }
        Ok(Smtp { transport: builder.build(), host: settings.host.clone() })
    }

    /// Whether the server answers; for a start-up check.
    ///
    /// # Errors
    /// [`SendError`] when it does not.
    pub async fn check(&self) -> Result<(), SendError> {
        match self.transport.test_connection().await {
            Ok(true) => Ok(()),
            Ok(false) => Err(SendError::Later(format!("{} does not answer", self.host))),
            Err(error) => Err(judge(&error)),
        }
    }

    pub(crate) async fn send(&self, message: &Message) -> Result<(), SendError> {
        let letter = letter(message).map_err(SendError::Never)?;
        self.transport.send(letter).await.map(|_| ()).map_err(|error| judge(&error))
    }
}

fn tls(settings: &SmtpSettings) -> Result<TlsParameters, SmtpError> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    if let Some(pem) = &settings.root_certificates {
        builder =
            builder.add_root_certificate(Certificate::from_pem(pem.as_bytes()).map_err(SmtpError::Tls)?);
    }
    builder.build().map_err(SmtpError::Tls)
}

/// Whether an error is the message's own and final. What concerns us rather than the message (no connection, a
/// wrong password, a server that closes) is tried again: an operator repairs it, and the queue goes on.
fn judge(error: &lettre::transport::smtp::Error) -> SendError {
    let code = error.status().map(|code| code.to_string());
    let reason = causes(error);
    // RFC 4954 § 6: 530 to 538 are about authentication.
    let is_ours = code.as_deref().is_some_and(|code| code.starts_with("53"));
    if error.is_permanent() && !is_ours { SendError::Never(reason) } else { SendError::Later(reason) }
}

fn causes(error: &dyn std::error::Error) -> String {
    let mut text = error.to_string();
    let mut source = error.source();
    while let Some(cause) = source {
        let more = cause.to_string();
        if !text.contains(&more) {
            text = format!("{text}: {more}");
        }
        source = cause.source();
    }
    text
}

/// The message on the wire: both parts, and headers that are the same each time it is tried.
fn letter(message: &Message) -> Result<lettre::Message, String> {
    let domain = message.from.norm().rsplit('@').next().unwrap_or_default();
    let parts = MultiPart::alternative_plain_html(message.text.clone(), message.html.clone());
    lettre::Message::builder()
        .from(mailbox(Some(&message.from_name), &message.from)?)
        .reply_to(mailbox(None, &message.reply_to)?)
        .to(mailbox(None, &message.to)?)
        .subject(&message.subject)
        .date(SystemTime::from(message.at))
        .message_id(Some(format!("<{}@{domain}>", message.id)))
        // RFC 3834: no answering machine is to answer.
        .header(AutoSubmitted)
        .header(ContentLanguage(message.locale.code().to_owned()))
        .multipart(parts)
        .map_err(|error| error.to_string())
}

fn mailbox(name: Option<&str>, address: &EmailAddress) -> Result<Mailbox, String> {
    let name = name.map(|name| name.chars().filter(|c| !c.is_control()).collect());
    let address: Address = address.as_str().parse().map_err(|_| format!("{address} is not an address"))?;
    Ok(Mailbox::new(name, address))
}

type Unreadable = Box<dyn std::error::Error + Send + Sync>;

#[derive(Debug, Clone)]
struct AutoSubmitted;

impl Header for AutoSubmitted {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Auto-Submitted")
    }
    fn parse(_: &str) -> Result<AutoSubmitted, Unreadable> {
        Ok(AutoSubmitted)
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), "auto-generated".to_owned())
    }
}

#[derive(Debug, Clone)]
struct ContentLanguage(String);

impl Header for ContentLanguage {
    fn name() -> HeaderName {
        HeaderName::new_from_ascii_str("Content-Language")
    }
    fn parse(text: &str) -> Result<ContentLanguage, Unreadable> {
        Ok(ContentLanguage(text.to_owned()))
    }
    fn display(&self) -> HeaderValue {
        HeaderValue::new(Self::name(), self.0.clone())
    }
}
