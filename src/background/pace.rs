//! How fast a long read goes on: with pauses that leave the processor to bids.

use std::time::Duration;

use futures::stream::{self, BoxStream, TryReadyChunksError};
use futures::{Stream, StreamExt, TryStreamExt};
use tokio::task::yield_now;
use tokio::time::{Instant, sleep};

/// How fast a long read goes on.
#[derive(Debug, Clone, Copy)]
pub struct Pace {
    /// How many pieces are read at a time, at most.
    pub pieces_max: usize,
    /// How many times longer the read pauses than it works, while bids may come.
    pub pause_per_work: u32,
}

/// A pause is made when this much is owed. Timers are no finer than a millisecond and each wakes the runtime, so that
/// many short pauses cost too much; one long pause would leave all the work to one go.
const OWED_MAX: Duration = Duration::from_millis(4);
/// The most that one chunk counts as work.
const CHUNK_WORK_MAX: Duration = Duration::from_millis(2);

/// Several pieces that are ready at a time, in order, without those that the viewer may not see.
pub fn paced<T: Send + 'static, E: Send + 'static>(
    pieces: BoxStream<'static, Result<Option<T>, E>>,
    pace: Pace,
    bids_may_come: impl Fn() -> bool + Send + 'static,
) -> BoxStream<'static, Result<Vec<T>, E>> {
    let Pace { pieces_max, pause_per_work } = pace;
    let chunks = pieces.try_ready_chunks(pieces_max);
    let reading = Reading { chunks, pause_per_work, owed: Duration::ZERO, bids_may_come };
    // Fused: the stream is polled again after its end where it was empty.
    let chunks = stream::unfold(reading, Reading::next).fuse();
    let in_order = |chunk: Result<Vec<Option<T>>, TryReadyChunksError<Option<T>, E>>| {
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
    use super::*;

    const PACE: Pace = Pace { pieces_max: 64, pause_per_work: 14 };

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
