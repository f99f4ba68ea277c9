//! The exact text of a record's body: how it is written, and how it is read back.
//!
//! `{"stream":"lot/…","seq":7,"at":"…","actor":{…},"kind":"…","data":{…},"salt":"<32 hex>"}`: these keys in this order,
//! without spaces. There is one way to write a body; any other text is no body.

use std::fmt;
use std::io::Write;
use std::ops::Range;
use std::sync::Arc;

use serde::Deserialize;
use serde_json::value::RawValue;

use super::strict::{check_unique_keys, is_object};
use super::{Actor, Draft, StreamId};
use crate::clock::Instant;
use crate::ids::Seq;

/// Random bytes in a record.
pub(super) const SALT_BYTES: usize = 16;

/// A record's body, read. The salt is not kept.
#[derive(Debug, Clone, Deserialize)]
#[serde(from = "BodyMembers")]
pub struct Body {
    /// The stream it belongs to.
    pub stream: StreamId,
    /// Its position in the stream.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// Who caused it.
    pub actor: Actor,
    /// What happened.
    pub kind: Arc<str>,
    /// The rest of it.
    pub data: Data,
}

/// The `data` of a body: the JSON text of one object, exactly as in the record, whose text it shares.
#[derive(Clone)]
pub struct Data {
    text: Arc<str>,
    place: Range<usize>,
}

/// A body's members.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct BodyMembers {
    stream: StreamId,
    seq: Seq,
    at: Instant,
    actor: Actor,
    kind: Arc<str>,
    data: Box<RawValue>,
    salt: Box<str>,
}

/// The text is no record's body.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum BadBody {
    /// No JSON object with exactly the members of a body.
    #[error("the body cannot be read: {0}")]
    Unreadable(String),
    /// Its keys, spaces, escapes or digits are not those of the one way to write it.
    #[error("the body is not written as a body is written")]
    NotCanonical,
}

impl Body {
    /// Reads a body, and checks that writing it again gives the same bytes.
    ///
    /// # Errors
    /// [`BadBody`] for any other text.
    pub fn read(text: &str) -> Result<Self, BadBody> {
        Self::read_with(text, &mut Vec::new())
    }

    /// As [`Body::read`], with a buffer that calls share.
    pub(super) fn read_with(text: &str, scratch: &mut Vec<u8>) -> Result<Self, BadBody> {
        let unreadable = |error: serde_json::Error| BadBody::Unreadable(error.to_string());
        let body: BodyMembers = serde_json::from_str(text).map_err(unreadable)?;
        check_unique_keys(body.data.get()).map_err(unreadable)?;

        scratch.clear();
        write_head(scratch, &body.stream, body.seq, body.at, &body.actor, &body.kind);
        write_tail(scratch, body.data.get(), body.salt.as_bytes());
        let canonical = scratch.as_slice() == text.as_bytes() && is_object(body.data.get()) && is_salt(&body.salt);
        if canonical { Ok(body.into()) } else { Err(BadBody::NotCanonical) }
    }
}

impl From<BodyMembers> for Body {
    fn from(members: BodyMembers) -> Self {
        let BodyMembers { stream, seq, at, actor, kind, data, salt: _ } = members;
        Self { stream, seq, at, actor, kind, data: data.into() }
    }
}

impl Data {
    /// The data at that place of a body, whose text it shares.
    pub(super) fn within(body: &Arc<str>, place: Range<usize>) -> Self {
        Self { text: Arc::clone(body), place }
    }

    /// The JSON text.
    #[must_use]
    pub fn get(&self) -> &str {
        &self.text[self.place.clone()]
    }
}

impl From<Box<RawValue>> for Data {
    fn from(raw: Box<RawValue>) -> Self {
        let text: Arc<str> = Box::<str>::from(raw).into();
        Self { place: 0..text.len(), text }
    }
}

impl fmt::Debug for Data {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.get())
    }
}

/// Writes the body of `draft` at its position in the stream; `at` is the text of its instant.
pub(super) fn write(out: &mut Vec<u8>, stream: &StreamId, seq: Seq, at: &str, draft: &Draft, salt_hex: &[u8]) {
    write_head(out, stream, seq, at, &draft.actor, draft.kind);
    write_tail(out, draft.data.get(), salt_hex);
}

fn write_head(out: &mut Vec<u8>, stream: &StreamId, seq: Seq, at: impl fmt::Display, actor: &Actor, kind: &str) {
    out.extend_from_slice(b"{\"stream\":");
    write_json(out, stream.as_str());
    write!(out, ",\"seq\":{seq},\"at\":\"{at}\",\"actor\":").expect("a buffer takes every write");
    write_json(out, actor);
    out.extend_from_slice(b",\"kind\":");
    write_json(out, kind);
}

fn write_tail(out: &mut Vec<u8>, data: &str, salt_hex: &[u8]) {
    out.extend_from_slice(b",\"data\":");
    out.extend_from_slice(data.as_bytes());
    out.extend_from_slice(b",\"salt\":\"");
    out.extend_from_slice(salt_hex);
    out.extend_from_slice(b"\"}");
}

fn write_json<T: serde::Serialize + ?Sized>(out: &mut Vec<u8>, value: &T) {
    serde_json::to_writer(out, value).expect("texts and ids are always written");
}

pub(super) fn is_salt(text: &str) -> bool {
    text.len() == 2 * SALT_BYTES && text.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'))
}
