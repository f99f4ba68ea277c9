//! The feed: sends each follower the newest state of a lot or of an event, and every message.
//!
//! A commit only marks the lot as changed. A publisher asks the source for a snapshot, renders each audience's view once,
//! and serves the followers in groups; all of an audience share the same bytes. A follower whose connection takes bytes
//! at once is written to directly, and its task stays idle; otherwise its task is notified and fetches what it lacks. A
//! slow follower skips states and always ends on the newest one; a change that an audience cannot see sends it nothing.
//! Messages are never skipped. The feed knows what is followed only through [`Source`].

mod beats;
mod direct;
mod each_record;
mod follower;
mod followers;
mod frames;
mod group;
mod progress;
mod publisher;
mod rendering;
mod source;

use std::sync::Arc;

use self::beats::BeatLane;
use self::follower::{Delivered, Follower};
use self::group::FollowerGroup;
use self::publisher::Publisher;
use crate::auction::view::Viewer;
use crate::protocol::ReadyFrame;

pub use self::direct::{Beats, DirectWrite, WriteOutcome};
pub(super) use self::each_record::EachRecord;
pub(super) use self::followers::Followers;
pub(super) use self::frames::{LotSnapshot, whole_lot, whole_lot_without};
pub(super) use self::source::{FrameText, NamedText, PartName, PartText, Snapshot, Source};

/// One follower's end of a feed. What it follows stays loaded while it is held.
#[derive(Debug)]
pub struct Feed {
    /// Held, so that what is followed stays loaded.
    _source: Arc<dyn Source>,
    group: Arc<FollowerGroup>,
    follower: Arc<Follower>,
}

/// Ready frames, in the order in which they have to be sent.
pub type FeedFrames = Vec<ReadyFrame>;

/// Adds a follower, and starts the publisher that serves it where none runs. None where the lot's actor has stopped.
pub(super) fn follow(
    source: &Arc<impl Source + 'static>,
    followers: &Arc<Followers>,
    viewer: &Viewer,
    beats: Beats,
) -> Option<Feed> {
    let source: Arc<dyn Source> = source.clone();
    let added = followers.add(viewer, beats)?;
    if let Some(name) = added.publisher_to_start {
        tokio::spawn(Publisher::new(source.clone(), followers.clone(), name).run());
    }
    if added.starts_beats {
        tokio::spawn(BeatLane::new(source.clone(), followers.clone()).run());
    }
    Some(Feed { _source: source, group: added.group, follower: added.follower })
}

impl Feed {
    /// Has frames written without [`Feed::next`], once the whole `lot` message has been sent: from then on `next` waits
    /// until a direct write was refused. Before `next` returns frames it holds direct writes back; the caller releases
    /// them after it has sent the frames.
    pub fn write_directly(&mut self, direct: Arc<dyn DirectWrite>) {
        self.follower.delivered().direct = Some(direct);
    }

    /// Waits until there is something to send that this follower lacks: first the whole `lot` message, then `update`s
    /// against what it was given last, and `message`s. Returns no frames where a direct write took one in part: the
    /// caller has to send the rest. Cancel safe. None when the lot's actor has stopped.
    pub async fn next(&mut self) -> Option<FeedFrames> {
        loop {
            // Read before the state: a state that comes after it is notified again.
            let is_over = self.group.progress().is_over();
            if let Some(frames) = self.what_is_new() {
                return Some(frames);
            }
            if is_over {
                return None;
            }
            self.follower.notified().await;
        }
    }

    fn what_is_new(&mut self) -> Option<FeedFrames> {
        let (group, mut delivered) = (&self.group, self.follower.delivered());
        let Delivered { version, messages, .. } = *delivered;
        let is_stuck = std::mem::take(&mut delivered.is_stuck);
        let stuck = is_stuck.then(Vec::new);
        // Read before the rendering, so that it is never too high.
        let seq = group.audience().seq();
        if version.is_none() && seq < self.follower.joined_at {
            return stuck;
        }
        let Some(rendering) = group.audience().rendering() else { return stuck };
        let now = group.progress().clock.now();
        let first = version.is_none().then(|| rendering.whole(seq, now));
        let update = version.and_then(|version| rendering.since(version, now));
        let mut frames: FeedFrames = first.into_iter().collect();
        frames.extend_from_slice(&rendering.messages[messages..]);
        frames.extend(update);
        if !frames.is_empty() && version.is_some_and(|version| version < rendering.version) {
            group.progress().note_staleness(now.saturating_since(rendering.changed_at));
        }
        delivered.version = Some(rendering.version);
        delivered.messages = rendering.messages.len();
        if frames.is_empty() {
            return stuck;
        }
        delivered.hold();
        Some(frames)
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.group.remove(&self.follower);
    }
}
