//! Wrong guesses, known browsers and readmissions in `SQLite`. Most writes are one statement.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::json;

use super::SqlitePeople;
use super::outbox::insert_mail;
use super::sessions::insert_link;
use crate::auth::people::{GuessTable, PeopleError, QueuedMail, Readmission};
use crate::auth::{KeptGuesses, SecretHash};
use crate::clock::Instant;
use crate::ids::PersonId;
use crate::store::people::rows::{failed, refused};
use crate::store::people::sign_in_rows::count;
use crate::store::people::sign_in_sql as sql;

/// The counts come as one JSON text, so that one statement stores all of them.
const KEEP_WRONG_GUESSES: &str = "INSERT INTO wrong_guesses (key, count, since, last_at)
     SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3 FROM json_each($1) WHERE true
     ON CONFLICT (key) DO UPDATE SET count = excluded.count, since = excluded.since, last_at = excluded.last_at";

impl SqlitePeople {
    async fn read_counts(&self, limit: u32) -> Result<Vec<KeptGuesses>, PeopleError> {
        let rows = self.find_all(sqlx::query(sql::WRONG_GUESSES).bind(i64::from(limit))).await?;
        rows.iter().map(count).collect()
    }

    async fn keep_counts(&self, counts: Vec<KeptGuesses>, mail: Option<QueuedMail>) -> Result<(), PeopleError> {
        let row = |(key, kept): &KeptGuesses| {
            json!([hex::encode(key.0.0), kept.count, kept.since.to_string(), kept.last_at.to_string()])
        };
        let rows: Vec<_> = counts.iter().map(row).collect();
        let rows = json!(rows).to_string();
        if mail.is_none() {
            return self.write(sqlx::query(KEEP_WRONG_GUESSES).bind(rows)).await.map(|_| ()).map_err(failed);
        }
        self.write_together(move |writer| {
            async move {
                let insert = sqlx::query(KEEP_WRONG_GUESSES).bind(rows);
                insert.execute(&mut *writer).await.map_err(failed)?;
                insert_mail(writer, mail).await.map(|_| ())
            }
            .boxed()
        })
        .await
    }

    async fn find_device(&self, person: &PersonId, device: SecretHash, now: Instant) -> Result<bool, PeopleError> {
        let select = sqlx::query(sql::FIND_DEVICE).bind(person.as_str()).bind(device.0.to_vec()).bind(now.to_string());
        Ok(self.find(select).await?.is_some())
    }

    async fn insert_device(&self, person: PersonId, device: SecretHash, until: Instant) -> Result<(), PeopleError> {
        let insert = sqlx::query(sql::KEEP_DEVICE).bind(person.as_str()).bind(device.0.to_vec());
        self.write(insert.bind(until.to_string())).await.map(|_| ()).map_err(refused)
    }

    async fn let_back_in(&self, readmission: Readmission) -> Result<(), PeopleError> {
        self.write_together(move |writer| {
            async move {
                let Readmission { person, until, link, mails } = readmission;
                let insert = sqlx::query(sql::READMIT).bind(person.as_str()).bind(until.to_string()).bind(false);
                insert.execute(&mut *writer).await.map_err(refused)?;
                if let Some(link) = link {
                    insert_link(&link).execute(&mut *writer).await.map_err(refused)?;
                }
                for mail in mails {
                    insert_mail(writer, Some(mail)).await?;
                }
                Ok(())
            }
            .boxed()
        })
        .await
    }

    async fn find_readmission(&self, person: &PersonId, now: Instant) -> Result<bool, PeopleError> {
        let select = sqlx::query(sql::FIND_READMISSION).bind(person.as_str()).bind(now.to_string());
        Ok(self.find(select).await?.is_some())
    }

    async fn update_readmission(&self, person: PersonId, now: Instant) -> Result<bool, PeopleError> {
        let update = sqlx::query(sql::SPEND_READMISSION).bind(person.as_str()).bind(now.to_string()).bind(true);
        Ok(self.write(update).await.map_err(failed)?.rows_affected() > 0)
    }

    async fn delete_old_guesses(&self, now: Instant, forgotten: Instant) -> Result<(), PeopleError> {
        for purge in sql::PURGE_DEVICES {
            self.purge_before(purge, now).await?;
        }
        self.purge_before(sql::PURGE_GUESSES, forgotten).await
    }
}

impl GuessTable for SqlitePeople {
    fn wrong_guesses(&self, limit: u32) -> BoxFuture<'_, Result<Vec<KeptGuesses>, PeopleError>> {
        self.read_counts(limit).boxed()
    }

    fn keep_wrong_guesses(
        &self,
        counts: Vec<KeptGuesses>,
        mail: Option<QueuedMail>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_counts(counts, mail).boxed()
    }

    fn knows_device<'a>(
        &'a self,
        person: &'a PersonId,
        device: SecretHash,
        now: Instant,
    ) -> BoxFuture<'a, Result<bool, PeopleError>> {
        self.find_device(person, device, now).boxed()
    }

    fn keep_device(
        &self,
        person: PersonId,
        device: SecretHash,
        expires_at: Instant,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.insert_device(person, device, expires_at).boxed()
    }

    fn readmit(&self, readmission: Readmission) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.let_back_in(readmission).boxed()
    }

    fn is_readmitted<'a>(&'a self, person: &'a PersonId, now: Instant) -> BoxFuture<'a, Result<bool, PeopleError>> {
        self.find_readmission(person, now).boxed()
    }

    fn spend_readmission(&self, person: PersonId, now: Instant) -> BoxFuture<'_, Result<bool, PeopleError>> {
        self.update_readmission(person, now).boxed()
    }

    fn purge_guesses(&self, now: Instant, forgotten: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.delete_old_guesses(now, forgotten).boxed()
    }
}
