//! Wrong guesses, known browsers and readmissions in PostgreSQL. Most writes are one statement.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::PostgresPeople;
use super::outbox::insert_mail;
use super::sessions::insert_link;
use crate::auth::people::{GuessTable, PeopleError, QueuedMail, Readmission};
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

    async fn keep_counts(&self, counts: Vec<KeptGuesses>, mail: Option<QueuedMail>) -> Result<(), PeopleError> {
        let keys: Vec<Vec<u8>> = counts.iter().map(|(key, _)| key.0.0.to_vec()).collect();
        let numbers: Vec<i64> = counts.iter().map(|(_, kept)| i64::from(kept.count)).collect();
        let since: Vec<String> = counts.iter().map(|(_, kept)| kept.since.to_string()).collect();
        let last_at: Vec<String> = counts.iter().map(|(_, kept)| kept.last_at.to_string()).collect();
        let insert = sqlx::query(KEEP_WRONG_GUESSES).bind(keys).bind(numbers).bind(since).bind(last_at);
        let mut all = self.begin().await?;
        insert.execute(&mut *all).await.map_err(failed)?;
        insert_mail(&mut all, mail).await?;
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

    async fn let_back_in(&self, readmission: Readmission) -> Result<(), PeopleError> {
        let Readmission { person, until, link, mails } = readmission;
        let mut all = self.begin().await?;
        let insert = sqlx::query(sql::READMIT).bind(person.as_str()).bind(until.to_string()).bind(false);
        insert.execute(&mut *all).await.map_err(refused)?;
        if let Some(link) = link {
            insert_link(&link).execute(&mut *all).await.map_err(refused)?;
        }
        for mail in mails {
            insert_mail(&mut all, Some(mail)).await?;
        }
        all.commit().await.map_err(failed)
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
