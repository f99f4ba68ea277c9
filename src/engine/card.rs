//! What is known of a lot without its actor: who may see it, and what a list shows.

use std::sync::{Mutex, PoisonError};

use crate::auction::view::Board;
use crate::auction::{Setup, State};
use crate::clock::Instant;
use crate::ids::{BidderId, LotId, OdsCode, OrgId};

/// A lot's card. Kept for every lot, awake or asleep, so it is small.
#[derive(Debug)]
pub(super) struct LotCard {
    pub(super) id: LotId,
    pub(super) owner: OrgId,
    pub(super) title: String,
    pub(super) bidders: Box<[BidderId]>,
    pub(super) trusts: Box<[OdsCode]>,
    /// Written by the lot's actor after each commit that changes it; only committed states stand here.
    life: Mutex<Life>,
}

/// Where a lot stands in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Life {
    pub(super) state: State,
    pub(super) opens_at: Instant,
    pub(super) closes_at: Instant,
}

impl LotCard {
    pub(super) fn new(setup: &Setup, life: Life) -> Self {
        Self {
            id: setup.lot.clone(),
            owner: setup.event.owner.clone(),
            title: setup.title.clone(),
            bidders: setup.bidders.iter().map(|invited| invited.id.clone()).collect(),
            trusts: setup.event.trusts.iter().map(|trust| trust.ods.clone()).collect(),
            life: Mutex::new(life),
        }
    }

    pub(super) fn life(&self) -> Life {
        *self.life.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn note(&self, life: Life) {
        *self.life.lock().unwrap_or_else(PoisonError::into_inner) = life;
    }
}

impl Life {
    pub(super) fn of(board: &Board) -> Self {
        Self { state: board.state(), opens_at: board.opens_at(), closes_at: board.closes_at() }
    }

    pub(super) const fn has_ended(self) -> bool {
        match self.state {
            State::Scheduled | State::Open | State::Paused => false,
            State::Closed | State::Cancelled => true,
        }
    }
}
