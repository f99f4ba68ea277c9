//! Who led a lot when, and what an observer's trust would have saved by it.

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

/// A record after which another offer led than before it, as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LeadPoint {
    /// The record; the lot's publication for an opening offer.
    pub seq: Seq,
    /// From when on the offer led; the opening for an opening offer.
    pub at: Instant,
    /// Whose offer it was, as this viewer knows it; null where no offer was left. Then all that follows is null.
    pub alias: Option<String>,
    /// Whose it was; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Its total.
    pub total: Option<Amount>,
    /// What is compared of it.
    pub evaluated: Option<Amount>,
    /// The year of an observer's own trust at its prices; null for others, where the trust buys nothing, and after a
    /// cancellation.
    pub own: Option<Saving>,
}

/// Some of a lot's changes of the lead, oldest first. It holds what not every viewer may see.
#[derive(Debug, Clone)]
pub struct LeadPage {
    board: Board,
    leads: Vec<PastLead>,
    /// The last one of the page, where more follow.
    pub next: Option<Seq>,
}

/// A change of the lead as the lot's history keeps it.
#[derive(Debug, Clone)]
pub(crate) struct PastLead {
    pub(crate) seq: Seq,
    pub(crate) at: Instant,
    pub(crate) offer: Option<(BidderIndex, Arc<Offer>)>,
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
