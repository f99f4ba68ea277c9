//! Records as streams, read page by page, so that a long read holds little memory and blocks nobody.

use std::sync::Arc;

use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};

use super::record::{Record, StreamId};
use super::store::{Store, StoreError};
use crate::auction::ids::Seq;

/// Records in a page, where all streams are read and nobody waits.
pub(super) const PAGE_RECORDS: u32 = 1_000;
/// Records in a page of one stream, which is read beside bids: taking it apart is one stretch of work, for which every
/// other task on its thread waits, and reading it is one for which the thread that commits may have to wait. With 64, an
/// auditor who reads makes the 90th percentile of bids 1.4 times as long; with 16, 1.08 times.
const STREAM_PAGE_RECORDS: u32 = 16;

/// A stream's records after `after`, in order.
pub fn stream(store: Arc<dyn Store>, id: StreamId, after: Seq) -> BoxStream<'static, Result<Record, StoreError>> {
    let next_page = move |after: Option<Seq>| {
        let (store, id) = (store.clone(), id.clone());
        async move {
            let Some(after) = after else { return Ok(None) };
            let page = store.page(&id, after, STREAM_PAGE_RECORDS).await?;
            let next = page.last().filter(|_| is_full(&page, STREAM_PAGE_RECORDS)).map(|record| record.seq);
            Ok(Some((page, next)))
        }
    };
    flatten(stream::try_unfold(Some(after), next_page))
}

/// All records of all streams, ordered by stream, then place.
pub fn all(store: Arc<dyn Store>) -> BoxStream<'static, Result<Record, StoreError>> {
    let next_page = move |position: Position| {
        let store = store.clone();
        async move {
            let after = match &position {
                Position::Start => None,
                Position::After(stream, seq) => Some((stream, *seq)),
                Position::End => return Ok(None),
            };
            let page = store.scan(after, PAGE_RECORDS).await?;
            let next = match page.last() {
                Some(last) if is_full(&page, PAGE_RECORDS) => Position::After(last.stream.clone(), last.seq),
                Some(_) | None => Position::End,
            };
            Ok(Some((page, next)))
        }
    };
    flatten(stream::try_unfold(Position::Start, next_page))
}

enum Position {
    Start,
    After(StreamId, Seq),
    End,
}

fn is_full(page: &[Record], limit: u32) -> bool {
    page.len() >= limit as usize
}

fn flatten(
    pages: impl stream::Stream<Item = Result<Vec<Record>, StoreError>> + Send + 'static,
) -> BoxStream<'static, Result<Record, StoreError>> {
    pages.map_ok(|page| stream::iter(page.into_iter().map(Ok))).try_flatten().boxed()
}
