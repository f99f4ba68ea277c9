//! Where followers sit: each audience has benches, and a bench is served as a whole.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;
use tokio::sync::Notify;

use super::outlet::{Offered, Outlet};
use super::rendering::Rendering;
use crate::auction::view::Viewer;
use crate::clock::Instant;
use crate::engine::handle::LotHandle;
use crate::ids::{LotId, Seq};

/// Followers on one bench. So many are served in one go, which holds others on the thread up for some 0.6 ms. With fewer,
/// a round of 10,000 would have to wait for its turn so often that a busy runtime made it last for seconds; with twice
/// as many, the runtime's budget for one task would end within a bench.
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
    audience: Arc<Audience>,
    /// Sat down on under the hub's lock, so that a bench is not taken away meanwhile.
    places: Mutex<Vec<Arc<Place>>>,
    /// The version that it was last served with.
    served: AtomicU64,
    /// Somebody may wait here for a first state that is as new as what was committed when they came.
    has_newcomers: AtomicBool,
}

/// What the lane and a follower's task both need to know of that follower.
#[derive(Debug, Default)]
struct Place {
    told: Mutex<Told>,
    /// Rung where the task has to do something by itself.
    bell: Notify,
}

/// How far a follower is. Whoever hands it something holds the lock from looking here until it is handed over or the
/// outlet is held: else an older state could overtake a newer one.
#[derive(Debug, Default)]
pub(super) struct Told {
    /// The version of the rendering that it was given last; none before the first.
    pub(super) version: Option<u64>,
    /// How many of its audience's messages it was given.
    pub(super) messages: usize,
    /// A frame is on its way in part, and the task does not know yet.
    pub(super) is_stuck: bool,
    outlet: Option<Arc<dyn Outlet>>,
}

/// One follower's seat. Its handle keeps the lot awake.
#[derive(Debug)]
pub(super) struct Seat {
    handle: Arc<LotHandle>,
    bench: Arc<Bench>,
    place: Arc<Place>,
    /// The last committed record when it was taken: the first state holds it, or it would be older than an answer that
    /// the same person has already got.
    taken_at: Seq,
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
}

impl Bench {
    pub(super) fn new(audience: Arc<Audience>) -> Self {
        let served = audience.rendering().map_or(0, |rendering| rendering.version);
        Self {
            audience,
            places: Mutex::default(),
            served: AtomicU64::new(served),
            has_newcomers: AtomicBool::new(false),
        }
    }

    pub(super) fn taken(&self) -> usize {
        self.places().len()
    }

    /// Gives its followers the newest rendering, or wakes them for it. How many; none where they were served before.
    pub(super) fn serve(&self, handle: &LotHandle) -> usize {
        let Some(rendering) = self.audience.rendering() else { return 0 };
        let newcomers = self.has_newcomers.swap(false, Ordering::AcqRel);
        if self.served.swap(rendering.version, Ordering::Relaxed) == rendering.version {
            if newcomers {
                self.places()
                    .iter()
                    .filter(|place| place.told().version.is_none())
                    .for_each(|place| place.bell.notify_one());
            }
            return 0;
        }
        // Nobody who comes or goes waits until all are served.
        let places = self.places().clone();
        let now = handle.shared.clock.now();
        let pushed = places.iter().filter(|place| place.serve(&rendering, &handle.card.id, now)).count();
        if pushed > 0 {
            let staleness = now.saturating_since(rendering.changed_at);
            handle.hub.metrics.staleness_seconds.record_many(staleness, pushed);
        }
        places.len()
    }

    /// Tells its followers that nothing comes any more.
    pub(super) fn end(&self) {
        self.places().iter().for_each(|place| place.bell.notify_one());
    }

    fn places(&self) -> MutexGuard<'_, Vec<Arc<Place>>> {
        self.places.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Place {
    fn told(&self) -> MutexGuard<'_, Told> {
        self.told.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether the follower has it all. If not, its task is woken.
    fn serve(&self, rendering: &Rendering, lot: &LotId, now: Instant) -> bool {
        let has_all = self.told().push(rendering, lot, now);
        if !has_all {
            self.bell.notify_one();
        }
        has_all
    }
}

impl Told {
    fn push(&mut self, rendering: &Rendering, lot: &LotId, now: Instant) -> bool {
        let (Some(outlet), Some(version)) = (&self.outlet, self.version) else { return false };
        while let Some(message) = rendering.messages.get(self.messages) {
            let offered = outlet.offer(message);
            self.messages += usize::from(offered != Offered::Refused);
            if offered != Offered::Taken {
                self.is_stuck |= offered == Offered::TakenInPart;
                return false;
            }
        }
        let update = rendering.since(version, lot, now);
        let offered = update.map_or(Offered::Taken, |update| outlet.offer(&update));
        if offered != Offered::Refused {
            self.version = Some(rendering.version);
        }
        self.is_stuck |= offered == Offered::TakenInPart;
        offered == Offered::Taken
    }

    /// The task is about to write by itself.
    pub(super) fn hold(&self) {
        if let Some(outlet) = &self.outlet {
            outlet.hold();
        }
    }
}

impl Seat {
    /// Sits down. The caller holds the hub's lock.
    pub(super) fn take(handle: Arc<LotHandle>, bench: &Arc<Bench>) -> Self {
        let place = Arc::<Place>::default();
        bench.places().push(place.clone());
        bench.has_newcomers.store(true, Ordering::Release);
        handle.hub.metrics.followers.increment(1);
        let taken_at = handle.hub.seq();
        Self { handle, bench: bench.clone(), place, taken_at }
    }

    pub(super) fn push_through(&self, outlet: Arc<dyn Outlet>) {
        self.told().outlet = Some(outlet);
    }

    pub(super) fn told(&self) -> MutexGuard<'_, Told> {
        self.place.told()
    }

    pub(super) fn rendering(&self) -> Option<Arc<Rendering>> {
        self.bench.audience.rendering()
    }

    /// Whether what was committed before it was taken has been looked at.
    pub(super) fn is_current(&self) -> bool {
        self.seq() >= self.taken_at
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

    /// Whether nothing comes any more.
    pub(super) fn is_over(&self) -> bool {
        self.handle.hub.is_over()
    }

    /// Waits for the bell, which may have rung before.
    pub(super) async fn woken(&self) {
        self.place.bell.notified().await;
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        // Whoever has left is pushed nothing any more.
        self.told().outlet = None;
        self.handle.hub.metrics.followers.decrement(1);
        let mut places = self.bench.places();
        places.retain(|place| !Arc::ptr_eq(place, &self.place));
        if places.is_empty() {
            self.handle.hub.bench_is_empty(&self.bench.audience.viewer);
        }
    }
}
