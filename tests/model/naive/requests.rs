//! A bidder's request to have its standing offer annulled as a mistake, until a buyer answers it.

use super::happened::{ActOutcome, Happened, State};
use super::lot::Model;
use super::setup::Instant;

impl Model {
    /// A bidder asks for the annulment of its own standing offer, named by its reference. Only one request waits at a
    /// time.
    pub fn request_annulment(&mut self, now: Instant, bidder: &str, reference: &str) -> ActOutcome {
        let is_live = matches!(self.state(), State::Open | State::Paused);
        let is_standing = self.standing_record(bidder).is_some_and(|order| {
            matches!(&self.records[order].what,
                Happened::Judged { bid, .. } if bid.reference == reference)
        });
        let waits = self.requests().iter().any(|(who, waits)| who == bidder && *waits);
        if !is_live || !is_standing || waits {
            return ActOutcome::WrongState;
        }
        let bidder = bidder.to_owned();
        self.record(now, Happened::Requested { bidder });
        ActOutcome::Done
    }

    /// A buyer leaves the offer standing.
    pub fn decline_request(&mut self, now: Instant, request: usize) -> ActOutcome {
        let waits = self.requests().get(request).is_some_and(|(_, waits)| *waits);
        if !waits {
            return ActOutcome::WrongState;
        }
        self.record(now, Happened::RequestDeclined { request });
        ActOutcome::Done
    }

    /// Every request in order: its bidder, and whether it still waits. It waits until it is declined, the bidder's
    /// standing offer changes, or the lot ends.
    pub fn requests(&self) -> Vec<(String, bool)> {
        let is_over = matches!(self.state(), State::Closed | State::Cancelled);
        let mut requests = Vec::new();
        for (order, record) in self.records.iter().enumerate() {
            let Happened::Requested { bidder } = &record.what else {
                continue;
            };
            let number = requests.len();
            let offers = self.offers_of(bidder);
            let has_ended = self.records[order..].iter().enumerate().any(|(after, later)| {
                offers.contains(&(order + after))
                    || matches!(&later.what, Happened::RequestDeclined { request } if *request == number)
                    || matches!(&later.what, Happened::Annulled { offer } if offers.contains(offer))
            });
            requests.push((bidder.clone(), !has_ended && !is_over));
        }
        requests
    }

    /// The indexes in the list of all accepted offers of the bidder.
    fn offers_of(&self, bidder: &str) -> Vec<usize> {
        let is_its = |order: &usize| {
            matches!(&self.records[*order].what,
                Happened::Opening(offer) | Happened::Judged { offer: Some(offer), .. }
                    if offer.bidder == bidder)
        };
        (0..self.records.len()).filter(is_its).collect()
    }
}
