//! One page's work: the check of its records, and their folds. Each worker takes the next page.

use std::sync::{Mutex, PoisonError};

use tokio::sync::{mpsc, oneshot};

use super::in_flight::PageInFlight;
use super::open::{FoldedStream, OpenFold};
use super::run::{CheckedRun, RunCheck, StreamRun, Unchecked};
use super::stream_fold::StreamFold;
use crate::journal::record::StreamId;

/// Makes the fold of a stream.
pub(super) type FoldOf<F> = dyn Fn(&StreamId) -> F + Send + Sync;

/// One page's work.
#[derive(Debug)]
pub(super) struct Unit<I, F> {
    /// None in the last unit, which ends the stream that is open then.
    pub(super) runs: Vec<StreamRun<I>>,
    /// The stream that the page before leaves open.
    pub(super) before: oneshot::Receiver<Option<OpenFold<F>>>,
    /// The stream that this page leaves open.
    pub(super) next: oneshot::Sender<Option<OpenFold<F>>>,
    pub(super) ended: oneshot::Sender<EndedStreams<F>>,
    pub(super) in_flight: Option<PageInFlight>,
}

/// The streams that have ended with a page, in order.
#[derive(Debug)]
pub(super) struct EndedStreams<F> {
    pub(super) streams: Vec<FoldedStream<F>>,
    pub(super) in_flight: Option<PageInFlight>,
}

/// Streams that are folded one after the other.
struct Streams<'a, F> {
    fold_of: &'a FoldOf<F>,
    ended: Vec<FoldedStream<F>>,
    open: Option<OpenFold<F>>,
}

/// Works on units until there will be no further one.
pub(super) fn work<I: Unchecked, F: StreamFold>(
    units: &Mutex<mpsc::UnboundedReceiver<Unit<I, F>>>,
    fold_of: &FoldOf<F>,
) {
    let mut check = RunCheck::default();
    let next = || units.lock().unwrap_or_else(PoisonError::into_inner).blocking_recv();
    while let Some(unit) = next() {
        unit.work(&mut check, fold_of);
    }
}

/// Folds the runs of the only page in place.
pub(super) fn fold_in_place<I: Unchecked, F: StreamFold>(
    runs: Vec<StreamRun<I>>,
    fold_of: &FoldOf<F>,
) -> Vec<FoldedStream<F>> {
    let mut check = RunCheck::default();
    let mut streams = Streams::after(None, fold_of);
    for run in runs {
        streams.take(check.check::<I, F>(run));
    }
    streams.end();
    streams.ended
}

impl<I: Unchecked, F: StreamFold> Unit<I, F> {
    fn work(self, check: &mut RunCheck, fold_of: &FoldOf<F>) {
        let Self { runs, before, next, ended, in_flight } = self;
        if ended.is_closed() {
            // Nobody waits for results any more.
            return;
        }
        let mut runs = runs.into_iter().map(|run| check.check::<I, F>(run)).peekable();
        let continued = runs.next_if(|first| !first.begins);
        // The other streams begin in this page. They need nothing of the page before, and the page after can go on with the
        // last one while this page waits.
        let mut later = Streams::after(None, fold_of);
        runs.for_each(|run| later.take(run));
        let mut next = Some(next);
        if let Some(open) = later.open.take() {
            hand_on(&mut next, Some(open));
        }

        // Where the page before is not folded, because nobody waits for it any more, this one is not folded either.
        let Ok(before) = before.blocking_recv() else { return };
        let mut streams = Streams::after(before, fold_of);
        match continued {
            Some(run) => streams.take(run),
            None => streams.end(),
        }
        if next.is_some() {
            hand_on(&mut next, streams.open.take());
        } else {
            streams.end();
        }
        let mut streams = streams.ended;
        streams.append(&mut later.ended);
        // Nobody takes it where nobody waits for results any more.
        let _ = ended.send(EndedStreams { streams, in_flight });
    }
}

/// Hands the open stream to the page after, which may be gone.
fn hand_on<F>(next: &mut Option<oneshot::Sender<Option<OpenFold<F>>>>, open: Option<OpenFold<F>>) {
    if let Some(next) = next.take() {
        let _ = next.send(open);
    }
}

impl<'a, F: StreamFold> Streams<'a, F> {
    const fn after(open: Option<OpenFold<F>>, fold_of: &'a FoldOf<F>) -> Self {
        Self { fold_of, ended: Vec::new(), open }
    }

    fn take(&mut self, run: CheckedRun<F::Read>) {
        if run.begins {
            self.end();
        }
        let open = self.open.get_or_insert_with(|| OpenFold::new(run.stream.clone(), (self.fold_of)(&run.stream)));
        open.take(run);
    }

    fn end(&mut self) {
        self.ended.extend(self.open.take().map(OpenFold::end));
    }
}
