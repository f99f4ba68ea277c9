//! A new `SQLite` file that is filled in one transaction of the connection that writes.

use std::path::PathBuf;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Executor;

use super::error::failed;
use super::lock::ServerLock;
use super::store::SqliteStore;
use super::{append, rows, settings};
use crate::auth::people::{Choices, Enrolled, KeptFactor, KeptReadiness, Organisation, PeopleError, SecurityEvent};
use crate::auth::{PeopleKey, ServerKey};
use crate::clock::Instant;
use crate::ids::{PersonId, Seq};
use crate::journal::{Record, Store, StoreError, StreamId};
use crate::store::people::inserts::{
    insert_choices, insert_factor, insert_organisation, insert_person, insert_readiness, insert_security_event,
};
use crate::store::{Filling, OpenError};

/// A store in whose writing connection a transaction is open until the end. Closing the connection undoes everything.
#[derive(Debug)]
pub struct SqliteFilling {
    store: SqliteStore,
    path: PathBuf,
}

impl SqliteFilling {
    /// Opens `sqlite:fairlot.db` (or a path), new or empty, to fill it from another database.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open(database: &str) -> Result<Self, OpenError> {
        let path = settings::create(database)?;
        let lock = ServerLock::take(&path)?;
        let store = SqliteStore::connect(&path, Some(lock)).await?;
        let mut writer = store.writer().await;
        writer.execute("BEGIN IMMEDIATE").await?;
        let holds = "SELECT EXISTS (SELECT 1 FROM journal) OR EXISTS (SELECT 1 FROM people)";
        if sqlx::query_scalar(holds).fetch_one(&mut *writer).await? {
            return Err(OpenError::NotEmpty(path.display().to_string()));
        }
        drop(writer);
        Ok(Self { store, path })
    }
}

impl Store for SqliteFilling {
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        async move { append::append_within(&mut *self.store.writer().await, records).await }.boxed()
    }

    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move { rows::page(&mut *self.store.writer().await, stream, after, limit).await }.boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move { rows::scan(&mut *self.store.writer().await, after, limit).await }.boxed()
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        self.store.note_alive(at)
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        async move { rows::last_alive(&mut *self.store.writer().await).await }.boxed()
    }
}

impl Filling for SqliteFilling {
    fn enrol(&self, person: Enrolled) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_person(&mut *self.store.writer().await, &person).await }.boxed()
    }

    fn keep_factor<'a>(&'a self, person: &'a PersonId, factor: KeptFactor) -> BoxFuture<'a, Result<(), PeopleError>> {
        async move { insert_factor(&mut *self.store.writer().await, person, factor).await }.boxed()
    }

    fn keep_choices<'a>(&'a self, person: &'a PersonId, choices: Choices) -> BoxFuture<'a, Result<(), PeopleError>> {
        async move { insert_choices(&mut *self.store.writer().await, person, choices).await }.boxed()
    }

    fn keep_organisation(&self, organisation: Organisation) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_organisation(&mut *self.store.writer().await, &organisation).await }.boxed()
    }

    fn keep_readiness(&self, readiness: KeptReadiness) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_readiness(&mut *self.store.writer().await, &readiness).await }.boxed()
    }

    fn keep_security_event(&self, event: SecurityEvent) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_security_event(&mut *self.store.writer().await, &event).await }.boxed()
    }

    fn keep_key<'a>(&'a self, key: &'a ServerKey) -> BoxFuture<'a, Result<(), OpenError>> {
        async move { Ok(key.keep(&ServerKey::beside(&self.path))?) }.boxed()
    }

    fn keep_people_key<'a>(&'a self, key: &'a PeopleKey) -> BoxFuture<'a, Result<(), OpenError>> {
        async move { Ok(key.keep(&PeopleKey::beside(&self.path))?) }.boxed()
    }

    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<(), StoreError>> {
        async move {
            self.store.writer().await.execute("COMMIT").await.map_err(failed)?;
            self.store.checkpoint().await
        }
        .boxed()
    }
}
