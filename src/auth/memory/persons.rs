//! People and their places, in memory.

use std::ops::Bound;

use futures::future::BoxFuture;

use super::{LINK_MAILS, PeopleInMemory, now};
use crate::auth::password::PasswordHash;
use crate::auth::people::{
    AddedPerson, Enrolled, HeldPlace, InvitationKind, KnownPerson, PLACES_MAX, PeopleError, Person, PersonDetails,
    PersonState, PersonTable, PlaceCount, PlaceTable, RoleAt, SecurityEvent, SecurityEventKind,
};
use crate::auth::principal::Role;
use crate::auth::secret::SecretHash;
use crate::ids::{OrgId, PersonId};

impl PersonTable for PeopleInMemory {
    fn add(&self, added: AddedPerson) -> BoxFuture<'_, Result<(), PeopleError>> {
        let AddedPerson { mut person, invitation, mail, sent } = added;
        let mut tables = self.tables();
        if tables.people.contains_key(&person.id)
            || tables.is_taken(&person.email, &person.id)
            || tables.has_sent(sent.as_ref())
        {
            return now(Err(PeopleError::Taken));
        }
        if person.places.len() > PLACES_MAX {
            return now(Err(PeopleError::TooManyPlaces));
        }
        person.places.sort_by(|one, other| order(&one.place).cmp(&order(&other.place)));
        tables.people.insert(person.id.clone(), person);
        tables.invitations.extend(invitation);
        tables.keep_mail(mail);
        tables.remember(sent);
        tables.version += 1;
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

    fn people_at<'a>(&'a self, place: &'a RoleAt) -> BoxFuture<'a, Result<Vec<Person>, PeopleError>> {
        let tables = self.tables();
        now(Ok(tables.people.values().filter(|person| person.may_stand_at(place)).cloned().collect()))
    }

    fn rewrite(&self, person: PersonId, details: PersonDetails) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        if tables.is_taken(&details.email, &person) {
            return now(Err(PeopleError::Taken));
        }
        let written = tables.person(&person).map(|person| {
            let is_moved = !person.email.eq_ignore_ascii_case(&details.email);
            (person.name, person.email, person.telephone) = (details.name, details.email, details.telephone);
            is_moved
        });
        if matches!(written, Ok(true)) {
            tables.withdraw(&person, &InvitationKind::ALL);
            tables.links.retain(|_, link| link.person != person);
            tables.give_up_mail(&person, &LINK_MAILS);
        }
        tables.version += 1;
        now(written.map(|_| ()))
    }

    fn disable(&self, person: PersonId) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        let mut tables = self.tables();
        if let Err(unknown) = tables.person(&person).map(|person| person.state = PersonState::Disabled) {
            return now(Err(unknown));
        }
        tables.version += 1;
        tables.withdraw(&person, &InvitationKind::ALL);
        tables.give_up_mail(&person, &LINK_MAILS);
        now(Ok(tables.end_all_of(&person)))
    }

    fn enable(&self, person: PersonId) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        let has_password = tables.passwords.contains_key(&person);
        let enabled = tables.person(&person).map(|person| {
            if person.state == PersonState::Disabled {
                let has_been_here = has_password || person.last_sign_in.is_some();
                person.state = if has_been_here { PersonState::Active } else { PersonState::Invited };
            }
        });
        tables.version += 1;
        now(enabled)
    }

    fn erase(&self, person: PersonId, noted: SecurityEvent) -> BoxFuture<'_, Result<Vec<SecretHash>, PeopleError>> {
        let mut tables = self.tables();
        if tables.people.remove(&person).is_none() {
            return now(Err(PeopleError::Unknown));
        }
        tables.passwords.remove(&person);
        tables.choices.remove(&person);
        tables.factors.remove(&person);
        tables.readmissions.remove(&person);
        tables.devices.retain(|(of, _), _| *of != person);
        tables.invitations.retain(|invitation| invitation.person != person);
        tables.outbox.retain(|_, mail| mail.entry.person != person);
        tables.mail_causes.retain(|(_, mailed), _| *mailed != person);
        tables.sent.retain(|_, sent| sent.caller != person);
        for event in tables.security_events.values_mut() {
            if event.person.as_ref() == Some(&person) || event.by.as_ref() == Some(&person) {
                (event.address, event.device, event.reason) = (None, None, None);
            }
        }
        let noted = SecurityEvent { person: Some(person.clone()), ..noted };
        tables.security_events.insert(noted.id.clone(), noted);
        tables.version += 1;
        now(Ok(tables.end_all_of(&person)))
    }

    fn set_password(&self, person: PersonId, password: PasswordHash) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        let known = tables.person(&person).map(|known| {
            if known.state == PersonState::Invited {
                known.state = PersonState::Active;
            }
        });
        if known.is_ok() {
            tables.end_other_ways_in(&person);
            tables.passwords.insert(person, password);
        }
        now(known)
    }

    fn replace_password(
        &self,
        person: PersonId,
        present: Option<PasswordHash>,
        password: PasswordHash,
    ) -> BoxFuture<'_, Result<bool, PeopleError>> {
        let mut tables = self.tables();
        if tables.passwords.get(&person) != present.as_ref() {
            return now(Ok(false));
        }
        let Ok(known) = tables.person(&person) else { return now(Ok(false)) };
        if known.state == PersonState::Invited {
            known.state = PersonState::Active;
        }
        tables.end_other_ways_in(&person);
        tables.passwords.insert(person, password);
        now(Ok(true))
    }

    fn password<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<PasswordHash>, PeopleError>> {
        now(Ok(self.tables().passwords.get(person).cloned()))
    }

    fn version(&self) -> BoxFuture<'_, Result<u64, PeopleError>> {
        now(Ok(self.tables().version))
    }

    fn known(&self) -> BoxFuture<'_, Result<Vec<KnownPerson>, PeopleError>> {
        let tables = self.tables();
        let known = |person: &Person| KnownPerson {
            id: person.id.clone(),
            name: person.name.as_deref().map(Into::into),
            telephone: person.telephone.as_deref().map(Into::into),
            state: person.state,
            supplies: supplied(person),
        };
        now(Ok(tables.people.values().map(known).collect()))
    }

    fn erased(&self) -> BoxFuture<'_, Result<Vec<PersonId>, PeopleError>> {
        let tables = self.tables();
        let erasures = tables.security_events.values().filter(|event| event.kind == SecurityEventKind::Erased);
        now(Ok(erasures.filter_map(|event| event.person.clone()).collect()))
    }
}

impl PlaceTable for PeopleInMemory {
    fn give_place(&self, person: PersonId, held: HeldPlace) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        let places = match tables.person(&person) {
            Ok(person) => &mut person.places,
            Err(unknown) => return now(Err(unknown)),
        };
        if let Some(known) = places.iter_mut().find(|known| known.place == held.place) {
            known.lead = held.lead;
        } else if places.len() == PLACES_MAX {
            return now(Err(PeopleError::TooManyPlaces));
        } else {
            places.push(held);
            places.sort_by(|one, other| order(&one.place).cmp(&order(&other.place)));
        }
        tables.version += 1;
        now(Ok(()))
    }

    fn count_at<'a>(&'a self, place: &'a RoleAt) -> BoxFuture<'a, Result<PlaceCount, PeopleError>> {
        let tables = self.tables();
        let there = tables.people.values().filter(|person| person.may_stand_at(place));
        let count = |count: PlaceCount, person: &Person| PlaceCount {
            people: count.people + 1,
            leads: count.leads + u64::from(person.leads(place)),
        };
        now(Ok(there.fold(PlaceCount::default(), count)))
    }
}

/// Places are in the order of the names of their roles, as in the databases.
fn order(place: &RoleAt) -> (&str, &str) {
    (place.role.as_str(), place.org.as_str())
}

/// The suppliers for which the person has a place.
fn supplied(person: &Person) -> Vec<OrgId> {
    let places = person.places.iter().map(|held| &held.place);
    places.filter(|place| place.role == Role::Supplier).map(|place| place.org.clone()).collect()
}
