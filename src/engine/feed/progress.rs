//! How far a lot's feed is: the last commit, whether publishers have looked at it, and whether it is over.
//!
//! Shared by the followers, their groups and the publishers. Holds no auction state, and every part of it is atomic: a
//! commit notes itself here without waiting for anybody.

use std::sync::atomic::{AtomicBool, AtomicI64, AtomicU64, Ordering};
use std::time::Duration;

use metrics::{Gauge, Histogram};
use tokio::sync::Notify;

use crate::auction::view::Viewer;
use crate::clock::{Clock, Instant};
use crate::engine::metric;
use crate::ids::Seq;

/// Nothing has changed.
const UNCHANGED: i64 = i64::MAX;

/// Shared by all parts of one lot's feed.
#[derive(Debug)]
pub(super) struct Progress {
    pub(super) clock: Clock,
    seq: AtomicU64,
    is_over: AtomicBool,
    /// Bidders, buyers and auditors. They are few, and do not wait behind the many observers.
    parties: ChangeMark,
    observers: ChangeMark,
    metrics: FeedMetrics,
}

/// Which of a lot's two publishers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PublisherName {
    /// Serves bidders, buyers and auditors.
    Parties,
    /// Serves observers.
    Observers,
}

/// Whether a publisher has something to do.
#[derive(Debug)]
pub(super) struct ChangeMark {
    /// When the first change was committed that the publisher has not looked at.
    changed_since: AtomicI64,
    notify: Notify,
}

struct FeedMetrics {
    staleness_seconds: Histogram,
    followers: Gauge,
}

impl std::fmt::Debug for FeedMetrics {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("FeedMetrics")
    }
}

impl Progress {
    pub(super) fn new(seq: Seq, clock: Clock) -> Self {
        Self {
            clock,
            seq: AtomicU64::new(seq.0),
            is_over: AtomicBool::new(false),
            parties: ChangeMark::new(),
            observers: ChangeMark::new(),
            metrics: FeedMetrics {
                staleness_seconds: metrics::histogram!(metric::FEED_STALENESS_SECONDS),
                followers: metrics::gauge!(metric::FOLLOWERS),
            },
        }
    }

    /// The last committed record that the feed knows of.
    pub(super) fn seq(&self) -> Seq {
        Seq(self.seq.load(Ordering::Relaxed))
    }

    /// Notes a commit. Renders nothing and notifies no follower: the publishers do that.
    pub(super) fn changed(&self, seq: Seq, now: Instant) {
        self.seq.store(seq.0, Ordering::Relaxed);
        for mark in [&self.parties, &self.observers] {
            mark.raise(now);
        }
    }

    /// Whether the lot's actor has stopped, so that nothing more comes.
    pub(super) fn is_over(&self) -> bool {
        self.is_over.load(Ordering::Relaxed)
    }

    pub(super) fn end(&self) {
        self.is_over.store(true, Ordering::Relaxed);
    }

    pub(super) fn notify_publishers(&self) {
        self.parties.notify();
        self.observers.notify();
    }

    /// The mark of one publisher.
    pub(super) fn mark(&self, name: PublisherName) -> &ChangeMark {
        match name {
            PublisherName::Parties => &self.parties,
            PublisherName::Observers => &self.observers,
        }
    }

    pub(super) fn note_staleness(&self, staleness: Duration) {
        self.metrics.staleness_seconds.record(staleness);
    }

    pub(super) fn note_staleness_of_many(&self, staleness: Duration, followers: usize) {
        self.metrics.staleness_seconds.record_many(staleness, followers);
    }

    pub(super) fn count_follower(&self) {
        self.metrics.followers.increment(1);
    }

    pub(super) fn discount_follower(&self) {
        self.metrics.followers.decrement(1);
    }
}

impl PublisherName {
    /// The publisher that serves this viewer.
    pub(super) fn of(viewer: &Viewer) -> Self {
        match viewer {
            Viewer::Bidder(_) | Viewer::Buyer(_) | Viewer::Auditor(_) => Self::Parties,
            Viewer::Observer(_) => Self::Observers,
        }
    }
}

impl ChangeMark {
    fn new() -> Self {
        Self { changed_since: AtomicI64::new(UNCHANGED), notify: Notify::new() }
    }

    /// Waits until something has changed, or a follower was added or removed.
    pub(super) async fn notified(&self) {
        self.notify.notified().await;
    }

    pub(super) fn notify(&self) {
        self.notify.notify_one();
    }

    /// Whether something has changed that the publisher has not looked at.
    pub(super) fn has_changed(&self) -> bool {
        self.changed_since.load(Ordering::SeqCst) != UNCHANGED
    }

    /// Notes a change at `changed_at` that the publisher has not looked at, without notifying it.
    pub(super) fn note(&self, changed_at: Instant) {
        self.changed_since.fetch_min(changed_at.as_micros(), Ordering::SeqCst);
    }

    /// Notes a change at `changed_at` that the publisher has to look at.
    pub(super) fn raise(&self, changed_at: Instant) {
        self.note(changed_at);
        self.notify();
    }

    /// When the first change was committed that the publisher has not looked at. From then on it counts as looked at.
    pub(super) fn take(&self) -> Option<Instant> {
        let since = self.changed_since.swap(UNCHANGED, Ordering::SeqCst);
        (since != UNCHANGED).then(|| Instant::from_micros(since))
    }
}
