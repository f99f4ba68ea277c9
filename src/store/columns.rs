//! Turns columns of the journal into values, the same in every database.
//!
//! A table can be tampered with. An invalid column becomes a value that no body agrees with (the earliest instant, the zero
//! hash). So the chain check names this record, and no other stream is affected.

use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Hash, Record};

/// There is one way to write an instant; any other text cannot be a copy of the body's.
pub(super) fn instant(text: &[u8]) -> Instant {
    Instant::read_written(text).unwrap_or(Instant::from_micros(i64::MIN))
}

pub(super) fn hash(bytes: &[u8]) -> Hash {
    bytes.try_into().map_or(Hash::ZERO, Hash)
}

/// A position in a stream, for SQL.
pub(super) fn position(seq: Seq) -> i64 {
    i64::try_from(seq.0).unwrap_or(i64::MAX)
}

/// A position in a stream, from SQL.
pub(super) fn seq(position: i64) -> Seq {
    Seq(u64::try_from(position).unwrap_or(0))
}

/// Checks that all records were written: with a trigger, an insert can succeed without some of its rows.
pub(super) fn all_written(rows: u64, records: &[Record]) -> Result<(), sqlx::Error> {
    if rows == records.len() as u64 {
        return Ok(());
    }
    Err(sqlx::Error::Protocol(format!("{rows} of {} records were written", records.len())))
}
