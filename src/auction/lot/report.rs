//! What a lot's result and its files are made of: the board, the acts, and who led when.

use std::sync::Arc;

use super::Lot;
use crate::auction::board::Offer;
use crate::auction::event::{Cause, Event};
use crate::auction::index::BidderIndex;
use crate::auction::view::{BidBook, LotReport, PastAct, PastWhat, PathPage};
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};

impl Lot {
    /// The lot as its result and its files show it. Cheap: what is long, such as the course of the lead, is asked for in
    /// pages.
    #[must_use]
    pub fn report(&self) -> LotReport {
        LotReport::new(self.bid_book(), Arc::clone(self.history.acts()))
    }

    /// What the list of all bids says beside what stands in their records.
    #[must_use]
    pub fn bid_book(&self) -> BidBook {
        BidBook::new(self.board.clone(), self.history.openings(), self.history.annulled())
    }

    /// The records after `after` since when another offer led, oldest first; at most `limit`. The first one is the opening
    /// where an opening offer led then.
    #[must_use]
    pub fn path(&self, after: Seq, limit: usize) -> PathPage {
        let opened = self.history.acts().iter().find(|act| matches!(act.what, PastWhat::Opened { .. }));
        let Some(PastAct { seq, at, .. }) = opened else { return PathPage::new(self.board.clone(), Vec::new(), false) };
        let mut page = Vec::new();
        if after < *seq {
            page.extend(self.history.lead_at(*seq).map(|lead| lead.moved_to(*seq, *at)));
        }
        let (later, has_more) = self.history.leads_after(after.max(*seq), limit.saturating_sub(page.len()));
        page.extend(later);
        PathPage::new(self.board.clone(), page, has_more)
    }

    /// Keeps the event where it is an act. It has not been applied yet.
    pub(super) fn note_act(&mut self, seq: Seq, at: Instant, event: &Event) {
        let Some((what, reason)) = self.act_of(event) else { return };
        self.history.note_act(PastAct { seq, at, reason: reason.map(Arc::from), what });
    }

    fn act_of<'a>(&self, event: &'a Event) -> Option<(PastWhat, Option<&'a str>)> {
        Some(match event {
            Event::LotOpened { closes_at, .. } => (PastWhat::Opened { closes_at: *closes_at }, None),
            Event::LotExtended { closes_at, was, cause: Cause::Buyer | Cause::Outage, reason } => {
                (PastWhat::Extended { was: *was, closes_at: *closes_at }, reason.as_deref())
            }
            Event::LotPaused { cause, resumes_at, reason, .. } => {
                (PastWhat::Paused { cause: *cause, resumes_at: *resumes_at }, reason.as_deref())
            }
            Event::LotResumed { closes_at, reason } => (PastWhat::Resumed { closes_at: *closes_at }, reason.as_deref()),
            Event::BidAnnulled { bidder, reason, .. } => {
                let (bidder, standing) = self.with_standing(bidder);
                let offer = standing.expect("only a standing offer is annulled");
                (PastWhat::Annulled { bidder, offer }, Some(reason.as_str()))
            }
            Event::BidderExcluded { bidder, reason } => {
                let (bidder, offer) = self.with_standing(bidder);
                (PastWhat::Excluded { bidder, offer }, Some(reason.as_str()))
            }
            Event::LotClosed { cause, reason, .. } => (PastWhat::Closed { cause: *cause }, reason.as_deref()),
            Event::LotCancelled { reason } => (PastWhat::Cancelled, Some(reason.as_str())),
            Event::LotExtended { cause: Cause::Bid, .. }
            | Event::TermsAccepted { .. }
            | Event::BidAccepted(_)
            | Event::BidRefused(_)
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentRequested { .. }
            | Event::AnnulmentDeclined { .. }
            | Event::MessageSent { .. } => return None,
        })
    }

    fn with_standing(&self, bidder: &BidderId) -> (BidderIndex, Option<Arc<Offer>>) {
        let index = self.board.index_of(bidder);
        (index, self.board.rows[index].standing.clone())
    }
}
