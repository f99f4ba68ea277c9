//! Long answers: sent in chunks, with pauses that leave the processor to bids.
//!
//! A piece that the viewer may not see costs as much work as one that is sent. So pauses are counted from all pieces
//! that were read, and hidden pieces are dropped only after that.

use axum::body::{Body, Bytes};
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use crate::engine::Denied;

pub(in crate::http) use crate::background::pace::{Pace, paced};

/// One piece of a long read; None where the viewer may not see it.
pub(in crate::http) type LongReadPiece = Result<Option<Bytes>, Denied>;

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
}
