//! A connection's bids that wait for their answers, and the lots that it has a way into.

use std::collections::HashMap;
use std::future::pending;

use tokio::sync::mpsc;

use crate::engine::{BidAnswer, BidRequest, LotAccess, ReplyTo, messages};
use crate::ids::{BidRef, LotId};
use crate::protocol::ServerMessage;

type Answered = (LotId, BidRef, BidAnswer);

/// Made with room for answers only once there is a bid: watchers have none.
#[derive(Debug)]
pub(super) struct Pending {
    channel: Option<(ReplyTo, mpsc::UnboundedReceiver<Answered>)>,
    in_flight: usize,
    in_flight_max: usize,
    lots: HashMap<LotId, LotAccess>,
}

impl Pending {
    pub(super) fn new(in_flight_max: usize) -> Self {
        Self { channel: None, in_flight: 0, in_flight_max, lots: HashMap::new() }
    }

    /// Bids that wait for their answers.
    pub(super) const fn in_flight(&self) -> usize {
        self.in_flight
    }

    /// Whether there is room for one bid more.
    pub(super) const fn has_room(&self) -> bool {
        self.in_flight < self.in_flight_max
    }

    /// Hands a bid to a lot that the connection has a way into; its answer comes through [`Pending::answers`].
    pub(super) fn bid(&mut self, lot: &LotId, bid: BidRequest) {
        let access = self.lots.get(lot).expect("the way into the lot was looked up before");
        let (reply, _) = self.channel.get_or_insert_with(mpsc::unbounded_channel);
        self.in_flight += 1;
        access.bid(bid, reply);
    }

    /// Whether the connection has a way into the lot.
    pub(super) fn knows(&self, lot: &LotId) -> bool {
        self.lots.contains_key(lot)
    }

    /// Keeps the way into a lot, in the place of another where there are `lots_max` already.
    pub(super) fn remember(&mut self, lot: LotId, access: LotAccess, lots_max: usize) {
        if self.lots.len() >= lots_max && !self.lots.contains_key(&lot) {
            let other = self.lots.keys().next().cloned();
            other.and_then(|other| self.lots.remove(&other));
        }
        self.lots.insert(lot, access);
    }

    /// Gives up the way into a lot.
    pub(super) fn forget(&mut self, lot: &LotId) {
        self.lots.remove(lot);
    }

    /// Waits for answers and takes all that are ready. Cancel safe.
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
