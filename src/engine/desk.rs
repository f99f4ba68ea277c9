//! The desk: one task owns all events' streams. Drafts, revisions, publication, and what is shown of events.

mod answers;
mod change;
mod publish;

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use tokio::sync::{mpsc, oneshot};

use super::answer::Denied;
use super::recovery::FoldedEvent;
use super::registry::Registry;
use super::shared::Shared;
use super::visibility;
use crate::auction::view::Viewer;
use crate::auth::Principal;
use crate::event::{EventDocument, EventSetup, EventStatus};
use crate::ids::{EventId, LotId};
use crate::journal::{Stream, StreamId};

/// Owns all events.
#[derive(Debug)]
pub(super) struct Desk {
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

/// The way to the desk. Cheap to clone.
#[derive(Debug, Clone)]
pub(super) struct DeskHandle {
    requests: mpsc::Sender<Request>,
    shared: Arc<Shared>,
}

type Reply<T> = oneshot::Sender<Result<T, Denied>>;

#[derive(Debug)]
enum Request {
    Create { by: Principal, document: Box<EventDocument>, reply: Reply<Bytes> },
    Revise { by: Principal, id: EventId, document: Box<EventDocument>, reply: Reply<Bytes> },
    Publish { by: Principal, id: EventId, reply: Reply<Bytes> },
    LotsWithTerms { by: Principal, id: EventId, reply: Reply<Vec<LotId>> },
    MaySeeLot { by: Principal, lot: LotId, reply: Reply<bool> },
    Event { by: Principal, id: EventId, reply: Reply<Bytes> },
    Events { by: Principal, reply: Reply<Bytes> },
}

impl Desk {
    /// Takes the events' streams into ownership and runs until the engine stops.
    pub(super) fn start(events: Vec<FoldedEvent>, registry: Arc<Registry>, shared: Arc<Shared>) -> DeskHandle {
        let own = |event: FoldedEvent| {
            let id = event.setup.id.clone();
            let stream = shared.journal.resume(StreamId::event(&id), event.tail);
            (id, OwnedEvent { setup: event.setup, stream })
        };
        let events = events.into_iter().map(own).collect();
        let (requests, requests_in) = mpsc::channel(shared.settings.desk_len_max);
        let desk = Self { events, registry, shared: shared.clone() };
        shared.owners.spawn(shared.clone().needed("the desk of events", desk.run(requests_in)));
        DeskHandle { requests, shared }
    }

    async fn run(mut self, mut requests: mpsc::Receiver<Request>) {
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

    async fn answer(&mut self, request: Request) {
        match request {
            Request::Create { by, document, reply } => tell(reply, self.create(&by, *document).await),
            Request::Revise { by, id, document, reply } => tell(reply, self.revise(&by, &id, *document).await),
            Request::Publish { by, id, reply } => tell(reply, self.publish(&by, &id).await),
            Request::LotsWithTerms { by, id, reply } => tell(reply, self.lots_with_terms(&by, &id)),
            Request::MaySeeLot { by, lot, reply } => tell(reply, Ok(self.may_see_lot(&by, &lot))),
            Request::Event { by, id, reply } => tell(reply, self.event(&by, &id)),
            Request::Events { by, reply } => tell(reply, Ok(self.events(&by))),
        }
    }

    /// An event that the principal may see, and the eyes with which it does.
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

impl DeskHandle {
    pub(super) async fn create(&self, by: &Principal, document: EventDocument) -> Result<Bytes, Denied> {
        let (by, document) = (by.clone(), Box::new(document));
        self.ask(|reply| Request::Create { by, document, reply }).await
    }

    pub(super) async fn revise(&self, by: &Principal, id: &EventId, document: EventDocument) -> Result<Bytes, Denied> {
        let (by, id, document) = (by.clone(), id.clone(), Box::new(document));
        self.ask(|reply| Request::Revise { by, id, document, reply }).await
    }

    pub(super) async fn publish(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let (by, id) = (by.clone(), id.clone());
        self.ask(|reply| Request::Publish { by, id, reply }).await
    }

    pub(super) async fn lots_with_terms(&self, by: &Principal, id: &EventId) -> Result<Vec<LotId>, Denied> {
        let (by, id) = (by.clone(), id.clone());
        self.ask(|reply| Request::LotsWithTerms { by, id, reply }).await
    }

    pub(super) async fn may_see_lot(&self, by: &Principal, lot: &LotId) -> Result<bool, Denied> {
        let (by, lot) = (by.clone(), lot.clone());
        self.ask(|reply| Request::MaySeeLot { by, lot, reply }).await
    }

    pub(super) async fn event(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let (by, id) = (by.clone(), id.clone());
        self.ask(|reply| Request::Event { by, id, reply }).await
    }

    pub(super) async fn events(&self, by: &Principal) -> Result<Bytes, Denied> {
        let by = by.clone();
        self.ask(|reply| Request::Events { by, reply }).await
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> Request) -> Result<T, Denied> {
        let (reply, answer) = oneshot::channel();
        super::handle::send(&self.requests, request(reply), &self.shared).await?;
        answer.await.unwrap_or(Err(Denied::Unavailable))
    }
}

fn tell<T>(reply: Reply<T>, answer: Result<T, Denied>) {
    // Whoever asked may have left: what is recorded stands all the same.
    let _ = reply.send(answer);
}
