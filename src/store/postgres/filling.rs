//! A new PostgreSQL database that is filled in one transaction of one connection.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Executor;
use sqlx::postgres::PgConnection;
use tokio::sync::Mutex;

use super::address::PostgresAddress;
use super::connect::{connect, migrate};
use super::error::failed;
use super::notices::DatabaseNotices;
use super::writer::settled;
use super::{append, key, lock, rows, sealing_key, settings};
use crate::auth::people::{Choices, Enrolled, KeptFactor, KeptReadiness, Organisation, PeopleError, SecurityEvent};
use crate::auth::{PeopleKey, ServerKey};
use crate::clock::Instant;
use crate::ids::{PersonId, Seq};
use crate::journal::{Record, Store, StoreError, StreamId};
use crate::store::people::inserts::{
    insert_choices, insert_factor, insert_organisation, insert_person, insert_readiness, insert_security_event,
};
use crate::store::{Filling, OpenError};

/// How long the commit of everything may take.
const FINISH_WAIT_MAX: Duration = Duration::from_mins(10);

/// A connection in a transaction, with the lock against servers. Closing the connection undoes everything.
#[derive(Debug)]
pub struct PostgresFilling {
    connection: Mutex<PgConnection>,
    notices: DatabaseNotices,
}

impl PostgresFilling {
    /// Opens a database that holds nothing yet, to fill it from another one: brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open(address: &PostgresAddress) -> Result<Self, OpenError> {
        let notices = DatabaseNotices::new();
        let mut connection = connect(settings::patient(address)).await?;
        settings::assert_safe(&mut connection).await?;
        lock::take(&mut connection, address).await?;
        migrate(address).await?;
        settings::assert_logged(&mut connection).await?;
        connection.execute("BEGIN").await?;
        let holds = "SELECT EXISTS (SELECT 1 FROM journal) OR EXISTS (SELECT 1 FROM people)";
        if sqlx::query_scalar(holds).fetch_one(&mut connection).await? {
            return Err(OpenError::NotEmpty(address.to_string()));
        }
        Ok(Self { connection: Mutex::new(connection), notices })
    }
}

impl Store for PostgresFilling {
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            append::insert(&mut *self.connection.lock().await, records, None).await.map_err(|error| failed(&error))
        }
        .boxed()
    }

    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move { rows::page(&mut *self.connection.lock().await, stream, after, limit).await }.boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move { rows::scan(&mut *self.connection.lock().await, after, limit).await }.boxed()
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            let note =
                "INSERT INTO alive (\"only\", at) VALUES (1, $1) ON CONFLICT (\"only\") DO UPDATE SET at = excluded.at";
            let note = sqlx::query(note).bind(at.to_string());
            note.execute(&mut *self.connection.lock().await).await.map(|_| ()).map_err(|error| failed(&error))
        }
        .boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        async move { rows::last_alive(&mut *self.connection.lock().await).await }.boxed()
    }
}

impl Filling for PostgresFilling {
    fn enrol(&self, person: Enrolled) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_person(&mut *self.connection.lock().await, &person).await }.boxed()
    }

    fn keep_factor<'a>(&'a self, person: &'a PersonId, factor: KeptFactor) -> BoxFuture<'a, Result<(), PeopleError>> {
        async move { insert_factor(&mut *self.connection.lock().await, person, factor).await }.boxed()
    }

    fn keep_choices<'a>(&'a self, person: &'a PersonId, choices: Choices) -> BoxFuture<'a, Result<(), PeopleError>> {
        async move { insert_choices(&mut *self.connection.lock().await, person, choices).await }.boxed()
    }

    fn keep_organisation(&self, organisation: Organisation) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_organisation(&mut *self.connection.lock().await, &organisation).await }.boxed()
    }

    fn keep_readiness(&self, readiness: KeptReadiness) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_readiness(&mut *self.connection.lock().await, &readiness).await }.boxed()
    }

    fn keep_security_event(&self, event: SecurityEvent) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { insert_security_event(&mut *self.connection.lock().await, &event).await }.boxed()
    }

    fn keep_key<'a>(&'a self, key: &'a ServerKey) -> BoxFuture<'a, Result<(), OpenError>> {
        async move { key::keep(&mut *self.connection.lock().await, key).await }.boxed()
    }

    fn keep_people_key<'a>(&'a self, key: &'a PeopleKey) -> BoxFuture<'a, Result<(), OpenError>> {
        async move { sealing_key::keep(&mut *self.connection.lock().await, key).await }.boxed()
    }

    fn finish(self: Box<Self>) -> BoxFuture<'static, Result<(), StoreError>> {
        async move {
            let Self { connection, notices } = *self;
            let mut connection = connection.into_inner();
            Ok(settled(&notices, FINISH_WAIT_MAX, connection.execute("COMMIT")).await.map(|_| ())?)
        }
        .boxed()
    }
}
