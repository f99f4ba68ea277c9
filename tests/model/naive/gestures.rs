//! Random histories. A gesture is an intention ("a tick below what is allowed, received at the instant of the close").
//! Only when it is played does it become an input, computed from the model's state at that moment. So a shrunken
//! history still tests the boundaries that it was made for.

use std::collections::BTreeMap;

use super::happened::{Act, Bid, Input, InputKind, Outcome, State};
use super::lot::Model;
use super::prices::{Aim, aimed_prices};
use super::setup::{Instant, SECOND};
use super::setups::OPENS_AT;

#[derive(Clone, Debug)]
pub struct Gesture {
    pub when: When,
    pub what: What,
    /// An opening or a resumption that is due is woken first, in place of the gesture.
    pub is_prompt: bool,
}

/// When the next input comes; never before the one before it.
#[derive(Clone, Copy, Debug)]
pub enum When {
    /// This number of microseconds after the last one.
    After(i64),
    /// At a turning point of the lot's time, or some microseconds beside it.
    At(Turn, i64),
}

#[derive(Clone, Copy, Debug)]
pub enum Turn {
    Opens,
    WindowOpens,
    Closes,
    Settled,
    Resumes,
    LatestClose,
}

#[derive(Clone, Debug)]
pub enum What {
    Wake,
    Outage { silent_for: i64 },
    AcceptTerms { bidder: usize },
    Bid(BidGesture),
    RequestAnnulment { bidder: usize, back: usize },
    DeclineRequest { by: usize },
    Pause { by: usize, wait: Option<i64> },
    Resume { by: usize },
    Extend { by: usize, beside: Turn, offset: i64 },
    Annul { by: usize, bidder: usize },
    Exclude { by: usize, bidder: usize },
    Broadcast { by: usize },
    Close { by: usize },
    Cancel { by: usize },
    Approve { by: usize, back: usize },
    Decline { by: usize, back: usize },
}

#[derive(Clone, Debug)]
pub struct BidGesture {
    pub bidder: usize,
    pub aim: Aim,
    pub named: Named,
    pub confirmed: bool,
    pub received: Received,
}

/// The reference of a bid.
#[derive(Clone, Copy, Debug)]
pub enum Named {
    Fresh,
    /// The reference of an earlier bid of any bidder, this number back, with new prices.
    Reused {
        back: usize,
    },
    /// An earlier bid again, with the same prices in another form.
    Repeated {
        back: usize,
    },
}

#[derive(Clone, Copy, Debug)]
pub enum Received {
    Now,
    Earlier(i64),
    At(Turn, i64),
}

/// Turns gestures into inputs. Remembers the time and the number of bids so far.
#[derive(Clone, Debug)]
pub struct Caller {
    pub now: Instant,
    fresh: usize,
}

impl Default for Caller {
    fn default() -> Self {
        Self { now: OPENS_AT - SECOND / 20, fresh: 0 }
    }
}

impl Caller {
    /// The input that the gesture becomes in the model's present state.
    pub fn input(&mut self, gesture: &Gesture, model: &Model) -> Input {
        let wanted = match gesture.when {
            When::After(micros) => self.now + micros,
            When::At(turn, offset) => instant(turn, model, self.now) + offset,
        };
        self.now = self.now.max(wanted);
        let is_outage = matches!(gesture.what, What::Outage { .. });
        // No bid is judged before an opening that is due.
        let must_open = matches!(gesture.what, What::Bid(_)) && model.state() == State::Scheduled;
        let kind = if (gesture.is_prompt || must_open) && !is_outage && self.is_start_due(model) {
            InputKind::Wake
        } else {
            self.kind(&gesture.what, model)
        };
        let now = self.now;
        Input { now, kind }
    }

    fn is_start_due(&self, model: &Model) -> bool {
        match model.state() {
            State::Scheduled => self.now >= model.setup().opens_at,
            State::Paused => model.resumes_at().is_some_and(|at| self.now >= at),
            State::Open | State::Closed | State::Cancelled => false,
        }
    }

    fn kind(&mut self, what: &What, model: &Model) -> InputKind {
        let bidder = |index: usize| {
            let bidders = &model.setup().bidders;
            bidders[index % bidders.len()].id.clone()
        };
        let act = |by: &usize, act: Act| InputKind::Act { by: buyer(*by), act };
        // The latest proposal, or an earlier one; the number 0 when there is none.
        let proposal = |back: usize| model.proposals().len().saturating_sub(1 + back);
        match what {
            What::Wake => InputKind::Wake,
            What::Outage { silent_for } => InputKind::Outage { alive_until: self.now - silent_for },
            What::AcceptTerms { bidder: index } => InputKind::AcceptTerms { bidder: bidder(*index) },
            What::Bid(gesture) => InputKind::Bid(self.bid(gesture, model)),
            What::RequestAnnulment { bidder: index, back } => InputKind::RequestAnnulment {
                bidder: bidder(*index),
                reference: back_from_last(&model.bids(), *back).map_or_else(|| "none".to_owned(), |bid| bid.reference),
            },
            // The latest request; the number 0 when there is none.
            What::DeclineRequest { by } => {
                InputKind::DeclineRequest { by: buyer(*by), request: model.requests().len().saturating_sub(1) }
            }
            What::Pause { by, wait } => {
                let resumes_at = wait.map(|wait| self.now + wait);
                act(by, Act::Pause { resumes_at })
            }
            What::Resume { by } => act(by, Act::Resume),
            What::Extend { by, beside, offset } => {
                let closes_at = instant(*beside, model, self.now) + offset;
                act(by, Act::Extend { closes_at })
            }
            What::Annul { by, bidder: index } => {
                let bidder = bidder(*index);
                act(by, Act::Annul { bidder })
            }
            What::Exclude { by, bidder: index } => {
                let bidder = bidder(*index);
                act(by, Act::Exclude { bidder })
            }
            What::Broadcast { by } => act(by, Act::Broadcast),
            What::Close { by } => act(by, Act::Close),
            What::Cancel { by } => act(by, Act::Cancel),
            What::Approve { by, back } => InputKind::Approve { by: buyer(*by), proposal: proposal(*back) },
            What::Decline { by, back } => InputKind::Decline { by: buyer(*by), proposal: proposal(*back) },
        }
    }

    fn bid(&mut self, gesture: &BidGesture, model: &Model) -> Bid {
        let bidders = &model.setup().bidders;
        let mut bidder = bidders[gesture.bidder % bidders.len()].id.clone();
        let mut prices = aimed_prices(&gesture.aim, model, &bidder);

        let earlier = |back| back_from_last(&model.bids(), back);
        let mut reference = None;
        match gesture.named {
            Named::Fresh => {}
            Named::Reused { back } => reference = earlier(back).map(|bid| bid.reference),
            Named::Repeated { back } => {
                if let Some(bid) = earlier(back) {
                    bidder = bid.bidder;
                    prices = written_otherwise(bid.prices);
                    reference = Some(bid.reference);
                }
            }
        }
        let reference = reference.unwrap_or_else(|| {
            self.fresh += 1;
            format!("ref-{}", self.fresh)
        });

        let received_at = match gesture.received {
            Received::Now => self.now,
            Received::Earlier(micros) => self.now - micros,
            Received::At(turn, offset) => instant(turn, model, self.now) + offset,
        };
        Bid { bidder, reference, prices, confirmed: gesture.confirmed, received_at: received_at.min(self.now) }
    }
}

fn buyer(index: usize) -> String {
    format!("buyer-{}", index % 2)
}

fn back_from_last(bids: &[Bid], back: usize) -> Option<Bid> {
    bids.iter().rev().nth(back).cloned()
}

/// The same numbers with one more decimal, where decimal text has room for it.
fn written_otherwise(prices: BTreeMap<String, String>) -> BTreeMap<String, String> {
    let rewrite = |text: String| match text.split_once('.') {
        Some((_, decimals)) if decimals.len() < 12 => format!("{text}0"),
        Some(_) => text,
        None => format!("{text}.0"),
    };
    prices.into_iter().map(|(item, text)| (item, rewrite(text))).collect()
}

fn instant(turn: Turn, model: &Model, now: Instant) -> Instant {
    let closes_at = model.closes_at();
    match turn {
        Turn::Opens => model.setup().opens_at,
        Turn::WindowOpens => match &model.setup().extension {
            Some(extension) => closes_at - extension.window_s * SECOND,
            None => closes_at - SECOND,
        },
        Turn::Closes => closes_at,
        Turn::Settled => closes_at + model.setup().settle_ms * 1_000,
        Turn::Resumes => model.resumes_at().unwrap_or(now),
        Turn::LatestClose => model.latest_close().unwrap_or(closes_at),
    }
}

/// Runs a history through a new model. `check` gets each input with the model before and after.
pub fn play(model: &mut Model, history: &[Gesture], mut check: impl FnMut(&Input, &Model, &Model, &Outcome)) {
    let mut caller = Caller::default();
    for gesture in history {
        let input = caller.input(gesture, model);
        let before = model.clone();
        let outcome = model.run(&input);
        check(&input, &before, model, &outcome);
    }
}
