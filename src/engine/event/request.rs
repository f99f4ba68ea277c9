//! What the actor of events is asked, and what it answers.

use std::sync::Arc;

use super::references::Among;
use super::seen::SeenEvent;
use crate::auth::Principal;
use crate::clock::Instant;
use crate::engine::answer::Conditions;
use crate::engine::ended::EndedEvent;
use crate::engine::handle::Reply;
use crate::engine::readmission::{ReadmissionOrder, ReadmissionRecord};
use crate::engine::recovery::{EventKeys, FoldedEvent};
use crate::event::lint::OtherEvent;
use crate::event::{EventSetup, NewEvent, Stated};
use crate::idempotency::IdempotencyKey;
use crate::ids::{EventId, LotId, OrgId, Seq};
use crate::journal::Actor;

/// A request to the actor of events.
#[derive(Debug)]
pub(super) enum EventRequest {
    /// Changes an event, or makes one.
    Change { by: Principal, wanted: WantedChange, conditions: Conditions, reply: Reply<ChangeReply> },
    /// Records that a buyer has let a person back in.
    Readmit { by: Principal, id: EventId, order: Box<ReadmissionOrder>, reply: Reply<ReadmissionRecord> },
    /// Where the first answer to that key is recorded.
    Before { buyer: Actor, idempotency: IdempotencyKey, reply: Reply<Option<RecordPlace>> },
    /// An event that the principal may see.
    Event { by: Principal, id: EventId, reply: Reply<Arc<EventSetup>> },
    /// All of them.
    Events { by: Principal, reply: Reply<Vec<SeenEvent>> },
    /// All events.
    All { reply: Reply<Vec<SeenEvent>> },
    /// The events of a partnership that have the reference.
    OthersWith { owner: OrgId, reference: String, among: Among, reply: Reply<Vec<OtherEvent>> },
    /// Whether the principal may know of a published lot.
    MaySeeLot { by: Principal, lot: LotId, reply: Reply<bool> },
    /// What the keeper of summaries tells and asks.
    Ended(EndedRequest),
}

/// What the keeper of summaries tells and asks.
#[derive(Debug)]
pub(super) enum EndedRequest {
    /// Adds what was found after the start.
    Learn { learnt: Box<LearntEvents>, reply: Reply<()> },
    /// The event's records are broken: it is not shown any more.
    Broken { id: EventId, reply: Reply<()> },
    /// The events in memory to which nothing can happen any more.
    Over { reply: Reply<Vec<OverEvent>> },
    /// The summary of an event is kept, made from that record.
    Kept { id: EventId, seq: Seq, reply: Reply<()> },
    /// Gives the memory of an event back whose last record is that one.
    Rest { ended: Box<EndedEvent>, seq: Seq, reply: Reply<()> },
}

/// Events that were found after the start.
#[derive(Debug, Default)]
pub(in crate::engine) struct LearntEvents {
    pub(in crate::engine) ended: Vec<(EndedEvent, EventKeys)>,
    pub(in crate::engine) whole: Vec<FoldedEvent>,
}

/// An event to which nothing can happen any more.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::engine) struct OverEvent {
    pub(in crate::engine) id: EventId,
    /// Whether its summary is kept.
    pub(in crate::engine) is_kept: bool,
    /// Whether nobody has asked for it for a while.
    pub(in crate::engine) is_idle: bool,
}

/// The change that a buyer wants.
#[derive(Debug)]
pub(super) enum WantedChange {
    /// Make an event.
    Create { kind: NewEvent, stated: Stated, copied_from: Option<EventId> },
    /// Replace what it says.
    Revise { id: EventId, stated: Stated },
    /// Freeze it and schedule its lots.
    Publish { id: EventId },
    /// Take it away.
    Delete { id: EventId },
}

/// What became of a change.
#[derive(Debug)]
pub(super) enum ChangeReply {
    /// It is recorded, or the event said that already.
    Done(Changed),
    /// The same request was done before: its record.
    Before(RecordPlace),
}

/// An event right after a change.
#[derive(Debug)]
pub(super) struct Changed {
    pub(super) setup: Arc<EventSetup>,
    pub(super) at: Instant,
}

/// Where a change of an event is recorded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct RecordPlace {
    pub(super) event: EventId,
    pub(super) seq: Seq,
}

/// The buyer, as its records name it.
pub(super) fn buyer(by: &Principal) -> Actor {
    Actor::Buyer { org: by.org.clone(), person: by.person.clone() }
}
