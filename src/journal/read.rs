//! Reads records page by page, so that a long read uses little memory and blocks no other task.

use std::sync::Arc;

use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};

use super::record::{Record, StreamId};
use super::store::{Store, StoreError};
use crate::ids::Seq;

/// Records in a page when all streams are read.
pub(super) const PAGE_RECORDS: u32 = 1_000;
/// Records in a page of one stream. It is read while bids are judged: other tasks on the same thread wait while a page is
/// decoded, and the read competes with commits for the database.
const STREAM_PAGE_RECORDS: u32 = 64;

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
    in_pages(store, id, after, haste, STREAM_PAGE_RECORDS)
}

/// All records of a stream, in order, while no bid is judged.
pub fn whole(store: Arc<dyn Store>, id: StreamId) -> BoxStream<'static, Result<Record, StoreError>> {
    in_pages(store, id, Seq::ZERO, Haste::Awaited, PAGE_RECORDS)
}

fn in_pages(
    store: Arc<dyn Store>,
    id: StreamId,
    after: Seq,
    haste: Haste,
    limit: u32,
) -> BoxStream<'static, Result<Record, StoreError>> {
    let next_page = move |after: Option<Seq>| {
        let (store, id) = (store.clone(), id.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let page = page(&*store, &id, after, limit, haste).await?;
            let next = page.last().filter(|_| is_full(&page, limit)).map(|record| record.seq);
            Ok(Some((page, next)))
        }
    };
    flatten(stream::try_unfold(Some(after), next_page))
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

/// All records of all streams, ordered by stream, then by position.
pub fn all(store: Arc<dyn Store>) -> BoxStream<'static, Result<Record, StoreError>> {
    let next_page = move |position: ScanPosition| {
        let store = store.clone();
        async move {
            let after = match &position {
                ScanPosition::Start => None,
                ScanPosition::After(stream, seq) => Some((stream, *seq)),
                ScanPosition::End => return Ok(None),
            };
            let page = store.scan(after, PAGE_RECORDS).await?;
            let next = match page.last() {
                Some(last) if is_full(&page, PAGE_RECORDS) => ScanPosition::After(last.stream.clone(), last.seq),
                Some(_) | None => ScanPosition::End,
            };
            Ok(Some((page, next)))
        }
    };
    flatten(stream::try_unfold(ScanPosition::Start, next_page))
}

/// Where the scan of all streams goes on.
enum ScanPosition {
    Start,
    After(StreamId, Seq),
    End,
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

fn flatten(
    pages: impl stream::Stream<Item = Result<Vec<Record>, StoreError>> + Send + 'static,
) -> BoxStream<'static, Result<Record, StoreError>> {
    pages.map_ok(|page| stream::iter(page.into_iter().map(Ok))).try_flatten().boxed()
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
