//! The history of a lot: the first outcome of every `ref`, and every accepted offer for the bid graph.
//!
//! It grows with each bid, so it is not a part of the board, which is cloned often. A loaded lot keeps all its bids in
//! memory: nothing is kept twice, and places are kept in 32 bits.

use std::collections::BTreeMap;
use std::sync::Arc;

use indexmap::IndexMap;

use crate::auction::board::{Board, Offer};
use crate::auction::event::{Accepted, Event, Refused};
use crate::auction::index::{BidderIndex, ByBidder};
use crate::auction::outcome::{Outcome, Verdict};
use crate::auction::setup::Item;
use crate::auction::view::{
    OfferPage, OfferPoint, OfferVoid, PastAct, PastLead, PastOffer, PastRefusal, Sight, StoodOpening, Viewer,
};
use crate::clock::Instant;
use crate::ids::{BidRef, ItemId, Seq};
use crate::money::Amount;

/// Skipping this many hidden offers costs about as much as showing one.
const HIDDEN_PER_SHOWN: usize = 10;

/// All bids of a lot.
#[derive(Debug, Clone)]
pub(super) struct History {
    /// By bidder, then by `ref`. Looked up, never iterated over.
    firsts: ByBidder<IndexMap<BidRef, First>>,
    /// Every accepted offer in order, opening offers first. So an offer's `order` is its place here.
    offers: Vec<HistoryOffer>,
    /// Every refused bid in order.
    refusals: Vec<PastRefusal>,
    /// The record that annulled each annulled offer, by the offer's place in `offers`. Few offers are annulled, so it is
    /// kept beside them.
    annulments: BTreeMap<u32, (Seq, Instant)>,
    /// Each record after which another offer led than before it.
    leads: Vec<LeadChange>,
    /// Each act in order. Shared with those who read it.
    acts: Arc<Vec<PastAct>>,
}

/// Which offer leads from a record on.
#[derive(Debug, Clone, Copy)]
struct LeadChange {
    seq: Seq,
    at: Instant,
    /// Its place in `offers`; none where no offer was left.
    offer: Option<u32>,
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
    bidder: BidderIndex,
    rank: Rank,
}

/// The rank right after an offer, and whether the offer was annulled since. There is one for each offer, so both facts
/// share 32 bits.
#[derive(Debug, Clone, Copy)]
struct Rank(u32);

impl History {
    /// The history of a lot that was just published.
    pub(super) fn new(board: &Board) -> Self {
        let mut history = Self::empty(board.rows.len());
        let standing = board.rows.iter().filter_map(|(bidder, row)| Some((bidder, row.standing.as_ref()?)));
        for (bidder, offer) in standing {
            // Its rank among the earlier offers alone would show a bidder how the bidders listed after it have offered.
            history.accept(bidder, offer, board.ranking.rank_of(bidder).expect("an opening offer stands"));
        }
        history.note_leader(board, Offer::PUBLICATION, board.setup().opens_at);
        history
    }

    /// A history that knows nothing, for a lot on which one act is tried.
    pub(super) fn empty(bidders: usize) -> Self {
        let (offers, refusals, leads, acts) = (Vec::new(), Vec::new(), Vec::new(), Arc::default());
        let firsts = ByBidder::of(IndexMap::new(), bidders);
        Self { firsts, offers, refusals, annulments: BTreeMap::new(), leads, acts }
    }

    /// Keeps what the event has done, which has just been applied to the board.
    pub(super) fn note(&mut self, board: &Board, seq: Seq, at: Instant, event: &Event) {
        match event {
            Event::BidAccepted(Accepted { bidder, .. }) => {
                let bidder = board.index_of(bidder);
                let offer = board.rows[bidder].standing.as_ref().expect("it was accepted");
                self.accept(bidder, offer, board.ranking.rank_of(bidder).expect("an accepted offer is ranked"));
            }
            Event::BidRefused(refused) => {
                let bidder = board.index_of(&refused.bidder);
                // A `ref` used again keeps its first outcome.
                self.refuse(bidder, seq, at, board.rows[bidder].refused_in_a_row, refused, &board.setup().items);
            }
            Event::BidAnnulled { bidder, .. } => {
                let annulled = board.rows[board.index_of(bidder)].annulled.as_ref().expect("it was annulled");
                self.annul(annulled.offer.order, seq, at);
            }
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
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. }
            | Event::LotClosed { .. }
            | Event::LotCancelled { .. } => {}
        }
        self.note_leader(board, seq, at);
    }

    /// Where the first outcome of that `ref` stands.
    pub(super) fn first(&self, bidder: BidderIndex, bid_ref: &BidRef) -> Option<First> {
        self.firsts[bidder].get(bid_ref).copied()
    }

    /// Keeps an accepted offer; a bid's is the first outcome of its `ref`.
    fn accept(&mut self, bidder: BidderIndex, offer: &Arc<Offer>, rank: u32) {
        let place = place_of(offer.order);
        assert_eq!(long(place), self.offers.len(), "offers are kept in the order of their acceptance");
        if let Some(bid_ref) = &offer.bid_ref {
            self.firsts[bidder].entry(bid_ref.clone()).or_insert(First::Accepted(place));
        }
        self.offers.push(HistoryOffer { offer: Arc::clone(offer), bidder, rank: Rank::new(rank) });
    }

    /// Keeps a refusal; it is the first outcome of its `ref`, where the `ref` is new. The ids of `items`, which are the
    /// lot's, are kept in place of equal ones: they share their text.
    fn refuse(&mut self, bidder: BidderIndex, seq: Seq, at: Instant, in_a_row: u64, refused: &Refused, items: &[Item]) {
        let place = place(self.refusals.len());
        self.firsts[bidder].entry(refused.bid_ref.clone()).or_insert(First::Refused(place));
        let own = |id: &ItemId| items.iter().map(|item| &item.id).find(|own| *own == id).unwrap_or(id).clone();
        self.refusals.push(PastRefusal {
            seq,
            at,
            received_at: refused.received_at,
            bidder,
            reason: refused.reason,
            limit: refused.limit,
            prices: refused.prices.iter().map(|(id, price)| (own(id), *price)).collect(),
            in_a_row,
        });
    }

    /// Keeps the record if another offer leads after it than before it.
    fn note_leader(&mut self, board: &Board, seq: Seq, at: Instant) {
        let standing = board.lead().and_then(|(leader, _)| board.rows[leader].standing.as_ref());
        let offer = standing.map(|offer| place_of(offer.order));
        if self.leads.last().and_then(|lead| lead.offer) != offer {
            self.leads.push(LeadChange { seq, at, offer });
        }
    }

    /// Changes of the lead after `after`, oldest first; at most `limit`. Also whether more follow.
    pub(super) fn leads_after(&self, after: Seq, limit: usize) -> (Vec<PastLead>, bool) {
        let start = self.leads.partition_point(|lead| lead.seq <= after);
        let end = self.leads.len().min(start.saturating_add(limit));
        (self.leads[start..end].iter().map(|lead| self.past_lead(lead)).collect(), end < self.leads.len())
    }

    /// The change of the lead since when the offer led that led at that place; none where no offer led.
    pub(super) fn lead_at(&self, seq: Seq) -> Option<PastLead> {
        let change = self.leads[..self.leads.partition_point(|lead| lead.seq <= seq)].last();
        change.filter(|lead| lead.offer.is_some()).map(|lead| self.past_lead(lead))
    }

    fn past_lead(&self, lead: &LeadChange) -> PastLead {
        let entry = lead.offer.map(|place| &self.offers[long(place)]);
        let offer = entry.map(|entry| (entry.bidder, Arc::clone(&entry.offer)));
        PastLead { seq: lead.seq, at: lead.at, offer }
    }

    /// Refused bids after `after`, oldest first; at most `limit`. Also whether more follow.
    pub(super) fn refusals_after(&self, after: Seq, limit: usize) -> (Vec<PastRefusal>, bool) {
        let start = self.refusals.partition_point(|refusal| refusal.seq <= after);
        let end = self.refusals.len().min(start.saturating_add(limit));
        (self.refusals[start..end].to_vec(), end < self.refusals.len())
    }

    /// The newest refused bids, oldest first; at most `limit`.
    pub(super) fn newest_refusals(&self, limit: usize) -> Vec<PastRefusal> {
        self.refusals[self.refusals.len().saturating_sub(limit)..].to_vec()
    }

    /// How many bids were accepted after that instant.
    pub(super) fn accepted_after(&self, after: Instant) -> u64 {
        let bids = &self.offers[self.offers.partition_point(|entry| entry.offer.is_opening())..];
        let count = bids.len() - bids.partition_point(|entry| entry.offer.at <= after);
        u64::try_from(count).expect("64 bits count what is in memory")
    }

    /// Keeps which record annulled the offer of that order.
    fn annul(&mut self, order: u64, seq: Seq, at: Instant) {
        let place = place_of(order);
        self.offers[long(place)].rank.annul();
        self.annulments.insert(place, (seq, at));
    }

    /// The first outcome of that `ref`. `items` are the lot's.
    pub(super) fn outcome(&self, items: &[Item], bidder: BidderIndex, bid_ref: &BidRef) -> Option<Outcome> {
        Some(match self.first(bidder, bid_ref)? {
            First::Accepted(place) => {
                let HistoryOffer { offer, rank, .. } = &self.offers[long(place)];
                Outcome {
                    seq: offer.place,
                    at: offer.at,
                    received_at: offer.received_at,
                    prices: offer.prices.with(items).map(|(item, price)| (item.id.clone(), *price)).collect(),
                    verdict: Verdict::Accepted { rank: rank.get(), total: offer.total, evaluated: offer.evaluated },
                }
            }
            First::Refused(place) => {
                let PastRefusal { seq, at, received_at, reason, limit, ref prices, .. } = self.refusals[long(place)];
                let prices = prices.iter().cloned().collect();
                Outcome { seq, at, received_at, prices, verdict: Verdict::Refused { reason, limit } }
            }
        })
    }

    /// Whether the first bid of a `ref` offered exactly these prices. `items` are the lot's.
    pub(super) fn offered_same(&self, items: &[Item], first: First, prices: &IndexMap<ItemId, Amount>) -> bool {
        match first {
            First::Accepted(place) => {
                let offer = &self.offers[long(place)].offer;
                let is_same = |(item, price): (&Item, &Amount)| prices.get(&item.id) == Some(price);
                prices.len() == items.len() && offer.prices.with(items).all(is_same)
            }
            First::Refused(place) => {
                let first = &self.refusals[long(place)].prices;
                prices.len() == first.len() && first.iter().all(|(id, price)| prices.get(id) == Some(price))
            }
        }
    }

    /// The offer at that place in `offers` as it was on that board, and which act had taken it out of the ranking first, if
    /// one had.
    fn past(&self, nth: usize, board: &Board) -> PastOffer<'_> {
        let HistoryOffer { offer, bidder, rank } = &self.offers[nth];
        let annulment = if rank.is_annulled() { self.annulments.get(&place(nth)) } else { None };
        let annulment = annulment.filter(|(seq, _)| *seq <= board.seq());
        let is_annulled = annulment.is_some();
        let annulled = annulment.map(|(seq, at)| (*seq, *at, OfferVoid::Annulled));
        let exclusion = board.rows[*bidder].exclusion.as_ref();
        let excluded = exclusion.map(|exclusion| (exclusion.seq, exclusion.at, OfferVoid::Excluded));
        let first = annulled.into_iter().chain(excluded).min_by_key(|(seq, ..)| *seq);
        let void = first.map(|(_, at, void)| (at, void));
        PastOffer { bidder: *bidder, offer, rank: rank.get(), is_annulled, void }
    }

    /// The annulled offers in order, each with its bidder and its place in the journal. Few offers are annulled.
    pub(super) fn annulled(&self) -> Vec<(BidderIndex, Seq)> {
        let annulled = self.annulments.keys().map(|place| &self.offers[long(*place)]);
        annulled.map(|entry| (entry.bidder, entry.offer.place)).collect()
    }

    /// The opening offers, in the order of the invitation.
    pub(super) fn openings(&self) -> Vec<StoodOpening> {
        let openings = self.offers.iter().take_while(|entry| entry.offer.is_opening());
        let stood = |HistoryOffer { offer, bidder, rank }: &HistoryOffer| StoodOpening {
            bidder: *bidder,
            offer: Arc::clone(offer),
            rank: rank.get(),
        };
        openings.map(stood).collect()
    }

    /// Keeps an act.
    pub(super) fn note_act(&mut self, act: PastAct) {
        Arc::make_mut(&mut self.acts).push(act);
    }

    /// Each act in order.
    pub(super) const fn acts(&self) -> &Arc<Vec<PastAct>> {
        &self.acts
    }

    /// Accepted offers after `after`, oldest first, as `viewer` might see them when the lot had that board; at most about
    /// `limit`.
    pub(super) fn page(&self, board: &Board, viewer: &Viewer, after: Seq, limit: usize) -> OfferPage {
        let accepted = self.offers.partition_point(|entry| entry.offer.place <= board.seq());
        let (offers, sight) = (&self.offers[..accepted], Sight::new(board, viewer));
        let start = offers.partition_point(|entry| entry.offer.place <= after);
        let (mut points, mut left) = (Vec::new(), limit * HIDDEN_PER_SHOWN);
        let mut end = start;
        sight.with_aliases(|aliases| {
            for (nth, entry) in offers.iter().enumerate().skip(start) {
                if left == 0 && end > start && offers[end - 1].offer.place != entry.offer.place {
                    break;
                }
                let is_shown = sight.sees_offer(entry.bidder, &entry.offer);
                if is_shown {
                    points.push(OfferPoint::new(self.past(nth, board), sight, aliases));
                }
                left = left.saturating_sub(if is_shown { HIDDEN_PER_SHOWN } else { 1 });
                end += 1;
            }
        });
        let newest = board.seq();
        let looked_to = if end < offers.len() { offers[end - 1].offer.place } else { newest };
        OfferPage { offers: points, looked_to, newest }
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

/// The place of the offer of that order.
fn place_of(order: u64) -> u32 {
    u32::try_from(order).expect("a lot has fewer than four thousand million bids")
}

fn place(len: usize) -> u32 {
    u32::try_from(len).expect("a lot has fewer than four thousand million bids")
}

fn long(place: u32) -> usize {
    usize::try_from(place).expect("machines have 32 bits or more")
}
