//! People and everything about them in one `SQLite` file, beside the journal.
//!
//! The journal's connection writes these tables too, so nothing here may delay bids for long. Reads use other connections.
//! Writes wait for each other before they wait for the connection, so that an append waits for at most one of them. A write
//! of several statements is one transaction, which a task of its own brings to its end: an open transaction would make the
//! journal's next write a part of it.
//!
//! Instants are texts of one fixed width, so that comparing the texts compares the instants.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::query::Query;
use sqlx::sqlite::{Sqlite, SqliteArguments, SqliteConnection, SqliteRow};
use sqlx::{Executor, Row};
use tokio::sync::Mutex;

use super::store::SqliteStore;
use crate::auth::PeopleError;
use crate::clock::Instant;
use crate::store::people::database::{OwnSql, PeopleConnection, PeopleDatabase, Work};
use crate::store::people::rows::{PeopleRow, failed};
use crate::store::people::sql::Purge;
use crate::store::people::statement::{SqlValue, Statement, statement};

/// The columns of a person.
macro_rules! select_people {
    ($rest:literal) => {
        concat!(
            "SELECT people.*, (SELECT json_group_array(json_array(role, org, lead)) FROM places ",
            "WHERE places.person = people.id) AS places FROM people ",
            $rest
        )
    };
}

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
}

impl PeopleDatabase for SqlitePeople {
    type Row = SqliteRow;
    type Connection = SqliteConnection;

    const OWN_SQL: OwnSql = OwnSql {
        people_after: select_people!("WHERE id > $1 ORDER BY id LIMIT $2"),
        people_at: select_people!(
            "WHERE state <> 'disabled' AND EXISTS (
                SELECT 1 FROM places WHERE places.person = people.id AND role = $1 AND org = $2
             ) ORDER BY id"
        ),
        person_by_id: select_people!("WHERE id = $1"),
        person_by_email: select_people!("WHERE email = $1"),
        // There is one writer, so this one only looks.
        lock_person: "SELECT 1 FROM people WHERE id = $1",
        invitations_of: "SELECT * FROM invitations
             WHERE person IN (SELECT value FROM json_each($1)) AND \"by\" <> person ORDER BY sent_at, id",
        link_mails_of: "SELECT id, kind, person, recipient, state, CAST(tries AS text) AS tries, last_error, queued_at
             FROM outbox WHERE person IN (SELECT value FROM json_each($1))
               AND kind IN ('invitation', 'password_reset', 'sign_in_link') ORDER BY id",
        with_factor: "SELECT person FROM second_factors
             WHERE confirmed_at IS NOT NULL AND person IN (SELECT value FROM json_each($1))",
        note_sessions: "UPDATE sessions SET last_used_at = note.value ->> 1, expires_at = note.value ->> 2
             FROM json_each($1) AS note WHERE token = unhex(note.value ->> 0)",
        keep_wrong_guesses:
            "INSERT INTO wrong_guesses (key, count, since, last_at)
             SELECT unhex(value ->> 0), value ->> 1, value ->> 2, value ->> 3 FROM json_each($1) WHERE true
             ON CONFLICT (key) DO UPDATE SET count = excluded.count, since = excluded.since, last_at = excluded.last_at",
    };

    fn find_all(&self, select: Statement) -> BoxFuture<'_, Result<Vec<SqliteRow>, PeopleError>> {
        async move { query(select).fetch_all(self.store.readers()).await.map_err(failed) }.boxed()
    }

    fn write(&self, statement: Statement) -> BoxFuture<'_, Result<u64, sqlx::Error>> {
        async move {
            let _writing = self.writing.lock().await;
            self.store.writer().await.run(statement).await
        }
        .boxed()
    }

    fn write_returning(&self, statement: Statement) -> BoxFuture<'_, Result<Vec<SqliteRow>, sqlx::Error>> {
        async move {
            let _writing = self.writing.lock().await;
            self.store.writer().await.rows(statement).await
        }
        .boxed()
    }

    /// The transaction ends also when the caller does not wait for it any more.
    fn write_together<T, F>(&self, work: F) -> BoxFuture<'_, Result<T, PeopleError>>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut SqliteConnection) -> Work<'c, T> + Send + 'static,
    {
        async move {
            let people = self.clone();
            let done = tokio::spawn(async move {
                let _writing = people.writing.lock().await;
                let mut writer = people.store.writer().await;
                transaction(&mut writer, work).await
            });
            done.await.unwrap_or_else(|_| Err(PeopleError::Failed("the task of a transaction has ended".into())))
        }
        .boxed()
    }

    /// Only what a reader finds to be too old costs a write.
    fn purge_before(&self, (select, delete): Purge, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move {
            if self.find(statement(select).bind(at)).await?.is_some() {
                self.write(statement(delete).bind(at)).await.map_err(failed)?;
            }
            Ok(())
        }
        .boxed()
    }
}

impl PeopleConnection for SqliteConnection {
    type Row = SqliteRow;

    fn run(&mut self, statement: Statement) -> BoxFuture<'_, Result<u64, sqlx::Error>> {
        async move { Ok(query(statement).execute(self).await?.rows_affected()) }.boxed()
    }

    fn rows(&mut self, statement: Statement) -> BoxFuture<'_, Result<Vec<SqliteRow>, sqlx::Error>> {
        async move { query(statement).fetch_all(self).await }.boxed()
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

fn query(Statement { sql, values }: Statement) -> Query<'static, Sqlite, SqliteArguments> {
    values.into_iter().fold(sqlx::query(sql), |query, value| match value {
        SqlValue::Text(text) => query.bind(text),
        SqlValue::Bytes(bytes) => query.bind(bytes),
        SqlValue::Whole(number) => query.bind(number),
        SqlValue::Flag(flag) => query.bind(flag),
    })
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
