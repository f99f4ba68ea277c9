//! One mail: plain text to one person, in the form that mail servers expect.

use std::time::{Duration, SystemTime, UNIX_EPOCH};

use lettre::Message;
use lettre::message::header::{ContentTransferEncoding, ContentType, HeaderName, HeaderValue};
use lettre::message::{Mailbox, SinglePart};

use crate::clock::Instant;

/// A mail to one person.
#[derive(Clone, PartialEq, Eq)]
pub struct Letter {
    /// Makes the mail's `Message-ID`; the same at each try, so that a mailbox shows a mail once.
    pub id: String,
    /// The address.
    pub to: String,
    /// The subject, one line.
    pub subject: String,
    /// The text, lines of any length.
    pub text: String,
}

/// Why a mail cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LetterError {
    /// A mail server would not take the address.
    #[error("the address is none that mail can be sent to")]
    Address,
    /// A part of the mail cannot be written.
    #[error("the mail cannot be written")]
    Form,
}

impl Letter {
    /// The mail with its headers. `host` is this server's name, the right side of `Message-ID`.
    pub(super) fn message(&self, from: &Mailbox, host: &str, at: Instant) -> Result<Message, LetterError> {
        let to = self.to.parse().map_err(|_| LetterError::Address)?;
        let builder = Message::builder()
            .from(from.clone())
            .to(Mailbox::new(None, to))
            .subject(self.subject.as_str())
            .date(sent_at(at))
            .message_id(Some(format!("<{}@{host}>", self.id)))
            // RFC 3834 section 5: nobody's "out of office" answers it.
            .raw_header(HeaderValue::new(
                HeaderName::new_from_ascii_str("Auto-Submitted"),
                "auto-generated".to_owned(),
            ));
        let part = SinglePart::builder()
            .header(ContentType::TEXT_PLAIN)
            .header(ContentTransferEncoding::QuotedPrintable)
            .body(self.text.clone());
        builder.singlepart(part).map_err(|_| LetterError::Form)
    }
}

fn sent_at(at: Instant) -> SystemTime {
    UNIX_EPOCH + Duration::from_micros(u64::try_from(at.as_micros()).unwrap_or(0))
}

impl std::fmt::Debug for Letter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Letter").field("id", &self.id).finish_non_exhaustive()
    }
}
