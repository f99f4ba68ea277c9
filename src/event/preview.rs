//! Shows what a lot would look like: the real judge on a lot that is nowhere kept.
//!
//! The aliases come from a key that is drawn for the preview. With the lot's own key a buyer from whom the bidders' names
//! are hidden could compare the aliases of both and so learn who is who.

use std::collections::BTreeSet;
use std::fmt::Write;
use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use serde_json::value::{RawValue, to_raw_value};

use super::document::{EventDocument, Now, OpensAt};
use super::publication::{LOT_PUBLISHED_SCHEMA, LotPublished, digest};
use crate::auction::refusal::message;
use crate::auction::setup::AliasKey;
use crate::auction::{Act, Command, Event, Lot, PlaceBid, RULES_VERSION, Reason, Setup, State};
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, EventId, ItemId, LotId, OrgId, PersonId, Seq};
use crate::json::{Code, Problem, join};
use crate::money::Amount;

/// Between two offers of a preview, where the lot is long enough.
const STEP: Duration = Duration::from_secs(1);
/// The first record of a lot is its publication.
const PUBLICATION: Seq = Seq(1);

/// The state of the lot that is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum PreviewState {
    /// Before the opening.
    Scheduled,
    /// Open, after the offers.
    Open,
    /// Paused by a buyer, after the offers.
    Paused,
    /// Closed at its time, with the offers' result.
    Closed,
}

/// An offer that is tried out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewOffer {
    /// Whose.
    pub bidder: BidderId,
    /// A unit price for every item of the lot.
    pub prices: IndexMap<ItemId, Amount>,
    /// The bidder confirms an unusually large drop.
    #[serde(default)]
    pub confirmed: bool,
}

/// An offer that was refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct PreviewRefusal {
    /// Which of the offers, from 0.
    pub offer: usize,
    /// Whose.
    pub bidder: BidderId,
    /// Why.
    pub reason: Reason,
    /// The total that would have passed, where the reason has one.
    pub limit: Option<Amount>,
    /// In plain English, as the bidder would read it.
    pub message: String,
}

/// What a preview is made of beside the document.
#[derive(Debug, Clone)]
pub struct PreviewFacts {
    /// The event; one that is not stored has any name.
    pub event: EventId,
    /// The partnership that it belongs to.
    pub owner: OrgId,
    /// The lot; one that is not stored has any name.
    pub lot: LotId,
    /// Of the frozen document, where the event is published.
    pub digest: Option<String>,
    /// Drawn for this preview.
    pub alias_key: AliasKey,
    /// The present.
    pub now: Instant,
}

/// A lot in the state that was asked for.
#[derive(Debug)]
pub struct PreviewedLot {
    /// The lot.
    pub lot: Lot,
    /// The moment that is shown.
    pub now: Instant,
    /// The offers that were refused, in order.
    pub refused: Vec<PreviewRefusal>,
}

/// The setup that lot `nth` of the document would be published with.
///
/// # Errors
/// What keeps the lot from being shown.
///
/// # Panics
/// Never: a document always has a JSON text.
pub fn preview_setup(document: &EventDocument, nth: usize, facts: &PreviewFacts) -> Result<Setup, Problem> {
    let Some(stated) = document.lots.get(nth) else {
        let message = format!("must be the place of a lot, from 0 to {}", document.lots.len().saturating_sub(1));
        return Err(Problem::new("/lot", Code::UnknownReference, message));
    };
    let mut document = document.clone();
    if stated.opens_at == OpensAt::Now(Now::Now) {
        document.lots[nth].opens_at = OpensAt::At(facts.now);
    }
    let text = to_raw_value(&document).expect("a document has only text for keys");
    let published = LotPublished {
        schema: LOT_PUBLISHED_SCHEMA,
        rules_version: RULES_VERSION,
        event: RawValue::NULL.to_owned(),
        lot: nth,
        alias_key: hex(&facts.alias_key),
        receipt_key: String::new(),
        event_id: facts.event.clone(),
        owner: facts.owner.clone(),
        digest: facts.digest.clone().unwrap_or_else(|| digest(&text)),
    };
    let fault = |fault: String| Problem::new(format!("/document/lots/{nth}"), Code::Contradiction, fault);
    let setup = published.lot_of(&document, facts.lot.clone()).map_err(fault)?;
    if setup.closes_at <= setup.opens_at {
        let message = "the lot would close before it opens: state a later close".to_owned();
        return Err(Problem::new(format!("/document/lots/{nth}/closes_at"), Code::Contradiction, message));
    }
    Ok(setup)
}

/// Brings a lot with that setup into the state, its offers judged in turn. The setup's opening offers may stand.
///
/// # Errors
/// Every offer of a bidder who is not invited; a state that the lot does not reach.
pub fn preview_lot(
    setup: Setup,
    state: PreviewState,
    offers: &[PreviewOffer],
    now: Instant,
) -> Result<PreviewedLot, Vec<Problem>> {
    let problems: Vec<Problem> = (0..).zip(offers).filter_map(|(nth, offer)| stranger(&setup, nth, offer)).collect();
    if !problems.is_empty() {
        return Err(problems);
    }
    let opens_at = setup.opens_at;
    let steps = u32::try_from(offers.len()).unwrap_or(u32::MAX).saturating_add(2);
    let step = STEP.min(setup.closes_at.saturating_since(opens_at) / steps);
    let mut trial = PreviewTrial { lot: Lot::new(Arc::new(setup)), seq: PUBLICATION, refused: Vec::new() };
    let reached = match state {
        PreviewState::Scheduled => {
            let before = now.min(opens_at.plus_micros(-1_000_000));
            trial.bid_all(offers, before, Duration::ZERO);
            Some(before)
        }
        PreviewState::Open => {
            trial.wake_until(opens_at);
            Some(trial.bid_all(offers, opens_at, step))
        }
        PreviewState::Paused => {
            trial.wake_until(opens_at);
            let at = trial.bid_all(offers, opens_at, step) + step;
            trial.pause(at).then_some(at)
        }
        PreviewState::Closed => {
            trial.wake_until(opens_at);
            trial.bid_all(offers, opens_at, step);
            trial.close()
        }
    };
    let message = "the lot does not reach this state with these offers: leave some out";
    let now = reached.ok_or_else(|| vec![Problem::new("/state", Code::Contradiction, message)])?;
    Ok(PreviewedLot { lot: trial.lot, now, refused: trial.refused })
}

fn stranger(setup: &Setup, nth: usize, offer: &PreviewOffer) -> Option<Problem> {
    let is_invited = setup.bidders.iter().any(|invited| invited.id == offer.bidder);
    let path = join(&format!("/offers/{nth}"), "bidder");
    (!is_invited).then(|| Problem::new(path, Code::UnknownReference, "is not invited to this lot"))
}

/// A lot that is taken through its states.
struct PreviewTrial {
    lot: Lot,
    seq: Seq,
    refused: Vec<PreviewRefusal>,
}

impl PreviewTrial {
    /// Decides a command and applies what it causes; returns that.
    fn take(&mut self, command: &Command, at: Instant) -> Vec<Event> {
        // What the lot's state forbids has not happened. The caller looks at the state.
        let events = self.lot.decide(command, at).unwrap_or_default();
        for event in &events {
            self.seq = self.seq.next();
            self.lot.apply(self.seq, at, event);
        }
        events
    }

    /// Lets time pass: whatever is due until then happens.
    fn wake_until(&mut self, at: Instant) {
        while let Some(due) = self.lot.next_wake().filter(|due| *due <= at) {
            if self.take(&Command::Wake, due).is_empty() {
                return;
            }
        }
    }

    /// Judges the offers, one each step; returns the moment of the last one.
    fn bid_all(&mut self, offers: &[PreviewOffer], from: Instant, step: Duration) -> Instant {
        let (mut at, mut accepted) = (from, BTreeSet::new());
        for (nth, offer) in offers.iter().enumerate() {
            at = at + step;
            self.wake_until(at);
            if accepted.insert(offer.bidder.clone()) {
                self.take(&Command::AcceptTerms { bidder: offer.bidder.clone() }, at);
            }
            self.bid(nth, offer, at);
        }
        at
    }

    fn bid(&mut self, nth: usize, offer: &PreviewOffer, at: Instant) {
        let PreviewOffer { bidder, prices, confirmed } = offer.clone();
        let bid_ref = BidRef::parse(&format!("preview-{nth}")).expect("a short text is an id");
        let bid = PlaceBid { bidder, bid_ref, prices, confirmed, received_at: at };
        for event in self.take(&Command::PlaceBid(bid), at) {
            let Event::BidRefused(refused) = event else { continue };
            let message = message(self.lot.setup(), refused.reason, refused.limit, &refused.prices);
            let (bidder, reason, limit) = (refused.bidder, refused.reason, refused.limit);
            self.refused.push(PreviewRefusal { offer: nth, bidder, reason, limit, message });
        }
    }

    /// Pauses the lot as a buyer would; returns whether it is paused.
    fn pause(&mut self, at: Instant) -> bool {
        self.wake_until(at);
        let by = PersonId::parse("preview").expect("a short text is an id");
        let act = Act::Pause { resumes_at: None, reason: "preview".to_owned() };
        self.take(&Command::Act { by, act }, at);
        self.lot.board().state() == State::Paused
    }

    /// Lets the lot come to its end; returns the moment, where it is closed then.
    fn close(&mut self) -> Option<Instant> {
        let mut at = None;
        while let Some(due) = self.lot.next_wake() {
            at = Some(due);
            if self.take(&Command::Wake, due).is_empty() {
                break;
            }
        }
        at.filter(|_| self.lot.board().state() == State::Closed)
    }
}

/// The 64 hex digits of a key.
fn hex(key: &AliasKey) -> String {
    key.0.iter().fold(String::with_capacity(64), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a text takes every write");
        hex
    })
}

#[cfg(test)]
mod tests;
