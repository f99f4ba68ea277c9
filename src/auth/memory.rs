//! People in memory: for the database `memory:`, and for tests.

use std::collections::{BTreeMap, HashMap};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use super::password::PasswordHash;
use super::people::{Enrolled, Link, People, PeopleError, Person, Session};
use super::principal::Principal;
use super::secret::SecretHash;
use crate::clock::Instant;
use crate::ids::PersonId;

/// People, links and sessions; all are lost when it is dropped.
#[derive(Debug, Default)]
pub struct PeopleInMemory {
    tables: Mutex<PeopleTables>,
}

#[derive(Debug, Default)]
struct PeopleTables {
    people: BTreeMap<PersonId, Person>,
    passwords: HashMap<PersonId, PasswordHash>,
    links: HashMap<SecretHash, Link>,
    sessions: HashMap<SecretHash, Session>,
}

impl PeopleInMemory {
    fn tables(&self) -> MutexGuard<'_, PeopleTables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl PeopleTables {
    fn open_session(&mut self, person: &PersonId, token: SecretHash, expires_at: Instant) -> Option<Session> {
        let person = self.people.get(person)?;
        let (id, org, role) = (person.id.clone(), person.org.clone(), person.role);
        let session = Session { token, principal: Principal { person: id, org, role, expires_at } };
        self.sessions.insert(token, session.clone());
        Some(session)
    }
}

fn now<'a, T: Send + 'a>(answer: T) -> BoxFuture<'a, T> {
    ready(answer).boxed()
}

impl People for PeopleInMemory {
    fn add(&self, person: Person) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        let taken = |known: &Person| known.id == person.id || known.email.eq_ignore_ascii_case(&person.email);
        if tables.people.values().any(taken) {
            return now(Err(PeopleError::Taken));
        }
        tables.people.insert(person.id.clone(), person);
        now(Ok(()))
    }

    fn page<'a>(
        &'a self,
        after: Option<&'a PersonId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Enrolled>, PeopleError>> {
        let tables = self.tables();
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let people = tables.people.range::<PersonId, _>((after, Bound::Unbounded)).take(limit as usize);
        now(Ok(people
            .map(|(id, person)| Enrolled { person: person.clone(), password: tables.passwords.get(id).cloned() })
            .collect()))
    }

    fn by_id<'a>(&'a self, id: &'a PersonId) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        now(Ok(self.tables().people.get(id).cloned()))
    }

    fn by_email<'a>(&'a self, email: &'a str) -> BoxFuture<'a, Result<Option<Person>, PeopleError>> {
        now(Ok(self.tables().people.values().find(|person| person.email.eq_ignore_ascii_case(email)).cloned()))
    }

    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        if !tables.people.contains_key(&person) {
            return now(Err(PeopleError::Unknown));
        }
        tables.passwords.insert(person, password);
        now(Ok(()))
    }

    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>> {
        now(Ok(self.tables().passwords.get(person).cloned()))
    }

    fn open_session(
        &self,
        person: PersonId,
        session: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<Session, PeopleError>> {
        now(self.tables().open_session(&person, session, expires_at).ok_or(PeopleError::Unknown))
    }

    fn create_link(&self, link: Link) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        if !tables.people.contains_key(&link.person) {
            return now(Err(PeopleError::Unknown));
        }
        tables.links.insert(link.code, link);
        now(Ok(()))
    }

    fn redeem_link(
        &self,
        code: SecretHash,
        at: Instant,
        session: SecretHash,
        session_expires_at: Instant,
    ) -> BoxFuture<'_, Result<Option<(Link, Session)>, PeopleError>> {
        let mut tables = self.tables();
        let Some(link) = tables.links.remove(&code).filter(|link| at < link.expires_at) else {
            return now(Ok(None));
        };
        now(Ok(tables.open_session(&link.person, session, session_expires_at).map(|session| (link, session))))
    }

    fn session(&self, token: SecretHash, at: Instant) -> BoxFuture<'_, Result<Option<Session>, PeopleError>> {
        let tables = self.tables();
        now(Ok(tables.sessions.get(&token).filter(|session| at < session.principal.expires_at).cloned()))
    }

    fn end_session(&self, token: SecretHash) -> BoxFuture<'_, Result<bool, PeopleError>> {
        now(Ok(self.tables().sessions.remove(&token).is_some()))
    }

    fn purge(&self, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        tables.links.retain(|_, link| at < link.expires_at);
        tables.sessions.retain(|_, session| at < session.principal.expires_at);
        now(Ok(()))
    }
}
