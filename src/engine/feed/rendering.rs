//! One audience's view at one moment, in pieces, so that a follower with an older one gets only what differs.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::value::RawValue;

use super::source::{FrameText, PartName, PartText, Snapshot};
use crate::auction::view::Viewer;
use crate::clock::Instant;
use crate::ids::Seq;
use crate::protocol::ReadyFrame;

/// How old the `now` in shared bytes may be when they are delivered.
const SHARED_FOR: Duration = Duration::from_millis(20);
/// Most updates kept for sharing. Followers that are further behind than most get one of their own.
const SHARED_MAX: usize = 4;

/// A rendered view. Only the updates, which are made on demand and shared, are added later.
#[derive(Debug)]
pub(super) struct Rendering {
    /// Counts the renderings that differed for this audience; the first is 1.
    pub(super) version: u64,
    /// All messages for this audience so far, oldest first.
    pub(super) messages: Arc<Vec<ReadyFrame>>,
    /// When the first change that this rendering shows was committed.
    pub(super) changed_at: Instant,
    frames: Arc<dyn FrameText>,
    seq: Seq,
    fields: Vec<Field>,
    /// How many of the source's messages have been looked at.
    messages_seen: usize,
    updates: Mutex<Vec<SharedUpdate>>,
}

#[derive(Debug, Clone)]
struct Field {
    name: PartName,
    text: Arc<RawValue>,
    /// The version that brought this text.
    version: u64,
}

#[derive(Debug)]
struct SharedUpdate {
    since: u64,
    made_at: Instant,
    frame: ReadyFrame,
}

impl Rendering {
    /// Renders `snapshot` for `viewer`. None where nothing differs from the rendering `before`.
    pub(super) fn of(
        snapshot: &dyn Snapshot,
        viewer: &Viewer,
        now: Instant,
        changed_at: Instant,
        before: Option<&Self>,
    ) -> Option<Self> {
        let parts = snapshot.parts(viewer, now);
        let version = before.map_or(1, |before| before.version + 1);
        let (fields, fields_changed) = fields(parts, version, before);
        let seen = before.map_or(0, |before| before.messages_seen);
        let mut messages = before.map(|before| before.messages.clone()).unwrap_or_default();
        let (new, messages_seen) = snapshot.messages(viewer, seen);
        if before.is_some() && !fields_changed && new.is_empty() {
            return None;
        }
        if !new.is_empty() {
            Arc::make_mut(&mut messages).extend(new);
        }
        let (frames, seq) = (snapshot.frames(viewer), snapshot.seq());
        Some(Self { version, messages, changed_at, frames, seq, fields, messages_seen, updates: Mutex::default() })
    }

    /// The frame with the whole view. `seq` is the last record that was looked at, which may have changed nothing here.
    pub(super) fn whole(&self, seq: Seq, now: Instant) -> ReadyFrame {
        self.frames.whole(self.seq.max(seq), now, &mut self.fields.iter().map(Field::named))
    }

    /// The frame with what has changed, for a follower that has version `since`. None where no field has changed since.
    pub(super) fn since(&self, since: u64, now: Instant) -> Option<ReadyFrame> {
        if self.fields.iter().all(|field| field.version <= since) {
            return None;
        }
        let mut updates = self.updates.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(shared) = updates.iter().find(|shared| shared.since == since)
            && now.saturating_since(shared.made_at) < SHARED_FOR
        {
            return Some(shared.frame.clone());
        }
        let mut changed = self.fields.iter().filter(|field| field.version > since).map(Field::named);
        let frame = self.frames.update(self.seq, now, &mut changed);
        updates.retain(|shared| shared.since != since);
        if updates.len() < SHARED_MAX {
            updates.push(SharedUpdate { since, made_at: now, frame: frame.clone() });
        }
        Some(frame)
    }
}

impl Field {
    fn named(&self) -> (PartName, &str) {
        (self.name, self.text.get())
    }
}

/// The fields with the version that brought each text, and whether any is new. A field that the view no longer has is
/// kept as null: without that an update would leave its old value at the follower.
fn fields(parts: Vec<PartText>, version: u64, before: Option<&Rendering>) -> (Vec<Field>, bool) {
    let old = before.map_or(&[][..], |before| &before.fields);
    let mut fields: Vec<Field> = Vec::with_capacity(parts.len());
    let mut any_new = false;
    for (index, (name, text)) in parts.into_iter().enumerate() {
        let same_index = old.get(index).filter(|field| field.name == name);
        let field = same_index.or_else(|| old.iter().find(|field| field.name == name));
        if let Some(field) = field.filter(|field| text.is(&field.text)) {
            fields.push(field.clone());
        } else {
            any_new = true;
            fields.push(Field { name, text: text.into(), version });
        }
    }
    for gone in old.iter().filter(|field| fields.iter().all(|now| now.name != field.name)).cloned().collect::<Vec<_>>()
    {
        if gone.text.get() == RawValue::NULL.get() {
            fields.push(gone);
        } else {
            any_new = true;
            fields.push(Field { name: gone.name, text: RawValue::NULL.to_owned().into(), version });
        }
    }
    (fields, any_new)
}
