//! Applies events to a board. Asserts structure, judges nothing.
//!
//! A board needs nothing of the lot's history for that. So a lot can be folded from any of its boards.

use std::sync::Arc;

use crate::auction::acts;
use crate::auction::board::{
    AnnulledOffer, Below, Board, Exclusion, LotResult, Offer, Pending, PendingAnnulment, Proposal,
};
use crate::auction::event::{Accepted, Event};
use crate::auction::index::BidderIndex;
use crate::auction::judge;
use crate::auction::setup::Setup;
use crate::auction::timing;
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};

impl Board {
    /// A lot as published: scheduled, with its opening offers standing in the order in which the bidders are listed.
    ///
    /// # Panics
    /// As [`Lot::new`](super::Lot::new).
    #[must_use]
    pub fn published(setup: Arc<Setup>) -> Self {
        let mut board = Self::new(setup);
        board.let_openings_stand();
        board
    }

    /// Applies an event, as [`Lot::apply`](super::Lot::apply) does.
    ///
    /// # Panics
    /// On an event that this lot cannot have decided.
    pub fn apply(&mut self, seq: Seq, at: Instant, event: &Event) {
        assert!(seq > self.seq || self.last_at.is_none(), "records come in order");
        assert!(self.last_at.is_none_or(|last_at| last_at <= at), "time on a lot never runs backwards");
        self.seq = seq;
        let last_at = self.last_at.replace(at);
        self.notify(seq, at, event);
        match event {
            Event::TermsAccepted { bidder } => {
                let index = self.index_of(bidder);
                self.rows.at_mut(index).terms_accepted = true;
            }
            Event::BidAccepted(accepted) => self.apply_accepted(seq, at, accepted),
            Event::BidRefused(refused) => {
                let index = self.index_of(&refused.bidder);
                let row = self.rows.at_mut(index);
                row.refused_count += 1;
                row.refused_in_a_row += 1;
            }
            Event::BidAnnulled { bidder, reason, .. } => self.apply_annulled(at, bidder, reason),
            Event::BidderExcluded { bidder, reason } => {
                let index = self.index_of(bidder);
                let exclusion = Exclusion { seq, at, reason: reason.as_str().into() };
                self.rows.at_mut(index).exclusion = Some(Arc::new(exclusion));
                Arc::make_mut(&mut self.ranking).remove(index);
            }
            Event::LotOpened { .. }
            | Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::LotClosed { .. }
            | Event::LotCancelled { .. } => self.apply_time(at, last_at, event),
            Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentRequested { .. }
            | Event::AnnulmentDeclined { .. } => self.apply_pending(seq, at, event),
            Event::MessageSent { .. } => {}
        }
    }

    /// Makes the bidders' prices from the tender stage their standing offers, before any live bid.
    fn let_openings_stand(&mut self) {
        let setup = Arc::clone(self.setup());
        for (index, invited) in setup.invited() {
            let Some(prices) = &invited.opening else { continue };
            let prices = judge::priced(&setup, invited, prices.clone());
            let judge::Priced { prices, total, evaluated } = prices.expect("checked before publication");
            let (place, at) = (Offer::PUBLICATION, setup.opens_at);
            let (order, below) = (self.offer_count, Below::default());
            let offer = Offer { place, at, received_at: at, order, bid_ref: None, prices, total, evaluated, below };
            self.let_stand(index, offer);
        }
    }

    fn apply_accepted(&mut self, seq: Seq, at: Instant, accepted: &Accepted) {
        let Accepted { bidder, bid_ref, prices, total, evaluated, received_at, rank, confirmed: _ } = accepted;
        let index = self.index_of(bidder);
        let (total, evaluated) = (*total, *evaluated);
        let in_order = judge::item_prices(self.setup(), prices).expect("an accepted offer prices each item");
        let offer = Offer {
            place: seq,
            at,
            received_at: *received_at,
            order: self.offer_count,
            bid_ref: Some(bid_ref.clone()),
            prices: in_order,
            total,
            evaluated,
            below: Below::new(self.rows[index].standing.clone()),
        };
        self.let_stand(index, offer);
        let row = self.rows.at_mut(index);
        row.accepted_count += 1;
        row.refused_in_a_row = 0;
        row.annulled = None;
        debug_assert_eq!(self.ranking.rank_of(index), Some(*rank), "the rank that the bidder was told");
        self.drop_request(index);
        self.timing.closes_at = timing::close_after_bid(self.rules(), &self.timing, *received_at);
    }

    fn apply_annulled(&mut self, at: Instant, bidder: &BidderId, reason: &str) {
        let index = self.index_of(bidder);
        let row = self.rows.at_mut(index);
        let restored = row.below_standing();
        let offer = row.standing.take().expect("only a standing offer is annulled");
        row.annulled = Some(Arc::new(AnnulledOffer { offer, annulled_at: at, reason: reason.into() }));
        if !row.is_excluded() {
            let ranking = Arc::make_mut(&mut self.ranking);
            match &restored {
                Some(offer) => ranking.put(index, offer.evaluated, offer.order),
                None => ranking.remove(index),
            }
        }
        row.standing = restored;
        self.drop_request(index);
    }

    fn apply_time(&mut self, at: Instant, last_at: Option<Instant>, event: &Event) {
        self.timing.apply(at, last_at, event);
        if let Event::LotClosed { ranking, reserve_met, .. } = event {
            let (ranking, reserve_met) = (ranking.clone(), *reserve_met);
            self.result = Some(Arc::new(LotResult { ranking, reserve_met }));
        }
        if self.state().is_over() {
            self.pending = Arc::new(Pending::default());
        }
    }

    fn apply_pending(&mut self, seq: Seq, at: Instant, event: &Event) {
        let offer = if let Event::ActProposed { act, .. } = event { acts::standing_order(self, act) } else { None };
        let asking =
            if let Event::AnnulmentRequested { bidder, .. } = event { Some(self.index_of(bidder)) } else { None };
        let back_to = asking.and_then(|bidder| self.rows[bidder].below_standing());
        let pending = Arc::make_mut(&mut self.pending);
        match event {
            Event::ActProposed { act, by } => {
                pending.proposals.push(Proposal { seq, at, act: act.clone(), by: by.clone(), offer });
            }
            Event::ActApproved { act, .. } | Event::ActDeclined { act, .. } => {
                pending.proposals.retain(|proposal| proposal.seq != *act);
            }
            Event::AnnulmentRequested { reason, .. } => {
                let bidder = asking.expect("known from the event");
                pending.requests.push(PendingAnnulment { seq, at, bidder, reason: reason.as_str().into(), back_to });
            }
            Event::AnnulmentDeclined { request, .. } => pending.requests.retain(|open| open.seq != *request),
            Event::TermsAccepted { .. }
            | Event::LotOpened { .. }
            | Event::BidAccepted(_)
            | Event::BidRefused(_)
            | Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. }
            | Event::LotClosed { .. }
            | Event::LotCancelled { .. } => {}
        }
    }

    fn let_stand(&mut self, bidder: BidderIndex, offer: Offer) {
        let ranking = Arc::make_mut(&mut self.ranking);
        ranking.put(bidder, offer.evaluated, offer.order);
        self.offer_count += 1;
        let row = self.rows.at_mut(bidder);
        row.standing = Some(Arc::new(offer));
        row.has_offered = true;
    }

    /// Drops the bidder's request for an annulment: the offer that it was for does not stand any more.
    fn drop_request(&mut self, bidder: BidderIndex) {
        if self.pending.request_of(bidder).is_some() {
            Arc::make_mut(&mut self.pending).requests.retain(|request| request.bidder != bidder);
        }
    }

    pub(super) fn index_of(&self, bidder: &BidderId) -> BidderIndex {
        self.facts.index_of(bidder).expect("events are about bidders of the lot")
    }
}
