//! Long reads of a lot's journal: on the background thread, and slowly while any lot is open.

use axum::body::Body;
use futures::stream::BoxStream;

use crate::background::Background;
use crate::engine::{Denied, Engine};
use crate::http::answer::pace::{self, LongReadPiece, Pace};

/// Chunks of about 32 KiB, which the runtime's threads write. The thread that renders them always lets bids go first.
/// The pauses are for what does not give way to bids: `PostgreSQL`'s processes, and the processor's caches. They also
/// let `SQLite` start its write-ahead log again from the beginning, which it does only while no read is under way (see
/// docs/performance.md, A long history beside bids).
pub(in crate::http) const PACE: Pace = Pace { pieces_max: 64, pause_per_work: 59 };

/// The body that the pieces make.
///
/// # Errors
/// The error of the first chunk, which decides the status.
pub(in crate::http) async fn body(
    engine: Engine,
    background: &Background,
    pieces: BoxStream<'static, LongReadPiece>,
) -> Result<Body, Denied> {
    let chunks = pace::chunks(pieces, PACE, move || engine.any_lot_is_open());
    pace::body(background.stream(chunks, Denied::Unavailable)).await
}

/// Several pieces at a time, without those that the viewer may not see.
pub(super) fn pieces<T: Send + 'static>(
    engine: Engine,
    background: &Background,
    pieces: BoxStream<'static, Result<Option<T>, Denied>>,
) -> BoxStream<'static, Result<Vec<T>, Denied>> {
    let read = pace::paced(pieces, PACE, move || engine.any_lot_is_open());
    background.stream(read, Denied::Unavailable)
}
