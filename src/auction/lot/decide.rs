//! Decides which events a command causes. Holds all policy and changes nothing.

use super::Lot;
use crate::auction::acts;
use crate::auction::command::{Command, PlaceBid};
use crate::auction::event::{Accepted, Event, Refused};
use crate::auction::index::BidderIndex;
use crate::auction::judge;
use crate::auction::limits::Limits;
use crate::auction::refusal::{LimitKind, Reason};
use crate::auction::state::{State, WrongState};
use crate::auction::timing;
use crate::clock::Instant;

impl Lot {
    /// Returns the events that `command` causes at `now`; a refused bid is an event too. Empty for a bid whose `ref`
    /// came before with the same prices (see [`Lot::outcome`]), for terms accepted before, and when nothing is due.
    ///
    /// # Panics
    /// Where `now` is before the last record's time, and for a bid that was received after the opening of a lot that is
    /// still scheduled ([`Lot::awaits_opening`]): the lot would refuse a bid that was in time.
    ///
    /// # Errors
    /// [`WrongState`] when the lot's state forbids a buyer's act; nothing has happened.
    pub fn decide(&self, command: &Command, now: Instant) -> Result<Vec<Event>, WrongState> {
        let last_at = self.board.last_at;
        assert!(last_at.is_none_or(|last_at| last_at <= now), "time on a lot never runs backwards");
        match command {
            Command::PlaceBid(bid) => self.decide_bid(bid),
            Command::AcceptTerms { bidder } => {
                let index = acts::index_of(&self.board, bidder)?;
                let news = self.board.facts.setup.event.terms.is_some() && !self.board.rows[index].terms_accepted;
                Ok(news.then(|| Event::TermsAccepted { bidder: bidder.clone() }).into_iter().collect())
            }
            Command::RequestAnnulment { bidder, bid_ref, reason } => {
                acts::request_annulment(&self.board, bidder, bid_ref, reason).map(|event| vec![event])
            }
            Command::Act { by, act } => acts::act(&self.board, by, act, now),
            Command::Wake => Ok(timing::wake(&self.board, now).into_iter().collect()),
            Command::Outage { alive_until } => Ok(timing::outage(&self.board, *alive_until, now)),
        }
    }

    /// Whether [`Command::Wake`] has to open the lot before a bid that was received then can be judged.
    #[must_use]
    pub fn awaits_opening(&self, received_at: Instant) -> bool {
        self.board.state() == State::Scheduled && received_at >= self.board.opens_at()
    }

    fn decide_bid(&self, bid: &PlaceBid) -> Result<Vec<Event>, WrongState> {
        assert!(
            !self.awaits_opening(bid.received_at),
            "a lot is opened before bids are judged that its opening lets in"
        );
        let index = acts::index_of(&self.board, &bid.bidder)?;
        if let Some(first) = self.history.first(index, &bid.bid_ref) {
            let same = self.history.offered_same(&self.setup().items, first, &bid.prices);
            return Ok(if same { Vec::new() } else { vec![self.refused(index, bid, Reason::RefReused)] });
        }
        let offer = match judge::judge(&self.board, index, bid) {
            Ok(offer) => offer,
            Err(reason) => return Ok(vec![self.refused(index, bid, reason)]),
        };
        let accepted = Accepted {
            bidder: bid.bidder.clone(),
            bid_ref: bid.bid_ref.clone(),
            prices: bid.prices.clone(),
            confirmed: bid.confirmed,
            total: offer.total,
            evaluated: offer.evaluated,
            received_at: bid.received_at,
            rank: self.board.ranking.rank_if(index, offer.evaluated),
        };
        let extension = timing::extension(&self.board, &accepted, self.board.ranking.rank_of(index));
        Ok([Event::BidAccepted(accepted)].into_iter().chain(extension).collect())
    }

    fn refused(&self, index: BidderIndex, bid: &PlaceBid, reason: Reason) -> Event {
        let limit = match reason.limit() {
            Some(LimitKind::Highest) => Limits::of(&self.board, index).highest,
            Some(LimitKind::Lowest) => Limits::of(&self.board, index).lowest,
            None => None,
        };
        Event::BidRefused(Refused {
            bidder: bid.bidder.clone(),
            bid_ref: bid.bid_ref.clone(),
            prices: bid.prices.clone(),
            confirmed: bid.confirmed,
            reason,
            limit,
            received_at: bid.received_at,
        })
    }
}
