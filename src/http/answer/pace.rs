//! Long answers: sent in chunks, with pauses that leave the processor to bids.
//!
//! A piece that the viewer may not see costs as much work as one that is sent. So pauses are counted from all pieces
//! that were read, and hidden pieces are dropped only after that.

use std::time::Duration;

use axum::body::{Body, Bytes};
use futures::stream::{self, BoxStream, TryReadyChunksError};
use futures::{Stream, StreamExt, TryStreamExt};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

use crate::engine::Denied;

/// One piece of a long read; None where the viewer may not see it.
pub(in crate::http) type LongReadPiece = Result<Option<Bytes>, Denied>;

/// How fast a long read goes on.
#[derive(Debug, Clone, Copy)]
pub(in crate::http) struct Pace {
    /// How many pieces are read at a time, at most.
    pub(in crate::http) pieces_max: usize,
    /// How many times longer the read pauses than it works, while bids may come.
    pub(in crate::http) pause_per_work: u32,
}

/// A pause is made when this much is owed. Timers are no finer than a millisecond and each wakes the runtime, so that
/// many short pauses cost too much; one long pause would leave all the work to one go.
const OWED_MAX: Duration = Duration::from_millis(4);
/// The most that one chunk counts as work.
const CHUNK_WORK_MAX: Duration = Duration::from_millis(2);

/// Returns the body of a long answer.
///
/// # Errors
/// The error of the first chunk, which decides the status. A later error ends the answer early; the client sees that,
/// because the last chunk of the body is missing.
pub(in crate::http) async fn body(mut chunks: BoxStream<'static, Result<Bytes, Denied>>) -> Result<Body, Denied> {
    let first = chunks.next().await.transpose()?;
    let chunks = stream::iter(first.map(Ok)).chain(chunks);
    Ok(Body::from_stream(chunks.try_filter(|chunk| std::future::ready(!chunk.is_empty()))))
}

/// Joins pieces that are ready, so that a line costs no write of its own. A chunk whose pieces are all hidden is empty.
pub(in crate::http) fn chunks(
    pieces: BoxStream<'static, LongReadPiece>,
    pace: Pace,
    bids_may_come: impl Fn() -> bool + Send + 'static,
) -> BoxStream<'static, Result<Bytes, Denied>> {
    paced(pieces, pace, bids_may_come).map_ok(|shown| shown.concat().into()).boxed()
}

/// Several pieces that are ready at a time, in order, without those that the viewer may not see.
pub(in crate::http) fn paced<T: Send + 'static>(
    pieces: BoxStream<'static, Result<Option<T>, Denied>>,
    pace: Pace,
    bids_may_come: impl Fn() -> bool + Send + 'static,
) -> BoxStream<'static, Result<Vec<T>, Denied>> {
    let Pace { pieces_max, pause_per_work } = pace;
    let chunks = pieces.try_ready_chunks(pieces_max);
    let reading = Reading { chunks, pause_per_work, owed: Duration::ZERO, bids_may_come };
    // Fused: the stream is polled again after its end where it was empty.
    let chunks = stream::unfold(reading, Reading::next).fuse();
    let in_order = |chunk: Result<Vec<Option<T>>, TryReadyChunksError<Option<T>, Denied>>| {
        let (pieces, error) = match chunk {
            Ok(pieces) => (pieces, None),
            Err(TryReadyChunksError(pieces, error)) => (pieces, Some(Err(error))),
        };
        let shown: Vec<T> = pieces.into_iter().flatten().collect();
        let whole = (!shown.is_empty() || error.is_none()).then_some(Ok(shown));
        stream::iter(whole.into_iter().chain(error))
    };
    chunks.flat_map(in_order).boxed()
}

/// A long read that leaves the processor to bids: while they may come it pauses for several times as long as it works.
/// Time in which the read waited counts as work too, up to a limit, so that on a busy machine it pauses more.
struct Reading<S, B> {
    chunks: S,
    pause_per_work: u32,
    /// Pauses that were not made yet.
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
        self.owed += began.elapsed().min(CHUNK_WORK_MAX) * self.pause_per_work;
        Some((chunk, self))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use axum::body::to_bytes;

    use super::*;

    const PACE: Pace = Pace { pieces_max: 64, pause_per_work: 14 };

    #[tokio::test]
    async fn lines_are_joined_and_none_is_lost_before_an_error() {
        let line = |number: usize| Ok(Some(Bytes::from(format!("{number}\n"))));
        let lines = stream::iter((0..100).map(line).chain([Err(Denied::Unavailable)])).boxed();

        let chunks: Vec<_> = chunks(lines, PACE, || true).collect().await;

        let (last, whole) = chunks.split_last().unwrap();
        let text: Vec<u8> = whole.iter().flat_map(|chunk| chunk.clone().unwrap()).collect();
        let expected = (0..100).map(|number| number.to_string() + "\n").collect::<Vec<_>>().concat();
        assert_eq!((String::from_utf8(text).unwrap(), whole.len()), (expected, 2));
        assert!(matches!(last, Err(Denied::Unavailable)));
    }

    #[tokio::test]
    async fn hidden_pieces_are_dropped_but_count_as_work() {
        let hidden = (0..1_000).map(|_| Ok(None));
        let pieces = stream::iter(hidden.chain([Ok(Some(Bytes::from("own\n")))])).boxed();
        let turns = Arc::new(AtomicUsize::new(0));
        let counted = turns.clone();
        let bids_may_come = move || {
            counted.fetch_add(1, Ordering::Relaxed);
            true
        };

        let chunks = chunks(pieces, Pace { pieces_max: 10, ..PACE }, bids_may_come);
        let body = body(chunks).await.unwrap();

        assert_eq!(to_bytes(body, usize::MAX).await.unwrap(), "own\n");
        let turns = turns.load(Ordering::Relaxed);
        assert!(turns > 100, "1,001 pieces were read in {turns} turns");
    }

    #[tokio::test]
    async fn the_first_piece_decides_the_status_even_where_it_is_hidden() {
        let failing = stream::iter([Err(Denied::Overloaded)]).boxed();
        let cut_off = stream::iter([Ok(None), Err(Denied::Unavailable)]).boxed();

        let pace = Pace { pieces_max: 1, ..PACE };
        assert_eq!(body(chunks(failing, pace, || true)).await.err(), Some(Denied::Overloaded));
        let begun = body(chunks(cut_off, pace, || true)).await.unwrap();
        assert!(to_bytes(begun, usize::MAX).await.is_err());
    }

    /// Returns how long a hundred chunks take, each of one millisecond's work.
    async fn time_of_hundred_chunks(bids_may_come: bool) -> Duration {
        let work = async |number: u32| {
            sleep(Duration::from_millis(1)).await;
            number
        };
        let chunks = stream::iter(0..100).then(work).boxed();
        let reading = Reading {
            chunks,
            pause_per_work: PACE.pause_per_work,
            owed: Duration::ZERO,
            bids_may_come: || bids_may_come,
        };
        let began = Instant::now();
        let read: Vec<u32> = stream::unfold(reading, Reading::next).collect().await;
        assert_eq!(read.len(), 100);
        began.elapsed()
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_read_pauses_longer_than_it_works_while_bids_may_come() {
        let took = time_of_hundred_chunks(true).await;

        assert!((1_485..=1_515).contains(&took.as_millis()), "{took:?}");
    }

    #[tokio::test(start_paused = true)]
    async fn a_long_read_does_not_pause_where_no_lot_is_open() {
        let took = time_of_hundred_chunks(false).await;

        assert!((90..=110).contains(&took.as_millis()), "{took:?}");
    }
}
