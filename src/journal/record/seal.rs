//! Turns drafts into records: gives each its position, salt, bytes and hash.

use std::sync::Arc;

use rand::RngExt;

use super::body::{SALT_BYTES, write};
use super::hash::push_hex;
use super::strict::{check_unique_keys, is_object};
use super::{Committed, Draft, Record, StreamId};
use crate::clock::Instant;
use crate::ids::Seq;

/// Bytes that most bodies fit into; the buffer grows at most once per batch.
const BODY_BYTES: usize = 1_024;

/// Seals `drafts` as the records after `tail`. Draws their salts from the thread's generator, which is
/// cryptographically secure and seeded by the operating system.
///
/// # Panics
/// Where `at` runs backwards or `data` is no JSON object without spaces: such a record could never be read back.
#[must_use]
pub fn seal(stream: &StreamId, tail: Committed, drafts: &[Draft]) -> Vec<Record> {
    let mut random = rand::rng();
    let mut last = tail;
    let mut writer = BodyWriter::default();
    let seal_next = |draft: &Draft| {
        assert!(draft.at >= last.at, "records of one stream are decided one after the other");
        assert!(is_object(draft.data.get()), "data is one JSON object without spaces");
        debug_assert!(check_unique_keys(draft.data.get()).is_ok(), "no object in data names a key twice");
        let seq = last.seq.next();
        let body = writer.write(stream, seq, draft, random.random());
        let hash = last.hash.followed_by(body.as_bytes());
        last = Committed { seq, at: draft.at, hash };
        Record { stream: stream.clone(), seq, at: draft.at, kind: writer.kind(draft.kind), body, hash }
    };
    drafts.iter().map(seal_next).collect()
}

/// Writes the bodies of one batch. The texts that its records share are made once: nearly always the instant, often the
/// kind.
#[derive(Default)]
struct BodyWriter {
    body: Vec<u8>,
    salt_hex: Vec<u8>,
    at: Option<(Instant, String)>,
    kind: Option<Arc<str>>,
}

impl BodyWriter {
    fn write(&mut self, stream: &StreamId, seq: Seq, draft: &Draft, salt: [u8; SALT_BYTES]) -> Arc<str> {
        let at = match self.at.take() {
            Some((at, text)) if at == draft.at => text,
            Some(_) | None => draft.at.to_string(),
        };
        self.salt_hex.clear();
        push_hex(&mut self.salt_hex, &salt);
        self.body.clear();
        self.body.reserve(BODY_BYTES);
        write(&mut self.body, stream, seq, &at, draft, &self.salt_hex);
        self.at = Some((draft.at, at));
        str::from_utf8(&self.body).expect("JSON is written as UTF-8").into()
    }

    fn kind(&mut self, kind: &str) -> Arc<str> {
        let same = self.kind.take().filter(|last| **last == *kind);
        Arc::clone(self.kind.insert(same.unwrap_or_else(|| kind.into())))
    }
}
