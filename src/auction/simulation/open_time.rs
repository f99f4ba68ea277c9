//! How long a simulated lot has been open since its last bid.

use crate::auction::board::Board;
use crate::auction::event::{CloseCause, Event};
use crate::clock::Instant;

/// The time in which bids counted, since the last one. Pauses are no part of it.
#[derive(Debug, Default)]
pub(super) struct OpenTime {
    /// Of the stretches that are over.
    over_us: i64,
    /// When the present stretch began.
    since: Option<Instant>,
}

impl OpenTime {
    /// Begins again: a bid was decided then.
    pub(super) fn bid(&mut self, at: Instant) {
        self.over_us = 0;
        self.since = self.since.map(|since| since.max(at));
    }

    /// Notes what an event does that was decided on `board` and is not applied yet.
    pub(super) fn note(&mut self, board: &Board, at: Instant, event: &Event) {
        match event {
            Event::LotOpened { opens_at, .. } => self.since = Some(*opens_at),
            Event::LotResumed { .. } => self.since = Some(at),
            Event::LotPaused { remaining_us, .. } => self.stop(board.closes_at().plus_micros(-remaining_us)),
            Event::LotClosed { cause: CloseCause::Time, .. } => self.stop(board.closes_at()),
            Event::LotClosed { cause: CloseCause::Buyer, .. } | Event::LotCancelled { .. } => self.stop(at),
            Event::TermsAccepted { .. }
            | Event::BidAccepted(_)
            | Event::BidRefused(_)
            | Event::LotExtended { .. }
            | Event::ActProposed { .. }
            | Event::ActApproved { .. }
            | Event::ActDeclined { .. }
            | Event::AnnulmentRequested { .. }
            | Event::AnnulmentDeclined { .. }
            | Event::BidAnnulled { .. }
            | Event::BidderExcluded { .. }
            | Event::MessageSent { .. } => {}
        }
    }

    /// Microseconds, once the lot has ended or stays paused.
    pub(super) const fn since_last_bid_us(&self) -> i64 {
        self.over_us
    }

    fn stop(&mut self, at: Instant) {
        if let Some(since) = self.since.take() {
            self.over_us += at.micros_since(since).max(0);
        }
    }
}
