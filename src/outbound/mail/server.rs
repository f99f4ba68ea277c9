//! The mail server that takes this server's mail: its address, and how the connection is protected.

use std::net::IpAddr;
use std::str::FromStr;
use std::time::Duration;

use lettre::transport::smtp::AsyncSmtpTransportBuilder;
use lettre::transport::smtp::authentication::Credentials;
use lettre::transport::smtp::client::{Certificate, Tls, TlsParameters};
use lettre::{AsyncSmtpTransport, Tokio1Executor};
use url::{Host, Url};

/// How long the mail server may take for one step.
const STEP_MAX: Duration = Duration::from_secs(20);
/// The port of mail inside TLS (RFC 8314 section 3.3).
const PORT_TLS: u16 = 465;
/// The port of mail submission with STARTTLS (RFC 6409 section 3.1).
const PORT_SUBMISSION: u16 = 587;

/// The address of a mail server. Its text form holds no password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailServer {
    host: String,
    port: u16,
    user: Option<String>,
    protection: Protection,
}

/// How the connection is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Protection {
    /// TLS from the first byte.
    Tls,
    /// STARTTLS, which the mail server must offer.
    StartTls,
    /// None: the mail server is on this machine.
    Loopback,
}

/// Why an address of a mail server is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadMailServer {
    /// It is no such URL.
    #[error("a mail server is written as smtps://user@host:465, or smtp://user@host:587 for STARTTLS")]
    Form,
    /// It holds a password.
    #[error(
        "the address of the mail server must hold no password: write it into a file that --mail-password-file names"
    )]
    Password,
}

impl FromStr for MailServer {
    type Err = BadMailServer;

    fn from_str(text: &str) -> Result<Self, BadMailServer> {
        let url = Url::parse(text).map_err(|_| BadMailServer::Form)?;
        let (is_tls, port) = match url.scheme() {
            "smtps" => (true, PORT_TLS),
            "smtp" => (false, PORT_SUBMISSION),
            _ => return Err(BadMailServer::Form),
        };
        if url.password().is_some() {
            return Err(BadMailServer::Password);
        }
        let is_bare = matches!(url.path(), "" | "/") && url.query().is_none() && url.fragment().is_none();
        let host = url.host().filter(|_| is_bare).ok_or(BadMailServer::Form)?;
        let is_loopback = is_loopback(&host);
        let host = match host {
            Host::Ipv6(address) => address.to_string(),
            Host::Domain(_) | Host::Ipv4(_) => host.to_string(),
        };
        if host.is_empty() {
            return Err(BadMailServer::Form);
        }
        let user = (!url.username().is_empty()).then(|| decoded(url.username())).transpose()?;
        let protection = match (is_tls, is_loopback) {
            (true, _) => Protection::Tls,
            (false, true) => Protection::Loopback,
            (false, false) => Protection::StartTls,
        };
        Ok(Self { host, port: url.port().unwrap_or(port), user, protection })
    }
}

impl MailServer {
    /// The user as which this server signs in there.
    #[must_use]
    pub fn user(&self) -> Option<&str> {
        self.user.as_deref()
    }

    /// The same server, treated as if it were on another machine.
    #[cfg(test)]
    pub(super) fn elsewhere(self) -> Self {
        Self { protection: Protection::StartTls, ..self }
    }

    /// A connection to the mail server. `authority` is the certificate of a further authority (PEM) to trust beside the
    /// public ones, for a mail server inside a hospital.
    pub(super) fn connection(
        &self,
        password: Option<&str>,
        authority: Option<&[u8]>,
    ) -> Result<AsyncSmtpTransport<Tokio1Executor>, lettre::transport::smtp::Error> {
        let mut tls = TlsParameters::builder(self.host.clone());
        if let Some(pem) = authority {
            tls = tls.add_root_certificate(Certificate::from_pem(pem)?);
        }
        let tls = match self.protection {
            Protection::Tls => Tls::Wrapper(tls.build()?),
            Protection::StartTls => Tls::Required(tls.build()?),
            Protection::Loopback => Tls::None,
        };
        let mut builder: AsyncSmtpTransportBuilder =
            AsyncSmtpTransport::<Tokio1Executor>::builder_dangerous(self.host.clone());
        builder = builder.port(self.port).timeout(Some(STEP_MAX)).tls(tls);
        if let Some((user, password)) = self.user.as_ref().zip(password) {
            builder = builder.credentials(Credentials::new(user.clone(), password.to_owned()));
        }
        Ok(builder.build())
    }
}

/// For the log: no user, no password.
impl std::fmt::Display for MailServer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let protection = match self.protection {
            Protection::Tls => "TLS",
            Protection::StartTls => "STARTTLS",
            Protection::Loopback => "this machine",
        };
        write!(f, "{} port {}, {protection}", self.host, self.port)
    }
}

fn is_loopback(host: &Host<&str>) -> bool {
    match host {
        Host::Domain(name) => *name == "localhost" || name.parse::<IpAddr>().is_ok_and(|address| address.is_loopback()),
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    }
}

/// A user's name with its percent signs resolved.
fn decoded(user: &str) -> Result<String, BadMailServer> {
    let mut bytes = Vec::with_capacity(user.len());
    let mut rest = user.bytes();
    while let Some(byte) = rest.next() {
        if byte != b'%' {
            bytes.push(byte);
            continue;
        }
        let digits = [rest.next().ok_or(BadMailServer::Form)?, rest.next().ok_or(BadMailServer::Form)?];
        let digits = std::str::from_utf8(&digits).map_err(|_| BadMailServer::Form)?;
        bytes.push(u8::from_str_radix(digits, 16).map_err(|_| BadMailServer::Form)?);
    }
    String::from_utf8(bytes).map_err(|_| BadMailServer::Form)
}
