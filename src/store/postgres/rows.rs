//! Reads records from the table.

use sqlx::Row;
use sqlx::postgres::{PgConnection, PgRow};

use super::error::failed;
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, StoreError, StreamId};
use crate::store::columns::{hash, instant, position, seq};

/// Up to `limit` records of a stream after `after`, in order.
pub(super) async fn page(
    connection: &mut PgConnection,
    stream: &StreamId,
    after: Seq,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let sql = "SELECT seq, at, kind, body, hash FROM journal WHERE stream = $1 AND seq > $2 ORDER BY seq LIMIT $3";
    let query = sqlx::query(sql).bind(stream.as_str()).bind(position(after)).bind(i64::from(limit));
    let rows = query.fetch_all(connection).await.map_err(|error| failed(&error))?;
    rows.iter().map(|row| record(stream.clone(), row, 0)).collect::<Result<_, _>>().map_err(|error| failed(&error))
}

/// The position of a stream's last record.
pub(super) async fn head(connection: &mut PgConnection, stream: &StreamId) -> Result<Option<Seq>, StoreError> {
    let sql = "SELECT seq FROM journal WHERE stream = $1 ORDER BY seq DESC LIMIT 1";
    let query = sqlx::query_scalar(sql).bind(stream.as_str());
    Ok(query.fetch_optional(connection).await.map_err(|error| failed(&error))?.map(seq))
}

/// Up to `limit` records of all streams after `after`, ordered by the bytes of the stream's name, then by position.
pub(super) async fn scan(
    connection: &mut PgConnection,
    after: Option<(&StreamId, Seq)>,
    limit: u32,
) -> Result<Vec<Record>, StoreError> {
    let sql = "SELECT stream, seq, at, kind, body, hash FROM journal
               WHERE (stream, seq) > ($1, $2) ORDER BY stream, seq LIMIT $3";
    let (stream, seq) = after.map_or(("", 0), |(stream, seq)| (stream.as_str(), position(seq)));
    let query = sqlx::query(sql).bind(stream).bind(seq).bind(i64::from(limit));
    let rows = query.fetch_all(connection).await.map_err(|error| failed(&error))?;

    let mut records: Vec<Record> = Vec::with_capacity(rows.len());
    for row in &rows {
        let name: &str = row.try_get(0).map_err(|error| failed(&error))?;
        let same = records.last().filter(|last| last.stream.as_str() == name).map(|last| last.stream.clone());
        let stream = same.unwrap_or_else(|| StreamId::from_storage(name));
        records.push(record(stream, row, 1).map_err(|error| failed(&error))?);
    }
    Ok(records)
}

/// When the server was last known to be alive.
pub(super) async fn last_alive(connection: &mut PgConnection) -> Result<Option<Instant>, StoreError> {
    let at = sqlx::query_scalar("SELECT at FROM alive").fetch_optional(connection).await;
    let at: Option<String> = at.map_err(|error| failed(&error))?;
    at.map(|at| at.parse()).transpose().map_err(|_| StoreError::Failed("the table alive holds no instant".into()))
}

/// `columns` is the number of columns before `seq`.
fn record(stream: StreamId, row: &PgRow, columns: usize) -> Result<Record, sqlx::Error> {
    Ok(Record {
        stream,
        seq: seq(row.try_get(columns)?),
        at: instant(row.try_get::<&str, _>(columns + 1)?.as_bytes()),
        kind: row.try_get::<&str, _>(columns + 2)?.into(),
        body: row.try_get::<&str, _>(columns + 3)?.into(),
        hash: hash(row.try_get(columns + 4)?),
    })
}
