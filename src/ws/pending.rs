//! A connection's bids that wait for their answers, and its access to the lots of those bids.

use std::collections::HashMap;
use std::future::pending;

use tokio::sync::mpsc;

use crate::engine::{BidAnswer, BidRequest, LotAccess, ReplyTo, messages};
use crate::ids::{BidRef, LotId};
use crate::protocol::ServerMessage;

type Answered = (LotId, BidRef, BidAnswer);

/// Bids in flight, and lots by id. The channel for answers is made with the first bid: most connections never bid.
#[derive(Debug)]
pub(super) struct PendingBids {
    channel: Option<(ReplyTo, mpsc::UnboundedReceiver<Answered>)>,
    in_flight: usize,
    in_flight_max: usize,
    lots: HashMap<LotId, LotAccess>,
}

impl PendingBids {
    pub(super) fn new(in_flight_max: usize) -> Self {
        Self { channel: None, in_flight: 0, in_flight_max, lots: HashMap::new() }
    }

    /// Returns how many bids wait for their answers.
    pub(super) const fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Returns whether one more bid may wait.
    pub(super) const fn has_room(&self) -> bool {
        self.in_flight < self.in_flight_max
    }

    /// Gives a bid to a lot whose access was remembered; its answer comes through [`PendingBids::answers`].
    pub(super) fn bid(&mut self, lot: &LotId, bid: BidRequest) {
        let access = self.lots.get(lot).expect("access to the lot was looked up before");
        let (reply, _) = self.channel.get_or_insert_with(mpsc::unbounded_channel);
        self.in_flight += 1;
        access.bid(bid, reply);
    }

    /// Returns whether access to the lot is remembered.
    pub(super) fn knows(&self, lot: &LotId) -> bool {
        self.lots.contains_key(lot)
    }

    /// Remembers access to a lot; another lot is forgotten where there are `lots_max` already.
    pub(super) fn remember(&mut self, lot: LotId, access: LotAccess, lots_max: usize) {
        if self.lots.len() >= lots_max && !self.lots.contains_key(&lot) {
            let other = self.lots.keys().next().cloned();
            other.and_then(|other| self.lots.remove(&other));
        }
        self.lots.insert(lot, access);
    }

    /// Forgets access to a lot.
    pub(super) fn forget(&mut self, lot: &LotId) {
        self.lots.remove(lot);
    }

    /// Waits for an answer and returns all that are ready. Cancel safe.
    pub(super) async fn answers(&mut self) -> Vec<ServerMessage> {
        let Some((_, answered)) = &mut self.channel else { return pending().await };
        let Some(first) = answered.recv().await else { return pending().await };
        let mut messages = vec![message(first)];
        while let Ok(next) = answered.try_recv() {
            messages.push(message(next));
        }
        self.in_flight = self.in_flight.saturating_sub(messages.len());
        messages
    }
}

fn message((lot, bid_ref, answer): Answered) -> ServerMessage {
    messages::bid_answer(lot, bid_ref, answer)
}
