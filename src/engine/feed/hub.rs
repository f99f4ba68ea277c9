//! Who follows a lot, and what has changed since they were told.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use metrics::{Gauge, Histogram};
use tokio::sync::Notify;

use super::Feed;
use super::lane::Lane;
use super::seats::{Audience, BENCH_SEATS_MAX, Bench, Seat};
use crate::auction::view::Viewer;
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::handle::LotHandle;
use crate::engine::metric;
use crate::ids::Seq;

/// Nothing has changed.
const CLEAN: i64 = i64::MAX;

/// A lot's feed, as its actor and its handles see it. The lock guards who sits where, no auction state.
#[derive(Debug)]
pub(in crate::engine) struct Hub {
    seq: AtomicU64,
    over: AtomicBool,
    /// Bidders, buyers and auditors: few, and never behind the many who only watch.
    parties: LaneMark,
    /// Observers.
    observers: LaneMark,
    rows: Mutex<BTreeMap<Viewer, Row>>,
    pub(super) metrics: HubMetrics,
}

/// Whether a lane has something to do.
#[derive(Debug)]
pub(super) struct LaneMark {
    /// When the first change was committed that the lane has not looked at.
    dirty_since: AtomicI64,
    call: Notify,
    /// Changed under the hub's lock.
    runs: AtomicBool,
}

/// Which followers a lane serves.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum LaneName {
    Parties,
    Observers,
}

#[derive(Debug)]
struct Row {
    audience: Arc<Audience>,
    benches: Vec<Arc<Bench>>,
}

pub(super) struct HubMetrics {
    pub(super) staleness_seconds: Histogram,
    pub(super) followers: Gauge,
}

impl std::fmt::Debug for HubMetrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("HubMetrics")
    }
}

/// Sits a new follower down, and starts the lane that serves it where none runs.
pub(in crate::engine) fn follow(handle: &Arc<LotHandle>, viewer: &Viewer) -> Result<Feed, Denied> {
    let hub = &handle.hub;
    let name = LaneName::of(viewer);
    let mut rows = hub.rows();
    if hub.over.load(Ordering::Relaxed) {
        return Err(Denied::Unavailable);
    }
    let row = rows.entry(viewer.clone()).or_insert_with(|| Row::new(viewer.clone()));
    let seat = Seat::take(handle.clone(), row.bench_with_room());
    let mark = hub.mark(name);
    if !mark.runs.swap(true, Ordering::Relaxed) {
        // Nobody has looked at anything yet.
        mark.dirty_since.fetch_min(handle.shared.clock.now().as_micros(), Ordering::Relaxed);
        tokio::spawn(Lane::new(handle.clone(), name).run());
    }
    drop(rows);
    // Even where there is a rendering: a lane in the middle of a round may know nothing of a bench that is made now.
    mark.call.notify_one();
    Ok(Feed { seat })
}

impl Hub {
    pub(in crate::engine) fn new(seq: Seq) -> Self {
        Self {
            seq: AtomicU64::new(seq.0),
            over: AtomicBool::new(false),
            parties: LaneMark::new(),
            observers: LaneMark::new(),
            rows: Mutex::default(),
            metrics: HubMetrics {
                staleness_seconds: metrics::histogram!(metric::FEED_STALENESS_SECONDS),
                followers: metrics::gauge!(metric::FOLLOWERS),
            },
        }
    }

    /// The last committed record that the feed was told of.
    pub(in crate::engine) fn seq(&self) -> Seq {
        Seq(self.seq.load(Ordering::Relaxed))
    }

    /// Notes a commit. Renders nothing and wakes no follower: that is the lanes' business.
    pub(in crate::engine) fn changed(&self, seq: Seq, now: Instant) {
        self.seq.store(seq.0, Ordering::Relaxed);
        for mark in [&self.parties, &self.observers] {
            mark.dirty_since.fetch_min(now.as_micros(), Ordering::SeqCst);
            mark.call.notify_one();
        }
    }

    /// The lot's actor has stopped: followers are told so.
    pub(in crate::engine) fn close(&self) {
        let rows = self.rows();
        self.over.store(true, Ordering::Relaxed);
        rows.values().flat_map(|row| &row.benches).for_each(|bench| bench.end());
        drop(rows);
        self.parties.call.notify_one();
        self.observers.call.notify_one();
    }

    pub(super) fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed)
    }

    pub(super) fn mark(&self, name: LaneName) -> &LaneMark {
        match name {
            LaneName::Parties => &self.parties,
            LaneName::Observers => &self.observers,
        }
    }

    /// Takes empty benches away and returns a lane's audiences and benches. None where nobody is left: the lane, which
    /// was running, has then been noted as ended.
    pub(super) fn seated(&self, name: LaneName) -> Option<Seated> {
        let mut rows = self.rows();
        rows.retain(|_, row| {
            row.benches.retain(|bench| bench.taken() > 0);
            !row.benches.is_empty()
        });
        let mine = || rows.iter().filter(|(viewer, _)| LaneName::of(viewer) == name).map(|(_, row)| row);
        let seated = Seated {
            audiences: mine().map(|row| row.audience.clone()).collect(),
            benches: mine().flat_map(|row| row.benches.iter().cloned()).collect(),
        };
        if seated.benches.is_empty() || self.is_over() {
            self.mark(name).runs.store(false, Ordering::Relaxed);
            return None;
        }
        Some(seated)
    }

    pub(super) fn bench_is_empty(&self, viewer: &Viewer) {
        self.mark(LaneName::of(viewer)).call.notify_one();
    }

    fn rows(&self) -> MutexGuard<'_, BTreeMap<Viewer, Row>> {
        self.rows.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Who a lane serves at a moment.
#[derive(Debug, Default)]
pub(super) struct Seated {
    pub(super) audiences: Vec<Arc<Audience>>,
    pub(super) benches: Vec<Arc<Bench>>,
}

impl Seated {
    pub(super) fn followers(&self) -> usize {
        self.benches.iter().map(|bench| bench.taken()).sum()
    }
}

impl LaneMark {
    fn new() -> Self {
        Self { dirty_since: AtomicI64::new(CLEAN), call: Notify::new(), runs: AtomicBool::new(false) }
    }

    /// Waits until something has changed, somebody has come, or somebody has gone.
    pub(super) async fn called(&self) {
        self.call.notified().await;
    }

    /// Calls the lane once more.
    pub(super) fn call_again(&self) {
        self.call.notify_one();
    }

    pub(super) fn is_dirty(&self) -> bool {
        self.dirty_since.load(Ordering::SeqCst) != CLEAN
    }

    /// Notes that nobody has looked at what has changed since `changed_at` after all.
    pub(super) fn put_back(&self, changed_at: Instant) {
        self.dirty_since.fetch_min(changed_at.as_micros(), Ordering::SeqCst);
        self.call.notify_one();
    }

    /// When the first change was committed that nobody has looked at; none from then on.
    pub(super) fn take_dirty(&self) -> Option<Instant> {
        let since = self.dirty_since.swap(CLEAN, Ordering::SeqCst);
        (since != CLEAN).then(|| Instant::from_micros(since))
    }
}

impl LaneName {
    fn of(viewer: &Viewer) -> Self {
        match viewer {
            Viewer::Bidder(_) | Viewer::Buyer(_) | Viewer::Auditor(_) => Self::Parties,
            Viewer::Observer(_) => Self::Observers,
        }
    }
}

impl Row {
    fn new(viewer: Viewer) -> Self {
        Self { audience: Arc::new(Audience::new(viewer)), benches: Vec::new() }
    }

    fn bench_with_room(&mut self) -> &Arc<Bench> {
        let place = self.benches.iter().position(|bench| bench.taken() < BENCH_SEATS_MAX);
        let place = place.unwrap_or_else(|| {
            self.benches.push(Arc::new(Bench::new(self.audience.clone())));
            self.benches.len() - 1
        });
        &self.benches[place]
    }
}
