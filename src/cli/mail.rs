//! The flags that say how a server sends mail.

use std::path::{Path, PathBuf};

use anyhow::Context;

use super::about::AboutArgs;
use crate::outbound::mail::{MailSender, MailServer};

/// The mail server, and whom mail comes from.
#[derive(Debug, Clone, clap::Args)]
pub(super) struct MailArgs {
    /// The mail server: `smtps://user@host:465`, or `smtp://user@host:587` for STARTTLS. Without it nothing is mailed, and
    /// administrators hand links over. It needs --mail-from and --public-url
    #[arg(long = "mail-url", env = "FAIRLOT_MAIL_URL", requires = "from", requires = "public_url")]
    server: Option<MailServer>,
    /// Whom mail comes from: `fairlot@example.org` or `Name <fairlot@example.org>`
    #[arg(long = "mail-from", env = "FAIRLOT_MAIL_FROM")]
    from: Option<String>,
    /// A file with the password for the mail server, in one line
    #[arg(long = "mail-password-file", env = "FAIRLOT_MAIL_PASSWORD_FILE", requires = "server")]
    password_file: Option<PathBuf>,
    /// A file with the certificate (PEM) of a further authority that the mail server's certificate may come from
    #[arg(long = "mail-ca-file", env = "FAIRLOT_MAIL_CA_FILE", requires = "server")]
    ca_file: Option<PathBuf>,
}

impl MailArgs {
    /// Whether a mail server is named.
    pub(super) const fn is_set(&self) -> bool {
        self.server.is_some()
    }

    /// Sends mail as the flags say. None without a mail server.
    pub(super) fn sender(&self, about: &AboutArgs) -> anyhow::Result<Option<MailSender>> {
        let (Some(server), Some(from), Some(url)) = (&self.server, &self.from, &about.public_url) else {
            return Ok(None);
        };
        let password = self.password_file.as_deref().map(password).transpose()?;
        anyhow::ensure!(
            server.user().is_none() || password.is_some(),
            "the mail server's address names a user: write the password into a file that --mail-password-file names"
        );
        let authority = self.ca_file.as_deref().map(read).transpose()?;
        let sender = MailSender::new(server, password.as_deref(), authority.as_deref(), from, url.host())?;
        tracing::info!(%server, "mail is sent");
        Ok(Some(sender))
    }
}

fn password(path: &Path) -> anyhow::Result<String> {
    let text = String::from_utf8(read(path)?).ok().context("the password of the mail server is no text")?;
    Ok(text.trim_end_matches(['\r', '\n']).to_owned())
}

fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    std::fs::read(path).with_context(|| format!("cannot read {}", path.display()))
}
