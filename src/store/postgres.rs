//! The journal in a PostgreSQL database.
//!
//! One connection writes, a few read. A commit is on stable storage when it returns, and on that of the synchronous
//! standbys where there are any: the settings that this takes are asserted when the database is opened, and again each
//! time that the server notes that it is alive, or looks whether the database is there. The connection that writes holds
//! a lock, so that nobody else does.

mod address;
mod append;
mod ear;
mod filling;
mod key;
mod lock;
mod people;
mod rows;
mod schema;
mod settings;
mod snapshot;
#[cfg(test)]
mod tests;
mod writer;

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnectOptions, PgConnection, PgPool, PgPoolOptions, Postgres};
use sqlx::query::Query;
use sqlx::{ConnectOptions, Row};
use tokio::time::timeout;

pub use self::address::PostgresAddress;
pub use self::filling::PostgresFilling;
pub use self::people::PostgresPeople;
pub use self::snapshot::PostgresSnapshot;
pub use self::writer::COMMIT_WAIT_MAX;

use self::ear::Ear;
use self::writer::{WriteError, Writer, settled};
use super::OpenError;
use crate::auth::ServerKey;
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, Store, StoreError, StreamId};

/// Connections that read the journal, and that people sign in by.
const POOLED_MAX: u32 = 4;

/// How long the steps of an opening may take together, without a migration.
const OPEN_WAIT_MAX: Duration = Duration::from_secs(30);

/// How long a page of records may take to be read.
const READ_WAIT_MAX: Duration = Duration::from_secs(30);

/// What a commit's safety depends on can be changed under a running server: each sign of life also looks.
const NOTE_ALIVE: &str = "INSERT INTO alive (\"only\", at) VALUES (1, $1)
    ON CONFLICT (\"only\") DO UPDATE SET at = excluded.at
    RETURNING current_setting('fsync'), current_setting('full_page_writes')";

/// The same without a write, while there is no life to note.
const CHECK: &str = "SELECT current_setting('fsync'), current_setting('full_page_writes')";

/// The database of a server.
#[derive(Debug)]
pub struct PostgresStore {
    writer: Writer,
    pool: PgPool,
}

impl PostgresStore {
    /// Opens a database for a server: brings its tables up to date, and keeps other servers away for as long as the
    /// store lives. To be called again, with the same address, after the store has failed: it returns once whatever the
    /// lost connection did has happened or not, and everything that can be read then is as safe as a commit.
    ///
    /// # Errors
    /// [`OpenError`], in words for whoever started the server; [`OpenError::may_pass`] says whether to try again.
    pub async fn open(address: &PostgresAddress) -> Result<Self, OpenError> {
        Self::open_within(address, COMMIT_WAIT_MAX).await
    }

    async fn open_within(address: &PostgresAddress, commit_wait_max: Duration) -> Result<Self, OpenError> {
        let ear = Ear::new();
        let locked = async {
            let mut connection = connect(settings::writer(address)).await?;
            settings::assert_safe(&mut connection).await?;
            lock::take(&mut connection, address).await?;
            Ok::<_, OpenError>(connection)
        };
        let mut connection = timeout(OPEN_WAIT_MAX, locked).await.map_err(|_| OpenError::Late(OPEN_WAIT_MAX))??;
        migrate(address).await?;
        prove(&mut connection, &ear, commit_wait_max).await?;
        Ok(Self { writer: Writer::new(connection, ear, commit_wait_max), pool: pool(address) })
    }

    /// Brings the tables of a database up to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for whoever gave the command.
    pub async fn migrate(address: &PostgresAddress) -> Result<(), OpenError> {
        migrate(address).await
    }

    /// Opens the people of a database for a command, beside a running server or before the first: brings its tables up
    /// to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for whoever gave the command.
    pub async fn open_people(address: &PostgresAddress) -> Result<PostgresPeople, OpenError> {
        migrate(address).await?;
        Ok(PostgresPeople::new(pool(address)))
    }

    /// Opens one unchanging view of a database, beside a running server or without.
    ///
    /// # Errors
    /// [`OpenError`], in words for whoever gave the command.
    pub async fn open_read_only(address: &PostgresAddress) -> Result<PostgresSnapshot, OpenError> {
        PostgresSnapshot::open(address).await
    }

    /// Opens a database that holds nothing yet, to fill it from another one: brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for whoever gave the command.
    pub async fn open_to_fill(address: &PostgresAddress) -> Result<PostgresFilling, OpenError> {
        PostgresFilling::open(address).await
    }

    /// The key that signs tokens, which stands in the database; made where there is none yet, with the tables for it.
    ///
    /// # Errors
    /// [`OpenError`], in words for whoever gave the command.
    pub async fn key(address: &PostgresAddress) -> Result<ServerKey, OpenError> {
        migrate(address).await?;
        key::load_or_create(&mut connect(settings::patient(address)).await?).await
    }

    /// The people beside this journal.
    #[must_use]
    pub fn people(&self) -> PostgresPeople {
        PostgresPeople::new(self.pool.clone())
    }

    async fn note(&self, at: Instant) -> Result<(), StoreError> {
        self.ask(sqlx::query(NOTE_ALIVE).bind(at.to_string())).await
    }

    /// Runs a query that also returns what a commit's safety depends on, where it would be committed.
    async fn ask(&self, query: Query<'_, Postgres, PgArguments>) -> Result<(), StoreError> {
        let mut turn = self.writer.turn().await?;
        let found = self.writer.settled(query.fetch_one(&mut turn.connection)).await?;
        for (column, setting) in ["fsync", "full_page_writes"].into_iter().enumerate() {
            let found: &str = found.try_get(column).map_err(|error| failed(&error))?;
            if found != "on" {
                let words = format!("{setting} of the database is {found} now, and has to be on");
                return Err(StoreError::Failed(words.into()));
            }
        }
        turn.end();
        Ok(())
    }

    /// A connection that reads.
    async fn reader(&self) -> Result<PoolConnection<Postgres>, StoreError> {
        self.pool.acquire().await.map_err(|error| failed(&error))
    }
}

impl Store for PostgresStore {
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        append::append(&self.writer, records).boxed()
    }

    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        in_time(async move { rows::page(&mut *self.reader().await?, stream, after, limit).await }).boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        in_time(async move { rows::scan(&mut *self.reader().await?, after, limit).await }).boxed()
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        self.note(at).boxed()
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.ask(sqlx::query(CHECK)).boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        in_time(async move { rows::last_alive(&mut *self.reader().await?).await }).boxed()
    }
}

async fn connect(options: PgConnectOptions) -> Result<PgConnection, OpenError> {
    let connection = timeout(settings::CONNECT_WAIT_MAX, options.connect()).await;
    Ok(connection.map_err(|_| OpenError::Late(settings::CONNECT_WAIT_MAX))??)
}

fn pool(address: &PostgresAddress) -> PgPool {
    let pool = PgPoolOptions::new().max_connections(POOLED_MAX).acquire_timeout(settings::CONNECT_WAIT_MAX);
    pool.connect_lazy_with(settings::pooled(address))
}

async fn migrate(address: &PostgresAddress) -> Result<(), OpenError> {
    schema::bring_up_to_date(&mut connect(settings::patient(address)).await?, address).await
}

/// Proves before anything is read that this connection writes as it should: warnings are heard, records may be added,
/// and a commit comes back. Everything that was committed before it, perhaps only on this one machine by a server that
/// did not wait for its standby any longer, is then as safe as that commit.
async fn prove(connection: &mut PgConnection, ear: &Ear, wait_max: Duration) -> Result<(), OpenError> {
    settings::assert_logged(&mut *connection).await?;
    let harmless = sqlx::query("ROLLBACK");
    let warned = settled(ear, wait_max, harmless.execute(&mut *connection)).await;
    if !matches!(warned, Err(WriteError::Warned(_))) {
        return Err(OpenError::Deaf);
    }
    settled(ear, wait_max, append::insert(&mut *connection, &[])).await?;
    let commit = sqlx::query("SELECT pg_logical_emit_message(true, 'fairlot', 'opened')");
    settled(ear, wait_max, commit.execute(connection)).await?;
    Ok(())
}

/// A read that takes longer would take for ever: pages are small.
async fn in_time<T>(read: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let late = |_| StoreError::Failed(format!("no answer within {READ_WAIT_MAX:?}").into());
    timeout(READ_WAIT_MAX, read).await.map_err(late)?
}

fn failed(error: &sqlx::Error) -> StoreError {
    StoreError::Failed(error.to_string().into())
}
