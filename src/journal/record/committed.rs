//! A record on stable storage: its position, its instant and its hash, without its text.

use super::{Hash, Record};
use crate::clock::Instant;
use crate::ids::Seq;

/// A record that is on stable storage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Committed {
    /// Its position in the stream, from 1.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// The hash of the chain up to this record.
    pub hash: Hash,
}

impl Committed {
    /// The tail of an empty stream: position 0, the earliest instant, the zero hash.
    pub const NOTHING: Self = Self { seq: Seq::ZERO, at: Instant::from_micros(i64::MIN), hash: Hash::ZERO };
}

impl From<&Record> for Committed {
    fn from(record: &Record) -> Self {
        Self { seq: record.seq, at: record.at, hash: record.hash }
    }
}
