//! One lot's states in order: those that are kept, and the fold from the nearest of them to any other.

use std::sync::Arc;

use futures::TryStreamExt;

use super::fold::{PastFold, PastLot};
use super::reading::{head, pages};
use super::run::FoldRun;
use super::states::{FoldEnd, KEPT_EVERY, KeptStates, Nearest};
use crate::background::Background;
use crate::background::pace::Pace;
use crate::engine::answer::Denied;
use crate::engine::shared::Shared;
use crate::ids::{LotId, Seq};
use crate::protocol::http::Moment;

/// A client waits, and there are at most [`KEPT_EVERY`] records: the read pauses less than a longer one.
const PACE: Pace = Pace { pieces_max: 1, pause_per_work: 4 };

/// The states of one lot. A run folds the journal and keeps states on its way; at most one run goes on.
#[derive(Debug)]
pub(in crate::engine) struct Timeline {
    id: LotId,
    shared: Arc<Shared>,
    states: Arc<KeptStates>,
}

impl Timeline {
    pub(super) fn new(id: LotId, shared: Arc<Shared>) -> Self {
        Self { id, shared, states: Arc::default() }
    }

    /// The lot as it was at that moment.
    ///
    /// # Errors
    /// [`Denied::NotFound`] before the first record, [`Denied::NoSuchRecord`] for a record that there is not;
    /// `Unavailable` where the records up to there cannot be read, or one of them is broken.
    pub(in crate::engine) async fn state(&self, moment: Moment, background: &Background) -> Result<PastLot, Denied> {
        // Nothing would be folded for it.
        if matches!(moment, Moment::Record(Seq::ZERO)) {
            return Err(Denied::NoSuchRecord);
        }
        self.reach(moment, background).await?;
        let from = match self.states.nearest(moment)? {
            Nearest::Itself(lot) => return Ok(lot),
            Nearest::Before(lot) => lot,
        };
        let last = match moment {
            Moment::Record(seq) => seq,
            Moment::At(_) => Seq(from.seq().0 + KEPT_EVERY),
        };
        let pages = pages(&self.shared, &self.id, from.seq(), Some(last), PACE, background);
        // No page after the one that goes past the moment is needed.
        let mut is_past = false;
        let needed = pages.try_take_while(move |page| {
            let goes_on = !is_past;
            is_past = page.last().is_some_and(|record| moment.precedes(record.seq, record.at));
            std::future::ready(Ok(goes_on))
        });
        let records = needed.try_concat().await?;
        let folded = background.compute(move || {
            let mut fold = PastFold::after(from);
            let until = records.iter().take_while(|record| !moment.precedes(record.seq, record.at));
            for record in until {
                fold.apply(record)?;
            }
            fold.lot().cloned().ok_or_else(|| "a fold that goes on has a state".to_owned())
        });
        folded.await.unwrap_or_else(|| Err("the fold has panicked".to_owned())).map_err(|fault| {
            tracing::error!(lot = %self.id, fault, "the past of a lot cannot be shown");
            Denied::Unavailable
        })
    }

    /// The last record that is committed now. Nothing is folded for it.
    ///
    /// # Errors
    /// [`Denied::NotFound`] where there is none; `Unavailable` where the journal cannot be read.
    pub(super) async fn head(&self, background: &Background) -> Result<Seq, Denied> {
        head(&self.shared, &self.id, background).await
    }

    /// Adds what a replay has folded, which began with one of these states.
    pub(super) fn go_on(&self, kept: Vec<PastLot>, newest: PastLot) {
        self.states.go_on(kept, newest);
    }

    /// How many records are folded.
    pub(super) fn len(&self) -> u64 {
        self.states.len()
    }

    /// Waits until the states reach beyond that moment, or to the end of the journal as it is now or later.
    async fn reach(&self, moment: Moment, background: &Background) -> Result<(), Denied> {
        let mut progress = self.states.progress();
        // Only a run that begins from now on is sure to read what is committed now.
        let begun_before = progress.borrow().begun();
        loop {
            let seen = *progress.borrow_and_update();
            if seen.has_passed(moment) {
                return Ok(());
            }
            if let Some(end) = seen.end_of_run_after(begun_before) {
                match end {
                    FoldEnd::AtHead => return Ok(()),
                    FoldEnd::Lost | FoldEnd::Broken => return Err(Denied::Unavailable),
                    // Far enough for another question, not for this one.
                    FoldEnd::FarEnough => {}
                }
            }
            if self.states.begin_run() {
                let run = FoldRun::new(&self.states, self.id.clone(), moment, self.shared.clone(), background.clone());
                tokio::spawn(run.finish());
            }
            progress.changed().await.map_err(|_| Denied::Unavailable)?;
        }
    }
}
