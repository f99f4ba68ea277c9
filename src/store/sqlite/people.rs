//! People and everything about them in one `SQLite` file, beside the journal.
//!
//! The journal's connection writes these tables too, so nothing here may delay bids for long. Reads use other connections.
//! Writes wait for each other before they wait for the connection, so that an append waits for at most one of them. A write
//! of several statements is one transaction, which a task of its own brings to its end: an open transaction would make the
//! journal's next write a part of it.
//!
//! Instants are texts of one fixed width, so that comparing the texts compares the instants.

mod guesses;
mod invitations;
mod outbox;
mod persons;
mod second_factors;
mod sessions;
mod small;

use std::sync::Arc;

use futures::future::BoxFuture;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection, SqliteQueryResult, SqliteRow};
use sqlx::{Executor, Row};
use tokio::sync::Mutex;

use super::store::SqliteStore;
use crate::auth::PeopleError;
use crate::clock::Instant;
use crate::store::people::rows::{PeopleRow, failed};
use crate::store::people::sql::Purge;

pub(super) use persons::{insert_choices, insert_organisation, insert_person, insert_security_event};
pub(super) use second_factors::insert_factor;

/// One statement.
type SqliteStatement<'q> = Query<'q, Sqlite, SqliteArguments>;

/// The work of a transaction.
type Work<'c, T> = BoxFuture<'c, Result<T, PeopleError>>;

/// People in the database of a store.
#[derive(Debug, Clone)]
pub struct SqlitePeople {
    store: Arc<SqliteStore>,
    /// Held by the write that waits for the store's connection or uses it.
    writing: Arc<Mutex<()>>,
}

impl SqlitePeople {
    /// People in the database of that store.
    #[must_use]
    pub fn new(store: Arc<SqliteStore>) -> Self {
        Self { store, writing: Arc::default() }
    }

    /// Runs one statement, which is committed when this returns.
    async fn write(&self, statement: SqliteStatement<'_>) -> Result<SqliteQueryResult, sqlx::Error> {
        let _writing = self.writing.lock().await;
        statement.execute(&mut *self.store.writer().await).await
    }

    /// Runs several statements in one transaction. It ends also when the caller does not wait for it any more.
    async fn write_together<T, F>(&self, work: F) -> Result<T, PeopleError>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        let people = self.clone();
        let done = tokio::spawn(async move {
            let _writing = people.writing.lock().await;
            let mut writer = people.store.writer().await;
            transaction(&mut writer, work).await
        });
        done.await.unwrap_or_else(|_| Err(PeopleError::Failed("the task of a transaction has ended".into())))
    }

    /// A row that a reader finds.
    async fn find(&self, select: SqliteStatement<'_>) -> Result<Option<SqliteRow>, PeopleError> {
        select.fetch_optional(self.store.readers()).await.map_err(failed)
    }

    /// All rows that a reader finds.
    async fn find_all(&self, select: SqliteStatement<'_>) -> Result<Vec<SqliteRow>, PeopleError> {
        select.fetch_all(self.store.readers()).await.map_err(failed)
    }

    /// Deletes what a reader finds to be too old.
    async fn purge_before(&self, (select, delete): Purge, at: Instant) -> Result<(), PeopleError> {
        if self.find(sqlx::query(select).bind(at.to_string())).await?.is_some() {
            self.write(sqlx::query(delete).bind(at.to_string())).await.map_err(failed)?;
        }
        Ok(())
    }
}

/// Not a transaction of the driver: that one counts a commit that failed as open, where the database has rolled it back.
async fn transaction<T, F>(writer: &mut SqliteConnection, work: F) -> Result<T, PeopleError>
where
    F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T>,
{
    writer.execute("BEGIN IMMEDIATE").await.map_err(failed)?;
    let outcome = match work(&mut *writer).await {
        Ok(done) => writer.execute("COMMIT").await.map(|_| done).map_err(failed),
        Err(error) => Err(error),
    };
    if outcome.is_err() {
        // Where the commit has failed, the database may have rolled back by itself: then this says that nothing is open.
        let _ = writer.execute("ROLLBACK").await;
    }
    outcome
}

impl PeopleRow for SqliteRow {
    fn text(&self, column: &str) -> Result<&str, PeopleError> {
        self.try_get(column).map_err(failed)
    }

    fn text_or_null(&self, column: &str) -> Result<Option<&str>, PeopleError> {
        self.try_get(column).map_err(failed)
    }

    fn bytes(&self, column: &str) -> Result<&[u8], PeopleError> {
        self.try_get(column).map_err(failed)
    }
}

#[cfg(test)]
#[path = "people_tests.rs"]
mod tests;
