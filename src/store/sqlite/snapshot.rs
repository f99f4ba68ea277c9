//! One unchanging view of an `SQLite` file, for commands that read all of it while a server runs.

use std::fmt;

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection};
use sqlx::{ConnectOptions, Executor};
use tokio::sync::Mutex;

use super::{rows, settings};
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, Store, StoreError, StreamId};
use crate::store::OpenError;

/// A store that only reads, and always reads the database as it was when the snapshot was opened. It holds one read
/// transaction until it is dropped; the server goes on, and its WAL grows meanwhile.
pub struct SqliteSnapshot {
    connection: Mutex<SqliteConnection>,
}

impl fmt::Debug for SqliteSnapshot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("SqliteSnapshot")
    }
}

impl SqliteSnapshot {
    /// Opens one unchanging view of `sqlite:fairlot.db` (or a path), while a server runs or without one.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open(database: &str) -> Result<Self, OpenError> {
        let path = settings::find(database)?;
        let begun = match begin(&settings::reader(&path)).await {
            // A copy on a medium without writes: it cannot change, and the files that readers share cannot be made.
            Err(error) if settings::is_closed(&path) && is_write_protected(&error) => {
                begin(&settings::reader(&path).immutable(true)).await
            }
            begun => begun,
        };
        match begun? {
            (connection, true) => Ok(Self { connection: Mutex::new(connection) }),
            (_, false) => Err(OpenError::NoJournal(path.display().to_string())),
        }
    }
}

impl Store for SqliteSnapshot {
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

/// A connection in a transaction that ends with the connection, and whether the database holds a journal.
async fn begin(options: &SqliteConnectOptions) -> Result<(SqliteConnection, bool), sqlx::Error> {
    let mut connection = options.connect().await?;
    connection.execute("BEGIN").await?;
    let journal = "SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'journal')";
    let has_journal = sqlx::query_scalar(journal).fetch_one(&mut connection).await?;
    Ok((connection, has_journal))
}

/// `SQLITE_READONLY`, 8, and `SQLITE_CANTOPEN`, 14; the higher bits give details.
fn is_write_protected(error: &sqlx::Error) -> bool {
    let code = error.as_database_error().and_then(sqlx::error::DatabaseError::code);
    let code: Option<u32> = code.and_then(|code| code.parse().ok());
    code.is_some_and(|code| matches!(code & 0xff, 8 | 14))
}

fn read_only() -> StoreError {
    StoreError::Failed("the database was opened for reading only".into())
}
