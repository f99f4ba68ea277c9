//! People and everything about them in a PostgreSQL database, beside the journal.
//!
//! Instants are texts of one fixed width, so that comparing the texts compares the instants.

mod guesses;
mod invitations;
mod outbox;
mod persons;
mod second_factors;
mod sessions;
mod small;

use sqlx::postgres::{PgArguments, PgPool, PgQueryResult, PgRow, Postgres};
use sqlx::query::Query;
use sqlx::{Row, Transaction};

use crate::auth::PeopleError;
use crate::store::people::rows::{PeopleRow, failed};

pub(super) use persons::{insert_choices, insert_organisation, insert_person, insert_security_event};
pub(super) use second_factors::insert_factor;

/// One statement.
type PostgresStatement<'q> = Query<'q, Postgres, PgArguments>;

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

    async fn begin(&self) -> Result<Transaction<'_, Postgres>, PeopleError> {
        self.pool.begin().await.map_err(failed)
    }

    /// Runs one statement, which is committed when this returns.
    async fn write(&self, statement: PostgresStatement<'_>) -> Result<PgQueryResult, sqlx::Error> {
        statement.execute(&self.pool).await
    }

    /// A row.
    async fn find(&self, select: PostgresStatement<'_>) -> Result<Option<PgRow>, PeopleError> {
        select.fetch_optional(&self.pool).await.map_err(failed)
    }

    /// All rows.
    async fn find_all(&self, select: PostgresStatement<'_>) -> Result<Vec<PgRow>, PeopleError> {
        select.fetch_all(&self.pool).await.map_err(failed)
    }
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
