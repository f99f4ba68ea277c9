//! Wrong guesses, known browsers and readmissions in `SQLite`. Each write is one statement, but that of guesses.

use futures::FutureExt;
use futures::future::BoxFuture;
use serde_json::json;

use super::{SqlitePeople, insert_security_event};
use crate::auth::people::{GuessTable, PeopleError, SecurityEvent};
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

    async fn keep_guesses(&self, counts: Vec<KeptGuesses>, events: Vec<SecurityEvent>) -> Result<(), PeopleError> {
        let row = |(key, kept): &KeptGuesses| {
            json!([hex::encode(key.0.0), kept.count, kept.since.to_string(), kept.last_at.to_string()])
        };
        let rows = json!(counts.iter().map(row).collect::<Vec<_>>()).to_string();
        self.write_together(move |writer| {
            async move {
                sqlx::query(KEEP_WRONG_GUESSES).bind(rows).execute(&mut *writer).await.map_err(failed)?;
                for event in &events {
                    insert_security_event(&mut *writer, event).await?;
                }
                Ok(())
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

    async fn insert_readmission(&self, person: PersonId, until: Instant) -> Result<(), PeopleError> {
        let insert = sqlx::query(sql::READMIT).bind(person.as_str()).bind(until.to_string()).bind(false);
        self.write(insert).await.map(|_| ()).map_err(refused)
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
        events: Vec<SecurityEvent>,
    ) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.keep_guesses(counts, events).boxed()
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

    fn readmit(&self, person: PersonId, until: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        self.insert_readmission(person, until).boxed()
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
