//! The fold of one stream, up to some record of it.

use std::panic::{AssertUnwindSafe, catch_unwind};

use super::run::CheckedRun;
use super::stream_fold::StreamFold;
use crate::journal::record::{Broken, Committed, StreamId};

/// A stream that was read to its end.
#[derive(Debug)]
pub struct FoldedStream<F> {
    /// The stream.
    pub stream: StreamId,
    /// The last record that is right and was taken; [`Committed::NOTHING`] where the first one is wrong.
    pub last: Committed,
    /// What was made of its records, or the first wrong record.
    pub outcome: Result<F, Broken>,
}

/// A stream whose records may not all be read.
#[derive(Debug)]
pub(super) struct OpenFold<F> {
    stream: StreamId,
    last: Committed,
    outcome: Result<F, Broken>,
}

impl<F: StreamFold> OpenFold<F> {
    pub(super) const fn new(stream: StreamId, fold: F) -> Self {
        Self { stream, last: Committed::NOTHING, outcome: Ok(fold) }
    }

    /// Takes the next records of the stream. Those after the first broken one are ignored.
    pub(super) fn take(&mut self, run: CheckedRun<F::Read>) {
        let Ok(fold) = &mut self.outcome else { return };
        let CheckedRun { records, broken, .. } = run;
        let last = &mut self.last;
        let taken = catch_unwind(AssertUnwindSafe(|| {
            for record in records {
                fold.take(&record.body, record.read, record.place)?;
                *last = record.place;
            }
            Ok(())
        }));
        let taken = taken.unwrap_or_else(|_| Err(CONTRADICTION.to_owned()));
        let fault = taken.map_err(|fault| Broken { stream: self.stream.clone(), seq: last.seq.next(), fault });
        if let Err(broken) = fault.and_then(|()| broken.map_or(Ok(()), Err)) {
            self.outcome = Err(broken);
        }
    }

    pub(super) fn end(self) -> FoldedStream<F> {
        let Self { stream, last, outcome } = self;
        FoldedStream { stream, last, outcome }
    }
}

/// The fault of a record on which a fold has panicked: it asserts what every record of a server holds to.
const CONTRADICTION: &str = "it contradicts the records before it";
