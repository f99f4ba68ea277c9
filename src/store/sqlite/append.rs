//! Appends records to the table.
//!
//! Rows are inserted by `INSERT … VALUES` of up to 100 rows, one prepared statement for each number of rows. A batch that
//! fits into one statement needs no transaction around it, which saves two calls to `SQLite`'s thread. See
//! docs/performance.md, Insert in SQLite.

use std::sync::{Arc, LazyLock};

use futures::StreamExt;
use sqlx::error::{BoxDynError, DatabaseError};
use sqlx::sqlite::{SqliteArguments, SqliteConnection};
use sqlx::{Arguments, AssertSqlSafe, Connection, Either, Executor};

use super::error::failed;
use crate::clock::Instant;
use crate::ids::Seq;
use crate::journal::{Record, StoreError};
use crate::store::columns::all_written;

/// Most rows in one statement. See docs/performance.md, Insert in SQLite.
pub(super) const ROWS_MAX: usize = 100;

/// Values in a row.
const COLUMNS: usize = 6;

/// The statement for each number of rows from 1.
static INSERTS: LazyLock<Vec<Arc<str>>> = LazyLock::new(|| (1..=ROWS_MAX).map(insert_of).collect());

fn insert_of(rows: usize) -> Arc<str> {
    let mut sql = String::from("INSERT INTO journal (stream, seq, at, kind, body, hash) VALUES (?, ?, ?, ?, ?, ?)");
    (1..rows).for_each(|_| sql.push_str(", (?, ?, ?, ?, ?, ?)"));
    sql.into()
}

/// Writes all of `records` or none, and lists the streams that begin as open.
pub(super) async fn append(writer: &mut SqliteConnection, records: &[Record]) -> Result<(), StoreError> {
    committed(writer)?;
    let is_one_statement = records.len() <= ROWS_MAX && !records.iter().any(begins_a_stream);
    let written = if is_one_statement { insert(writer, records).await } else { insert_many(writer, records).await };
    settle(writer, records, written).await
}

/// Writes few records in the transaction that is open already. Nothing is listed: the tables of summaries are filled by
/// the first start.
pub(super) async fn append_within(writer: &mut SqliteConnection, records: &[Record]) -> Result<(), StoreError> {
    for rows in records.chunks(ROWS_MAX) {
        let written = insert(writer, rows).await;
        match written {
            Ok(()) => {}
            Err(error) => settle(writer, rows, Err(error)).await?,
        }
    }
    Ok(())
}

async fn settle(
    writer: &mut SqliteConnection,
    records: &[Record],
    written: Result<(), sqlx::Error>,
) -> Result<(), StoreError> {
    match written {
        Ok(()) => committed(writer),
        Err(error) if is_conflict(&error) => Err(conflict_or_failure(writer, records, error).await),
        Err(error) => Err(failed(error)),
    }
}

/// Checks that the last write of the connection was also committed. A commit that failed on a full disk may have left its
/// transaction open: later writes then seem to succeed and none of them is kept.
pub(super) fn committed(writer: &SqliteConnection) -> Result<(), StoreError> {
    if writer.is_in_transaction() {
        return Err(StoreError::Failed("a transaction was left open: nothing is committed".into()));
    }
    Ok(())
}

async fn insert_many(writer: &mut SqliteConnection, records: &[Record]) -> Result<(), sqlx::Error> {
    let mut all = writer.begin_with("BEGIN IMMEDIATE").await?;
    for rows in records.chunks(ROWS_MAX) {
        if let Err(error) = insert(&mut all, rows).await {
            // Only after the rollback is it certain that nothing was written. `SQLite` has done it already where the disk
            // is full, and the first error says so.
            return Err(match all.rollback().await {
                Err(in_doubt) if is_conflict(&error) => in_doubt,
                Ok(()) | Err(_) => error,
            });
        }
    }
    for record in records.iter().filter(|record| begins_a_stream(record)) {
        let list = sqlx::query("INSERT INTO open_streams (stream) VALUES (?) ON CONFLICT DO NOTHING");
        list.bind(record.stream.shared()).execute(&mut *all).await?;
    }
    all.commit().await
}

fn is_conflict(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(DatabaseError::is_unique_violation)
}

fn begins_a_stream(record: &Record) -> bool {
    record.seq == Seq::ZERO.next()
}

async fn insert(connection: &mut SqliteConnection, records: &[Record]) -> Result<(), sqlx::Error> {
    let Some(sql) = records.len().checked_sub(1).and_then(|index| INSERTS.get(index)) else {
        return Ok(());
    };
    let values = values_of(records).map_err(sqlx::Error::Encode)?;
    let query = sqlx::query_with(AssertSqlSafe(sql.clone()), values);
    // The count is the only item of the stream, and arrives once everything is committed. Waiting for the end of the stream
    // would wake this task a second time for each commit.
    let done = connection.fetch_many(query).next().await.transpose()?;
    let rows = done.and_then(Either::left).map_or(0, |done| done.rows_affected());
    all_written(rows, records)
}

/// Passes the texts to `SQLite`'s thread without copying them. Most records of one batch have the same instant, whose text
/// is made once. See docs/performance.md, Insert in SQLite.
fn values_of(records: &[Record]) -> Result<SqliteArguments, BoxDynError> {
    let mut values = SqliteArguments::default();
    values.reserve(records.len() * COLUMNS, 0);
    let mut last_at: Option<(Instant, Arc<str>)> = None;
    for record in records {
        let (_, at) = match last_at.take() {
            Some(same) if same.0 == record.at => last_at.insert(same),
            Some(_) | None => last_at.insert((record.at, record.at.to_string().into())),
        };
        values.add(record.stream.shared())?;
        values.add(i64::try_from(record.seq.0)?)?;
        values.add(Arc::clone(at))?;
        values.add(Arc::clone(&record.kind))?;
        values.add(Arc::clone(&record.body))?;
        values.add(record.hash.0.as_slice())?;
    }
    Ok(values)
}

/// Finds the record whose position is taken, which `SQLite` does not name. Without one the insert failed for another
/// reason.
async fn conflict_or_failure(writer: &mut SqliteConnection, records: &[Record], error: sqlx::Error) -> StoreError {
    for record in records {
        match is_taken(writer, record).await {
            Ok(false) => {}
            Ok(true) => return StoreError::Conflict { stream: record.stream.clone() },
            Err(error) => return failed(error),
        }
    }
    failed(error)
}

async fn is_taken(writer: &mut SqliteConnection, record: &Record) -> Result<bool, sqlx::Error> {
    let taken = "SELECT EXISTS (SELECT 1 FROM journal WHERE stream = ? AND seq = ?)";
    let seq = i64::try_from(record.seq.0).map_err(|error| sqlx::Error::Encode(error.into()))?;
    sqlx::query_scalar(taken).bind(record.stream.shared()).bind(seq).fetch_one(writer).await
}
