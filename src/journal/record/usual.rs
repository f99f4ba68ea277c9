//! A fast reader of the usual form of a body. It compares the body with the record's columns.
//!
//! Accepts nothing that [`Body::read`] and the comparison of the columns would refuse. They read every other body, and they
//! alone describe a fault. An audit spends most of its time here.

use indexmap::IndexMap;

use super::body::{SALT_BYTES, is_salt};
use super::plain::is_plain_object;
use super::{Actor, Body, Record};
use crate::clock::Instant;

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
    /// The first bytes of each body of the stream; none for a stream whose name JSON would escape.
    head: Option<Box<str>>,
    /// By the text of the actor.
    actors: IndexMap<Box<str>, Actor>,
}

impl UsualBodies {
    pub(super) fn new(stream: &str) -> Self {
        let is_plain = stream.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\');
        let head = is_plain.then(|| format!("{{\"stream\":\"{stream}\",\"seq\":").into_boxed_str());
        Self { head, actors: IndexMap::new() }
    }

    /// The body, where it is written in the usual way and agrees with the record's columns. The record belongs to this
    /// stream.
    pub(super) fn read(&mut self, record: &Record) -> Option<Body> {
        let rest = record.body.strip_prefix(self.head.as_deref()?)?;
        let rest = strip_number(rest, record.seq.0)?.strip_prefix(AT)?;
        let (at, rest) = rest.split_at_checked(AT_LEN)?;
        if Instant::read_written(at.as_bytes())? != record.at {
            return None;
        }
        let rest = rest.strip_prefix(ACTOR)?;
        let (actor, rest) = rest.split_at_checked(rest.find(ACTOR_END)? + 1)?;
        let is_word = record.kind.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_');
        let rest = rest.strip_prefix(KIND)?.strip_prefix(&*record.kind).filter(|_| is_word)?.strip_prefix(DATA)?;
        let (data, tail) = rest.split_at_checked(rest.len().checked_sub(TAIL_LEN)?)?;
        let salt = tail.strip_prefix(SALT)?.strip_suffix(END)?;
        if !is_salt(salt) || !is_plain_object(data) {
            return None;
        }
        Some(Body::of_parts(record, self.actor(actor)?, data, salt))
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

/// The text after that number, where the number has no leading zero.
fn strip_number(text: &str, number: u64) -> Option<&str> {
    let end = text.bytes().position(|byte| !byte.is_ascii_digit())?;
    let (digits, rest) = text.split_at(end);
    let is_usual = digits == "0" || !digits.starts_with('0');
    (is_usual && digits.parse() == Ok(number)).then_some(rest)
}
