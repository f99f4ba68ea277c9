//! A store in memory with faults, for tests: commits fail, wait or conflict when a test says so.

mod commit_gate;

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, pending, ready};

use self::commit_gate::CommitGate;
use super::memory::MemoryStore;
use super::record::{Record, StreamId};
use super::store::{Store, StoreError, Summaries};
use crate::clock::Instant;
use crate::ids::Seq;

/// A [`MemoryStore`] that can be made to fail.
#[derive(Debug, Default)]
pub(crate) struct FaultyStore {
    records: MemoryStore,
    faults: Mutex<Faults>,
    gate: CommitGate,
}

#[derive(Debug, Default)]
struct Faults {
    commits: VecDeque<Fault>,
    owned_elsewhere: HashSet<StreamId>,
    heartbeats: usize,
    is_away: bool,
    /// How many more scans are answered; none where all are.
    scans_left: Option<usize>,
    /// Streams whose records are not given: who reads them waits.
    held_reads: HashSet<StreamId>,
    /// The records that were read in the background since a test asked.
    read_in_background: Vec<Seq>,
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    /// The commit fails and nothing is written.
    Lost,
    /// The commit fails although all is written.
    InDoubt,
}

impl FaultyStore {
    /// An empty store without faults.
    pub(crate) fn new() -> Self {
        Self::default()
    }

    /// The next `commits` fail; nothing of them is written.
    pub(crate) fn fail_next(&self, commits: usize) {
        self.faults().commits.extend(std::iter::repeat_n(Fault::Lost, commits));
    }

    /// The next commit is written and reported as failed.
    pub(crate) fn fail_next_in_doubt(&self) {
        self.faults().commits.push_back(Fault::InDoubt);
    }

    /// From now on each commit with a record of `stream` is a conflict.
    pub(crate) fn conflict_on(&self, stream: StreamId) {
        self.faults().owned_elsewhere.insert(stream);
    }

    /// The next `notes` heartbeats fail.
    pub(crate) fn fail_next_heartbeats(&self, notes: usize) {
        self.faults().heartbeats = notes;
    }

    /// Sets whether [`Store::check`] finds the store.
    pub(crate) fn set_away(&self, is_away: bool) {
        self.faults().is_away = is_away;
    }

    /// The next `scans` scans are answered; all later ones fail.
    pub(crate) fn fail_after_scans(&self, scans: usize) {
        self.faults().scans_left = Some(scans);
    }

    /// From now on a read of that stream waits.
    pub(crate) fn hold_reads(&self, stream: StreamId) {
        self.faults().held_reads.insert(stream);
    }

    /// The records that were read in the background since this was asked the last time.
    pub(crate) fn take_read_in_background(&self) -> Vec<Seq> {
        std::mem::take(&mut self.faults().read_in_background)
    }

    /// From now on commits wait.
    pub(crate) fn hold(&self) {
        self.gate.hold();
    }

    /// Lets one commit pass: the one that waits, or else the next one.
    pub(crate) fn let_one_through(&self) {
        self.gate.let_one_through();
    }

    /// From now on commits pass.
    pub(crate) fn release(&self) {
        self.gate.release();
    }

    /// Returns once a commit waits to pass.
    pub(crate) async fn commit_waits(&self) {
        self.gate.has_waiting().await;
    }

    /// Changes a stored record without the journal. Its own columns say where it is stored afterwards.
    ///
    /// # Panics
    /// Where there is no such record.
    pub(crate) fn tamper(&self, stream: &StreamId, seq: Seq, change: impl FnOnce(&mut Record)) {
        let mut record = self.remove(stream, seq).expect("a record that is tampered with exists");
        change(&mut record);
        self.records.put(record);
    }

    /// Removes a stored record without the journal.
    pub(crate) fn remove(&self, stream: &StreamId, seq: Seq) -> Option<Record> {
        self.records.remove(stream, seq)
    }

    fn faults(&self) -> MutexGuard<'_, Faults> {
        self.faults.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn append_or_fail(&self, records: &[Record]) -> Result<(), StoreError> {
        let fault = self.faults().commits.pop_front();
        if let Some(Fault::Lost) = fault {
            return Err(StoreError::Failed("injected: nothing was written".into()));
        }
        if let Some(loser) = records.iter().find(|record| self.faults().owned_elsewhere.contains(&record.stream)) {
            return Err(StoreError::Conflict { stream: loser.stream.clone() });
        }
        self.records.write(records)?;
        match fault {
            Some(Fault::InDoubt) => Err(StoreError::Failed("injected: all was written".into())),
            Some(Fault::Lost) | None => Ok(()),
        }
    }
}

impl Store for FaultyStore {
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            self.gate.pass().await;
            self.append_or_fail(records)
        }
        .boxed()
    }

    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        if self.faults().held_reads.contains(stream) {
            return pending().boxed();
        }
        self.records.page(stream, after, limit)
    }

    fn background_page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        async move {
            let page = self.records.page(stream, after, limit).await?;
            self.faults().read_in_background.extend(page.iter().map(|record| record.seq));
            Ok(page)
        }
        .boxed()
    }

    fn background_head<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<Seq>, StoreError>> {
        self.records.background_head(stream)
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        if let Some(scans_left) = &mut self.faults().scans_left {
            let Some(left) = scans_left.checked_sub(1) else {
                return ready(Err(StoreError::Failed("injected: the store was lost".into()))).boxed();
            };
            *scans_left = left;
        }
        self.records.scan(after, limit)
    }

    fn summaries(&self) -> Option<&dyn Summaries> {
        self.records.summaries()
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        let mut faults = self.faults();
        if faults.heartbeats > 0 {
            faults.heartbeats -= 1;
            return ready(Err(StoreError::Failed("injected: the heartbeat was not kept".into()))).boxed();
        }
        self.records.note_alive(at)
    }

    fn check(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        let is_away = self.faults().is_away;
        ready(if is_away { Err(StoreError::Failed("injected: the store is away".into())) } else { Ok(()) }).boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        self.records.last_alive()
    }
}

mod tests {
    use super::*;
    use crate::journal::contract;

    #[tokio::test]
    async fn a_store_with_faults_keeps_what_a_store_promises_until_they_strike() {
        contract::check(async || FaultyStore::new()).await;
    }
}
