//! Open descending: each bidder may bid at any time between opening and close, and sees its own rank.

use crate::auction::board::Board;
use crate::auction::refusal::Reason;
use crate::auction::state::State;
use crate::clock::Instant;

/// A bid counts from the opening (inclusive) to the close (exclusive), by the instant of its receipt. A pause, an early
/// close and a cancellation take effect in the lot's order instead: they refuse every bid that is judged after them.
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
