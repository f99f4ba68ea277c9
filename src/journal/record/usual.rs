//! A fast reader of the usual form of a body. It compares the body with the record's columns, where it has columns.
//!
//! Accepts nothing that [`Body::read`] and the comparison of the columns would refuse. They read every other body, and they
//! alone describe a fault. An audit spends most of its time here.

use std::ops::Range;
use std::sync::Arc;

use indexmap::IndexMap;

use super::body::{SALT_BYTES, is_salt};
use super::plain::is_plain_object;
use super::{Actor, Body, Data, Record, StreamId};
use crate::clock::Instant;
use crate::ids::Seq;

/// Most actors that are kept with their texts; when there are more, the list begins anew.
const ACTORS_MAX: usize = 4_096;

const AT: &str = ",\"at\":\"";
const ACTOR: &str = "\",\"actor\":";
const KIND: &str = ",\"kind\":\"";
/// The end of an actor's object: inside one of its texts a quote would follow a backslash.
const ACTOR_END: &str = "},\"kind\":\"";
const DATA: &str = "\",\"data\":";
const SALT: &str = ",\"salt\":\"";
const END: &str = "\"}";
/// Bytes of an instant in years of four digits.
const AT_LEN: usize = 27;
/// Bytes after the data.
const TAIL_LEN: usize = SALT.len() + 2 * SALT_BYTES + END.len();

/// Reads bodies of one stream.
#[derive(Debug)]
pub(super) struct UsualBodies {
    stream: StreamId,
    /// The first bytes of each body of the stream; none for a stream whose name JSON would escape.
    head: Option<Box<str>>,
    /// By the text of the actor.
    actors: IndexMap<Box<str>, Actor>,
}

/// The members of a body, as texts where they need no reading.
struct UsualMembers<'a> {
    seq: Seq,
    at: Instant,
    actor: &'a str,
    kind: &'a str,
    /// The place of the data in the body's text.
    data: Range<usize>,
}

impl UsualBodies {
    pub(super) fn new(stream: StreamId) -> Self {
        let is_plain = stream.as_str().bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
        let head = is_plain.then(|| format!("{{\"stream\":\"{stream}\",\"seq\":").into_boxed_str());
        Self { stream, head, actors: IndexMap::new() }
    }

    /// The body, where it is written in the usual way and agrees with the record's columns. The record belongs to this
    /// stream.
    pub(super) fn read(&mut self, record: &Record) -> Option<Body> {
        let UsualMembers { seq, at, actor, kind, data } = self.members(&record.body)?;
        if seq != record.seq || at != record.at || *kind != *record.kind {
            return None;
        }
        let (actor, data) = (self.actor(actor)?, Data::within(&record.body, data));
        Some(Body { stream: record.stream.clone(), seq, at, actor, kind: Arc::clone(&record.kind), data })
    }

    /// The body with that text, where it is one of this stream that is written in the usual way.
    pub(super) fn read_text(&mut self, text: &Arc<str>) -> Option<Body> {
        let UsualMembers { seq, at, actor, kind, data } = self.members(text)?;
        let (actor, data) = (self.actor(actor)?, Data::within(text, data));
        Some(Body { stream: self.stream.clone(), seq, at, actor, kind: kind.into(), data })
    }

    fn members<'a>(&self, body: &'a str) -> Option<UsualMembers<'a>> {
        let (seq, rest) = split_number(body.strip_prefix(self.head.as_deref()?)?)?;
        let (at, rest) = rest.strip_prefix(AT)?.split_at_checked(AT_LEN)?;
        let rest = rest.strip_prefix(ACTOR)?;
        let (actor, rest) = rest.split_at_checked(actor_len(rest)?)?;
        let rest = rest.strip_prefix(KIND)?;
        let is_of_word = |byte: u8| byte.is_ascii_lowercase() || byte == b'_';
        let (kind, rest) = rest.split_at_checked(rest.bytes().position(|byte| !is_of_word(byte))?)?;
        let rest = rest.strip_prefix(DATA)?;
        let (data, tail) = rest.split_at_checked(rest.len().checked_sub(TAIL_LEN)?)?;
        let salt = tail.strip_prefix(SALT)?.strip_suffix(END)?;
        if !is_salt(salt) || !is_plain_object(data) {
            return None;
        }
        let end = body.len() - TAIL_LEN;
        let (at, data) = (Instant::read_written(at.as_bytes())?, end - data.len()..end);
        Some(UsualMembers { seq: Seq(seq), at, actor, kind, data })
    }

    fn actor(&mut self, text: &str) -> Option<Actor> {
        if let Some(known) = self.actors.get(text) {
            return Some(known.clone());
        }
        let actor: Actor = serde_json::from_str(text).ok()?;
        if serde_json::to_string(&actor).ok()? != text {
            return None;
        }
        if self.actors.len() >= ACTORS_MAX {
            self.actors.clear();
        }
        self.actors.insert(text.into(), actor.clone());
        Some(actor)
    }
}

/// Bytes of the actor's object with which the text begins. A search for a longer text would first look at that text.
fn actor_len(text: &str) -> Option<usize> {
    let ends = text.bytes().enumerate().filter(|(_, byte)| *byte == b'}');
    ends.map(|(end, _)| end).find(|end| text[*end..].starts_with(ACTOR_END)).map(|end| end + 1)
}

/// The number with which the text begins, which has no leading zero, and the text after it.
fn split_number(text: &str) -> Option<(u64, &str)> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    let is_usual = digits == "0" || !digits.starts_with('0');
    Some((digits.parse().ok().filter(|_| is_usual)?, rest))
}
