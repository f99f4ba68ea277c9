//! The actor of events: the one task that owns all events' streams.
//!
//! It takes changes one at a time, so a second request with the same key waits for the first. What may be shown of events
//! is rendered by those who ask.

mod answers;
mod change;
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

use std::collections::BTreeMap;
use std::sync::Arc;

use tokio::sync::mpsc;

use self::keys::KeyIndex;
use self::request::{EventRequest, RecordPlace};
use super::answer::Denied;
use super::handle::reply_with;
use super::recovery::FoldedEvent;
use super::registry::Registry;
use super::shared::Shared;
use super::visibility;
use crate::auth::Principal;
use crate::event::EventSetup;
use crate::ids::{EventId, LotId};
use crate::journal::{Stream, StreamId};

pub(super) use self::handle::EventHandle;
pub use self::list::{EventCursor, EventFilter};
pub(super) use self::publish::new_alias_key;

/// Owns all events and their streams.
#[derive(Debug)]
pub(super) struct EventActor {
    events: BTreeMap<EventId, OwnedEvent>,
    keys: KeyIndex,
    registry: Arc<Registry>,
    shared: Arc<Shared>,
}

/// An event and its stream.
#[derive(Debug)]
struct OwnedEvent {
    setup: Arc<EventSetup>,
    stream: Stream,
}

impl EventActor {
    /// Takes the events' streams into ownership and runs until the engine stops.
    pub(super) fn start(folded: Vec<FoldedEvent>, registry: Arc<Registry>, shared: Arc<Shared>) -> EventHandle {
        let (mut events, mut keys) = (BTreeMap::new(), KeyIndex::default());
        for FoldedEvent { setup, tail, keyed } in folded {
            let stream = shared.journal.resume(StreamId::event(&setup.id), tail);
            for (actor, idempotency, seq) in keyed {
                keys.note(&actor, idempotency, RecordPlace { event: setup.id.clone(), seq });
            }
            events.insert(setup.id.clone(), OwnedEvent { setup: Arc::new(setup), stream });
        }
        let (requests, requests_in) = mpsc::channel(shared.settings.event_mailbox_len_max);
        let actor = Self { events, keys, registry: registry.clone(), shared: shared.clone() };
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
            EventRequest::Event { by, id, reply } => reply_with(reply, self.visible(&by, &id)),
            EventRequest::Events { by, reply } => reply_with(reply, Ok(self.all_visible(&by))),
            EventRequest::All { reply } => reply_with(reply, Ok(self.all())),
            EventRequest::OthersWith { owner, reference, among, reply } => {
                reply_with(reply, Ok(self.others_with(&owner, &reference, &among)));
            }
            EventRequest::Readmit { by, id, order, reply } => {
                reply_with(reply, self.readmit(&by, &id, *order).await);
            }
            EventRequest::MaySeeLot { by, lot, reply } => reply_with(reply, Ok(self.may_see_lot(&by, &lot))),
        }
    }

    /// An event that the principal may see.
    fn visible(&self, by: &Principal, id: &EventId) -> Result<Arc<EventSetup>, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let event = self.events.get(id).filter(|event| visibility::may_see_event(&viewer, &event.setup));
        event.map(|event| event.setup.clone()).ok_or(Denied::NotFound)
    }

    /// All events, by id.
    fn all(&self) -> Vec<Arc<EventSetup>> {
        self.events.values().map(|event| &event.setup).cloned().collect()
    }

    /// All events that the principal may see, by id.
    fn all_visible(&self, by: &Principal) -> Vec<Arc<EventSetup>> {
        let Some(viewer) = visibility::viewer(by) else { return Vec::new() };
        let setups = self.events.values().map(|event| &event.setup);
        setups.filter(|setup| visibility::may_see_event(&viewer, setup)).cloned().collect()
    }

    /// Whether the principal may know of a published lot, by what its event says.
    fn may_see_lot(&self, by: &Principal, lot: &LotId) -> bool {
        let Some(viewer) = visibility::viewer(by) else { return false };
        self.events.values().map(|event| &event.setup).any(|setup| {
            visibility::may_see_event(&viewer, setup)
                && setup
                    .lots
                    .iter()
                    .position(|id| id == lot)
                    .is_some_and(|nth| visibility::may_see_lot_of(&viewer, setup, nth))
        })
    }
}
