//! The frames of a party that follows a lot from its journal, record by record.
//!
//! A live follower may skip states, and is told of several records at once. Here each record has a state of its own. The
//! rest is the same code: what a record changes for the party, and the bytes of the frames.

use super::FeedFrames;
use super::frames::LotSnapshot;
use super::rendering::Rendering;
use crate::auction::view::Viewer;
use crate::clock::Instant;

/// One party, and the state that it was given last.
#[derive(Debug)]
pub(in crate::engine) struct EachRecord {
    viewer: Viewer,
    given: Rendering,
}

impl EachRecord {
    /// Begins at a state, with the frames that a follower gets who joins then: the whole `lot` message, and each message
    /// of a buyer so far.
    pub(in crate::engine) fn join(snapshot: &LotSnapshot, viewer: Viewer, now: Instant) -> (Self, FeedFrames) {
        let given = Rendering::of(snapshot, &viewer, now, now, None).expect("a first rendering differs from none");
        let whole = given.whole(snapshot.board.seq(), now);
        let frames = [whole].into_iter().chain(given.messages.iter().cloned()).collect();
        (Self { viewer, given }, frames)
    }

    /// Goes on to the state after the next record: its message, and what it changes for the party. No frames where it
    /// changes nothing.
    pub(in crate::engine) fn next(&mut self, snapshot: &LotSnapshot, now: Instant) -> FeedFrames {
        let Some(new) = Rendering::of(snapshot, &self.viewer, now, now, Some(&self.given)) else { return Vec::new() };
        let before = std::mem::replace(&mut self.given, new);
        let messages = self.given.messages[before.messages.len()..].iter().cloned();
        messages.chain(self.given.since(before.version, now)).collect()
    }
}
