//! Where followers sit: each audience has benches, and a bench is woken as a whole.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::sync::watch;

use super::rendering::Rendering;
use crate::auction::ids::{LotId, Seq};
use crate::auction::view::Viewer;
use crate::clock::Instant;
use crate::engine::handle::LotHandle;

/// Followers on one bench: so many are woken at once, at most.
pub(super) const BENCH_SEATS_MAX: usize = 64;

/// All who share one view.
#[derive(Debug)]
pub(super) struct Audience {
    pub(super) viewer: Viewer,
    rendering: ArcSwapOption<Rendering>,
    /// The last record that was looked at, whether it changed this view or not.
    seq: AtomicU64,
}

/// Some of an audience's followers.
#[derive(Debug)]
pub(super) struct Bench {
    pub(super) audience: Arc<Audience>,
    /// Changed under the hub's lock, so that a bench is not taken away while somebody sits down.
    taken: AtomicUsize,
    /// The version that it was last woken for.
    woken: watch::Sender<Bell>,
}

#[derive(Debug, Clone, Copy)]
struct Bell {
    version: u64,
    over: bool,
}

/// One follower's seat. Its handle keeps the lot awake.
#[derive(Debug)]
pub(super) struct Seat {
    handle: Arc<LotHandle>,
    bench: Arc<Bench>,
    bell: watch::Receiver<Bell>,
}

impl Audience {
    pub(super) fn new(viewer: Viewer) -> Self {
        Self { viewer, rendering: ArcSwapOption::empty(), seq: AtomicU64::new(0) }
    }

    pub(super) fn rendering(&self) -> Option<Arc<Rendering>> {
        self.rendering.load_full()
    }

    pub(super) fn show(&self, rendering: Rendering) {
        self.rendering.store(Some(Arc::new(rendering)));
    }

    /// Notes that everything up to `seq` has been looked at.
    pub(super) fn has_seen(&self, seq: Seq) {
        self.seq.store(seq.0, Ordering::Release);
    }

    fn version(&self) -> u64 {
        self.rendering.load().as_ref().map_or(0, |rendering| rendering.version)
    }
}

impl Bench {
    pub(super) fn new(audience: Arc<Audience>) -> Self {
        let bell = Bell { version: audience.version(), over: false };
        Self { audience, taken: AtomicUsize::new(0), woken: watch::Sender::new(bell) }
    }

    pub(super) fn taken(&self) -> usize {
        self.taken.load(Ordering::Relaxed)
    }

    /// Wakes its followers for the newest rendering. How many; none where they were woken for it before.
    pub(super) fn wake(&self) -> usize {
        let version = self.audience.version();
        let is_new = self.woken.send_if_modified(|bell| {
            let is_new = bell.version < version;
            bell.version = version;
            is_new
        });
        if is_new { self.taken() } else { 0 }
    }

    /// Tells its followers that nothing comes any more.
    pub(super) fn end(&self) {
        self.woken.send_modify(|bell| bell.over = true);
    }
}

impl Seat {
    /// Sits down. The caller holds the hub's lock.
    pub(super) fn take(handle: Arc<LotHandle>, bench: &Arc<Bench>) -> Self {
        bench.taken.fetch_add(1, Ordering::Relaxed);
        handle.hub.metrics.followers.increment(1);
        Self { handle, bench: bench.clone(), bell: bench.woken.subscribe() }
    }

    pub(super) fn rendering(&self) -> Option<Arc<Rendering>> {
        self.bench.audience.rendering()
    }

    /// The last record that the rendering holds, changed by it or not. Read before the rendering it is never too high.
    pub(super) fn seq(&self) -> Seq {
        Seq(self.bench.audience.seq.load(Ordering::Acquire))
    }

    pub(super) fn lot(&self) -> &LotId {
        &self.handle.card.id
    }

    pub(super) fn now(&self) -> Instant {
        self.handle.shared.clock.now()
    }

    pub(super) fn note_staleness(&self, staleness: Duration) {
        self.handle.hub.metrics.staleness_seconds.record(staleness);
    }

    /// Whether nothing comes any more. Notes what the bell has said so far as heard.
    pub(super) fn is_over(&mut self) -> bool {
        self.bell.borrow_and_update().over
    }

    /// Waits for the bell. The bench outlives the seat, so it can always be rung.
    pub(super) async fn woken(&mut self) {
        if self.bell.changed().await.is_err() {
            std::future::pending::<()>().await;
        }
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.handle.hub.metrics.followers.decrement(1);
        if self.bench.taken.fetch_sub(1, Ordering::Relaxed) == 1 {
            self.handle.hub.bench_is_empty(&self.bench.audience.viewer);
        }
    }
}
