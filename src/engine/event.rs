//! The actor of events: the one task that owns all events' streams.
//!
//! It takes changes one at a time, so a second request with the same key waits for the first. What may be shown of events
//! is rendered by those who ask.

mod answers;
mod change;
mod ended;
mod handle;
mod keys;
mod list;
mod lots;
mod past;
mod practice;
mod publish;
mod readmit;
mod references;
mod request;
mod seen;

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::mpsc;

use self::keys::KeyIndex;
use self::request::EventRequest;
use self::seen::SeenEvent;
use super::answer::Denied;
use super::ended::EndedEvent;
use super::handle::reply_with;
use super::recovery::FoldedEvent;
use super::registry::Registry;
use super::shared::Shared;
use super::visibility;
use crate::auth::Principal;
use crate::clock::Instant;
use crate::event::EventSetup;
use crate::ids::{EventId, LotId, Seq};
use crate::journal::Stream;

pub(super) use self::handle::EventHandle;
pub use self::list::{EventCursor, EventFilter};
pub(super) use self::publish::new_alias_key;
pub(super) use self::request::LearntEvents;

/// Owns all events and their streams.
#[derive(Debug)]
pub(super) struct EventActor {
    events: BTreeMap<EventId, KnownEvent>,
    keys: KeyIndex,
    registry: Arc<Registry>,
    shared: Arc<Shared>,
}

/// An event, in memory as far as it may be needed.
#[derive(Debug)]
enum KnownEvent {
    /// All of it.
    Whole(OwnedEvent),
    /// What lists show of an event that has ended. The rest is read again when it is asked for.
    Ended(Arc<EndedEvent>),
}

/// An event and its stream.
#[derive(Debug)]
struct OwnedEvent {
    setup: Arc<EventSetup>,
    stream: Stream,
    /// When it was last asked for.
    used_at: Instant,
    /// The last record that its summary beside the journal is made from.
    kept: Option<Seq>,
}

impl EventActor {
    /// Takes the events' streams into ownership and runs until the engine stops.
    pub(super) fn start(folded: Vec<FoldedEvent>, registry: Arc<Registry>, shared: Arc<Shared>) -> EventHandle {
        let (requests, requests_in) = mpsc::channel(shared.settings.event_mailbox_len_max);
        let (events, keys) = (BTreeMap::new(), KeyIndex::default());
        let mut actor = Self { events, keys, registry: registry.clone(), shared: shared.clone() };
        for event in folded {
            actor.add(event);
        }
        shared.owners.spawn(shared.clone().needed("the actor of events", actor.run(requests_in)));
        EventHandle::new(requests, registry, shared)
    }

    async fn run(mut self, mut requests: mpsc::Receiver<EventRequest>) {
        let stopping = self.shared.stopping.clone();
        loop {
            let request = tokio::select! {
                () = stopping.cancelled() => return,
                request = requests.recv() => request,
            };
            let Some(request) = request else { return };
            self.answer(request).await;
        }
    }

    async fn answer(&mut self, request: EventRequest) {
        match request {
            EventRequest::Change { by, wanted, conditions, reply } => {
                reply_with(reply, self.change(&by, wanted, conditions).await);
            }
            EventRequest::Before { buyer, idempotency, reply } => {
                reply_with(reply, self.keys.before(&buyer, &idempotency));
            }
            EventRequest::Event { by, id, reply } => reply_with(reply, self.visible(&by, &id).await),
            EventRequest::Events { by, reply } => reply_with(reply, Ok(self.all_visible(&by))),
            EventRequest::All { reply } => reply_with(reply, Ok(self.all())),
            EventRequest::OthersWith { owner, reference, among, reply } => {
                reply_with(reply, Ok(self.others_with(&owner, &reference, &among)));
            }
            EventRequest::Readmit { by, id, order, reply } => {
                reply_with(reply, self.readmit(&by, &id, *order).await);
            }
            EventRequest::MaySeeLot { by, lot, reply } => reply_with(reply, self.may_see_lot(&by, &lot).await),
            EventRequest::Ended(request) => self.answer_about_ended(request),
        }
    }

    /// An event that the principal may see. One that has ended is read again.
    async fn visible(&mut self, by: &Principal, id: &EventId) -> Result<Arc<EventSetup>, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        if !self.events.get(id).is_some_and(|event| event.seen().is_visible_to(&viewer)) {
            return Err(Denied::NotFound);
        }
        Ok(self.whole(id).await?.setup.clone())
    }

    /// All events, by id.
    fn all(&self) -> Vec<SeenEvent> {
        self.events.values().map(KnownEvent::seen).collect()
    }

    /// All events that the principal may see, by id.
    fn all_visible(&self, by: &Principal) -> Vec<SeenEvent> {
        let Some(viewer) = visibility::viewer(by) else { return Vec::new() };
        self.events.values().map(KnownEvent::seen).filter(|event| event.is_visible_to(&viewer)).collect()
    }

    /// Whether the principal may know of a published lot, by what its event says.
    async fn may_see_lot(&mut self, by: &Principal, lot: &LotId) -> Result<bool, Denied> {
        let Some(viewer) = visibility::viewer(by) else { return Ok(false) };
        let has_lot = |event: &SeenEvent| event.lots().contains(lot) && event.is_visible_to(&viewer);
        let Some(event) = self.events.values().map(KnownEvent::seen).find(has_lot) else { return Ok(false) };
        let setup = &self.whole(event.id()).await?.setup;
        let nth = setup.lots.iter().position(|id| id == lot);
        Ok(nth.is_some_and(|nth| visibility::may_see_lot_of(&viewer, setup, nth)))
    }
}
