//! What the console of an event and the list of refused bids take from a lot.

use std::time::Duration;

use super::Lot;
use crate::auction::view::{ConsoleBoard, RefusalPage};
use crate::clock::Instant;
use crate::ids::Seq;

/// A summary counts the bids that were accepted within this time.
const LAST_MINUTE: Duration = Duration::from_mins(1);
/// Most refused bids of a summary.
const NEWEST_REFUSALS_MAX: usize = 20;

impl Lot {
    /// The lot's state as summaries need it. It takes the same short time for a lot with many bids as for one with few.
    #[must_use]
    pub fn console(&self, now: Instant) -> ConsoleBoard {
        let minute_ago = now.plus_micros(-i64::try_from(LAST_MINUTE.as_micros()).expect("a minute"));
        let last_minute = u64::try_from(self.history.accepted_after(minute_ago)).expect("64 bits count memory");
        ConsoleBoard::new(self.board.clone(), last_minute, self.history.newest_refusals(NEWEST_REFUSALS_MAX))
    }

    /// Refused bids after a place in the journal, oldest first; at most `limit`.
    #[must_use]
    pub fn refusals(&self, after: Seq, limit: usize) -> RefusalPage {
        let (refusals, has_more) = self.history.refusals_after(after, limit);
        RefusalPage::new(self.board.clone(), refusals, has_more)
    }
}
