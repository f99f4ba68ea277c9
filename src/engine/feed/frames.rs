//! A lot's snapshot, and the bytes of its frames.

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use serde_json::value::RawValue;

use super::source::{FrameText, NamedText, PartName, PartText, Snapshot};
use crate::auction::view::{Board, Constants, MemberText, Viewer};
use crate::auth::Directory;
use crate::clock::Instant;
use crate::engine::ledger::{AcceptedBy, Broadcast};
use crate::ids::{BidderId, LotId, PersonId, Seq};
use crate::protocol::ReadyFrame;

/// A committed state of a lot.
#[derive(Debug, Clone)]
pub(in crate::engine) struct LotSnapshot {
    pub(in crate::engine) board: Board,
    /// Rendered once, when the lot was loaded.
    pub(in crate::engine) constants: Arc<Constants>,
    pub(in crate::engine) messages: Arc<Vec<Broadcast>>,
    /// Who has acted or asked for an annulment, by the record's place.
    pub(in crate::engine) persons: Arc<BTreeMap<Seq, PersonId>>,
    /// Who accepted the event's terms for each bidder, and when. No view of the lot shows it.
    pub(in crate::engine) terms: Arc<BTreeMap<BidderId, AcceptedBy>>,
    /// Asked while a view is rendered.
    pub(in crate::engine) directory: Directory,
}

/// Writes the frames `lot` and `update`.
#[derive(Debug)]
struct LotFrames(LotId);

impl LotSnapshot {
    /// Every member of the view but `seq` and `now`, which differ in each frame and are written separately.
    fn fields(&self, viewer: &Viewer, now: Instant) -> impl Iterator<Item = (&'static str, MemberText)> + use<> {
        let mut view = self.board.view(&self.constants, viewer, now);
        view.add_askers(|request| self.persons.get(&request).cloned());
        view.name_people(|person| self.directory.name_of(person));
        view.fields().into_iter().filter(|(name, _)| !matches!(*name, "seq" | "now"))
    }
}

impl Snapshot for LotSnapshot {
    fn seq(&self) -> Seq {
        self.board.seq()
    }

    fn parts(&self, viewer: &Viewer, now: Instant) -> Vec<PartText> {
        self.fields(viewer, now).map(|(member, text)| (PartName::member(member), text)).collect()
    }

    fn messages(&self, viewer: &Viewer, seen: usize) -> (Vec<ReadyFrame>, usize) {
        let lot = &self.board.setup().lot;
        let new = self.messages[seen..].iter().filter(|broadcast| is_for(broadcast, viewer));
        (new.map(|broadcast| message(lot, broadcast)).collect(), self.messages.len())
    }

    fn frames(&self, _: &Viewer) -> Arc<dyn FrameText> {
        Arc::new(LotFrames(self.board.setup().lot.clone()))
    }
}

impl FrameText for LotFrames {
    fn whole(&self, seq: Seq, now: Instant, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> ReadyFrame {
        ReadyFrame::of(text("lot", &self.0, seq, now, parts))
    }

    fn update(&self, seq: Seq, now: Instant, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> ReadyFrame {
        ReadyFrame::of(text("update", &self.0, seq, now, parts))
    }
}

/// The whole `lot` message for one viewer.
pub(in crate::engine) fn whole_lot(lot: &LotId, snapshot: &LotSnapshot, viewer: &Viewer, now: Instant) -> Bytes {
    let fields: Vec<_> = snapshot.fields(viewer, now).collect();
    let mut parts = fields.iter().map(|(name, text)| (PartName::member(name), text.get()));
    text("lot", lot, snapshot.board.seq(), now, &mut parts).into()
}

/// The same without the members of these names.
pub(in crate::engine) fn whole_lot_without(
    hidden: &[&str],
    snapshot: &LotSnapshot,
    viewer: &Viewer,
    now: Instant,
) -> Box<RawValue> {
    let fields = snapshot.fields(viewer, now).filter(|(name, _)| !hidden.contains(name));
    let fields: Vec<_> = fields.collect();
    let mut parts = fields.iter().map(|(name, text)| (PartName::member(name), text.get()));
    let lot = &snapshot.board.setup().lot;
    RawValue::from_string(text("lot", lot, snapshot.board.seq(), now, &mut parts)).expect("a frame is JSON")
}

fn text(kind: &str, lot: &LotId, seq: Seq, now: Instant, parts: &mut dyn Iterator<Item = NamedText<'_>>) -> String {
    let mut text = format!("{{\"type\":\"{kind}\",\"lot\":{},\"seq\":{seq},\"now\":\"{now}\"", json(lot.as_str()));
    for (name, value) in parts {
        text.push_str(",\"");
        text.push_str(name.member);
        text.push_str("\":");
        text.push_str(value);
    }
    text.push('}');
    text
}

/// A `message` frame.
fn message(lot: &LotId, message: &Broadcast) -> ReadyFrame {
    let Broadcast { seq, at, text, to: _ } = message;
    let (lot, text) = (json(lot.as_str()), json(text));
    ReadyFrame::of(format!("{{\"type\":\"message\",\"lot\":{lot},\"seq\":{seq},\"at\":\"{at}\",\"text\":{text}}}"))
}

/// Whether a buyer's message is for this viewer.
fn is_for(message: &Broadcast, viewer: &Viewer) -> bool {
    match (&message.to, viewer) {
        (None, _) | (Some(_), Viewer::Buyer(_) | Viewer::Auditor(_)) => true,
        (Some(to), Viewer::Bidder(bidder)) => to == bidder,
        (Some(_), Viewer::Observer(_)) => false,
    }
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}
