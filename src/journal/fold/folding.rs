//! Reads pages ahead, gives them to workers, and hands the results out in order.

use std::collections::VecDeque;
use std::num::NonZero;
use std::sync::{Arc, Mutex};
use std::thread::available_parallelism;

use futures::future::{BoxFuture, Fuse};
use futures::stream::{self, BoxStream, Stream};
use futures::{FutureExt, StreamExt, TryStreamExt};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

use super::in_flight::{InFlight, KIB_MAX, PAGES_MAX, PageInFlight, kib_of};
use super::open::{FoldedStream, OpenFold};
use super::run::{StreamRun, Unchecked};
use super::stream_fold::StreamFold;
use super::unit::{EndedStreams, FoldOf, Unit, fold_in_place, work};
use crate::journal::record::StreamId;

/// The folds of all streams of a source, in the order of the source.
pub struct Folding<'a, F, E> {
    /// Reads and gives out pages; its outcome is that of the last read.
    reader: Fuse<BoxFuture<'a, Result<(), E>>>,
    /// What the pages give, in order.
    pages: BoxStream<'a, EndedStreams<F>>,
    ready: VecDeque<FoldedStream<F>>,
    fault: Option<E>,
}

/// The units that are given out, and the receivers of their results in the same order.
struct Given<I, F> {
    units: mpsc::UnboundedSender<Unit<I, F>>,
    results: mpsc::UnboundedSender<oneshot::Receiver<EndedStreams<F>>>,
    /// What the last page leaves open.
    open: oneshot::Receiver<Option<OpenFold<F>>>,
}

impl<'a, F: StreamFold, E: Send + 'a> Folding<'a, F, E> {
    /// Reads `pages`, each a list of runs, with a worker for each core and one more, because one often waits for the page
    /// before its own. Consecutive runs of one stream make one fold. See docs/performance.md, Checks on all cores.
    pub(in crate::journal) fn of<I: Unchecked>(
        pages: impl Stream<Item = Result<Vec<StreamRun<I>>, E>> + Send + 'a,
        fold_of: impl Fn(&StreamId) -> F + Send + Sync + 'static,
    ) -> Self {
        let cores = available_parallelism().map_or(1, NonZero::get);
        Self::with_workers((cores + 1).min(PAGES_MAX), pages, fold_of)
    }

    /// The same with that many workers, on as many threads. Their number changes nothing that is told.
    pub(in crate::journal) fn with_workers<I: Unchecked>(
        workers: usize,
        pages: impl Stream<Item = Result<Vec<StreamRun<I>>, E>> + Send + 'a,
        fold_of: impl Fn(&StreamId) -> F + Send + Sync + 'static,
    ) -> Self {
        let (results, pages_done) = mpsc::unbounded_channel();
        let reader = read(workers, pages.boxed(), Arc::new(fold_of), results).boxed().fuse();
        let in_order = stream::unfold(pages_done, async |mut pages_done| {
            let done: oneshot::Receiver<EndedStreams<F>> = pages_done.recv().await?;
            Some((done.await.expect("a worker catches what panics"), pages_done))
        });
        Self { reader, pages: in_order.boxed(), ready: VecDeque::new(), fault: None }
    }

    /// The next stream, as soon as its last record is taken. None after the last one.
    ///
    /// # Errors
    /// That of the source, after the streams that were read to their end before.
    pub async fn next(&mut self) -> Result<Option<FoldedStream<F>>, E> {
        loop {
            if let Some(folded) = self.ready.pop_front() {
                return Ok(Some(folded));
            }
            tokio::select! {
                biased;
                outcome = &mut self.reader => self.fault = outcome.err(),
                page = self.pages.next() => match page {
                    Some(EndedStreams { streams, in_flight }) => {
                        self.ready.extend(streams);
                        drop(in_flight);
                    }
                    None => return self.fault.take().map_or(Ok(None), Err),
                },
            }
        }
    }
}

impl<F, E> std::fmt::Debug for Folding<'_, F, E> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Folding")
    }
}

/// Reads all pages and gives them out. A source of one page, as most streams are, is folded without another thread.
async fn read<I: Unchecked, F: StreamFold, E>(
    workers: usize,
    mut pages: BoxStream<'_, Result<Vec<StreamRun<I>>, E>>,
    fold_of: Arc<FoldOf<F>>,
    results: mpsc::UnboundedSender<oneshot::Receiver<EndedStreams<F>>>,
) -> Result<(), E> {
    let Some(first) = pages.try_next().await? else { return Ok(()) };
    let is_small = kib_of(bytes_of(&first)) <= KIB_MAX / 2;
    let second = if is_small { Some(pages.try_next().await) } else { None };
    if let Some(Ok(None)) = second {
        let streams = fold_in_place(first, &*fold_of);
        let (ended, done) = oneshot::channel();
        // Nobody takes it where nobody waits for results any more.
        let _ = ended.send(EndedStreams { streams, in_flight: None });
        let _ = results.send(done);
        return Ok(());
    }
    let mut given = Given::start(workers, &fold_of, results);
    let mut in_flight = InFlight::new();
    let second = stream::iter(second.and_then(Result::transpose));
    let mut pages = stream::iter([Ok(first)]).chain(second).chain(pages);
    loop {
        let room = in_flight.room().await;
        let Some(page) = pages.try_next().await? else { break };
        let held = in_flight.hold(room, bytes_of(&page)).await;
        given.give(page, Some(held));
    }
    // Without a run it only ends the last stream.
    given.give(Vec::new(), None);
    Ok(())
}

/// Bytes of a page's texts.
fn bytes_of<I: Unchecked>(page: &[StreamRun<I>]) -> usize {
    page.iter().flat_map(|run| &run.records).map(Unchecked::len).sum()
}

impl<I: Unchecked, F: StreamFold> Given<I, F> {
    /// Starts the workers. They end when this is dropped and all units are done.
    fn start(
        workers: usize,
        fold_of: &Arc<FoldOf<F>>,
        results: mpsc::UnboundedSender<oneshot::Receiver<EndedStreams<F>>>,
    ) -> Self {
        let (units, to_do) = mpsc::unbounded_channel();
        let to_do = Arc::new(Mutex::new(to_do));
        for _ in 0..workers {
            let (to_do, fold_of) = (Arc::clone(&to_do), Arc::clone(fold_of));
            drop(spawn_blocking(move || work(&to_do, &*fold_of)));
        }
        let (nothing, open) = oneshot::channel();
        let _ = nothing.send(None);
        Self { units, results, open }
    }

    /// Gives out a page. What was given out before is bounded by `in_flight`, so the channels need no bound.
    fn give(&mut self, runs: Vec<StreamRun<I>>, in_flight: Option<PageInFlight>) {
        let (next, open) = oneshot::channel();
        let (ended, done) = oneshot::channel();
        let before = std::mem::replace(&mut self.open, open);
        // Both fail only where nobody waits for results any more.
        let _ = self.units.send(Unit { runs, before, next, ended, in_flight });
        let _ = self.results.send(done);
    }
}
