//! What the journal asks of stable storage. Implemented by `store` (SQL), and in memory by `volatile`
//! and, with faults for tests, by `memory`.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use super::record::{Record, StreamId};
use crate::clock::Instant;
use crate::ids::Seq;

/// Why storage did not do what was asked.
#[derive(Debug, Clone, thiserror::Error)]
pub enum StoreError {
    /// A record of that place exists: another process owns the stream. Nothing was written.
    #[error("another process has written to stream {stream}")]
    Conflict {
        /// Whose place was taken.
        stream: StreamId,
    },
    /// The outcome is not known, or storage is broken. Nothing may be assumed.
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

    /// The same for a read that may take its time: by connections of its own where these work as fast as the thread that
    /// opened them may, so that a page for which somebody waits never comes by one of them.
    fn background_page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        self.page(stream, after, limit)
    }

    /// Up to `limit` records of all streams, ordered by stream, then place, after that position.
    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>>;

    /// Notes that the server is alive at `at`, while lots are open.
    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Looks whether an append would reach the storage, without writing anything. One that does not go away between two
    /// writes, nor works beside them, has nothing to look at.
    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        ready(Ok(())).boxed()
    }

    /// When the server was last known to be alive.
    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>>;

    /// Makes what was written whole in its main place, at an orderly stop; nothing is lost without it.
    fn checkpoint(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async { Ok(()) }.boxed()
    }
}
