//! Keeps summaries of lots and events that have ended, and checks their records after the start.
//!
//! A start reads only what is listed as open. Then this task compares every other stream's last record with its summary,
//! and reads again what does not agree. Afterwards it reads the records of all ended streams once, in the background: a
//! broken stream is reported, and a summary that does not follow from its records is made anew. While the engine runs, it
//! makes the summaries of what ends.

mod learning;
mod reading;

use std::collections::BTreeSet;
use std::sync::Arc;
use std::time::Duration;

use self::reading::read_in_background;
use super::answer::Denied;
use super::ended::{CommonTexts, EndedEvent, EndedLot};
use super::event::{EventHandle, LearntEvents};
use super::fault::StreamFault;
use super::recovery::Recovered;
use super::registry::Registry;
use super::shared::Shared;
use crate::clock::Instant;
use crate::ids::{EventId, LotId};
use crate::journal::record::StreamKind;
use crate::journal::{StoreError, StreamId, StreamSummary, Summaries};

/// How often it looks for what has ended.
const LOOK_EVERY: Duration = Duration::from_secs(1);
/// The time before another attempt, where the store has failed.
const RETRY_AFTER: Duration = Duration::from_secs(1);
/// Summaries that are read at a time.
const PAGE_SUMMARIES: u32 = 200;

/// The task.
#[derive(Debug)]
pub(super) struct EndedKeeper {
    registry: Arc<Registry>,
    events: EventHandle,
    shared: Arc<Shared>,
    last_alive: Option<Instant>,
    common: CommonTexts,
}

/// Why a step was not finished.
#[derive(Debug, thiserror::Error)]
enum Unfinished {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the actor of events did not answer")]
    Events,
}

impl From<Denied> for Unfinished {
    fn from(_: Denied) -> Self {
        Self::Events
    }
}

impl EndedKeeper {
    pub(super) fn new(
        registry: Arc<Registry>,
        events: EventHandle,
        shared: Arc<Shared>,
        last_alive: Option<Instant>,
    ) -> Self {
        Self { registry, events, shared, last_alive, common: CommonTexts::default() }
    }

    /// Runs until the engine stops. `read` are the streams that the start has read, none where it has read all.
    pub(super) async fn run(mut self, read: Option<BTreeSet<StreamId>>) {
        let stopping = self.shared.stopping.clone();
        stopping.run_until_cancelled(self.keep(read)).await;
    }

    async fn keep(&mut self, read: Option<BTreeSet<StreamId>>) {
        let journal = self.shared.journal.clone();
        let Some(summaries) = journal.summaries() else {
            self.registry.note_all_known();
            self.registry.note_all_checked();
            return;
        };
        while let Err(error) = self.learn(summaries, read.as_ref()).await {
            tracing::warn!(%error, "what has ended is not known yet; trying again");
            tokio::time::sleep(RETRY_AFTER).await;
        }
        self.registry.note_all_known();
        if read.is_some() {
            self.check_all(summaries).await;
        }
        self.registry.note_all_checked();
        loop {
            self.look(summaries).await;
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    async fn look(&mut self, summaries: &dyn Summaries) {
        if let Err(error) = self.keep_what_has_ended(summaries).await {
            tracing::warn!(%error, "the summary of what has ended is not kept yet; trying again");
        }
    }

    /// Checks the records of all streams that have a summary.
    async fn check_all(&mut self, summaries: &dyn Summaries) {
        let (mut after, mut checked, mut wrong) = (None, 0_u64, 0_u64);
        let mut looked = tokio::time::Instant::now();
        loop {
            let page = match summaries.summaries_after(after.as_ref(), PAGE_SUMMARIES).await {
                Ok(page) => page,
                Err(error) => {
                    tracing::warn!(%error, "ended streams are not checked to the end; trying again");
                    tokio::time::sleep(RETRY_AFTER).await;
                    continue;
                }
            };
            let Some(last) = page.last() else { break };
            after = Some(last.head.stream.clone());
            for summary in page {
                match self.check(summaries, &summary).await {
                    Ok(true) => checked += 1,
                    Ok(false) => wrong += 1,
                    Err(error) => {
                        tracing::warn!(stream = %summary.head.stream, %error, "an ended stream is not checked");
                    }
                }
                // What ends meanwhile does not wait for the end of a long check.
                if looked.elapsed() >= LOOK_EVERY {
                    self.look(summaries).await;
                    looked = tokio::time::Instant::now();
                }
            }
        }
        tracing::info!(checked, wrong, "the records of all ended streams were checked");
    }

    /// Checks the records of one ended stream, and its summary against them.
    async fn check(&mut self, summaries: &dyn Summaries, kept: &StreamSummary) -> Result<bool, Unfinished> {
        let stream = &kept.head.stream;
        let read = read_in_background(&self.shared, stream.clone()).await?;
        let made = match read {
            Some(Recovered::Failed { fault, .. }) => {
                self.report_broken(summaries, stream, fault).await?;
                return Ok(false);
            }
            Some(Recovered::Lot(folded)) => EndedLot::summary_of(&folded),
            Some(Recovered::Event(event)) => Some(EndedEvent::summary_of(&event)),
            None => None,
        };
        let Some(made) = made else {
            summaries.drop_summaries(std::slice::from_ref(stream)).await?;
            tracing::warn!(%stream, "a stream that has a summary has not ended: the next start reads it");
            return Ok(false);
        };
        if made == *kept {
            return Ok(true);
        }
        if made.head == kept.head {
            tracing::warn!(%stream, "a summary does not follow from its records: it is made anew");
        }
        self.keep_anew(summaries, made).await?;
        Ok(false)
    }

    /// Reports a broken stream. The next start reads it again before it is ready.
    async fn report_broken(
        &self,
        summaries: &dyn Summaries,
        stream: &StreamId,
        fault: StreamFault,
    ) -> Result<(), Unfinished> {
        match stream.kind() {
            Some(StreamKind::Lot(id)) => self.registry.note_broken(&id, fault),
            Some(StreamKind::Event(id)) => {
                self.registry.note_failed(stream.to_string(), fault);
                self.events.note_broken(&id).await?;
            }
            Some(StreamKind::Partnership(_)) | None => self.registry.note_failed(stream.to_string(), fault),
        }
        summaries.drop_summaries(std::slice::from_ref(stream)).await?;
        if let Some(StreamKind::Lot(id)) = stream.kind() {
            self.registry.note_dropped(&id);
        }
        Ok(())
    }

    async fn keep_anew(&mut self, summaries: &dyn Summaries, made: StreamSummary) -> Result<(), Unfinished> {
        summaries.keep_summaries(std::slice::from_ref(&made)).await?;
        match made.head.stream.kind() {
            Some(StreamKind::Lot(id)) => self.registry.note_kept(&id, made.head.seq),
            Some(StreamKind::Event(_)) => {
                if let Ok(read) = EndedEvent::read(&made, &mut self.common) {
                    self.events.learn(LearntEvents { ended: vec![read], whole: Vec::new() }).await?;
                }
            }
            Some(StreamKind::Partnership(_)) | None => {}
        }
        Ok(())
    }

    /// Makes the summaries of lots and events that have ended, and gives the memory of unused events back.
    async fn keep_what_has_ended(&mut self, summaries: &dyn Summaries) -> Result<(), Unfinished> {
        for id in self.registry.ended_without_summary() {
            self.keep_lot(summaries, &id).await?;
        }
        for id in self.registry.broken_with_summary() {
            summaries.drop_summaries(&[StreamId::lot(&id)]).await?;
            self.registry.note_dropped(&id);
        }
        for over in self.events.over().await? {
            if !over.is_kept {
                self.keep_event(summaries, &over.id).await?;
            } else if over.is_idle {
                self.rest_event(summaries, &over.id).await?;
            }
        }
        Ok(())
    }

    async fn keep_lot(&self, summaries: &dyn Summaries, id: &LotId) -> Result<(), Unfinished> {
        match read_in_background(&self.shared, StreamId::lot(id)).await? {
            Some(Recovered::Lot(folded)) => {
                if let Some(summary) = EndedLot::summary_of(&folded) {
                    summaries.keep_summaries(std::slice::from_ref(&summary)).await?;
                    self.registry.note_kept(id, summary.head.seq);
                }
            }
            Some(Recovered::Failed { fault, .. }) => {
                self.report_broken(summaries, &StreamId::lot(id), fault).await?;
            }
            Some(Recovered::Event(_)) | None => {}
        }
        Ok(())
    }

    async fn keep_event(&self, summaries: &dyn Summaries, id: &EventId) -> Result<(), Unfinished> {
        match read_in_background(&self.shared, StreamId::event(id)).await? {
            Some(Recovered::Event(folded)) => {
                let summary = EndedEvent::summary_of(&folded);
                summaries.keep_summaries(std::slice::from_ref(&summary)).await?;
                self.events.note_kept(id, summary.head.seq).await?;
            }
            Some(Recovered::Failed { fault, .. }) => {
                self.report_broken(summaries, &StreamId::event(id), fault).await?;
            }
            Some(Recovered::Lot(_)) | None => {}
        }
        Ok(())
    }

    async fn rest_event(&mut self, summaries: &dyn Summaries, id: &EventId) -> Result<(), Unfinished> {
        let Some(summary) = summaries.summary_of(&StreamId::event(id)).await? else { return Ok(()) };
        if let Ok((ended, _)) = EndedEvent::read(&summary, &mut self.common) {
            self.events.rest(ended, summary.head.seq).await?;
        }
        Ok(())
    }
}
