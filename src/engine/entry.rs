//! What is known of a lot without its actor: who may see it, and what lists show of it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::auction::view::{Board, RestingOffers};
use crate::auction::{Setup, State};
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, LotId, OdsCode, OrgId};

/// A lot's entry. Kept for every lot, loaded or not, so it is small.
#[derive(Debug)]
pub(super) struct LotEntry {
    pub(super) id: LotId,
    pub(super) event: EventId,
    pub(super) owner: OrgId,
    pub(super) title: String,
    pub(super) bidders: Box<[BidderId]>,
    pub(super) trusts: Box<[OdsCode]>,
    /// Written by the lot's actor after each commit that changes it. It holds committed states only.
    summary: Mutex<LotSummary>,
    /// The offers as lists show them while the lot is not in memory. None before it was, or when it is in memory for the
    /// first time.
    resting: Mutex<Option<Arc<RestingOffers>>>,
}

/// A lot's state and times.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct LotSummary {
    pub(super) state: State,
    pub(super) opens_at: Instant,
    pub(super) closes_at: Instant,
    pub(super) ended_at: Option<Instant>,
    /// How many bidders wait for an answer to a request for an annulment.
    pub(super) requests: usize,
}

impl LotEntry {
    pub(super) fn new(setup: &Setup, summary: LotSummary) -> Self {
        Self {
            id: setup.lot.clone(),
            event: setup.event.id.clone(),
            owner: setup.event.owner.clone(),
            title: setup.title.clone(),
            bidders: setup.bidders.iter().map(|invited| invited.id.clone()).collect(),
            trusts: setup.event.trusts.iter().map(|trust| trust.ods.clone()).collect(),
            summary: Mutex::new(summary),
            resting: Mutex::default(),
        }
    }

    pub(super) fn summary(&self) -> LotSummary {
        *self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lot's offers as lists show them, for a lot that is not in memory.
    pub(super) fn resting(&self) -> Option<Arc<RestingOffers>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Notes the lot's offers, because it will not be in memory.
    pub(super) fn rest(&self, board: &Board) {
        let offers = Arc::new(RestingOffers::of(board));
        *self.resting.lock().unwrap_or_else(PoisonError::into_inner) = Some(offers);
    }

    pub(super) fn note(&self, summary: LotSummary) {
        *self.summary.lock().unwrap_or_else(PoisonError::into_inner) = summary;
    }
}

impl LotSummary {
    pub(super) fn of(board: &Board) -> Self {
        Self {
            state: board.state(),
            opens_at: board.opens_at(),
            closes_at: board.closes_at(),
            ended_at: board.ended_at(),
            requests: board.annulment_requests().len(),
        }
    }

    pub(super) const fn has_ended(self) -> bool {
        match self.state {
            State::Scheduled | State::Open | State::Paused => false,
            State::Closed | State::Cancelled => true,
        }
    }
}
