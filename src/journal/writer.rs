//! The journal's handle: streams are taken into ownership here, and batches handed to the one writer.
//!
//! Sealing (bytes and hashes) is done by the owner, on its own task; the writer only commits. The queue between them
//! is bounded: owners wait. Once a commit has failed the queue is closed for good, before anyone hears of it.

mod commit;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use futures::stream::BoxStream;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio_util::sync::CancellationToken;

use self::commit::{Batch, Writer};
use super::read::{self, Haste};
use super::record::{Draft, Record, StreamId, seal};
use super::store::{Store, StoreError};
use super::stream::{AppendError, Committed, Stream};
use crate::clock::Instant;
use crate::ids::Seq;

/// Bounds of one commit and of what waits for it.
#[derive(Debug, Clone, Copy)]
pub struct WriterLimits {
    /// Most records in one commit. A batch is never split: a larger one is committed alone.
    pub commit_records_max: usize,
    /// Most bytes of bodies in one commit, with the same exception.
    pub commit_bytes_max: usize,
    /// Most batches that wait; further owners wait to hand theirs in.
    pub queue_len_max: usize,
}

impl Default for WriterLimits {
    /// A commit of this size takes milliseconds; a longer one would make whoever comes next wait for it.
    fn default() -> Self {
        Self { commit_records_max: 4_096, commit_bytes_max: 8 << 20, queue_len_max: 1_024 }
    }
}

/// What becomes of a batch.
type Outcome = oneshot::Receiver<Result<(), AppendError>>;

/// The journal. Cheap to clone.
#[derive(Clone)]
pub struct Journal {
    inner: Arc<Inner>,
}

struct Inner {
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
    /// Starts the writer over `store`. The task ends, with the error, when the store fails, and cleanly when
    /// [`Journal::close`] was called and all that waited is committed. Metrics go to the recorder that is installed now.
    ///
    /// # Panics
    /// Where `queue_len_max` is 0, or outside a runtime.
    #[must_use]
    pub fn start(store: Arc<dyn Store>, limits: WriterLimits) -> (Self, JoinHandle<Result<(), StoreError>>) {
        let (queue, waiting) = mpsc::channel(limits.queue_len_max);
        let closing = CancellationToken::new();
        let writer = Writer::new(store.clone(), limits, waiting, closing.clone());
        let journal = Self { inner: Arc::new(Inner { store, queue, closing }) };
        (journal, tokio::spawn(writer.run()))
    }

    /// Takes a new, empty stream into ownership.
    #[must_use]
    pub fn create(&self, id: StreamId) -> Stream {
        self.resume(id, Committed::NOTHING)
    }

    /// Takes an existing stream into ownership, from its last record as recovery read it.
    #[must_use]
    pub fn resume(&self, id: StreamId, tail: Committed) -> Stream {
        Stream::new(self.clone(), id, tail)
    }

    /// Appends batches of several streams in one transaction: all of them or none.
    ///
    /// # Errors
    /// After any error none of the streams may be used again.
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

    /// Seals batches and hands them in as one. Until there is room in the queue nothing has happened; from then on only
    /// the writer knows what becomes of them.
    pub(super) async fn hand_in(
        &self,
        batches: &mut [(&mut Stream, Vec<Draft>)],
    ) -> Result<(Vec<Vec<Committed>>, Outcome), AppendError> {
        if !self.is_writable() || !batches.iter().all(|(stream, _)| stream.is_usable()) {
            return Err(AppendError::Unavailable);
        }
        let place = self.inner.queue.reserve().await.map_err(|_| AppendError::Unavailable)?;
        let (records, committed) = seal_all(batches);
        let claims = batches.iter().map(|(stream, _)| stream.claim()).collect();
        let (answer, outcome) = oneshot::channel();
        place.send(Batch::new(records, claims, answer));
        Ok((committed, outcome))
    }

    /// Whether the journal takes writes.
    #[must_use]
    pub fn is_writable(&self) -> bool {
        !self.inner.closing.is_cancelled() && !self.inner.queue.is_closed()
    }

    /// A stream's records after `after`, read page by page, hashes not checked (see `record::Chain` for that).
    #[must_use]
    pub fn read(&self, id: StreamId, after: Seq) -> BoxStream<'static, Result<Record, StoreError>> {
        read::stream(self.inner.store.clone(), id, after, Haste::Awaited)
    }

    /// The same, for a stream that is read in the background: nobody waits for it.
    #[must_use]
    pub fn read_in_background(&self, id: StreamId, after: Seq) -> BoxStream<'static, Result<Record, StoreError>> {
        read::stream(self.inner.store.clone(), id, after, Haste::Background)
    }

    /// All records of all streams, ordered by stream, then place.
    #[must_use]
    pub fn read_all(&self) -> BoxStream<'static, Result<Record, StoreError>> {
        read::all(self.inner.store.clone())
    }

    /// Notes that the server is alive. Once a commit has failed nothing is noted any more: an outage counts from
    /// the last moment at which bids could be taken.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails, or has failed before.
    pub async fn note_alive(&self, at: Instant) -> Result<(), StoreError> {
        if self.inner.queue.is_closed() {
            return Err(StoreError::Failed("the journal takes no writes".into()));
        }
        self.inner.store.note_alive(at).await
    }

    /// Looks whether the store is there, where that can change without a write.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn check(&self) -> Result<(), StoreError> {
        self.inner.store.check().await
    }

    /// When the server was last known to be alive.
    ///
    /// # Errors
    /// [`StoreError`] when the store fails.
    pub async fn last_alive(&self) -> Result<Option<Instant>, StoreError> {
        self.inner.store.last_alive().await
    }

    /// Takes no more batches; commits what waits.
    pub fn close(&self) {
        self.inner.closing.cancel();
    }
}

fn seal_all(batches: &mut [(&mut Stream, Vec<Draft>)]) -> (Vec<Record>, Vec<Vec<Committed>>) {
    let mut records = Vec::new();
    let mut committed = Vec::with_capacity(batches.len());
    for (stream, drafts) in batches {
        let mut sealed = seal(stream.id(), stream.tail(), &std::mem::take(drafts));
        let places: Vec<Committed> = sealed.iter().map(Committed::from).collect();
        stream.follow(&places);
        committed.push(places);
        if records.is_empty() { records = sealed } else { records.append(&mut sealed) }
    }
    (records, committed)
}
