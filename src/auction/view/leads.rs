//! Which offers led a lot, from when on, and what an observer's trust would have saved with them.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::savings::{self, Saving};
use super::sight::{Sight, Viewer};
use crate::auction::alias::Aliases;
use crate::auction::board::{Board, Offer};
use crate::auction::index::BidderIndex;
use crate::auction::state::State;
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};
use crate::money::Amount;

/// A change of the lead, as one viewer may see it: a record after which another offer led, or none.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeadPoint {
    /// The record; the lot's publication for an opening offer.
    pub seq: Seq,
    /// From when on the offer led; the lot's opening for an opening offer.
    pub at: Instant,
    /// The alias of the bidder whose offer led, as this viewer knows it. Null where no offer was left; then all members
    /// below are null or left out.
    pub alias: Option<String>,
    /// The bidder; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Its total.
    pub total: Option<Amount>,
    /// Its evaluated price, which is compared with other offers.
    pub evaluated: Option<Amount>,
    /// What an observer's own trust would spend and save in a year at these prices; null for other viewers, where the
    /// trust buys nothing, and after a cancellation.
    pub own: Option<Saving>,
}

/// Some of a lot's changes of the lead, oldest first. Not every viewer may see all that it holds.
#[derive(Debug, Clone)]
pub struct LeadPage {
    board: Board,
    leads: Vec<PastLead>,
    /// The record of the page's last change, where more changes follow.
    pub next: Option<Seq>,
}

/// A change of the lead as the lot's history keeps it.
#[derive(Debug, Clone)]
pub(crate) struct PastLead {
    pub(crate) seq: Seq,
    pub(crate) at: Instant,
    pub(crate) offer: Option<(BidderIndex, Arc<Offer>)>,
}

impl PastLead {
    /// The same, as of another record.
    pub(crate) fn moved_to(self, seq: Seq, at: Instant) -> Self {
        Self { seq, at, ..self }
    }
}

impl LeadPage {
    pub(crate) fn new(board: Board, leads: Vec<PastLead>, has_more: bool) -> Self {
        let next = leads.last().filter(|_| has_more).map(|lead| lead.seq);
        Self { board, leads, next }
    }

    /// The changes as the viewer may see them; none for a supplier.
    #[must_use]
    pub fn shown_to(&self, viewer: &Viewer) -> Vec<LeadPoint> {
        let sight = Sight::new(&self.board, viewer);
        if sight.is_supplier() {
            return Vec::new();
        }
        sight.with_aliases(|aliases| self.leads.iter().map(|lead| LeadPoint::new(sight, aliases, lead)).collect())
    }
}

impl LeadPoint {
    fn new(sight: Sight<'_>, aliases: &Aliases, lead: &PastLead) -> Self {
        let board = sight.board;
        let decimals = board.facts.setup.decimals;
        let offer = lead.offer.as_ref();
        let bidder = offer.map(|(bidder, _)| *bidder);
        let has_savings = board.state() != State::Cancelled;
        let own = sight.own_trust().filter(|_| has_savings);
        Self {
            seq: lead.seq,
            at: lead.at,
            alias: bidder.map(|bidder| aliases.of(bidder).to_owned()),
            bidder: bidder.and_then(|bidder| sight.identity(bidder)),
            name: bidder.and_then(|bidder| sight.name(bidder)),
            total: offer.map(|(_, offer)| offer.total.with_places(decimals)),
            evaluated: offer.map(|(_, offer)| offer.evaluated.with_places(decimals)),
            own: offer.and_then(|(_, offer)| savings::of_trust(board, &offer.prices, own?)),
        }
    }
}
