//! The one connection that writes streams, as long as every outcome is known.
//!
//! An unknown outcome loses the connection: it is closed, which frees its lock, and nothing is written through it again. To
//! go on, the server opens the database again and reads the journal.

use std::time::Duration;

use sqlx::postgres::PgConnection;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use super::notices::DatabaseNotices;
use crate::journal::StoreError;
use crate::store::OpenError;

/// How long a write may take before its outcome counts as unknown. A slow disk or a standby that catches up needs less; a
/// lost network gives no answer at all.
pub const COMMIT_WAIT_MAX: Duration = Duration::from_secs(10);

/// Why a write is not, or may not be, on stable storage.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// The database refuses it, or the connection is lost.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// The database did not answer in time.
    #[error("no answer within {0:?}")]
    Late(Duration),
    /// It was committed with a warning.
    #[error("committed with a warning: {0}")]
    Warned(String),
}

impl From<WriteError> for StoreError {
    fn from(error: WriteError) -> Self {
        Self::Failed(error.to_string().into())
    }
}

impl From<WriteError> for OpenError {
    fn from(error: WriteError) -> Self {
        match error {
            WriteError::Database(error) => Self::Database(error),
            WriteError::Late(wait_max) => Self::Late(wait_max),
            WriteError::Warned(warning) => Self::Doubtful(warning),
        }
    }
}

/// The connection that writes; none once it was lost.
#[derive(Debug)]
pub(super) struct PostgresWriter {
    connection: Mutex<Option<PgConnection>>,
    notices: DatabaseNotices,
    wait_max: Duration,
}

impl PostgresWriter {
    pub(super) fn new(connection: PgConnection, notices: DatabaseNotices, wait_max: Duration) -> Self {
        Self { connection: Mutex::new(Some(connection)), notices, wait_max }
    }

    /// The connection, once it is free.
    pub(super) async fn turn(&self) -> Result<WriteTurn<'_>, StoreError> {
        let mut slot = self.connection.lock().await;
        let connection = slot.take().ok_or_else(lost)?;
        Ok(WriteTurn { slot, connection })
    }

    /// The outcome of a write: success only when the database answered in time and without a warning.
    pub(super) async fn settled<T>(
        &self,
        write: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, WriteError> {
        settled(&self.notices, self.wait_max, write).await
    }

    /// The same for a statement that is due in a shorter time.
    pub(super) async fn settled_within<T>(
        &self,
        wait_max: Duration,
        write: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, WriteError> {
        settled(&self.notices, self.wait_max.min(wait_max), write).await
    }
}

/// Exclusive use of the connection, which is taken out of the writer meanwhile. Dropped before [`WriteTurn::end`], by an
/// error or by a cancelled caller, it loses the connection.
#[derive(Debug)]
pub(super) struct WriteTurn<'a> {
    slot: MutexGuard<'a, Option<PgConnection>>,
    pub(super) connection: PgConnection,
}

impl WriteTurn<'_> {
    /// Returns the connection: the outcome is known and the next write may follow.
    pub(super) fn end(self) {
        let Self { mut slot, connection } = self;
        *slot = Some(connection);
    }
}

/// The outcome of a write: success only when the database answered in time and without a warning.
pub(super) async fn settled<T>(
    notices: &DatabaseNotices,
    wait_max: Duration,
    write: impl Future<Output = Result<T, sqlx::Error>>,
) -> Result<T, WriteError> {
    let Ok(outcome) = timeout(wait_max, notices.noted_during(write)).await else {
        return Err(WriteError::Late(wait_max));
    };
    let done = outcome?;
    notices.take_warning().map_or(Ok(done), |warning| Err(WriteError::Warned(warning)))
}

fn lost() -> StoreError {
    StoreError::Failed("the connection that writes was lost".into())
}
