//! One-time links and sessions, as stored.

use futures::future::BoxFuture;

use super::error::PeopleError;
use super::place::RoleAt;
use crate::auth::principal::Principal;
use crate::auth::secret::SecretHash;
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
    /// The person, the place at which the session stands, and the end of the session.
    pub principal: Principal,
}

/// A session that is to be opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NewSession {
    /// The hash of its cookie.
    pub token: SecretHash,
    /// When it begins.
    pub now: Instant,
    /// When it ends.
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
    /// spends the code. Where storage fails, nothing has happened, or everything.
    fn redeem_link(
        &self,
        code: SecretHash,
        session: NewSession,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>>;

    /// The session of that cookie, unless it has expired at `now`, or its person may not sign in.
    fn session(&self, token: SecretHash, now: Instant) -> BoxFuture<'_, Result<Option<Session>, PeopleError>>;

    /// Ends a session. Returns whether there was one.
    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Deletes links and sessions that have expired at `now`.
    fn purge(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;
}
