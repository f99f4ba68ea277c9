//! Appends records to the table.
//!
//! One statement for any number of rows, prepared once, with one array per column. It needs no transaction around it, so a
//! commit takes one round trip. See docs/performance.md, Insert in PostgreSQL.

use sqlx::error::DatabaseError;
use sqlx::postgres::PgConnection;

use super::error::failed;
use super::writer::{PostgresWriter, WriteError};
use crate::ids::Seq;
use crate::journal::{Record, StoreError};
use crate::store::columns::{all_written, position};

const INSERT: &str = "INSERT INTO journal (stream, seq, at, kind, body, hash)
    SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bytea[])";

/// The same where streams begin, which are listed as open in the same statement.
const INSERT_AND_LIST: &str =
    "WITH listed AS (INSERT INTO open_streams (stream) SELECT * FROM UNNEST($7::text[]) ON CONFLICT DO NOTHING)
    INSERT INTO journal (stream, seq, at, kind, body, hash)
    SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[], $6::bytea[])";

/// The first of these positions that is taken.
const TAKEN: &str =
    "SELECT place.number FROM UNNEST($1::text[], $2::bigint[]) WITH ORDINALITY AS place (stream, seq, number)
    JOIN journal ON journal.stream = place.stream AND journal.seq = place.seq ORDER BY place.number LIMIT 1";

/// Writes all of `records` or none, and lists the streams that begin as open.
pub(super) async fn append(writer: &PostgresWriter, records: &[Record]) -> Result<(), StoreError> {
    let mut turn = writer.turn().await?;
    let begun: Vec<&str> = records.iter().filter(|record| begins_a_stream(record)).map(|r| r.stream.as_str()).collect();
    let begun = (!begun.is_empty()).then_some(begun);
    match writer.settled(insert(&mut turn.connection, records, begun)).await {
        Ok(()) => {
            turn.end();
            Ok(())
        }
        Err(WriteError::Database(error)) if is_conflict(&error) => {
            match writer.settled(taken(&mut turn.connection, records)).await? {
                Some(record) => {
                    turn.end();
                    Err(StoreError::Conflict { stream: record.stream.clone() })
                }
                // `records` holds the same position twice.
                None => Err(failed(&error)),
            }
        }
        Err(doubt) => Err(doubt.into()),
    }
}

fn begins_a_stream(record: &Record) -> bool {
    record.seq == Seq::ZERO.next()
}

/// Inserts records; lists these streams as open where there are any. Also called without records when the database is
/// opened: both statements are then prepared, and known to be allowed, before the first bid.
pub(super) async fn insert(
    connection: &mut PgConnection,
    records: &[Record],
    begun: Option<Vec<&str>>,
) -> Result<(), sqlx::Error> {
    let instants: Vec<String> = records.iter().map(|record| record.at.to_string()).collect();
    let query = sqlx::query(if begun.is_some() { INSERT_AND_LIST } else { INSERT })
        .bind(streams(records))
        .bind(positions(records))
        .bind(instants)
        .bind(records.iter().map(|record| &*record.kind).collect::<Vec<&str>>())
        .bind(records.iter().map(|record| &*record.body).collect::<Vec<&str>>())
        .bind(records.iter().map(|record| record.hash.0.as_slice()).collect::<Vec<&[u8]>>());
    let query = match begun {
        Some(begun) => query.bind(begun),
        None => query,
    };
    // `execute` reads until the database is ready again: after the commit, not already after the insert.
    let done = query.execute(connection).await?;
    all_written(done.rows_affected(), records)
}

fn streams(records: &[Record]) -> Vec<&str> {
    records.iter().map(|record| record.stream.as_str()).collect()
}

fn positions(records: &[Record]) -> Vec<i64> {
    records.iter().map(|record| position(record.seq)).collect()
}

fn is_conflict(error: &sqlx::Error) -> bool {
    error.as_database_error().is_some_and(DatabaseError::is_unique_violation)
}

/// The first record whose position is taken: the database names the row in its message only.
async fn taken<'r>(connection: &mut PgConnection, records: &'r [Record]) -> Result<Option<&'r Record>, sqlx::Error> {
    let taken = sqlx::query_scalar(TAKEN).bind(streams(records)).bind(positions(records));
    let number: Option<i64> = taken.fetch_optional(connection).await?;
    Ok(number.and_then(|number| records.get(usize::try_from(number - 1).ok()?)))
}
