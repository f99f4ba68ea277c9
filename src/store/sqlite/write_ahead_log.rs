//! Moves the write-ahead log into the database file while commits go on, so that they rarely wait.
//!
//! By default `SQLite` moves the whole log in the commit that fills it, and bids wait for its syncs. Here a second connection
//! moves the log while commits still grow it, until few pages are left. The writer is held only while these last pages are
//! moved: the log begins anew when all of it has been moved. A move that fails ends the store: `SQLite` itself would not
//! report it, and a sync that has failed once may seem to succeed the next time. See docs/performance.md, Write-ahead log.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};

use sqlx::Row;
use sqlx::sqlite::SqliteConnection;
use tokio::sync::{Mutex, Notify};
use tokio_util::sync::{CancellationToken, DropGuard};

use super::error::failed;
use crate::journal::{Record, StoreError};

/// Pages by which the log grows before it is moved.
const PAGES_MAX: usize = 2_000;
/// Most pages that may be moved while the writer is held.
const REST_PAGES_MAX: usize = 100;
/// Most moves without holding the writer. Then the writer is held for all that is left: commits that grow the log faster
/// than it is moved must wait.
const MOVES_MAX: usize = 6;

/// Pages that a commit writes besides those that its records fill: the last pages of the table and of its index.
const PAGES_PER_COMMIT: usize = 3;
/// Bytes of bodies in one page, which holds other columns as well.
const BYTES_PER_PAGE: usize = 3_000;

/// How far the log has grown, and whether it could always be moved.
#[derive(Debug)]
pub(super) struct WriteAheadLog {
    growth: Arc<Growth>,
    /// Ends the task when the store is dropped.
    _moving: DropGuard,
}

#[derive(Debug, Default)]
struct Growth {
    /// An estimate of the pages that were written since the last move began.
    pages: AtomicUsize,
    is_large: Notify,
    failure: OnceLock<StoreError>,
}

/// The task that moves the log.
struct LogMover {
    connection: SqliteConnection,
    writer: Arc<Mutex<SqliteConnection>>,
    growth: Arc<Growth>,
}

/// What is left in the log after a move.
#[derive(Debug, PartialEq, Eq)]
enum Unmoved {
    /// Pages that were written since the move began.
    Pages(usize),
    /// Another connection still reads pages of the log, or moves it.
    InUse,
}

impl WriteAheadLog {
    /// Moves the pages that `writer` writes, through another connection, until the value is dropped.
    pub(super) fn start(connection: SqliteConnection, writer: Arc<Mutex<SqliteConnection>>) -> Self {
        let growth = Arc::<Growth>::default();
        let over = CancellationToken::new();
        let mover = LogMover { connection, writer, growth: growth.clone() };
        tokio::spawn(over.clone().run_until_cancelled_owned(mover.run()));
        Self { growth, _moving: over.drop_guard() }
    }

    /// Checks that no move of the log has failed.
    ///
    /// # Errors
    /// Why the log could not be moved.
    pub(super) fn check(&self) -> Result<(), StoreError> {
        self.growth.failure.get().map_or(Ok(()), |failure| Err(failure.clone()))
    }

    /// Notes a commit of these records.
    pub(super) fn grow(&self, records: &[Record]) {
        let bytes: usize = records.iter().map(|record| record.body.len()).sum();
        let pages = PAGES_PER_COMMIT + bytes / BYTES_PER_PAGE;
        if self.growth.pages.fetch_add(pages, Ordering::Relaxed) + pages >= PAGES_MAX {
            self.growth.is_large.notify_one();
        }
    }
}

impl LogMover {
    async fn run(mut self) {
        loop {
            self.growth.is_large.notified().await;
            if let Err(error) = self.empty_the_log().await {
                let failure = failed(error);
                tracing::error!(error = %failure, "the write-ahead log cannot be moved: the store takes no writes");
                // Only this task sets it.
                let _ = self.growth.failure.set(failure);
                return;
            }
        }
    }

    /// Moves the log until the next commit can begin it anew. A log that is being read is left until it has grown more.
    async fn empty_the_log(&mut self) -> Result<(), sqlx::Error> {
        for _ in 0..MOVES_MAX {
            match self.move_once().await? {
                Unmoved::InUse => return Ok(()),
                Unmoved::Pages(pages) if pages <= REST_PAGES_MAX => break,
                Unmoved::Pages(_) => {}
            }
        }
        let writer = self.writer.clone();
        let _held = writer.lock().await;
        self.move_once().await.map(|_| ())
    }

    async fn move_once(&mut self) -> Result<Unmoved, sqlx::Error> {
        self.growth.pages.store(0, Ordering::Relaxed);
        let moved = sqlx::query("PRAGMA wal_checkpoint(PASSIVE)").fetch_one(&mut self.connection).await?;
        let [busy, in_log, in_file] = [moved.try_get::<i64, _>(0)?, moved.try_get(1)?, moved.try_get(2)?];
        if busy != 0 || in_file < in_log {
            return Ok(Unmoved::InUse);
        }
        Ok(Unmoved::Pages(self.growth.pages.load(Ordering::Relaxed)))
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;
    use std::time::Duration;

    use serde_json::json;
    use sqlx::ConnectOptions;
    use tempfile::TempDir;
    use tokio::time::timeout;

    use super::*;
    use crate::journal::record::seal;
    use crate::journal::testing::{draft, lot, sealed};
    use crate::journal::{Committed, Store};
    use crate::store::sqlite::{SqliteSnapshot, SqliteStore, settings};

    /// Long enough for a busy machine; a passing test does not wait for it.
    const PATIENCE: Duration = Duration::from_secs(30);

    async fn mover(path: &Path) -> LogMover {
        let writer = Arc::new(Mutex::new(settings::server(path).connect().await.unwrap()));
        LogMover { connection: settings::server(path).connect().await.unwrap(), writer, growth: Arc::default() }
    }

    #[tokio::test]
    async fn a_log_that_was_moved_is_begun_anew() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("f.db");
        let store = SqliteStore::open(path.to_str().unwrap()).await.unwrap();
        store.append(&sealed(&lot("l1"), 5_000)).await.unwrap();
        let log_bytes = || folder.path().join("f.db-wal").metadata().unwrap().len();
        let grown = log_bytes();

        let mut mover = mover(&path).await;
        mover.empty_the_log().await.unwrap();
        store.append(&sealed(&lot("l2"), 1_000)).await.unwrap();

        assert_eq!(log_bytes(), grown, "the second append is at the beginning of the log");
        assert_eq!(mover.move_once().await.unwrap(), Unmoved::Pages(0));
    }

    #[tokio::test]
    async fn a_log_that_has_grown_enough_is_moved() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("f.db");
        let store = SqliteStore::open(path.to_str().unwrap()).await.unwrap();
        let long = draft("b", 0, &json!({"text": "x".repeat(PAGES_MAX * BYTES_PER_PAGE)}).to_string());
        let growth = store.log.as_ref().unwrap().growth.clone();

        store.append(&seal(&lot("l1"), Committed::NOTHING, &[long])).await.unwrap();
        let moved = async {
            while growth.pages.load(Ordering::Relaxed) > 0 {
                tokio::task::yield_now().await;
            }
        };

        timeout(PATIENCE, moved).await.expect("it was not moved");
    }

    #[tokio::test]
    async fn a_log_that_is_read_is_left_alone() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("f.db");
        let store = SqliteStore::open(path.to_str().unwrap()).await.unwrap();
        store.append(&sealed(&lot("l1"), 10)).await.unwrap();
        let _view = SqliteSnapshot::open(path.to_str().unwrap()).await.unwrap();
        store.append(&sealed(&lot("l2"), 10)).await.unwrap();

        assert_eq!(mover(&path).await.move_once().await.unwrap(), Unmoved::InUse);
    }

    #[tokio::test]
    async fn a_log_that_cannot_be_moved_ends_the_store() {
        let folder = TempDir::new().unwrap();
        let path = folder.path().join("f.db");
        std::fs::write(&path, "").unwrap();
        let mut mover = mover(&path).await;
        mover.connection.lock_handle().await.unwrap().set_progress_handler(1, || false);
        let growth = mover.growth.clone();
        growth.is_large.notify_one();

        mover.run().await;

        let log = WriteAheadLog { growth, _moving: CancellationToken::new().drop_guard() };
        assert!(matches!(log.check(), Err(StoreError::Failed(_))));
    }
}
