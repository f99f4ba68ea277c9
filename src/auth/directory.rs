//! What views and requests need of people, in memory: names, telephone numbers, who is shut out.
//!
//! A view asks it for each name that it shows, so nothing here waits for the database. It follows the database: at once
//! after a write of this process, within seconds after one of another process.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use tokio::sync::watch;

use super::people::{KnownPerson, People, PeopleError, PersonState};
use crate::ids::{OrgId, PersonId};

/// How often the database is asked whether names or states have changed.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// Names and states of all people. Cheap to clone; clones share what they know.
#[derive(Debug, Clone, Default)]
pub struct Directory {
    known: Arc<RwLock<KnownPeople>>,
    /// The version of the people that are known.
    version: Arc<watch::Sender<Option<u64>>>,
}

#[derive(Debug, Default)]
struct KnownPeople {
    people: HashMap<PersonId, KnownPerson>,
    /// Those who may sign in, in order.
    by_supplier: HashMap<OrgId, Vec<PersonId>>,
    erased: HashSet<PersonId>,
    version: Option<u64>,
}

impl Directory {
    /// A person's name. None for a person without one, and for one that is erased or was never known.
    #[must_use]
    pub fn name_of(&self, person: &PersonId) -> Option<Arc<str>> {
        self.with(person, |known| known.name.clone()).flatten()
    }

    /// Whether a person is disabled or was erased. False for an id that was never among the people, such as a program's.
    #[must_use]
    pub fn is_shut_out(&self, person: &PersonId) -> bool {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        match known.people.get(person) {
            Some(found) => found.state == PersonState::Disabled,
            None => known.erased.contains(person),
        }
    }

    /// The people who have a place at a supplier and may sign in, in the order of their ids.
    #[must_use]
    pub fn people_of_supplier(&self, supplier: &OrgId) -> Vec<KnownPerson> {
        let known = self.known.read().unwrap_or_else(PoisonError::into_inner);
        let ids = known.by_supplier.get(supplier).into_iter().flatten();
        ids.filter_map(|id| known.people.get(id)).cloned().collect()
    }

    /// A watch that changes whenever names or states have.
    #[must_use]
    pub fn changes(&self) -> watch::Receiver<Option<u64>> {
        self.version.subscribe()
    }

    /// Reads all names and states again, if any has changed. To be called after each write of this process.
    ///
    /// # Errors
    /// [`PeopleError`] when storage fails; what was known stays.
    pub async fn refresh(&self, people: &dyn People) -> Result<(), PeopleError> {
        let version = people.version().await?;
        if self.known.read().unwrap_or_else(PoisonError::into_inner).version == Some(version) {
            return Ok(());
        }
        let known = people.known().await?.into_iter().map(|person| (person.id.clone(), person)).collect();
        let erased = people.erased().await?.into_iter().collect();
        let by_supplier = by_supplier(&known);
        self.replace(KnownPeople { people: known, by_supplier, erased, version: Some(version) });
        Ok(())
    }

    /// Follows the changes of other processes for ever.
    pub async fn follow(self, people: Arc<dyn People>) {
        let mut is_behind = false;
        loop {
            tokio::time::sleep(LOOK_EVERY).await;
            let looked = self.refresh(&*people).await;
            if let Err(error) = &looked
                && !is_behind
            {
                tracing::warn!(%error, "names and states of people stay as they are for now");
            }
            is_behind = looked.is_err();
        }
    }

    /// A version that was read earlier never replaces a later one.
    fn replace(&self, now_known: KnownPeople) {
        let mut known = self.known.write().unwrap_or_else(PoisonError::into_inner);
        if known.version < now_known.version {
            self.version.send_replace(now_known.version);
            *known = now_known;
        }
    }

    fn with<T>(&self, person: &PersonId, read: impl FnOnce(&KnownPerson) -> T) -> Option<T> {
        self.known.read().unwrap_or_else(PoisonError::into_inner).people.get(person).map(read)
    }
}

fn by_supplier(people: &HashMap<PersonId, KnownPerson>) -> HashMap<OrgId, Vec<PersonId>> {
    let mut by_supplier: HashMap<OrgId, Vec<PersonId>> = HashMap::new();
    for person in people.values().filter(|person| person.state != PersonState::Disabled) {
        for supplier in &person.supplies {
            by_supplier.entry(supplier.clone()).or_default().push(person.id.clone());
        }
    }
    for people in by_supplier.values_mut() {
        people.sort();
    }
    by_supplier
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::auth::people::{PersonDetails, PersonTable, SecurityEvent};
    use crate::auth::{PeopleInMemory, Person, Role};
    use crate::clock::Instant;

    async fn with_ann() -> (Arc<dyn People>, PersonId) {
        let people = PeopleInMemory::default();
        let (ann, org) = (PersonId::parse("ann").unwrap(), OrgId::parse("wtp").unwrap());
        let at = Instant::from_micros(1);
        let person =
            Person { name: Some("Ann Lee".to_owned()), ..Person::new(ann.clone(), "a@b.c", Role::Buyer, org, at) };
        people.add(person.into()).await.unwrap();
        (Arc::new(people), ann)
    }

    // G4
    #[tokio::test]
    async fn a_name_is_known_until_the_person_is_erased() {
        let (people, ann) = with_ann().await;
        let directory = Directory::default();
        assert_eq!(directory.name_of(&ann), None);

        directory.refresh(&*people).await.unwrap();
        let name = directory.name_of(&ann);
        people.erase(ann.clone(), SecurityEvent::erasure(Instant::from_micros(2))).await.unwrap();
        directory.refresh(&*people).await.unwrap();

        assert_eq!(name.as_deref(), Some("Ann Lee"));
        assert_eq!(directory.name_of(&ann), None);
    }

    // G4
    #[tokio::test(start_paused = true)]
    async fn what_another_process_writes_is_known_within_seconds() {
        let (people, ann) = with_ann().await;
        let directory = Directory::default();
        directory.refresh(&*people).await.unwrap();
        let mut changes = directory.changes();
        tokio::spawn(directory.clone().follow(people.clone()));

        people.disable(ann.clone()).await.unwrap();
        tokio::time::timeout(Duration::from_secs(3), changes.changed()).await.unwrap().unwrap();

        assert!(directory.is_shut_out(&ann));
        assert!(!directory.is_shut_out(&PersonId::parse("of-a-token").unwrap()));
    }

    // G98
    #[tokio::test(start_paused = true)]
    async fn whoever_was_erased_is_shut_out_also_by_a_process_that_starts_later() {
        let (people, ann) = with_ann().await;
        let running = Directory::default();
        running.refresh(&*people).await.unwrap();
        let mut changes = running.changes();
        tokio::spawn(running.clone().follow(people.clone()));

        people.erase(ann.clone(), SecurityEvent::erasure(Instant::from_micros(2))).await.unwrap();
        tokio::time::timeout(Duration::from_secs(3), changes.changed()).await.unwrap().unwrap();
        let started = Directory::default();
        started.refresh(&*people).await.unwrap();

        for directory in [running, started] {
            assert!(directory.is_shut_out(&ann));
            assert!(!directory.is_shut_out(&PersonId::parse("of-a-token").unwrap()));
        }
    }

    #[tokio::test]
    async fn an_older_version_never_replaces_a_newer_one() {
        let (people, ann) = with_ann().await;
        let directory = Directory::default();
        let old = people.version().await.unwrap();
        let details = PersonDetails { name: Some("Ann Smith".to_owned()), email: "a@b.c".to_owned(), telephone: None };
        people.rewrite(ann.clone(), details).await.unwrap();
        directory.refresh(&*people).await.unwrap();

        directory.replace(KnownPeople { version: Some(old), ..KnownPeople::default() });

        assert_eq!(directory.name_of(&ann).as_deref(), Some("Ann Smith"));
    }
}
