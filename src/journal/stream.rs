//! A stream as its owner holds it: the tail, and the way to append.
//!
//! An owner may hand in a batch while those before it are on their way: each follows the one before, and the writer
//! commits them in that order. Once one of them has failed, none after it is written, and the stream takes nothing more;
//! whoever wants to go on reads it again.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::oneshot;

use super::record::{Draft, Hash, Record, StreamId};
use super::writer::Journal;
use crate::clock::Instant;
use crate::ids::Seq;

/// Why an append did not succeed. The owner stops: it never tries again in place.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AppendError {
    /// Another process owns the stream; nothing was written.
    #[error("another process has written to stream {0}")]
    Conflict(StreamId),
    /// The outcome is not known.
    #[error("the journal takes no writes")]
    Unavailable,
}

/// A record that is on stable storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Its place.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// The chain up to here.
    pub hash: Hash,
}

impl Committed {
    /// The tail of an empty stream: place 0, the earliest instant, the zero hash.
    pub const NOTHING: Self = Self { seq: Seq::ZERO, at: Instant::from_micros(i64::MIN), hash: Hash::ZERO };
}

impl From<&Record> for Committed {
    fn from(record: &Record) -> Self {
        Self { seq: record.seq, at: record.at, hash: record.hash }
    }
}

/// The only way to append to one stream. Whoever holds it owns the stream.
#[derive(Debug)]
pub struct Stream {
    journal: Journal,
    id: StreamId,
    tail: Committed,
    claim: Claim,
    /// An append was not awaited to its end: what stands in storage may not be what `tail` says.
    in_doubt: bool,
}

/// An owner's right to a stream, as the writer sees it: gone once somebody else has written to the stream. Then nothing
/// of this owner is written any more, or a later batch could find its place free behind a gap.
#[derive(Debug, Clone, Default)]
pub(super) struct Claim(Arc<AtomicBool>);

/// A batch on its way to stable storage.
#[derive(Debug)]
pub struct Handed {
    records: Vec<Committed>,
    outcome: oneshot::Receiver<Result<(), AppendError>>,
}

impl Stream {
    pub(super) fn new(journal: Journal, id: StreamId, tail: Committed) -> Self {
        Self { journal, id, tail, claim: Claim::default(), in_doubt: false }
    }

    /// The stream's name.
    #[must_use]
    pub const fn id(&self) -> &StreamId {
        &self.id
    }

    /// The last record that was handed in, which the next one follows; before the first one [`Committed::NOTHING`].
    #[must_use]
    pub const fn tail(&self) -> Committed {
        self.tail
    }

    /// Seals `drafts` as one batch and hands it in behind those that are on their way. Waits only for room in the queue;
    /// dropped before there is any, nothing has happened.
    ///
    /// # Errors
    /// [`AppendError::Unavailable`] where the journal takes no writes, or this stream takes none any more.
    ///
    /// # Panics
    /// Where there are no drafts, a draft's `at` is before the record before it, or its `data` is no JSON object without
    /// spaces.
    pub async fn hand_in(&mut self, drafts: Vec<Draft>) -> Result<Handed, AppendError> {
        assert!(!drafts.is_empty(), "a batch has records");
        let journal = self.journal.clone();
        let (mut records, outcome) = journal.hand_in(&mut [(self, drafts)]).await?;
        Ok(Handed { records: records.pop().unwrap_or_default(), outcome })
    }

    /// Seals and appends `drafts` as one batch; on stable storage when it returns. No drafts, nothing happens.
    ///
    /// Dropped before the batch is handed in, nothing happens either; dropped later, the stream is in doubt.
    ///
    /// # Errors
    /// [`AppendError`]; after any error, and while in doubt, the stream only answers [`AppendError::Unavailable`].
    ///
    /// # Panics
    /// Where a draft's `at` is before the record before it, or its `data` is no JSON object without spaces.
    pub async fn append(&mut self, drafts: Vec<Draft>) -> Result<Vec<Committed>, AppendError> {
        let journal = self.journal.clone();
        let mut committed = journal.append_all(vec![(self, drafts)]).await?;
        Ok(committed.pop().unwrap_or_default())
    }

    /// Whether it may be appended to.
    pub(super) fn is_usable(&self) -> bool {
        !self.in_doubt && !self.claim.is_lost()
    }

    pub(super) const fn doubt(&mut self) {
        self.in_doubt = true;
    }

    pub(super) const fn trust(&mut self) {
        self.in_doubt = false;
    }

    pub(super) fn claim(&self) -> Claim {
        self.claim.clone()
    }

    /// The next batch follows the last of these.
    pub(super) fn follow(&mut self, records: &[Committed]) {
        if let Some(last) = records.last() {
            self.tail = *last;
        }
    }
}

impl Claim {
    pub(super) fn lose(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(super) fn is_lost(&self) -> bool {
        self.0.load(Ordering::Relaxed)
    }
}

impl Handed {
    /// Its records: what they are once they are on stable storage.
    #[must_use]
    pub fn records(&self) -> &[Committed] {
        &self.records
    }

    /// Waits until it is on stable storage. Cancel safe; not to be asked again after it has answered.
    ///
    /// # Errors
    /// [`AppendError`]; what was handed in after it has failed as well.
    pub async fn committed(&mut self) -> Result<(), AppendError> {
        (&mut self.outcome).await.unwrap_or(Err(AppendError::Unavailable))
    }

    /// As [`Handed::committed`]; None while it is on its way.
    pub fn has_been_committed(&mut self) -> Option<Result<(), AppendError>> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(oneshot::error::TryRecvError::Empty) => None,
            Err(oneshot::error::TryRecvError::Closed) => Some(Err(AppendError::Unavailable)),
        }
    }
}
