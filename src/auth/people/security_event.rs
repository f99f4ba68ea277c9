//! Security events: what happened around sign-in and people, for those who have to look into it later.

use std::time::Duration;

use futures::future::BoxFuture;
use uuid::Uuid;

use super::error::PeopleError;
use super::session::SessionClient;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// How long security events are kept.
pub const SECURITY_EVENTS_KEPT: Duration = Duration::from_hours(400 * 24);

/// How long their addresses and devices are kept.
pub const ADDRESSES_KEPT: Duration = Duration::from_hours(90 * 24);

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident => $text:literal,)*) => {
        /// What happened.
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub enum SecurityEventKind {
            $($(#[$doc])* $kind,)*
        }

        impl SecurityEventKind {
            /// All kinds.
            pub const ALL: &[Self] = &[$(Self::$kind,)*];

            /// The kind as it is stored, and as written in JSON.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self {
                    $(Self::$kind => $text,)*
                }
            }
        }
    };
}

kinds! {
    /// Somebody was invited.
    Invited => "invited",
    /// The page of an invitation was opened.
    LinkOpened => "link_opened",
    /// A link or an invitation signed its person in.
    LinkSpent => "link_spent",
    /// Somebody signed in by password.
    SignedIn => "signed_in",
    /// A sign-in failed.
    SignInFailed => "sign_in_failed",
    /// Somebody has to wait after wrong guesses.
    BackedOff => "backed_off",
    /// Somebody signed out.
    SignedOut => "signed_out",
    /// A session was ended by hand.
    SessionEnded => "session_ended",
    /// A password was set.
    PasswordSet => "password_set",
    /// Somebody asked to set a forgotten password.
    ResetAsked => "reset_asked",
    /// A second factor was set up.
    SecondFactorOn => "second_factor_on",
    /// A second factor was taken off.
    SecondFactorOff => "second_factor_off",
    /// A recovery code was used.
    RecoveryUsed => "recovery_used",
    /// Name, e-mail address or telephone changed.
    PersonChanged => "person_changed",
    /// A person was disabled.
    Disabled => "disabled",
    /// A person was enabled again.
    Enabled => "enabled",
    /// A person was erased.
    Erased => "erased",
    /// A buyer let a person back in.
    Readmitted => "readmitted",
    /// A person got a place, or the lead at one.
    PlaceChanged => "place_changed",
    /// Somebody took out a file.
    Exported => "exported",
}

/// One event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecurityEvent {
    /// Its id; ids are in the order of time.
    pub id: String,
    /// When.
    pub at: Instant,
    /// What.
    pub kind: SecurityEventKind,
    /// To whom.
    pub person: Option<PersonId>,
    /// Who did it; none for what nobody signed in did.
    pub by: Option<PersonId>,
    /// The organisation for which it was done.
    pub org: Option<OrgId>,
    /// The client's address.
    pub address: Option<String>,
    /// The client's program.
    pub device: Option<String>,
    /// Why, where somebody had to say so.
    pub reason: Option<String>,
    /// The path of the file that was taken out.
    pub file: Option<String>,
}

/// Keeps security events.
pub trait SecurityEventTable: Send + Sync + 'static {
    /// Adds an event.
    fn note(&self, event: SecurityEvent) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Up to `limit` events before that id, the newest first.
    fn security_events<'a>(
        &'a self,
        before: Option<&'a str>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<SecurityEvent>, PeopleError>>;

    /// Deletes events that are too old at `now`, and addresses and devices that are.
    fn purge_security_events(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;
}

impl SecurityEventKind {
    /// The kind of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|kind| kind.as_str() == text)
    }
}

impl SecurityEvent {
    /// That somebody is erased, for tests.
    #[cfg(test)]
    pub(crate) fn erasure(at: Instant) -> Self {
        Self::caused_by(SessionClient::default(), SecurityEventKind::Erased, at)
    }

    /// What that client caused, to nobody yet.
    #[must_use]
    pub fn caused_by(client: SessionClient, kind: SecurityEventKind, at: Instant) -> Self {
        let SessionClient { device, address } = client;
        let id = Uuid::now_v7().to_string();
        Self { id, at, kind, person: None, by: None, org: None, address, device, reason: None, file: None }
    }
}
