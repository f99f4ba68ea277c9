//! The bytes of the feed's frames.

use bytes::Bytes;

use super::source::Snapshot;
use crate::auction::view::{MemberText, Viewer};
use crate::clock::Instant;
use crate::engine::ledger::Broadcast;
use crate::ids::{LotId, Seq};
use crate::protocol::ReadyFrame;

/// A top-level member of the `lot` message: its name and its JSON text.
pub(super) type FieldText = (&'static str, MemberText);

/// Every member of the view but `seq` and `now`, which differ in each frame and are written separately.
pub(super) fn fields(snapshot: &Snapshot, viewer: &Viewer, now: Instant) -> Vec<FieldText> {
    let mut view = snapshot.board.view(&snapshot.constants, viewer, now);
    view.add_askers(|request| snapshot.askers.get(&request).cloned());
    view.name_people(|person| snapshot.directory.name_of(person));
    view.fields().into_iter().filter(|(name, _)| !matches!(*name, "seq" | "now")).collect()
}

/// The whole `lot` message for one viewer.
pub(in crate::engine) fn whole_lot(lot: &LotId, snapshot: &Snapshot, viewer: &Viewer, now: Instant) -> Bytes {
    let fields = fields(snapshot, viewer, now);
    text("lot", lot, snapshot.board.seq(), now, fields.iter().map(|(name, text)| (*name, text.get()))).into()
}

/// A `lot` or `update` frame.
pub(super) fn frame<'a>(
    kind: &str,
    lot: &LotId,
    seq: Seq,
    now: Instant,
    fields: impl Iterator<Item = (&'a str, &'a str)>,
) -> ReadyFrame {
    ReadyFrame::of(text(kind, lot, seq, now, fields))
}

fn text<'a>(
    kind: &str,
    lot: &LotId,
    seq: Seq,
    now: Instant,
    fields: impl Iterator<Item = (&'a str, &'a str)>,
) -> String {
    let mut text = format!("{{\"type\":\"{kind}\",\"lot\":{},\"seq\":{seq},\"now\":\"{now}\"", json(lot.as_str()));
    for (name, value) in fields {
        text.push_str(",\"");
        text.push_str(name);
        text.push_str("\":");
        text.push_str(value);
    }
    text.push('}');
    text
}

/// A `message` frame.
pub(super) fn message(lot: &LotId, message: &Broadcast) -> ReadyFrame {
    let Broadcast { seq, at, text, to: _ } = message;
    let (lot, text) = (json(lot.as_str()), json(text));
    ReadyFrame::of(format!("{{\"type\":\"message\",\"lot\":{lot},\"seq\":{seq},\"at\":\"{at}\",\"text\":{text}}}"))
}

/// Whether a buyer's message is for this viewer.
pub(super) fn is_for(message: &Broadcast, viewer: &Viewer) -> bool {
    match (&message.to, viewer) {
        (None, _) | (Some(_), Viewer::Buyer(_) | Viewer::Auditor(_)) => true,
        (Some(to), Viewer::Bidder(bidder)) => to == bidder,
        (Some(_), Viewer::Observer(_)) => false,
    }
}

fn json(text: &str) -> String {
    serde_json::to_string(text).expect("a text is JSON")
}
