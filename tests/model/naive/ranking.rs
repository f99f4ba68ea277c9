//! Standing offers, scores and ranks, computed from the whole list each time.

use num_traits::Zero;

use super::happened::{Happened, Offer, Record, Verdict};
use super::number::{Number, round};
use super::setup::{Scoring, Setup, Ties};

/// A standing offer with its score and rank.
#[derive(Clone, Debug, PartialEq)]
pub struct Place {
    pub offer: Offer,
    /// The index in the list of the event that contains the offer: its order of acceptance.
    pub accepted: usize,
    /// In weighted lots only.
    pub score: Option<Number>,
    pub rank: usize,
}

/// The evaluated price of `total` for a bidder: multiplied before divided, rounded once at the end, half away from zero
/// to 6 places.
pub fn evaluate(setup: &Setup, bidder: &str, total: &Number) -> Number {
    let figures = setup.bidder(bidder);
    round(&(total * &figures.factor / &figures.divisor + &figures.addition), 6)
}

pub fn is_excluded(records: &[Record], bidder: &str) -> bool {
    records.iter().any(|record| matches!(&record.what, Happened::Excluded { bidder: who } if who == bidder))
}

/// The bidder's latest accepted offer (an opening offer counts) that was not annulled, with its order of acceptance. An
/// excluded bidder has none.
pub fn standing(records: &[Record], bidder: &str) -> Option<(usize, Offer)> {
    if is_excluded(records, bidder) {
        return None;
    }
    latest_offer(records, bidder)
}

/// The same, for excluded bidders too.
pub fn latest_offer(records: &[Record], bidder: &str) -> Option<(usize, Offer)> {
    let mut latest = None;
    for (order, record) in records.iter().enumerate() {
        let (Happened::Opening(offer) | Happened::Judged { verdict: Verdict::Accepted { .. }, offer: Some(offer), .. }) =
            &record.what
        else {
            continue;
        };
        if offer.bidder == bidder && !is_annulled(records, order) {
            latest = Some((order, offer.clone()));
        }
    }
    latest
}

fn is_annulled(records: &[Record], order: usize) -> bool {
    records.iter().any(|record| matches!(record.what, Happened::Annulled { offer } if offer == order))
}

/// All standing offers, best first. Bidders without one have no rank and are not in the list.
pub fn ranking(setup: &Setup, records: &[Record]) -> Vec<Place> {
    let offers: Vec<(usize, Offer)> = setup.bidders.iter().filter_map(|bidder| standing(records, &bidder.id)).collect();
    let lowest = offers.iter().map(|(_, offer)| &offer.evaluated).min();

    let mut places = Vec::new();
    for (accepted, offer) in &offers {
        let score = lowest.and_then(|lowest| score(setup, offer, lowest));
        places.push(Place { offer: offer.clone(), accepted: *accepted, score, rank: 0 });
    }

    let unranked = places.clone();
    for place in &mut places {
        place.rank = rank_among(setup.ties, place, &unranked);
    }
    // Equal ranks are listed, and the lead is chosen, by the order of acceptance.
    places.sort_by_cached_key(|place| rank_among(Ties::Earliest, place, &unranked));
    places
}

/// Quality plus the price weight times the lowest standing evaluated price divided by the bidder's own, rounded once at
/// the end, half away from zero to 4 places.
fn score(setup: &Setup, offer: &Offer, lowest: &Number) -> Option<Number> {
    match &setup.scoring {
        Scoring::Price => None,
        Scoring::Weighted { price_weight } => {
            let quality = setup.bidder(&offer.bidder).quality.clone();
            let quality = quality.unwrap_or_else(Number::zero);
            Some(round(&(quality + price_weight * lowest / &offer.evaluated), 4))
        }
    }
}

fn rank_among(ties: Ties, place: &Place, all: &[Place]) -> usize {
    let better = all.iter().filter(|other| is_better(other, place)).count();
    let equal = all.iter().filter(|other| is_equal(other, place)).collect::<Vec<_>>();
    match ties {
        // 1, 2, 3: the offer accepted first is ahead.
        Ties::Earliest | Ties::ForbidFirst => {
            let earlier = equal.iter().filter(|other| other.accepted < place.accepted).count();
            better + earlier + 1
        }
        // 1, 1, 3.
        Ties::EqualBest => better + 1,
        // 2, 2, 3: the bidder's own place is among the equal ones.
        Ties::EqualWorst => better + equal.len(),
    }
}

fn is_better(one: &Place, other: &Place) -> bool {
    match (&one.score, &other.score) {
        (Some(one), Some(other)) => one > other,
        _ => one.offer.evaluated < other.offer.evaluated,
    }
}

fn is_equal(one: &Place, other: &Place) -> bool {
    !is_better(one, other) && !is_better(other, one)
}

/// Whether the bidder alone has the lead. Where ties are broken, one bidder always does. Where they are not, a bidder
/// that shares the best value does not.
pub fn leads_alone(setup: &Setup, ranking: &[Place], bidder: &str) -> bool {
    let Some(lead) = ranking.first() else {
        return false;
    };
    if lead.offer.bidder != bidder {
        return false;
    }
    match setup.ties {
        Ties::Earliest | Ties::ForbidFirst => true,
        Ties::EqualBest | Ties::EqualWorst => {
            ranking.iter().all(|place| place.offer.bidder == bidder || !is_equal(place, lead))
        }
    }
}
