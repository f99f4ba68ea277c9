//! Names of organisations, choices, security events and remembered requests, in memory.

use futures::future::BoxFuture;

use super::{PeopleInMemory, now};
use crate::auth::people::repeat::KEYS_KEPT;
use crate::auth::people::security_event::{ADDRESSES_KEPT, SECURITY_EVENTS_KEPT};
use crate::auth::people::{
    ChoiceTable, Choices, Organisation, OrganisationTable, PeopleError, RepeatTable, SecurityEvent, SecurityEventTable,
    SentBefore,
};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

impl OrganisationTable for PeopleInMemory {
    fn name_organisation(&self, organisation: Organisation) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.tables().organisations.insert(organisation.id, organisation.name);
        now(Ok(()))
    }

    fn organisation_name<'a>(&'a self, id: &'a OrgId) -> BoxFuture<'a, Result<Option<String>, PeopleError>> {
        now(Ok(self.tables().organisations.get(id).cloned()))
    }

    fn organisations(&self) -> BoxFuture<'_, Result<Vec<Organisation>, PeopleError>> {
        let tables = self.tables();
        let named = tables.organisations.iter();
        now(Ok(named.map(|(id, name)| Organisation { id: id.clone(), name: name.clone() }).collect()))
    }
}

impl ChoiceTable for PeopleInMemory {
    fn choices<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<Choices>, PeopleError>> {
        now(Ok(self.tables().choices.get(person).copied()))
    }

    fn choose(&self, person: PersonId, choices: Choices) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        if let Err(unknown) = tables.person(&person).map(|_| ()) {
            return now(Err(unknown));
        }
        tables.choices.insert(person, choices);
        now(Ok(()))
    }
}

impl SecurityEventTable for PeopleInMemory {
    fn note(&self, event: SecurityEvent) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.tables().security_events.insert(event.id.clone(), event);
        now(Ok(()))
    }

    fn security_events<'a>(
        &'a self,
        before: Option<&'a str>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<SecurityEvent>, PeopleError>> {
        let tables = self.tables();
        let newest_first = tables.security_events.values().rev();
        let older = newest_first.filter(|event| before.is_none_or(|before| event.id.as_str() < before));
        now(Ok(older.take(limit as usize).cloned().collect()))
    }

    fn purge_security_events(&self, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        let mut tables = self.tables();
        tables.security_events.retain(|_, event| at.saturating_since(event.at) < SECURITY_EVENTS_KEPT);
        for event in tables.security_events.values_mut() {
            if at.saturating_since(event.at) >= ADDRESSES_KEPT {
                (event.address, event.device) = (None, None);
            }
        }
        tables.sent.retain(|_, sent| at.saturating_since(sent.at) < KEYS_KEPT);
        now(Ok(()))
    }
}

impl RepeatTable for PeopleInMemory {
    fn sent_before<'a>(
        &'a self,
        caller: &'a PersonId,
        key: &'a str,
        at: Instant,
    ) -> BoxFuture<'a, Result<Option<SentBefore>, PeopleError>> {
        let tables = self.tables();
        let sent = tables.sent.get(&(caller.clone(), key.to_owned()));
        now(Ok(sent.filter(|sent| at.saturating_since(sent.at) < KEYS_KEPT).cloned()))
    }
}
