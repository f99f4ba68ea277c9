//! The start: reads every stream once, and pauses lots that were open during the outage.

use std::sync::Arc;

use futures::StreamExt;

use super::{KnownLot, Registry};
use crate::auction::{Command, State};
use crate::clock::Instant;
use crate::engine::encode;
use crate::engine::entry::LotSummary;
use crate::engine::recovery::{self, FoldedEvent, FoldedLot, Recovered, UnreadableStream};
use crate::journal::record::StreamKind;
use crate::journal::{Actor, AppendError, StoreError, StreamId};

/// Most lots that are paused at the same time. The journal commits what waits together.
const PAUSED_AT_ONCE: usize = 64;

impl Registry {
    /// Reads all streams. When it returns all lots are known, and the pause of each lot hit by an outage is committed.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read or written.
    pub(in crate::engine) async fn recover(self: &Arc<Self>) -> Result<Vec<FoldedEvent>, StoreError> {
        let last_alive = self.shared.journal.last_alive().await?;
        let (mut events, mut needed) = (Vec::new(), Vec::new());
        recovery::read_all(&self.shared.journal, |recovered| match recovered {
            Recovered::Event(event) => events.push(*event),
            Recovered::Lot(folded) if self.is_needed(&folded) => needed.push(*folded),
            Recovered::Lot(folded) => self.add(*folded),
            Recovered::Failed { stream, reason } => self.add_failed(&stream, reason),
        })
        .await?;
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
        Ok(events)
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
                Err(UnreadableStream::Broken(reason)) => self.add_failed(&StreamId::lot(&id), reason),
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
                self.add_failed(&stream, "another process has written to it".to_owned());
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
    fn add_failed(&self, stream: &StreamId, reason: String) {
        self.note_failed(stream.to_string(), reason);
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
