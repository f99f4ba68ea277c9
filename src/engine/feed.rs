//! The feed: newest state to every follower, one rendering for each audience.
//!
//! A commit only marks the lot as changed. A lane asks the actor for a snapshot, renders each audience's view once, and
//! wakes its followers a few at a time; all of an audience share the same bytes. A follower that is slow skips states
//! and always ends on the newest one; what changes nothing for an audience sends it nothing. Messages are never skipped.

mod frames;
mod hub;
mod lane;
mod rendering;
mod seats;

use bytes::Bytes;

use self::seats::Seat;

pub(super) use self::frames::whole_lot;
pub(super) use self::hub::{Hub, follow};

/// One follower's place in a lot's feed.
#[derive(Debug)]
pub struct Feed {
    seat: Seat,
    /// The version of the rendering that it was given last; none before the first.
    version: Option<u64>,
    /// How many of its audience's messages it was given.
    messages: usize,
}

/// Ready frames, in the order in which they have to be sent.
pub type FeedFrames = Vec<Bytes>;

impl Feed {
    /// Waits until there is something to send that this follower has not got: at first the whole `lot` message, then
    /// `update`s against what it was given last, and `message`s. Cancel safe. None when the lot's actor has stopped.
    pub async fn next(&mut self) -> Option<FeedFrames> {
        loop {
            // Looked at before the state: a state that comes after it is announced again.
            let is_over = self.seat.is_over();
            let frames = self.what_is_new();
            if !frames.is_empty() {
                return Some(frames);
            }
            if is_over {
                return None;
            }
            self.seat.woken().await;
        }
    }

    fn what_is_new(&mut self) -> FeedFrames {
        let seq = self.seat.seq();
        let Some(rendering) = self.seat.rendering() else { return Vec::new() };
        let (lot, now) = (self.seat.lot(), self.seat.now());
        let first = self.version.is_none().then(|| rendering.whole(lot, seq, now));
        let update = self.version.and_then(|version| rendering.since(version, lot, now));
        let mut frames: FeedFrames = first.into_iter().collect();
        frames.extend_from_slice(&rendering.messages[self.messages..]);
        frames.extend(update);
        if !frames.is_empty() && self.version.is_some_and(|version| version < rendering.version) {
            self.seat.note_staleness(now.saturating_since(rendering.changed_at));
        }
        self.version = Some(rendering.version);
        self.messages = rendering.messages.len();
        frames
    }
}
