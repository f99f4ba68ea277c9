//! A publisher: renders the views of its followers and serves them, in a bounded share of the processor.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::followers::{Followers, ServedGroups};
use super::group::{Audience, FollowerGroup};
use super::progress::{ChangeMark, PublisherName};
use super::rendering::Rendering;
use super::source::Source;
use crate::clock::Instant;

/// The publisher's time that serving one follower is taken to cost, pauses included. So all its followers together take
/// a bounded share of one processor. See docs/performance.md, The feed's rounds.
const FOLLOWER_SLOT: Duration = Duration::from_micros(70);
/// A round of all followers never takes longer than this, however many follow. Up to 10,000 followers have a full
/// [`FOLLOWER_SLOT`] each. The last follower of a round is served well within a second of the commit.
const ROUND_MAX: Duration = Duration::from_millis(700);
/// The publisher pauses once it is ahead of its slots by this much. Timers are no finer than a millisecond.
const AHEAD_MAX: Duration = Duration::from_millis(4);
/// Most time, missed on a busy machine, that is made up for within a round, so that the round ends in time.
const CATCH_UP_MAX: Duration = Duration::from_millis(200);
/// Each audience adds this to the least time between two renderings, because each costs a rendering and a write. A
/// thousand audiences still get three or four states a second. See docs/performance.md, The feed's pace.
const AUDIENCE_SLOT: Duration = Duration::from_micros(300);
/// The least time between two renderings is never longer than this, however many the audiences. With the round that
/// serves them it stays well below a second.
const RENDER_INTERVAL_MAX: Duration = Duration::from_millis(500);
/// Rendering takes at most one part in this many of a processor.
const RENDER_SHARE: u32 = 10;
/// After this many views other tasks on the thread get their turn.
const VIEWS_PER_TURN: usize = 16;

/// One of the two publishers of a lot's feed. It runs while it has followers.
#[derive(Debug)]
pub(super) struct Publisher {
    source: Arc<dyn Source>,
    followers: Arc<Followers>,
    name: PublisherName,
    served: ServedGroups,
    /// The next rendering is not made before this.
    render_again_at: Instant,
    /// Where the slots of the followers that were served end.
    slots_end_at: Instant,
}

/// The lot's actor has stopped.
struct Over;

impl Publisher {
    pub(super) fn new(source: Arc<dyn Source>, followers: Arc<Followers>, name: PublisherName) -> Self {
        let now = followers.progress().clock.now();
        Self { source, followers, name, served: ServedGroups::default(), render_again_at: now, slots_end_at: now }
    }

    /// Runs until it has no followers, or the lot's actor has stopped.
    pub(super) async fn run(mut self) {
        loop {
            self.mark().notified().await;
            if self.mark().has_changed() {
                self.wait_until(self.render_again_at).await;
            }
            let Some(served) = self.followers.served_by(self.name) else { return };
            self.served = served;
            if self.render().await.is_err() || self.serve_all().await.is_err() {
                // The actor has notified the followers; the next turn of this loop ends the publisher.
                self.mark().notify();
            }
        }
    }

    /// Renders what has changed for each audience, and the first view of each audience that has none.
    async fn render(&mut self) -> Result<(), Over> {
        let began = self.now();
        let changed_at = self.mark().take();
        let needs_one = |audience: &Audience| changed_at.is_some() || audience.rendering().is_none();
        if !self.served.audiences.iter().any(|audience| needs_one(audience)) {
            return Ok(());
        }
        let Some(snapshot) = self.source.snapshot().await else {
            if self.is_over() {
                return Err(Over);
            }
            // Too many ask the lot just now: what has changed is rendered later.
            self.mark().raise(changed_at.unwrap_or(began));
            self.render_again_at = self.now() + self.source.render_interval_min();
            return Ok(());
        };
        let rendering_from = self.now();
        for (nth, audience) in self.served.audiences.iter().enumerate() {
            if nth % VIEWS_PER_TURN == VIEWS_PER_TURN - 1 {
                tokio::task::yield_now().await;
            }
            if !needs_one(audience) {
                continue;
            }
            let before = audience.rendering();
            let changed_at = changed_at.unwrap_or(began);
            let new = Rendering::of(&*snapshot, &audience.viewer, self.now(), changed_at, before.as_deref());
            if let Some(rendering) = new {
                audience.show(rendering);
            }
            audience.has_seen(snapshot.seq());
        }
        let took = self.now().saturating_since(rendering_from);
        let interval = render_interval(self.source.render_interval_min(), self.served.audiences.len());
        self.render_again_at = began + interval.max(took * RENDER_SHARE);
        Ok(())
    }

    /// Serves every group that lacks the newest rendering, the one that has waited longest first. Renders again between
    /// two groups when more has changed.
    async fn serve_all(&mut self) -> Result<(), Over> {
        let mut groups: VecDeque<Arc<FollowerGroup>> = self.served.groups.iter().cloned().collect();
        let slot = slot(self.served.followers());
        self.slots_end_at = self.slots_end_at.max(self.now());
        let mut up_to_date = 0;
        while up_to_date < groups.len() {
            let Some(group) = groups.pop_front() else { break };
            let served = group.serve();
            groups.push_back(group);
            if served == 0 {
                up_to_date += 1;
                continue;
            }
            up_to_date = 0;
            self.use_slots(slot * u32::try_from(served).unwrap_or(u32::MAX)).await;
            if self.is_over() {
                return Err(Over);
            }
            if self.mark().has_changed() && self.now() >= self.render_again_at {
                self.render().await?;
            }
        }
        Ok(())
    }

    /// Uses up the slots of followers that were served. Pauses where their end is more than [`AHEAD_MAX`] away; otherwise
    /// only lets other tasks on the thread have their turn.
    async fn use_slots(&mut self, slots: Duration) {
        let now = self.now();
        if now.saturating_since(self.slots_end_at) > CATCH_UP_MAX {
            self.slots_end_at = now;
        }
        self.slots_end_at = self.slots_end_at + slots;
        if self.slots_end_at.saturating_since(now) >= AHEAD_MAX {
            self.wait_until(self.slots_end_at).await;
        } else {
            tokio::task::yield_now().await;
        }
    }

    async fn wait_until(&self, at: Instant) {
        let clock = &self.followers.progress().clock;
        if at > clock.now() {
            tokio::time::sleep_until(clock.deadline(at)).await;
        }
    }

    fn now(&self) -> Instant {
        self.followers.progress().clock.now()
    }

    fn is_over(&self) -> bool {
        self.followers.progress().is_over()
    }

    fn mark(&self) -> &ChangeMark {
        self.followers.progress().mark(self.name)
    }
}

/// The time that serving one of this many followers is taken to cost.
fn slot(followers: usize) -> Duration {
    let followers = u32::try_from(followers.max(1)).unwrap_or(u32::MAX);
    FOLLOWER_SLOT.min(ROUND_MAX / followers)
}

/// The least time between two renderings for this many audiences.
fn render_interval(min: Duration, audiences: usize) -> Duration {
    let audiences = u32::try_from(audiences).unwrap_or(u32::MAX);
    AUDIENCE_SLOT.saturating_mul(audiences).clamp(min, RENDER_INTERVAL_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_audiences_are_rendered_less_often_but_often_enough() {
        let min = Duration::from_millis(50);
        assert_eq!([1, 50, 166].map(|audiences| render_interval(min, audiences)), [min; 3]);
        assert_eq!(render_interval(min, 1_000), Duration::from_millis(300));
        for audiences in [2_000, 100_000, usize::MAX] {
            assert!(
                render_interval(min, audiences) + ROUND_MAX.min(FOLLOWER_SLOT * 2_000) < Duration::from_millis(700)
            );
        }
    }

    #[test]
    fn a_round_of_very_many_followers_is_bounded() {
        for followers in [1_usize, 50, 10_000, 20_000, 1_000_000] {
            let round = slot(followers) * u32::try_from(followers).unwrap();
            assert!(round <= ROUND_MAX, "{followers} followers take {round:?}");
        }
        assert_eq!(slot(10_000), FOLLOWER_SLOT);
    }
}
