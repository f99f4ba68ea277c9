//! Names of organisations, choices, security events and remembered requests in `SQLite`.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::SqlitePeople;
use super::persons::{insert_choices, insert_organisation, insert_security_event};
use crate::auth::people::repeat::KEYS_KEPT;
use crate::auth::people::{
    ChoiceTable, Choices, Organisation, OrganisationTable, PeopleError, RepeatTable, SecurityEvent, SecurityEventTable,
    SentBefore,
};
use crate::clock::Instant;
use crate::ids::{OrgId, PersonId};
use crate::store::people::rows::{PeopleRow, choices, organisation, security_event, sent};
use crate::store::people::sql;

impl SqlitePeople {
    async fn keep_organisation(&self, named: Organisation) -> Result<(), PeopleError> {
        self.write_together(move |writer| async move { insert_organisation(writer, &named).await }.boxed()).await
    }

    async fn find_organisation(&self, id: &OrgId) -> Result<Option<String>, PeopleError> {
        let row = self.find(sqlx::query(sql::ORGANISATION).bind(id.as_str())).await?;
        row.map(|row| row.text("name").map(str::to_owned)).transpose()
    }

    async fn read_organisations(&self) -> Result<Vec<Organisation>, PeopleError> {
        self.find_all(sqlx::query(sql::ORGANISATIONS)).await?.iter().map(organisation).collect()
    }

    async fn find_choices(&self, person: &PersonId) -> Result<Option<Choices>, PeopleError> {
        let row = self.find(sqlx::query(sql::CHOICES).bind(person.as_str())).await?;
        row.as_ref().map(choices).transpose()
    }

    async fn keep_choices(&self, person: PersonId, chosen: Choices) -> Result<(), PeopleError> {
        self.write_together(move |writer| async move { insert_choices(writer, &person, chosen).await }.boxed()).await
    }

    async fn keep_event(&self, event: SecurityEvent) -> Result<(), PeopleError> {
        self.write_together(move |writer| async move { insert_security_event(writer, &event).await }.boxed()).await
    }

    async fn read_events(&self, before: Option<&str>, limit: u32) -> Result<Vec<SecurityEvent>, PeopleError> {
        let select = sqlx::query(sql::SECURITY_EVENTS).bind(before.unwrap_or(sql::AFTER_ALL_IDS)).bind(limit);
        self.find_all(select).await?.iter().map(security_event).collect()
    }

    async fn delete_old(&self, now: Instant) -> Result<(), PeopleError> {
        for (purge, kept) in sql::PURGE_AFTER {
            self.purge_before(purge, now.less(kept)).await?;
        }
        Ok(())
    }

    async fn find_sent(&self, by: &PersonId, key: &str, now: Instant) -> Result<Option<SentBefore>, PeopleError> {
        let select = sqlx::query(sql::FIND_SENT).bind(by.as_str()).bind(key).bind(now.less(KEYS_KEPT).to_string());
        self.find(select).await?.as_ref().map(sent).transpose()
    }
}

impl OrganisationTable for SqlitePeople {
    fn name_organisation(&self, organisation: Organisation) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_organisation(organisation).boxed()
    }

    fn organisation_name<'a>(&'a self, id: &'a OrgId) -> BoxFuture<'a, Result<Option<String>, PeopleError>> {
        self.find_organisation(id).boxed()
    }

    fn organisations(&self) -> BoxFuture<'_, Result<Vec<Organisation>, PeopleError>> {
        self.read_organisations().boxed()
    }
}

impl ChoiceTable for SqlitePeople {
    fn choices<'a>(&'a self, person: &'a PersonId) -> BoxFuture<'a, Result<Option<Choices>, PeopleError>> {
        self.find_choices(person).boxed()
    }

    fn choose(&self, person: PersonId, choices: Choices) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_choices(person, choices).boxed()
    }
}

impl SecurityEventTable for SqlitePeople {
    fn note(&self, event: SecurityEvent) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_event(event).boxed()
    }

    fn security_events<'a>(
        &'a self,
        before: Option<&'a str>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<SecurityEvent>, PeopleError>> {
        self.read_events(before, limit).boxed()
    }

    fn purge_security_events(&self, now: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.delete_old(now).boxed()
    }
}

impl RepeatTable for SqlitePeople {
    fn sent_before<'a>(
        &'a self,
        caller: &'a PersonId,
        key: &'a str,
        now: Instant,
    ) -> BoxFuture<'a, Result<Option<SentBefore>, PeopleError>> {
        self.find_sent(caller, key, now).boxed()
    }
}
