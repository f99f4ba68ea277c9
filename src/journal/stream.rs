//! A stream as its owner holds it: the tail, and the way to append.
//!
//! A stream is either at rest, its tail being the last committed record, or it is in doubt: a batch was handed in and
//! its answer was bad or never awaited. A stream in doubt takes nothing more; whoever wants to go on reads it again.

use super::record::{Draft, Hash, Record, StreamId};
use super::writer::Journal;
use crate::auction::ids::Seq;
use crate::clock::Instant;

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
    /// A batch was handed in and no good answer has come: what stands in storage may not be what `tail` says.
    in_doubt: bool,
}

impl Stream {
    pub(super) const fn new(journal: Journal, id: StreamId, tail: Committed) -> Self {
        Self { journal, id, tail, in_doubt: false }
    }

    /// The stream's name.
    #[must_use]
    pub const fn id(&self) -> &StreamId {
        &self.id
    }

    /// The last committed record; before the first one [`Committed::NOTHING`].
    #[must_use]
    pub const fn tail(&self) -> Committed {
        self.tail
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

    pub(super) const fn is_in_doubt(&self) -> bool {
        self.in_doubt
    }

    pub(super) const fn doubt(&mut self) {
        self.in_doubt = true;
    }

    pub(super) fn settle(&mut self, committed: &[Committed]) {
        if let Some(last) = committed.last() {
            self.tail = *last;
        }
        self.in_doubt = false;
    }
}
