//! A lot's journal as one viewer may read it, line by line.
//!
//! Read from the store page by page, without the actor, so that no bid waits for a long history. A record that the viewer
//! may not know of gives None instead of no item: reading it costs time, and the reader paces itself by items.

use std::sync::Arc;

use bytes::Bytes;
use futures::stream::{self, BoxStream};
use futures::{StreamExt, TryStreamExt};

use super::answer::Denied;
use super::handle::{LotHandle, Question};
use super::redaction::Redaction;
use crate::auction::view::Viewer;
use crate::ids::Seq;
use crate::journal::{Hash, Record, StreamId};

/// A record's line with its line end; None where the viewer may not know of the record.
type RecordLine = Result<Option<Bytes>, Denied>;

/// The records after `after` that are committed now.
pub(super) fn lines(handle: Arc<LotHandle>, viewer: Viewer, after: Seq) -> BoxStream<'static, RecordLine> {
    let lines = async move {
        // One state, no older than any line, decides what the viewer may know of bidders.
        let snapshot = handle.ask(Question::Snapshot).await?;
        let last = snapshot.board.seq();
        let redaction = Redaction::new(snapshot.board, viewer);
        // The record before the first is read too, because the first line holds its hash.
        let from = Seq(after.0.saturating_sub(1));
        let records = handle.shared.journal.read_in_background(StreamId::lot(&handle.entry.id), from);
        let lot = handle.entry.id.clone();
        let records = records.map_err(move |error| {
            tracing::warn!(%lot, %error, "a history could not be read to its end");
            Denied::Unavailable
        });
        let mut prev = Hash::ZERO;
        let line = move |record: Record| {
            let line = if record.seq > after { redaction.line(&record, &prev) } else { Ok(None) };
            prev = record.hash;
            // Held until the last line, so that the lot stays loaded.
            let _ = &handle;
            line
        };
        Ok(records.try_take_while(move |record| futures::future::ready(Ok(record.seq <= last))).map(and_then(line)))
    };
    stream::once(lines).try_flatten().boxed()
}

/// Applies a fallible function to each item that is no error.
fn and_then<T, U, E>(mut then: impl FnMut(T) -> Result<U, E>) -> impl FnMut(Result<T, E>) -> Result<U, E> {
    move |item| item.and_then(&mut then)
}
