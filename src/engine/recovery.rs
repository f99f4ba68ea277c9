//! Recovery: reads streams back from the journal, all at the start, later one lot at a time.
//!
//! A record is applied only after its place in the chain was checked. A broken stream fails alone, with its reason; all
//! others are usable.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;

use futures::TryStreamExt;

use super::actor::OwnedLot;
use super::encode;
use super::fault::StreamFault;
use super::ledger::{DoneCommand, Ledger};
use crate::auction::event::CloseCause;
use crate::auction::{Event, Lot, Setup};
use crate::clock::Instant;
use crate::event::{EventChange, EventSetup, LotPublished};
use crate::idempotency::IdempotencyKey;
use crate::ids::{EventId, LotId, Seq};
use crate::journal::record::{Body, Broken, Chain, StreamKind};
use crate::journal::{Actor, Committed, FoldedStream, Folding, Journal, Record, StoreError, StreamFold, StreamId};
use crate::protocol::http::Moment;

/// A lot folded from its records.
#[derive(Debug)]
pub(super) struct FoldedLot {
    pub(super) lot: Lot,
    pub(super) ledger: Ledger,
    pub(super) closed_by: Option<CloseCause>,
    pub(super) tail: Committed,
}

/// An event folded from its records.
#[derive(Debug)]
pub(super) struct FoldedEvent {
    pub(super) setup: EventSetup,
    pub(super) tail: Committed,
    /// The keys of the requests that have changed it, with the records of the changes.
    pub(super) keyed: EventKeys,
}

/// The keys of the requests that have changed an event, with the records of the changes.
pub(super) type EventKeys = Vec<(Actor, IdempotencyKey, Seq)>;

/// What one stream holds.
#[derive(Debug)]
pub(super) enum Recovered {
    Lot(Box<FoldedLot>),
    Event(Box<FoldedEvent>),
    Failed { stream: StreamId, fault: StreamFault },
}

/// Why a stream could not be read.
#[derive(Debug, thiserror::Error)]
pub(super) enum UnreadableStream {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("{0}")]
    Broken(StreamFault),
}

/// Reads all streams once, in order.
pub(super) struct WholeRead {
    streams: Folding<'static, FoldState, StoreError>,
    records_read: u64,
}

impl WholeRead {
    pub(super) fn new(journal: &Journal) -> Self {
        Self { streams: journal.fold_all(FoldState::new), records_read: 0 }
    }

    /// The next stream, as soon as its last record is read.
    pub(super) async fn next(&mut self) -> Result<Option<Recovered>, StoreError> {
        while let Some(folded) = self.streams.next().await? {
            self.records_read += folded.last.seq.0;
            if let Some(recovered) = recovered(folded) {
                return Ok(Some(recovered));
            }
        }
        Ok(None)
    }

    /// How many records of these streams are right.
    pub(super) const fn records_read(&self) -> u64 {
        self.records_read
    }
}

/// Reads one stream whole, before bids are judged. None where it holds nothing that is recovered.
pub(super) async fn read_stream(journal: &Journal, stream: StreamId) -> Result<Option<Recovered>, StoreError> {
    Ok(journal.fold_whole(stream, FoldState::new).await?.and_then(recovered))
}

/// Reads one lot.
pub(super) async fn read_lot(journal: &Journal, id: &LotId) -> Result<FoldedLot, UnreadableStream> {
    let folded = journal.fold(StreamId::lot(id), FoldState::new).await?;
    match folded.and_then(recovered) {
        Some(Recovered::Lot(lot)) => Ok(*lot),
        Some(Recovered::Failed { fault, .. }) => Err(UnreadableStream::Broken(fault)),
        Some(Recovered::Event(_)) | None => Err(UnreadableStream::Broken("the stream is empty".to_owned().into())),
    }
}

/// Reads an event as it was after the record `until`, and when that was written.
pub(super) async fn read_event(
    journal: &Journal,
    id: &EventId,
    until: Seq,
) -> Result<(EventSetup, Instant), UnreadableStream> {
    let stream = StreamId::event(id);
    let mut records = journal.read(stream.clone(), Seq::ZERO);
    let mut fold = Fold::new(stream);
    while let Some(record) = records.try_next().await? {
        fold.apply(&record);
        if record.seq >= until {
            break;
        }
    }
    match fold.end() {
        Some(Recovered::Event(event)) => Ok((event.setup, event.tail.at)),
        Some(Recovered::Failed { fault, .. }) => Err(UnreadableStream::Broken(fault)),
        Some(Recovered::Lot(_)) | None => Err(UnreadableStream::Broken("the stream is empty".to_owned().into())),
    }
}

/// Reads an event as it stands.
pub(super) async fn read_whole_event(journal: &Journal, id: &EventId) -> Result<FoldedEvent, UnreadableStream> {
    match read_stream(journal, StreamId::event(id)).await? {
        Some(Recovered::Event(event)) => Ok(*event),
        Some(Recovered::Failed { fault, .. }) => Err(UnreadableStream::Broken(fault)),
        Some(Recovered::Lot(_)) | None => Err(UnreadableStream::Broken("the stream is empty".to_owned().into())),
    }
}

/// Reads an event as it was at a moment, in the background. None before its first record.
///
/// # Errors
/// [`UnreadableStream`]; the records after the moment are not read.
pub(super) async fn read_event_at(
    journal: &Journal,
    id: &EventId,
    moment: Moment,
) -> Result<Option<(EventSetup, Committed)>, UnreadableStream> {
    let stream = StreamId::event(id);
    let mut records = journal.read_in_background(stream.clone(), Seq::ZERO);
    let mut fold = Fold::new(stream);
    while let Some(record) = records.try_next().await?
        && !moment.precedes(record.seq, record.at)
    {
        fold.apply(&record);
    }
    match fold.end() {
        Some(Recovered::Event(event)) => Ok(Some((event.setup, event.tail))),
        Some(Recovered::Failed { fault, .. }) => Err(UnreadableStream::Broken(fault)),
        Some(Recovered::Lot(_)) | None => Ok(None),
    }
}

/// The fold of one stream's records, as far as they are read.
#[derive(Debug)]
pub(super) struct Fold {
    chain: Chain,
    state: FoldState,
}

/// What is made of the records of one stream.
#[derive(Debug)]
enum FoldState {
    Lot(LotId, Option<Box<FoldedLot>>),
    Event(EventId, Option<Box<EventFold>>),
    /// A partnership's, or one with an unknown name, which the chain check refuses.
    Other,
    Failed(StreamFault),
}

/// An event as far as its records are read.
#[derive(Debug)]
struct EventFold {
    setup: EventSetup,
    keyed: EventKeys,
}

impl Fold {
    pub(super) fn new(stream: StreamId) -> Self {
        Self { state: FoldState::new(&stream), chain: Chain::new(stream) }
    }

    /// Applies the next record. Those after the first broken one are ignored.
    pub(super) fn apply(&mut self, record: &Record) {
        if matches!(self.state, FoldState::Failed(_)) {
            return;
        }
        let taken = match self.chain.check(record) {
            Ok(body) => self.state.take(&body, FoldState::read(&body), self.chain.tail()),
            Err(broken) => Err(broken.fault),
        };
        if let Err(fault) = taken {
            self.state = FoldState::Failed(StreamFault::in_record(record.seq, &fault));
        }
    }

    pub(super) fn end(self) -> Option<Recovered> {
        self.state.end(self.chain.stream().clone(), self.chain.tail())
    }
}

/// What a stream holds that was read to its end.
fn recovered(folded: FoldedStream<FoldState>) -> Option<Recovered> {
    let FoldedStream { stream, last, outcome } = folded;
    let failed = |broken: Broken| FoldState::Failed(StreamFault::in_record(broken.seq, &broken.fault));
    outcome.unwrap_or_else(failed).end(stream, last)
}

impl StreamFold for FoldState {
    type Read = Option<Event>;

    fn read(body: &Body) -> Option<Event> {
        encode::read_bid(body)
    }

    fn take(&mut self, body: &Body, read: Option<Event>, tail: Committed) -> Result<(), String> {
        match self {
            Self::Lot(id, None) => {
                *self = Self::Lot(id.clone(), Some(Box::new(published(id, body, tail)?)));
                Ok(())
            }
            Self::Lot(_, Some(lot)) => lot.apply(body, read, tail),
            Self::Event(id, event) => {
                let before = event.take().map(|event| *event);
                *event = Some(Box::new(EventFold::after(before, id, body)?));
                Ok(())
            }
            Self::Other | Self::Failed(_) => Ok(()),
        }
    }
}

impl FoldState {
    fn new(stream: &StreamId) -> Self {
        match stream.kind() {
            Some(StreamKind::Lot(id)) => Self::Lot(id, None),
            Some(StreamKind::Event(id)) => Self::Event(id, None),
            Some(StreamKind::Partnership(_)) | None => Self::Other,
        }
    }

    fn end(self, stream: StreamId, tail: Committed) -> Option<Recovered> {
        match self {
            Self::Lot(_, Some(lot)) => Some(Recovered::Lot(lot)),
            Self::Event(_, Some(event)) => {
                let EventFold { setup, keyed } = *event;
                Some(Recovered::Event(Box::new(FoldedEvent { setup, tail, keyed })))
            }
            Self::Failed(fault) => Some(Recovered::Failed { stream, fault }),
            Self::Lot(_, None) | Self::Event(_, None) | Self::Other => None,
        }
    }
}

impl EventFold {
    /// The event after the next record.
    fn after(before: Option<Self>, id: &EventId, body: &Body) -> Result<Self, String> {
        let change: EventChange = encode::read_tagged(&body.kind, body.data.get())?;
        let person = encode::person(&body.actor).ok_or("an event is changed by a person")?;
        let (before, mut keyed) = match before {
            Some(Self { setup, keyed }) => (Some(setup), keyed),
            None => (None, Vec::new()),
        };
        keyed.extend(change.idempotency().map(|idempotency| (body.actor.clone(), idempotency.clone(), body.seq)));
        Ok(Self { setup: EventSetup::apply(before, id, body.at, person, change)?, keyed })
    }
}

impl FoldedLot {
    /// A lot whose first record is committed.
    pub(super) fn new(setup: Setup, first: Committed) -> Self {
        let mut ledger = Ledger::default();
        ledger.commit(first);
        Self { lot: Lot::new(Arc::new(setup)), ledger, closed_by: None, tail: first }
    }

    fn apply(&mut self, body: &Body, read: Option<Event>, tail: Committed) -> Result<(), String> {
        let event = read.map_or_else(|| encode::read_event(body), Ok)?;
        apply_recorded(body, &event, |event| self.lot.apply(body.seq, body.at, event))?;
        if let Event::LotClosed { cause, .. } = &event {
            self.closed_by = Some(*cause);
        }
        self.ledger.note(body.seq, body.at, &body.actor, &event);
        if let Some(key) = encode::key_of(body)? {
            let waits = matches!(event, Event::ActProposed { .. });
            self.ledger.note_key(&body.actor, &key, DoneCommand { seq: body.seq, at: body.at, waits });
        }
        self.ledger.commit(tail);
        self.tail = tail;
        Ok(())
    }

    /// The lot with its stream, for an actor to own.
    pub(super) fn owned(self, journal: &Journal) -> OwnedLot {
        let stream = journal.resume(StreamId::lot(&self.lot.setup().lot), self.tail);
        OwnedLot { lot: self.lot, ledger: self.ledger, stream, closed_by: self.closed_by }
    }
}

/// The event of a record, once it is applied.
pub(super) fn applied(body: &Body, apply: impl FnOnce(&Event)) -> Result<Event, String> {
    let event = encode::read_event(body)?;
    apply_recorded(body, &event, apply)?;
    Ok(event)
}

/// Applies the event of a record. A forged record may contradict what `apply` asserts: the panic fails this stream, not the
/// server.
fn apply_recorded(body: &Body, event: &Event, apply: impl FnOnce(&Event)) -> Result<(), String> {
    let applied = catch_unwind(AssertUnwindSafe(|| apply(event)));
    applied.map_err(|_| format!("{} cannot follow what stands before it", body.kind))
}

/// Reads a lot's first record.
pub(super) fn lot_setup(id: &LotId, body: &Body) -> Result<Setup, String> {
    if &*body.kind != LOT_PUBLISHED {
        return Err(format!("a lot begins with {LOT_PUBLISHED}, not with {}", body.kind));
    }
    let published: LotPublished =
        serde_json::from_str(body.data.get()).map_err(|error| format!("{LOT_PUBLISHED} cannot be read: {error}"))?;
    check_openings(published.setup(id.clone())?)
}

/// Checks a lot's opening offers by the rules that judge bids. The lot itself takes them unchecked, and would panic at one
/// that cannot stand.
pub(super) fn check_openings(setup: Setup) -> Result<Setup, String> {
    for invited in &setup.bidders {
        let Some(opening) = &invited.opening else { continue };
        let prices = opening.with(&setup.items).map(|(item, price)| (item.id.clone(), *price)).collect();
        setup
            .check_opening(invited, &prices)
            .map_err(|reason| format!("the opening offer of {} cannot stand: {}", invited.id, reason.as_str()))?;
    }
    Ok(setup)
}

/// The first record of every lot.
pub(super) const LOT_PUBLISHED: &str = "lot_published";

fn published(id: &LotId, body: &Body, first: Committed) -> Result<FoldedLot, String> {
    Ok(FoldedLot::new(lot_setup(id, body)?, first))
}
