//! Open descending: any bidder may bid at any time from the opening to the close, and everybody sees its rank.

use crate::auction::board::Board;
use crate::auction::refusal::Reason;
use crate::auction::state::State;
use crate::clock::Instant;

/// A bid counts from the opening (inclusive) to the close (exclusive), by the instant of its receipt. A pause, an early
/// close and a cancellation work in the lot's order instead: whoever is judged after them meets the new state.
pub(super) fn bids_count(board: &Board, received_at: Instant) -> Result<(), Reason> {
    match board.state() {
        State::Scheduled => Err(Reason::NotOpen),
        State::Open if received_at < board.opens_at() => Err(Reason::NotOpen),
        State::Open if received_at >= board.closes_at() => Err(Reason::Closed),
        State::Open => Ok(()),
        State::Paused => Err(Reason::Paused),
        State::Closed => Err(Reason::Closed),
        State::Cancelled => Err(Reason::Cancelled),
    }
}
