//! A run: folds a lot's records from where its states end to the moment that was asked for, and on.
//!
//! It keeps states on its way. While no lot is open it goes on to the end of the journal, so that the next state is near.
//! While one is open it reads nothing that was not asked for. It ends early when nobody has the states.

use std::sync::{Arc, Weak};

use futures::stream::TryReadyChunksError;
use futures::{StreamExt, TryStreamExt};

use super::fold::{PastFold, PastLot};
use super::reading::pages;
use super::states::{FoldEnd, KeptStates, is_kept};
use crate::background::Background;
use crate::background::pace::Pace;
use crate::engine::shared::Shared;
use crate::ids::{LotId, Seq};
use crate::journal::Record;
use crate::protocol::http::Moment;

/// Somebody waits for the run, so it pauses less than a history. It has to keep up with the bids of a busy lot: see
/// docs/performance.md, An auditor's replay.
const PACE: Pace = Pace { pieces_max: 1, pause_per_work: 29 };
/// Pages that are applied in one go, at most, while the next ones are read.
const PAGES_AT_ONCE: usize = 4;

/// One run.
#[derive(Debug)]
pub(super) struct FoldRun {
    states: Weak<KeptStates>,
    id: LotId,
    /// What it was begun for.
    until: Moment,
    shared: Arc<Shared>,
    newest: Option<PastLot>,
    background: Background,
    end: FoldEnd,
}

impl FoldRun {
    /// A run from where the states end, for that moment.
    pub(super) fn new(
        states: &Arc<KeptStates>,
        id: LotId,
        until: Moment,
        shared: Arc<Shared>,
        background: Background,
    ) -> Self {
        let newest = states.newest();
        Self { newest, states: Arc::downgrade(states), id, until, shared, background, end: FoldEnd::Lost }
    }

    /// Folds until the moment or the end of the journal, or until the engine stops.
    pub(super) async fn finish(mut self) {
        let stopping = self.shared.stopping.clone();
        let end = stopping.run_until_cancelled(self.fold()).await;
        self.end = end.unwrap_or(FoldEnd::Lost);
    }

    async fn fold(&mut self) -> FoldEnd {
        let after = self.newest.as_ref().map_or(Seq::ZERO, PastLot::seq);
        let last = match self.until {
            Moment::Record(seq) if self.shared.any_lot_is_open() => Some(seq),
            Moment::Record(_) | Moment::At(_) => None,
        };
        let pages = pages(&self.shared, &self.id, after, last, PACE, &self.background);
        let mut parts = pages.try_ready_chunks(PAGES_AT_ONCE).map_err(|TryReadyChunksError(_, denied)| denied).boxed();
        let mut fold = self.newest.take().map_or_else(|| PastFold::begin(self.id.clone()), PastFold::after);
        while let Some(part) = parts.next().await {
            let Ok(pages) = part else { return FoldEnd::Lost };
            let folded = self
                .background
                .compute(move || FoldedPart::of(fold, &pages.into_iter().flatten().collect::<Vec<_>>()))
                .await;
            let Some(folded) = folded else { return FoldEnd::Lost };
            fold = folded.fold;
            // Nobody has the states: nothing more is needed of them.
            let Some(states) = self.states.upgrade() else { return FoldEnd::Lost };
            if let Some(newest) = fold.lot().cloned() {
                states.keep(folded.kept, newest);
            }
            if let Some(fault) = folded.fault {
                tracing::error!(lot = %self.id, fault, "the past of a lot cannot be shown beyond a record");
                return FoldEnd::Broken;
            }
            if states.have_passed(self.until) && self.shared.any_lot_is_open() {
                return FoldEnd::FarEnough;
            }
        }
        // The pages end early where it was known how far they are needed.
        let is_far_enough =
            last.is_some() && self.states.upgrade().is_some_and(|states| states.have_passed(self.until));
        if is_far_enough { FoldEnd::FarEnough } else { FoldEnd::AtHead }
    }
}

/// Also where the run has panicked or was cut off: nobody may wait for it any more.
impl Drop for FoldRun {
    fn drop(&mut self) {
        if let Some(states) = self.states.upgrade() {
            states.end_run(self.end);
        }
    }
}

/// What became of some records.
struct FoldedPart {
    /// Right after the last record that is whole.
    fold: PastFold,
    kept: Vec<PastLot>,
    /// What is wrong with the next one.
    fault: Option<String>,
}

impl FoldedPart {
    fn of(mut fold: PastFold, records: &[Record]) -> Self {
        let (from, mut kept) = (fold.split(), Vec::new());
        for (nth, record) in records.iter().enumerate() {
            if let Err(fault) = fold.apply(record) {
                return Self { fault: Some(fault), ..Self::of(from, &records[..nth]) };
            }
            if is_kept(record.seq) {
                kept.extend(fold.lot().cloned());
            }
        }
        Self { fold, kept, fault: None }
    }
}
