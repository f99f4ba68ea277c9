//! From drafts to records: place, salt, bytes, hash.

use rand::RngExt;

use super::body::{SALT_BYTES, write};
use super::hash::push_hex;
use super::strict::{check_unique_keys, is_object};
use super::{Draft, Record, StreamId};
use crate::journal::stream::Committed;

/// Bytes of a body beside its `data` and its stream's name, about.
const ENVELOPE_BYTES: usize = 256;

/// Seals `drafts` as the records after `tail`. Draws their salts from the thread's generator, which is
/// cryptographically secure and seeded by the operating system.
///
/// # Panics
/// Where `at` runs backwards or `data` is no JSON object without spaces: such a record could never be read back.
#[must_use]
pub fn seal(stream: &StreamId, tail: Committed, drafts: &[Draft]) -> Vec<Record> {
    let mut random = rand::rng();
    let mut last = tail;
    let seal_next = |draft: &Draft| {
        assert!(draft.at >= last.at, "records of one stream are decided one after the other");
        assert!(is_object(draft.data.get()), "data is one JSON object without spaces");
        debug_assert!(check_unique_keys(draft.data.get()).is_ok(), "no object in data names a key twice");
        let seq = last.seq.next();
        let body = body_of(stream, seq, draft, random.random());
        let hash = last.hash.followed_by(body.as_bytes());
        last = Committed { seq, at: draft.at, hash };
        Record { stream: stream.clone(), seq, at: draft.at, kind: draft.kind.into(), body, hash }
    };
    drafts.iter().map(seal_next).collect()
}

fn body_of(stream: &StreamId, seq: crate::auction::ids::Seq, draft: &Draft, salt: [u8; SALT_BYTES]) -> Box<str> {
    let mut salt_hex = Vec::with_capacity(2 * SALT_BYTES);
    push_hex(&mut salt_hex, &salt);
    let mut body = Vec::with_capacity(ENVELOPE_BYTES + stream.as_str().len() + draft.data.get().len());
    write(&mut body, stream, seq, draft, &salt_hex);
    String::from_utf8(body).expect("JSON is written as UTF-8").into_boxed_str()
}
