//! A lane: renders for its followers and wakes them, out of a bounded share of the processor.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::hub::{LaneName, Seated};
use super::rendering::Rendering;
use super::seats::Bench;
use crate::clock::Instant;
use crate::engine::handle::{LotHandle, Question};

/// What waking one follower is reckoned to take of the lane's time. Writing a frame to a socket costs about a quarter
/// of it, so that all followers of a lane together take at most a quarter of one processor.
const FOLLOWER_SLOT: Duration = Duration::from_micros(40);
/// One round of all followers never takes longer than this, so that a state is at most about a second old when it is
/// handed out, however many follow.
const ROUND_MAX: Duration = Duration::from_millis(800);
/// So much time may be owed before the lane pauses; timers are no finer than a millisecond.
const OWED_MAX: Duration = Duration::from_millis(4);
/// The least time between two renderings, unless it was quiet: fifty states a second are more than an eye can follow.
const RENDER_EVERY: Duration = Duration::from_millis(20);
/// Rendering takes at most one part in so many of a processor.
const RENDER_SHARE: u32 = 10;
/// After so many views others on this thread have their turn.
const VIEWS_PER_BREATH: usize = 16;

/// A lane of one lot's feed. Runs while it has followers.
#[derive(Debug)]
pub(super) struct Lane {
    handle: Arc<LotHandle>,
    name: LaneName,
    seated: Seated,
    /// Not to render again before this.
    rest_until: Instant,
    /// All that was woken has been paid for by then.
    paid_until: Instant,
}

/// The lot's actor has stopped.
struct Over;

impl Lane {
    pub(super) fn new(handle: Arc<LotHandle>, name: LaneName) -> Self {
        let now = handle.shared.clock.now();
        Self { handle, name, seated: Seated::default(), rest_until: now, paid_until: now }
    }

    pub(super) async fn run(mut self) {
        loop {
            self.handle.hub.mark(self.name).called().await;
            if self.mark().is_dirty() {
                self.wait_until(self.rest_until).await;
            }
            let Some(seated) = self.handle.hub.seated(self.name) else { return };
            self.seated = seated;
            if self.render().await.is_err() || self.wake_all().await.is_err() {
                // The followers have been told by the actor; the next look finds the hub closed.
                self.mark().call_again();
            }
        }
    }

    /// Renders what has changed for each audience, and the first view of those that have none.
    async fn render(&mut self) -> Result<(), Over> {
        let clock = self.handle.shared.clock.clone();
        let began = clock.now();
        let changed_at = self.mark().take_dirty();
        let needs_one = |audience: &super::seats::Audience| changed_at.is_some() || audience.rendering().is_none();
        if !self.seated.audiences.iter().any(|audience| needs_one(audience)) {
            return Ok(());
        }
        let Ok(snapshot) = self.handle.ask(Question::Snapshot).await else {
            if self.handle.hub.is_over() {
                return Err(Over);
            }
            // Too many ask the lot just now: what has changed is rendered later.
            self.mark().put_back(changed_at.unwrap_or(began));
            self.rest_until = clock.now() + RENDER_EVERY;
            return Ok(());
        };
        let rendering_from = clock.now();
        for (nth, audience) in self.seated.audiences.iter().enumerate() {
            if nth % VIEWS_PER_BREATH == VIEWS_PER_BREATH - 1 {
                tokio::task::yield_now().await;
            }
            if !needs_one(audience) {
                continue;
            }
            let before = audience.rendering();
            let changed_at = changed_at.unwrap_or(began);
            let new = Rendering::of(&snapshot, &audience.viewer, clock.now(), changed_at, before.as_deref());
            if let Some(rendering) = new {
                audience.show(rendering);
            }
            audience.has_seen(snapshot.board.seq());
        }
        let took = clock.now().saturating_since(rendering_from);
        self.rest_until = began + RENDER_EVERY.max(took * RENDER_SHARE);
        Ok(())
    }

    /// Wakes every bench that has not got the newest, the one that has waited longest first; renders again on the way
    /// when more has changed.
    async fn wake_all(&mut self) -> Result<(), Over> {
        let mut benches: VecDeque<Arc<Bench>> = self.seated.benches.iter().cloned().collect();
        let slot = slot(self.seated.followers());
        let mut up_to_date = 0;
        while up_to_date < benches.len() {
            let Some(bench) = benches.pop_front() else { break };
            let woken = bench.wake();
            benches.push_back(bench);
            if woken == 0 {
                up_to_date += 1;
                continue;
            }
            up_to_date = 0;
            self.pay(slot * u32::try_from(woken).unwrap_or(u32::MAX)).await;
            if self.handle.hub.is_over() {
                return Err(Over);
            }
            if self.mark().is_dirty() && self.handle.shared.clock.now() >= self.rest_until {
                self.render().await?;
            }
        }
        Ok(())
    }

    /// Pauses once more than a little is owed.
    async fn pay(&mut self, cost: Duration) {
        let now = self.handle.shared.clock.now();
        self.paid_until = self.paid_until.max(now) + cost;
        if self.paid_until.saturating_since(now) >= OWED_MAX {
            self.wait_until(self.paid_until).await;
        }
    }

    async fn wait_until(&self, at: Instant) {
        let clock = &self.handle.shared.clock;
        if at > clock.now() {
            tokio::time::sleep_until(clock.deadline(at)).await;
        }
    }

    fn mark(&self) -> &super::hub::LaneMark {
        self.handle.hub.mark(self.name)
    }
}

/// The time reckoned for one of so many followers.
fn slot(followers: usize) -> Duration {
    let followers = u32::try_from(followers.max(1)).unwrap_or(u32::MAX);
    FOLLOWER_SLOT.min(ROUND_MAX / followers)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_round_of_very_many_followers_is_bounded() {
        for followers in [1_usize, 50, 10_000, 20_000, 1_000_000] {
            let round = slot(followers) * u32::try_from(followers).unwrap();
            assert!(round <= ROUND_MAX, "{followers} followers take {round:?}");
        }
        assert_eq!(slot(10_000), FOLLOWER_SLOT);
    }
}
