//! The one writer: commits what waits from all streams in one transaction, by readiness, never by timer.
//!
//! While a commit syncs, the next one gathers in the queue; so a commit is as large as the load asks for, and its cost
//! is shared. A commit that failed, or may have, is never tried again. Only a conflict is known to have written
//! nothing: the batches of that commit are then committed one by one, so that none but the loser suffers. The loser's
//! later batches are not written at all.

use std::collections::VecDeque;
use std::ops::Range;
use std::sync::Arc;

use metrics::{Gauge, Histogram};
use tokio::sync::{mpsc, oneshot};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::WriterLimits;
use crate::journal::metric;
use crate::journal::record::{Record, StreamId};
use crate::journal::store::{Store, StoreError};
use crate::journal::stream::{AppendError, Claim};

type Answer = oneshot::Sender<Result<(), AppendError>>;

/// Records that are committed together or not at all.
pub(super) struct Batch {
    records: Vec<Record>,
    bytes: usize,
    waiting: Waiting,
}

/// Whoever waits for a batch: the owners of its streams.
struct Waiting {
    claims: Vec<Claim>,
    answer: Answer,
}

impl Batch {
    pub(super) fn new(records: Vec<Record>, claims: Vec<Claim>, answer: Answer) -> Self {
        let bytes = records.iter().map(|record| record.body.len()).sum();
        Self { records, bytes, waiting: Waiting { claims, answer } }
    }
}

impl Waiting {
    fn tell(self, outcome: Result<(), AppendError>) {
        // An owner that no longer listens has left its stream in doubt; there is nobody else to tell.
        let _ = self.answer.send(outcome);
    }

    /// Somebody else has written to one of the streams: no batch of these owners is written any more.
    fn lose(self, stream: StreamId) {
        self.claims.iter().for_each(Claim::lose);
        self.tell(Err(AppendError::Conflict(stream)));
    }

    /// Whether an owner has lost its stream by an earlier batch.
    fn is_lost(&self) -> bool {
        self.claims.iter().any(Claim::is_lost)
    }
}

pub(super) struct Writer {
    store: Arc<dyn Store>,
    limits: WriterLimits,
    queue: mpsc::Receiver<Batch>,
    closing: CancellationToken,
    /// Taken from the queue, but too large for the commit that was gathered.
    carried: Option<Batch>,
    commit_seconds: Histogram,
    commit_records: Histogram,
    queue_len: Gauge,
}

impl Writer {
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
        let mut group = Group::default();
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

    /// Takes all that waits and has room beside `first`.
    fn gather(&mut self, first: Batch, group: &mut Group) {
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

    /// Commits the group and answers its batches; after an error those that are left have no answer yet.
    async fn commit(&self, group: &mut Group) -> Result<(), StoreError> {
        // Seldom, and then all of them are looked at one by one.
        if group.waiting.iter().any(|(_, waiting)| waiting.is_lost()) {
            self.commit_one_by_one(group).await?;
            group.clear();
            return Ok(());
        }
        match self.append(&group.records).await {
            Ok(()) => group.waiting.drain(..).for_each(|(_, waiting)| waiting.tell(Ok(()))),
            Err(StoreError::Conflict { stream }) if group.waiting.len() == 1 => {
                group.waiting.drain(..).for_each(|(_, waiting)| waiting.lose(stream.clone()));
            }
            Err(StoreError::Conflict { .. }) => self.commit_one_by_one(group).await?,
            Err(error @ StoreError::Failed(_)) => return Err(error),
        }
        group.clear();
        Ok(())
    }

    async fn commit_one_by_one(&self, group: &mut Group) -> Result<(), StoreError> {
        while let Some((place, waiting)) = group.waiting.pop_front() {
            let records = &group.records[place];
            if waiting.is_lost() {
                waiting.lose(records[0].stream.clone());
                continue;
            }
            match self.append(records).await {
                Ok(()) => waiting.tell(Ok(())),
                Err(StoreError::Conflict { stream }) => waiting.lose(stream),
                Err(error @ StoreError::Failed(_)) => {
                    group.waiting.push_front((0..0, waiting));
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

    /// Closes the queue first, so that whoever hears of the failure finds a journal that takes no writes.
    async fn stop(&mut self, group: Group) {
        self.queue.close();
        for (_, waiting) in group.waiting {
            waiting.tell(Err(AppendError::Unavailable));
        }
        if let Some(batch) = self.carried.take() {
            batch.waiting.tell(Err(AppendError::Unavailable));
        }
        while let Some(batch) = self.queue.recv().await {
            batch.waiting.tell(Err(AppendError::Unavailable));
        }
        self.queue_len.set(0);
    }
}

/// What one commit writes.
#[derive(Default)]
struct Group {
    records: Vec<Record>,
    bytes: usize,
    /// Which of the records are whose.
    waiting: VecDeque<(Range<usize>, Waiting)>,
}

impl Group {
    fn has_room(&self, batch: &Batch, limits: WriterLimits) -> bool {
        self.records.len() + batch.records.len() <= limits.commit_records_max
            && self.bytes + batch.bytes <= limits.commit_bytes_max
    }

    fn push(&mut self, mut batch: Batch) {
        let start = self.records.len();
        self.records.append(&mut batch.records);
        self.bytes += batch.bytes;
        self.waiting.push_back((start..self.records.len(), batch.waiting));
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
