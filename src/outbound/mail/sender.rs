//! Hands one mail to the mail server.

use std::error::Error as _;
use std::io;
use std::time::Duration;

use lettre::message::Mailbox;
use lettre::transport::smtp::Error;
use lettre::{AsyncSmtpTransport, AsyncTransport, Tokio1Executor};
use tokio::time::timeout;

use super::letter::{Letter, LetterError};
use super::server::MailServer;
use crate::clock::Instant;

/// How long a mail server may take for one mail. The library bounds only the connecting.
const SEND_MAX: Duration = Duration::from_mins(1);

/// Sends mail through one mail server. Cheap to clone.
#[derive(Clone)]
pub struct MailSender {
    connection: AsyncSmtpTransport<Tokio1Executor>,
    from: Mailbox,
    host: String,
}

/// Why a mail was not sent. The text names no address and repeats nothing of the mail.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NotSent {
    /// It may be taken later.
    #[error("{0}")]
    Later(String),
    /// It will never be taken.
    #[error("{0}")]
    Never(String),
}

/// Why no mail can be sent at all: a setting is wrong.
#[derive(Debug, thiserror::Error)]
pub enum BadMailSettings {
    /// The sender's address.
    #[error("the sender of mail is no address: write fairlot@example.org, or Name <fairlot@example.org>")]
    From,
    /// The authority's certificate, or the name of the mail server.
    #[error("the connection to the mail server cannot be protected: {0}")]
    Protection(#[source] Error),
}

impl MailSender {
    /// A sender. `from` is the address that mail comes from, `host` this server's public name.
    ///
    /// # Errors
    /// [`BadMailSettings`].
    pub fn new(
        server: &MailServer,
        password: Option<&str>,
        authority: Option<&[u8]>,
        from: &str,
        host: &str,
    ) -> Result<Self, BadMailSettings> {
        let from = from.parse().map_err(|_| BadMailSettings::From)?;
        let connection = server.connection(password, authority).map_err(BadMailSettings::Protection)?;
        Ok(Self { connection, from, host: host.to_owned() })
    }

    /// Sends a mail. When it returns without an error, the mail server is responsible for the mail.
    ///
    /// # Errors
    /// [`NotSent`]. After [`NotSent::Later`] the mail server may have taken the mail all the same.
    pub async fn send(&self, letter: &Letter, at: Instant) -> Result<(), NotSent> {
        let message = letter.message(&self.from, &self.host, at).map_err(never)?;
        let sent = timeout(SEND_MAX, self.connection.send(message)).await.map_err(|_| too_slow())?;
        sent.map(|_| ()).map_err(|error| reason(&error))
    }
}

impl std::fmt::Debug for MailSender {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("MailSender(…)")
    }
}

fn too_slow() -> NotSent {
    NotSent::Later("the mail server did not answer in time".to_owned())
}

/// Whether a connection broke off because its certificate or its encryption did not suit: the library tells such an error
/// as one of the connection.
fn is_of_tls(error: &Error) -> bool {
    let mut cause = error.source();
    while let Some(error) = cause {
        if error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::InvalidData) {
            return true;
        }
        cause = error.source();
    }
    false
}

fn never(error: LetterError) -> NotSent {
    NotSent::Never(error.to_string())
}

/// What went wrong, in words of our own: a mail server's answer may repeat the address.
fn reason(error: &Error) -> NotSent {
    if let Some(code) = error.status() {
        let text = format!("the mail server answered {code}");
        return if error.is_permanent() { NotSent::Never(text) } else { NotSent::Later(text) };
    }
    if error.is_timeout() {
        return too_slow();
    }
    let text = if error.is_tls() || is_of_tls(error) {
        "the connection to the mail server could not be protected"
    } else if error.is_client() {
        "the mail server does not offer what is needed, such as STARTTLS or a way to sign in"
    } else {
        "the mail server could not be reached"
    };
    NotSent::Later(text.to_owned())
}
