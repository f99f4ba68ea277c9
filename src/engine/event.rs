//! The actor of events: the one task that owns all events' streams.
//!
//! It takes drafts, revisions and publications, one request at a time, and answers what may be shown of events.

mod answers;
mod change;
mod publish;
mod readmit;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

pub use self::readmit::ReadmissionOrder;
use super::answer::{Denied, Recorded};
use super::handle::{Reply, reply_with, send};
use super::recovery::FoldedEvent;
use super::registry::Registry;
use super::shared::Shared;
use super::visibility;
use crate::auction::view::Viewer;
use crate::auth::Principal;
use crate::auth::people_rights::EventParties;
use crate::event::{EventDocument, EventSetup, EventStatus};
use crate::ids::{EventId, LotId, OrgId};
use crate::journal::{Stream, StreamId};

/// Owns all events and their streams.
#[derive(Debug)]
pub(super) struct EventActor {
    events: BTreeMap<EventId, OwnedEvent>,
    registry: Arc<Registry>,
    shared: Arc<Shared>,
}

/// An event and its stream.
#[derive(Debug)]
struct OwnedEvent {
    setup: EventSetup,
    stream: Stream,
}

/// Sends requests to the actor of events. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct EventHandle {
    requests: mpsc::Sender<EventRequest>,
    shared: Arc<Shared>,
}

/// What the actor of events is asked.
#[derive(Debug)]
enum EventRequest {
    Create { by: Principal, document: Box<EventDocument>, reply: Reply<Bytes> },
    Revise { by: Principal, id: EventId, document: Box<EventDocument>, reply: Reply<Bytes> },
    Publish { by: Principal, id: EventId, reply: Reply<Bytes> },
    Readmit { by: Principal, id: EventId, order: Box<ReadmissionOrder>, reply: Reply<Recorded> },
    LotsWithTerms { by: Principal, id: EventId, reply: Reply<Vec<LotId>> },
    MaySeeLot { by: Principal, lot: LotId, reply: Reply<bool> },
    Event { by: Principal, id: EventId, reply: Reply<Bytes> },
    Events { by: Principal, reply: Reply<Bytes> },
    OrgName { viewer: Viewer, reply: Reply<Option<String>> },
    Parties { owner: OrgId, reply: Reply<EventParties> },
}

impl EventActor {
    /// Takes the events' streams into ownership and runs until the engine stops.
    pub(super) fn start(events: Vec<FoldedEvent>, registry: Arc<Registry>, shared: Arc<Shared>) -> EventHandle {
        let own = |event: FoldedEvent| {
            let id = event.setup.id.clone();
            let stream = shared.journal.resume(StreamId::event(&id), event.tail);
            (id, OwnedEvent { setup: event.setup, stream })
        };
        let events = events.into_iter().map(own).collect();
        let (requests, requests_in) = mpsc::channel(shared.settings.event_mailbox_len_max);
        let actor = Self { events, registry, shared: shared.clone() };
        shared.owners.spawn(shared.clone().needed("the actor of events", actor.run(requests_in)));
        EventHandle { requests, shared }
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
            EventRequest::Create { by, document, reply } => reply_with(reply, self.create(&by, *document).await),
            EventRequest::Revise { by, id, document, reply } => {
                reply_with(reply, self.revise(&by, &id, *document).await);
            }
            EventRequest::Publish { by, id, reply } => reply_with(reply, self.publish(&by, &id).await),
            EventRequest::Readmit { by, id, order, reply } => {
                reply_with(reply, self.readmit(&by, &id, *order).await);
            }
            EventRequest::LotsWithTerms { by, id, reply } => reply_with(reply, self.lots_with_terms(&by, &id)),
            EventRequest::MaySeeLot { by, lot, reply } => reply_with(reply, Ok(self.may_see_lot(&by, &lot))),
            EventRequest::Event { by, id, reply } => reply_with(reply, self.event(&by, &id)),
            EventRequest::Events { by, reply } => reply_with(reply, Ok(self.events(&by))),
            EventRequest::OrgName { viewer, reply } => reply_with(reply, Ok(self.org_name(&viewer))),
            EventRequest::Parties { owner, reply } => reply_with(reply, Ok(self.parties(&owner))),
        }
    }

    /// An event that the principal may see, and the viewer as which it does.
    fn visible(&self, by: &Principal, id: &EventId) -> Result<(&OwnedEvent, Viewer), Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let event = self.events.get(id).filter(|event| visibility::may_see_event(&viewer, &event.setup));
        Ok((event.ok_or(Denied::NotFound)?, viewer))
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

    /// The lots whose terms the principal may accept.
    fn lots_with_terms(&self, by: &Principal, id: &EventId) -> Result<Vec<LotId>, Denied> {
        let (event, viewer) = self.visible(by, id)?;
        let setup = &event.setup;
        if setup.status != EventStatus::Published || setup.document.terms.is_none() {
            return Err(Denied::WrongState("there are no terms to accept".to_owned()));
        }
        let lots = setup.lots.iter().enumerate();
        let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(&viewer, setup, *nth));
        Ok(mine.map(|(_, id)| id.clone()).collect())
    }
}

impl EventHandle {
    pub(super) async fn create(&self, by: &Principal, document: EventDocument) -> Result<Bytes, Denied> {
        let (by, document) = (by.clone(), Box::new(document));
        self.ask(|reply| EventRequest::Create { by, document, reply }).await
    }

    pub(super) async fn revise(&self, by: &Principal, id: &EventId, document: EventDocument) -> Result<Bytes, Denied> {
        let (by, id, document) = (by.clone(), id.clone(), Box::new(document));
        self.ask(|reply| EventRequest::Revise { by, id, document, reply }).await
    }

    pub(super) async fn publish(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let (by, id) = (by.clone(), id.clone());
        self.ask(|reply| EventRequest::Publish { by, id, reply }).await
    }

    pub(super) async fn readmit(
        &self,
        by: &Principal,
        id: &EventId,
        order: ReadmissionOrder,
    ) -> Result<Recorded, Denied> {
        let (by, id, order) = (by.clone(), id.clone(), Box::new(order));
        self.ask(|reply| EventRequest::Readmit { by, id, order, reply }).await
    }

    pub(super) async fn lots_with_terms(&self, by: &Principal, id: &EventId) -> Result<Vec<LotId>, Denied> {
        let (by, id) = (by.clone(), id.clone());
        self.ask(|reply| EventRequest::LotsWithTerms { by, id, reply }).await
    }

    pub(super) async fn may_see_lot(&self, by: &Principal, lot: &LotId) -> Result<bool, Denied> {
        let (by, lot) = (by.clone(), lot.clone());
        self.ask(|reply| EventRequest::MaySeeLot { by, lot, reply }).await
    }

    pub(super) async fn event(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let (by, id) = (by.clone(), id.clone());
        self.ask(|reply| EventRequest::Event { by, id, reply }).await
    }

    pub(super) async fn events(&self, by: &Principal) -> Result<Bytes, Denied> {
        let by = by.clone();
        self.ask(|reply| EventRequest::Events { by, reply }).await
    }

    pub(super) async fn org_name(&self, by: &Principal) -> Result<Option<String>, Denied> {
        let Some(viewer @ (Viewer::Bidder(_) | Viewer::Observer(_))) = visibility::viewer(by) else { return Ok(None) };
        self.ask(|reply| EventRequest::OrgName { viewer, reply }).await
    }

    pub(super) async fn parties(&self, owner: &OrgId) -> Result<EventParties, Denied> {
        let owner = owner.clone();
        self.ask(|reply| EventRequest::Parties { owner, reply }).await
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> EventRequest) -> Result<T, Denied> {
        let (reply, answer) = oneshot::channel();
        send(&self.requests, request(reply), &self.shared).await?;
        answer.await.unwrap_or(Err(Denied::Unavailable))
    }
}
