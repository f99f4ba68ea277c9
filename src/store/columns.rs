//! What columns of the journal mean, in every database.
//!
//! A table can be tampered with. What a column cannot mean is turned into a value that no body agrees with (the earliest
//! instant, the zero hash), so that the chain check names the record, and its stream only.

use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Hash, Record};

/// An instant has one way to be written; any other text is no copy of what the body says.
pub(super) fn instant(text: &[u8]) -> Instant {
    Instant::read_written(text).unwrap_or(Instant::from_micros(i64::MIN))
}

pub(super) fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().map_or(Hash::ZERO, Hash)
}

/// A place in a stream as SQL has it.
pub(super) fn position(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

/// A place in a stream as SQL had it.
pub(super) fn seq(position: i64) -> Seq {
    Seq(u64::try_from(position).unwrap_or(0))
}

/// A trigger, or a statement that ended without a word, can leave rows out of an insert that succeeds.
pub(super) fn all_written(rows: u64, records: &[Record]) -> Result<(), sqlx::Error> {
    if rows == records.len() as u64 {
        return Ok(());
    }
    Err(sqlx::Error::Protocol(format!("{rows} of {} records were written", records.len())))
}
