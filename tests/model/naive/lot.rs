//! The model of one lot: the list of what happened, and bids judged against it. Buyers' acts and the clock are in
//! `acts`.

use std::collections::BTreeMap;

use super::happened::{
    Bid, ExtensionCause, Happened, Input, InputKind, Offer, Outcome, Reason, Record, State, Verdict,
};
use super::judge::{BidderMarket, is_above_ceiling, read_offer};
use super::limits::{self, Limits, Suggestion};
use super::number::{Number, parse};
use super::ranking::{Place, is_excluded, latest_offer, ranking};
use super::setup::{Instant, Setup};
use super::time::Clock;

/// One lot. The caller's clock never goes backwards.
#[derive(Clone, Debug)]
pub struct Model {
    pub(super) setup: Setup,
    pub records: Vec<Record>,
}

impl Model {
    /// A scheduled lot. Its opening offers are accepted first, in the order of the bidders' list.
    ///
    /// # Panics
    /// When an opening offer does not pass rows 5 to 7.
    pub fn new(setup: Setup) -> Self {
        let mut records = Vec::new();
        for bidder in &setup.bidders {
            let Some(opening) = &bidder.opening else {
                continue;
            };
            let offer = opening_offer(&setup, &bidder.id, opening)
                .expect("an opening offer that does not pass is not published");
            records.push(Record { at: Instant::MIN, what: Happened::Opening(offer) });
        }
        Self { setup, records }
    }

    /// Puts any input to the lot.
    pub fn run(&mut self, input: &Input) -> Outcome {
        let now = input.now;
        match &input.kind {
            InputKind::Wake => {
                self.wake(now);
                Outcome::Silent
            }
            InputKind::Outage { alive_until } => {
                self.outage(now, *alive_until);
                Outcome::Silent
            }
            InputKind::AcceptTerms { bidder } => {
                self.accept_terms(now, bidder);
                Outcome::Silent
            }
            InputKind::Bid(bid) => Outcome::Verdict(self.bid(now, bid)),
            InputKind::RequestAnnulment { bidder, reference } => {
                Outcome::Act(self.request_annulment(now, bidder, reference))
            }
            InputKind::Act { by, act } => Outcome::Act(self.act(now, by, act)),
            InputKind::Approve { by, proposal } => Outcome::Act(self.approve(now, by, *proposal)),
            InputKind::Decline { by, proposal } => Outcome::Act(self.decline(now, by, *proposal)),
            InputKind::DeclineRequest { request, .. } => Outcome::Act(self.decline_request(now, *request)),
        }
    }

    /// Judges a bid in the order of the rows; the first reason that applies refuses it. Every bid but a repeat is kept
    /// in the list.
    ///
    /// # Panics
    /// When a price is no decimal text, or the bidder is not invited: no such bid reaches the lot.
    pub fn bid(&mut self, now: Instant, bid: &Bid) -> Verdict {
        // Row 1: the first outcome under a reference stays its outcome.
        if let Some((first, before)) = self.first_with_same_reference(bid) {
            if numbers(&before.prices) == numbers(&bid.prices) {
                return Verdict::Repeat { first };
            }
            return self.refuse(now, bid, Reason::RefReused);
        }

        match self.judge(bid) {
            Err(reason) => self.refuse(now, bid, reason),
            Ok(offer) => self.accept(now, bid, &offer),
        }
    }

    /// Rows 2 to 12.
    fn judge(&self, bid: &Bid) -> Result<Offer, Reason> {
        // Row 2. The lot is open from `opens_at` (inclusive) to `closes_at` (exclusive), compared with the bid's
        // receipt. A pause, a close and a cancellation count from when the lot judges the bid.
        let clock = self.clock();
        match clock.state {
            State::Scheduled => return Err(Reason::NotOpen),
            State::Paused => return Err(Reason::Paused),
            State::Closed => return Err(Reason::Closed),
            State::Cancelled => return Err(Reason::Cancelled),
            State::Open if bid.received_at < self.setup.opens_at => return Err(Reason::NotOpen),
            State::Open if bid.received_at >= clock.closes_at => return Err(Reason::Closed),
            State::Open => {}
        }
        // Row 3.
        if is_excluded(&self.records, &bid.bidder) {
            return Err(Reason::Excluded);
        }
        // Row 4: only where the event has terms.
        if self.setup.has_terms && !self.has_accepted_terms(&bid.bidder) {
            return Err(Reason::TermsNotAccepted);
        }
        // Rows 5 and 6.
        let offer = read_offer(&self.setup, &bid.bidder, &numbers(&bid.prices))?;
        // Rows 7 to 12.
        match self.market(&bid.bidder).refusal(&offer.total, bid.confirmed) {
            Some(reason) => Err(reason),
            None => Ok(offer),
        }
    }

    fn refuse(&mut self, now: Instant, bid: &Bid, reason: Reason) -> Verdict {
        let limit = match reason {
            Reason::AboveCeiling | Reason::NotImproved | Reason::DecrementTooSmall | Reason::TiesWithLead => {
                self.highest_allowed(&bid.bidder)
            }
            Reason::DecrementTooLarge | Reason::NeedsConfirmation => self.lowest_allowed(&bid.bidder),
            Reason::RefReused
            | Reason::NotOpen
            | Reason::Paused
            | Reason::Closed
            | Reason::Cancelled
            | Reason::Excluded
            | Reason::TermsNotAccepted
            | Reason::MissingPrice
            | Reason::UnknownItem
            | Reason::NotPositive
            | Reason::TooManyDecimals
            | Reason::PriceTooLarge
            | Reason::AlreadyLeading => None,
        };
        let verdict = Verdict::Refused { reason, limit };
        self.remember(now, bid, verdict.clone(), None);
        verdict
    }

    fn accept(&mut self, now: Instant, bid: &Bid, offer: &Offer) -> Verdict {
        let rank_before = self.rank(&bid.bidder);
        let clock_before = self.clock();
        let accepted = |rank, extended_to| Verdict::Accepted {
            total: offer.total.clone(),
            evaluated: offer.evaluated.clone(),
            rank,
            extended_to,
        };

        // The answer's rank is the one right after this bid, so the bid is added before it is ranked.
        self.remember(now, bid, accepted(0, None), Some(offer.clone()));
        let rank = self.rank(&bid.bidder).expect("an accepted bid stands");
        let extended_to = clock_before.extended_close(&self.setup, bid.received_at, rank_before, rank);
        let told = accepted(rank, extended_to);
        self.records.pop();
        self.remember(now, bid, told.clone(), Some(offer.clone()));

        if let Some(closes_at) = extended_to {
            let cause = ExtensionCause::Bid;
            self.record(now, Happened::Extended { closes_at, cause });
        }
        told
    }

    fn remember(&mut self, now: Instant, bid: &Bid, verdict: Verdict, offer: Option<Offer>) {
        let bid = bid.clone();
        self.record(now, Happened::Judged { bid, verdict, offer });
    }

    pub(super) fn record(&mut self, at: Instant, what: Happened) {
        self.records.push(Record { at, what });
    }

    fn first_with_same_reference(&self, bid: &Bid) -> Option<(usize, &Bid)> {
        self.judged()
            .map(|(before, _)| before)
            .enumerate()
            .find(|(_, before)| before.bidder == bid.bidder && before.reference == bid.reference)
    }

    pub(super) fn judged(&self) -> impl Iterator<Item = (&Bid, &Verdict)> {
        self.records.iter().filter_map(|record| {
            if let Happened::Judged { bid, verdict, .. } = &record.what { Some((bid, verdict)) } else { None }
        })
    }

    pub(super) fn has_accepted_terms(&self, who: &str) -> bool {
        self.records.iter().any(|record| matches!(&record.what, Happened::TermsAccepted { bidder } if bidder == who))
    }

    pub fn market<'a>(&'a self, bidder: &'a str) -> BidderMarket<'a> {
        BidderMarket::new(&self.setup, &self.records, bidder)
    }

    pub(super) fn clock(&self) -> Clock {
        Clock::replay(&self.setup, &self.records)
    }
}

/// All facts of a lot, also those that a viewer may not see.
impl Model {
    pub fn setup(&self) -> &Setup {
        &self.setup
    }

    /// Every accepted or refused bid, in order. A repeat names one by its number.
    pub fn verdicts(&self) -> Vec<Verdict> {
        self.judged().map(|(_, verdict)| verdict.clone()).collect()
    }

    pub fn bids(&self) -> Vec<Bid> {
        self.judged().map(|(bid, _)| bid.clone()).collect()
    }

    pub fn state(&self) -> State {
        self.clock().state
    }

    /// While paused, the close that was in force before the pause.
    pub fn closes_at(&self) -> Instant {
        self.clock().closes_at
    }

    pub fn ended_at(&self) -> Option<Instant> {
        self.clock().ended_at
    }

    pub fn latest_close(&self) -> Option<Instant> {
        self.clock().latest_close
    }

    pub fn extensions(&self) -> usize {
        self.clock().extensions
    }

    /// While paused: the time that resuming gives back, in microseconds.
    pub fn remaining(&self) -> Option<i64> {
        self.clock().pause.map(|(remaining, _)| remaining)
    }

    pub fn resumes_at(&self) -> Option<Instant> {
        self.clock().pause.and_then(|(_, resumes_at)| resumes_at)
    }

    /// All standing offers, best first.
    pub fn ranking(&self) -> Vec<Place> {
        ranking(&self.setup, &self.records)
    }

    pub fn standing(&self, bidder: &str) -> Option<Place> {
        self.ranking().into_iter().find(|place| place.offer.bidder == bidder)
    }

    pub fn rank(&self, bidder: &str) -> Option<usize> {
        self.standing(bidder).map(|place| place.rank)
    }

    /// The standing offer with the first rank; among equal offers, the earlier one.
    pub fn lead(&self) -> Option<Place> {
        self.ranking().into_iter().next()
    }

    pub fn highest_allowed(&self, bidder: &str) -> Option<Number> {
        self.may_still_bid(bidder).then(|| limits::highest_allowed(&self.market(bidder)))?
    }

    pub fn lowest_allowed(&self, bidder: &str) -> Option<Number> {
        self.limits(bidder)?.lowest
    }

    /// Nothing for a bidder that may not bid at all.
    pub fn limits(&self, bidder: &str) -> Option<Limits> {
        self.may_still_bid(bidder).then(|| limits::limits(&self.market(bidder)))
    }

    pub fn suggested(&self, bidder: &str) -> Option<Suggestion> {
        limits::suggested(&self.market(bidder), &self.limits(bidder)?)
    }

    /// As if a scheduled or paused lot were open and the terms accepted.
    fn may_still_bid(&self, bidder: &str) -> bool {
        match self.state() {
            State::Scheduled | State::Open | State::Paused => !is_excluded(&self.records, bidder),
            State::Closed | State::Cancelled => false,
        }
    }

    /// The ranking that the close recorded; none before it and none for a cancelled lot.
    pub fn final_ranking(&self) -> Option<Vec<Place>> {
        let end = self.records.iter().position(|record| matches!(record.what, Happened::Closed { .. }))?;
        Some(ranking(&self.setup, &self.records[..end]))
    }

    /// At the close: whether the lead's total is at or below the reserve, when there is one.
    pub fn reserve_met(&self) -> Option<bool> {
        let reserve = self.setup.reserve.as_ref()?;
        let ranking = self.final_ranking()?;
        Some(ranking.first().is_some_and(|lead| lead.offer.total <= *reserve))
    }

    /// Whether `bidder` has a standing offer that can be annulled, and its index in the list. An excluded bidder keeps
    /// its offer, outside the ranking.
    pub(super) fn standing_record(&self, bidder: &str) -> Option<usize> {
        latest_offer(&self.records, bidder).map(|(order, _)| order)
    }
}

/// An opening offer as it stands, or the reason why it does not pass rows 5 to 7.
///
/// # Errors
/// The first reason that applies.
pub fn opening_offer(setup: &Setup, bidder: &str, prices: &BTreeMap<String, Number>) -> Result<Offer, Reason> {
    let offer = read_offer(setup, bidder, prices)?;
    if is_above_ceiling(setup, &offer.total) {
        return Err(Reason::AboveCeiling);
    }
    Ok(offer)
}

/// Prices are compared as numbers: `1.50` is `1.5`.
fn numbers(prices: &BTreeMap<String, String>) -> BTreeMap<String, Number> {
    prices
        .iter()
        .map(|(item, text)| {
            let price = parse(text).expect("a message with bad decimal text never reaches the lot");
            (item.clone(), price)
        })
        .collect()
}
