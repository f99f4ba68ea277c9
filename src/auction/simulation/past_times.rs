//! The records of the lot that was, and its state and times as they give them.

use std::sync::Arc;

use crate::auction::board::Timing;
use crate::auction::event::{Cause, Event};
use crate::auction::setup::Setup;
use crate::auction::state::State;
use crate::auction::timing;
use crate::clock::Instant;
use crate::ids::{PersonId, Seq};

/// A record of the lot that was.
#[derive(Debug, Clone, Copy)]
pub struct PastRecord<'a> {
    /// Its place in the journal.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// The buyer who has caused it, where a buyer has.
    pub by: Option<&'a PersonId>,
    /// What happened.
    pub event: &'a Event,
}

/// State and times up to some record. Bids are not kept, so it stays small.
#[derive(Debug)]
pub(super) struct PastTimes {
    setup: Arc<Setup>,
    pub(super) timing: Timing,
    last_at: Option<Instant>,
}

impl PastTimes {
    pub(super) fn new(setup: Arc<Setup>) -> Self {
        Self { timing: Timing::new(&setup), setup, last_at: None }
    }

    /// When the last record was decided; none before the first after the publication.
    pub(super) const fn last_at(&self) -> Option<Instant> {
        self.last_at
    }

    pub(super) fn apply(&mut self, at: Instant, event: &Event) {
        let last_at = self.last_at.replace(at);
        if let Event::BidAccepted(bid) = event {
            self.timing.closes_at = timing::close_after_bid(&self.setup.rules, &self.timing, bid.received_at);
        } else {
            self.timing.apply(at, last_at, event);
        }
    }

    /// Whether the lot has opened.
    pub(super) fn is_scheduled_no_more(&self) -> bool {
        matches!(self.timing.state, State::Open | State::Paused)
    }

    /// Whether the lot opened in an outage: the record right after the opening pauses it with its whole duration.
    pub(super) fn opened_in_outage(&self, opened: Instant, next: &PastRecord<'_>) -> bool {
        let whole_us = self.timing.closes_at.micros_since(self.setup.opens_at);
        next.at == opened
            && matches!(next.event,
                Event::LotPaused { cause: Cause::Outage, remaining_us, .. } if *remaining_us == whole_us)
    }

    /// Whether the lot waits for bids in time, at or after a closing time that is not later than `closes_at`.
    pub(super) fn is_settling_since(&self, closes_at: Instant, now: Instant) -> bool {
        self.timing.state == State::Open && self.timing.closes_at <= now && self.timing.closes_at <= closes_at
    }

    /// When the server was last known to be up, before an outage that paused the lot with that time left. The record of a
    /// lot that was paused already, or whose closing time had come, does not tell: then it is the record before.
    pub(super) fn alive_until(&self, remaining_us: i64) -> Instant {
        let closes_at = self.timing.closes_at;
        let last_at = self.last_at.unwrap_or(self.setup.opens_at);
        match self.timing.state {
            State::Open if remaining_us > 0 => closes_at.plus_micros(-remaining_us),
            State::Open => closes_at.max(last_at),
            State::Scheduled | State::Paused | State::Closed | State::Cancelled => last_at,
        }
    }
}
