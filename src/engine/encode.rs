//! Encodes the events of the state machines as the journal's records, and decodes them.

use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::value::RawValue;

use crate::auction::Event;
use crate::auction::event::Cause;
use crate::clock::Instant;
use crate::journal::record::Body;
use crate::journal::{Actor, Draft};

/// The kind of a bid that counts.
pub(super) const BID_ACCEPTED: &str = "bid_accepted";
/// The kind of a bid that does not count.
pub(super) const BID_REFUSED: &str = "bid_refused";

/// The record of something that happened on a lot.
pub(super) fn of_event(at: Instant, actor: &Actor, event: &Event) -> Draft {
    // An extension is the server's act: a bidder's name on it would reveal to its rivals who bid.
    let by_itself = matches!(event, Event::LotExtended { cause: Cause::Bid, .. });
    let actor = if by_itself { Actor::System } else { actor.clone() };
    Draft { at, actor, kind: kind(event), data: data_text(event) }
}

/// The record of a change that serialises as `{"kind":…,"data":…}`.
pub(super) fn of_tagged<T: Serialize>(at: Instant, actor: Actor, kind: &'static str, tagged: &T) -> Draft {
    let text = serde_json::to_string(tagged).expect("events are texts, figures and instants");
    Draft { at, actor, kind, data: data_of(&text, kind) }
}

/// The record of `data` itself.
pub(super) fn of_data<T: Serialize>(at: Instant, actor: Actor, kind: &'static str, data: &T) -> Draft {
    Draft { at, actor, kind, data: raw(data) }
}

fn raw<T: Serialize>(data: &T) -> Box<RawValue> {
    serde_json::value::to_raw_value(data).expect("records are texts, figures and instants")
}

/// Writes an event's `data` to `out`, as a record holds it. Replaces what `out` held before.
pub(super) fn write_data(event: &Event, out: &mut Vec<u8>) {
    out.clear();
    if let Event::BidAccepted(bid) = event {
        return write_json(out, bid);
    }
    if let Event::BidRefused(bid) = event {
        return write_json(out, bid);
    }
    out.extend_from_slice(data_text(event).get().as_bytes());
}

fn write_json<T: Serialize>(out: &mut Vec<u8>, data: &T) {
    serde_json::to_writer(out, data).expect("records are texts, figures and instants");
}

/// An event's `data`, as a record holds it.
pub(super) fn data_text(event: &Event) -> Box<RawValue> {
    // Nearly all events are bids: their data is written without the tag, which would have to be cut off again.
    if let Event::BidAccepted(bid) = event {
        return raw(bid);
    }
    if let Event::BidRefused(bid) = event {
        return raw(bid);
    }
    let text = serde_json::to_string(event).expect("events are texts, figures and instants");
    data_of(&text, kind(event))
}

/// Reads an event back from a record's `kind` and `data`.
pub(super) fn read_tagged<T: DeserializeOwned>(kind: &str, data: &str) -> Result<T, String> {
    let mut text = String::with_capacity(kind.len() + data.len() + 22);
    text.push_str("{\"kind\":\"");
    text.push_str(kind);
    text.push_str("\",\"data\":");
    text.push_str(data);
    text.push('}');
    serde_json::from_str(&text).map_err(|error| format!("{kind} cannot be read: {error}"))
}

/// Reads an event of a lot. Nearly all are bids, which are read without the tag. One that cannot be read so is read with
/// the tag too, whose error names the problem.
pub(super) fn read_event(body: &Body) -> Result<Event, String> {
    let (kind, data) = (&*body.kind, body.data.get());
    let bid = match kind {
        BID_ACCEPTED => serde_json::from_str(data).map(Event::BidAccepted).ok(),
        BID_REFUSED => serde_json::from_str(data).map(Event::BidRefused).ok(),
        _ => None,
    };
    bid.map_or_else(|| read_tagged(kind, data), Ok)
}

/// The member `data`. It is the last one, so that it can be cut out of the text without parsing.
fn data_of(text: &str, kind: &str) -> Box<RawValue> {
    let data = text
        .strip_prefix("{\"kind\":\"")
        .and_then(|rest| rest.strip_prefix(kind))
        .and_then(|rest| rest.strip_prefix("\",\"data\":"))
        .and_then(|rest| rest.strip_suffix('}'))
        .expect("events serialise as kind, then data");
    RawValue::from_string(data.to_owned()).expect("a member of JSON is JSON")
}

/// The event's name in the journal.
pub(super) const fn kind(event: &Event) -> &'static str {
    match event {
        Event::TermsAccepted { .. } => "terms_accepted",
        Event::LotOpened { .. } => "lot_opened",
        Event::BidAccepted(_) => BID_ACCEPTED,
        Event::BidRefused(_) => BID_REFUSED,
        Event::LotExtended { .. } => "lot_extended",
        Event::LotPaused { .. } => "lot_paused",
        Event::LotResumed { .. } => "lot_resumed",
        Event::ActProposed { .. } => "act_proposed",
        Event::ActApproved { .. } => "act_approved",
        Event::ActDeclined { .. } => "act_declined",
        Event::AnnulmentRequested { .. } => "annulment_requested",
        Event::AnnulmentDeclined { .. } => "annulment_declined",
        Event::BidAnnulled { .. } => "bid_annulled",
        Event::BidderExcluded { .. } => "bidder_excluded",
        Event::MessageSent { .. } => "message_sent",
        Event::LotClosed { .. } => "lot_closed",
        Event::LotCancelled { .. } => "lot_cancelled",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_way_to_write_data_gives_the_same_bytes() {
        let texts = [
            r#"{"kind":"bid_accepted","data":{"bidder":"acme","ref":"a","prices":{"glove":"2.98"},"confirmed":false,"total":"298.00","evaluated":"298.00","received_at":"2026-11-21T14:00:00.000000Z","rank":1}}"#,
            r#"{"kind":"bid_refused","data":{"bidder":"acme","ref":"a","prices":{},"confirmed":true,"reason":"closed","limit":null,"received_at":"2026-11-21T14:00:00.000000Z"}}"#,
            r#"{"kind":"lot_cancelled","data":{"reason":"r \"quoted\""}}"#,
        ];
        for text in texts {
            let event: Event = serde_json::from_str(text).unwrap();

            let (kind, data) = (kind(&event), data_text(&event));

            assert_eq!(format!("{{\"kind\":\"{kind}\",\"data\":{}}}", data.get()), text);
            assert_eq!(read_tagged::<Event>(kind, data.get()), Ok(event));
        }
    }
}
