//! Loads lots ahead of their opening, and unloads lots that nobody uses.

use std::sync::Arc;
use std::time::Duration;

use futures::StreamExt;

use super::{LoadState, Registry};
use crate::auction::State;
use crate::clock::Instant;
use crate::engine::entry::LotSummary;
use crate::ids::LotId;

/// Most lots that are read from the journal at the same time.
const LOADING_MAX: usize = 8;
/// The time before the next attempt to load a lot that could not be loaded.
const RETRY_AFTER: Duration = Duration::from_secs(1);

impl Registry {
    /// Loads lots that are about to open, until the engine stops.
    pub(in crate::engine) async fn keep_schedule(self: Arc<Self>) {
        let stopping = self.shared.stopping.clone();
        loop {
            let next = self.known().schedule.first().map(|(at, _)| *at);
            tokio::select! {
                () = stopping.cancelled() => return,
                () = self.rescheduled.notified() => {}
                () = sleep_until(next.map(|at| self.shared.clock.deadline(at))) => self.load_due().await,
            }
        }
    }

    async fn load_due(self: &Arc<Self>) {
        let due = self.take_due(self.shared.clock.now());
        futures::stream::iter(due)
            .for_each_concurrent(LOADING_MAX, |id| async move {
                if let Err(error) = self.load(&id).await
                    && self.is_unloaded(&id)
                {
                    tracing::warn!(lot = %id, %error, "a lot that is about to open could not be loaded; trying again");
                    self.known().schedule.insert((self.shared.clock.now() + RETRY_AFTER, id));
                }
            })
            .await;
    }

    /// Takes the lots out of the schedule that have to be loaded by now.
    pub(super) fn take_due(&self, now: Instant) -> Vec<LotId> {
        let mut known = self.known();
        let later = known.schedule.split_off(&(now.plus_micros(1), first_id()));
        std::mem::replace(&mut known.schedule, later).into_iter().map(|(_, id)| id).collect()
    }

    /// Unloads lots that nobody has used for a while, until the engine stops.
    pub(in crate::engine) async fn keep_unloading(self: Arc<Self>) {
        let every = (self.shared.settings.unload_after / 4).max(Duration::from_secs(1));
        loop {
            tokio::select! {
                () = self.shared.stopping.cancelled() => return,
                () = tokio::time::sleep(every) => self.unload_idle(),
            }
        }
    }

    fn unload_idle(&self) {
        let now = self.shared.clock.now();
        let mut unloaded = Vec::new();
        for (id, lot) in &mut self.known().lots {
            let LoadState::Loaded { handle, .. } = &lot.load_state else { continue };
            let summary = handle.entry.summary();
            let is_idle = now.saturating_since(lot.last_used) >= self.shared.settings.unload_after;
            // The registry holds the only handle: no follower is left, and no bid is on its way.
            if is_idle && Arc::strong_count(handle) == 1 && self.may_unload(summary, now) {
                let load_state = std::mem::replace(&mut lot.load_state, LoadState::Failed);
                let LoadState::Loaded { handle, ended } = load_state else { continue };
                drop(handle);
                lot.load_state = LoadState::Unloaded { before: Some(ended) };
                unloaded.push((id.clone(), summary));
            }
        }
        self.forget_ended();
        for (id, summary) in unloaded {
            tracing::debug!(lot = %id, "a lot was unloaded");
            self.schedule(&id, summary);
        }
    }

    fn may_unload(&self, summary: LotSummary, now: Instant) -> bool {
        match summary.state {
            State::Closed | State::Cancelled => true,
            State::Scheduled => summary.opens_at > now + self.shared.settings.load_ahead * 2,
            State::Open | State::Paused => false,
        }
    }

    fn is_unloaded(&self, id: &LotId) -> bool {
        self.known().lots.get(id).is_some_and(|lot| matches!(lot.load_state, LoadState::Unloaded { .. }))
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
