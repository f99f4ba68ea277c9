//! The start: every stream is read once, and lots that an outage has struck come back paused.

use std::sync::Arc;

use futures::StreamExt;

use super::{Registry, Slot};
use crate::auction::{Command, State};
use crate::clock::Instant;
use crate::engine::card::Life;
use crate::engine::draft;
use crate::engine::recovery::{self, FoldedEvent, FoldedLot, Recovered, Unreadable};
use crate::journal::record::StreamKind;
use crate::journal::{Actor, AppendError, StoreError, StreamId};

/// So many lots are brought back at once, at most; the journal commits what waits together.
const STRUCK_AT_ONCE: usize = 64;

impl Registry {
    /// Reads all streams. Lots are in place when it returns, those struck by an outage paused on stable storage.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read or written.
    pub(in crate::engine) async fn recover(self: &Arc<Self>) -> Result<Vec<FoldedEvent>, StoreError> {
        let last_alive = self.shared.journal.last_alive().await?;
        let (mut events, mut awake) = (Vec::new(), Vec::new());
        recovery::read_all(&self.shared.journal, |recovered| match recovered {
            Recovered::Event(event) => events.push(*event),
            Recovered::Lot(folded) if self.is_needed(&folded) => awake.push(*folded),
            Recovered::Lot(folded) => self.add(*folded),
            Recovered::Failed { stream, reason } => self.add_failed(&stream, reason),
        })
        .await?;
        // What falls due while others are read and brought back is struck as well: the doors are not open yet.
        loop {
            self.read_due(&mut awake).await?;
            let now = self.shared.clock.now();
            let (struck, others): (Vec<_>, Vec<_>) = awake.into_iter().partition(|folded| is_struck(folded, now));
            awake = others;
            if struck.is_empty() {
                break;
            }
            let mut results = futures::stream::iter(struck)
                .map(|folded| self.bring_back(folded, last_alive))
                .buffer_unordered(STRUCK_AT_ONCE);
            while let Some(result) = results.next().await {
                result?;
            }
        }
        for folded in awake {
            self.add(folded);
        }
        Ok(events)
    }

    /// Whether a lot that was read has something to do soon, or had while the server was away.
    fn is_needed(&self, folded: &FoldedLot) -> bool {
        let now = self.shared.clock.now();
        is_struck(folded, now) || self.should_be_awake(Life::of(folded.lot.board()), now)
    }

    /// Reads the lots again that were put to sleep and have to wake by now.
    async fn read_due(&self, awake: &mut Vec<FoldedLot>) -> Result<(), StoreError> {
        for id in self.take_due(self.shared.clock.now()) {
            match recovery::read_lot(&self.shared.journal, &id).await {
                Ok(folded) => awake.push(folded),
                Err(Unreadable::Store(error)) => return Err(error),
                Err(Unreadable::Broken(reason)) => self.add_failed(&StreamId::lot(&id), reason),
            }
        }
        Ok(())
    }

    /// Tells a lot that the server was away, and starts it.
    async fn bring_back(
        self: &Arc<Self>,
        mut folded: FoldedLot,
        last_alive: Option<Instant>,
    ) -> Result<(), StoreError> {
        let at = self.shared.clock.now().max(folded.tail.at);
        let alive_until = last_alive.unwrap_or(folded.tail.at).max(folded.tail.at);
        let id = folded.lot.setup().lot.clone();
        let events = folded.lot.decide(&Command::Outage { alive_until }, at).unwrap_or_default();
        let mut stream = self.shared.journal.resume(StreamId::lot(&id), folded.tail);
        let drafts = events.iter().map(|event| draft::of_event(at, &Actor::System, event)).collect();
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
            folded.ledger.note(record.seq, record.at, event);
            folded.ledger.commit(record);
            folded.tail = record;
        }
        if !events.is_empty() {
            tracing::warn!(lot = %id, %alive_until, "the lot was struck by an outage and is paused");
        }
        self.add(folded);
        Ok(())
    }

    /// A lot whose stream cannot be read is known, so that nothing else takes its name, and seen by nobody.
    fn add_failed(&self, stream: &StreamId, reason: String) {
        self.note_failed(stream.to_string(), reason);
        if let Some(StreamKind::Lot(id)) = stream.kind() {
            let slot = Slot::failed(self.shared.clock.now());
            self.known().lots.insert(id, slot);
        }
    }
}

/// Whether the server was away while the lot was open, or when something of it was due.
fn is_struck(folded: &FoldedLot, now: Instant) -> bool {
    folded.lot.board().state() == State::Open || folded.lot.next_wake().is_some_and(|due| due <= now)
}
