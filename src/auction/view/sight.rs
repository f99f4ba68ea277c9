//! The one table of who may see what.
//!
//! | | own offers, rank, limits | others' prices | identities |
//! |---|---|---|---|
//! | bidder | always | the lead, all, and how many, each where the rules show it and the gate is passed | never |
//! | buyer | - | all | always, or after the close |
//! | observer | - | all, under aliases | after the close, where the rules show them |
//! | auditor | - | all | all |
//!
//! Volumes, baselines and savings of trusts: of all, except that an observer may be shown its own trust's alone.

use std::sync::Arc;

use crate::auction::alias::{Aliases, Wording};
use crate::auction::board::{Board, Offer};
use crate::auction::index::BidderIndex;
use crate::auction::notice::Recipients;
use crate::auction::rules::{BuyerSees, Gate};
use crate::auction::state::State;
use crate::ids::{BidderId, OdsCode, OrgId};

/// One audience of a lot: all who share it are sent the same bytes.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Viewer {
    /// A supplier, as this bidder.
    Bidder(BidderId),
    /// A buyer of the partnership.
    Buyer(OrgId),
    /// A trust's observer.
    Observer(OdsCode),
    /// An auditor.
    Auditor(OrgId),
}

/// A board, and the viewer that it is shown to.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Sight<'a> {
    pub(super) board: &'a Board,
    viewer: &'a Viewer,
    own: Option<BidderIndex>,
}

/// The classes of viewers. The constant members of a view have one text for each class.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Supplier,
    Observer,
    /// Buyers and auditors.
    Buyer,
}

impl Viewer {
    pub(super) fn class(&self) -> Class {
        match self {
            Self::Bidder(_) => Class::Supplier,
            Self::Observer(_) => Class::Observer,
            Self::Buyer(_) | Self::Auditor(_) => Class::Buyer,
        }
    }
}

impl<'a> Sight<'a> {
    pub(crate) fn new(board: &'a Board, viewer: &'a Viewer) -> Self {
        let own = match viewer {
            Viewer::Bidder(bidder) => board.facts.index_of(bidder),
            Viewer::Buyer(_) | Viewer::Observer(_) | Viewer::Auditor(_) => None,
        };
        Self { board, viewer, own }
    }

    pub(super) fn class(self) -> Class {
        self.viewer.class()
    }

    pub(super) fn is_supplier(self) -> bool {
        self.class() == Class::Supplier
    }

    /// Whether the viewer runs or checks the auction.
    pub(super) fn is_buyer_or_auditor(self) -> bool {
        self.class() == Class::Buyer
    }

    /// The trust of an observer that sees no other trust's figures; none for a viewer that sees those of all, or of none.
    pub(super) fn only_trust(self) -> Option<&'a OdsCode> {
        self.own_trust().filter(|_| !self.board.rules().show.other_trusts)
    }

    /// The trust that an observer watches for.
    pub(super) fn own_trust(self) -> Option<&'a OdsCode> {
        match self.viewer {
            Viewer::Observer(trust) => Some(trust),
            Viewer::Bidder(_) | Viewer::Buyer(_) | Viewer::Auditor(_) => None,
        }
    }

    /// The bidder that the viewer is.
    pub(super) fn own(self) -> Option<BidderIndex> {
        self.own
    }

    pub(crate) fn is_own(self, bidder: BidderIndex) -> bool {
        self.own == Some(bidder)
    }

    pub(super) fn recipients(self) -> Recipients {
        match (self.class(), self.own) {
            (Class::Supplier, Some(bidder)) => Recipients::Bidder(bidder),
            (Class::Supplier, None) | (Class::Observer, _) => Recipients::Public,
            (Class::Buyer, _) => Recipients::Everything,
        }
    }

    /// Whether the lead's evaluated price is shown.
    pub(super) fn sees_lead(self) -> bool {
        !self.is_supplier() || (self.board.rules().show.lead_price && self.is_past_gate())
    }

    /// Whether the number of invited bidders is shown.
    pub(super) fn sees_count(self) -> bool {
        !self.is_supplier() || (self.board.rules().show.bidder_count && self.is_past_gate())
    }

    /// Whether the offers of all bidders are shown.
    pub(super) fn sees_all_offers(self) -> bool {
        !self.is_supplier() || (self.board.rules().show.all_prices && self.is_past_gate())
    }

    /// Whether this offer of that bidder is shown. A supplier never sees another's opening offer as an offer; where that
    /// offer leads, its evaluated price is shown as the lead like any other.
    pub(crate) fn sees_offer(self, bidder: BidderIndex, offer: &Offer) -> bool {
        // Called for each offer of a history: the offer itself is read last, and only where the rest does not decide.
        self.is_own(bidder) || (self.sees_all_offers() && !(self.is_supplier() && offer.is_opening()))
    }

    /// Whether more of an offer than its evaluated price is shown. Its total together with its evaluated price would show
    /// another bidder's figures, and its score the quality points.
    pub(crate) fn sees_total_of(self, bidder: BidderIndex) -> bool {
        self.is_own(bidder) || !self.is_supplier()
    }

    /// Whether the viewer may know who the bidders are.
    pub(crate) fn sees_identities(self) -> bool {
        let show = &self.board.rules().show;
        let is_closed = self.board.state() == State::Closed;
        match self.viewer {
            Viewer::Bidder(_) => false,
            Viewer::Buyer(_) => match show.identities_to_buyer {
                BuyerSees::Always => true,
                BuyerSees::AfterClose => is_closed,
            },
            Viewer::Observer(_) => show.identities_to_observer && is_closed,
            Viewer::Auditor(_) => true,
        }
    }

    /// Who the bidder is, for a viewer that may know.
    pub(crate) fn identity(self, bidder: BidderIndex) -> Option<BidderId> {
        self.sees_identities().then(|| self.board.facts.invited(bidder).id.clone())
    }

    /// The bidder's name, for a viewer that may know who it is.
    pub(crate) fn name(self, bidder: BidderIndex) -> Option<Arc<str>> {
        self.sees_identities().then(|| Arc::clone(&self.board.facts.invited(bidder).name))
    }

    /// The name under which the viewer knows a bidder; none for one that is not of this lot.
    pub(crate) fn alias_of(self, bidder: &BidderId) -> Option<String> {
        let bidder = self.board.facts.index_of(bidder)?;
        Some(self.with_aliases(|aliases| aliases.of(bidder).to_owned()))
    }

    /// Calls `then` with the aliases under which this viewer knows the bidders.
    pub(crate) fn with_aliases<T>(self, then: impl FnOnce(&Aliases) -> T) -> T {
        let organisation = match self.viewer {
            Viewer::Bidder(bidder) => bidder.as_str(),
            Viewer::Observer(trust) => trust.as_str(),
            Viewer::Buyer(organisation) | Viewer::Auditor(organisation) => organisation.as_str(),
        };
        // A late letter of the alphabet would show a supplier that many bidders are invited.
        let counts = !self.is_supplier() || self.board.rules().show.bidder_count;
        let wording = if counts { Wording::Letters } else { Wording::Digest };
        self.board.facts.aliases(organisation, wording, then)
    }

    /// Whether the market is shown to this bidder yet. An offer counts for the gate even when it was annulled since.
    fn is_past_gate(self) -> bool {
        let Some(own) = self.own else { return false };
        match self.board.rules().show.gate {
            Gate::None => true,
            Gate::FirstBid => self.board.rows[own].has_offered,
        }
    }
}
