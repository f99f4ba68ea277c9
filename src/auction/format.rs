//! What the shape of the auction decides: which bids count now. One format is one module behind this one match.

mod english;

use super::board::Board;
use super::refusal::Reason;
use super::rules::Format;
use crate::clock::Instant;

/// Whether a bid received then counts in the lot as it is.
pub(crate) fn bids_count(board: &Board, received_at: Instant) -> Result<(), Reason> {
    match board.rules().format {
        Format::English => english::bids_count(board, received_at),
    }
}
