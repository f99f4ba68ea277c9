//! A store in memory, lost with the process: the journal of each practice lot, and the database `memory:`.
//!
//! With the database `memory:` the server is measured without a disk.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound;
use std::sync::{Mutex, MutexGuard, PoisonError};

use futures::FutureExt;
use futures::future::{BoxFuture, ready};

use super::record::{Record, StreamId};
use super::store::{Store, StoreError, Summaries};
use super::summary::{StreamHead, StreamSummary};
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
    summaries: BTreeMap<StreamId, StreamSummary>,
    open_streams: BTreeSet<StreamId>,
    /// The version of a complete set of summaries.
    complete: Option<u32>,
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
            if record.seq == Seq::ZERO.next() {
                tables.open_streams.insert(record.stream.clone());
            }
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

    fn head(&self, stream: &StreamId) -> Option<Seq> {
        self.streams.get(stream)?.last_key_value().map(|(seq, _)| *seq)
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

    /// The last records of the streams after that one, ordered by stream.
    fn heads(&self, after: Option<&StreamId>) -> impl DoubleEndedIterator<Item = StreamHead> {
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let streams = self.streams.range::<StreamId, _>((after, Bound::Unbounded));
        streams.filter_map(|(_, records)| Some(head_of(records.last_key_value()?.1)))
    }
}

fn head_of(record: &Record) -> StreamHead {
    StreamHead { stream: record.stream.clone(), seq: record.seq, hash: record.hash }
}

impl Summaries for MemoryStore {
    fn open_streams(&self, version: u32) -> BoxFuture<'_, Result<Option<Vec<StreamId>>, StoreError>> {
        let tables = self.tables();
        let is_complete = tables.complete == Some(version);
        ready(Ok(is_complete.then(|| tables.open_streams.iter().cloned().collect()))).boxed()
    }

    fn summary_of<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<StreamSummary>, StoreError>> {
        ready(Ok(self.tables().summaries.get(stream).cloned())).boxed()
    }

    fn summaries_after<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamSummary>, StoreError>> {
        let after = after.map_or(Bound::Unbounded, Bound::Excluded);
        let tables = self.tables();
        let summaries = tables.summaries.range::<StreamId, _>((after, Bound::Unbounded)).take(limit as usize);
        ready(Ok(summaries.map(|(_, summary)| summary.clone()).collect())).boxed()
    }

    fn summary_heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>> {
        async move {
            let summaries = self.summaries_after(after, limit).await?;
            Ok(summaries.into_iter().map(|summary| summary.head).collect())
        }
        .boxed()
    }

    fn heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>> {
        ready(Ok(self.tables().heads(after).take(limit as usize).collect())).boxed()
    }

    fn last_head(&self) -> BoxFuture<'_, Result<Option<StreamHead>, StoreError>> {
        ready(Ok(self.tables().heads(None).next_back())).boxed()
    }

    fn keep_summaries<'a>(&'a self, summaries: &'a [StreamSummary]) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut tables = self.tables();
        for summary in summaries {
            tables.open_streams.remove(&summary.head.stream);
            tables.summaries.insert(summary.head.stream.clone(), summary.clone());
        }
        ready(Ok(())).boxed()
    }

    fn drop_summaries<'a>(&'a self, streams: &'a [StreamId]) -> BoxFuture<'a, Result<(), StoreError>> {
        let mut tables = self.tables();
        for stream in streams {
            tables.summaries.remove(stream);
            if tables.streams.get(stream).is_some_and(|records| !records.is_empty()) {
                tables.open_streams.insert(stream.clone());
            }
        }
        ready(Ok(())).boxed()
    }

    fn clear_summaries(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        let mut tables = self.tables();
        (tables.summaries, tables.open_streams, tables.complete) = Default::default();
        ready(Ok(())).boxed()
    }

    fn complete_summaries(&self, version: u32) -> BoxFuture<'_, Result<(), StoreError>> {
        self.tables().complete = Some(version);
        ready(Ok(())).boxed()
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

    fn background_head<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<Seq>, StoreError>> {
        ready(Ok(self.tables().head(stream))).boxed()
    }

    fn scan<'a>(
        &'a self,
        after: Option<(&'a StreamId, Seq)>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<Record>, StoreError>> {
        ready(Ok(self.tables().scan(after, limit))).boxed()
    }

    fn summaries(&self) -> Option<&dyn Summaries> {
        Some(self)
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
