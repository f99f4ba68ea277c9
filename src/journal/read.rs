//! Records as streams, read page by page, so that a long read holds little memory and blocks nobody.

use std::sync::Arc;

use futures::stream::{self, BoxStream, StreamExt, TryStreamExt};

use super::record::{Record, StreamId};
use super::store::{Store, StoreError};
use crate::ids::Seq;

/// Records in a page, where all streams are read and nobody waits.
pub(super) const PAGE_RECORDS: u32 = 1_000;
/// Records in a page of one stream, which is read beside bids: taking it apart is one stretch of work, for which every
/// other task on its thread waits, and in a database of another process reading it is one that competes with commits.
const STREAM_PAGE_RECORDS: u32 = 64;

/// Whether anybody waits for what is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Haste {
    /// Somebody does.
    Awaited,
    /// It is read in the background, and may take its time.
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
            let Some(after) = after else { return Ok(None) };
            let page = match haste {
                Haste::Awaited => store.page(&id, after, STREAM_PAGE_RECORDS).await?,
                Haste::Background => store.background_page(&id, after, STREAM_PAGE_RECORDS).await?,
            };
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
