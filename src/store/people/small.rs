//! Names of organisations, choices, security events and remembered requests.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::database::PeopleDatabase;
use super::inserts::{insert_choices, insert_organisation, insert_security_event};
use super::rows::{PeopleRow, choices, organisation, security_event, sent};
use super::sql;
use super::statement::statement;
use crate::auth::people::repeat::KEYS_KEPT;
use crate::auth::people::{
    ChoiceTable, Choices, Organisation, OrganisationTable, PeopleError, RepeatTable, SecurityEvent, SecurityEventTable,
    SentBefore,
};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};

impl<D: PeopleDatabase> OrganisationTable for D {
    fn name_organisation(&self, organisation: Organisation) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| async move { insert_organisation(writer, &organisation).await }.boxed())
    }

    fn organisation_name<'a>(&'a self, id: &'a OrgId) -> BoxFuture<'a, Result<Option<String>, PeopleError>> {
        let select = statement(sql::ORGANISATION).bind(id);
        async move {
            let row = self.find(select).await?;
            row.map(|row| row.text("name").map(str::to_owned)).transpose()
        }
        .boxed()
    }

    fn organisations(&self) -> BoxFuture<'_, Result<Vec<Organisation>, PeopleError>> {
        async move { self.find_all(statement(sql::ORGANISATIONS)).await?.iter().map(organisation).collect() }.boxed()
    }
}

impl<D: PeopleDatabase> ChoiceTable for D {
    fn choices<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<Choices>, PeopleError>> {
        let select = statement(sql::CHOICES).bind(person);
        async move { self.find(select).await?.as_ref().map(choices).transpose() }.boxed()
    }

    fn choose(&self, person: PersonId, choices: Choices) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| async move { insert_choices(writer, &person, choices).await }.boxed())
    }
}

impl<D: PeopleDatabase> SecurityEventTable for D {
    fn note(&self, event: SecurityEvent) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.write_together(move |writer| async move { insert_security_event(writer, &event).await }.boxed())
    }

    fn security_events<'a>(
        &'a self,
        before: Option<&'a str>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<SecurityEvent>, PeopleError>> {
        let select = statement(sql::SECURITY_EVENTS).bind(before.unwrap_or(sql::AFTER_ALL_IDS)).bind(limit);
        async move { self.find_all(select).await?.iter().map(security_event).collect() }.boxed()
    }

    fn purge_security_events(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move {
            for (purge, kept) in sql::PURGE_AFTER {
                self.purge_before(purge, now.less(kept)).await?;
            }
            Ok(())
        }
        .boxed()
    }
}

impl<D: PeopleDatabase> RepeatTable for D {
    fn sent_before<'a>(
        &'a self,
        caller: &'a PersonId,
        key: &'a str,
        now: Instant,
    ) -> BoxFuture<'a, Result<Option<SentBefore>, PeopleError>> {
        let select = statement(sql::FIND_SENT).bind(caller).bind(key).bind(now.less(KEYS_KEPT));
        async move { self.find(select).await?.as_ref().map(sent).transpose() }.boxed()
    }
}
