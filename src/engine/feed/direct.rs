//! Direct writing: a publisher hands ready frames to a follower's connection without running the follower's task.
//!
//! Two tasks write to one connection: the publisher and the follower's own. Where the publisher may not write, the
//! follower's task first writes the frames that it has, then fetches the newer ones. So states always come in order.

use std::fmt::Debug;

use crate::protocol::ReadyFrame;

/// A connection that a publisher may write to.
pub trait DirectWrite: Debug + Send + Sync {
    /// Writes the frame at once if the connection takes it now. Never waits.
    fn try_write(&self, frame: &ReadyFrame) -> WriteOutcome;

    /// When a text frame was written last, by the feed or by the task.
    fn last_write(&self) -> tokio::time::Instant;

    /// Refuses every frame until the follower's task, which is about to write, releases the connection.
    fn hold(&self);
}

/// What became of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum WriteOutcome {
    /// All of it is written.
    Written,
    /// A part is written. The follower's task has to send the rest before anything else.
    PartlyWritten,
    /// Nothing is written.
    Refused,
}

/// Whether a follower asks for beats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Beats {
    /// It does.
    Asked,
    /// It does not, as a client that knows nothing of them.
    NotAsked,
}
