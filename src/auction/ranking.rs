//! The ranking: the one place that computes ranks, for every view, report and export.
//!
//! The standing offers are kept sorted, so that a rank costs two binary searches however many bidders there are. Only
//! in a weighted lot, and only when the lowest price changes, is every value computed again.

use std::sync::Arc;

use super::chunked::Chunked;
use super::index::{BidderIndex, ByBidder};
use super::rules::{Scoring, Ties};
use super::scoring;
use super::setup::Setup;
use crate::money::{Amount, EVALUATED_PLACES, SCORE_PLACES};
use rust_decimal::Decimal;

/// The standing offers of the bidders that are ranked, best first.
///
/// After each change ([`Ranking::holds`] checks it in debug builds):
/// 1. the entries are sorted, and no two are equal;
/// 2. each entry is its bidder's key in `standing`, and each key there is an entry;
/// 3. the merit of each key is that of the bidder's offer, measured with `lowest`;
/// 4. `lowest` is the lowest standing evaluated price of a weighted lot, and none in other lots.
#[derive(Debug, Clone)]
pub(crate) struct Ranking {
    ties: Ties,
    measure: Measure,
    /// Sorted.
    entries: Vec<RankKey>,
    standing: Chunked<Option<Standing>>,
    /// The lowest evaluated price of all; kept in weighted lots only.
    lowest: Option<Amount>,
}

/// One bidder's place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) bidder: BidderIndex,
    /// Its rank, by the lot's rule for ties.
    pub(crate) rank: u32,
    /// Its score, in a weighted lot.
    pub(crate) score: Option<Amount>,
}

/// The figure by which offers are ranked.
#[derive(Debug, Clone)]
enum Measure {
    Price,
    Weighted { price_weight: Amount, qualities: Arc<ByBidder<Amount>> },
}

/// The order: lower merit first, then earlier acceptance, which no two offers share.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct RankKey {
    /// The evaluated price in millionths, or the score in negative ten-thousandths: lower is better.
    merit: i128,
    order: u64,
    bidder: BidderIndex,
}

/// A ranked bidder's offer.
#[derive(Debug, Clone, Copy)]
struct Standing {
    /// Its place in the order.
    key: RankKey,
    evaluated: Amount,
}

impl Ranking {
    /// The ranking of a lot without offers.
    pub(crate) fn new(setup: &Setup) -> Self {
        let rules = &setup.rules;
        let measure = match rules.scoring {
            Scoring::Price => Measure::Price,
            Scoring::Weighted => Measure::Weighted {
                price_weight: rules.price_weight.unwrap_or(Amount::ZERO),
                qualities: Arc::new(qualities(setup)),
            },
        };
        let standing = Chunked::of(&None, setup.bidders.len());
        Self { ties: rules.ties, measure, entries: Vec::new(), standing, lowest: None }
    }

    /// Lets an offer stand for a bidder, in place of its earlier one. `order` counts acceptances on the lot.
    pub(crate) fn put(&mut self, bidder: BidderIndex, evaluated: Amount, order: u64) {
        if self.lowest_if(evaluated) == self.lowest {
            self.place(bidder, evaluated, order);
        } else {
            self.take_out(bidder);
            let key = RankKey { merit: 0, order, bidder };
            self.entries.push(key);
            *self.standing.at_mut(bidder) = Some(Standing { key, evaluated });
            self.value_all();
        }
        self.keep_lowest();
        debug_assert!(self.holds(), "{self:?}");
    }

    /// Takes a bidder's offer out.
    pub(crate) fn remove(&mut self, bidder: BidderIndex) {
        self.take_out(bidder);
        self.keep_lowest();
        debug_assert!(self.holds(), "{self:?}");
    }

    /// The bidder's rank; none without a standing offer.
    pub(crate) fn rank_of(&self, bidder: BidderIndex) -> Option<u32> {
        Some(self.rank(self.standing[bidder]?.key))
    }

    /// The rank that the bidder would have if this earlier offer of its counted again in place of its standing one.
    pub(crate) fn rank_back_at(&self, bidder: BidderIndex, evaluated: Amount, order: u64) -> Option<u32> {
        let mut after = self.clone();
        after.put(bidder, evaluated, order);
        after.rank_of(bidder)
    }

    /// The rank that the bidder would have if this offer, not above its standing one, were accepted.
    pub(crate) fn rank_if(&self, bidder: BidderIndex, evaluated: Amount) -> u32 {
        if self.lowest_if(evaluated) != self.lowest {
            let mut after = self.clone();
            after.put(bidder, evaluated, u64::MAX);
            return after.rank_of(bidder).expect("the offer has just been put");
        }
        let key = RankKey { merit: self.measure.merit(bidder, evaluated, self.lowest), order: u64::MAX, bidder };
        let counted_itself = self.standing[bidder].map(|own| own.key).is_some_and(|own| match self.ties {
            Ties::Earliest | Ties::ForbidFirst => own < key,
            Ties::EqualBest => own.merit < key.merit,
            Ties::EqualWorst => own.merit <= key.merit,
        });
        let rank = match self.ties {
            Ties::Earliest | Ties::ForbidFirst | Ties::EqualBest => self.rank(key),
            // The new offer is not among the entries yet.
            Ties::EqualWorst => self.rank(key) + 1,
        };
        rank - u32::from(counted_itself)
    }

    /// The bidder ranked first (of equals, the earlier offer's) and its evaluated price.
    pub(crate) fn lead(&self) -> Option<(BidderIndex, Amount)> {
        let bidder = self.entries.first()?.bidder;
        Some((bidder, self.standing[bidder]?.evaluated))
    }

    /// Whether the bidder leads and shares the first place with no other.
    pub(crate) fn leads_alone(&self, bidder: BidderIndex) -> bool {
        let Some(first) = self.entries.first().filter(|first| first.bidder == bidder) else { return false };
        match self.ties {
            Ties::Earliest | Ties::ForbidFirst => true,
            Ties::EqualBest | Ties::EqualWorst => self.entries.get(1).is_none_or(|second| second.merit != first.merit),
        }
    }

    /// The bidder's score, in a weighted lot.
    pub(crate) fn score_of(&self, bidder: BidderIndex) -> Option<Amount> {
        self.measure.score(self.standing[bidder]?.key)
    }

    /// The places of all ranked bidders, best first.
    pub(crate) fn places(&self) -> impl Iterator<Item = Place> {
        self.entries.iter().enumerate().map(|(position, entry)| {
            let rank = match self.ties {
                Ties::Earliest | Ties::ForbidFirst => rank_at(position),
                Ties::EqualBest | Ties::EqualWorst => self.rank(*entry),
            };
            Place { bidder: entry.bidder, rank, score: self.measure.score(*entry) }
        })
    }

    /// The rank that goes with a key of the list.
    fn rank(&self, key: RankKey) -> u32 {
        match self.ties {
            Ties::Earliest | Ties::ForbidFirst => rank_at(self.entries.partition_point(|entry| *entry < key)),
            Ties::EqualBest => rank_at(self.entries.partition_point(|entry| entry.merit < key.merit)),
            Ties::EqualWorst => {
                let not_worse = self.entries.partition_point(|entry| entry.merit <= key.merit);
                counted(not_worse)
            }
        }
    }

    /// The lowest price once `evaluated` stands; no offer is ever replaced by a higher one.
    fn lowest_if(&self, evaluated: Amount) -> Option<Amount> {
        match self.measure {
            Measure::Price => None,
            Measure::Weighted { .. } => Some(self.lowest.map_or(evaluated, |lowest| lowest.min(evaluated))),
        }
    }

    fn place(&mut self, bidder: BidderIndex, evaluated: Amount, order: u64) {
        let key = RankKey { merit: self.measure.merit(bidder, evaluated, self.lowest), order, bidder };
        let new = self.entries.partition_point(|other| *other < key);
        match self.standing[bidder].map(|own| self.position(own.key)) {
            Some(old) if new <= old => {
                self.entries.copy_within(new..old, new + 1);
                self.entries[new] = key;
            }
            Some(old) => {
                self.entries.copy_within(old + 1..new, old);
                self.entries[new - 1] = key;
            }
            None => self.entries.insert(new, key),
        }
        *self.standing.at_mut(bidder) = Some(Standing { key, evaluated });
    }

    fn take_out(&mut self, bidder: BidderIndex) {
        let Some(own) = self.standing.at_mut(bidder).take() else { return };
        let position = self.position(own.key);
        self.entries.remove(position);
    }

    fn position(&self, key: RankKey) -> usize {
        self.entries.binary_search(&key).expect("the key of an entry")
    }

    /// Brings the lowest price up to date, and every value with it where it has changed.
    fn keep_lowest(&mut self) {
        let lowest = match self.measure {
            Measure::Price => None,
            Measure::Weighted { .. } => self.lowest_standing(),
        };
        if lowest != self.lowest {
            self.value_all();
        }
    }

    fn lowest_standing(&self) -> Option<Amount> {
        self.standing.iter().filter_map(|(_, own)| Some(own.as_ref()?.evaluated)).min()
    }

    fn value_all(&mut self) {
        self.lowest = self.lowest_standing();
        for key in &mut self.entries {
            let own = self.standing.at_mut(key.bidder).as_mut().expect("a bidder with an entry has an offer");
            key.merit = self.measure.merit(key.bidder, own.evaluated, self.lowest);
            own.key = *key;
        }
        self.entries.sort_unstable();
    }

    fn holds(&self) -> bool {
        let keys = self.standing.iter().filter_map(|(bidder, own)| Some((bidder, own.as_ref()?)));
        let is_entry = |(bidder, own): (BidderIndex, &Standing)| {
            let key = own.key;
            key.bidder == bidder
                && key.merit == self.measure.merit(bidder, own.evaluated, self.lowest)
                && self.entries.binary_search(&key).is_ok()
        };
        let lowest = match self.measure {
            Measure::Price => None,
            Measure::Weighted { .. } => self.lowest_standing(),
        };
        self.entries.is_sorted_by(|one, next| one < next)
            && keys.clone().count() == self.entries.len()
            && keys.clone().all(is_entry)
            && self.lowest == lowest
    }
}

impl Measure {
    fn merit(&self, bidder: BidderIndex, evaluated: Amount, lowest: Option<Amount>) -> i128 {
        match self {
            Self::Price => at_scale(evaluated.decimal(), EVALUATED_PLACES),
            Self::Weighted { price_weight, qualities } => {
                let lowest = lowest.unwrap_or(evaluated);
                let score = scoring::score(qualities[bidder], *price_weight, lowest, evaluated);
                -at_scale(score.decimal(), SCORE_PLACES)
            }
        }
    }

    fn score(&self, key: RankKey) -> Option<Amount> {
        match self {
            Self::Price => None,
            Self::Weighted { .. } => {
                Some(Amount::from(Decimal::from_i128_with_scale(-key.merit, SCORE_PLACES)).with_places(0))
            }
        }
    }
}

fn qualities(setup: &Setup) -> ByBidder<Amount> {
    setup.bidders.iter().map(|invited| invited.quality.unwrap_or(Amount::ZERO)).collect()
}

fn rank_at(position: usize) -> u32 {
    counted(position + 1)
}

fn counted(bidders: usize) -> u32 {
    u32::try_from(bidders).expect("bidders are counted in 32 bits")
}

/// The figure in steps of 10^-`places`; it is a whole number of them.
fn at_scale(decimal: Decimal, places: u32) -> i128 {
    let decimal = if decimal.scale() > places { decimal.normalize() } else { decimal };
    assert!(decimal.scale() <= places, "rounded to {places} places");
    decimal.mantissa() * 10_i128.pow(places - decimal.scale())
}
