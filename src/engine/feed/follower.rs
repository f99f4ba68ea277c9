//! One follower: how far it is, and the connection that it may be written to directly.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::Notify;

use super::direct::{Beats, DirectWrite, WriteOutcome};
use super::rendering::Rendering;
use crate::clock::Instant;
use crate::ids::Seq;
use crate::protocol::ReadyFrame;

/// Shared by the publisher and the follower's own task.
#[derive(Debug)]
pub(super) struct Follower {
    /// The last committed record when it joined. Its first state holds this record, or it would be older than an answer
    /// that the same person already has.
    pub(super) joined_at: Seq,
    /// Whether it asks for beats.
    pub(super) beats: Beats,
    delivered: Mutex<Delivered>,
    /// Notified when the follower's task has to act.
    notify: Notify,
}

/// How far a follower is. The task that delivers holds the lock from reading this until the frames are written or direct
/// writes are held back: otherwise an older state could overtake a newer one.
#[derive(Debug, Default)]
pub(super) struct Delivered {
    /// The version of the rendering that was delivered last; none before the first.
    pub(super) version: Option<u64>,
    /// How many of its audience's messages were delivered.
    pub(super) messages: usize,
    /// A frame was written in part, and the follower's task does not know yet.
    pub(super) is_stuck: bool,
    pub(super) direct: Option<Arc<dyn DirectWrite>>,
}

impl Follower {
    pub(super) fn new(joined_at: Seq, beats: Beats) -> Self {
        Self { joined_at, beats, delivered: Mutex::default(), notify: Notify::new() }
    }

    pub(super) fn delivered(&self) -> MutexGuard<'_, Delivered> {
        self.delivered.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Whether it waits for its first state.
    pub(super) fn is_newcomer(&self) -> bool {
        self.delivered().version.is_none()
    }

    /// Writes what the follower lacks. Returns whether it now has everything; if not, its task is notified.
    pub(super) fn serve(&self, rendering: &Rendering, now: Instant) -> bool {
        let has_all = self.delivered().write(rendering, now);
        if !has_all {
            self.notify();
        }
        has_all
    }

    /// Since when its connection was sent nothing. None where it asks for no beats or waits for its first state.
    pub(super) fn quiet_since(&self) -> Option<tokio::time::Instant> {
        if self.beats == Beats::NotAsked {
            return None;
        }
        let delivered = self.delivered();
        delivered.version?;
        delivered.direct.as_ref().map(|direct| direct.last_write())
    }

    /// Writes a beat. Returns whether it did. A connection that does not take it at once gets none.
    pub(super) fn beat(&self, beat: &ReadyFrame) -> bool {
        let mut delivered = self.delivered();
        let Some(direct) = &delivered.direct else { return false };
        let outcome = direct.try_write(beat);
        if outcome == WriteOutcome::PartlyWritten {
            delivered.is_stuck = true;
            self.notify();
        }
        outcome != WriteOutcome::Refused
    }

    pub(super) fn notify(&self) {
        self.notify.notify_one();
    }

    /// Waits for a notification, which may have come before.
    pub(super) async fn notified(&self) {
        self.notify.notified().await;
    }
}

impl Delivered {
    fn write(&mut self, rendering: &Rendering, now: Instant) -> bool {
        let (Some(direct), Some(version)) = (&self.direct, self.version) else { return false };
        while let Some(message) = rendering.messages.get(self.messages) {
            let outcome = direct.try_write(message);
            self.messages += usize::from(outcome != WriteOutcome::Refused);
            if outcome != WriteOutcome::Written {
                self.is_stuck |= outcome == WriteOutcome::PartlyWritten;
                return false;
            }
        }
        let update = rendering.since(version, now);
        let outcome = update.map_or(WriteOutcome::Written, |update| direct.try_write(&update));
        if outcome != WriteOutcome::Refused {
            self.version = Some(rendering.version);
        }
        self.is_stuck |= outcome == WriteOutcome::PartlyWritten;
        outcome == WriteOutcome::Written
    }

    /// Holds direct writes back: the follower's task is about to write.
    pub(super) fn hold(&self) {
        if let Some(direct) = &self.direct {
            direct.hold();
        }
    }
}
