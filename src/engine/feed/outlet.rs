//! A follower's own way out, through which a lane hands over ready frames without waking the follower's task.
//!
//! Two hands write to one line: the lane, and the follower's task. The lane gives way: it offers, and what is refused the
//! task fetches by itself once it has written what it has. So states always come in order.

use std::fmt::Debug;

use crate::protocol::ReadyFrame;

/// A follower's own way out.
pub trait Outlet: Debug + Send + Sync {
    /// Writes the frame at once if the line is free. Never waits.
    fn offer(&self, frame: &ReadyFrame) -> Offered;

    /// Refuses whatever is offered until the task, which is about to write by itself, lets go.
    fn hold(&self);
}

/// What became of a frame that was offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Offered {
    /// It is written.
    Taken,
    /// A part is written. The rest goes before anything else, which the task has to see to.
    TakenInPart,
    /// Nothing is written.
    Refused,
}
