//! The formats of an auction: which bids count now. Each format is one file behind this one match.

mod english;

use super::board::Board;
use super::refusal::Reason;
use super::rules::Format;
use crate::clock::Instant;

/// Whether a bid that was received at that instant counts in the lot as it stands.
pub(crate) fn bids_count(board: &Board, received_at: Instant) -> Result<(), Reason> {
    match board.rules().format {
        Format::English => english::bids_count(board, received_at),
    }
}

/// Whether other rules can be tried out on a lot of this format that has ended.
pub(crate) const fn is_simulated(format: Format) -> bool {
    match format {
        Format::English => true,
    }
}
