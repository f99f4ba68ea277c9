//! Groups: some followers of one audience, served together.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use arc_swap::ArcSwapOption;

use super::direct::Beats;
use super::follower::Follower;
use super::progress::{Progress, PublisherName};
use super::rendering::Rendering;
use crate::auction::view::Viewer;
use crate::ids::Seq;
use crate::protocol::ReadyFrame;

/// Most followers of one group. They are served without a pause, which delays other tasks on the thread. With fewer, a
/// round of very many followers pauses too often and lasts for seconds on a busy runtime; with twice as many, the
/// runtime's budget for one task ends within a group. See docs/performance.md, The feed's rounds.
pub(super) const GROUP_FOLLOWERS_MAX: usize = 64;

/// All followers that share one view.
#[derive(Debug)]
pub(super) struct Audience {
    pub(super) viewer: Viewer,
    rendering: ArcSwapOption<Rendering>,
    /// The last record that was looked at, whether it changed this view or not.
    seq: AtomicU64,
}

/// Some of an audience's followers.
#[derive(Debug)]
pub(super) struct FollowerGroup {
    audience: Arc<Audience>,
    progress: Arc<Progress>,
    /// Followers are added under the lock of all followers, so that an empty group is not removed at the same moment.
    followers: Mutex<Vec<Arc<Follower>>>,
    /// The version that it was last served with.
    served: AtomicU64,
    /// A follower may wait for its first state, which has to be as new as the last commit before it joined.
    has_newcomers: AtomicBool,
    /// Each of its followers was sent something at this moment or later. None before the first look for beats.
    quiet_since: Mutex<Option<tokio::time::Instant>>,
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

    /// The last record that was looked at.
    pub(super) fn seq(&self) -> Seq {
        Seq(self.seq.load(Ordering::Acquire))
    }

    /// Notes that everything up to `seq` has been looked at.
    pub(super) fn has_seen(&self, seq: Seq) {
        self.seq.store(seq.0, Ordering::Release);
    }
}

impl FollowerGroup {
    pub(super) fn new(audience: Arc<Audience>, progress: Arc<Progress>) -> Self {
        let served = audience.rendering().map_or(0, |rendering| rendering.version);
        Self {
            audience,
            progress,
            followers: Mutex::default(),
            served: AtomicU64::new(served),
            has_newcomers: AtomicBool::new(false),
            quiet_since: Mutex::default(),
        }
    }

    pub(super) fn audience(&self) -> &Audience {
        &self.audience
    }

    pub(super) fn progress(&self) -> &Progress {
        &self.progress
    }

    pub(super) fn len(&self) -> usize {
        self.followers().len()
    }

    /// Adds a follower. The caller holds the lock of all followers.
    pub(super) fn add(&self, beats: Beats) -> Arc<Follower> {
        let mut followers = self.followers();
        let follower = Arc::new(Follower::new(self.progress.seq(), beats));
        followers.push(follower.clone());
        self.has_newcomers.store(true, Ordering::Release);
        self.progress.count_follower();
        follower
    }

    pub(super) fn remove(&self, follower: &Arc<Follower>) {
        // Nothing is written to a follower that has left.
        follower.delivered().direct = None;
        self.progress.discount_follower();
        let mut followers = self.followers();
        followers.retain(|other| !Arc::ptr_eq(other, follower));
        if followers.is_empty() {
            self.progress.mark(PublisherName::of(&self.audience.viewer)).notify();
        }
    }

    /// Delivers the newest rendering to its followers, or notifies their tasks. Returns how many followers were served:
    /// none where they were served with it before.
    pub(super) fn serve(&self) -> usize {
        let Some(rendering) = self.audience.rendering() else { return 0 };
        let newcomers = self.has_newcomers.swap(false, Ordering::AcqRel);
        if newcomers && self.a_newcomer_is_ahead() {
            self.has_newcomers.store(true, Ordering::Release);
        }
        if self.served.swap(rendering.version, Ordering::Relaxed) == rendering.version {
            if newcomers {
                self.notify_newcomers();
            }
            return 0;
        }
        // Copied, so that a follower that joins or leaves does not wait until all are served.
        let followers = self.followers().clone();
        let now = self.progress.clock.now();
        let written = followers.iter().filter(|follower| follower.serve(&rendering, now)).count();
        if written > 0 {
            self.progress.note_staleness_of_many(now.saturating_since(rendering.changed_at), written);
        }
        followers.len()
    }

    /// The publisher that serves its followers.
    pub(super) fn publisher(&self) -> PublisherName {
        PublisherName::of(&self.audience.viewer)
    }

    /// Writes a beat to its followers who ask for them and were sent nothing for `quiet_max`. Returns to how many.
    ///
    /// Looks at none of them before one may be due: a look at each of very many connections costs more than their beats. A
    /// follower that joins meanwhile is sent its first state later than the last look.
    pub(super) fn beat(&self, beat: &ReadyFrame, quiet_max: Duration) -> usize {
        let now = tokio::time::Instant::now();
        let mut quiet_since = self.quiet_since.lock().unwrap_or_else(PoisonError::into_inner);
        if quiet_since.is_some_and(|since| now.duration_since(since) < quiet_max) {
            return 0;
        }
        let (mut first, mut written) = (now, 0);
        let followers = self.followers().clone();
        for follower in &followers {
            let Some(since) = follower.quiet_since() else { continue };
            if now.duration_since(since) >= quiet_max && follower.beat(beat) {
                written += 1;
            } else {
                first = first.min(since);
            }
        }
        *quiet_since = Some(first);
        written
    }

    /// Whether any of its followers asks for beats.
    pub(super) fn wants_beats(&self) -> bool {
        self.followers().iter().any(|follower| follower.beats == Beats::Asked)
    }

    /// Notifies its followers that nothing more comes.
    pub(super) fn end(&self) {
        self.followers().iter().for_each(|follower| follower.notify());
    }

    /// Whether a follower waits for its first state, and what has been looked at so far is too old for it. It joined
    /// after a commit that the publisher has yet to look at, so that the group is served again.
    fn a_newcomer_is_ahead(&self) -> bool {
        let seq = self.audience.seq();
        self.followers().iter().any(|follower| follower.joined_at > seq && follower.is_newcomer())
    }

    fn notify_newcomers(&self) {
        let followers = self.followers();
        let newcomers = followers.iter().filter(|follower| follower.is_newcomer());
        newcomers.for_each(|follower| follower.notify());
    }

    fn followers(&self) -> MutexGuard<'_, Vec<Arc<Follower>>> {
        self.followers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
