//! What the server asks of the storage of people, their links and their sessions.
//!
//! It must be possible to erase a person, so people are stored outside the journal; streams name a person by id only.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::password::PasswordHash;
use super::principal::{Principal, Role};
use super::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// A person who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id that the journal uses.
    pub id: PersonId,
    /// Where links are sent; unique, compared in lower case.
    pub email: String,
    /// What the person may do.
    pub role: Role,
    /// The organisation that the person acts for.
    pub org: OrgId,
}

/// A person with the hash of the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// The person.
    pub person: Person,
    /// None for a person who signs in by link only.
    pub password: Option<PasswordHash>,
}

/// A one-time link, as stored.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The hash of its code.
    pub code: SecretHash,
    /// The person that it signs in.
    pub person: PersonId,
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
    /// The person, and the end of the session.
    pub principal: Principal,
}

/// Why an operation on people failed.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PeopleError {
    /// The e-mail address or the id belongs to another person.
    #[error("a person of that e-mail address or id exists already")]
    Taken,
    /// There is no person with that id.
    #[error("there is no such person")]
    Unknown,
    /// Storage failed.
    #[error("the people tables failed: {0}")]
    Failed(Arc<str>),
}

/// Keeps people, links and sessions.
pub trait People: Send + Sync + 'static {
    /// Adds a person.
    fn add(&self, person: Person) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Up to `limit` people after that id, ordered by it.
    fn page<'a>(&'a self, after: Option<&'a PersonId>, limit: u32)
    -> BoxFuture<'a, Result<Vec<Enrolled>, PeopleError>>;

    /// The person of that id.
    fn by_id<'a>(&'a self, id: &'a PersonId) -> BoxFuture<'a, Result<Option<Person>, PeopleError>>;

    /// The person of that e-mail address.
    fn by_email<'a>(&'a self, email: &'a str) -> BoxFuture<'a, Result<Option<Person>, PeopleError>>;

    /// Stores the hash of a person's password, in place of any other.
    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// The hash of a person's password.
    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>>;

    /// Opens a session for a person who has proved who they are.
    fn open_session(
        &self,
        person: PersonId,
        session: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<Session, PeopleError>>;

    /// Stores a link.
    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Spends the link with that code and opens a session for its person. None where there is no such link, or it is spent
    /// or expired at `now`. Of several calls at the same moment one spends the link. Where storage fails, the link may be
    /// spent without a session.
    fn redeem_link(
        &self,
        code: SecretHash,
        now: Instant,
        session: SecretHash,
        session_expires_at: Instant,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>>;

    /// The session of that cookie, unless it has expired at `now`.
    fn session(&self, token: SecretHash, now: Instant) -> BoxFuture<'_, Result<Option<Session>, PeopleError>>;

    /// Ends a session. Returns whether there was one.
    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Deletes links and sessions that have expired at `now`.
    fn purge(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;
}
