//! People and everything about them in a PostgreSQL database, beside the journal.
//!
//! Instants are texts of one fixed width, so that comparing the texts compares the instants.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Row;
use sqlx::postgres::{PgArguments, PgConnection, PgPool, PgRow, Postgres};
use sqlx::query::Query;

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
            "SELECT people.*, (SELECT json_agg(json_build_array(role, org, lead::int))::text FROM places ",
            "WHERE places.person = people.id) AS places FROM people ",
            $rest
        )
    };
}

/// People in a database. They use other connections than the journal's writer, so sign-ins and bids do not wait for each
/// other.
#[derive(Debug, Clone)]
pub struct PostgresPeople {
    pool: PgPool,
}

impl PostgresPeople {
    pub(super) const fn new(pool: PgPool) -> Self {
        Self { pool }
    }
}

impl PeopleDatabase for PostgresPeople {
    type Row = PgRow;
    type Connection = PgConnection;

    const OWN_SQL: OwnSql = OwnSql {
        people_after: select_people!("WHERE id COLLATE \"C\" > $1 ORDER BY id COLLATE \"C\" LIMIT $2"),
        people_at: select_people!(
            "WHERE state <> 'disabled' AND EXISTS (
                SELECT 1 FROM places WHERE places.person = people.id AND role = $1 AND org = $2
             ) ORDER BY id COLLATE \"C\""
        ),
        person_by_id: select_people!("WHERE id = $1"),
        person_by_email: select_people!("WHERE lower(email COLLATE \"C\") = lower($1 COLLATE \"C\")"),
        lock_person: "SELECT 1 FROM people WHERE id = $1 FOR UPDATE",
        invitations_of: "SELECT * FROM invitations
             WHERE person IN (SELECT json_array_elements_text($1::json)) AND \"by\" <> person ORDER BY sent_at, id",
        link_mails_of: "SELECT id, kind, person, recipient, state, CAST(tries AS text) AS tries, last_error, queued_at
             FROM outbox WHERE person IN (SELECT json_array_elements_text($1::json))
               AND kind IN ('invitation', 'password_reset', 'sign_in_link') ORDER BY id COLLATE \"C\"",
        with_factor: "SELECT person FROM second_factors
             WHERE confirmed_at IS NOT NULL AND person IN (SELECT json_array_elements_text($1::json))",
        note_sessions: "UPDATE sessions SET last_used_at = note.value ->> 1, expires_at = note.value ->> 2
             FROM json_array_elements($1::json) AS note (value) WHERE token = decode(note.value ->> 0, 'hex')",
        keep_wrong_guesses:
            "INSERT INTO wrong_guesses (key, count, since, last_at)
             SELECT decode(value ->> 0, 'hex'), (value ->> 1)::bigint, value ->> 2, value ->> 3
             FROM json_array_elements($1::json) AS guess (value)
             ON CONFLICT (key) DO UPDATE SET count = excluded.count, since = excluded.since, last_at = excluded.last_at",
    };

    fn find_all(&self, select: Statement) -> BoxFuture<'_, Result<Vec<PgRow>, PeopleError>> {
        async move { query(select).fetch_all(&self.pool).await.map_err(failed) }.boxed()
    }

    fn write(&self, statement: Statement) -> BoxFuture<'_, Result<u64, sqlx::Error>> {
        async move { Ok(query(statement).execute(&self.pool).await?.rows_affected()) }.boxed()
    }

    fn write_returning(&self, statement: Statement) -> BoxFuture<'_, Result<Vec<PgRow>, sqlx::Error>> {
        async move { query(statement).fetch_all(&self.pool).await }.boxed()
    }

    fn write_together<T, F>(&self, work: F) -> BoxFuture<'_, Result<T, PeopleError>>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut PgConnection) -> Work<'c, T> + Send + 'static,
    {
        async move {
            let mut all = self.pool.begin().await.map_err(failed)?;
            let done = work(&mut all).await?;
            all.commit().await.map_err(failed)?;
            Ok(done)
        }
        .boxed()
    }

    fn purge_before(&self, (_, delete): Purge, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>> {
        async move { self.write(statement(delete).bind(at)).await.map(|_| ()).map_err(failed) }.boxed()
    }
}

impl PeopleConnection for PgConnection {
    type Row = PgRow;

    fn run(&mut self, statement: Statement) -> BoxFuture<'_, Result<u64, sqlx::Error>> {
        async move { Ok(query(statement).execute(self).await?.rows_affected()) }.boxed()
    }

    fn rows(&mut self, statement: Statement) -> BoxFuture<'_, Result<Vec<PgRow>, sqlx::Error>> {
        async move { query(statement).fetch_all(self).await }.boxed()
    }
}

fn query(Statement { sql, values }: Statement) -> Query<'static, Postgres, PgArguments> {
    values.into_iter().fold(sqlx::query(sql), |query, value| match value {
        SqlValue::Text(text) => query.bind(text),
        SqlValue::Bytes(bytes) => query.bind(bytes),
        SqlValue::Whole(number) => query.bind(number),
        SqlValue::Flag(flag) => query.bind(flag),
    })
}

impl PeopleRow for PgRow {
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
