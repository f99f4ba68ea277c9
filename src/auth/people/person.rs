//! People: who can sign in, and under which name others see them.

use std::sync::Arc;

use futures::future::BoxFuture;

use super::error::PeopleError;
use super::invitation::Invitation;
use super::outbox::QueuedMail;
use super::place::{HeldPlace, RoleAt};
use super::repeat::SentBefore;
use super::security_event::SecurityEvent;
use crate::auth::password::PasswordHash;
use crate::auth::principal::Role;
use crate::auth::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

/// Whether a person can sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PersonState {
    /// Has not signed in yet.
    Invited,
    /// Has signed in, or has a password.
    Active,
    /// Cannot sign in until somebody enables the person again.
    Disabled,
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Person {
    /// The id that the journal uses.
    pub id: PersonId,
    /// How others see the person. None for people who were added before people had names.
    pub name: Option<String>,
    /// Where links are sent; unique, compared in lower case.
    pub email: String,
    /// Where the person can be rung.
    pub telephone: Option<String>,
    /// One to twenty, in the order of role and organisation.
    pub places: Vec<HeldPlace>,
    /// Whether the person can sign in.
    pub state: PersonState,
    /// The organisation for which the person was invited; none for people whom a command added.
    pub invited_by: Option<OrgId>,
    /// When the person was added.
    pub created_at: Instant,
    /// When the person last signed in.
    pub last_sign_in: Option<Instant>,
}

/// A person who is added, and what is stored in the same transaction.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AddedPerson {
    /// The person.
    pub person: Person,
    /// The person's invitation.
    pub invitation: Option<Invitation>,
    /// The mail with the invitation.
    pub mail: Option<QueuedMail>,
    /// The request, where it carried a key.
    pub sent: Option<SentBefore>,
}

/// A person with the hash of the password.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Enrolled {
    /// The person.
    pub person: Person,
    /// None for a person who signs in by link only.
    pub password: Option<PasswordHash>,
}

/// What of a person can be written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonDetails {
    /// How others see the person.
    pub name: Option<String>,
    /// Where links are sent.
    pub email: String,
    /// Where the person can be rung.
    pub telephone: Option<String>,
}

/// What every request and every view needs to know of a person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownPerson {
    /// Who.
    pub id: PersonId,
    /// How others see the person.
    pub name: Option<Arc<str>>,
    /// Where the person can be rung.
    pub telephone: Option<Arc<str>>,
    /// Whether the person can sign in.
    pub state: PersonState,
    /// The suppliers for which the person has a place.
    pub supplies: Vec<OrgId>,
}

/// Keeps people.
pub trait PersonTable: Send + Sync + 'static {
    /// Adds a person, with everything that comes with it.
    fn add(&self, added: AddedPerson) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Up to `limit` people after that id, ordered by it.
    fn page<'a>(&'a self, after: Option<&'a PersonId>, limit: u32)
    -> BoxFuture<'a, Result<Vec<Enrolled>, PeopleError>>;

    /// The person of that id.
    fn by_id<'a>(&'a self, id: &'a PersonId) -> BoxFuture<'a, Result<Option<Person>, PeopleError>>;

    /// The person of that e-mail address.
    fn by_email<'a>(&'a self, email: &'a str) -> BoxFuture<'a, Result<Option<Person>, PeopleError>>;

    /// The people who may sign in at that place, ordered by id.
    fn people_at<'a>(&'a self, place: &'a RoleAt) -> BoxFuture<'a, Result<Vec<Person>, PeopleError>>;

    /// Writes name, e-mail address and telephone again. Where the address changes, invitations and links end, and waiting
    /// mail with them is given up: they were sent to the old one.
    fn rewrite(&self, person: PersonId, details: PersonDetails) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Keeps a person from signing in: ends sessions and links, withdraws invitations, gives up mail with links. Returns the
    /// sessions that ended.
    fn disable(&self, person: PersonId) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>>;

    /// Lets a disabled person sign in again.
    fn enable(&self, person: PersonId) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// Removes everything that is kept of a person but the id in security events, and adds `noted` as an event about that
    /// id. All of it is done in one transaction. Returns the sessions that ended.
    fn erase(&self, person: PersonId, noted: SecurityEvent) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>>;

    /// Stores the hash of a person's password, in place of any other. Invitations and links end, mail with them is given
    /// up, and sessions lose the right to set a password without the old one.
    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// The same, where `present` is the password that stands; none where none does. Returns whether it was.
    fn replace_password(
        &self,
        person: PersonId,
        present: Option<PasswordHash>,
        password: PasswordHash,
    ) -> BoxFuture<'_, Result<bool, PeopleError>>;

    /// The hash of a person's password.
    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>>;

    /// A number that grows whenever a name, a telephone number, a state or a place of any person changes, and when a person
    /// is erased.
    fn version(&self) -> BoxFuture<'_, Result<u64, PeopleError>>;

    /// All people, as far as views need them.
    fn known(&self) -> BoxFuture<'_, Result<Vec<KnownPerson>, PeopleError>>;

    /// The ids of the people who were erased, as long as the security events about that are kept.
    fn erased(&self) -> BoxFuture<'_, Result<Vec<PersonId>, PeopleError>>;
}

impl PersonState {
    /// All states.
    pub const ALL: [Self; 3] = [Self::Invited, Self::Active, Self::Disabled];

    /// The state as it is stored, and as written in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Invited => "invited",
            Self::Active => "active",
            Self::Disabled => "disabled",
        }
    }

    /// The state of that name.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.as_str() == text)
    }
}

impl From<Person> for AddedPerson {
    fn from(person: Person) -> Self {
        Self { person, invitation: None, mail: None, sent: None }
    }
}

impl Person {
    /// A person with one place and without a name, who has not signed in yet.
    #[must_use]
    pub fn new(id: PersonId, email: impl Into<String>, role: Role, org: OrgId, created_at: Instant) -> Self {
        Self {
            id,
            name: None,
            email: email.into(),
            telephone: None,
            places: vec![HeldPlace::plain(role, org)],
            state: PersonState::Invited,
            invited_by: None,
            created_at,
            last_sign_in: None,
        }
    }

    /// Whether the person can sign in at that place.
    #[must_use]
    pub fn may_stand_at(&self, place: &RoleAt) -> bool {
        self.state != PersonState::Disabled && self.holds(place)
    }

    /// Whether the person has that place.
    #[must_use]
    pub fn holds(&self, place: &RoleAt) -> bool {
        self.places.iter().any(|held| held.place == *place)
    }

    /// Whether the person has that place and leads there.
    #[must_use]
    pub fn leads(&self, place: &RoleAt) -> bool {
        self.places.iter().any(|held| held.lead && held.place == *place)
    }
}
