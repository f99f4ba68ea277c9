//! The journal in one `SQLite` file that a server or a command has opened.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use futures::FutureExt;
use futures::future::{BoxFuture, ready};
use sqlx::sqlite::{SqliteConnection, SqlitePool, SqlitePoolOptions};
use sqlx::{ConnectOptions, Connection, Row};
use tokio::sync::{Mutex, MutexGuard, OnceCell};

use super::error::failed;
use super::lock::ServerLock;
use super::write_ahead_log::WriteAheadLog;
use super::{append, rows, settings};
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, Store, StoreError, StreamId, Summaries};
use crate::store::{OpenError, migrate};

/// Connections that only read, for reads that a client waits for. Reads never wait for writes; more connections would only
/// compete for the processors.
const READERS_MAX: u32 = 3;

/// The connection for reads in the background, opened by the first of them.
#[derive(Debug)]
struct BackgroundReader {
    path: PathBuf,
    connection: OnceCell<Mutex<SqliteConnection>>,
}

/// The database of a server, or of a command that writes while a server runs.
#[derive(Debug)]
pub struct SqliteStore {
    writer: Arc<Mutex<SqliteConnection>>,
    readers: SqlitePool,
    background: BackgroundReader,
    /// Moves the log of a server; a command writes too little to need it.
    pub(super) log: Option<WriteAheadLog>,
    /// Held by a server until the store is dropped.
    _lock: Option<ServerLock>,
}

impl SqliteStore {
    /// Opens `sqlite:fairlot.db` (or a path) for a server: creates it, brings its tables up to date, and keeps other
    /// servers away until the store is dropped.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who started the server.
    pub async fn open(database: &str) -> Result<Self, OpenError> {
        let path = settings::create(database)?;
        let lock = ServerLock::take(&path)?;
        Self::connect(&path, Some(lock)).await
    }

    /// Opens `sqlite:fairlot.db` (or a path) for a command that writes people, not streams, while a server runs or before
    /// the first one has: creates it and brings its tables up to date.
    ///
    /// # Errors
    /// [`OpenError`], in words for the person who gave the command.
    pub async fn open_beside(database: &str) -> Result<Self, OpenError> {
        Self::connect(&settings::create(database)?, None).await
    }

    /// The one connection that writes, once it is free. Release it soon: bids wait for it.
    pub async fn writer(&self) -> MutexGuard<'_, SqliteConnection> {
        self.writer.lock().await
    }

    /// Connections that only read.
    #[must_use]
    pub const fn readers(&self) -> &SqlitePool {
        &self.readers
    }

    fn check_log(&self) -> Result<(), StoreError> {
        self.log.as_ref().map_or(Ok(()), WriteAheadLog::check)
    }

    pub(super) async fn connect(path: &Path, lock: Option<ServerLock>) -> Result<Self, OpenError> {
        let options = if lock.is_some() { settings::server(path) } else { settings::command(path) };
        let mut writer = options.connect().await?;
        settings::assert_safe(&mut writer).await?;

        // All migrations in one exclusive transaction: two commands may run at the same moment.
        let mut all = writer.begin_with("BEGIN IMMEDIATE").await?;
        // Not `run`: with it the compiler cannot prove that this future is `Send`.
        migrate::sqlite().run_direct(None, &mut *all, false).await?;
        all.commit().await?;

        let readers = SqlitePoolOptions::new().max_connections(READERS_MAX).test_before_acquire(false);
        let readers = readers.connect_lazy_with(settings::reader(path));
        let writer = Arc::new(Mutex::new(writer));
        let log = match &lock {
            Some(_) => Some(WriteAheadLog::start(options.connect().await?, writer.clone())),
            None => None,
        };
        let background = BackgroundReader { path: path.to_owned(), connection: OnceCell::new() };
        Ok(Self { writer, readers, background, log, _lock: lock })
    }
}

impl BackgroundReader {
    /// The connection, once it is free. Its thread inherits the priority of the thread that opens it.
    async fn connection(&self) -> Result<MutexGuard<'_, SqliteConnection>, sqlx::Error> {
        let connect = async || settings::reader(&self.path).connect().await.map(Mutex::new);
        Ok(self.connection.get_or_try_init(connect).await?.lock().await)
    }
}

impl Store for SqliteStore {
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            self.check_log()?;
            append::append(&mut *self.writer.lock().await, records).await?;
            if let Some(log) = &self.log {
                log.grow(records);
            }
            Ok(())
        }
        .boxed()
    }

    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move { rows::page(&mut *self.readers.acquire().await.map_err(failed)?, stream, after, limit).await }
            .boxed()
    }

    fn background_page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move { rows::page(&mut *self.background.connection().await.map_err(failed)?, stream, after, limit).await }
            .boxed()
    }

    fn background_head<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<Seq>, StoreError>> {
        async move { rows::head(&mut *self.background.connection().await.map_err(failed)?, stream).await }.boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move { rows::scan(&mut *self.readers.acquire().await.map_err(failed)?, after, limit).await }.boxed()
    }

    fn summaries(&self) -> Option<&dyn Summaries> {
        Some(self)
    }

    /// Moves the write-ahead log into the database file, so that a copy of that one file is whole.
    fn checkpoint(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            let mut writer = self.writer.lock().await;
            let moved = sqlx::query("PRAGMA wal_checkpoint(TRUNCATE)").fetch_one(&mut *writer).await.map_err(failed)?;
            let busy: i64 = moved.try_get(0).map_err(failed)?;
            if busy == 0 { Ok(()) } else { Err(StoreError::Failed("somebody still reads the database".into())) }
        }
        .boxed()
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        ready(self.check_log()).boxed()
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            self.check_log()?;
            let note = "INSERT INTO alive (only, at) VALUES (1, ?) ON CONFLICT (only) DO UPDATE SET at = excluded.at";
            let mut writer = self.writer.lock().await;
            sqlx::query(note).bind(at.to_string()).execute(&mut *writer).await.map_err(failed)?;
            append::committed(&writer)
        }
        .boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        async move { rows::last_alive(&mut *self.readers.acquire().await.map_err(failed)?).await }.boxed()
    }
}
