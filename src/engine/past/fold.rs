//! A lot right after one of its records, and the fold that goes on from there record by record.

use std::sync::Arc;

use crate::auction::view::{Board, Constants};
use crate::auth::Directory;
use crate::clock::Instant;
use crate::engine::feed::LotSnapshot;
use crate::engine::ledger::ToldFacts;
use crate::engine::recovery;
use crate::ids::{LotId, Seq};
use crate::journal::record::{Body, Chain};
use crate::journal::{Committed, Record, StreamId};

/// A lot right after one of its records. Cheap to clone: it shares with other states of the lot what is the same in them.
#[derive(Debug, Clone)]
pub(in crate::engine) struct PastLot {
    tail: Committed,
    board: Board,
    /// Rendered once for all states of the lot.
    constants: Arc<Constants>,
    told: ToldFacts,
}

/// The fold of a lot's records, one after the other. Each is applied only after its place in the chain was checked.
#[derive(Debug)]
pub(in crate::engine) struct PastFold {
    id: LotId,
    chain: Chain,
    /// None before the first record.
    lot: Option<PastLot>,
}

impl PastLot {
    /// The state right after a lot's first record.
    fn published(id: &LotId, body: &Body, tail: Committed) -> Result<Self, String> {
        let setup = recovery::lot_setup(id, body)?;
        let constants = Arc::new(Constants::new(&setup));
        Ok(Self { tail, board: Board::published(Arc::new(setup)), constants, told: ToldFacts::default() })
    }

    /// The record that it is the state right after.
    pub(in crate::engine) const fn seq(&self) -> Seq {
        self.tail.seq
    }

    /// When that record was decided.
    pub(in crate::engine) const fn at(&self) -> Instant {
        self.tail.at
    }

    pub(in crate::engine) const fn board(&self) -> &Board {
        &self.board
    }

    /// What every view of this state, and every message until then, is rendered from. Names are those of today.
    pub(in crate::engine) fn snapshot(&self, directory: &Directory) -> LotSnapshot {
        let ToldFacts { messages, terms, persons } = self.told.clone();
        let (board, constants, directory) = (self.board.clone(), self.constants.clone(), directory.clone());
        LotSnapshot { board, constants, messages, persons, terms, directory }
    }

    fn apply(&mut self, body: &Body, tail: Committed) -> Result<(), String> {
        let event = recovery::applied(body, |event| self.board.apply(body.seq, body.at, event))?;
        self.told.note(body.seq, body.at, &body.actor, &event);
        self.tail = tail;
        Ok(())
    }
}

impl PastFold {
    /// The fold before the first record.
    pub(in crate::engine) fn begin(id: LotId) -> Self {
        Self { chain: Chain::new(StreamId::lot(&id)), id, lot: None }
    }

    /// The fold that goes on from this state.
    pub(in crate::engine) fn after(lot: PastLot) -> Self {
        let id = lot.board.setup().lot.clone();
        Self { chain: Chain::after(StreamId::lot(&id), lot.tail), id, lot: Some(lot) }
    }

    /// Another fold at the same place.
    pub(super) fn split(&self) -> Self {
        self.lot.clone().map_or_else(|| Self::begin(self.id.clone()), Self::after)
    }

    /// Applies the next record.
    ///
    /// # Errors
    /// What is wrong with the record. The fold is of no use after it.
    pub(in crate::engine) fn apply(&mut self, record: &Record) -> Result<(), String> {
        let body = self.chain.check(record).map_err(|broken| broken.to_string())?;
        let tail = self.chain.tail();
        let applied = match &mut self.lot {
            Some(lot) => lot.apply(&body, tail),
            None => PastLot::published(&self.id, &body, tail).map(|lot| self.lot = Some(lot)),
        };
        applied.map_err(|fault| format!("stream {}, record {}: {fault}", record.stream, record.seq))
    }

    /// The state right after the last record; none before the first.
    pub(in crate::engine) const fn lot(&self) -> Option<&PastLot> {
        self.lot.as_ref()
    }
}
