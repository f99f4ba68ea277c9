//! The lot: what it decides and what it becomes.
//!
//! [`Lot::decide`] holds all policy and changes nothing; [`Lot::apply`] changes the lot and judges nothing. A lot is the
//! same whether its events have just been decided or are read back from a journal.

mod apply;
mod history;
mod notify;

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::acts;
use super::alias::Wording;
use super::board::Board;
use super::command::{Command, PlaceBid};
use super::event::{Accepted, Event, Refused};
use super::judge;
use super::limits::Limits;
use super::refusal::{LimitKind, Reason};
use super::setup::Setup;
use super::timing;
use crate::clock::Instant;
use crate::ids::{BidderId, ItemId, OrgId, Seq};
use crate::money::Amount;
use history::History;

pub use history::{OfferPage, OfferPoint};

/// Where a lot is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Published, not open yet.
    Scheduled,
    /// Bids count.
    Open,
    /// The remaining time is frozen.
    Paused,
    /// Ended with a result.
    Closed,
    /// Ended without a result.
    Cancelled,
}

/// A command that the lot's state forbids. Nothing has happened, nothing is journaled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongState {
    /// The act is not allowed in this state.
    #[error("{act} is not possible: {because}")]
    NotNow {
        /// The act's name.
        act: &'static str,
        /// What stands in its way, and the nearest right value where there is one.
        because: String,
    },
    /// A buyer approved or declined its own proposal.
    #[error("a proposal needs a second buyer: it cannot be approved by the buyer who made it")]
    OwnProposal,
    /// No bidder of that name is invited to the lot.
    #[error("bidder: no such bidder in this lot")]
    UnknownBidder,
}

/// The first outcome of a bid, remembered by its `ref`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The record's place in the journal.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// What was offered.
    pub prices: IndexMap<ItemId, Amount>,
    /// What became of it.
    pub verdict: Verdict,
}

/// What became of a bid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Accepted {
        /// The bidder's rank right after it.
        rank: u32,
        /// Its total.
        total: Amount,
        /// What is compared.
        evaluated: Amount,
    },
    /// It does not count.
    Refused {
        /// Why.
        reason: Reason,
        /// The total that would have passed, where the reason has one.
        limit: Option<Amount>,
    },
}

/// A live lot.
#[derive(Debug, Clone)]
pub struct Lot {
    board: Board,
    history: History,
}

impl Lot {
    /// A lot as published: scheduled, with its opening offers standing in the order in which the bidders are listed.
    ///
    /// # Panics
    /// Where an opening offer does not pass [`Setup::check_opening`], which is looked at when an event is published.
    #[must_use]
    pub fn new(setup: Arc<Setup>) -> Self {
        let history = History::new(setup.bidders.len());
        let mut lot = Self { board: Board::new(setup), history };
        lot.let_openings_stand();
        lot
    }

    /// Returns the events that `command` causes at `now`; a refused bid is an event too. Empty for a bid whose `ref`
    /// came before with the same prices (see [`Lot::outcome`]), for terms accepted before, and when nothing is due.
    ///
    /// `now` is not before [`Board::last_at`], and whatever [`Lot::next_wake`] says is due for the opening has happened:
    /// a scheduled lot refuses bids whenever they were received.
    ///
    /// # Errors
    /// [`WrongState`] when the lot's state forbids a buyer's act; nothing has happened.
    pub fn decide(&self, command: &Command, now: Instant) -> Result<Vec<Event>, WrongState> {
        match command {
            Command::PlaceBid(bid) => self.decide_bid(bid),
            Command::AcceptTerms { bidder } => {
                let nth = acts::nth(&self.board, bidder)?;
                let news = self.board.facts.setup.event.terms.is_some() && !self.board.rows[nth].terms_accepted;
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

    /// When [`Command::Wake`] is due next: the opening, the close plus settling, a planned restart.
    #[must_use]
    pub fn next_wake(&self) -> Option<Instant> {
        timing::next_wake(&self.board)
    }

    /// The bidder that `viewer` knows under this alias.
    #[must_use]
    pub fn bidder_of_alias(&self, viewer: &OrgId, alias: &str) -> Option<&BidderId> {
        let nth = self.board.facts.aliases(viewer.as_str(), Wording::Letters, |aliases| aliases.nth(alias))?;
        Some(&self.board.facts.invited(nth).id)
    }

    /// What views are rendered from; cheap to clone.
    #[must_use]
    pub const fn board(&self) -> &Board {
        &self.board
    }

    /// What the lot was published with.
    #[must_use]
    pub fn setup(&self) -> &Arc<Setup> {
        self.board.setup()
    }

    fn decide_bid(&self, bid: &PlaceBid) -> Result<Vec<Event>, WrongState> {
        let nth = acts::nth(&self.board, &bid.bidder)?;
        if let Some(first) = self.history.first(nth, &bid.bid_ref) {
            let same = self.offered_same(first, &bid.prices);
            return Ok(if same { Vec::new() } else { vec![self.refused(nth, bid, Reason::RefReused)] });
        }
        let offer = match judge::judge(&self.board, nth, bid) {
            Ok(offer) => offer,
            Err(reason) => return Ok(vec![self.refused(nth, bid, reason)]),
        };
        let accepted = Accepted {
            bidder: bid.bidder.clone(),
            bid_ref: bid.bid_ref.clone(),
            prices: bid.prices.clone(),
            confirmed: bid.confirmed,
            total: offer.total,
            evaluated: offer.evaluated,
            received_at: bid.received_at,
            rank: self.board.ranking.rank_if(nth, offer.evaluated),
        };
        let extension = timing::extension(&self.board, &accepted, self.board.ranking.rank_of(nth));
        Ok([Event::BidAccepted(accepted)].into_iter().chain(extension).collect())
    }

    fn refused(&self, nth: usize, bid: &PlaceBid, reason: Reason) -> Event {
        let limit = match reason.limit() {
            Some(LimitKind::Highest) => Limits::of(&self.board, nth).highest,
            Some(LimitKind::Lowest) => Limits::of(&self.board, nth).lowest,
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

impl State {
    /// The state as it stands in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing can happen any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Scheduled | Self::Open | Self::Paused => false,
            Self::Closed | Self::Cancelled => true,
        }
    }
}
