//! A lot's journal, as its viewers may read it: one record a line, streamed.

use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use futures::stream::{self, BoxStream, TryReadyChunksError};
use futures::{Stream, StreamExt, TryStreamExt};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use super::caller::Caller;
use super::lots::seen;
use super::path::{After, InPath};
use super::problem::Problem;
use crate::auction::ids::LotId;
use crate::auth::Deed;
use crate::engine::{Denied, Engine};

/// Most lines that are sent as one chunk: about 32 KiB, and a fraction of a millisecond of work.
const CHUNK_LINES_MAX: usize = 64;

/// How much longer a long read rests than it works while bids may come. The store works about as long again for it,
/// beside its commits; with 3 the 99th percentile of bids grew by 30 %.
const REST_PER_WORK: u32 = 9;
/// So much rest may be owed before it is taken: timers are no finer than a millisecond.
const OWED_MAX: Duration = Duration::from_millis(4);
/// No chunk counts as more work than this.
const CHUNK_WORK_MAX: Duration = Duration::from_millis(2);

/// The lot's journal after a record: whole for auditors, redacted for others.
#[utoipa::path(
    get, path = "/api/v1/lots/{id}/history", tag = "lots", operation_id = "history",
    params(
        ("id" = String, Path, description = "the lot's id"),
        ("after" = Option<u64>, Query, description = "only records after this one"),
    ),
    responses((status = 200, description = "one record a line", content_type = "application/x-ndjson")),
)]
pub(super) async fn read(
    State(engine): State<Engine>,
    caller: Caller,
    InPath(id): InPath<LotId>,
    After(after): After,
) -> Result<Response, Problem> {
    let access = seen(&engine, &caller, &id).await?;
    caller.may(Deed::ReadHistory)?;
    let mut chunks = chunks(access.history(after), move || engine.any_lot_is_open());
    // The first record decides the status; a failure after it cuts the answer off, which a reader can tell.
    let first = chunks.next().await.transpose()?;
    let chunks = stream::iter(first.map(Ok)).chain(chunks);
    let kind = HeaderValue::from_static("application/x-ndjson");
    Ok(([(header::CONTENT_TYPE, kind)], Body::from_stream(chunks)).into_response())
}

/// Joins what is there already, so that a line costs no write of its own.
fn chunks(
    lines: BoxStream<'static, Result<Bytes, Denied>>,
    bids_may_come: impl Fn() -> bool + Send + 'static,
) -> BoxStream<'static, Result<Bytes, Denied>> {
    let reading = Reading { chunks: lines.try_ready_chunks(CHUNK_LINES_MAX), owed: Duration::ZERO, bids_may_come };
    // An empty history is asked again after its end.
    let chunks = stream::unfold(reading, Reading::next).fuse();
    let in_order = |chunk: Result<Vec<Bytes>, TryReadyChunksError<Bytes, Denied>>| {
        let (lines, error) = match chunk {
            Ok(lines) => (lines, None),
            Err(TryReadyChunksError(lines, error)) => (lines, Some(Err(error))),
        };
        let joined = (!lines.is_empty()).then(|| Ok(lines.concat().into()));
        stream::iter(joined.into_iter().chain(error))
    };
    chunks.flat_map(in_order).boxed()
}

/// A long read that leaves the processor to bids: while they may come it rests for nine times as long as it works. What
/// it had to wait for counts as work, up to a bound, so that on a busy machine it rests more.
struct Reading<S, B> {
    chunks: S,
    /// Rest that has not been taken yet.
    owed: Duration,
    bids_may_come: B,
}

impl<S: Stream + Unpin, B: Fn() -> bool> Reading<S, B> {
    async fn next(mut self) -> Option<(S::Item, Self)> {
        if !(self.bids_may_come)() {
            self.owed = Duration::ZERO;
        }
        if self.owed >= OWED_MAX {
            sleep(self.owed).await;
            self.owed = Duration::ZERO;
        } else {
            yield_now().await;
        }
        let began = Instant::now();
        let chunk = self.chunks.next().await?;
        self.owed += began.elapsed().min(CHUNK_WORK_MAX) * REST_PER_WORK;
        Some((chunk, self))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn lines_are_joined_and_none_is_lost_before_an_error() {
        let line = |number: usize| Ok(Bytes::from(format!("{number}\n")));
        let lines = stream::iter((0..100).map(line).chain([Err(Denied::Unavailable)])).boxed();

        let chunks: Vec<_> = chunks(lines, || true).collect().await;

        let (last, whole) = chunks.split_last().unwrap();
        let text: Vec<u8> = whole.iter().flat_map(|chunk| chunk.clone().unwrap()).collect();
        let expected = (0..100).map(|number| number.to_string() + "\n").collect::<Vec<_>>().concat();
        assert_eq!((String::from_utf8(text).unwrap(), whole.len()), (expected, 2));
        assert!(matches!(last, Err(Denied::Unavailable)));
    }

    /// How long a hundred chunks take, each of which is a millisecond's work.
    async fn time_of_hundred_chunks(bids_may_come: bool) -> Duration {
        let work = async |number: u32| {
            sleep(Duration::from_millis(1)).await;
            number
        };
        let chunks = stream::iter(0..100).then(work).boxed();
        let reading = Reading { chunks, owed: Duration::ZERO, bids_may_come: || bids_may_come };
        let began = Instant::now();
        let read: Vec<u32> = stream::unfold(reading, Reading::next).collect().await;
        assert_eq!(read.len(), 100);
        began.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_read_rests_longer_than_it_works_while_bids_may_come() {
        let took = time_of_hundred_chunks(true).await;

        assert!((990..=1_010).contains(&took.as_millis()), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_read_does_not_rest_where_no_lot_is_open() {
        let took = time_of_hundred_chunks(false).await;

        assert!((90..=110).contains(&took.as_millis()), "{took:?}");
    }
}
