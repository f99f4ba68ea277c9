//! The outbox: mail that waits to be sent, as it is stored beside the people.
//!
//! A mail is written together with its cause, or not at all. Its text is sealed, because it may hold a link that signs in;
//! it is deleted once the mail is sent or given up. The rest of the row stays, so that an administrator sees what became
//! of a mail.

use std::time::Duration;

use futures::future::BoxFuture;

use super::error::PeopleError;
use crate::clock::Instant;
use crate::ids::PersonId;

/// Why a waiting mail was given up whose link has ended. It is no failure.
pub const NOT_NEEDED: &str = "not needed any more";

/// How long the list shows a mail that was sent or given up.
pub const MAIL_KEPT: Duration = Duration::from_hours(90 * 24);

/// What a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum MailKind {
    /// An invitation to the server.
    Invitation,
    /// A link that signs in for a short time, for who was let in again.
    SignInLink,
    /// A link that sets a new password.
    PasswordReset,
    /// What an administrator asks for, to see that mail works.
    Test,
    /// A buyer has let a person of the reader's organisation back in.
    Readmission,
    /// A bidder asks for its offer to be annulled.
    AnnulmentRequest,
    /// A lot opens soon.
    LotOpening,
    /// New devices have to wait before they sign in as the reader.
    LockOut,
}

/// What became of a mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MailState {
    /// It is not sent yet.
    Waiting,
    /// The mail server has taken it.
    Sent,
    /// It was given up.
    Failed,
}

/// A mail to write into the outbox.
#[derive(Clone, PartialEq, Eq)]
pub struct QueuedMail {
    /// The left side of the mail's `Message-ID`; ids are in the order of time.
    pub id: String,
    /// What it is for.
    pub kind: MailKind,
    /// Whom it is for; the mail goes when the person is erased.
    pub person: PersonId,
    /// The address.
    pub to: String,
    /// Its subject and text, sealed for the place [`QueuedMail::place`].
    pub sealed: Vec<u8>,
    /// When it was written.
    pub queued_at: Instant,
    /// What it is about, where that stands outside the tables of people, such as `opening/<lot>/…`. A person is mailed once
    /// about each. Empty for a mail whose cause is written in the same transaction.
    pub causes: Vec<String>,
}

/// A mail that is due.
#[derive(Clone, PartialEq, Eq)]
pub struct DueMail {
    /// Its id.
    pub id: String,
    /// The address.
    pub to: String,
    /// Its subject and text, sealed.
    pub sealed: Vec<u8>,
    /// How often it was tried.
    pub tries: u32,
}

/// A mail in the list of an administrator: everything but its text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MailEntry {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub kind: MailKind,
    /// Whom it is for.
    pub person: PersonId,
    /// The address.
    pub to: String,
    /// What became of it.
    pub state: MailState,
    /// How often it was tried.
    pub tries: u32,
    /// Why the last try failed.
    pub last_error: Option<String>,
    /// When it was written.
    pub queued_at: Instant,
}

/// Keeps mail until it is sent.
pub trait OutboxTable: Send + Sync + 'static {
    /// Writes a mail that has no other cause in these tables. Returns whether it was written: it is not where its person was
    /// mailed about all of its causes before.
    fn queue(&self, mail: QueuedMail) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// The people who were mailed about a cause.
    fn mailed_about<'a>(&'a self, cause: &'a str) -> BoxFuture<'a, Result<Vec<PersonId>, PeopleError>>;

    /// Whether a mail of that kind was written to the person after `since`.
    fn was_mailed<'a>(
        &'a self,
        person: &'a PersonId,
        kind: MailKind,
        since: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>>;

    /// Up to `limit` waiting mails whose next try is due at `now`, the oldest first.
    fn due_mail(&self, now: Instant, limit: u32) -> BoxFuture<'_, Result<Vec<DueMail>, PeopleError>>;

    /// Notes that the mail server has taken a mail, and deletes its text.
    fn mail_sent(&self, id: String) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Notes a try that failed. Without a next try the mail is given up, and its text is deleted.
    fn mail_not_sent(
        &self,
        id: String,
        error: String,
        next_try: Option<Instant>,
    ) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Up to `limit` mails before that id, the newest first.
    fn mails<'a>(&'a self, before: Option<&'a str>, limit: u32) -> BoxFuture<'a, Result<Vec<MailEntry>, PeopleError>>;

    /// The newest mail with a link to each of these people.
    fn newest_link_mails(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<Vec<MailEntry>, PeopleError>>;

    /// Deletes mails that were sent or given up and are too old at `now`, and causes that are.
    fn purge_outbox(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;
}

impl QueuedMail {
    /// The same mail, about these causes.
    #[must_use]
    pub fn about(self, causes: Vec<String>) -> Self {
        Self { causes, ..self }
    }

    /// The place for which the text of the mail with that id is sealed.
    #[must_use]
    pub fn place(id: &str) -> String {
        format!("outbox/{id}")
    }
}

impl MailKind {
    /// All kinds.
    pub const ALL: [Self; 8] = [
        Self::Invitation,
        Self::SignInLink,
        Self::PasswordReset,
        Self::Test,
        Self::Readmission,
        Self::AnnulmentRequest,
        Self::LotOpening,
        Self::LockOut,
    ];

    /// Whether such a mail has a link that signs in.
    #[must_use]
    pub const fn has_link(self) -> bool {
        match self {
            Self::Invitation | Self::SignInLink | Self::PasswordReset => true,
            Self::Test | Self::Readmission | Self::AnnulmentRequest | Self::LotOpening | Self::LockOut => false,
        }
    }

    /// The kind as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::SignInLink => "sign_in_link",
            Self::PasswordReset => "password_reset",
            Self::Test => "test",
            Self::Readmission => "readmission",
            Self::AnnulmentRequest => "annulment_request",
            Self::LotOpening => "lot_opening",
            Self::LockOut => "lock_out",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }
}

impl MailEntry {
    /// Whether the mail server did not take the mail: it was given up, or waits for another try. False for a mail that
    /// nobody needs any more.
    #[must_use]
    pub fn has_failed(&self) -> bool {
        let was_tried = match self.state {
            MailState::Waiting => self.tries > 0,
            MailState::Failed => true,
            MailState::Sent => false,
        };
        was_tried && self.last_error.as_deref() != Some(NOT_NEEDED)
    }
}

impl MailState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Waiting, Self::Sent, Self::Failed];

    /// The state as it is written.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Sent => "sent",
            Self::Failed => "failed",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl std::fmt::Debug for QueuedMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("QueuedMail").field("id", &self.id).field("kind", &self.kind).finish_non_exhaustive()
    }
}

impl std::fmt::Debug for DueMail {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("DueMail").field("id", &self.id).field("tries", &self.tries).finish_non_exhaustive()
    }
}
