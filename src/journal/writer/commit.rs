//! The one writer: commits the waiting batches of all streams in one transaction. It never waits for a timer.
//!
//! While one commit syncs, the batches of the next one gather in the queue. So commits grow with the load, and batches
//! share the cost of a commit. A commit that failed, or may have failed, is never tried again. Only a conflict is known
//! to have written nothing: the batches of that commit are then committed one by one, so that only the owner that lost
//! its stream is refused. Its later batches are not written.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use metrics::{Gauge, Histogram};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::limits::WriterLimits;
use crate::journal::claim::{AppendError, Claim};
use crate::journal::metric;
use crate::journal::record::{Record, StreamId};
use crate::journal::store::{Store, StoreError};

type BatchAnswer = oneshot::Sender<Result<(), AppendError>>;

/// Records that are committed together or not at all.
pub(super) struct Batch {
    records: Vec<Record>,
    bytes: usize,
    owners: BatchOwners,
}

/// The owners of the streams of one batch, who wait for its outcome.
struct BatchOwners {
    claims: Vec<Claim>,
    answer: BatchAnswer,
}

impl Batch {
    pub(super) fn new(records: Vec<Record>, claims: Vec<Claim>, answer: BatchAnswer) -> Self {
        assert!(!records.is_empty() && !claims.is_empty(), "a batch has records and owners");
        let follows = |pair: &[Record]| pair[0].stream != pair[1].stream || pair[1].seq == pair[0].seq.next();
        assert!(records.windows(2).all(follows), "a batch holds each stream once, without a gap");
        let bytes = records.iter().map(|record| record.body.len()).sum();
        Self { records, bytes, owners: BatchOwners { claims, answer } }
    }
}

impl BatchOwners {
    fn answer(self, outcome: Result<(), AppendError>) {
        // Where an owner no longer waits, its stream is in doubt, and no other task waits for the outcome.
        let _ = self.answer.send(outcome);
    }

    /// Another process has written to one of the streams: no later batch of these owners is written.
    fn lose(self, stream: StreamId) {
        self.claims.iter().for_each(Claim::lose);
        self.answer(Err(AppendError::Conflict(stream)));
    }

    /// Whether an earlier batch has cost one of the owners its stream.
    fn is_lost(&self) -> bool {
        self.claims.iter().any(Claim::is_lost)
    }
}

pub(super) struct CommitWriter {
    store: Arc<dyn Store>,
    limits: WriterLimits,
    queue: mpsc::Receiver<Batch>,
    closing: CancellationToken,
    /// Taken from the queue, but too large for the group that was gathered.
    carried: Option<Batch>,
    commit_seconds: Histogram,
    commit_records: Histogram,
    queue_len: Gauge,
}

impl CommitWriter {
    pub(super) fn new(
        store: Arc<dyn Store>,
        limits: WriterLimits,
        queue: mpsc::Receiver<Batch>,
        closing: CancellationToken,
    ) -> Self {
        let commit_seconds = metrics::histogram!(metric::COMMIT_SECONDS);
        let commit_records = metrics::histogram!(metric::COMMIT_RECORDS);
        let queue_len = metrics::gauge!(metric::JOURNAL_QUEUE);
        Self { store, limits, queue, closing, carried: None, commit_seconds, commit_records, queue_len }
    }

    /// Commits until the queue is closed and empty, or until the store fails.
    pub(super) async fn run(mut self) -> Result<(), StoreError> {
        let mut group = CommitGroup::default();
        while let Some(first) = self.next().await {
            self.gather(first, &mut group);
            if let Err(error) = self.commit(&mut group).await {
                self.stop(group).await;
                return Err(error);
            }
        }
        Ok(())
    }

    async fn next(&mut self) -> Option<Batch> {
        if let Some(carried) = self.carried.take() {
            return Some(carried);
        }
        loop {
            tokio::select! {
                biased;
                () = self.closing.cancelled(), if !self.queue.is_closed() => self.queue.close(),
                batch = self.queue.recv() => return batch,
            }
        }
    }

    /// Adds the waiting batches to `first` while there is room.
    fn gather(&mut self, first: Batch, group: &mut CommitGroup) {
        group.push(first);
        while let Ok(batch) = self.queue.try_recv() {
            if !group.has_room(&batch, self.limits) {
                self.carried = Some(batch);
                break;
            }
            group.push(batch);
        }
        self.queue_len.set(count(self.queue.len() + usize::from(self.carried.is_some())));
    }

    /// Commits the group and answers its batches. After an error the batches that remain are not answered yet.
    async fn commit(&self, group: &mut CommitGroup) -> Result<(), StoreError> {
        // Rare: each batch is then checked and committed separately.
        if group.waiting.iter().any(|(_, owners)| owners.is_lost()) {
            self.commit_one_by_one(group).await?;
            group.clear();
            return Ok(());
        }
        match self.append(&group.records).await {
            Ok(()) => group.waiting.drain(..).for_each(|(_, owners)| owners.answer(Ok(()))),
            Err(StoreError::Conflict { stream }) if group.waiting.len() == 1 => {
                group.waiting.drain(..).for_each(|(_, owners)| owners.lose(stream.clone()));
            }
            Err(StoreError::Conflict { .. }) => self.commit_one_by_one(group).await?,
            Err(error @ StoreError::Failed(_)) => return Err(error),
        }
        group.clear();
        Ok(())
    }

    async fn commit_one_by_one(&self, group: &mut CommitGroup) -> Result<(), StoreError> {
        while let Some((range, owners)) = group.waiting.pop_front() {
            let records = &group.records[range];
            if owners.is_lost() {
                owners.lose(records[0].stream.clone());
                continue;
            }
            match self.append(records).await {
                Ok(()) => owners.answer(Ok(())),
                Err(StoreError::Conflict { stream }) => owners.lose(stream),
                Err(error @ StoreError::Failed(_)) => {
                    group.waiting.push_front((0..0, owners));
                    return Err(error);
                }
            }
        }
        Ok(())
    }

    async fn append(&self, records: &[Record]) -> Result<(), StoreError> {
        let started = Instant::now();
        let outcome = self.store.append(records).await;
        self.commit_seconds.record(started.elapsed());
        self.commit_records.record(count(records.len()));
        outcome
    }

    /// Closes the queue first, so that an owner that learns of the failure finds a journal that takes no writes.
    async fn stop(&mut self, group: CommitGroup) {
        self.queue.close();
        for (_, owners) in group.waiting {
            owners.answer(Err(AppendError::Unavailable));
        }
        if let Some(batch) = self.carried.take() {
            batch.owners.answer(Err(AppendError::Unavailable));
        }
        while let Some(batch) = self.queue.recv().await {
            batch.owners.answer(Err(AppendError::Unavailable));
        }
        self.queue_len.set(0);
    }
}

/// The batches of one commit.
#[derive(Default)]
struct CommitGroup {
    records: Vec<Record>,
    bytes: usize,
    /// Each batch's records, and its owners.
    waiting: VecDeque<(Range<usize>, BatchOwners)>,
}

impl CommitGroup {
    fn has_room(&self, batch: &Batch, limits: WriterLimits) -> bool {
        self.records.len() + batch.records.len() <= limits.commit_records_max
            && self.bytes + batch.bytes <= limits.commit_bytes_max
    }

    fn push(&mut self, mut batch: Batch) {
        let start = self.records.len();
        debug_assert_eq!(start, self.waiting.back().map_or(0, |(range, _)| range.end), "every record has owners");
        self.records.append(&mut batch.records);
        self.bytes += batch.bytes;
        self.waiting.push_back((start..self.records.len(), batch.owners));
    }

    fn clear(&mut self) {
        self.records.clear();
        self.bytes = 0;
        self.waiting.clear();
    }
}

fn count(len: usize) -> f64 {
    f64::from(u32::try_from(len).unwrap_or(u32::MAX))
}
