//! What the feed asks of the thing that is followed.
//!
//! The feed knows no actor and no handle: it asks a source for a snapshot and renders it for each audience. A lot is a
//! source, and the console of an event is another.

use std::fmt::Debug;
use std::sync::Arc;
use std::time::Duration;

use futures::future::BoxFuture;

use crate::auction::view::{MemberText, Viewer};
use crate::clock::Instant;
use crate::ids::Seq;
use crate::protocol::ReadyFrame;

/// Where a feed gets the states that it renders. Asked once for all audiences, never for each follower.
pub(in crate::engine) trait Source: Debug + Send + Sync {
    /// The committed state. None where it cannot be had now, because too many ask or because the source has stopped.
    fn snapshot(&self) -> BoxFuture<'_, Option<Arc<dyn Snapshot>>>;

    /// The least time between two renderings, unless nothing changed before.
    fn render_interval_min(&self) -> Duration;

    /// Whether anything that is followed is open or paused.
    fn is_running(&self) -> bool;
}

/// A committed state, to render views from.
pub(in crate::engine) trait Snapshot: Debug + Send + Sync {
    /// The place up to which everything is in it.
    fn seq(&self) -> Seq;

    /// The view of one audience in parts, which are compared and sent one by one.
    fn parts(&self, viewer: &Viewer, now: Instant) -> Vec<PartText>;

    /// The messages for one audience beyond the first `seen`, and how many there are for all audiences.
    fn messages(&self, viewer: &Viewer, seen: usize) -> (Vec<ReadyFrame>, usize);

    /// How one audience's frames are written around the parts.
    fn frames(&self, viewer: &Viewer) -> Arc<dyn FrameText>;
}

/// Writes frames from the texts of parts.
pub(in crate::engine) trait FrameText: Debug + Send + Sync {
    /// The frame with the whole view, which every follower gets first.
    fn whole(&self, seq: Seq, now: Instant, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> ReadyFrame;

    /// The frame with the parts that have changed.
    fn update(&self, seq: Seq, now: Instant, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> ReadyFrame;
}

/// A part of a view: its name and its JSON text.
pub(in crate::engine) type PartText = (PartName, MemberText);

/// The same, to be written into a frame.
pub(in crate::engine) type NamedText<'a> = (PartName, &'a str);

/// Which part of a view: a member, or one entry of a member that is a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::engine) struct PartName {
    pub(in crate::engine) member: &'static str,
    /// The place in the list; 0 for a member that is sent whole.
    pub(in crate::engine) nth: usize,
}

impl PartName {
    /// A member that is sent whole.
    pub(in crate::engine) const fn member(member: &'static str) -> Self {
        Self { member, nth: 0 }
    }
}
