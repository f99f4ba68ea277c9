//! All that was ever offered: the first outcome of every `ref`, and every accepted offer for the bid graph.
//!
//! It grows with the lot, so it stands outside the board, which is cloned.

use indexmap::IndexMap;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Lot, Outcome};
use crate::auction::board::Offer;
use crate::auction::ids::{BidRef, BidderId, Seq};
use crate::auction::money::Amount;
use crate::auction::ranking::Ranking;
use crate::auction::view::{Sight, Viewer};
use crate::clock::Instant;

/// What the board leaves out.
#[derive(Debug, Clone)]
pub(super) struct History {
    /// By bidder, then by `ref`. Looked up, never iterated over.
    outcomes: Vec<IndexMap<BidRef, Outcome>>,
    /// Every accepted offer in order; opening offers first.
    offers: Vec<Entry>,
    /// For each bidder its offers that are not annulled, as places in `offers`; the last one stands.
    stacks: Vec<Vec<usize>>,
}

#[derive(Debug, Clone)]
struct Entry {
    nth: usize,
    offer: Arc<Offer>,
    rank: u32,
    annulled: bool,
}

/// A point of the bid graph: an accepted offer as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct OfferPoint {
    /// Its place in the journal; an opening offer has that of the lot's publication.
    pub seq: Seq,
    /// When it was accepted; an opening offer's is the opening.
    pub at: Instant,
    /// Whose it is, as this viewer knows it.
    pub alias: String,
    /// Whose it is, for those who may know.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub bidder: Option<BidderId>,
    /// Present, and true, on the viewer's own offers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub own: Option<bool>,
    /// What is compared.
    pub evaluated: Amount,
    /// Its total; none for a supplier on another's offer, whose figures would follow from it.
    pub total: Option<Amount>,
    /// The bidder's rank right after it; an opening offer's is that with which the lot was published.
    pub rank: u32,
    /// Whether it was annulled since.
    pub annulled: bool,
}

impl History {
    pub(super) fn new(bidders: usize) -> Self {
        Self { outcomes: vec![IndexMap::new(); bidders], offers: Vec::new(), stacks: vec![Vec::new(); bidders] }
    }

    pub(super) fn outcome(&self, nth: usize, bid_ref: &BidRef) -> Option<&Outcome> {
        self.outcomes[nth].get(bid_ref)
    }

    /// Remembers what became of a bid, where its `ref` is new.
    pub(super) fn remember(&mut self, nth: usize, bid_ref: &BidRef, outcome: Outcome) {
        self.outcomes[nth].entry(bid_ref.clone()).or_insert(outcome);
    }

    /// How many offers were accepted so far.
    pub(super) fn accepted_count(&self) -> u64 {
        u64::try_from(self.offers.len()).expect("64 bits count what is in memory")
    }

    pub(super) fn accept(&mut self, nth: usize, offer: Arc<Offer>, rank: u32) {
        self.stacks[nth].push(self.offers.len());
        self.offers.push(Entry { nth, offer, rank, annulled: false });
    }

    /// Gives the opening offers the ranks that they have once all of them stand. A rank among those listed before would
    /// tell a bidder how the others after it have offered.
    pub(super) fn rank_all(&mut self, ranking: &Ranking) {
        for entry in &mut self.offers {
            entry.rank = ranking.rank_of(entry.nth).expect("an opening offer stands");
        }
    }

    /// Annuls the bidder's standing offer; returns the one that stands again, if there is one.
    pub(super) fn annul(&mut self, nth: usize) -> Option<Arc<Offer>> {
        let annulled = self.stacks[nth].pop().expect("only a standing offer is annulled");
        self.offers[annulled].annulled = true;
        self.stacks[nth].last().map(|place| Arc::clone(&self.offers[*place].offer))
    }
}

impl Lot {
    /// At most about `limit` accepted offers after `after`, oldest first, as `viewer` may see them: opening offers share
    /// one place in the journal and are never parted. For a supplier they are its own, and others' where all prices
    /// are shown to it.
    #[must_use]
    pub fn offers(&self, viewer: &Viewer, after: Seq, limit: usize) -> Vec<OfferPoint> {
        let board = &self.board;
        let sight = Sight::new(board, viewer);
        let start = self.history.offers.partition_point(|entry| seq_of(entry) <= after);
        let shown = self.history.offers[start..].iter().filter(|entry| sight.sees_offer(entry.nth, &entry.offer));
        let mut points: Vec<OfferPoint> = Vec::new();
        sight.with_aliases(|aliases| {
            for entry in shown {
                let seq = seq_of(entry);
                if points.len() >= limit && points.last().is_none_or(|last| last.seq != seq) {
                    break;
                }
                points.push(OfferPoint {
                    seq,
                    at: entry.offer.at,
                    alias: aliases.of(entry.nth).to_owned(),
                    bidder: sight.identity(entry.nth),
                    own: sight.is_own(entry.nth).then_some(true),
                    evaluated: entry.offer.evaluated,
                    total: sight.sees_total_of(entry.nth).then_some(entry.offer.total),
                    rank: entry.rank,
                    annulled: entry.annulled,
                });
            }
        });
        points
    }
}

fn seq_of(entry: &Entry) -> Seq {
    entry.offer.seq.unwrap_or(Seq::ZERO.next())
}
