//! The bid graph: every accepted offer in order, and the act that took it out of the ranking. Also what a bidder is told
//! of its own bids.

use super::happened::{Happened, Offer, Verdict};
use super::lot::Model;
use super::setup::Instant;

/// The act that took an offer out of the ranking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Void {
    Annulled,
    Excluded,
}

impl Model {
    /// Each accepted offer, opening offers first, with the first act that was about it.
    pub fn offers(&self) -> Vec<(Offer, Option<(Instant, Void)>)> {
        let offers = self.records.iter().enumerate();
        let offers = offers.filter_map(|(nth, record)| Some((nth, accepted(&record.what)?)));
        offers.map(|(nth, offer)| (offer.clone(), self.void(nth, &offer.bidder))).collect()
    }

    fn void(&self, nth: usize, whose: &str) -> Option<(Instant, Void)> {
        self.records.iter().find_map(|record| {
            if matches!(&record.what, Happened::Annulled { offer } if *offer == nth) {
                return Some((record.at, Void::Annulled));
            }
            let is_its = matches!(&record.what, Happened::Excluded { bidder } if bidder == whose);
            is_its.then_some((record.at, Void::Excluded))
        })
    }

    /// How many of the bidder's own bids were accepted and refused.
    pub fn bid_counts(&self, whose: &str) -> (usize, usize) {
        let own: Vec<Verdict> =
            self.judged().filter(|(bid, _)| bid.bidder == whose).map(|(_, verdict)| verdict.clone()).collect();
        let accepted = own.iter().filter(|verdict| matches!(verdict, Verdict::Accepted { .. })).count();
        (accepted, own.len() - accepted)
    }

    /// How many of the bidder's bids were refused since its last accepted one.
    pub fn refused_in_a_row(&self, whose: &str) -> usize {
        let own = self.judged().filter(|(bid, _)| bid.bidder == whose).map(|(_, verdict)| verdict);
        let own: Vec<bool> = own.map(|verdict| matches!(verdict, Verdict::Accepted { .. })).collect();
        own.iter().rev().take_while(|accepted| !**accepted).count()
    }

    /// The bidder's latest annulled offer with the instant of the annulment, unless a bid of it was accepted since.
    pub fn last_annulled(&self, whose: &str) -> Option<(Instant, Offer)> {
        let last = self.records.iter().rev().find_map(|record| {
            if let Happened::Annulled { offer } = &record.what {
                let offer = accepted(&self.records[*offer].what).expect("only an offer is annulled");
                return (offer.bidder == whose).then(|| Some((record.at, offer.clone())));
            }
            let is_its = matches!(&record.what, Happened::Judged { offer: Some(offer), .. } if offer.bidder == whose);
            is_its.then_some(None)
        });
        last.flatten()
    }
}

fn accepted(what: &Happened) -> Option<&Offer> {
    if let Happened::Opening(offer) | Happened::Judged { offer: Some(offer), .. } = what { Some(offer) } else { None }
}
