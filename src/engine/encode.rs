//! Encodes the events of the state machines as the journal's records, and decodes them.

use std::borrow::Cow;

use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;

use crate::auction::Event;
use crate::auction::event::Cause;
use crate::clock::Instant;
use crate::idempotency::IdempotencyKey;
use crate::ids::PersonId;
use crate::journal::record::Body;
use crate::journal::{Actor, Draft};

/// The kind of a bid that counts.
pub(super) const BID_ACCEPTED: &str = "bid_accepted";
/// The kind of a bid that does not count.
pub(super) const BID_REFUSED: &str = "bid_refused";

/// The member of a record's data that holds the key of the request that caused it.
pub(super) const KEY_MEMBER: &str = "idempotency";

/// The key, out of a record's data.
#[derive(Deserialize)]
struct KeyOfRecord {
    idempotency: Option<IdempotencyKey>,
}

/// The bidder, out of a bid's data.
#[derive(Deserialize)]
struct BidderOfBid<'a> {
    #[serde(borrow)]
    bidder: Cow<'a, str>,
}

/// Whose bid the data is of. Nothing else is read of it.
///
/// # Errors
/// Where the data is no bid's.
pub(super) fn bidder_of_bid(data: &str) -> Result<Cow<'_, str>, String> {
    let bid: BidderOfBid<'_> = serde_json::from_str(data).map_err(|error| error.to_string())?;
    Ok(bid.bidder)
}

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

/// The person who caused a record; none for the server.
pub(super) const fn person(actor: &Actor) -> Option<&PersonId> {
    match actor {
        Actor::System => None,
        Actor::Supplier { person, .. } | Actor::Buyer { person, .. } | Actor::Admin { person, .. } => Some(person),
    }
}

/// The record of `data` itself.
pub(super) fn of_data<T: Serialize>(at: Instant, actor: Actor, kind: &'static str, data: &T) -> Draft {
    Draft { at, actor, kind, data: raw(data) }
}

/// Adds the key of the request that caused a record to its data, as the last member.
pub(super) fn add_key(draft: &mut Draft, key: &IdempotencyKey) {
    let head = draft.data.get().strip_suffix('}').expect("the data of a record is an object");
    let comma = if head.ends_with('{') { "" } else { "," };
    let data = format!("{head}{comma}{}}}", key_member(key));
    draft.data = RawValue::from_string(data).expect("an object with one more member is JSON");
}

/// The key that a record holds, and the data without it.
///
/// # Errors
/// Where the data has a member of that name that no server has written so.
pub(super) fn split_key(data: &str) -> Result<(Cow<'_, str>, Option<IdempotencyKey>), String> {
    // Cheap where there is none: nearly all records have none.
    if !data.contains(KEY_MEMBER) {
        return Ok((data.into(), None));
    }
    let read: KeyOfRecord = serde_json::from_str(data).map_err(|error| format!("{KEY_MEMBER}: {error}"))?;
    let Some(key) = read.idempotency else { return Ok((data.into(), None)) };
    let written = format!("{}}}", key_member(&key));
    let head = data.strip_suffix(&written).ok_or_else(|| format!("{KEY_MEMBER} is not the last member of data"))?;
    Ok((format!("{}}}", head.strip_suffix(',').unwrap_or(head)).into(), Some(key)))
}

/// The key of the request that caused a lot's record; None for a bid, which has its `ref`.
///
/// # Errors
/// As [`split_key`].
pub(super) fn key_of(body: &Body) -> Result<Option<IdempotencyKey>, String> {
    if matches!(&*body.kind, BID_ACCEPTED | BID_REFUSED) {
        return Ok(None);
    }
    split_key(body.data.get()).map(|(_, key)| key)
}

/// The member's text, such as `"idempotency":{"key":"k","print":"…"}`.
fn key_member(key: &IdempotencyKey) -> String {
    let key = serde_json::to_string(key).expect("a key is text");
    format!("\"{KEY_MEMBER}\":{key}")
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
    read_bid(body).map_or_else(|| read_tagged(&body.kind, body.data.get()), Ok)
}

/// Reads the event of a bid's record. None for any other record, and for one that cannot be read.
pub(super) fn read_bid(body: &Body) -> Option<Event> {
    let data = body.data.get();
    match &*body.kind {
        BID_ACCEPTED => serde_json::from_str(data).map(Event::BidAccepted).ok(),
        BID_REFUSED => serde_json::from_str(data).map(Event::BidRefused).ok(),
        _ => None,
    }
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

/// Every kind of record after a lot's first one.
pub(super) const KINDS: [&str; 17] = [
    "terms_accepted",
    "lot_opened",
    BID_ACCEPTED,
    BID_REFUSED,
    "lot_extended",
    "lot_paused",
    "lot_resumed",
    "act_proposed",
    "act_approved",
    "act_declined",
    "annulment_requested",
    "annulment_declined",
    "bid_annulled",
    "bidder_excluded",
    "message_sent",
    "lot_closed",
    "lot_cancelled",
];

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
    use crate::idempotency::{KeyText, RequestPrint};

    fn key(text: &str) -> IdempotencyKey {
        IdempotencyKey { key: KeyText::parse(text.as_bytes()).unwrap(), print: RequestPrint::of("POST", "/", b"") }
    }

    // G2
    #[test]
    fn a_key_is_the_last_member_and_the_rest_stays_as_it_was() {
        for (data, text) in [("{}", "k"), (r#"{"reason":"r"}"#, "a\"}b\\"), (r#"{"reason":"idempotency"}"#, "k")] {
            let data = RawValue::from_string(data.to_owned()).unwrap();
            let mut draft =
                Draft { at: Instant::from_micros(0), actor: Actor::System, kind: "lot_cancelled", data: data.clone() };

            add_key(&mut draft, &key(text));

            let (rest, found) = split_key(draft.data.get()).unwrap();
            assert_eq!((&*rest, found), (data.get(), Some(key(text))), "{draft:?}");
            assert_eq!(split_key(data.get()).unwrap(), (data.get().into(), None), "a record without a key");
        }
    }

    // G2
    #[test]
    fn a_key_that_no_server_has_written_so_is_a_fault() {
        let own = key_member(&key("k"));

        for data in [
            format!("{{{own},\"reason\":\"r\"}}"),
            format!("{{\"reason\":\"r\",{}}}", own.replace("\"k\"", "\"k k\"")),
            format!("{{\"reason\":\"r\",{own} }}"),
            "{\"idempotency\":7}".to_owned(),
        ] {
            assert!(split_key(&data).is_err(), "{data}");
        }
    }

    #[test]
    fn every_kind_of_record_is_listed() {
        let fault = read_tagged::<Event>("none", "{}").unwrap_err();
        let kinds = fault.split_once("expected one of ").unwrap().1.split('`').skip(1).step_by(2);

        assert_eq!(kinds.collect::<Vec<_>>(), KINDS);
    }

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
