//! A store in memory, lost with the process: the journal of each practice lot, and the database `memory:`.
//!
//! With the database `memory:` the server is measured without a disk.

use std::collections::BTreeMap;
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use super::record::{Record, StreamId};
use super::store::{Store, StoreError};
use crate::clock::Instant;
use crate::ids::Seq;

/// A store with the same primary key as in SQL. Nothing survives the process.
#[derive(Debug, Default)]
pub struct MemoryStore {
    tables: Mutex<JournalTables>,
}

#[derive(Debug, Default)]
struct JournalTables {
    streams: BTreeMap<StreamId, BTreeMap<Seq, Record>>,
    last_alive: Option<Instant>,
}

impl MemoryStore {
    /// Stores a record where its own columns say, in place of any other.
    #[cfg(test)]
    pub(super) fn put(&self, record: Record) {
        self.tables().put(record);
    }

    /// Removes a record.
    #[cfg(test)]
    pub(super) fn remove(&self, stream: &StreamId, seq: Seq) -> Option<Record> {
        self.tables().streams.get_mut(stream)?.remove(&seq)
    }

    /// Writes all of `records` or none.
    pub(super) fn write(&self, records: &[Record]) -> Result<(), StoreError> {
        let mut tables = self.tables();
        if let Some(loser) = records.iter().find(|record| tables.is_taken(record)) {
            return Err(StoreError::Conflict { stream: loser.stream.clone() });
        }
        for record in records {
            tables.put(record.clone());
        }
        Ok(())
    }

    fn tables(&self) -> MutexGuard<'_, JournalTables> {
        self.tables.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl JournalTables {
    fn is_taken(&self, record: &Record) -> bool {
        self.streams.get(&record.stream).is_some_and(|records| records.contains_key(&record.seq))
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
        ready(self.write(records)).boxed()
    }

    fn page<'a>(
        &'a self,
        stream: &'a StreamId,
        after: Seq,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        ready(Ok(self.tables().page(stream, after, limit))).boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        ready(Ok(self.tables().scan(after, limit))).boxed()
    }

    fn note_alive(&self, at: Instant) -> BoxFuture<'_, Result<(), StoreError>> {
        self.tables().last_alive = Some(at);
        ready(Ok(())).boxed()
    }

    fn last_alive(&self) -> BoxFuture<'_, Result<Option<Instant>, StoreError>> {
        ready(Ok(self.tables().last_alive)).boxed()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::contract;

    #[tokio::test]
    async fn a_store_in_memory_keeps_what_a_store_promises() {
        contract::check(async || MemoryStore::default()).await;
    }
}
