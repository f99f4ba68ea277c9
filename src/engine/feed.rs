//! The feed: newest state to every follower, one rendering for each audience.
//!
//! A commit only marks the lot as changed. A lane asks the actor for a snapshot, renders each audience's view once, and
//! serves its followers a few at a time; all of an audience share the same bytes. Where a follower has an outlet that
//! takes them at once, its task sleeps on; else it is woken and fetches what it lacks. A follower that is slow skips
//! states and always ends on the newest one; what changes nothing for an audience sends it nothing. Messages are never
//! skipped.

mod frames;
mod hub;
mod lane;
mod outlet;
mod rendering;
mod seats;

use std::sync::Arc;

use self::seats::Seat;
use crate::protocol::ReadyFrame;

pub(super) use self::frames::whole_lot;
pub(super) use self::hub::{Hub, follow};
pub use self::outlet::{Offered, Outlet};

/// One follower's place in a lot's feed.
#[derive(Debug)]
pub struct Feed {
    seat: Seat,
}

/// Ready frames, in the order in which they have to be sent.
pub type FeedFrames = Vec<ReadyFrame>;

impl Feed {
    /// Lets frames out without [`Feed::next`], once the whole `lot` message has gone: from then on it waits until the
    /// outlet has refused something. Before it returns frames it holds the outlet; whoever has sent them lets go.
    pub fn push_through(&mut self, outlet: Arc<dyn Outlet>) {
        self.seat.push_through(outlet);
    }

    /// Waits until there is something to send that this follower has not got: at first the whole `lot` message, then
    /// `update`s against what it was given last, and `message`s. No frames where the outlet took one in part, whose rest
    /// has to be seen to. Cancel safe. None when the lot's actor has stopped.
    pub async fn next(&mut self) -> Option<FeedFrames> {
        loop {
            // Looked at before the state: a state that comes after it is announced again.
            let is_over = self.seat.is_over();
            if let Some(frames) = self.what_is_new() {
                return Some(frames);
            }
            if is_over {
                return None;
            }
            self.seat.woken().await;
        }
    }

    fn what_is_new(&mut self) -> Option<FeedFrames> {
        let mut told = self.seat.told();
        let is_stuck = std::mem::take(&mut told.is_stuck);
        let stuck = is_stuck.then(Vec::new);
        if told.version.is_none() && !self.seat.is_current() {
            return stuck;
        }
        let seq = self.seat.seq();
        let Some(rendering) = self.seat.rendering() else { return stuck };
        let (lot, now) = (self.seat.lot(), self.seat.now());
        let first = told.version.is_none().then(|| rendering.whole(lot, seq, now));
        let update = told.version.and_then(|version| rendering.since(version, lot, now));
        let mut frames: FeedFrames = first.into_iter().collect();
        frames.extend_from_slice(&rendering.messages[told.messages..]);
        frames.extend(update);
        if !frames.is_empty() && told.version.is_some_and(|version| version < rendering.version) {
            self.seat.note_staleness(now.saturating_since(rendering.changed_at));
        }
        told.version = Some(rendering.version);
        told.messages = rendering.messages.len();
        if frames.is_empty() {
            return stuck;
        }
        told.hold();
        Some(frames)
    }
}
