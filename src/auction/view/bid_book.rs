//! All bids of a lot, one by one, as one viewer may see them.
//!
//! The bids stand in the lot's records. The book adds what the records do not say: what has become of each offer, and how
//! the viewer knows the bidder.

use std::sync::Arc;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::sight::{Sight, Viewer};
use crate::auction::board::{Board, Offer};
use crate::auction::event::{Accepted, Event, Refused};
use crate::auction::index::BidderIndex;
use crate::auction::refusal::Reason;
use crate::auction::setup::Setup;
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, ItemId, PersonId, Seq};
use crate::money::Amount;

/// What the records of a lot's bids do not say.
#[derive(Debug, Clone)]
pub struct BidBook {
    pub(super) board: Board,
    openings: Vec<StoodOpening>,
    /// The annulled offers in order, each with its bidder.
    annulled: Vec<(BidderIndex, Seq)>,
}

/// An opening offer as the lot's history keeps it.
#[derive(Debug, Clone)]
pub(crate) struct StoodOpening {
    pub(crate) bidder: BidderIndex,
    pub(crate) offer: Arc<Offer>,
    /// The bidder's rank once all opening offers stood.
    pub(crate) rank: u32,
}

/// One bid, or one opening offer. What the viewer may not know is none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidLine {
    /// Its record; none for an opening offer.
    pub seq: Option<Seq>,
    /// When its frame had been read; none for an opening offer.
    pub received_at: Option<Instant>,
    /// When it was decided; an opening offer's is the opening.
    pub at: Instant,
    /// Whose it is, as this viewer knows it.
    pub alias: String,
    /// Whose it is, and its name.
    pub bidder: Option<(BidderId, Arc<str>)>,
    /// Who has sent it, and its own name.
    pub sender: Option<(PersonId, BidRef)>,
    /// What became of it.
    pub outcome: BidOutcome,
    /// Σ price × volume; none where the prices make no offer.
    pub total: Option<Amount>,
    /// What is compared of it.
    pub evaluated: Option<Amount>,
    /// Whether the bidder has confirmed an unusually large drop; none for an opening offer.
    pub confirmed: Option<bool>,
    /// In the order of the lot's items; none where an item was not priced.
    pub prices: Vec<Option<Amount>>,
}

/// What became of a bid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BidOutcome {
    /// It stood from the opening on.
    Opening(CountedOffer),
    /// It was accepted.
    Accepted(CountedOffer),
    /// It was refused, and never counted.
    Refused {
        /// Why.
        reason: Reason,
        /// The total that would have passed, where the reason has one.
        limit: Option<Amount>,
    },
}

/// An offer that counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CountedOffer {
    /// The bidder's rank right after it.
    pub rank: u32,
    /// What has become of it.
    pub state: OwnOfferState,
}

/// What has become of an accepted offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnOfferState {
    /// It counts.
    Standing,
    /// A later offer of the bidder took its place.
    Replaced,
    /// The buyer annulled it.
    Annulled,
    /// The buyer excluded the bidder.
    Excluded,
}

/// What a viewer may know of bids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct BidSight {
    /// Whether bids of others are shown at all. Without them an alias says nothing.
    pub others: bool,
    /// Whether the bidders are named.
    pub bidders: bool,
    /// Whether the person and the bid's own name are shown: they would tell whose a bid is.
    pub senders: bool,
}

impl BidSight {
    /// What either of two views shows.
    #[must_use]
    pub const fn or(self, other: Self) -> Self {
        Self {
            others: self.others || other.others,
            bidders: self.bidders || other.bidders,
            senders: self.senders || other.senders,
        }
    }
}

impl BidBook {
    pub(crate) const fn new(board: Board, openings: Vec<StoodOpening>, annulled: Vec<(BidderIndex, Seq)>) -> Self {
        Self { board, openings, annulled }
    }

    /// What the lot was published with.
    #[must_use]
    pub fn setup(&self) -> &Setup {
        self.board.setup()
    }

    /// The place of the last record that is in it.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.board.seq()
    }

    /// What the viewer may know of bids, as the lot stands.
    #[must_use]
    pub fn sight(&self, viewer: &Viewer) -> BidSight {
        let sight = Sight::new(&self.board, viewer);
        let bidders = sight.sees_identities();
        let of_all = sight.is_buyer_or_auditor();
        BidSight { others: !sight.is_supplier(), bidders, senders: sight.is_supplier() || (of_all && bidders) }
    }

    /// The opening offers that the viewer may see, in the order of the invitation.
    #[must_use]
    pub fn openings(&self, viewer: &Viewer) -> Vec<BidLine> {
        let sight = Sight::new(&self.board, viewer);
        let shown = self.openings.iter().filter(|opening| shows(sight, opening.bidder));
        shown.map(|opening| self.opening_line(sight, opening)).collect()
    }

    /// The bid of a record; none where the record is no bid, and where the viewer may not see it. `sender` is the person
    /// who has sent it.
    #[must_use]
    pub fn line(
        &self,
        viewer: &Viewer,
        seq: Seq,
        at: Instant,
        sender: Option<&PersonId>,
        event: &Event,
    ) -> Option<BidLine> {
        let sight = Sight::new(&self.board, viewer);
        let line = match event {
            Event::BidAccepted(bid) => self.accepted_line(sight, seq, at, sender, bid)?,
            Event::BidRefused(bid) => self.refused_line(sight, seq, at, sender, bid)?,
            Event::TermsAccepted { .. }
            | Event::LotOpened { .. }
            | Event::LotExtended { .. }
            | Event::LotPaused { .. }
            | Event::LotResumed { .. }
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentRequested { .. }
            | Event::AnnulmentDeclined { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. }
            | Event::LotClosed { .. }
            | Event::LotCancelled { .. } => return None,
        };
        Some(line)
    }

    /// What has become of the bidder's accepted offer of that record.
    pub(super) fn state_of(&self, bidder: BidderIndex, offer: Seq) -> OwnOfferState {
        let row = &self.board.rows[bidder];
        // Few offers are annulled.
        if self.annulled.contains(&(bidder, offer)) {
            OwnOfferState::Annulled
        } else if row.is_excluded() {
            OwnOfferState::Excluded
        } else if row.standing.as_ref().is_some_and(|standing| standing.place == offer) {
            OwnOfferState::Standing
        } else {
            OwnOfferState::Replaced
        }
    }

    /// How many of the bidder's offers were annulled.
    pub(super) fn annulled_count(&self, bidder: BidderIndex) -> u64 {
        let annulled = self.annulled.iter().filter(|(of, _)| *of == bidder);
        u64::try_from(annulled.count()).expect("64 bits count what is in memory")
    }

    fn opening_line(&self, sight: Sight<'_>, opening: &StoodOpening) -> BidLine {
        let StoodOpening { bidder, offer, rank } = opening;
        let outcome = BidOutcome::Opening(CountedOffer { rank: *rank, state: self.state_of(*bidder, offer.place) });
        let setup = self.board.setup();
        BidLine {
            seq: None,
            received_at: None,
            total: Some(self.written(offer.total)),
            evaluated: Some(self.written(offer.evaluated)),
            confirmed: None,
            prices: offer.prices.with(&setup.items).map(|(_, price)| Some(*price)).collect(),
            ..blank_line(sight, *bidder, outcome, offer.at)
        }
    }

    fn accepted_line(
        &self,
        sight: Sight<'_>,
        seq: Seq,
        at: Instant,
        sender: Option<&PersonId>,
        bid: &Accepted,
    ) -> Option<BidLine> {
        let bidder = self.board.facts.index_of(&bid.bidder).filter(|bidder| shows(sight, *bidder))?;
        let outcome = BidOutcome::Accepted(CountedOffer { rank: bid.rank, state: self.state_of(bidder, seq) });
        Some(BidLine {
            seq: Some(seq),
            received_at: Some(bid.received_at),
            sender: shown_sender(sight, sender, &bid.bid_ref),
            total: Some(self.written(bid.total)),
            evaluated: Some(self.written(bid.evaluated)),
            confirmed: Some(bid.confirmed),
            prices: self.prices(&bid.prices),
            ..blank_line(sight, bidder, outcome, at)
        })
    }

    fn refused_line(
        &self,
        sight: Sight<'_>,
        seq: Seq,
        at: Instant,
        sender: Option<&PersonId>,
        bid: &Refused,
    ) -> Option<BidLine> {
        let bidder = self.board.facts.index_of(&bid.bidder).filter(|bidder| shows(sight, *bidder))?;
        if !(sight.is_supplier() || sight.is_buyer_or_auditor()) {
            return None;
        }
        let worth = self.board.setup().worth(self.board.facts.invited(bidder), &bid.prices).ok();
        let outcome = BidOutcome::Refused { reason: bid.reason, limit: bid.limit };
        Some(BidLine {
            seq: Some(seq),
            received_at: Some(bid.received_at),
            sender: shown_sender(sight, sender, &bid.bid_ref),
            total: worth.map(|(total, _)| self.written(total)),
            evaluated: worth.map(|(_, evaluated)| self.written(evaluated)),
            confirmed: Some(bid.confirmed),
            prices: self.prices(&bid.prices),
            ..blank_line(sight, bidder, outcome, at)
        })
    }

    fn prices(&self, prices: &IndexMap<ItemId, Amount>) -> Vec<Option<Amount>> {
        self.board.setup().items.iter().map(|item| prices.get(&item.id).copied()).collect()
    }

    pub(super) fn written(&self, figure: Amount) -> Amount {
        figure.with_places(self.board.setup().decimals)
    }
}

/// Whether the viewer may see bids of that bidder at all.
fn shows(sight: Sight<'_>, bidder: BidderIndex) -> bool {
    !sight.is_supplier() || sight.is_own(bidder)
}

/// A line without figures.
fn blank_line(sight: Sight<'_>, bidder: BidderIndex, outcome: BidOutcome, at: Instant) -> BidLine {
    BidLine {
        seq: None,
        received_at: None,
        at,
        alias: sight.with_aliases(|aliases| aliases.of(bidder).to_owned()),
        bidder: sight.identity(bidder).zip(sight.name(bidder)),
        sender: None,
        outcome,
        total: None,
        evaluated: None,
        confirmed: None,
        prices: Vec::new(),
    }
}

/// The person and the bid's own name, for a viewer that may know whose the bid is.
fn shown_sender(sight: Sight<'_>, sender: Option<&PersonId>, bid_ref: &BidRef) -> Option<(PersonId, BidRef)> {
    let may_know = sight.is_supplier() || (sight.is_buyer_or_auditor() && sight.sees_identities());
    sender.filter(|_| may_know).map(|person| (person.clone(), bid_ref.clone()))
}
