//! One-time links and sessions, as stored.

use futures::future::BoxFuture;

use super::error::PeopleError;
use super::invitation::{InvitationKind, RESET_TTL};
use super::place::RoleAt;
use crate::auth::factor::FactorProof;
use crate::auth::principal::Principal;
use crate::auth::secret::SecretHash;
use crate::auth::sliding::SessionTimes;
use crate::clock::Instant;
use crate::ids::PersonId;

/// A one-time link, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The hash of its code.
    pub code: SecretHash,
    /// The person that it signs in.
    pub person: PersonId,
    /// The place at which it signs the person in.
    pub place: RoleAt,
    /// The page that it leads to, a path of this server.
    pub leads_to: String,
    /// The moment from which it cannot be redeemed.
    pub expires_at: Instant,
}

/// A session, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// The hash of its cookie.
    pub token: SecretHash,
    /// What the list of sessions calls it.
    pub id: String,
    /// The person, the place at which the session stands, and its end as far as it was written.
    pub principal: Principal,
    /// When it began, and the use that was written last.
    pub times: SessionTimes,
    /// The browser in which its person signed in.
    pub client: SessionClient,
    /// What it has proved of a second factor.
    pub proof: FactorProof,
    /// Until when it may set a new password without the old one: a link to a new password has opened it.
    pub reset_until: Option<Instant>,
}

/// The browser of a session, for the list of sessions.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SessionClient {
    /// What it is.
    pub device: Option<String>,
    /// Its address.
    pub address: Option<String>,
}

/// A session that is to be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The hash of its cookie.
    pub token: SecretHash,
    /// When it begins.
    pub now: Instant,
    /// When it ends if it is not used.
    pub expires_at: Instant,
    /// The browser.
    pub client: SessionClient,
    /// What the sign-in has proved of a second factor.
    pub proof: FactorProof,
    /// Until when it may set a new password without the old one.
    pub reset_until: Option<Instant>,
}

/// What is written of a session from time to time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SessionNote {
    /// The hash of its cookie.
    pub token: SecretHash,
    /// Its last use.
    pub last_used_at: Instant,
    /// When it is looked at again: before that it is not deleted.
    pub expires_at: Instant,
}

/// Keeps links and sessions.
pub trait SessionTable: Send + Sync + 'static {
    /// Opens a session for a person who has proved who they are, and who may stand at that place. The person is active
    /// from then on.
    fn open_session(
        &self,
        person: PersonId,
        place: RoleAt,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Session, PeopleError>>;

    /// Stores a link.
    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Spends the link or the invitation with that code and opens a session for its person. None where there is no such
    /// code, it is spent, withdrawn or expired, or its person may not sign in. Of several calls at the same moment one
    /// spends the code. A link also spends the sign-in without a second factor of a readmission, where one is left for its place. Where
    /// storage fails, nothing has happened, or everything.
    fn redeem_link(
        &self,
        code: SecretHash,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>>;

    /// The session of that cookie, unless its person may not sign in. Whether it has ended follows from its times.
    fn session(&self, token: SecretHash) -> BoxFuture<'_, Result<Option<Session>, PeopleError>>;

    /// The sessions of a person, the oldest first.
    fn sessions_of<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Vec<Session>, PeopleError>>;

    /// The sessions that are deleted at `now` unless something is written of them.
    fn due_sessions(&self, now: Instant) -> BoxFuture<'_, Result<Vec<Session>, PeopleError>>;

    /// The hashes of the cookies of all sessions.
    fn session_tokens(&self) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>>;

    /// Writes when sessions were last used, and when they are looked at again.
    fn note_sessions(&self, notes: Vec<SessionNote>) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Writes that a session has proved its person's second factor.
    fn prove_session(&self, token: SecretHash, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Gives a session another cookie at another place of its person. A readmission that took the place of a second factor
    /// does not go with it. Returns whether the session was there.
    fn move_session(
        &self,
        token: SecretHash,
        new_token: SecretHash,
        place: RoleAt,
    ) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Ends a session. Returns whether there was one.
    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Ends one of a person's sessions by its id; returns the hash of its cookie.
    fn end_session_by_id(&self, person: PersonId, id: String)
    -> BoxFuture<'_, Result<Option<SecretHash>, PeopleError>>;

    /// Ends all sessions of a person but `kept`; returns the hashes of their cookies.
    fn end_other_sessions(
        &self,
        person: PersonId,
        kept: Option<SecretHash>,
    ) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>>;

    /// Deletes links and sessions that have expired at `now`.
    fn purge(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;
}

impl NewSession {
    /// The session of somebody who has used a code: of an invitation of that kind, or of a link.
    #[must_use]
    pub fn by_code(self, kind: Option<InvitationKind>) -> Self {
        let reset_until = match kind {
            Some(InvitationKind::Reset) => Some(self.now + RESET_TTL),
            Some(InvitationKind::Join) | None => None,
        };
        Self { reset_until, ..self }
    }

    /// The session as it is stored once it is open.
    #[must_use]
    pub fn opened(self, id: String, person: PersonId, place: RoleAt) -> Session {
        let Self { token, now, expires_at, client, proof, reset_until } = self;
        let RoleAt { role, org } = place;
        let principal = Principal { person, org, role, expires_at };
        let times = SessionTimes { signed_in_at: now, last_used_at: now };
        Session { token, id, principal, times, client, proof, reset_until }
    }
}
