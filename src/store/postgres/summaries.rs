//! The tables of summaries of streams that have ended.
//!
//! They are written through a connection of the pool: a summary that is not written is made again, so its failure must not
//! cost the connection that writes bids.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::postgres::{PgConnection, PgRow};
use sqlx::{Connection, Row};

use super::error::failed;
use super::store::{PostgresStore, in_time};
use crate::journal::{StoreError, StreamHead, StreamId, StreamSummary, Summaries};
use crate::store::columns::{hash, position, seq};

/// Each step finds the next name in the index, so that the records between two names are not read.
const HEADS: &str = "WITH RECURSIVE named (stream, nth) AS (
    SELECT (SELECT stream FROM journal WHERE stream > $1 ORDER BY stream LIMIT 1), 1::bigint
    UNION ALL
    SELECT (SELECT later.stream FROM journal AS later WHERE later.stream > named.stream ORDER BY later.stream LIMIT 1),
        nth + 1
    FROM named WHERE named.stream IS NOT NULL AND nth < $2
)
SELECT named.stream, last.seq, last.hash FROM named
CROSS JOIN LATERAL
    (SELECT seq, hash FROM journal WHERE journal.stream = named.stream ORDER BY seq DESC LIMIT 1) AS last
ORDER BY named.stream";

const LAST_HEAD: &str = "SELECT stream, seq, hash FROM journal ORDER BY stream DESC, seq DESC LIMIT 1";

const SUMMARIES: &str =
    "SELECT stream, seq, hash, summary FROM stream_summaries WHERE stream > $1 ORDER BY stream LIMIT $2";

const SUMMARY_HEADS: &str = "SELECT stream, seq, hash FROM stream_summaries WHERE stream > $1 ORDER BY stream LIMIT $2";

const SUMMARY: &str = "SELECT stream, seq, hash, summary FROM stream_summaries WHERE stream = $1";

const KEEP: &str = "INSERT INTO stream_summaries (stream, seq, hash, summary)
    SELECT * FROM UNNEST($1::text[], $2::bigint[], $3::bytea[], $4::text[])
    ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, summary = excluded.summary";

const UNLIST: &str = "DELETE FROM open_streams WHERE stream = ANY($1::text[])";

const DROP: &str = "DELETE FROM stream_summaries WHERE stream = ANY($1::text[])";

/// Lists streams as open, where the journal holds them.
const LIST: &str = "INSERT INTO open_streams (stream)
    SELECT named.stream FROM UNNEST($1::text[]) AS named (stream)
    WHERE EXISTS (SELECT 1 FROM journal WHERE journal.stream = named.stream) ON CONFLICT DO NOTHING";

const COMPLETE: &str = "INSERT INTO summary_set (\"only\", version) VALUES (1, $1)
    ON CONFLICT (\"only\") DO UPDATE SET version = excluded.version";

impl PostgresStore {
    async fn page_of_heads(
        &self,
        sql: &'static str,
        after: Option<&StreamId>,
        limit: u32,
    ) -> Result<Vec<StreamHead>, StoreError> {
        let query = sqlx::query(sql).bind(after_name(after)).bind(i64::from(limit));
        let rows = query.fetch_all(&mut *self.reader().await?).await.map_err(|error| failed(&error))?;
        rows.iter().map(head).collect::<Result<_, _>>().map_err(|error| failed(&error))
    }
}

impl Summaries for PostgresStore {
    fn open_streams(&self, version: u32) -> BoxFuture<'_, Result<Option<Vec<StreamId>>, StoreError>> {
        in_time(async move { open_streams(&mut *self.reader().await?, version).await.map_err(|error| failed(&error)) })
            .boxed()
    }

    fn summary_of<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<StreamSummary>, StoreError>> {
        in_time(async move {
            let query = sqlx::query(SUMMARY).bind(stream.as_str());
            let row = query.fetch_optional(&mut *self.reader().await?).await.map_err(|error| failed(&error))?;
            row.as_ref().map(summary).transpose().map_err(|error| failed(&error))
        })
        .boxed()
    }

    fn summaries_after<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamSummary>, StoreError>> {
        in_time(async move {
            let query = sqlx::query(SUMMARIES).bind(after_name(after)).bind(i64::from(limit));
            let rows = query.fetch_all(&mut *self.reader().await?).await.map_err(|error| failed(&error))?;
            rows.iter().map(summary).collect::<Result<_, _>>().map_err(|error| failed(&error))
        })
        .boxed()
    }

    fn summary_heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>> {
        in_time(self.page_of_heads(SUMMARY_HEADS, after, limit)).boxed()
    }

    fn heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>> {
        in_time(self.page_of_heads(HEADS, after, limit)).boxed()
    }

    fn last_head(&self) -> BoxFuture<'_, Result<Option<StreamHead>, StoreError>> {
        in_time(async move {
            let row = sqlx::query(LAST_HEAD).fetch_optional(&mut *self.reader().await?).await;
            row.map_err(|error| failed(&error))?.as_ref().map(head).transpose().map_err(|error| failed(&error))
        })
        .boxed()
    }

    fn keep_summaries<'a>(&'a self, summaries: &'a [StreamSummary]) -> BoxFuture<'a, Result<(), StoreError>> {
        in_time(async move { keep(&mut *self.reader().await?, summaries).await.map_err(|error| failed(&error)) })
            .boxed()
    }

    fn drop_summaries<'a>(&'a self, streams: &'a [StreamId]) -> BoxFuture<'a, Result<(), StoreError>> {
        in_time(async move { drop_all(&mut *self.reader().await?, streams).await.map_err(|error| failed(&error)) })
            .boxed()
    }

    fn clear_summaries(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        in_time(async move { clear(&mut *self.reader().await?).await.map_err(|error| failed(&error)) }).boxed()
    }

    fn complete_summaries(&self, version: u32) -> BoxFuture<'_, Result<(), StoreError>> {
        in_time(async move {
            let query = sqlx::query(COMPLETE).bind(i32::try_from(version).unwrap_or(i32::MAX));
            query.execute(&mut *self.reader().await?).await.map(drop).map_err(|error| failed(&error))
        })
        .boxed()
    }
}

async fn open_streams(reader: &mut PgConnection, version: u32) -> Result<Option<Vec<StreamId>>, sqlx::Error> {
    let complete: Option<i32> =
        sqlx::query_scalar("SELECT version FROM summary_set").fetch_optional(&mut *reader).await?;
    if complete.and_then(|complete| u32::try_from(complete).ok()) != Some(version) {
        return Ok(None);
    }
    let names: Vec<String> = sqlx::query_scalar("SELECT stream FROM open_streams").fetch_all(reader).await?;
    Ok(Some(names.iter().map(|name| StreamId::from_storage(name)).collect()))
}

async fn keep(writer: &mut PgConnection, summaries: &[StreamSummary]) -> Result<(), sqlx::Error> {
    let names: Vec<&str> = summaries.iter().map(|summary| summary.head.stream.as_str()).collect();
    let mut all = writer.begin().await?;
    let query = sqlx::query(KEEP)
        .bind(&names)
        .bind(summaries.iter().map(|summary| position(summary.head.seq)).collect::<Vec<i64>>())
        .bind(summaries.iter().map(|summary| summary.head.hash.0.as_slice()).collect::<Vec<&[u8]>>())
        .bind(summaries.iter().map(|summary| &*summary.text).collect::<Vec<&str>>());
    query.execute(&mut *all).await?;
    sqlx::query(UNLIST).bind(&names).execute(&mut *all).await?;
    all.commit().await
}

async fn drop_all(writer: &mut PgConnection, streams: &[StreamId]) -> Result<(), sqlx::Error> {
    let names: Vec<&str> = streams.iter().map(StreamId::as_str).collect();
    let mut all = writer.begin().await?;
    sqlx::query(DROP).bind(&names).execute(&mut *all).await?;
    sqlx::query(LIST).bind(&names).execute(&mut *all).await?;
    all.commit().await
}

async fn clear(writer: &mut PgConnection) -> Result<(), sqlx::Error> {
    let mut all = writer.begin().await?;
    for table in ["DELETE FROM summary_set", "DELETE FROM open_streams", "DELETE FROM stream_summaries"] {
        sqlx::query(table).execute(&mut *all).await?;
    }
    all.commit().await
}

/// The name after which a page begins. No stream has an empty name.
fn after_name(after: Option<&StreamId>) -> &str {
    after.map_or("", StreamId::as_str)
}

fn head(row: &PgRow) -> Result<StreamHead, sqlx::Error> {
    Ok(StreamHead {
        stream: StreamId::from_storage(row.try_get(0)?),
        seq: seq(row.try_get(1)?),
        hash: hash(row.try_get(2)?),
    })
}

fn summary(row: &PgRow) -> Result<StreamSummary, sqlx::Error> {
    Ok(StreamSummary { head: head(row)?, text: row.try_get::<&str, _>(3)?.into() })
}
