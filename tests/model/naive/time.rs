//! The lot's clock: state, closing time and pauses, computed from the whole list each time.

use super::happened::{ClosedBy, ExtensionCause, Happened, Record, State, Verdict};
use super::setup::{Closing, ExtendFrom, Extension, Instant, SECOND, Setup, Trigger};

/// What the list says about time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clock {
    pub state: State,
    /// While paused, the close that was in force before the pause.
    pub closes_at: Instant,
    pub ended_at: Option<Instant>,
    pub latest_close: Option<Instant>,
    /// Extensions made by bids; those of a buyer do not count.
    pub extensions: usize,
    /// While paused: the frozen time, and when it resumes by itself.
    pub pause: Option<(i64, Option<Instant>)>,
    /// The instant of the last event, if there is one after the opening offers.
    pub last_record: Option<Instant>,
}

impl Clock {
    pub fn replay(setup: &Setup, records: &[Record]) -> Self {
        let (closes_at, latest_close) = match setup.closing {
            Closing::At(closes_at) => (closes_at, None),
            Closing::Duration { duration_s } => (setup.opens_at + duration_s * SECOND, None),
            Closing::Idle { idle_s, latest_close } => (setup.opens_at + idle_s * SECOND, latest_close),
        };
        let mut clock = Self {
            state: State::Scheduled,
            closes_at,
            ended_at: None,
            latest_close: setup.extension.as_ref().map_or(latest_close, |extension| extension.latest_close),
            extensions: 0,
            pause: None,
            last_record: None,
        };
        for record in records {
            clock.take(setup, record);
        }
        clock
    }

    fn take(&mut self, setup: &Setup, record: &Record) {
        if !matches!(record.what, Happened::Opening(_)) {
            self.last_record = Some(record.at);
        }
        match &record.what {
            Happened::Opened => self.state = State::Open,
            Happened::Closed { by } => {
                self.state = State::Closed;
                // An early close is the close; a close by time ends the lot at its closing time, not when it settled.
                if *by == ClosedBy::Buyer {
                    self.closes_at = record.at;
                }
                self.ended_at = Some(self.closes_at);
                self.pause = None;
            }
            Happened::Cancelled => {
                self.state = State::Cancelled;
                self.ended_at = Some(record.at);
                self.pause = None;
            }
            Happened::Judged { bid, verdict, .. } => {
                if matches!(verdict, Verdict::Accepted { .. }) {
                    self.closes_at = self.idle_close(setup, bid.received_at);
                }
            }
            Happened::Extended { closes_at, cause } => {
                self.closes_at = *closes_at;
                if *cause == ExtensionCause::Bid {
                    self.extensions += 1;
                }
            }
            Happened::Paused { remaining, resumes_at } => {
                self.state = State::Paused;
                self.pause = Some((*remaining, *resumes_at));
            }
            Happened::Resumed => {
                // The whole remaining time is given back; the latest close moves by the same time.
                let (remaining, _) = self.pause.take().expect("only a paused lot resumes");
                let moved = record.at + remaining - self.closes_at;
                self.closes_at += moved;
                self.latest_close = self.latest_close.map(|latest| latest + moved);
                self.state = State::Open;
            }
            Happened::Opening(_)
            | Happened::TermsAccepted { .. }
            | Happened::Annulled { .. }
            | Happened::Excluded { .. }
            | Happened::Said
            | Happened::Requested { .. }
            | Happened::RequestDeclined { .. }
            | Happened::Proposed { .. }
            | Happened::ProposalEnded { .. } => {}
        }
    }

    /// Idle close: after each accepted bid it becomes the later of the present close and the bid's receipt plus the
    /// idle time, up to the latest close. Other lots keep their close.
    fn idle_close(&self, setup: &Setup, received_at: Instant) -> Instant {
        let Closing::Idle { idle_s, .. } = setup.closing else {
            return self.closes_at;
        };
        let wanted = not_past(self.latest_close, received_at + idle_s * SECOND);
        self.closes_at.max(wanted)
    }

    /// From the close on, until the lot has really closed.
    pub fn is_settling(&self, now: Instant) -> bool {
        self.state == State::Open && now >= self.closes_at
    }

    /// The close after an accepted bid, when the bid extends the lot.
    pub fn extended_close(
        &self,
        setup: &Setup,
        received_at: Instant,
        rank_before: Option<usize>,
        rank_after: usize,
    ) -> Option<Instant> {
        let extension = setup.extension.as_ref()?;
        let is_in_window = self.closes_at - received_at <= extension.window_s * SECOND;
        let is_used_up = extension.max_count.is_some_and(|count| self.extensions >= count);
        if !is_in_window || is_used_up || !is_triggered(extension, rank_before, rank_after) {
            return None;
        }
        let moved = match extension.from {
            ExtendFrom::Close => self.closes_at + extension.extend_s * SECOND,
            ExtendFrom::Bid => self.closes_at.max(received_at + extension.extend_s * SECOND),
        };
        let moved = not_past(self.latest_close, moved);
        // An extension that would not move the close does not happen and does not count.
        (moved > self.closes_at).then_some(moved)
    }
}

fn is_triggered(extension: &Extension, rank_before: Option<usize>, rank_after: usize) -> bool {
    match extension.trigger {
        Trigger::Any => true,
        // Within the rank, and better than before; no rank counts as the worst.
        Trigger::RankWithin(rank) => rank_after <= rank && rank_before.is_none_or(|before| rank_after < before),
        // It did not have rank 1 before and has it now.
        Trigger::LeadChange => rank_before != Some(1) && rank_after == 1,
    }
}

fn not_past(latest_close: Option<Instant>, wanted: Instant) -> Instant {
    match latest_close {
        Some(latest) => wanted.min(latest),
        None => wanted,
    }
}
