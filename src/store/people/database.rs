//! What the tables of people need of a database. Each kind of database has one implementation.

use futures::FutureExt;
use futures::future::BoxFuture;

use super::rows::PeopleRow;
use super::sql::Purge;
use super::statement::Statement;
use crate::auth::PeopleError;
use crate::clock::Instant;

/// The work of a transaction.
pub(in crate::store) type Work<'c, T> = BoxFuture<'c, Result<T, PeopleError>>;

/// The statements whose texts differ from one kind of database to the other. Lists come as one JSON text, so that one
/// statement takes all of their entries.
pub(in crate::store) struct OwnSql {
    pub(in crate::store) people_after: &'static str,
    pub(in crate::store) people_at: &'static str,
    pub(in crate::store) person_by_id: &'static str,
    pub(in crate::store) person_by_email: &'static str,
    /// Keeps other transactions from this person until the end of this one.
    pub(in crate::store) lock_person: &'static str,
    pub(in crate::store) invitations_of: &'static str,
    /// The mails with a link to a list of people, in the order of time.
    pub(in crate::store) link_mails_of: &'static str,
    pub(in crate::store) with_factor: &'static str,
    pub(in crate::store) note_sessions: &'static str,
    pub(in crate::store) keep_wrong_guesses: &'static str,
}

/// A database with the tables of people. It keeps what `People` promises: the tables beside this file are written for any.
pub(in crate::store) trait PeopleDatabase: Send + Sync + 'static {
    type Row: PeopleRow + Send + Sync;
    type Connection: PeopleConnection<Row = Self::Row>;

    const OWN_SQL: OwnSql;

    /// All rows that a statement finds which writes nothing.
    fn find_all(&self, select: Statement) -> BoxFuture<'_, Result<Vec<Self::Row>, PeopleError>>;

    /// Runs one statement, which is committed when this returns. Returns how many rows it has changed.
    fn write(&self, statement: Statement) -> BoxFuture<'_, Result<u64, sqlx::Error>>;

    /// Runs one statement that returns the rows which it has changed.
    fn write_returning(&self, statement: Statement) -> BoxFuture<'_, Result<Vec<Self::Row>, sqlx::Error>>;

    /// Runs several statements in one transaction.
    fn write_together<T, F>(&self, work: F) -> BoxFuture<'_, Result<T, PeopleError>>
    where
        T: Send + 'static,
        F: for<'c> FnOnce(&'c mut Self::Connection) -> Work<'c, T> + Send + 'static;

    /// Deletes what is too old.
    fn purge_before(&self, purge: Purge, at: Instant) -> BoxFuture<'_, Result<(), PeopleError>>;

    /// The row that a statement finds which finds one at most.
    fn find(&self, select: Statement) -> BoxFuture<'_, Result<Option<Self::Row>, PeopleError>> {
        async move { Ok(self.find_all(select).await?.into_iter().next()) }.boxed()
    }
}

/// A connection that is in a transaction.
pub(in crate::store) trait PeopleConnection: Send {
    type Row: PeopleRow + Send + Sync;

    /// Runs a statement. Returns how many rows it has changed.
    fn run(&mut self, statement: Statement) -> BoxFuture<'_, Result<u64, sqlx::Error>>;

    /// All rows that a statement finds or returns.
    fn rows(&mut self, statement: Statement) -> BoxFuture<'_, Result<Vec<Self::Row>, sqlx::Error>>;
}
