//! Reads a page of records as one value, which is faster than row by row.
//!
//! The driver receives rows from `SQLite`'s thread one by one, each with a copy of every column. So `SQLite` joins a page
//! into one text, in which the lengths of the columns precede each record, and this file splits it. A text that cannot be
//! split exactly as expected is read again row by row, which can handle a table that was tampered with. See
//! docs/performance.md, Pages of records in SQLite.

use std::sync::Arc;

use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::names::{readable_name, stored_name, text};
use crate::ids::Seq;
use crate::journal::{Hash, Record, StreamId};
use crate::store::columns::{instant, position};

/// Five lengths and a number, then the columns; `concat` and `group_concat` keep every byte. With a bare `LIMIT ?` the plan
/// would depend on the value, and `SQLite` would prepare the statement anew for each page.
macro_rules! page_of {
    ($rows:literal) => {
        concat!(
            "SELECT group_concat(concat(octet_length(stream), ' ', seq, ' ', octet_length(at), ' ', ",
            "octet_length(kind), ' ', octet_length(body), ' ', octet_length(hash), ' ', ",
            "stream, at, kind, body, hash), '') ",
            "FROM (SELECT stream, seq, at, kind, body, hash FROM journal WHERE ",
            $rows,
            " LIMIT CAST(? AS INTEGER))"
        )
    };
}

const PAGE: &str = page_of!("stream = CAST(? AS TEXT) AND seq > ? ORDER BY seq");
const SCAN: &str = page_of!("(stream, seq) > (CAST(? AS TEXT), ?) ORDER BY stream, seq");

/// Up to `limit` records of a stream after `after`, in order. None where they must be read row by row.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    stream: &StreamId,
    after: Seq,
    limit: u32,
) -> Option<Vec<Record>> {
    let query = sqlx::query(PAGE).bind(stored_name(stream.as_str())).bind(position(after)).bind(limit);
    let row = query.fetch_one(connection).await.ok()?;
    split_page(&row, Some(stream))
}

/// Up to `limit` records of all streams after that position. None where they must be read row by row.
pub(super) async fn scan(
    connection: &mut SqliteConnection,
    after: Option<(&StreamId, Seq)>,
    limit: u32,
) -> Option<Vec<Record>> {
    let (stream, seq) = after.map_or(("", 0), |(stream, seq)| (stream.as_str(), position(seq)));
    let row = sqlx::query(SCAN).bind(stored_name(stream)).bind(seq).bind(limit).fetch_one(connection).await.ok()?;
    split_page(&row, after.map(|(stream, _)| stream))
}

fn split_page(row: &SqliteRow, stream: Option<&StreamId>) -> Option<Vec<Record>> {
    let joined: Option<&[u8]> = row.try_get_unchecked(0).ok()?;
    let mut rest = joined.unwrap_or_default();
    let mut stream = stream.cloned();
    let mut records: Vec<Record> = Vec::new();
    while !rest.is_empty() {
        let record = next(&mut rest, &mut stream, records.last())?;
        // `SQLite` joins the values in the order of the rows, but does not promise it.
        let is_after = |last: &Record| (last.stream.as_str(), last.seq) < (record.stream.as_str(), record.seq);
        if !records.last().is_none_or(is_after) {
            return None;
        }
        records.push(record);
    }
    Some(records)
}

/// Splits off the next record; `stream` is the name of the record before. Nearly all records are of the same kind as the
/// one before, and share its text.
fn next(rest: &mut &[u8], stream: &mut Option<StreamId>, before: Option<&Record>) -> Option<Record> {
    let name_len = number(rest)?;
    let seq = number(rest)?;
    let (at_len, kind_len, body_len, hash_len) = (number(rest)?, number(rest)?, number(rest)?, number(rest)?);
    let name = readable_name(bytes(rest, name_len)?);
    let stream = match stream {
        Some(same) if same.as_str() == name => same.clone(),
        Some(_) | None => stream.insert(StreamId::from_storage(&name)).clone(),
    };
    Some(Record {
        stream,
        seq: Seq(seq),
        at: instant(bytes(rest, at_len)?),
        kind: kind(bytes(rest, kind_len)?, before),
        body: text(bytes(rest, body_len)?),
        hash: Hash(bytes(rest, hash_len)?.try_into().ok()?),
    })
}

fn kind(bytes: &[u8], before: Option<&Record>) -> Arc<str> {
    match before {
        Some(before) if before.kind.as_bytes() == bytes => Arc::clone(&before.kind),
        Some(_) | None => text(bytes),
    }
}

fn bytes<'a>(rest: &mut &'a [u8], len: u64) -> Option<&'a [u8]> {
    let (bytes, after) = rest.split_at_checked(usize::try_from(len).ok()?)?;
    *rest = after;
    Some(bytes)
}

/// Splits off a number and the space after it.
fn number(rest: &mut &[u8]) -> Option<u64> {
    let end = rest.iter().position(|byte| *byte == b' ')?;
    let digits = bytes(rest, u64::try_from(end).ok()?)?;
    *rest = rest.strip_prefix(b" ")?;
    // A sign is refused: neither a length nor a position is negative.
    if digits.iter().all(u8::is_ascii_digit) { str::from_utf8(digits).ok()?.parse().ok() } else { None }
}
