//! Reads records page by page, so that a long read uses little memory and blocks no other task.

use std::sync::Arc;

use futures::stream::{self, BoxStream, Stream, StreamExt, TryStreamExt};

use super::fold::{StreamRun, runs_of};
use super::record::{Committed, Record, StreamId};
use super::store::{Store, StoreError};
use crate::ids::Seq;

/// Records in a page while no bid is judged.
pub(super) const PAGE_RECORDS: u32 = 1_000;
/// Records in a page that one of several threads checks: threads wait less often for each other than with shorter pages. See
/// docs/performance.md, Checks on all cores.
pub(super) const FOLD_PAGE_RECORDS: u32 = 2_000;
/// Records in a page of one stream that is read while bids are judged: other tasks on the same thread wait while a page is
/// decoded, and the read competes with commits for the database.
pub(super) const STREAM_PAGE_RECORDS: u32 = 64;

/// Whether a client waits for the records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// A client waits.
    Awaited,
    /// No client waits: the read may be slow.
    Background,
}

/// A stream's records after `after`, in order.
pub fn stream(
    store: Arc<dyn Store>,
    id: StreamId,
    after: Seq,
    haste: Haste,
) -> BoxStream<'static, Result<Record, StoreError>> {
    let next_page = move |after: Option<Seq>| {
        let (store, id) = (store.clone(), id.clone());
        async move {
            let Some(after) = after else { return Ok::<_, StoreError>(None) };
            let page = page(&*store, &id, after, STREAM_PAGE_RECORDS, haste).await?;
            let next = page.last().filter(|_| is_full(&page, STREAM_PAGE_RECORDS)).map(|record| record.seq);
            Ok(Some((page, next)))
        }
    };
    let pages = stream::try_unfold(Some(after), next_page);
    pages.map_ok(|page| stream::iter(page.into_iter().map(Ok))).try_flatten().boxed()
}

/// One page of a stream's records after `after`.
pub(super) async fn page(
    store: &dyn Store,
    id: &StreamId,
    after: Seq,
    limit: u32,
    haste: Haste,
) -> Result<Vec<Record>, StoreError> {
    let page = match haste {
        Haste::Awaited => store.page(id, after, limit).await?,
        Haste::Background => store.background_page(id, after, limit).await?,
    };
    assert_continues(&page, id, after, limit);
    Ok(page)
}

/// All records of all streams, ordered by stream, then by position; page by page, for a fold.
pub(super) fn all_runs(store: &dyn Store) -> impl Stream<Item = Result<Vec<StreamRun<Record>>, StoreError>> {
    stream::try_unfold(None, async |last| next_runs(store, last).await)
}

/// The same for a fold that keeps the store.
pub(super) fn all_runs_of(store: Arc<dyn Store>) -> impl Stream<Item = Result<Vec<StreamRun<Record>>, StoreError>> {
    stream::try_unfold((store, None), async |(store, last): (Arc<dyn Store>, _)| {
        let next = next_runs(&*store, last).await?;
        Ok(next.map(|(runs, last)| (runs, (store, last))))
    })
}

/// The last record of a page, with its stream.
type PageEnd = Option<(StreamId, Committed)>;

/// The page after that one, and its end. None where there is none.
async fn next_runs(
    store: &dyn Store,
    mut last: PageEnd,
) -> Result<Option<(Vec<StreamRun<Record>>, PageEnd)>, StoreError> {
    let after = last.as_ref().map(|(stream, tail)| (stream, tail.seq));
    let runs = runs_of(store.scan(after, FOLD_PAGE_RECORDS).await?, &mut last);
    Ok((!runs.is_empty()).then_some((runs, last)))
}

/// All records of one stream, in order; in pages of that many records, for a fold.
pub(super) fn runs(
    store: Arc<dyn Store>,
    id: StreamId,
    limit: u32,
) -> impl Stream<Item = Result<Vec<StreamRun<Record>>, StoreError>> {
    stream::try_unfold(Some((store, id, None)), move |rest| async move {
        let Some((store, id, before)) = rest else { return Ok(None) };
        let after = before.map_or(Seq::ZERO, |before: Committed| before.seq);
        let records = page(&*store, &id, after, limit, Haste::Awaited).await?;
        let Some(last) = records.last() else { return Ok(None) };
        let tail = Some(last.into());
        let rest = is_full(&records, limit).then(|| (store, id.clone(), tail));
        Ok(Some((vec![StreamRun { stream: id, before, records }], rest)))
    })
}

/// Panics unless the store has returned what was asked for. A missing record is no bug of the store: the chain check names it.
fn assert_continues(page: &[Record], id: &StreamId, after: Seq, limit: u32) {
    assert!(page.len() <= limit as usize, "a page has at most the records that were asked for");
    assert!(page.iter().all(|record| record.stream == *id), "a page holds one stream");
    assert!(page.first().is_none_or(|first| first.seq > after), "a page begins after the given position");
    assert!(page.is_sorted_by_key(|record| record.seq), "a page is in the order of its positions");
}

fn is_full(page: &[Record], limit: u32) -> bool {
    page.len() >= limit as usize
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::testing::{lot, sealed};

    #[test]
    fn a_page_that_does_not_continue_is_a_bug_of_the_store() {
        let records = sealed(&lot("l1"), 4);
        let swapped = [records[3].clone(), records[2].clone()];

        assert_continues(&records[1..3], &lot("l1"), Seq(1), 2);
        assert_continues(&[records[1].clone(), records[3].clone()], &lot("l1"), Seq(1), 2);

        for (page, id, after) in [
            (&records[1..], "l1", Seq(1)),
            (&records[1..3], "l2", Seq(1)),
            (&records[1..3], "l1", Seq(2)),
            (&swapped, "l1", Seq(2)),
        ] {
            let checked = std::panic::catch_unwind(|| assert_continues(page, &lot(id), after, 2));
            assert!(checked.is_err(), "{id} after {after}: {page:?}");
        }
    }
}
