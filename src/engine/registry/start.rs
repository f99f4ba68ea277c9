//! The start: reads the streams that have not ended, and pauses lots that were open during the outage.
//!
//! Where no complete set of summaries is kept, it reads every stream once and makes the summaries of those that have ended.

use std::collections::BTreeSet;
use std::num::NonZeroUsize;
use std::sync::Arc;

use futures::StreamExt;

use super::making::{SummariesInMaking, is_over, why_not_of_journal};
use super::{KnownLot, Registry};
use crate::auction::{Command, State};
use crate::clock::Instant;
use crate::engine::encode;
use crate::engine::ended::{EndedEvent, EndedLot, SUMMARY_VERSION};
use crate::engine::entry::LotSummary;
use crate::engine::fault::StreamFault;
use crate::engine::recovery::{self, FoldedEvent, FoldedLot, Recovered, UnreadableStream, WholeRead};
use crate::journal::record::StreamKind;
use crate::journal::{Actor, AppendError, StoreError, StreamId};

/// Most lots that are paused at the same time. The journal commits what waits together.
const PAUSED_AT_ONCE: usize = 64;

/// What a start has read.
pub(in crate::engine) struct Recovery {
    pub(in crate::engine) events: Vec<FoldedEvent>,
    /// The streams that were read. None where every stream was.
    pub(in crate::engine) read: Option<BTreeSet<StreamId>>,
    pub(in crate::engine) last_alive: Option<Instant>,
}

/// What is found while streams are read.
#[derive(Default)]
struct FoundStreams {
    events: Vec<FoldedEvent>,
    /// Lots that have something to do soon, or had during the outage.
    needed: Vec<FoldedLot>,
}

impl Registry {
    /// Reads all streams that have not ended. When it returns their lots are known, and the pause of each lot hit by an
    /// outage is committed.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read or written.
    pub(in crate::engine) async fn recover(self: &Arc<Self>) -> Result<Recovery, StoreError> {
        let last_alive = self.shared.journal.last_alive().await?;
        let mut found = FoundStreams::default();
        let read = self.listed_as_open().await?;
        match &read {
            Some(listed) => self.read_listed(listed, &mut found).await?,
            None => self.read_everything(&mut found).await?,
        }
        let FoundStreams { events, needed } = found;
        self.pause_hit(needed, last_alive).await?;
        Ok(Recovery { events, read, last_alive })
    }

    /// Adds lots that were read, and records the outage in those that it has hit.
    pub(in crate::engine) async fn pause_hit(
        self: &Arc<Self>,
        mut needed: Vec<FoldedLot>,
        last_alive: Option<Instant>,
    ) -> Result<(), StoreError> {
        // A lot that falls due while others are read and paused is hit as well: no client can connect yet.
        loop {
            self.read_due(&mut needed).await?;
            let now = self.shared.clock.now();
            let (hit, others): (Vec<_>, Vec<_>) = needed.into_iter().partition(|folded| is_hit(folded, now));
            needed = others;
            if hit.is_empty() {
                break;
            }
            let mut results = futures::stream::iter(hit)
                .map(|folded| self.record_outage(folded, last_alive))
                .buffer_unordered(PAUSED_AT_ONCE);
            while let Some(result) = results.next().await {
                result?;
            }
        }
        for folded in needed {
            self.add(folded);
        }
        Ok(())
    }

    /// The streams without a summary. None where every stream has to be read.
    async fn listed_as_open(&self) -> Result<Option<BTreeSet<StreamId>>, StoreError> {
        let Some(summaries) = self.shared.journal.summaries() else { return Ok(None) };
        let Some(listed) = summaries.open_streams(SUMMARY_VERSION).await? else { return Ok(None) };
        let listed = listed.into_iter().collect();
        match why_not_of_journal(summaries, &listed).await? {
            None => Ok(Some(listed)),
            Some(why) => {
                tracing::warn!(why, "the summaries of ended streams are not of this journal: they are made anew");
                Ok(None)
            }
        }
    }

    /// Reads the streams that are listed as open, several at a time.
    async fn read_listed(
        self: &Arc<Self>,
        listed: &BTreeSet<StreamId>,
        found: &mut FoundStreams,
    ) -> Result<(), StoreError> {
        let read = |stream: StreamId| {
            let journal = self.shared.journal.clone();
            tokio::spawn(async move { recovery::read_stream(&journal, stream).await })
        };
        let at_once = std::thread::available_parallelism().map_or(1, NonZeroUsize::get);
        let mut reading = futures::stream::iter(listed.iter().cloned()).map(read).buffer_unordered(at_once);
        while let Some(read) = reading.next().await {
            let recovered = read.map_err(|error| StoreError::Failed(error.to_string().into()))??;
            if let Some(recovered) = recovered {
                self.take(recovered, found);
            }
        }
        Ok(())
    }

    /// Reads all streams, and makes the summaries of those that have ended.
    async fn read_everything(self: &Arc<Self>, found: &mut FoundStreams) -> Result<(), StoreError> {
        let mut read = WholeRead::new(&self.shared.journal);
        let Some(summaries) = self.shared.journal.summaries() else {
            while let Some(recovered) = read.next().await? {
                self.take(recovered, found);
            }
            return Ok(());
        };
        summaries.clear_summaries().await?;
        let mut making = SummariesInMaking::new(summaries);
        while let Some(recovered) = read.next().await? {
            making.say_progress(read.records_read());
            match recovered {
                Recovered::Lot(folded) => {
                    if let Some(summary) = EndedLot::summary_of(&folded) {
                        making.keep_lot(folded.lot.setup().lot.clone(), summary).await?;
                    } else {
                        making.open.push(StreamId::lot(&folded.lot.setup().lot));
                        self.take(Recovered::Lot(folded), found);
                    }
                }
                Recovered::Failed { stream, fault } => {
                    making.open.push(stream.clone());
                    self.take(Recovered::Failed { stream, fault }, found);
                }
                Recovered::Event(event) => found.events.push(*event),
            }
        }
        // Streams are read by name, events before lots: only now it is known which lots have ended.
        for event in std::mem::take(&mut found.events) {
            if is_over(&event.setup, |lot| making.ended.contains(lot)) {
                making.keep(EndedEvent::summary_of(&event)).await?;
            } else {
                making.open.push(StreamId::event(&event.setup.id));
                found.events.push(event);
            }
        }
        making.complete(read.records_read()).await
    }

    fn take(self: &Arc<Self>, recovered: Recovered, found: &mut FoundStreams) {
        match recovered {
            Recovered::Event(event) => found.events.push(*event),
            Recovered::Lot(folded) if self.is_needed(&folded) => found.needed.push(*folded),
            Recovered::Lot(folded) => self.add(*folded),
            Recovered::Failed { stream, fault } => self.add_failed(&stream, fault),
        }
    }

    /// Whether a lot that was read has something to do soon, or had during the outage.
    fn is_needed(&self, folded: &FoldedLot) -> bool {
        let now = self.shared.clock.now();
        is_hit(folded, now) || self.should_be_loaded(LotSummary::of(folded.lot.board()), now)
    }

    /// Reads the lots again that are in the schedule and due by now.
    async fn read_due(&self, needed: &mut Vec<FoldedLot>) -> Result<(), StoreError> {
        for id in self.take_due(self.shared.clock.now()) {
            match recovery::read_lot(&self.shared.journal, &id).await {
                Ok(folded) => needed.push(folded),
                Err(UnreadableStream::Store(error)) => return Err(error),
                Err(UnreadableStream::Broken(fault)) => self.add_failed(&StreamId::lot(&id), fault),
            }
        }
        Ok(())
    }

    /// Records the outage in a lot's stream, and adds the lot.
    async fn record_outage(
        self: &Arc<Self>,
        mut folded: FoldedLot,
        last_alive: Option<Instant>,
    ) -> Result<(), StoreError> {
        let at = self.shared.clock.now().max(folded.tail.at);
        let alive_until = last_alive.unwrap_or(folded.tail.at).max(folded.tail.at);
        let id = folded.lot.setup().lot.clone();
        let events = folded.lot.decide(&Command::Outage { alive_until }, at).unwrap_or_default();
        let mut stream = self.shared.journal.resume(StreamId::lot(&id), folded.tail);
        let drafts = events.iter().map(|event| encode::of_event(at, &Actor::System, event)).collect();
        let records = match stream.append(drafts).await {
            Ok(records) => records,
            Err(AppendError::Conflict(stream)) => {
                self.add_failed(&stream, "another process has written to it".to_owned().into());
                return Ok(());
            }
            Err(AppendError::Unavailable) => {
                return Err(StoreError::Failed("the journal took no writes at the start".into()));
            }
        };
        for (event, record) in events.iter().zip(records) {
            folded.lot.apply(record.seq, record.at, event);
            folded.ledger.note(record.seq, record.at, &Actor::System, event);
            folded.ledger.commit(record);
            folded.tail = record;
        }
        if !events.is_empty() {
            tracing::warn!(lot = %id, %alive_until, "the lot was hit by an outage and is paused");
        }
        self.add(folded);
        Ok(())
    }

    /// Adds a lot whose stream cannot be read. It is known, so that no other lot takes its id, and shown to nobody.
    pub(in crate::engine) fn add_failed(&self, stream: &StreamId, fault: StreamFault) {
        self.note_failed(stream.to_string(), fault);
        if let Some(StreamKind::Lot(id)) = stream.kind() {
            let lot = KnownLot::failed(self.shared.clock.now());
            self.known().lots.insert(id, lot);
        }
    }
}

/// Whether the lot was open during the outage, or something of it was due.
fn is_hit(folded: &FoldedLot, now: Instant) -> bool {
    folded.lot.board().state() == State::Open || folded.lot.next_wake().is_some_and(|due| due <= now)
}
