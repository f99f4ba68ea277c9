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

    /// Panics unless `records` follow this one in its stream: in order, without a gap, and none before the one before it in
    /// time. Debug builds also compute each hash again.
    pub(in crate::journal) fn assert_followed_by(self, records: &[Record]) {
        let mut before = self;
        for record in records {
            assert_eq!(record.seq, before.seq.next(), "the records of a stream have no gap");
            assert!(record.at >= before.at, "the records of a stream are in order of time");
            debug_assert_eq!(
                record.hash,
                before.hash.followed_by(record.body.as_bytes()),
                "each hash follows from the one before"
            );
            before = Self::from(record);
        }
    }
}

impl From<&Record> for Committed {
    fn from(record: &Record) -> Self {
        Self { seq: record.seq, at: record.at, hash: record.hash }
    }
}
