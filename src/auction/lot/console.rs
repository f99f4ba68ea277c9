//! What the console of an event, the list of refused bids and a bidder's record take from a lot.

use super::Lot;
use crate::auction::view::{ConsoleBoard, LeadPage, OwnBids, RefusalPage};
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};

/// A summary counts the bids that were accepted within this time, in microseconds.
const LAST_MINUTE_US: i64 = 60_000_000;
/// Most refused bids of a summary.
const NEWEST_REFUSALS_MAX: usize = 20;

impl Lot {
    /// The lot's state as summaries need it. It takes the same short time for a lot with many bids as for one with few.
    #[must_use]
    pub fn console(&self, now: Instant) -> ConsoleBoard {
        let last_minute = self.history.accepted_after(now.plus_micros(-LAST_MINUTE_US));
        ConsoleBoard::new(self.board.clone(), last_minute, self.history.newest_refusals(NEWEST_REFUSALS_MAX))
    }

    /// Refused bids after a place in the journal, oldest first; at most `limit`.
    #[must_use]
    pub fn refusals(&self, after: Seq, limit: usize) -> RefusalPage {
        let (refusals, has_more) = self.history.refusals_after(after, limit);
        RefusalPage::new(self.board.clone(), refusals, has_more)
    }

    /// What a record of the bidder's bids says beside what stands in their records.
    ///
    /// # Panics
    /// For a bidder that the lot does not invite.
    #[must_use]
    pub fn own_bids(&self, bidder: &BidderId) -> OwnBids {
        OwnBids::new(self.bid_book(), self.board.index_of(bidder))
    }

    /// Changes of the lead after a place in the journal, oldest first; at most `limit`.
    #[must_use]
    pub fn leads(&self, after: Seq, limit: usize) -> LeadPage {
        let (leads, has_more) = self.history.leads_after(after, limit);
        LeadPage::new(self.board.clone(), leads, has_more)
    }
}
