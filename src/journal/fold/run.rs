//! Consecutive records of one stream, and their check against the chain.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::stream_fold::StreamFold;
use crate::journal::record::{Body, Broken, Chain, Committed, Record, StreamId};

/// A record as it was read, before any check.
pub(in crate::journal) trait Unchecked: Send + 'static {
    /// Bytes of its text.
    fn len(&self) -> usize;

    /// Checks it as the next record of the chain.
    ///
    /// # Errors
    /// [`Broken`], naming the record.
    fn check(self, chain: &mut Chain) -> Result<Body, Broken>;
}

impl Unchecked for Record {
    fn len(&self) -> usize {
        self.body.len()
    }

    fn check(self, chain: &mut Chain) -> Result<Body, Broken> {
        chain.check(&self)
    }
}

/// Consecutive records of one stream. They can be checked without the records before them, because each stored record holds
/// its hash.
#[derive(Debug)]
pub(in crate::journal) struct StreamRun<I> {
    pub(in crate::journal) stream: StreamId,
    /// The record before the first one, as it was read. Where that is broken, the check of this run means nothing. None
    /// where the stream begins with this run.
    pub(in crate::journal) before: Option<Committed>,
    pub(in crate::journal) records: Vec<I>,
}

/// The records of a run up to the first broken one.
#[derive(Debug)]
pub(super) struct CheckedRun<R> {
    pub(super) stream: StreamId,
    /// Whether the stream begins with this run.
    pub(super) begins: bool,
    pub(super) records: Vec<CheckedRecord<R>>,
    pub(super) broken: Option<Broken>,
}

/// A record whose place in the chain is right.
#[derive(Debug)]
pub(super) struct CheckedRecord<R> {
    pub(super) body: Body,
    pub(super) read: R,
    pub(super) place: Committed,
}

/// Splits a page into runs. `last` is the last record of the page before, and becomes that of this page.
pub(in crate::journal) fn runs_of(
    page: Vec<Record>,
    last: &mut Option<(StreamId, Committed)>,
) -> Vec<StreamRun<Record>> {
    let mut runs: Vec<StreamRun<Record>> = Vec::new();
    for record in page {
        let tail = Committed::from(&record);
        match (runs.last_mut(), &mut *last) {
            (Some(run), Some((stream, last))) if *stream == record.stream => {
                run.records.push(record);
                *last = tail;
            }
            (_, last) => {
                let before = last.take().filter(|(stream, _)| *stream == record.stream);
                let before = before.map(|(_, tail)| tail);
                *last = Some((record.stream.clone(), tail));
                runs.push(StreamRun { stream: record.stream.clone(), before, records: vec![record] });
            }
        }
    }
    runs
}

/// Checks runs of any streams, in any order.
#[derive(Debug, Default)]
pub(super) struct RunCheck {
    /// Of the last run. It knows the texts of its stream.
    chain: Option<Chain>,
}

impl RunCheck {
    /// Checks a run, and reads what `F` reads of each record.
    pub(super) fn check<I: Unchecked, F: StreamFold>(&mut self, run: StreamRun<I>) -> CheckedRun<F::Read> {
        let StreamRun { stream, before, records: unchecked } = run;
        let (begins, before) = (before.is_none(), before.unwrap_or(Committed::NOTHING));
        let mut chain = match self.chain.take() {
            Some(chain) if *chain.stream() == stream => chain.moved_to(before),
            Some(_) | None => Chain::after(stream.clone(), before),
        };
        let mut records = Vec::with_capacity(unchecked.len());
        let checked = catch_unwind(AssertUnwindSafe(|| {
            for record in unchecked {
                let body = record.check(&mut chain)?;
                let read = F::read(&body);
                records.push(CheckedRecord { body, read, place: chain.tail() });
            }
            Ok(())
        }));
        let checked = checked.unwrap_or_else(|_| {
            let before = records.last().map_or(before, |record: &CheckedRecord<F::Read>| record.place);
            Err(Broken { stream: stream.clone(), seq: before.seq.next(), fault: UNREADABLE.to_owned() })
        });
        let broken = checked.err();
        self.chain = Some(chain);
        CheckedRun { stream, begins, records, broken }
    }
}

/// The fault of a record on which the check has panicked.
const UNREADABLE: &str = "it cannot be read";
