//! The course of the lead, and for a supplier the course of its own standing offer.

use std::collections::VecDeque;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::acts::{ActKind, ActView};
use super::leads::PastLead;
use super::offers::OfferPoint;
use super::sight::{Sight, Viewer};
use crate::auction::alias::Aliases;
use crate::auction::board::{Board, Offer};
use crate::clock::Instant;
use crate::ids::{BidderId, Seq};
use crate::money::Amount;

/// A record after which another offer stood first than before it, or, in the course of a supplier's own offer, after
/// which another offer of its own counted. All figures are null where none was left.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct PathPoint {
    /// The record; the lot's opening for an opening offer. Null for a supplier that may not see the offer itself.
    pub seq: Option<Seq>,
    /// When.
    pub at: Instant,
    /// Whose offer it was, as this viewer knows it; null where the viewer may not know even that.
    pub alias: Option<String>,
    /// Whose it was; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Its name; left out where the viewer may not know it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Arc<str>>,
    /// Present, and true, where it was the viewer's own.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// Its total; null for a supplier on another's offer.
    pub total: Option<Amount>,
    /// What is compared of it.
    pub evaluated: Option<Amount>,
}

/// A part of the course of the lead. It holds what not every viewer may see.
#[derive(Debug, Clone)]
pub struct PathPage {
    board: Board,
    leads: Vec<PastLead>,
    /// The last one of the page, where more follow.
    pub next: Option<Seq>,
}

impl PathPoint {
    /// A record after which no offer was left.
    const fn without_offer(seq: Seq, at: Instant) -> Self {
        let (alias, bidder, name, own, total, evaluated) = (None, None, None, None, None, None);
        Self { seq: Some(seq), at, alias, bidder, name, own, total, evaluated }
    }
}

impl PathPage {
    pub(crate) fn new(board: Board, leads: Vec<PastLead>, has_more: bool) -> Self {
        let next = leads.last().filter(|_| has_more).map(|lead| lead.seq);
        Self { board, leads, next }
    }

    /// Each change of the lead as the viewer may see it; none for a supplier that may not see the lead.
    #[must_use]
    pub fn shown_to(&self, viewer: &Viewer) -> Vec<PathPoint> {
        let sight = Sight::new(&self.board, viewer);
        if !sight.sees_lead() {
            return Vec::new();
        }
        sight.with_aliases(|aliases| self.leads.iter().map(|lead| point(sight, aliases, lead)).collect())
    }
}

fn point(sight: Sight<'_>, aliases: &Aliases, lead: &PastLead) -> PathPoint {
    let PastLead { seq, at, offer } = lead;
    let Some((bidder, offer)) = offer else {
        return PathPoint::without_offer(*seq, *at);
    };
    let decimals = sight.board.facts.setup.decimals;
    let sees_offer = sight.sees_offer(*bidder, offer);
    PathPoint {
        // The record is not always the offer's own: an annulment can bring an older one back.
        seq: sees_offer.then_some(*seq),
        at: *at,
        alias: sees_offer.then(|| aliases.of(*bidder).to_owned()),
        bidder: sight.identity(*bidder),
        name: sight.name(*bidder),
        own: sight.is_own(*bidder).then_some(true),
        total: sight.sees_total_of(*bidder).then(|| offer.total.with_places(decimals)),
        evaluated: Some(offer.evaluated.with_places(decimals)),
    }
}

/// Reads the offers and the acts of a lot in order, and tells the course of one supplier's standing offer.
#[derive(Debug)]
pub struct OwnPath {
    /// The acts about the supplier that are not read yet, oldest first.
    acts: VecDeque<(Seq, Instant, ActKind)>,
    /// When the lot opened; none until it has.
    opened: Option<(Seq, Instant)>,
    decimals: u32,
    /// The offers that are not annulled; the last one stands.
    stack: Vec<OfferPoint>,
    is_excluded: bool,
    /// The offer that was told last; none where none was left.
    told: Option<Seq>,
}

impl OwnPath {
    /// `acts` are all acts of the lot as the supplier sees them.
    #[must_use]
    pub fn new(acts: &[ActView], decimals: u32) -> Self {
        let opening = acts.iter().find(|act| act.kind == ActKind::LotOpened);
        let own = acts.iter().filter(|act| act.what.own == Some(true));
        Self {
            acts: own.map(|act| (act.seq, act.at, act.kind)).collect(),
            opened: opening.map(|act| (act.seq, act.at)),
            decimals,
            stack: Vec::new(),
            is_excluded: false,
            told: None,
        }
    }

    /// The changes up to the last of these offers, which are the next ones of the lot. Offers of others are passed over.
    pub fn read(&mut self, offers: Vec<OfferPoint>) -> Vec<PathPoint> {
        let mut changes = Vec::new();
        for offer in offers.into_iter().filter(|offer| offer.own == Some(true)) {
            // An opening offer counts from the opening.
            let counted = if offer.seq == Offer::PUBLICATION { self.opened } else { Some((offer.seq, offer.at)) };
            let Some((seq, at)) = counted else { continue };
            self.read_acts(seq, &mut changes);
            self.stack.push(offer);
            changes.extend(self.change(seq, at));
        }
        changes
    }

    /// The changes after the last offer.
    #[must_use]
    pub fn end(mut self) -> Vec<PathPoint> {
        let mut changes = Vec::new();
        self.read_acts(Seq(u64::MAX), &mut changes);
        changes
    }

    fn read_acts(&mut self, before: Seq, changes: &mut Vec<PathPoint>) {
        while let Some((seq, at, kind)) = self.acts.pop_front_if(|(seq, ..)| *seq < before) {
            match kind {
                ActKind::BidderExcluded => self.is_excluded = true,
                ActKind::BidAnnulled => drop(self.stack.pop()),
                ActKind::LotOpened
                | ActKind::LotExtended
                | ActKind::LotPaused
                | ActKind::LotResumed
                | ActKind::LotClosed
                | ActKind::LotCancelled => {}
            }
            changes.extend(self.change(seq, at));
        }
    }

    /// The change that the record has made; none where the same offer counts as before.
    fn change(&mut self, seq: Seq, at: Instant) -> Option<PathPoint> {
        let standing = self.stack.last().filter(|_| !self.is_excluded);
        let place = standing.map(|offer| offer.seq);
        if place == self.told {
            return None;
        }
        self.told = place;
        let none = PathPoint::without_offer(seq, at);
        let Some(offer) = standing else { return Some(none) };
        Some(PathPoint {
            alias: Some(offer.alias.clone()),
            own: Some(true),
            total: offer.total.map(|total| total.with_places(self.decimals)),
            evaluated: Some(offer.evaluated.with_places(self.decimals)),
            ..none
        })
    }
}
