//! Wrong guesses, known browsers and readmissions in PostgreSQL. Each write is one statement, but that of guesses.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::{PostgresPeople, insert_security_event};
use crate::auth::people::{GuessTable, PeopleError, SecurityEvent};
use crate::auth::{KeptGuesses, SecretHash};
use crate::clock::Instant;
use crate::ids::PersonId;
use crate::store::people::rows::{failed, refused};
use crate::store::people::sign_in_rows::count;
use crate::store::people::sign_in_sql as sql;

const KEEP_WRONG_GUESSES: &str = "INSERT INTO wrong_guesses (key, count, since, last_at)
     SELECT * FROM unnest($1::bytea[], $2::bigint[], $3::text[], $4::text[])
     ON CONFLICT (key) DO UPDATE SET count = excluded.count, since = excluded.since, last_at = excluded.last_at";

impl PostgresPeople {
    async fn read_counts(&self, limit: u32) -> Result<Vec<KeptGuesses>, PeopleError> {
        let rows = self.find_all(sqlx::query(sql::WRONG_GUESSES).bind(i64::from(limit))).await?;
        rows.iter().map(count).collect()
    }

    async fn keep_guesses(&self, counts: Vec<KeptGuesses>, events: Vec<SecurityEvent>) -> Result<(), PeopleError> {
        let keys: Vec<Vec<u8>> = counts.iter().map(|(key, _)| key.0.0.to_vec()).collect();
        let numbers: Vec<i64> = counts.iter().map(|(_, kept)| i64::from(kept.count)).collect();
        let since: Vec<String> = counts.iter().map(|(_, kept)| kept.since.to_string()).collect();
        let last_at: Vec<String> = counts.iter().map(|(_, kept)| kept.last_at.to_string()).collect();
        let insert = sqlx::query(KEEP_WRONG_GUESSES).bind(keys).bind(numbers).bind(since).bind(last_at);
        let mut all = self.begin().await?;
        insert.execute(&mut *all).await.map_err(failed)?;
        for event in &events {
            insert_security_event(&mut all, event).await?;
        }
        all.commit().await.map_err(failed)
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
            self.write(sqlx::query(purge.1).bind(now.to_string())).await.map_err(failed)?;
        }
        let delete = sqlx::query(sql::PURGE_GUESSES.1).bind(forgotten.to_string());
        self.write(delete).await.map(|_| ()).map_err(failed)
    }
}

impl GuessTable for PostgresPeople {
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
