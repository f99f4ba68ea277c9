//! Summaries of all ended streams, made while every stream is read.

use std::collections::BTreeSet;
use std::time::Duration;

use tokio::time::Instant;

use crate::engine::ended::SUMMARY_VERSION;
use crate::event::{EventSetup, EventStatus};
use crate::ids::LotId;
use crate::journal::{StoreError, StreamHead, StreamId, StreamSummary, Summaries};

/// Summaries that are written in one transaction, at most.
const KEPT_AT_ONCE: usize = 500;
/// How often the progress of a read of all streams is told.
const TOLD_EVERY: Duration = Duration::from_secs(5);

/// The summaries, as far as they are made.
pub(super) struct SummariesInMaking<'a> {
    summaries: &'a dyn Summaries,
    /// Lots that have ended for good.
    pub(super) ended: BTreeSet<LotId>,
    /// Streams that have no summary.
    pub(super) open: Vec<StreamId>,
    waiting: Vec<StreamSummary>,
    kept: u64,
    began: Instant,
    told: Instant,
}

impl<'a> SummariesInMaking<'a> {
    pub(super) fn new(summaries: &'a dyn Summaries) -> Self {
        let (ended, open, waiting) = (BTreeSet::new(), Vec::new(), Vec::new());
        let now = Instant::now();
        Self { summaries, ended, open, waiting, kept: 0, began: now, told: now }
    }

    /// Keeps the summary of a lot.
    pub(super) async fn keep_lot(&mut self, id: LotId, summary: StreamSummary) -> Result<(), StoreError> {
        self.ended.insert(id);
        self.keep(summary).await
    }

    /// Keeps a summary.
    pub(super) async fn keep(&mut self, summary: StreamSummary) -> Result<(), StoreError> {
        self.waiting.push(summary);
        if self.waiting.len() >= KEPT_AT_ONCE { self.write().await } else { Ok(()) }
    }

    /// Notes that the set is complete. `records` were read.
    pub(super) async fn complete(mut self, records: u64) -> Result<(), StoreError> {
        self.write().await?;
        self.summaries.drop_summaries(&self.open).await?;
        self.summaries.complete_summaries(SUMMARY_VERSION).await?;
        let (took, open, kept) = (self.began.elapsed(), self.open.len(), self.kept);
        if records > 0 {
            tracing::info!(
                records,
                kept,
                open,
                ?took,
                "the whole journal was read; the next start reads open streams only"
            );
        }
        Ok(())
    }

    /// Says now and then how far the read has come.
    pub(super) fn say_progress(&mut self, records: u64) {
        if self.told.elapsed() >= TOLD_EVERY {
            self.told = Instant::now();
            let (kept, open) = (self.kept, self.open.len());
            tracing::info!(records, kept, open, "reading the whole journal, to make summaries of what has ended");
        }
    }

    async fn write(&mut self) -> Result<(), StoreError> {
        if self.waiting.is_empty() {
            return Ok(());
        }
        self.summaries.keep_summaries(&self.waiting).await?;
        self.kept += self.waiting.len() as u64;
        self.waiting.clear();
        Ok(())
    }
}

/// Why these summaries cannot be of this journal; none where the streams with the first and with the last name agree. All
/// others are compared after the start.
pub(super) async fn why_not_of_journal(
    summaries: &dyn Summaries,
    listed: &BTreeSet<StreamId>,
) -> Result<Option<&'static str>, StoreError> {
    let first = summaries.heads(None, 1).await?.pop();
    let last = summaries.last_head().await?;
    if let (None, false) = (&first, listed.is_empty()) {
        return Ok(Some("the journal is empty"));
    }
    for (head, why) in [(first, "its first stream has another head"), (last, "its last stream has another head")] {
        let Some(head) = head else { continue };
        if !listed.contains(&head.stream) && !is_kept(summaries, &head).await? {
            return Ok(Some(why));
        }
    }
    Ok(None)
}

/// Whether a summary was made from that last record.
async fn is_kept(summaries: &dyn Summaries, head: &StreamHead) -> Result<bool, StoreError> {
    Ok(summaries.summary_of(&head.stream).await?.is_some_and(|summary| summary.head == *head))
}

/// Whether nothing can happen to an event any more, by which of its lots have ended for good.
pub(in crate::engine) fn is_over(event: &EventSetup, has_ended: impl Fn(&LotId) -> bool) -> bool {
    match event.status {
        EventStatus::Deleted => true,
        EventStatus::Published => event.lots.iter().all(has_ended),
        EventStatus::Draft | EventStatus::Template => false,
    }
}
