//! The tables of summaries of streams that have ended.

use futures::FutureExt;
use futures::future::BoxFuture;
use sqlx::sqlite::{SqliteConnection, SqliteRow};
use sqlx::{Connection, Row};

use super::append;
use super::error::failed;
use super::names::{readable_name, stored_name, text};
use super::store::SqliteStore;
use crate::journal::{StoreError, StreamHead, StreamId, StreamSummary, Summaries};
use crate::store::columns::{hash, position, seq};

/// Each step finds the next name in the index, so that the records between two names are not read.
const HEADS: &str = "WITH RECURSIVE named (stream, nth) AS (
    SELECT (SELECT stream FROM journal WHERE stream > CAST(? AS TEXT) ORDER BY stream LIMIT 1), 1
    UNION ALL
    SELECT (SELECT stream FROM journal WHERE stream > named.stream ORDER BY stream LIMIT 1), nth + 1
    FROM named WHERE named.stream IS NOT NULL AND nth < ?
)
SELECT named.stream, journal.seq, journal.hash FROM named
JOIN journal ON journal.stream = named.stream
    AND journal.seq = (SELECT max(seq) FROM journal AS last WHERE last.stream = named.stream)
ORDER BY named.stream";

const LAST_HEAD: &str = "SELECT stream, seq, hash FROM journal ORDER BY stream DESC, seq DESC LIMIT 1";

const SUMMARIES: &str = "SELECT stream, seq, hash, summary FROM stream_summaries
    WHERE stream > CAST(? AS TEXT) ORDER BY stream LIMIT ?";

const SUMMARY_HEADS: &str =
    "SELECT stream, seq, hash FROM stream_summaries WHERE stream > CAST(? AS TEXT) ORDER BY stream LIMIT ?";

const SUMMARY: &str = "SELECT stream, seq, hash, summary FROM stream_summaries WHERE stream = CAST(? AS TEXT)";

const KEEP: &str = "INSERT INTO stream_summaries (stream, seq, hash, summary) VALUES (CAST(? AS TEXT), ?, ?, ?)
    ON CONFLICT (stream) DO UPDATE SET seq = excluded.seq, hash = excluded.hash, summary = excluded.summary";

/// Lists a stream as open, where the journal holds it.
const LIST: &str = "INSERT INTO open_streams (stream)
    SELECT ?1 WHERE EXISTS (SELECT 1 FROM journal WHERE stream = ?1) ON CONFLICT DO NOTHING";

const COMPLETE: &str = "INSERT INTO summary_set (only, version) VALUES (1, ?)
    ON CONFLICT (only) DO UPDATE SET version = excluded.version";

impl SqliteStore {
    async fn page_of_heads(
        &self,
        sql: &'static str,
        after: Option<&StreamId>,
        limit: u32,
    ) -> Result<Vec<StreamHead>, StoreError> {
        let mut reader = self.readers().acquire().await.map_err(failed)?;
        let query = sqlx::query(sql).bind(after_name(after)).bind(limit);
        let rows = query.fetch_all(&mut *reader).await.map_err(failed)?;
        rows.iter().map(head).collect::<Result<_, _>>().map_err(failed)
    }
}

impl Summaries for SqliteStore {
    fn open_streams(&self, version: u32) -> BoxFuture<'_, Result<Option<Vec<StreamId>>, StoreError>> {
        async move {
            let mut reader = self.readers().acquire().await.map_err(failed)?;
            open_streams(&mut reader, version).await.map_err(failed)
        }
        .boxed()
    }

    fn summary_of<'a>(&'a self, stream: &'a StreamId) -> BoxFuture<'a, Result<Option<StreamSummary>, StoreError>> {
        async move {
            let mut reader = self.readers().acquire().await.map_err(failed)?;
            let query = sqlx::query(SUMMARY).bind(stored_name(stream.as_str()));
            let row = query.fetch_optional(&mut *reader).await.map_err(failed)?;
            row.as_ref().map(summary).transpose().map_err(failed)
        }
        .boxed()
    }

    fn summaries_after<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamSummary>, StoreError>> {
        async move {
            let mut reader = self.readers().acquire().await.map_err(failed)?;
            let query = sqlx::query(SUMMARIES).bind(after_name(after)).bind(limit);
            let rows = query.fetch_all(&mut *reader).await.map_err(failed)?;
            rows.iter().map(summary).collect::<Result<_, _>>().map_err(failed)
        }
        .boxed()
    }

    fn summary_heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>> {
        self.page_of_heads(SUMMARY_HEADS, after, limit).boxed()
    }

    fn heads<'a>(
        &'a self,
        after: Option<&'a StreamId>,
        limit: u32,
    ) -> BoxFuture<'a, Result<Vec<StreamHead>, StoreError>> {
        self.page_of_heads(HEADS, after, limit).boxed()
    }

    fn last_head(&self) -> BoxFuture<'_, Result<Option<StreamHead>, StoreError>> {
        async move {
            let mut reader = self.readers().acquire().await.map_err(failed)?;
            let row = sqlx::query(LAST_HEAD).fetch_optional(&mut *reader).await.map_err(failed)?;
            row.as_ref().map(head).transpose().map_err(failed)
        }
        .boxed()
    }

    fn keep_summaries<'a>(&'a self, summaries: &'a [StreamSummary]) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut writer = self.writer().await;
            keep(&mut writer, summaries).await.map_err(failed)?;
            append::committed(&writer)
        }
        .boxed()
    }

    fn drop_summaries<'a>(&'a self, streams: &'a [StreamId]) -> BoxFuture<'a, Result<(), StoreError>> {
        async move {
            let mut writer = self.writer().await;
            drop_all(&mut writer, streams).await.map_err(failed)?;
            append::committed(&writer)
        }
        .boxed()
    }

    fn clear_summaries(&self) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            let mut writer = self.writer().await;
            clear(&mut writer).await.map_err(failed)?;
            append::committed(&writer)
        }
        .boxed()
    }

    fn complete_summaries(&self, version: u32) -> BoxFuture<'_, Result<(), StoreError>> {
        async move {
            let mut writer = self.writer().await;
            sqlx::query(COMPLETE).bind(version).execute(&mut *writer).await.map_err(failed)?;
            append::committed(&writer)
        }
        .boxed()
    }
}

async fn open_streams(reader: &mut SqliteConnection, version: u32) -> Result<Option<Vec<StreamId>>, sqlx::Error> {
    let complete: Option<i64> =
        sqlx::query_scalar("SELECT version FROM summary_set").fetch_optional(&mut *reader).await?;
    if complete != Some(version.into()) {
        return Ok(None);
    }
    let rows = sqlx::query("SELECT stream FROM open_streams").fetch_all(reader).await?;
    rows.iter().map(name).collect::<Result<_, _>>().map(Some)
}

async fn keep(writer: &mut SqliteConnection, summaries: &[StreamSummary]) -> Result<(), sqlx::Error> {
    let mut all = writer.begin_with("BEGIN IMMEDIATE").await?;
    for StreamSummary { head, text } in summaries {
        let name = stored_name(head.stream.as_str());
        let query = sqlx::query(KEEP).bind(&name).bind(position(head.seq)).bind(head.hash.0.as_slice());
        query.bind(&**text).execute(&mut *all).await?;
        let unlist = sqlx::query("DELETE FROM open_streams WHERE stream = CAST(? AS TEXT)");
        unlist.bind(name).execute(&mut *all).await?;
    }
    all.commit().await
}

async fn drop_all(writer: &mut SqliteConnection, streams: &[StreamId]) -> Result<(), sqlx::Error> {
    let mut all = writer.begin_with("BEGIN IMMEDIATE").await?;
    for stream in streams {
        let delete = sqlx::query("DELETE FROM stream_summaries WHERE stream = CAST(? AS TEXT)");
        delete.bind(stored_name(stream.as_str())).execute(&mut *all).await?;
        sqlx::query(LIST).bind(stream.shared()).execute(&mut *all).await?;
    }
    all.commit().await
}

async fn clear(writer: &mut SqliteConnection) -> Result<(), sqlx::Error> {
    let mut all = writer.begin_with("BEGIN IMMEDIATE").await?;
    for table in ["DELETE FROM summary_set", "DELETE FROM open_streams", "DELETE FROM stream_summaries"] {
        sqlx::query(table).execute(&mut *all).await?;
    }
    all.commit().await
}

/// The stored name after which a page begins. No stream has an empty name.
fn after_name(after: Option<&StreamId>) -> Vec<u8> {
    after.map_or_else(Vec::new, |stream| stored_name(stream.as_str()))
}

fn name(row: &SqliteRow) -> Result<StreamId, sqlx::Error> {
    Ok(StreamId::from_storage(&readable_name(row.try_get_unchecked(0)?)))
}

fn head(row: &SqliteRow) -> Result<StreamHead, sqlx::Error> {
    Ok(StreamHead { stream: name(row)?, seq: seq(row.try_get(1)?), hash: hash(row.try_get(2)?) })
}

fn summary(row: &SqliteRow) -> Result<StreamSummary, sqlx::Error> {
    Ok(StreamSummary { head: head(row)?, text: text(row.try_get_unchecked(3)?) })
}
