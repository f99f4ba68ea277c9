//! A lane: renders for its followers and serves them, out of a bounded share of the processor.

use std::collections::VecDeque;
use std::sync::Arc;
use std::time::Duration;

use super::hub::{LaneName, Seated};
use super::rendering::Rendering;
use super::seats::Bench;
use crate::clock::Instant;
use crate::engine::handle::{LotHandle, Question};

/// What serving one follower is reckoned to take of the lane's time. Writing a frame of eight KiB to a socket was measured
/// to take 8 to 11 µs and all else 1 to 3 µs, so that all followers of a lane together take about a sixth of one
/// processor, and their own programs, where they run on the same machine, half as much again.
const FOLLOWER_SLOT: Duration = Duration::from_micros(70);
/// One round of all followers never takes longer than this, however many follow: 10,000 take just this long. A state is
/// then about 0.8 s old when it reaches the last of them, which leaves a busy machine 0.2 s to a second.
const ROUND_MAX: Duration = Duration::from_millis(700);
/// So much time may be owed before the lane pauses; timers are no finer than a millisecond.
const OWED_MAX: Duration = Duration::from_millis(4);
/// So much time that the lane did not get on a busy machine is made up for within a round, so that it ends in time.
const CATCH_UP_MAX: Duration = Duration::from_millis(200);
/// The least time between two renderings, unless it was quiet: no eye can follow more than twenty states a second. A
/// bidder's own answers do not wait for it. At fifty a second, pushing states to 50 bidders took more than their bids.
const RENDER_EVERY: Duration = Duration::from_millis(50);
/// Each audience adds this to that time, because each costs a rendering and a write: some 20 µs together, a fifteenth of
/// one processor however many bidders follow. A thousand are told three or four states a second, as many as one can read.
const AUDIENCE_SLOT: Duration = Duration::from_micros(300);
/// No audiences are so many that they wait longer than this: with the round that serves them it is well below a second.
const AUDIENCES_REST_MAX: Duration = Duration::from_millis(500);
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
    /// All who were served have been paid for by then.
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
            if self.render().await.is_err() || self.serve_all().await.is_err() {
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
        self.rest_until = began + rest(self.seated.audiences.len()).max(took * RENDER_SHARE);
        Ok(())
    }

    /// Serves every bench that has not got the newest, the one that has waited longest first; renders again on the way
    /// when more has changed.
    async fn serve_all(&mut self) -> Result<(), Over> {
        let mut benches: VecDeque<Arc<Bench>> = self.seated.benches.iter().cloned().collect();
        let slot = slot(self.seated.followers());
        self.paid_until = self.paid_until.max(self.handle.shared.clock.now());
        let mut up_to_date = 0;
        while up_to_date < benches.len() {
            let Some(bench) = benches.pop_front() else { break };
            let served = bench.serve(&self.handle);
            benches.push_back(bench);
            if served == 0 {
                up_to_date += 1;
                continue;
            }
            up_to_date = 0;
            self.pay(slot * u32::try_from(served).unwrap_or(u32::MAX)).await;
            if self.handle.hub.is_over() {
                return Err(Over);
            }
            if self.mark().is_dirty() && self.handle.shared.clock.now() >= self.rest_until {
                self.render().await?;
            }
        }
        Ok(())
    }

    /// Pauses once more than a little is owed; before that, others on this thread have their turn.
    async fn pay(&mut self, cost: Duration) {
        let now = self.handle.shared.clock.now();
        if now.saturating_since(self.paid_until) > CATCH_UP_MAX {
            self.paid_until = now;
        }
        self.paid_until = self.paid_until + cost;
        if self.paid_until.saturating_since(now) >= OWED_MAX {
            self.wait_until(self.paid_until).await;
        } else {
            tokio::task::yield_now().await;
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

/// The least time between two renderings for so many audiences.
fn rest(audiences: usize) -> Duration {
    let audiences = u32::try_from(audiences).unwrap_or(u32::MAX);
    AUDIENCE_SLOT.saturating_mul(audiences).clamp(RENDER_EVERY, AUDIENCES_REST_MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_audiences_rest_longer_and_never_too_long() {
        assert_eq!([1, 50, 166].map(rest), [RENDER_EVERY; 3]);
        assert_eq!(rest(1_000), Duration::from_millis(300));
        for audiences in [2_000, 100_000, usize::MAX] {
            assert!(rest(audiences) + ROUND_MAX.min(FOLLOWER_SLOT * 2_000) < Duration::from_millis(700));
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
