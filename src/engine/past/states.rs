//! The states of one lot that are kept, and how far the runs have come that fold them.

use std::sync::{Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use super::fold::PastLot;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::ids::Seq;
use crate::protocol::http::Moment;

/// A state is kept after each record whose number is a multiple of this, and after the first one.
pub(super) const KEPT_EVERY: u64 = 4_096;

/// Whether the state right after that record is kept.
pub(super) const fn is_kept(seq: Seq) -> bool {
    seq.0 == Seq::ZERO.next().0 || seq.0.is_multiple_of(KEPT_EVERY)
}

/// The states of one lot.
#[derive(Debug, Default)]
pub(super) struct KeptStates {
    folded: Mutex<FoldedStates>,
    progress: watch::Sender<FoldProgress>,
}

#[derive(Debug, Default)]
struct FoldedStates {
    /// In order.
    kept: Vec<PastLot>,
    /// The state that was folded last; none before the first.
    newest: Option<PastLot>,
}

/// How far a timeline is folded, and which runs have been.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct FoldProgress {
    /// The last record that is folded, and its instant.
    folded: Option<(Seq, Instant)>,
    begun: u64,
    ended: u64,
    last_end: FoldEnd,
}

/// How a run has ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum FoldEnd {
    /// All records are folded that were committed when it began.
    AtHead,
    /// Everything is folded that it was begun for. It went no further, because a lot is open.
    FarEnough,
    /// Records could not be read; the next run may.
    #[default]
    Lost,
    /// The next record is broken: no run gets beyond it.
    Broken,
}

/// The nearest state at or before a moment.
pub(super) enum Nearest {
    /// That of the moment itself.
    Itself(PastLot),
    /// One before it, at most [`KEPT_EVERY`] records away.
    Before(PastLot),
}

impl KeptStates {
    /// How many records are folded.
    pub(super) fn len(&self) -> u64 {
        self.folded().newest.as_ref().map_or(0, |lot| lot.seq().0)
    }

    /// The state that was folded last.
    pub(super) fn newest(&self) -> Option<PastLot> {
        self.folded().newest.clone()
    }

    /// Adds states that a run has folded.
    pub(super) fn keep(&self, kept: Vec<PastLot>, newest: PastLot) {
        let place = (newest.seq(), newest.at());
        {
            let mut folded = self.folded();
            folded.kept.extend(kept);
            folded.newest = Some(newest);
        }
        self.progress.send_modify(|progress| progress.folded = Some(place));
    }

    /// Adds what a replay has folded, as a run would have, where none goes on. A replay begins with a state that is reached,
    /// so nothing is left out in between.
    pub(super) fn go_on(&self, kept: Vec<PastLot>, newest: PastLot) {
        if !self.begin_run() {
            return;
        }
        let until = Seq(self.len());
        if until < newest.seq() {
            self.keep(kept.into_iter().filter(|lot| until < lot.seq()).collect(), newest);
        }
        self.end_run(FoldEnd::FarEnough);
    }

    /// How far the runs have come, from now on.
    pub(super) fn progress(&self) -> watch::Receiver<FoldProgress> {
        self.progress.subscribe()
    }

    /// Whether nothing that is folded later belongs to the moment.
    pub(super) fn have_passed(&self, moment: Moment) -> bool {
        self.progress.borrow().has_passed(moment)
    }

    /// Notes the begin of a run. False where one goes on, or none would get on.
    pub(super) fn begin_run(&self) -> bool {
        self.progress.send_if_modified(FoldProgress::begin)
    }

    /// Notes the end of the run.
    pub(super) fn end_run(&self, end: FoldEnd) {
        self.progress.send_modify(|progress| progress.end(end));
    }

    /// The nearest state, where the states reach beyond the moment or to the end of the journal.
    ///
    /// # Errors
    /// [`Denied::NotFound`] before the first record; [`Denied::NoSuchRecord`].
    pub(super) fn nearest(&self, moment: Moment) -> Result<Nearest, Denied> {
        let folded = self.folded();
        let newest = folded.newest.as_ref().ok_or(Denied::NotFound)?;
        if !moment.precedes(newest.seq(), newest.at()) {
            return match moment {
                Moment::Record(seq) if seq > newest.seq() => Err(Denied::NoSuchRecord),
                Moment::Record(_) | Moment::At(_) => Ok(Nearest::Itself(newest.clone())),
            };
        }
        let before = folded.kept.partition_point(|lot| !moment.precedes(lot.seq(), lot.at()));
        match (folded.kept[..before].last(), moment) {
            (Some(lot), Moment::Record(seq)) if lot.seq() == seq => Ok(Nearest::Itself(lot.clone())),
            (Some(lot), Moment::Record(_) | Moment::At(_)) => Ok(Nearest::Before(lot.clone())),
            (None, Moment::Record(_)) => Err(Denied::NoSuchRecord),
            (None, Moment::At(_)) => Err(Denied::NotFound),
        }
    }

    fn folded(&self) -> MutexGuard<'_, FoldedStates> {
        self.folded.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl FoldProgress {
    /// Notes the begin of a run, where none goes on and another may get on.
    fn begin(&mut self) -> bool {
        let begins = self.begun == self.ended && !self.is_broken();
        if begins {
            self.begun += 1;
        }
        begins
    }

    pub(super) const fn begun(&self) -> u64 {
        self.begun
    }

    fn end(&mut self, end: FoldEnd) {
        self.ended += 1;
        self.last_end = end;
    }

    /// Whether nothing that is folded later belongs to the moment.
    pub(super) fn has_passed(&self, moment: Moment) -> bool {
        match (self.folded, moment) {
            (Some((seq, _)), Moment::Record(record)) => seq >= record,
            (Some((_, at)), Moment::At(instant)) => at > instant,
            (None, _) => false,
        }
    }

    /// The end of the last run, where one has ended that began after that many others.
    pub(super) fn end_of_run_after(&self, begun: u64) -> Option<FoldEnd> {
        (self.ended > begun || self.is_broken()).then_some(self.last_end)
    }

    fn is_broken(&self) -> bool {
        self.ended > 0 && self.last_end == FoldEnd::Broken
    }
}
