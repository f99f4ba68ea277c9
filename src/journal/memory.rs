//! A store in memory: for measurements, and for tests, which inject faults and hold commits back.

mod gate;

use std::collections::{BTreeMap, HashSet, VecDeque};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use self::gate::Gate;
use super::record::{Record, StreamId};
use super::store::{Store, StoreError};
use crate::auction::ids::Seq;
use crate::clock::Instant;

/// Records in memory, under the same primary key as in SQL. Nothing survives the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    kept: Mutex<Kept>,
    gate: Gate,
}

#[derive(Debug, Default)]
struct Kept {
    streams: BTreeMap<StreamId, BTreeMap<Seq, Record>>,
    last_alive: Option<Instant>,
    faults: VecDeque<Fault>,
    owned_elsewhere: HashSet<StreamId>,
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
        self.kept().faults.extend(std::iter::repeat_n(Fault::Lost, commits));
    }

    /// The next commit is written and reported as failed.
    pub fn fail_next_in_doubt(&self) {
        self.kept().faults.push_back(Fault::InDoubt);
    }

    /// From now on every commit with a record of `stream` is a conflict.
    pub fn conflict_on(&self, stream: StreamId) {
        self.kept().owned_elsewhere.insert(stream);
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
        self.kept().put(record);
    }

    /// Removes a stored record behind the journal's back.
    pub fn remove(&self, stream: &StreamId, seq: Seq) -> Option<Record> {
        self.kept().streams.get_mut(stream)?.remove(&seq)
    }

    fn kept(&self) -> MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Kept {
    fn append(&mut self, records: &[Record]) -> Result<(), StoreError> {
        let fault = self.faults.pop_front();
        if let Some(Fault::Lost) = fault {
            return Err(StoreError::Failed("injected: nothing was written".into()));
        }
        if let Some(loser) = records.iter().find(|record| self.is_taken(record)) {
            return Err(StoreError::Conflict { stream: loser.stream.clone() });
        }
        for record in records {
            self.put(record.clone());
        }
        match fault {
            Some(Fault::InDoubt) => Err(StoreError::Failed("injected: all was written".into())),
            Some(Fault::Lost) | None => Ok(()),
        }
    }

    fn is_taken(&self, record: &Record) -> bool {
        self.owned_elsewhere.contains(&record.stream)
            || self.streams.get(&record.stream).is_some_and(|records| records.contains_key(&record.seq))
    }

    fn put(&mut self, record: Record) {
        match self.streams.get_mut(&record.stream) {
            Some(records) => records.insert(record.seq, record),
            None => self.streams.entry(record.stream.clone()).or_default().insert(record.seq, record),
        };
    }

    fn page(&self, stream: &StreamId, after: Seq, limit: u32) -> Vec<Record> {
        let after = (Bound::Excluded(after), Bound::Unbounded);
        let records = self.streams.get(stream).into_iter().flat_map(|records| records.range(after));
        records.map(|(_, record)| record.clone()).take(limit as usize).collect()
    }

    fn scan(&self, after: Option<(&StreamId, Seq)>, limit: u32) -> Vec<Record> {
        let Some((stream, seq)) = after else {
            return self.streams.values().flat_map(BTreeMap::values).take(limit as usize).cloned().collect();
        };
        let mut records = self.page(stream, seq, limit);
        let room = limit as usize - records.len();
        let later = self.streams.range::<StreamId, _>((Bound::Excluded(stream), Bound::Unbounded));
        records.extend(later.flat_map(|(_, records)| records.values()).take(room).cloned());
        records
    }
}

impl Store for MemoryStore {
    fn append<'a>(&'a self, records: &'a [Record]) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            self.gate.pass().await;
            self.kept().append(records)
        }
        .boxed()
    }

    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        ready(Ok(self.kept().page(stream, after, limit))).boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        ready(Ok(self.kept().scan(after, limit))).boxed()
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        self.kept().last_alive = Some(at);
        ready(Ok(())).boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        ready(Ok(self.kept().last_alive)).boxed()
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
