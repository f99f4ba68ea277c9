//! Wrong guesses, known browsers and readmissions.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::json;

use super::database::{PeopleConnection, PeopleDatabase};
use super::inserts::{insert_mail, insert_security_event};
use super::readmissions;
use super::rows::{PeopleRow, failed, instant, refused};
use super::sessions::insert_link;
use super::sign_in_rows::count;
use super::sign_in_sql as sql;
use super::statement::statement;
use crate::auth::people::{GuessTable, PeopleError, QueuedMail, Readmission, RoleAt, SecurityEvent};
use crate::auth::{KeptGuesses, SecretHash};
use crate::clock::Instant;
use crate::ids::PersonId;

impl<D: PeopleDatabase> GuessTable for D {
    fn wrong_guesses(&self, limit: u32) -> BoxFuture<'_, Result<Vec<KeptGuesses>, PeopleError>> {
        let select = statement(sql::WRONG_GUESSES).bind(limit);
        async move { self.find_all(select).await?.iter().map(count).collect() }.boxed()
    }

    fn keep_wrong_guesses(
        &self,
        counts: Vec<KeptGuesses>,
        events: Vec<SecurityEvent>,
        mails: Vec<QueuedMail>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        let row = |(key, kept): &KeptGuesses| {
            json!([hex::encode(key.0.0), kept.count, kept.since.to_string(), kept.last_at.to_string()])
        };
        let rows: Vec<_> = counts.iter().map(row).collect();
        let insert = statement(D::OWN_SQL.keep_wrong_guesses).bind(json!(rows).to_string());
        self.write_together(move |writer| {
            async move {
                writer.run(insert).await.map_err(failed)?;
                for event in &events {
                    insert_security_event(writer, event).await?;
                }
                for mail in mails {
                    insert_mail(writer, Some(mail)).await?;
                }
                Ok(())
            }
            .boxed()
        })
    }

    fn knows_device<'a>(
        &'a self,
        person: &'a PersonId,
        device: SecretHash,
        now: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>> {
        let select = statement(sql::FIND_DEVICE).bind(person).bind(device).bind(now);
        async move { Ok(self.find(select).await?.is_some()) }.boxed()
    }

    fn keep_device(
        &self,
        person: PersonId,
        device: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        let insert = statement(sql::KEEP_DEVICE).bind(&person).bind(device).bind(expires_at);
        async move { self.write(insert).await.map(|_| ()).map_err(refused) }.boxed()
    }

    fn readmit(&self, readmission: Readmission) -> BoxFuture<'_, Result<Option<Instant>, PeopleError>> {
        self.write_together(move |writer| {
            async move {
                let Readmission { person, places, until, link, mails, quiet } = readmission;
                let insert = statement(sql::READMIT).bind(&person).bind(until).bind(false);
                let insert = insert.bind(readmissions::lines(&places));
                // This row is locked from here on, so a second readmission sees the mail of the first.
                writer.run(insert).await.map_err(refused)?;
                if let (Some(link), Some(mail)) = (&link, mails.first())
                    && let Some(earlier) = readmissions::mailed_just_now(writer, link, mail, quiet).await?
                {
                    return Ok(Some(earlier));
                }
                if let Some(link) = link {
                    writer.run(insert_link(link)).await.map_err(refused)?;
                }
                for mail in mails {
                    insert_mail(writer, Some(mail)).await?;
                }
                Ok(None)
            }
            .boxed()
        })
    }

    fn readmitted_until(&self) -> BoxFuture<'_, Result<Option<Instant>, PeopleError>> {
        let select = statement(sql::LAST_READMISSION);
        async move { self.find(select).await?.map(|row| instant(row.text("expires_at")?)).transpose() }.boxed()
    }

    fn is_readmitted<'a>(&'a self, person: &'a PersonId, now: Instant) -> BoxFuture<'a, Result<bool, PeopleError>> {
        let select = statement(sql::FIND_READMISSION).bind(person).bind(now);
        async move { Ok(self.find(select).await?.is_some()) }.boxed()
    }

    fn spend_readmission(
        &self,
        person: PersonId,
        place: RoleAt,
        now: Instant,
    ) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.write_together(move |writer| {
            async move { readmissions::spend(writer, &person, &place, now).await }.boxed()
        })
    }

    fn purge_guesses(&self, now: Instant, forgotten: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move {
            for purge in sql::PURGE_DEVICES {
                self.purge_before(purge, now).await?;
            }
            self.purge_before(sql::PURGE_GUESSES, forgotten).await
        }
        .boxed()
    }
}
