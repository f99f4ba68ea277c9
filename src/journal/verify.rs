//! The audit's walk: every record of every stream through the chain check, and through a judge.
//!
//! Structure is judged here; what a record means is judged by whoever brings the [`Judge`]. The first record of a
//! stream that is not what it should be ends that stream, and no other.

mod export;
#[cfg(test)]
mod tests;

pub use export::{BrokenLine, ExportError, ExportReport, exported};

use super::read::PAGE_RECORDS;
use super::record::{Body, Broken, Chain, Hash, Record, StreamId};
use super::store::{Store, StoreError};
use crate::ids::Seq;

/// Judges again what the records of one stream say.
pub trait Judge {
    /// Judges the next record, whose place in the chain is right.
    ///
    /// # Errors
    /// What is wrong with it, in words that follow "record 7: ".
    fn record(&mut self, body: &Body, record: &Record) -> Result<(), String>;

    /// The state in which the records leave the stream, in a few words: `closed`, `not closed`.
    fn end(&mut self) -> String;
}

/// Judges nothing: the chain alone is looked at.
#[derive(Debug, Default)]
pub struct StructureOnly;

impl Judge for StructureOnly {
    fn record(&mut self, _: &Body, _: &Record) -> Result<(), String> {
        Ok(())
    }

    fn end(&mut self) -> String {
        "not judged".to_owned()
    }
}

impl<J: Judge + ?Sized> Judge for Box<J> {
    fn record(&mut self, body: &Body, record: &Record) -> Result<(), String> {
        (**self).record(body, record)
    }

    fn end(&mut self) -> String {
        (**self).end()
    }
}

/// What the walk found in one stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StreamReport {
    /// Which.
    pub stream: StreamId,
    /// The last record that is right; 0 where the first is not.
    pub last: Seq,
    /// The hash of that record.
    pub head: Hash,
    /// The state of the stream as its judge puts it, or the first record that is not right.
    pub outcome: Result<String, Broken>,
}

/// Walks all that `store` holds, ordered by stream. `judge_of` gives each stream its judge; `report` gets each stream's
/// result as soon as it is known.
///
/// # Errors
/// [`StoreError`] when the store cannot be read; streams that were not reported were not walked to their end.
pub async fn stored<J: Judge>(
    store: &dyn Store,
    mut judge_of: impl FnMut(&StreamId) -> J,
    mut report: impl FnMut(StreamReport),
) -> Result<(), StoreError> {
    let mut walk: Option<Walk<J>> = None;
    let mut page = store.scan(None, PAGE_RECORDS).await?;
    while let Some(last) = page.last().map(|last| (last.stream.clone(), last.seq)) {
        for record in &page {
            if walk.as_ref().is_none_or(|walk| *walk.chain.stream() != record.stream) {
                walk.replace(Walk::start(&record.stream, &mut judge_of)).map(Walk::end).map(&mut report);
            }
            if let Some(walk) = &mut walk {
                walk.step(record);
            }
        }
        page = store.scan(Some((&last.0, last.1)), PAGE_RECORDS).await?;
    }
    walk.map(Walk::end).map(report);
    Ok(())
}

/// One stream on its way.
struct Walk<J> {
    chain: Chain,
    judge: J,
    broken: Option<Broken>,
    /// The last record that the judge, too, found right.
    last: Seq,
    head: Hash,
}

impl<J: Judge> Walk<J> {
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
