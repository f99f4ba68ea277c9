//! The handle of the journal: gives out streams to owners, and passes their batches to the one writer.
//!
//! The owner seals its records (bytes and hashes) on its own task; the writer only commits. The queue between them is
//! bounded: owners wait for room. Once a commit has failed, the queue is closed for good before any owner is answered.

mod commit;
mod limits;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use futures::stream::BoxStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

pub use self::limits::WriterLimits;

use self::commit::{Batch, CommitWriter};
use super::claim::AppendError;
use super::fold::{FoldedStream, Folding, StreamFold};
use super::read::{self, Haste};
use super::record::{Committed, Draft, Record, StreamId, seal};
use super::store::{Store, StoreError, Summaries};
use super::stream::Stream;
use crate::clock::Instant;
use crate::ids::Seq;

/// Receives the outcome of a batch.
type BatchOutcome = oneshot::Receiver<Result<(), AppendError>>;

/// The journal. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    shared: Arc<SharedJournal>,
}

struct SharedJournal {
    store: Arc<dyn Store>,
    queue: mpsc::Sender<Batch>,
    closing: CancellationToken,
}

impl std::fmt::Debug for Journal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Journal")
    }
}

impl Journal {
    /// Starts the writer of `store`. Its task ends with an error when the store fails, and without one when
    /// [`Journal::close`] was called and all waiting batches are committed. Metrics go to the recorder installed now.
    ///
    /// # Panics
    /// Where `queue_len_max` is 0, or outside a runtime.
    #[must_use]
    pub fn start(store: Arc<dyn Store>, limits: WriterLimits) -> (Self, JoinHandle<Result<(), StoreError>>) {
        let (queue, waiting) = mpsc::channel(limits.queue_len_max);
        let closing = CancellationToken::new();
        let writer = CommitWriter::new(store.clone(), limits, waiting, closing.clone());
        let journal = Self { shared: Arc::new(SharedJournal { store, queue, closing }) };
        (journal, tokio::spawn(writer.run()))
    }

    /// Gives the ownership of a new, empty stream.
    #[must_use]
    pub fn create(&self, id: StreamId) -> Stream {
        self.resume(id, Committed::NOTHING)
    }

    /// Gives the ownership of an existing stream, after its last record as recovery read it.
    ///
    /// # Panics
    /// Where `tail` is at position 0 and not [`Committed::NOTHING`].
    #[must_use]
    pub fn resume(&self, id: StreamId, tail: Committed) -> Stream {
        assert!(tail.seq > Seq::ZERO || tail == Committed::NOTHING, "before the first record there is nothing");
        Stream::new(self.clone(), id, tail)
    }

    /// Appends batches of several streams in one transaction: all of them or none.
    ///
    /// # Errors
    /// [`AppendError`]. None of the streams may be used after any error.
    ///
    /// # Panics
    /// As [`Stream::append`].
    pub async fn append_all(
        &self,
        mut batches: Vec<(&mut Stream, Vec<Draft>)>,
    ) -> Result<Vec<Vec<Committed>>, AppendError> {
        if batches.iter().all(|(_, drafts)| drafts.is_empty()) {
            return Ok(vec![Vec::new(); batches.len()]);
        }
        let (committed, outcome) = self.hand_in(&mut batches).await?;
        for (stream, _) in &mut batches {
            stream.doubt();
        }
        outcome.await.unwrap_or(Err(AppendError::Unavailable))?;
        for (stream, _) in &mut batches {
            stream.trust();
        }
        Ok(committed)
    }

    /// Seals batches and hands them in as one. While it waits for room in the queue nothing has happened; afterwards only
    /// the writer knows the outcome.
    pub(super) async fn hand_in(
        &self,
        batches: &mut [(&mut Stream, Vec<Draft>)],
    ) -> Result<(Vec<Vec<Committed>>, BatchOutcome), AppendError> {
        if !self.is_writable() || !batches.iter().all(|(stream, _)| stream.is_usable()) {
            return Err(AppendError::Unavailable);
        }
        let room = self.shared.queue.reserve().await.map_err(|_| AppendError::Unavailable)?;
        let (records, committed) = seal_all(batches);
        let claims = batches.iter().map(|(stream, _)| stream.claim()).collect();
        let (answer, outcome) = oneshot::channel();
        room.send(Batch::new(records, claims, answer));
        Ok((committed, outcome))
    }

    /// Whether the journal takes writes.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        !self.shared.closing.is_cancelled() && !self.shared.queue.is_closed()
    }

    /// A stream's records after `after`, read page by page. The hashes are not checked: see `record::Chain`.
    #[must_use]
    pub fn read(&self, id: StreamId, after: Seq) -> BoxStream<'static, Result<Record, StoreError>> {
        read::stream(self.shared.store.clone(), id, after, Haste::Awaited)
    }

    /// The same for a read in the background, for which no client waits.
    #[must_use]
    pub fn read_in_background(&self, id: StreamId, after: Seq) -> BoxStream<'static, Result<Record, StoreError>> {
        read::stream(self.shared.store.clone(), id, after, Haste::Background)
    }

    /// One page of such a read: up to `limit` records of a stream after `after`, in order.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn background_page(&self, id: &StreamId, after: Seq, limit: u32) -> Result<Vec<Record>, StoreError> {
        read::page(&*self.shared.store, id, after, limit, Haste::Background).await
    }

    /// Folds a stream's records, as many as are stored now. It reads small pages and uses one thread, because bids are judged
    /// meanwhile. None where there is no record.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn fold<F: StreamFold>(
        &self,
        id: StreamId,
        fold_of: impl Fn(&StreamId) -> F + Send + Sync + 'static,
    ) -> Result<Option<FoldedStream<F>>, StoreError> {
        let pages = read::runs(self.shared.store.clone(), id, read::STREAM_PAGE_RECORDS);
        Folding::with_workers(1, pages, fold_of).next().await
    }

    /// The same in large pages and on all cores: for the start, when no bid is judged yet.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn fold_whole<F: StreamFold>(
        &self,
        id: StreamId,
        fold_of: impl Fn(&StreamId) -> F + Send + Sync + 'static,
    ) -> Result<Option<FoldedStream<F>>, StoreError> {
        let pages = read::runs(self.shared.store.clone(), id, read::FOLD_PAGE_RECORDS);
        Folding::of(pages, fold_of).next().await
    }

    /// Folds all streams, in large pages. They come in the order of their names.
    #[must_use]
    pub fn fold_all<F: StreamFold>(
        &self,
        fold_of: impl Fn(&StreamId) -> F + Send + Sync + 'static,
    ) -> Folding<'static, F, StoreError> {
        Folding::of(read::all_runs_of(self.shared.store.clone()), fold_of)
    }

    /// The summaries of streams that have ended. None where the store keeps none.
    #[must_use]
    pub fn summaries(&self) -> Option<&dyn Summaries> {
        self.shared.store.summaries()
    }

    /// The position of a stream's last record that is committed now, for such a read; none where it has none.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn background_head(&self, id: &StreamId) -> Result<Option<Seq>, StoreError> {
        self.shared.store.background_head(id).await
    }

    /// Notes that the server is alive. Notes nothing once a commit has failed: an outage counts from the last moment at
    /// which the server could take bids.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails, or has failed before.
    pub async fn note_alive(&self, at: Instant) -> Result<(), StoreError> {
        if self.shared.queue.is_closed() {
            return Err(StoreError::Failed("the journal takes no writes".into()));
        }
        self.shared.store.note_alive(at).await
    }

    /// Checks that the store is reachable, where that can change without a write.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.shared.store.check().await
    }

    /// When the server was last known to be alive.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn last_alive(&self) -> Result<Option<Instant>, StoreError> {
        self.shared.store.last_alive().await
    }

    /// Takes no more batches; commits those that wait.
    pub fn close(&self) {
        self.shared.closing.cancel();
    }
}

fn seal_all(batches: &mut [(&mut Stream, Vec<Draft>)]) -> (Vec<Record>, Vec<Vec<Committed>>) {
    let mut records = Vec::new();
    let mut committed = Vec::with_capacity(batches.len());
    for (stream, drafts) in batches {
        let (tail, drafts) = (stream.tail(), std::mem::take(drafts));
        let mut sealed = seal(stream.id(), tail, &drafts);
        assert_eq!(sealed.len(), drafts.len(), "each draft becomes one record");
        tail.assert_followed_by(&sealed);
        let positions: Vec<Committed> = sealed.iter().map(Committed::from).collect();
        stream.follow(&positions);
        committed.push(positions);
        if records.is_empty() { records = sealed } else { records.append(&mut sealed) }
    }
    (records, committed)
}
