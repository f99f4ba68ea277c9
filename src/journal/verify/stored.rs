//! Checks all streams of a store, and reports each stream in their order.

use super::judge::{Freeing, Judge};
use crate::ids::Seq;
use crate::journal::fold::{FoldedStream, Folding};
use crate::journal::read;
use crate::journal::record::{Broken, Hash, StreamId};
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

/// Checks all that `store` holds, on all cores. `judge_of` gives each stream its judge; `report` gets each stream's result
/// as soon as it and those of the streams before it are known.
///
/// # Errors
/// [`StoreError`] when the store cannot be read; streams without a report were not checked to their end.
pub async fn stored<J: Judge>(
    store: &dyn Store,
    judge_of: impl Fn(&StreamId) -> J + Send + Sync + 'static,
    mut report: impl FnMut(StreamReport),
) -> Result<(), StoreError> {
    let mut folding = Folding::of(read::all_runs(store), judge_of);
    let mut freeing = Freeing::default();
    while let Some(FoldedStream { stream, last, mut outcome }) = folding.next().await? {
        let state = outcome.as_mut().map(J::end).map_err(|broken| broken.clone());
        report(StreamReport { stream, last: last.seq, head: last.hash, outcome: state });
        if let Ok(judge) = outcome {
            freeing.free(judge, last.seq);
        }
    }
    Ok(())
}
