//! What the journal asks of stable storage.
//!
//! Implemented by the module `store` in SQL, by [`super::memory`] in memory, and by `faulty` for tests.

use std::sync::Arc;

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use super::record::{Record, StreamId};
use super::summary::{StreamHead, StreamSummary};
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

/// Records in a page where a stream is read to find its last one.
const HEAD_PAGE_RECORDS: u32 = 1_000;

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

    /// The position of a stream's last record, read in the background; none where it has none. A store of a server answers
    /// from its index; the others read the stream.
    fn background_head<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<Seq>, StoreError>> {
        async move {
            let mut head = None;
            loop {
                let page = self.background_page(stream, head.unwrap_or(Seq::ZERO), HEAD_PAGE_RECORDS).await?;
                let Some(last) = page.last() else { return Ok(head) };
                head = Some(last.seq);
            }
        }
        .boxed()
    }

    /// Up to `limit` records of all streams after `after`, ordered by stream, then by position.
    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>>;

    /// Its summaries of streams that have ended. None where it keeps none, so that a start reads every stream.
    fn summaries(&self) -> Option<&dyn Summaries> {
        None
    }

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

/// Stable storage for summaries, in the same database as the journal.
pub trait Summaries: Send + Sync {
    /// The streams without a summary, in no order. None where no complete set of summaries of that version is kept.
    fn open_streams(&self, version: u32) -> BoxFuture<'_, Result<Option<Vec<StreamId>>, StoreError>>;

    /// The summary of a stream.
    fn summary_of<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<StreamSummary>, StoreError>>;

    /// Up to `limit` summaries after that stream, ordered by stream.
    fn summaries_after<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamSummary>, StoreError>>;

    /// Of up to `limit` summaries after that stream the records that they are made from, ordered by stream.
    fn summary_heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>>;

    /// The last records of up to `limit` streams of the journal after that stream, ordered by stream.
    fn heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>>;

    /// The last record of the stream with the last name in the journal, which is the youngest lot where ids are made by
    /// time.
    fn last_head(&self) -> BoxFuture<'_, Result<Option<StreamHead>, StoreError>>;

    /// Keeps summaries in place of others of the same streams; these streams are no longer listed as open.
    fn keep_summaries<'a>(&'a self, summaries: &'a [StreamSummary]) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes the summaries of these streams, and lists those as open that the journal holds.
    fn drop_summaries<'a>(&'a self, streams: &'a [StreamId]) -> BoxFuture<'a, Result<(), StoreError>>;

    /// Removes everything: nothing is kept from then on until the set is complete again.
    fn clear_summaries(&self) -> BoxFuture<'_, Result<(), StoreError>>;

    /// Notes that every stream has a summary of that version or is listed as open.
    fn complete_summaries(&self, version: u32) -> BoxFuture<'_, Result<(), StoreError>>;
}
