//! A stream and the right to append to it: only its one owner has this value.
//!
//! An owner may hand in a batch before the batches before it are committed: each follows the one before, and the writer
//! commits them in that order. Once a batch has failed, no later batch is written and the stream takes nothing more. A
//! new owner then reads the stream again.

use tokio::sync::oneshot;

use super::claim::{AppendError, Claim};
use super::record::{Committed, Draft, StreamId};
use super::writer::Journal;

/// The right to append to one stream. The task that holds it owns the stream.
#[derive(Debug)]
pub struct Stream {
    journal: Journal,
    id: StreamId,
    tail: Committed,
    claim: Claim,
    /// An append was not awaited to its end: storage may not hold what `tail` says.
    in_doubt: bool,
}

/// A batch that was handed in and may not be committed yet.
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

    /// The last record that was handed in; the next one follows it. [`Committed::NOTHING`] before the first one.
    #[must_use]
    pub const fn tail(&self) -> Committed {
        self.tail
    }

    /// Seals `drafts` as one batch and hands it in behind the batches before it. Waits only for room in the queue. If this
    /// future is dropped while it waits, nothing has happened.
    ///
    /// # Errors
    /// [`AppendError::Unavailable`] where the journal, or this stream, takes no more writes.
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

    /// Seals and appends `drafts` as one batch; they are on stable storage when it returns. Without drafts nothing happens.
    ///
    /// If this future is dropped before the batch is handed in, nothing has happened; later, the stream is in doubt.
    ///
    /// # Errors
    /// [`AppendError`]. After any error, and while the stream is in doubt, [`AppendError::Unavailable`].
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

    /// Makes the last of these records the tail.
    pub(super) fn follow(&mut self, records: &[Committed]) {
        for record in records {
            assert_eq!(record.seq, self.tail.seq.next(), "an owner's records have no gap");
            self.tail = *record;
        }
    }
}

impl Handed {
    /// Its records, as they are once they are on stable storage.
    #[must_use]
    pub fn records(&self) -> &[Committed] {
        &self.records
    }

    /// Waits until the batch is on stable storage. Cancel safe; must not be called again after it has returned.
    ///
    /// # Errors
    /// [`AppendError`]; batches that were handed in after it have failed as well.
    pub async fn committed(&mut self) -> Result<(), AppendError> {
        (&mut self.outcome).await.unwrap_or(Err(AppendError::Unavailable))
    }

    /// As [`Handed::committed`]; None while the batch is not committed yet.
    pub fn has_been_committed(&mut self) -> Option<Result<(), AppendError>> {
        match self.outcome.try_recv() {
            Ok(outcome) => Some(outcome),
            Err(oneshot::error::TryRecvError::Empty) => None,
            Err(oneshot::error::TryRecvError::Closed) => Some(Err(AppendError::Unavailable)),
        }
    }
}
