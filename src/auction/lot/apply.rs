//! Applies events to a lot. Asserts structure, judges nothing.

use std::sync::Arc;

use super::Lot;
use super::history::History;
use crate::auction::acts;
use crate::auction::board::{AnnulledOffer, Board, Exclusion, LotResult, Offer, Pending, PendingAnnulment, Proposal};
use crate::auction::event::{Accepted, Event, Refused};
use crate::auction::index::BidderIndex;
use crate::auction::judge;
use crate::auction::setup::Setup;
use crate::auction::timing;
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};

impl Lot {
    /// A lot as published: scheduled, with its opening offers standing in the order in which the bidders are listed.
    ///
    /// # Panics
    /// Where an opening offer does not pass [`Setup::check_opening`]: it is checked when an event is published.
    #[must_use]
    pub fn new(setup: Arc<Setup>) -> Self {
        let history = History::new(setup.bidders.len());
        let mut lot = Self { board: Board::new(setup), history };
        lot.let_openings_stand();
        lot
    }

    /// Applies an event. Asserts structure, judges nothing, cannot fail on events that `decide` returned.
    ///
    /// # Panics
    /// On an event that this lot cannot have decided: an unknown bidder, a place or a time before the last record's.
    pub fn apply(&mut self, seq: Seq, at: Instant, event: &Event) {
        assert!(seq > self.board.seq || self.board.last_at.is_none(), "records come in order");
        assert!(self.board.last_at.is_none_or(|last_at| last_at <= at), "time on a lot never runs backwards");
        self.board.seq = seq;
        let last_at = self.board.last_at.replace(at);
        self.notify(seq, at, event);
        self.note_act(seq, at, event);
        match event {
            Event::TermsAccepted { bidder } => {
                let index = self.index_of(bidder);
                self.board.rows.at_mut(index).terms_accepted = true;
            }
            Event::BidAccepted(accepted) => self.apply_accepted(seq, at, accepted),
            Event::BidRefused(refused) => self.apply_refused(seq, at, refused),
            Event::BidAnnulled { bidder, reason, .. } => self.apply_annulled(seq, at, bidder, reason),
            Event::BidderExcluded { bidder, reason } => {
                let index = self.index_of(bidder);
                let exclusion = Exclusion { seq, at, reason: reason.as_str().into() };
                self.board.rows.at_mut(index).exclusion = Some(Arc::new(exclusion));
                Arc::make_mut(&mut self.board.ranking).remove(index);
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
        self.note_leader(seq, at);
    }

    fn note_leader(&mut self, seq: Seq, at: Instant) {
        let leader = self.board.lead().map(|(leader, _)| leader);
        self.history.note_leader(leader, seq, at);
    }

    /// Makes the bidders' prices from the tender stage their standing offers, before any live bid.
    fn let_openings_stand(&mut self) {
        let setup = Arc::clone(self.setup());
        for (index, invited) in setup.invited() {
            let Some(prices) = &invited.opening else { continue };
            let prices = judge::priced(&setup, invited, prices.clone());
            let judge::Priced { prices, total, evaluated } = prices.expect("checked before publication");
            let order = self.history.accepted_count();
            let (place, at) = (Offer::PUBLICATION, setup.opens_at);
            let offer = Offer { place, at, received_at: at, order, bid_ref: None, prices, total, evaluated };
            self.let_stand(index, offer);
        }
        self.history.rank_all(&self.board.ranking);
        self.note_leader(Offer::PUBLICATION, self.board.setup().opens_at);
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
            order: self.history.accepted_count(),
            bid_ref: Some(bid_ref.clone()),
            prices: in_order,
            total,
            evaluated,
        };
        self.let_stand(index, offer);
        let row = self.board.rows.at_mut(index);
        row.accepted_count += 1;
        row.refused_in_a_row = 0;
        row.annulled = None;
        debug_assert_eq!(self.board.ranking.rank_of(index), Some(*rank), "the rank that the bidder was told");
        self.drop_request(index);
        self.board.timing.closes_at = timing::close_after_bid(self.board.rules(), &self.board.timing, *received_at);
    }

    fn apply_refused(&mut self, seq: Seq, at: Instant, refused: &Refused) {
        let index = self.index_of(&refused.bidder);
        let row = self.board.rows.at_mut(index);
        row.refused_count += 1;
        row.refused_in_a_row += 1;
        let in_a_row = row.refused_in_a_row;
        // A `ref` used again keeps its first outcome.
        self.history.refuse(index, seq, at, in_a_row, refused, &self.board.setup().items);
    }

    fn apply_annulled(&mut self, seq: Seq, at: Instant, bidder: &BidderId, reason: &str) {
        let index = self.index_of(bidder);
        let restored = self.history.annul(index, seq, at);
        let row = self.board.rows.at_mut(index);
        let annulled = row.standing.take();
        row.annulled = annulled.map(|offer| Arc::new(AnnulledOffer { offer, annulled_at: at, reason: reason.into() }));
        if !row.is_excluded() {
            let ranking = Arc::make_mut(&mut self.board.ranking);
            match &restored {
                Some(offer) => ranking.put(index, offer.evaluated, offer.order),
                None => ranking.remove(index),
            }
        }
        row.standing = restored;
        self.drop_request(index);
    }

    fn apply_time(&mut self, at: Instant, last_at: Option<Instant>, event: &Event) {
        self.board.timing.apply(at, last_at, event);
        if let Event::LotClosed { ranking, reserve_met, .. } = event {
            let (ranking, reserve_met) = (ranking.clone(), *reserve_met);
            self.board.result = Some(Arc::new(LotResult { ranking, reserve_met }));
        }
        if self.board.state().is_over() {
            self.board.pending = Arc::new(Pending::default());
        }
    }

    fn apply_pending(&mut self, seq: Seq, at: Instant, event: &Event) {
        let offer =
            if let Event::ActProposed { act, .. } = event { acts::standing_order(&self.board, act) } else { None };
        let asking =
            if let Event::AnnulmentRequested { bidder, .. } = event { Some(self.index_of(bidder)) } else { None };
        let back_to = asking.and_then(|bidder| self.history.below_standing(bidder));
        let pending = Arc::make_mut(&mut self.board.pending);
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
        let ranking = Arc::make_mut(&mut self.board.ranking);
        ranking.put(bidder, offer.evaluated, offer.order);
        let rank = ranking.rank_of(bidder).expect("the offer has just been put");
        let offer = Arc::new(offer);
        self.history.accept(bidder, Arc::clone(&offer), rank);
        let row = self.board.rows.at_mut(bidder);
        row.standing = Some(offer);
        row.has_offered = true;
    }

    /// Drops the bidder's request for an annulment: the offer that it was for does not stand any more.
    fn drop_request(&mut self, bidder: BidderIndex) {
        if self.board.pending.request_of(bidder).is_some() {
            Arc::make_mut(&mut self.board.pending).requests.retain(|request| request.bidder != bidder);
        }
    }
}
