//! The settings of connections, and the checks of a connection.

use std::fs::OpenOptions;
use std::io::ErrorKind;
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};
use std::time::Duration;

use sqlx::ConnectOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqliteSynchronous};

use crate::store::OpenError;

/// In older versions a WAL that is reset while it is read can corrupt the database.
const VERSION_MIN: [u32; 3] = [3, 51, 3];
const VERSION_MIN_TEXT: &str = "3.51.3 or later";

/// How long a connection waits for another process (`fairlot user add`) to finish writing.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);

/// The number of pages in the WAL at which a command's commit moves them into the file.
const CHECKPOINT_PAGES: &str = "1000";

/// The size to which the WAL is cut after a long read has prevented its reset.
const WAL_BYTES_KEPT: &str = "67108864";

/// Prepared statements: one for each number of rows that an insert can have, and the few others.
const STATEMENTS_MAX: usize = super::append::ROWS_MAX + 28;

/// The file's absolute path. Creates it, readable by its owner only, where there is none.
pub(super) fn create(database: &str) -> Result<PathBuf, OpenError> {
    let path = path_of(database)?;
    let file_error = |source| OpenError::File { path: path.clone(), source };
    // Never opens an existing file: closing it would release SQLite's own locks within this process.
    match OpenOptions::new().write(true).create_new(true).mode(0o600).open(&path) {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => return Err(file_error(error)),
        Ok(_) | Err(_) => {}
    }
    path.canonicalize().map_err(file_error)
}

/// The absolute path of a file that exists.
pub(super) fn find(database: &str) -> Result<PathBuf, OpenError> {
    let path = path_of(database)?;
    path.canonicalize().map_err(|source| {
        let is_missing = source.kind() == ErrorKind::NotFound;
        if is_missing { OpenError::Missing(path) } else { OpenError::File { path, source } }
    })
}

/// Whether the database file alone holds the whole database: no WAL with pages is beside it.
pub(super) fn is_closed(path: &Path) -> bool {
    let wal = PathBuf::from(format!("{}-wal", path.display()));
    wal.metadata().map_or(true, |wal| wal.len() == 0)
}

fn path_of(database: &str) -> Result<PathBuf, OpenError> {
    let path = database.strip_prefix("sqlite:").map_or(database, |path| path.strip_prefix("//").unwrap_or(path));
    if path.is_empty() || path == ":memory:" || path.contains("://") {
        return Err(OpenError::Address(database.to_owned()));
    }
    Ok(path.into())
}

/// For a server, which moves the WAL into the file by another connection (see `write_ahead_log`).
pub(super) fn server(path: &Path) -> SqliteConnectOptions {
    writer(path).pragma("wal_autocheckpoint", "0")
}

/// For a command that writes, while a server runs or without one.
pub(super) fn command(path: &Path) -> SqliteConnectOptions {
    writer(path).pragma("wal_autocheckpoint", CHECKPOINT_PAGES)
}

fn writer(path: &Path) -> SqliteConnectOptions {
    shared(path)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("journal_size_limit", WAL_BYTES_KEPT)
        .statement_cache_capacity(STATEMENTS_MAX)
        .foreign_keys(true)
}

pub(super) fn reader(path: &Path) -> SqliteConnectOptions {
    // Rows arrive over a channel from SQLite's thread; with a larger buffer the thread is woken less often.
    shared(path).read_only(true).row_buffer_size(500)
}

fn shared(path: &Path) -> SqliteConnectOptions {
    SqliteConnectOptions::new().filename(path).busy_timeout(BUSY_TIMEOUT).disable_statement_logging()
}

/// Refuses a connection whose commits would not be on stable storage when they return.
pub(super) async fn assert_safe(writer: &mut SqliteConnection) -> Result<(), OpenError> {
    let journal_mode: String = sqlx::query_scalar("PRAGMA journal_mode").fetch_one(&mut *writer).await?;
    if journal_mode != "wal" {
        return Err(OpenError::Unsafe { setting: "journal_mode", found: journal_mode, due: "wal" });
    }
    let synchronous: i64 = sqlx::query_scalar("PRAGMA synchronous").fetch_one(&mut *writer).await?;
    if synchronous != 2 {
        return Err(OpenError::Unsafe { setting: "synchronous", found: synchronous.to_string(), due: "2 (FULL)" });
    }
    let version: String = sqlx::query_scalar("SELECT sqlite_version()").fetch_one(&mut *writer).await?;
    assert_version(&version)
}

pub(super) fn assert_version(version: &str) -> Result<(), OpenError> {
    let numbers: Result<Vec<u32>, _> = version.split('.').map(str::parse).collect();
    match numbers {
        Ok(numbers) if numbers.as_slice() >= VERSION_MIN.as_slice() => Ok(()),
        Ok(_) | Err(_) => {
            let found = version.to_owned();
            Err(OpenError::Unsafe { setting: "SQLite's version", found, due: VERSION_MIN_TEXT })
        }
    }
}
