//! All that was ever offered: the first outcome of every `ref`, and every accepted offer for the bid graph.
//!
//! It grows with the lot, so it stands outside the board, which is cloned. It is all that memory keeps of a bid, for as
//! long as the lot is awake: nothing is kept twice, and places are kept in 32 bits.

use indexmap::IndexMap;
use indexmap::map::Entry;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::Serialize;

use super::{Lot, Outcome, Verdict};
use crate::auction::alias::Aliases;
use crate::auction::board::Offer;
use crate::auction::event::Refused;
use crate::auction::ranking::Ranking;
use crate::auction::setup::Item;
use crate::auction::view::{Sight, Viewer};
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, ItemId, Seq};
use crate::money::Amount;

/// So many offers that are passed over take no longer than one that is shown.
const HIDDEN_PER_SHOWN: usize = 10;

/// What the board leaves out.
#[derive(Debug, Clone)]
pub(super) struct History {
    /// By bidder, then by `ref`. Looked up, never iterated over.
    firsts: Vec<IndexMap<BidRef, First>>,
    /// Every accepted offer in order; opening offers first.
    offers: Vec<HistoryOffer>,
    /// The first refusal of each `ref` that was not accepted.
    refusals: Vec<Refusal>,
    /// For each bidder its offers that are not annulled, as places in `offers`; the last one stands.
    stacks: Vec<Vec<u32>>,
}

/// Where the first outcome of a `ref` stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum First {
    /// At this place in `offers`.
    Accepted(u32),
    /// At this place in `refusals`.
    Refused(u32),
}

#[derive(Debug, Clone)]
struct HistoryOffer {
    offer: Arc<Offer>,
    nth: u32,
    rank: Rank,
}

/// The rank right after an offer, and whether the offer was annulled since: two facts in one word, of which there are
/// as many as offers.
#[derive(Debug, Clone, Copy)]
struct Rank(u32);

#[derive(Debug, Clone)]
struct Refusal {
    seq: Seq,
    at: Instant,
    verdict: Verdict,
    /// As they were sent, each item once.
    prices: Box<[(ItemId, Amount)]>,
}

/// A part of the bid graph, as one viewer may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OfferPage {
    /// What is shown.
    pub offers: Vec<OfferPoint>,
    /// Everything up to this place in the journal has been looked at; the next part is what stands after it.
    pub looked_to: Seq,
    /// The lot's last place when this was asked: there the graph ends.
    pub newest: Seq,
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
        let (offers, refusals) = (Vec::new(), Vec::new());
        Self { firsts: vec![IndexMap::new(); bidders], offers, refusals, stacks: vec![Vec::new(); bidders] }
    }

    /// Where the first outcome of that `ref` stands.
    pub(super) fn first(&self, nth: usize, bid_ref: &BidRef) -> Option<First> {
        self.firsts[nth].get(bid_ref).copied()
    }

    /// How many offers were accepted so far.
    pub(super) fn accepted_count(&self) -> u64 {
        u64::try_from(self.offers.len()).expect("64 bits count what is in memory")
    }

    /// Keeps an accepted offer; a bid's is the first outcome of its `ref`.
    pub(super) fn accept(&mut self, nth: usize, offer: Arc<Offer>, rank: u32) {
        let place = place(self.offers.len());
        if let Some(bid_ref) = &offer.bid_ref {
            self.firsts[nth].entry(bid_ref.clone()).or_insert(First::Accepted(place));
        }
        self.stacks[nth].push(place);
        self.offers.push(HistoryOffer { offer, nth: self::place(nth), rank: Rank::new(rank) });
    }

    /// Remembers a refusal, where its `ref` is new. `items` are the lot's own ids, which are kept in place of equal ones.
    pub(super) fn refuse(&mut self, nth: usize, seq: Seq, at: Instant, refused: &Refused, items: &[Item]) {
        let place = place(self.refusals.len());
        let Entry::Vacant(vacant) = self.firsts[nth].entry(refused.bid_ref.clone()) else { return };
        vacant.insert(First::Refused(place));
        let own = |id: &ItemId| items.iter().map(|item| &item.id).find(|own| *own == id).unwrap_or(id).clone();
        let prices = refused.prices.iter().map(|(id, price)| (own(id), *price)).collect();
        let verdict = Verdict::Refused { reason: refused.reason, limit: refused.limit };
        self.refusals.push(Refusal { seq, at, verdict, prices });
    }

    /// Gives the opening offers the ranks that they have once all of them stand. A rank among those listed before would
    /// tell a bidder how the others after it have offered.
    pub(super) fn rank_all(&mut self, ranking: &Ranking) {
        for offered in &mut self.offers {
            offered.rank = Rank::new(ranking.rank_of(offered.nth()).expect("an opening offer stands"));
        }
    }

    /// Annuls the bidder's standing offer; returns the one that stands again, if there is one.
    pub(super) fn annul(&mut self, nth: usize) -> Option<Arc<Offer>> {
        let annulled = self.stacks[nth].pop().expect("only a standing offer is annulled");
        self.offers[long(annulled)].rank.annul();
        self.stacks[nth].last().map(|place| Arc::clone(&self.offers[long(*place)].offer))
    }
}

impl Rank {
    const ANNULLED: u32 = 1 << 31;

    fn new(rank: u32) -> Self {
        assert!(rank < Self::ANNULLED, "ranks count bidders");
        Self(rank)
    }

    const fn annul(&mut self) {
        self.0 |= Self::ANNULLED;
    }

    const fn get(self) -> u32 {
        self.0 & !Self::ANNULLED
    }

    const fn is_annulled(self) -> bool {
        self.0 & Self::ANNULLED != 0
    }
}

impl HistoryOffer {
    fn nth(&self) -> usize {
        long(self.nth)
    }

    fn seq(&self) -> Seq {
        self.offer.seq.unwrap_or(Seq::ZERO.next())
    }

    fn point(&self, sight: Sight<'_>, aliases: &Aliases) -> OfferPoint {
        let nth = self.nth();
        OfferPoint {
            seq: self.seq(),
            at: self.offer.at,
            alias: aliases.of(nth).to_owned(),
            bidder: sight.identity(nth),
            own: sight.is_own(nth).then_some(true),
            evaluated: self.offer.evaluated,
            total: sight.sees_total_of(nth).then_some(self.offer.total),
            rank: self.rank.get(),
            annulled: self.rank.is_annulled(),
        }
    }
}

impl Lot {
    /// What became of the bid of that `ref`, the first time.
    #[must_use]
    pub fn outcome(&self, bidder: &BidderId, bid_ref: &BidRef) -> Option<Outcome> {
        let first = self.history.first(self.board.facts.nth(bidder)?, bid_ref)?;
        Some(match first {
            First::Accepted(place) => {
                let offered = &self.history.offers[long(place)];
                let (rank, offer) = (offered.rank.get(), &offered.offer);
                let ids = self.setup().items.iter().map(|item| item.id.clone());
                Outcome {
                    seq: offered.seq(),
                    at: offer.at,
                    prices: ids.zip(offer.prices.iter().copied()).collect(),
                    verdict: Verdict::Accepted { rank, total: offer.total, evaluated: offer.evaluated },
                }
            }
            First::Refused(place) => {
                let Refusal { seq, at, verdict, prices } = &self.history.refusals[long(place)];
                Outcome { seq: *seq, at: *at, prices: prices.iter().cloned().collect(), verdict: verdict.clone() }
            }
        })
    }

    /// Whether the first bid of a `ref` offered exactly these prices.
    pub(super) fn offered_same(&self, first: First, prices: &IndexMap<ItemId, Amount>) -> bool {
        match first {
            First::Accepted(place) => {
                let (items, offer) = (&self.setup().items, &self.history.offers[long(place)].offer);
                let is_same = |(item, price): (&Item, &Amount)| prices.get(&item.id) == Some(price);
                prices.len() == items.len() && items.iter().zip(&offer.prices).all(is_same)
            }
            First::Refused(place) => {
                let first = &self.history.refusals[long(place)].prices;
                prices.len() == first.len() && first.iter().all(|(id, price)| prices.get(id) == Some(price))
            }
        }
    }

    /// Accepted offers after `after`, oldest first, as `viewer` may see them; for a supplier they are its own, and others'
    /// where all prices are shown to it. At most about `limit`, and no more looked at than it takes time to show as many:
    /// opening offers share one place in the journal and are never parted.
    #[must_use]
    pub fn offers(&self, viewer: &Viewer, after: Seq, limit: usize) -> OfferPage {
        let (offers, sight) = (&self.history.offers, Sight::new(&self.board, viewer));
        let start = offers.partition_point(|entry| entry.seq() <= after);
        let (mut points, mut left) = (Vec::new(), limit * HIDDEN_PER_SHOWN);
        let mut end = start;
        sight.with_aliases(|aliases| {
            for entry in &offers[start..] {
                if left == 0 && end > start && offers[end - 1].seq() != entry.seq() {
                    break;
                }
                let is_shown = sight.sees_offer(entry.nth(), &entry.offer);
                if is_shown {
                    points.push(entry.point(sight, aliases));
                }
                left = left.saturating_sub(if is_shown { HIDDEN_PER_SHOWN } else { 1 });
                end += 1;
            }
        });
        let newest = self.board.seq();
        let looked_to = if end < offers.len() { offers[end - 1].seq() } else { newest };
        OfferPage { offers: points, looked_to, newest }
    }
}

fn place(len: usize) -> u32 {
    u32::try_from(len).expect("a lot has fewer than four thousand million bids")
}

fn long(place: u32) -> usize {
    usize::try_from(place).expect("machines have 32 bits or more")
}
