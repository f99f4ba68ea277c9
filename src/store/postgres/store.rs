//! The journal in a PostgreSQL database that a server has opened.

use std::time::Duration;

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::Row;
use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgArguments, PgConnection, PgPool, Postgres};
use sqlx::query::Query;
use tokio::time::timeout;

use super::address::PostgresAddress;
use super::connect::{connect, migrate, pool};
use super::error::failed;
use super::notices::DatabaseNotices;
use super::people::PostgresPeople;
use super::writer::{COMMIT_WAIT_MAX, PostgresWriter, WriteError, settled};
use super::{append, key, lock, rows, sealing_key, settings, standby};
use crate::auth::{PeopleKey, ServerKey};
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, Store, StoreError, StreamId, Summaries};
use crate::store::OpenError;

/// How long the steps of an opening may take together, without a migration.
const OPEN_WAIT_MAX: Duration = Duration::from_secs(30);

/// How long a page of records may take to be read.
const READ_WAIT_MAX: Duration = Duration::from_secs(30);

/// How long a heartbeat may take. With the second between two of them, the server notices within 10 seconds that the
/// database's machine is gone.
const HEARTBEAT_WAIT_MAX: Duration = Duration::from_secs(8);

/// What each heartbeat does besides. The settings that make a commit safe can be changed while the server runs: they are
/// read again. While a standby waits, the database ends this session when it hears nothing for 8 seconds: a process that was
/// stopped, or hangs, then makes room for the standby. Without a standby nothing is gained by that.
macro_rules! settings_and_lease {
    ($standby:literal) => {
        concat!(
            "current_setting('fsync'), current_setting('full_page_writes'),
             set_config('idle_session_timeout', CASE WHEN EXISTS (
                 SELECT 1 FROM pg_locks WHERE locktype = 'advisory' AND granted AND objsubid = 1
                   AND pg_locks.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                   AND (classid::bigint << 32) | objid::bigint = ",
            $standby,
            ") THEN '8s' ELSE '0' END, false)"
        )
    };
}

/// A heartbeat while a lot is open.
const NOTE_ALIVE: &str = concat!(
    "INSERT INTO alive (\"only\", at) VALUES (1, $2)
     ON CONFLICT (\"only\") DO UPDATE SET at = excluded.at RETURNING ",
    settings_and_lease!("$1")
);

/// The same without a write, while no lot is open.
const CHECK: &str = concat!("SELECT ", settings_and_lease!("$1"));

/// The database of a server.
#[derive(Debug)]
pub struct PostgresStore {
    pub(super) writer: PostgresWriter,
    pool: PgPool,
}

impl PostgresStore {
    /// Opens a database for a server: brings its tables up to date, and keeps other servers away until the store is dropped.
    /// To be called again, with the same address, after the store has failed. It returns once every statement of the lost
    /// connection is either done or undone; everything that can be read then is as safe as a commit.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who started the server; [`OpenError::may_pass`] says whether to try again.
    pub async fn open(address: &PostgresAddress) -> Result<Self, OpenError> {
        Self::open_within(address, COMMIT_WAIT_MAX).await
    }

    pub(super) async fn open_within(address: &PostgresAddress, commit_wait_max: Duration) -> Result<Self, OpenError> {
        let locked = async {
            let mut connection = connect(settings::writer(address)).await?;
            settings::assert_safe(&mut connection).await?;
            settings::look_for_client(&mut connection).await;
            lock::take(&mut connection, address).await?;
            Ok::<_, OpenError>(connection)
        };
        let connection = timeout(OPEN_WAIT_MAX, locked).await.map_err(|_| OpenError::Late(OPEN_WAIT_MAX))??;
        Self::open_locked(connection, address, commit_wait_max).await
    }

    /// Looks whether a server could wait as a standby for this database. Changes nothing.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who started the server.
    pub async fn check_for_standby(address: &PostgresAddress) -> Result<(), OpenError> {
        standby::check(address).await.map(drop)
    }

    /// Waits until no other server has the database open, then opens it as [`PostgresStore::open`] does. Until then nothing
    /// in it is changed, also no table. Calls `on_waiting` when it begins to wait.
    ///
    /// # Errors
    /// [`OpenError`]; [`OpenError::may_pass`] says whether to begin to wait again.
    pub async fn stand_by(address: &PostgresAddress, on_waiting: &(dyn Fn() + Send + Sync)) -> Result<Self, OpenError> {
        let connection = standby::wait(address, on_waiting).await?;
        Self::open_locked(connection, address, COMMIT_WAIT_MAX).await
    }

    /// Opens the database over a connection that holds the lock.
    async fn open_locked(
        mut connection: PgConnection,
        address: &PostgresAddress,
        commit_wait_max: Duration,
    ) -> Result<Self, OpenError> {
        let notices = DatabaseNotices::new();
        migrate(address).await?;
        prove(&mut connection, &notices, commit_wait_max).await?;
        Ok(Self { writer: PostgresWriter::new(connection, notices, commit_wait_max), pool: pool(address) })
    }

    /// Brings the tables of a database up to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn migrate(address: &PostgresAddress) -> Result<(), OpenError> {
        migrate(address).await.map(drop)
    }

    /// Opens the people of a database for a command, while a server runs or before the first one has: brings its tables up
    /// to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open_people(address: &PostgresAddress) -> Result<PostgresPeople, OpenError> {
        migrate(address).await?;
        Ok(PostgresPeople::new(pool(address)))
    }

    /// The key that signs tokens, from the database; made where there is none yet, after its tables.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn key(address: &PostgresAddress) -> Result<ServerKey, OpenError> {
        key::load_or_create(&mut migrate(address).await?).await
    }

    /// The key under which secrets of people are sealed, from the database; made where there is none yet, after its tables.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn people_key(address: &PostgresAddress) -> Result<PeopleKey, OpenError> {
        sealing_key::load_or_create(&mut migrate(address).await?).await
    }

    /// The people in the same database.
    #[must_use]
    pub fn people(&self) -> PostgresPeople {
        PostgresPeople::new(self.pool.clone())
    }

    async fn note(&self, at: Instant) -> Result<(), StoreError> {
        self.ask(sqlx::query(NOTE_ALIVE).bind(lock::STANDBY_KEY).bind(at.to_string())).await
    }

    /// Runs a query on the connection that writes, and checks the settings that it returns.
    async fn ask(&self, query: Query<'_, Postgres, PgArguments>) -> Result<(), StoreError> {
        let mut turn = self.writer.turn().await?;
        let heartbeat = query.fetch_one(&mut turn.connection);
        let found = self.writer.settled_within(HEARTBEAT_WAIT_MAX, heartbeat).await?;
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
    pub(super) async fn reader(&self) -> Result<PoolConnection<Postgres>, StoreError> {
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

    fn background_head<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<Seq>, StoreError>> {
        in_time(async move { rows::head(&mut *self.reader().await?, stream).await }).boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        in_time(async move { rows::scan(&mut *self.reader().await?, after, limit).await }).boxed()
    }

    fn summaries(&self) -> Option<&dyn Summaries> {
        Some(self)
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        self.note(at).boxed()
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        self.ask(sqlx::query(CHECK).bind(lock::STANDBY_KEY)).boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        in_time(async move { rows::last_alive(&mut *self.reader().await?).await }).boxed()
    }
}

/// Proves, before anything is read, that this connection can write safely: its warnings arrive, it may add records, and a
/// commit succeeds. Everything that was committed earlier is then as safe as this commit, also what a server committed
/// without waiting for its standby.
async fn prove(connection: &mut PgConnection, notices: &DatabaseNotices, wait_max: Duration) -> Result<(), OpenError> {
    settings::assert_logged(&mut *connection).await?;
    let harmless = sqlx::query("ROLLBACK");
    let warned = settled(notices, wait_max, harmless.execute(&mut *connection)).await;
    if !matches!(warned, Err(WriteError::Warned(_))) {
        return Err(OpenError::WarningsLost);
    }
    for begun in [None, Some(Vec::new())] {
        settled(notices, wait_max, append::insert(&mut *connection, &[], begun)).await?;
    }
    let commit = sqlx::query("SELECT pg_logical_emit_message(true, 'fairlot', 'opened')");
    settled(notices, wait_max, commit.execute(connection)).await?;
    Ok(())
}

/// Bounds the time of a read: pages are small, so a slow read means a lost database.
pub(super) async fn in_time<T>(read: impl Future<Output = Result<T, StoreError>>) -> Result<T, StoreError> {
    let late = |_| StoreError::Failed(format!("no answer within {READ_WAIT_MAX:?}").into());
    timeout(READ_WAIT_MAX, read).await.map_err(late)?
}
