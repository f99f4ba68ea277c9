//! Waking lots ahead of their opening, and letting lots that nobody uses fall asleep.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;

use super::{Place, Registry};
use crate::auction::State;
use crate::clock::Instant;
use crate::engine::card::Life;
use crate::ids::LotId;

/// So many sleeping lots are read from the journal at once, at most.
const WAKING_MAX: usize = 8;
/// How long a lot that could not be woken rests before the next attempt.
const TRY_AGAIN: Duration = Duration::from_secs(1);

impl Registry {
    /// Wakes lots that are about to open, until the engine stops.
    pub(in crate::engine) async fn keep_schedule(self: Arc<Self>) {
        let stopping = self.shared.stopping.clone();
        loop {
            let next = self.known().schedule.first().map(|(at, _)| *at);
            tokio::select! {
                () = stopping.cancelled() => return,
                () = self.rescheduled.notified() => {}
                () = sleep_until(next.map(|at| self.shared.clock.deadline(at))) => self.wake_due().await,
            }
        }
    }

    async fn wake_due(self: &Arc<Self>) {
        let due = self.take_due(self.shared.clock.now());
        futures::stream::iter(due)
            .for_each_concurrent(WAKING_MAX, |id| async move {
                if let Err(error) = self.wake(&id).await
                    && self.is_asleep(&id)
                {
                    tracing::warn!(lot = %id, %error, "a lot that is about to open could not be woken; trying again");
                    self.known().schedule.insert((self.shared.clock.now() + TRY_AGAIN, id));
                }
            })
            .await;
    }

    /// Takes the lots out of the schedule that have to wake by now.
    pub(super) fn take_due(&self, now: Instant) -> Vec<LotId> {
        let mut known = self.known();
        let later = known.schedule.split_off(&(now.plus_micros(1), first_id()));
        std::mem::replace(&mut known.schedule, later).into_iter().map(|(_, id)| id).collect()
    }

    /// Lets lots that nobody has used for a while fall asleep, until the engine stops.
    pub(in crate::engine) async fn let_sleep(self: Arc<Self>) {
        let every = (self.shared.settings.ended_sleep_after / 4).max(Duration::from_secs(1));
        loop {
            tokio::select! {
                () = self.shared.stopping.cancelled() => return,
                () = tokio::time::sleep(every) => self.put_to_sleep(),
            }
        }
    }

    fn put_to_sleep(&self) {
        let now = self.shared.clock.now();
        let mut fallen = Vec::new();
        for (id, slot) in &mut self.known().lots {
            let Place::Awake { handle, .. } = &slot.place else { continue };
            let life = handle.card.life();
            let rested = now.saturating_since(slot.last_used) >= self.shared.settings.ended_sleep_after;
            // The map's own handle is the last one: nobody follows, nobody is about to bid.
            if rested && Arc::strong_count(handle) == 1 && self.may_sleep(life, now) {
                let place = std::mem::replace(&mut slot.place, Place::Failed);
                let Place::Awake { handle, ended } = place else { continue };
                drop(handle);
                slot.place = Place::Asleep { before: Some(ended) };
                fallen.push((id.clone(), life));
            }
        }
        for (id, life) in fallen {
            tracing::debug!(lot = %id, "a lot fell asleep");
            self.schedule(&id, life);
        }
    }

    fn may_sleep(&self, life: Life, now: Instant) -> bool {
        match life.state {
            State::Closed | State::Cancelled => true,
            State::Scheduled => life.opens_at > now + self.shared.settings.wake_ahead * 2,
            State::Open | State::Paused => false,
        }
    }

    fn is_asleep(&self, id: &LotId) -> bool {
        self.known().lots.get(id).is_some_and(|slot| matches!(slot.place, Place::Asleep { .. }))
    }
}

/// Before all other ids.
fn first_id() -> LotId {
    LotId::parse(" ").expect("a space is an id")
}

async fn sleep_until(deadline: Option<tokio::time::Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
