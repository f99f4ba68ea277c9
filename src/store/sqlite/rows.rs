//! Reads records from the table, row by row where [`packed`] cannot read a page.
//!
//! A column of text may hold bytes that are no text. Each becomes a replacement character, which no body agrees with.

use sqlx::Row;
use sqlx::sqlite::{SqliteConnection, SqliteRow};

use super::error::failed;
use super::names::{readable_name, stored_name, text};
use super::packed;
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, StoreError, StreamId};
use crate::store::columns::{hash, instant, position, seq};

/// Up to `limit` records of a stream after `after`, in order.
pub(super) async fn page(
    connection: &mut SqliteConnection,
    stream: &StreamId,
    after: Seq,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    if let Some(records) = packed::page(connection, stream, after, limit).await {
        return Ok(records);
    }
    page_by_rows(connection, stream, after, limit).await
}

/// As [`page`], for any content of the table.
pub(super) async fn page_by_rows(
    connection: &mut SqliteConnection,
    stream: &StreamId,
    after: Seq,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let sql = "SELECT seq, at, kind, body, hash FROM journal
               WHERE stream = CAST(? AS TEXT) AND seq > ? ORDER BY seq LIMIT CAST(? AS INTEGER)";
    let query = sqlx::query(sql).bind(stored_name(stream.as_str())).bind(position(after)).bind(limit);
    let rows = query.fetch_all(connection).await.map_err(failed)?;
    rows.iter().map(|row| record(stream.clone(), row, 0)).collect::<Result<_, _>>().map_err(failed)
}

/// The position of a stream's last record.
pub(super) async fn head(connection: &mut SqliteConnection, stream: &StreamId) -> Result<Option<Seq>, StoreError> {
    let sql = "SELECT seq FROM journal WHERE stream = CAST(? AS TEXT) ORDER BY seq DESC LIMIT 1";
    let query = sqlx::query_scalar(sql).bind(stored_name(stream.as_str()));
    Ok(query.fetch_optional(connection).await.map_err(failed)?.map(seq))
}

/// Up to `limit` records of all streams after `after`, ordered by stream, then by position.
pub(super) async fn scan(
    connection: &mut SqliteConnection,
    after: Option<(&StreamId, Seq)>,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    if let Some(records) = packed::scan(connection, after, limit).await {
        return Ok(records);
    }
    scan_by_rows(connection, after, limit).await
}

/// As [`scan`], for any content of the table.
pub(super) async fn scan_by_rows(
    connection: &mut SqliteConnection,
    after: Option<(&StreamId, Seq)>,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let sql = "SELECT stream, seq, at, kind, body, hash FROM journal
               WHERE (stream, seq) > (CAST(? AS TEXT), ?) ORDER BY stream, seq LIMIT CAST(? AS INTEGER)";
    let (stream, seq) = after.map_or(("", 0), |(stream, seq)| (stream.as_str(), position(seq)));
    let query = sqlx::query(sql).bind(stored_name(stream)).bind(seq).bind(limit);
    let rows = query.fetch_all(connection).await.map_err(failed)?;

    let mut records: Vec<Record> = Vec::with_capacity(rows.len());
    for row in &rows {
        let name = readable_name(row.try_get_unchecked(0).map_err(failed)?);
        let same = records.last().filter(|last| last.stream.as_str() == name).map(|last| last.stream.clone());
        let stream = same.unwrap_or_else(|| StreamId::from_storage(&name));
        records.push(record(stream, row, 1).map_err(failed)?);
    }
    Ok(records)
}

/// When the server was last known to be alive.
pub(super) async fn last_alive(connection: &mut SqliteConnection) -> Result<Option<Instant>, StoreError> {
    let at: Option<String> =
        sqlx::query_scalar("SELECT at FROM alive").fetch_optional(connection).await.map_err(failed)?;
    at.map(|at| at.parse()).transpose().map_err(|_| StoreError::Failed("the table alive holds no instant".into()))
}

/// `columns` is the number of columns before `seq`.
fn record(stream: StreamId, row: &SqliteRow, columns: usize) -> Result<Record, sqlx::Error> {
    Ok(Record {
        stream,
        seq: seq(row.try_get(columns)?),
        at: instant(row.try_get_unchecked(columns + 1)?),
        kind: text(row.try_get_unchecked(columns + 2)?),
        body: text(row.try_get_unchecked(columns + 3)?),
        hash: hash(row.try_get_unchecked(columns + 4)?),
    })
}
