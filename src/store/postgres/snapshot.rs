//! One unchanging view of a PostgreSQL database, for commands that read all of it while a server runs.

use std::fmt;

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use sqlx::Executor;
use sqlx::error::DatabaseError;
use sqlx::postgres::PgConnection;
use tokio::sync::Mutex;

use super::address::PostgresAddress;
use super::connect::connect;
use super::{rows, settings};
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, Store, StoreError, StreamId};
use crate::store::OpenError;

/// The SQLSTATE of a missing right.
const FORBIDDEN: &str = "42501";

/// A store that only reads, and always reads the database as it was when the snapshot was opened. It holds one read
/// transaction until it is dropped; the server goes on meanwhile.
pub struct PostgresSnapshot {
    connection: Mutex<PgConnection>,
}

impl fmt::Debug for PostgresSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PostgresSnapshot")
    }
}

impl PostgresSnapshot {
    /// Opens one unchanging view of a database, while a server runs or without one.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open(address: &PostgresAddress) -> Result<Self, OpenError> {
        let mut connection = connect(settings::patient(address)).await?;
        connection.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await?;
        // The first statement, not BEGIN, decides what the transaction sees.
        let journal = "SELECT to_regclass('journal') IS NOT NULL";
        if !sqlx::query_scalar::<_, bool>(journal).fetch_one(&mut connection).await? {
            return Err(OpenError::NoJournal(address.to_string()));
        }
        // A missing right is no forgery: it is reported here, before any record is judged.
        if let Err(error) = connection.execute("SELECT 1 FROM journal LIMIT 1").await {
            let is_forbidden = error.as_database_error().and_then(DatabaseError::code).as_deref() == Some(FORBIDDEN);
            let (database, user) = (address.to_string(), address.user().to_owned());
            return Err(if is_forbidden { OpenError::Forbidden { database, user } } else { error.into() });
        }
        Ok(Self { connection: Mutex::new(connection) })
    }
}

impl Store for PostgresSnapshot {
    fn append<'a>(&'a self, _: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        ready(Err(read_only())).boxed()
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

    fn note_alive(&self, _: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        ready(Err(read_only())).boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        async move { rows::last_alive(&mut *self.connection.lock().await).await }.boxed()
    }
}

fn read_only() -> StoreError {
    StoreError::Failed("the database was opened for reading only".into())
}
