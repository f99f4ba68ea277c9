//! What is asked of whoever keeps people, their links and their sessions.
//!
//! People have to be erasable, so they stand outside the journal; streams name a person by id only.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::password::PasswordHash;
use super::principal::{Principal, Role};
use super::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// Somebody who can sign in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// How the journal knows them.
    pub id: PersonId,
    /// Where links are sent; unique, compared in lower case.
    pub email: String,
    /// What they are here for.
    pub role: Role,
    /// Whom they are here for.
    pub org: OrgId,
}

/// A person, with what is kept of its password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// Who.
    pub person: Person,
    /// None for those who sign in by link only.
    pub password: Option<PasswordHash>,
}

/// A one-time link, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// Of its code.
    pub code: SecretHash,
    /// Whom it signs in.
    pub person: PersonId,
    /// The page that it leads to, a path of this server.
    pub leads_to: String,
    /// Until when it can be redeemed.
    pub expires_at: Instant,
}

/// A session, as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Session {
    /// Of its cookie.
    pub token: SecretHash,
    /// Whose it is, and until when.
    pub principal: Principal,
}

/// Why people could not be asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum PeopleError {
    /// That e-mail address or id belongs to somebody else.
    #[error("a person of that e-mail address or id exists already")]
    Taken,
    /// Nobody of that id.
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

    /// The person of that e-mail address.
    fn by_email<'a>(&'a self, email: &'a str) -> BoxFuture<'a, Result<Option<Person>, PeopleError>>;

    /// Keeps what is to be kept of a person's password, in the place of any other.
    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// What is kept of a person's password.
    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>>;

    /// Opens a session for a person who has proved who they are.
    fn open_session(
        &self,
        person: PersonId,
        session: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<Session, PeopleError>>;

    /// Keeps a link.
    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Spends the link of that code and opens a session for its person. None where there is no such link, or it was
    /// spent, or it ran out before `now`. A link is spent once, however many ask at the same moment; where storage fails
    /// it may be spent without a session.
    fn redeem_link(
        &self,
        code: SecretHash,
        now: Instant,
        session: SecretHash,
        session_expires_at: Instant,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>>;

    /// The session of that cookie, unless it has run out at `now`.
    fn session(&self, token: SecretHash, now: Instant) -> BoxFuture<'_, Result<Option<Session>, PeopleError>>;

    /// Ends a session. Whether there was one.
    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// Forgets links and sessions that have run out at `now`.
    fn purge(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;
}
