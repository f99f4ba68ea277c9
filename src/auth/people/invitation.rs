//! Invitations, and links of the same form that let somebody set a new password.
//!
//! Each is used once, and can be withdrawn before.

use std::time::Duration;

use futures::future::BoxFuture;

use super::error::PeopleError;
use super::outbox::{MailKind, QueuedMail};
use super::place::RoleAt;
use super::repeat::SentBefore;
use crate::auth::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::PersonId;

/// How long an invitation can be used.
pub const INVITATION_TTL: Duration = Duration::from_hours(72);

/// How long a link to a new password can be used, and how long the session that it opens may set one.
pub const RESET_TTL: Duration = Duration::from_hours(1);

/// What an invitation is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationKind {
    /// It signs somebody in who is new, or who has no other way in.
    Join,
    /// It signs somebody in who has forgotten the password, and lets that session set a new one.
    Reset,
}

/// What has become of an invitation.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InvitationState {
    /// It was sent by mail.
    Sent,
    /// No mail is set up: somebody has to hand it over.
    ToHandOver,
    /// Its page was opened.
    Opened,
    /// It has signed its person in.
    Accepted,
    /// Its time is over. Never stored: it follows from `expires_at`.
    Expired,
    /// Somebody has withdrawn it, or another one has replaced it.
    Withdrawn,
}

/// An invitation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Invitation {
    /// Its id.
    pub id: String,
    /// What it is for.
    pub kind: InvitationKind,
    /// The hash of its code.
    pub code: SecretHash,
    /// The person who is invited.
    pub person: PersonId,
    /// The place at which the person is signed in.
    pub place: RoleAt,
    /// What has become of it, as stored.
    pub state: InvitationState,
    /// The page that it leads to, a path of this server.
    pub leads_to: String,
    /// The person who invited; the person itself, where it asked for a new password.
    pub by: PersonId,
    /// When.
    pub sent_at: Instant,
    /// The moment from which it cannot be used.
    pub expires_at: Instant,
}

/// Keeps invitations.
pub trait InvitationTable: Send + Sync + 'static {
    /// Stores an invitation. Those of the same person and kind that could still be used are withdrawn, and their mail is
    /// given up.
    /// `mail` is written with it; `sent` is the request, where it carried a key.
    fn invite(
        &self,
        invitation: Invitation,
        mail: Option<QueuedMail>,
        sent: Option<SentBefore>,
    ) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// When links to a new password were made that the person itself asked for, after `since`, the newest first.
    fn resets_asked<'a>(
        &'a self,
        person: &'a PersonId,
        since: Instant,
    ) -> BoxFuture<'a, Result<Vec<Instant>, PeopleError>>;

    /// The newest invitation of each of these people. What a person itself asked for does not count.
    fn newest_invitations(&self, people: Vec<PersonId>) -> BoxFuture<'_, Result<Vec<Invitation>, PeopleError>>;

    /// Withdraws the invitations of a person that could still be used, and gives up their mail. Returns whether there was
    /// one.
    fn withdraw(&self, person: PersonId, now: Instant) -> BoxFuture<'_, Result<bool, PeopleError>>;
}

impl InvitationState {
    /// All states.
    pub const ALL: [Self; 6] =
        [Self::Sent, Self::ToHandOver, Self::Opened, Self::Accepted, Self::Expired, Self::Withdrawn];

    /// The state as it is stored, and as written in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Sent => "sent",
            Self::ToHandOver => "to_hand_over",
            Self::Opened => "opened",
            Self::Accepted => "accepted",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }

    /// Whether an invitation of this state can be used, if its time is not over.
    #[must_use]
    pub const fn is_open(self) -> bool {
        match self {
            Self::Sent | Self::ToHandOver | Self::Opened => true,
            Self::Accepted | Self::Expired | Self::Withdrawn => false,
        }
    }
}

impl InvitationKind {
    /// All kinds.
    pub const ALL: [Self; 2] = [Self::Join, Self::Reset];

    /// The kind as it is stored.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Join => "join",
            Self::Reset => "reset",
        }
    }

    /// The kind of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == text)
    }

    /// The kind of the mail with such an invitation.
    #[must_use]
    pub const fn mail(self) -> MailKind {
        match self {
            Self::Join => MailKind::Invitation,
            Self::Reset => MailKind::PasswordReset,
        }
    }

    /// How long one of this kind can be used.
    #[must_use]
    pub const fn ttl(self) -> Duration {
        match self {
            Self::Join => INVITATION_TTL,
            Self::Reset => RESET_TTL,
        }
    }
}

impl Invitation {
    /// What has become of it by `now`.
    #[must_use]
    pub fn state_at(&self, now: Instant) -> InvitationState {
        if self.state.is_open() && now >= self.expires_at { InvitationState::Expired } else { self.state }
    }
}
