//! What is known of a lot without its actor: who may see it, and what lists show of it.

use std::sync::{Arc, Mutex, PoisonError};

use crate::auction::view::{Board, RestingOffers};
use crate::auction::{Setup, State};
use crate::clock::Instant;
use crate::ids::{BidderId, EventId, LotId, OdsCode, OrgId, Seq};

/// A lot's entry. Kept for every lot that has not ended, loaded or not, so it is small.
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
    resting: Mutex<Option<Resting>>,
}

/// What is known of the offers of a lot that is not in memory.
#[derive(Debug)]
struct Resting {
    offers: Arc<RestingOffers>,
    /// The last record that they are of. None where a summary states them.
    at: Option<Seq>,
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

    /// The entry of a lot that has ended and is not in memory.
    pub(super) fn ended(
        id: LotId,
        (event, owner): (EventId, OrgId),
        title: String,
        (bidders, trusts): (Box<[BidderId]>, Box<[OdsCode]>),
        summary: LotSummary,
        offers: RestingOffers,
    ) -> Self {
        let resting = Resting { offers: Arc::new(offers), at: None };
        let (summary, resting) = (Mutex::new(summary), Mutex::new(Some(resting)));
        Self { id, event, owner, title, bidders, trusts, summary, resting }
    }

    pub(super) fn summary(&self) -> LotSummary {
        *self.summary.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The lot's offers as lists show them, for a lot that is not in memory.
    pub(super) fn resting(&self) -> Option<Arc<RestingOffers>> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).as_ref().map(|resting| resting.offers.clone())
    }

    /// The last record of the lot when it was last in memory. None before that, and for a lot that only a summary states.
    pub(super) fn resting_at(&self) -> Option<Seq> {
        self.resting.lock().unwrap_or_else(PoisonError::into_inner).as_ref()?.at
    }

    /// Notes the lot's offers, because it will not be in memory.
    pub(super) fn rest(&self, board: &Board) {
        let resting = Resting { offers: Arc::new(RestingOffers::of(board)), at: Some(board.seq()) };
        *self.resting.lock().unwrap_or_else(PoisonError::into_inner) = Some(resting);
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

    /// Whether nothing can happen any more: an answer to a request may still be due in a lot that has ended.
    pub(super) const fn has_ended_for_good(self) -> bool {
        self.has_ended() && self.requests == 0
    }
}
