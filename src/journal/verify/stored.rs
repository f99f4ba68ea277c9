//! Checks all streams of a store, one after the other, and reports each stream.

use super::judge::Judge;
use crate::ids::Seq;
use crate::journal::read::PAGE_RECORDS;
use crate::journal::record::{Broken, Chain, Hash, Record, StreamId};
use crate::journal::store::{Store, StoreError};

/// The result of the check of one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamReport {
    /// The stream.
    pub stream: StreamId,
    /// The last record that is right; 0 where the first record is wrong.
    pub last: Seq,
    /// The hash of that record.
    pub head: Hash,
    /// The state of the stream in its judge's words, or the first wrong record.
    pub outcome: Result<String, Broken>,
}

/// Checks all that `store` holds, ordered by stream. `judge_of` gives each stream its judge; `report` gets each stream's
/// result as soon as it is known.
///
/// # Errors
/// [`StoreError`] when the store cannot be read; streams without a report were not checked to their end.
pub async fn stored<J: Judge>(
    store: &dyn Store,
    mut judge_of: impl FnMut(&StreamId) -> J,
    mut report: impl FnMut(StreamReport),
) -> Result<(), StoreError> {
    let mut check: Option<StreamCheck<J>> = None;
    let mut page = store.scan(None, PAGE_RECORDS).await?;
    while let Some(last) = page.last().map(|last| (last.stream.clone(), last.seq)) {
        for record in &page {
            if check.as_ref().is_none_or(|check| *check.chain.stream() != record.stream) {
                let next = StreamCheck::start(&record.stream, &mut judge_of);
                check.replace(next).map(StreamCheck::end).map(&mut report);
            }
            if let Some(check) = &mut check {
                check.step(record);
            }
        }
        page = store.scan(Some((&last.0, last.1)), PAGE_RECORDS).await?;
    }
    check.map(StreamCheck::end).map(report);
    Ok(())
}

/// The check of one stream, up to some record of it.
struct StreamCheck<J> {
    chain: Chain,
    judge: J,
    broken: Option<Broken>,
    /// The last record that the judge found right as well.
    last: Seq,
    head: Hash,
}

impl<J: Judge> StreamCheck<J> {
    fn start(stream: &StreamId, judge_of: &mut impl FnMut(&StreamId) -> J) -> Self {
        let chain = Chain::new(stream.clone());
        Self { chain, judge: judge_of(stream), broken: None, last: Seq::ZERO, head: Hash::ZERO }
    }

    fn step(&mut self, record: &Record) {
        if self.broken.is_some() {
            return;
        }
        match self.check(record) {
            Ok(()) => (self.last, self.head) = (record.seq, record.hash),
            Err(broken) => self.broken = Some(broken),
        }
    }

    fn check(&mut self, record: &Record) -> Result<(), Broken> {
        let body = self.chain.check(record)?;
        let fault = |fault| Broken { stream: record.stream.clone(), seq: record.seq, fault };
        self.judge.record(&body, record).map_err(fault)
    }

    fn end(mut self) -> StreamReport {
        let outcome = match self.broken {
            None => Ok(self.judge.end()),
            Some(broken) => Err(broken),
        };
        StreamReport { stream: self.chain.stream().clone(), last: self.last, head: self.head, outcome }
    }
}
