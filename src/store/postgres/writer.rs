//! The one connection that writes streams, for as long as its outcomes are known.
//!
//! Whatever leaves an outcome unknown also loses the connection: nothing is written through it again, and it goes with
//! its lock. Whoever wants to go on opens the database again and reads what counts.

use std::time::Duration;

use sqlx::postgres::PgConnection;
use tokio::sync::{Mutex, MutexGuard};
use tokio::time::timeout;

use super::notices::Notices;
use crate::journal::StoreError;
use crate::store::OpenError;

/// How long a write may take before its outcome counts as unknown. Within it a disk may be slow and a standby catch up;
/// after it the network is taken for dead, since a dead one says nothing.
pub const COMMIT_WAIT_MAX: Duration = Duration::from_secs(10);

/// Why it is not known whether a write is on stable storage, or known that it is not.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteError {
    /// The database says no, or says nothing more.
    #[error(transparent)]
    Database(#[from] sqlx::Error),
    /// It takes too long.
    #[error("no answer within {0:?}")]
    Late(Duration),
    /// It was done, but not as it has to be.
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

#[derive(Debug)]
pub(super) struct PostgresWriter {
    connection: Mutex<Option<PgConnection>>,
    notices: Notices,
    wait_max: Duration,
}

impl PostgresWriter {
    pub(super) fn new(connection: PgConnection, notices: Notices, wait_max: Duration) -> Self {
        Self { connection: Mutex::new(Some(connection)), notices, wait_max }
    }

    /// The connection, once it is free.
    pub(super) async fn turn(&self) -> Result<WriteTurn<'_>, StoreError> {
        let mut place = self.connection.lock().await;
        let connection = place.take().ok_or_else(lost)?;
        Ok(WriteTurn { place, connection })
    }

    /// The outcome of a write: good only when the database said so in time and without a warning.
    pub(super) async fn settled<T>(
        &self,
        write: impl Future<Output = Result<T, sqlx::Error>>,
    ) -> Result<T, WriteError> {
        settled(&self.notices, self.wait_max, write).await
    }
}

/// The connection, not in its place: a turn that is dropped before its end, by an error or because nobody waits for it
/// any more, loses it.
#[derive(Debug)]
pub(super) struct WriteTurn<'a> {
    place: MutexGuard<'a, Option<PgConnection>>,
    pub(super) connection: PgConnection,
}

impl WriteTurn<'_> {
    /// The outcome is known: the next one may write.
    pub(super) fn end(self) {
        let Self { mut place, connection } = self;
        *place = Some(connection);
    }
}

/// The outcome of a write: good only when the database said so in time and without a warning.
pub(super) async fn settled<T>(
    notices: &Notices,
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
