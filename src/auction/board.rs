//! The part of a lot that views are rendered from: standing offers, ranking, state and times, notices.
//!
//! A board is cheap to clone, because a new one is published after each batch of commands. Each part that grows is
//! behind an `Arc` and is copied only when it changes while an older board is still in use.

use std::fmt;
use std::sync::Arc;

use super::chunked::Chunked;
use super::command::Act;
use super::event::{Cause, Placed};
use super::facts::Facts;
use super::index::{BidderIndex, ByItem};
use super::notice::Notices;
use super::ranking::Ranking;
use super::rules::Rules;
use super::setup::Setup;
use super::state::State;
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, PersonId, Seq};
use crate::money::Amount;

/// The part of a lot that views need; cheap to clone.
#[derive(Debug, Clone)]
pub struct Board {
    pub(crate) facts: Arc<Facts>,
    pub(crate) seq: Seq,
    /// When the last record was decided; none before the first that was applied.
    pub(crate) last_at: Option<Instant>,
    pub(crate) timing: Timing,
    pub(crate) rows: Chunked<BidderRow>,
    pub(crate) ranking: Arc<Ranking>,
    pub(crate) notices: Arc<Notices>,
    pub(crate) pending: Arc<Pending>,
    pub(crate) result: Option<Arc<LotResult>>,
    /// How many offers were accepted so far, opening offers and annulled ones among them.
    pub(crate) offer_count: u64,
}

/// The lot's state and its times.
#[derive(Debug, Clone)]
pub(crate) struct Timing {
    pub(crate) state: State,
    /// Once a buyer has closed the lot early: when it did.
    pub(crate) closes_at: Instant,
    /// When the lot ended; none until then.
    pub(crate) ended_at: Option<Instant>,
    /// The close never moves past this; it moves itself by the length of each pause.
    pub(crate) latest_close: Option<Instant>,
    /// How often a bid moved the close.
    pub(crate) extensions: u32,
    /// Present while the lot is paused, and only then.
    pub(crate) pause: Option<Pause>,
}

/// A pause: the remaining time is frozen.
#[derive(Debug, Clone)]
pub(crate) struct Pause {
    pub(crate) cause: Cause,
    /// When the clock was stopped.
    pub(crate) since: Instant,
    /// How long the server was away; none for a buyer's pause, and where the records do not show it.
    pub(crate) outage_us: Option<i64>,
    pub(crate) remaining_us: i64,
    pub(crate) resumes_at: Option<Instant>,
    pub(crate) reason: Option<Arc<str>>,
}

/// One bidder as the lot stands.
#[derive(Debug, Clone, Default)]
pub(crate) struct BidderRow {
    /// Its latest accepted offer that is not annulled. An excluded bidder keeps it, unranked.
    pub(crate) standing: Option<Arc<Offer>>,
    pub(crate) terms_accepted: bool,
    pub(crate) exclusion: Option<Arc<Exclusion>>,
    /// Its latest annulled offer, until a later bid of it is accepted.
    pub(crate) annulled: Option<Arc<AnnulledOffer>>,
    /// Whether an offer of it was ever accepted, annulled since or not.
    pub(crate) has_offered: bool,
    /// How many of its bids were accepted; an opening offer is no bid.
    pub(crate) accepted_count: u64,
    pub(crate) refused_count: u64,
    /// How many of its bids were refused since its last accepted one.
    pub(crate) refused_in_a_row: u64,
}

/// A buyer's act that took a bidder out of the ranking for good.
#[derive(Debug)]
pub(crate) struct Exclusion {
    pub(crate) seq: Seq,
    pub(crate) at: Instant,
    pub(crate) reason: Box<str>,
}

/// An offer that a buyer has annulled.
#[derive(Debug)]
pub(crate) struct AnnulledOffer {
    pub(crate) offer: Arc<Offer>,
    pub(crate) annulled_at: Instant,
    pub(crate) reason: Box<str>,
}

/// An accepted offer.
#[derive(Debug, Clone)]
pub(crate) struct Offer {
    /// Its place in the journal; an opening offer has that of the lot's publication.
    pub(crate) place: Seq,
    /// When it was accepted; an opening offer's is the opening.
    pub(crate) at: Instant,
    /// When its frame had been read; an opening offer's is the opening.
    pub(crate) received_at: Instant,
    /// Counts acceptances on the lot, opening offers first.
    pub(crate) order: u64,
    /// None for an opening offer.
    pub(crate) bid_ref: Option<BidRef>,
    /// In the order of the lot's items.
    pub(crate) prices: ByItem<Amount>,
    pub(crate) total: Amount,
    pub(crate) evaluated: Amount,
    pub(crate) below: Below,
}

/// The bidder's offer that stands again when the one above it is annulled; none below a first one.
///
/// The boards of a lot share these offers, so that an older board can go on from where it stands.
#[derive(Clone, Default)]
pub(crate) struct Below(Option<Arc<Offer>>);

/// Proposals and requests that wait for a buyer.
#[derive(Debug, Clone, Default)]
pub(crate) struct Pending {
    pub(crate) proposals: Vec<Proposal>,
    pub(crate) requests: Vec<PendingAnnulment>,
}

/// A delicate act that waits for a second buyer.
#[derive(Debug, Clone)]
pub(crate) struct Proposal {
    pub(crate) seq: Seq,
    pub(crate) at: Instant,
    pub(crate) act: Act,
    pub(crate) by: PersonId,
    /// The offer that an annulment was proposed for, by its order: approval cannot hit a later one.
    pub(crate) offer: Option<u64>,
}

/// A bidder's request to annul its standing offer.
#[derive(Debug, Clone)]
pub(crate) struct PendingAnnulment {
    pub(crate) seq: Seq,
    pub(crate) at: Instant,
    pub(crate) bidder: BidderIndex,
    pub(crate) reason: Arc<str>,
    /// The offer that stands again if the request is granted.
    pub(crate) back_to: Option<Arc<Offer>>,
}

/// How the lot ended.
#[derive(Debug)]
pub(crate) struct LotResult {
    pub(crate) ranking: Vec<Placed>,
    pub(crate) reserve_met: Option<bool>,
}

impl Board {
    pub(crate) fn new(setup: Arc<Setup>) -> Self {
        let timing = Timing::new(&setup);
        Self {
            // The lot's publication is the first record of its journal.
            seq: Seq::ZERO.next(),
            last_at: None,
            timing,
            rows: Chunked::of(&BidderRow::default(), setup.bidders.len()),
            ranking: Arc::new(Ranking::new(&setup)),
            notices: Arc::default(),
            pending: Arc::default(),
            result: None,
            offer_count: 0,
            facts: Arc::new(Facts::new(setup)),
        }
    }

    /// What the lot was published with.
    #[must_use]
    pub fn setup(&self) -> &Arc<Setup> {
        &self.facts.setup
    }

    /// The place of the last record that is in it.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.seq
    }

    /// When the last record was decided; none before the first after the publication.
    #[must_use]
    pub const fn last_at(&self) -> Option<Instant> {
        self.last_at
    }

    /// The lot's state.
    #[must_use]
    pub const fn state(&self) -> State {
        self.timing.state
    }

    /// From when bids count.
    #[must_use]
    pub fn opens_at(&self) -> Instant {
        self.facts.setup.opens_at
    }

    /// Until when bids count, as the lot stands; after an early close the instant of that close.
    #[must_use]
    pub const fn closes_at(&self) -> Instant {
        self.timing.closes_at
    }

    /// When the lot ended: its closing time, or the instant of an early close or a cancellation; none until it ends.
    #[must_use]
    pub const fn ended_at(&self) -> Option<Instant> {
        self.timing.ended_at
    }

    /// Whether the closing time has come and the lot only waits for the bids that were in time.
    #[must_use]
    pub fn is_settling(&self, now: Instant) -> bool {
        self.timing.state == State::Open && now >= self.timing.closes_at
    }

    /// The bidders that are invited and not excluded.
    #[must_use]
    pub fn bidders_in(&self) -> Vec<BidderId> {
        let bidding = self.rows.iter().filter(|(_, row)| !row.is_excluded());
        bidding.map(|(bidder, _)| self.facts.invited(bidder).id.clone()).collect()
    }

    /// The records of the requests for an annulment that wait for a buyer.
    #[must_use]
    pub fn annulment_requests(&self) -> Vec<Seq> {
        self.pending.requests.iter().map(|request| request.seq).collect()
    }

    /// The bidder's present rank.
    #[must_use]
    pub fn rank(&self, bidder: &BidderId) -> Option<u32> {
        self.ranking.rank_of(self.facts.index_of(bidder)?)
    }

    pub(crate) fn rules(&self) -> &Rules {
        &self.facts.setup.rules
    }

    /// The bidder that is ranked first, and its evaluated price.
    pub(crate) fn lead(&self) -> Option<(BidderIndex, Amount)> {
        self.ranking.lead()
    }

    /// All ranked bidders as the journal states a result, best first.
    pub(crate) fn placed(&self) -> Vec<Placed> {
        let placed = |place: super::ranking::Place| {
            let offer = self.rows[place.bidder].standing.as_ref().expect("a ranked bidder has a standing offer");
            Placed {
                bidder: self.facts.invited(place.bidder).id.clone(),
                rank: place.rank,
                total: offer.total,
                evaluated: offer.evaluated,
                score: place.score,
            }
        };
        self.ranking.places().map(placed).collect()
    }
}

impl BidderRow {
    /// The offer that stands again if the standing one is annulled.
    pub(crate) fn below_standing(&self) -> Option<Arc<Offer>> {
        self.standing.as_ref()?.below.0.clone()
    }

    pub(crate) const fn is_excluded(&self) -> bool {
        self.exclusion.is_some()
    }
}

impl Offer {
    /// The place of an opening offer: the lot's publication.
    pub(crate) const PUBLICATION: Seq = Seq::ZERO.next();

    /// Its record; none for an opening offer, which shares one with the others.
    pub(crate) fn seq(&self) -> Option<Seq> {
        (!self.is_opening()).then_some(self.place)
    }

    /// Whether it is a price from the tender stage. Every bid has a `ref`.
    pub(crate) const fn is_opening(&self) -> bool {
        self.bid_ref.is_none()
    }
}

impl Below {
    pub(crate) const fn new(offer: Option<Arc<Offer>>) -> Self {
        Self(offer)
    }
}

/// One after the other: each offer drops the one below it, and a bidder may have a million of them.
impl Drop for Below {
    fn drop(&mut self) {
        let mut next = self.0.take();
        while let Some(mut offer) = next.take().and_then(Arc::into_inner) {
            next = offer.below.0.take();
        }
    }
}

impl fmt::Debug for Below {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.0.as_ref().map(|offer| offer.place))
    }
}

impl Pending {
    pub(crate) fn proposal(&self, seq: Seq) -> Option<&Proposal> {
        self.proposals.iter().find(|proposal| proposal.seq == seq)
    }

    pub(crate) fn request(&self, seq: Seq) -> Option<&PendingAnnulment> {
        self.requests.iter().find(|request| request.seq == seq)
    }

    /// The bidder's open request; it has one at most, and it is for its standing offer.
    pub(crate) fn request_of(&self, bidder: BidderIndex) -> Option<&PendingAnnulment> {
        self.requests.iter().find(|request| request.bidder == bidder)
    }
}
