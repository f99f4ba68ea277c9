//! What the journal asks of stable storage.
//!
//! Implemented by the module `store` in SQL, by [`super::memory`] in memory, and by `faulty` for tests.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use super::record::{Record, StreamId};
use crate::clock::Instant;
use crate::ids::Seq;

/// Why storage did not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A record with that position exists: another process owns the stream. Nothing was written.
    #[error("another process has written to stream {stream}")]
    Conflict {
        /// The stream of the first such record.
        stream: StreamId,
    },
    /// The outcome is not known, or the storage is broken. Nothing may be assumed.
    #[error("the store failed: {0}")]
    Failed(Arc<str>),
}

/// Stable storage for records.
pub trait Store: Send + Sync + 'static {
    /// Writes all of `records`, of any streams, in one transaction; on stable storage when it returns.
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Up to `limit` records of a stream after `after`, in order.
    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>>;

    /// The same for a read in the background. A store whose connections inherit the priority of the thread that opened
    /// them uses other connections here, so that [`Store::page`] never reads at a low priority.
    fn background_page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        self.page(stream, after, limit)
    }

    /// Up to `limit` records of all streams after `after`, ordered by stream, then by position.
    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>>;

    /// Notes that the server is alive at `at`, while lots are open.
    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Checks that an append would reach the storage, without writing. A store that cannot be lost between two writes
    /// has nothing to check.
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        ready(Ok(())).boxed()
    }

    /// When the server was last known to be alive.
    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>>;

    /// Completes the main file at an orderly stop. Nothing is lost without it.
    fn checkpoint(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async { Ok(()) }.boxed()
    }
}
