//! A store in memory for tests, which inject faults and hold commits back.

mod gate;

use std::collections::{HashSet, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use self::gate::Gate;
use super::record::{Record, StreamId};
use super::store::{Store, StoreError};
use super::volatile::VolatileStore;
use crate::clock::Instant;
use crate::ids::Seq;

/// A [`VolatileStore`] that can be made to fail.
#[derive(Debug, Default)]
pub struct MemoryStore {
    records: VolatileStore,
    faults: Mutex<Faults>,
    gate: Gate,
}

#[derive(Debug, Default)]
struct Faults {
    commits: VecDeque<Fault>,
    owned_elsewhere: HashSet<StreamId>,
    signs_of_life: usize,
    is_away: bool,
    /// Scans that are still answered, where not all are.
    scans_left: Option<usize>,
}

#[derive(Debug, Clone, Copy)]
enum Fault {
    /// Nothing is written, and the commit fails.
    Lost,
    /// All is written, and the commit fails.
    InDoubt,
}

impl MemoryStore {
    /// An empty store without faults.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// The next `commits` fail; nothing of them is written.
    pub fn fail_next(&self, commits: usize) {
        self.faults().commits.extend(std::iter::repeat_n(Fault::Lost, commits));
    }

    /// The next commit is written and reported as failed.
    pub fn fail_next_in_doubt(&self) {
        self.faults().commits.push_back(Fault::InDoubt);
    }

    /// From now on every commit with a record of `stream` is a conflict.
    pub fn conflict_on(&self, stream: StreamId) {
        self.faults().owned_elsewhere.insert(stream);
    }

    /// The next `notes` of a sign of life fail.
    pub fn fail_next_sign_of_life(&self, notes: usize) {
        self.faults().signs_of_life = notes;
    }

    /// Whether the store is there, for whoever looks without writing.
    pub fn set_away(&self, is_away: bool) {
        self.faults().is_away = is_away;
    }

    /// Reading everything fails from the scan after that many on.
    pub fn fail_after_scans(&self, scans: usize) {
        self.faults().scans_left = Some(scans);
    }

    /// From now on commits wait.
    pub fn hold(&self) {
        self.gate.hold();
    }

    /// Lets one commit through that waits or comes.
    pub fn let_one_through(&self) {
        self.gate.let_one_through();
    }

    /// From now on commits pass.
    pub fn release(&self) {
        self.gate.release();
    }

    /// Returns once a commit waits to be let through.
    pub async fn commit_waits(&self) {
        self.gate.somebody_waits().await;
    }

    /// Changes a stored record behind the journal's back. It stands afterwards where its own columns say.
    ///
    /// # Panics
    /// Where there is no such record.
    pub fn tamper(&self, stream: &StreamId, seq: Seq, change: impl FnOnce(&mut Record)) {
        let mut record = self.remove(stream, seq).expect("a record that is tampered with exists");
        change(&mut record);
        self.records.put(record);
    }

    /// Removes a stored record behind the journal's back.
    pub fn remove(&self, stream: &StreamId, seq: Seq) -> Option<Record> {
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

impl Store for MemoryStore {
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
        self.records.page(stream, after, limit)
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

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        let mut faults = self.faults();
        if faults.signs_of_life > 0 {
            faults.signs_of_life -= 1;
            return ready(Err(StoreError::Failed("injected: the sign of life was not kept".into()))).boxed();
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::contract;

    #[tokio::test]
    async fn memory_keeps_what_a_store_promises() {
        contract::check(async || MemoryStore::new()).await;
    }
}
