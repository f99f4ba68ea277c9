//! The handle of the actor of events: how requests about events reach it, and how their answers are rendered.

use std::sync::Arc;

use bytes::Bytes;
use serde::Serialize;
use serde_json::{Map, Value};
use tokio::sync::{mpsc, oneshot};
use tokio::task::spawn_blocking;

use super::answers::{self, knows_setup};
use super::list::{self, EventFilter};
use super::lots::listed_lots;
use super::references::Among;
use super::request::{
    ChangeReply, Changed, EndedRequest, EventRequest, LearntEvents, OverEvent, RecordPlace, WantedChange, buyer,
};
use super::seen::SeenEvent;
use crate::auction::view::Viewer;
use crate::auth::people_rights::EventParties;
use crate::auth::{Principal, Role};
use crate::clock::Instant;
use crate::engine::answer::{Conditions, Denied, EventReply};
use crate::engine::ended::EndedEvent;
use crate::engine::handle::{Reply, send};
use crate::engine::readmission::{ReadmissionOrder, ReadmissionRecord};
use crate::engine::recovery;
use crate::engine::registry::Registry;
use crate::engine::shared::Shared;
use crate::engine::visibility;
use crate::event::lint::OtherEvent;
use crate::event::{CopyWish, EventSetup, EventStatus, NewEvent, Stated};
use crate::idempotency::IdempotencyKey;
use crate::ids::{EventId, LotId, OrgId, PersonId, Seq};
use crate::journal::Journal;
use crate::protocol::http::CopyRequest;

/// Sends requests to the actor of events. Cheap to clone.
#[derive(Debug, Clone)]
pub(in crate::engine) struct EventHandle {
    requests: mpsc::Sender<EventRequest>,
    registry: Arc<Registry>,
    shared: Arc<Shared>,
}

impl EventHandle {
    pub(super) const fn new(
        requests: mpsc::Sender<EventRequest>,
        registry: Arc<Registry>,
        shared: Arc<Shared>,
    ) -> Self {
        Self { requests, registry, shared }
    }

    pub(in crate::engine) async fn create(
        &self,
        by: &Principal,
        stated: Stated,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.change(by, WantedChange::Create { kind: NewEvent::Draft, stated, copied_from: None }, conditions).await
    }

    pub(in crate::engine) async fn revise(
        &self,
        by: &Principal,
        id: &EventId,
        stated: Stated,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.change(by, WantedChange::Revise { id: id.clone(), stated }, conditions).await
    }

    pub(in crate::engine) async fn publish(
        &self,
        by: &Principal,
        id: &EventId,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.change(by, WantedChange::Publish { id: id.clone() }, conditions).await
    }

    pub(in crate::engine) async fn delete(
        &self,
        by: &Principal,
        id: &EventId,
        conditions: Conditions,
    ) -> Result<(), Denied> {
        let (by, wanted) = (by.clone(), WantedChange::Delete { id: id.clone() });
        let deleted = self.ask_of_all(|reply| EventRequest::Change { by, wanted, conditions, reply }).await;
        deleted.map(drop).map_err(|denied| self.with_name(denied))
    }

    /// Makes an event from what another says. The source may change or go meanwhile.
    pub(in crate::engine) async fn copy(
        &self,
        by: &Principal,
        id: &EventId,
        request: CopyRequest,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        let source = self.setup(by, id).await?;
        if !visibility::is_buyer_of(by, &source.owner) {
            return Err(Denied::Forbidden("only a buyer of the partnership copies its events".to_owned()));
        }
        let CopyRequest { wish, kind } = request;
        let now = self.shared.clock.now();
        let copied = in_background(move || copy_of(&source.stated, &wish)).await?;
        let read = in_background(move || Stated::read(copied.as_bytes(), now)).await?;
        let stated = read.map_err(|problem| Denied::Problems(vec![problem]))?;
        self.change(by, WantedChange::Create { kind, stated, copied_from: Some(id.clone()) }, conditions).await
    }

    pub(super) fn journal(&self) -> Journal {
        self.shared.journal.clone()
    }

    /// The present instant.
    pub(super) fn now(&self) -> Instant {
        self.shared.clock.now()
    }

    /// The first answer to a request that was done before.
    pub(in crate::engine) async fn answered_before(
        &self,
        by: &Principal,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<EventReply>, Denied> {
        if by.role != Role::Buyer {
            return Ok(None);
        }
        let (buyer, idempotency) = (buyer(by), idempotency.clone());
        let place = self.ask_of_all(|reply| EventRequest::Before { buyer, idempotency, reply }).await?;
        match place {
            Some(place) => Ok(Some(self.answered(self.read(place).await?).await?)),
            None => Ok(None),
        }
    }

    /// Records that a buyer has let a person back in.
    pub(in crate::engine) async fn readmit(
        &self,
        by: &Principal,
        id: &EventId,
        order: ReadmissionOrder,
    ) -> Result<ReadmissionRecord, Denied> {
        let (by, id, order) = (by.clone(), id.clone(), Box::new(order));
        self.ask_of_all(|reply| EventRequest::Readmit { by, id, order, reply }).await
    }

    /// The event as `by` may see it.
    pub(in crate::engine) async fn event(&self, by: &Principal, id: &EventId) -> Result<EventReply, Denied> {
        let setup = self.setup(by, id).await?;
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let lots = listed_lots(&setup, &viewer, &self.registry).await?;
        let now = self.shared.clock.now();
        // The lint of a published event is that of its publication.
        let others = if setup.status.is_draft() { self.others_of(&setup).await? } else { Vec::new() };
        let changed_by_name = self.name_of(&setup.changed_by);
        in_background(move || {
            let revision = knows_setup(&viewer).then_some(setup.revision);
            let mut answer = answers::event(&setup, &viewer, lots, now, &others);
            if let Some(setup) = &mut answer.setup {
                setup.revision.changed_by_name = changed_by_name;
            }
            EventReply { text: text(&answer), revision }
        })
        .await
    }

    /// The events that `by` may see and asks for, newest first.
    pub(in crate::engine) async fn events(&self, by: &Principal, filter: &EventFilter) -> Result<Bytes, Denied> {
        let (events, viewer) = self.seen(by).await?;
        let (page, next) = filter.page(events);
        let Some(viewer) = viewer else { return Err(Denied::NotFound) };
        let journal = &self.shared.journal;
        Ok(text(&list::listed(&page, next.as_ref(), &viewer, &self.registry, journal).await?))
    }

    /// Whether `by` may see the event.
    pub(in crate::engine) async fn see(&self, by: &Principal, id: &EventId) -> Result<(), Denied> {
        self.setup(by, id).await.map(drop)
    }

    /// Whether an event that `by` may see is a template.
    pub(in crate::engine) async fn is_template(&self, by: &Principal, id: &EventId) -> Result<bool, Denied> {
        Ok(self.setup(by, id).await?.status == EventStatus::Template)
    }

    /// The whole event, for a buyer of the partnership that it belongs to.
    pub(in crate::engine) async fn setup_for_buyer(
        &self,
        by: &Principal,
        id: &EventId,
    ) -> Result<Arc<EventSetup>, Denied> {
        let setup = self.setup(by, id).await?;
        if !visibility::is_buyer_of(by, &setup.owner) {
            return Err(Denied::Forbidden("only a buyer of the partnership previews its events".to_owned()));
        }
        Ok(setup)
    }

    /// The lots whose terms the principal may accept.
    pub(in crate::engine) async fn lots_with_terms(&self, by: &Principal, id: &EventId) -> Result<Vec<LotId>, Denied> {
        let setup = self.setup(by, id).await?;
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let has_terms = setup.stated.document().is_some_and(|document| document.terms.is_some());
        if setup.status != EventStatus::Published || !has_terms {
            return Err(Denied::WrongState("there are no terms to accept".to_owned()));
        }
        let lots = setup.lots.iter().enumerate();
        let mine = lots.filter(|(nth, _)| visibility::may_see_lot_of(&viewer, &setup, *nth));
        Ok(mine.map(|(_, id)| id.clone()).collect())
    }

    /// The lots of a published event, which its buyers may act on.
    pub(in crate::engine) async fn published_lots(&self, by: &Principal, id: &EventId) -> Result<Vec<LotId>, Denied> {
        Ok(self.published(by, id).await?.lots.clone())
    }

    /// An event that `by` may see, where it is published.
    pub(in crate::engine) async fn published(&self, by: &Principal, id: &EventId) -> Result<Arc<EventSetup>, Denied> {
        let setup = self.setup(by, id).await?;
        match setup.status {
            EventStatus::Published => Ok(setup),
            EventStatus::Draft | EventStatus::Template | EventStatus::Deleted => {
                Err(Denied::WrongState("the event is not published: no lot of it runs yet".to_owned()))
            }
        }
    }

    pub(in crate::engine) async fn may_see_lot(&self, by: &Principal, lot: &LotId) -> Result<bool, Denied> {
        let (by, lot) = (by.clone(), lot.clone());
        self.ask_of_all(|reply| EventRequest::MaySeeLot { by, lot, reply }).await
    }

    /// The name of the caller's organisation in the newest event that it may see. None for a partnership: no document
    /// names it.
    pub(in crate::engine) async fn org_name(&self, by: &Principal) -> Result<Option<String>, Denied> {
        let Some(viewer @ (Viewer::Bidder(_) | Viewer::Observer(_))) = visibility::viewer(by) else { return Ok(None) };
        let name_in = |event: &SeenEvent| match &viewer {
            Viewer::Bidder(id) => named_in(event.bidders(), id.as_str()),
            Viewer::Observer(ods) => named_in(event.trusts(), ods.as_str()),
            Viewer::Buyer(_) | Viewer::Auditor(_) => None,
        };
        let (events, _) = self.seen(by).await?;
        Ok(events.iter().max_by_key(|event| list::cursor(event)).and_then(name_in))
    }

    /// The bidders and trusts that events name, drafts too, seen from one partnership.
    pub(in crate::engine) async fn parties(&self, owner: &OrgId) -> Result<EventParties, Denied> {
        let all = self.ask_of_all(|reply| EventRequest::All { reply }).await?;
        let partnerships = all.iter().map(|event| event.owner().clone()).collect();
        let mut parties = EventParties { partnerships, ..EventParties::default() };
        let (mut own, others): (Vec<_>, Vec<_>) = all.into_iter().partition(|event| event.owner() == owner);
        for event in &others {
            let id = |(id, _): (&str, &str)| OrgId::parse(id).ok();
            parties.bidders_elsewhere.extend(event.bidders().into_iter().filter_map(id));
            parties.trusts_elsewhere.extend(event.trusts().into_iter().filter_map(id));
        }
        own.sort_by_key(list::cursor);
        for event in &own {
            parties.bidders.extend(event.bidders().into_iter().filter_map(named));
            parties.trusts.extend(event.trusts().into_iter().filter_map(named));
        }
        Ok(parties)
    }

    async fn change(&self, by: &Principal, wanted: WantedChange, conditions: Conditions) -> Result<EventReply, Denied> {
        let by = by.clone();
        let replied = self.ask_of_all(|reply| EventRequest::Change { by, wanted, conditions, reply }).await;
        let replied = replied.map_err(|denied| self.with_name(denied))?;
        let changed = match replied {
            ChangeReply::Done(changed) => changed,
            ChangeReply::Before(place) => self.read(place).await?,
        };
        self.answered(changed).await
    }

    /// The name of a person; none once the person is erased.
    pub(super) fn name_of(&self, person: &PersonId) -> Option<String> {
        self.shared.settings.directory.name_of(person).map(|name| name.as_ref().into())
    }

    /// A refusal that says by name who made the change that stands.
    fn with_name(&self, mut denied: Denied) -> Denied {
        if let Denied::Stale(stands) = &mut denied {
            stands.changed_by_name = self.name_of(&stands.changed_by);
        }
        denied
    }

    /// What a change is answered.
    async fn answered(&self, changed: Changed) -> Result<EventReply, Denied> {
        let Changed { setup, at } = changed;
        let others = self.others_of(&setup).await?;
        in_background(move || {
            let (text, revision) = (text(&answers::summary(&setup, at, &others)), Some(setup.revision));
            EventReply { text, revision }
        })
        .await
    }

    /// The other events that have the reference of this one, for its lint.
    pub(super) async fn others_of(&self, setup: &EventSetup) -> Result<Vec<OtherEvent>, Denied> {
        match (setup.status, setup.stated.reference()) {
            (EventStatus::Draft | EventStatus::Published, Some(reference)) => {
                self.others_with(&setup.owner, reference, Among::AllBut(setup.id.clone())).await
            }
            (EventStatus::Draft | EventStatus::Published, None) | (EventStatus::Template | EventStatus::Deleted, _) => {
                Ok(Vec::new())
            }
        }
    }

    /// The published events of a partnership that have the reference, practice left out.
    pub(in crate::engine) async fn published_with(
        &self,
        owner: &OrgId,
        reference: &str,
    ) -> Result<Vec<OtherEvent>, Denied> {
        self.others_with(owner, reference, Among::Published).await
    }

    async fn others_with(&self, owner: &OrgId, reference: &str, among: Among) -> Result<Vec<OtherEvent>, Denied> {
        let (owner, reference) = (owner.clone(), reference.to_owned());
        self.ask_of_all(|reply| EventRequest::OthersWith { owner, reference, among, reply }).await
    }

    /// The event right after a change that is recorded there.
    async fn read(&self, place: RecordPlace) -> Result<Changed, Denied> {
        let read = recovery::read_event(&self.shared.journal, &place.event, place.seq).await;
        let (setup, at) = read.map_err(|error| {
            tracing::warn!(event = %place.event, %error, "a change could not be read again");
            Denied::Unavailable
        })?;
        Ok(Changed { setup: Arc::new(setup), at })
    }

    pub(super) async fn setup(&self, by: &Principal, id: &EventId) -> Result<Arc<EventSetup>, Denied> {
        let asked = |reply| EventRequest::Event { by: by.clone(), id: id.clone(), reply };
        match self.ask(asked).await {
            // Right after the start an event that has ended may not be known yet.
            Err(Denied::NotFound) => self.ask_of_all(asked).await,
            answer => answer,
        }
    }

    async fn seen(&self, by: &Principal) -> Result<(Vec<SeenEvent>, Option<Viewer>), Denied> {
        let viewer = visibility::viewer(by);
        let by = by.clone();
        let events = self.ask_of_all(|reply| EventRequest::Events { by, reply }).await?;
        Ok((events, viewer))
    }

    /// Adds what was found after the start.
    pub(in crate::engine) async fn learn(&self, learnt: LearntEvents) -> Result<(), Denied> {
        let learnt = Box::new(learnt);
        self.ask(|reply| EventRequest::Ended(EndedRequest::Learn { learnt, reply })).await
    }

    /// Shows the event no more: its records are broken.
    pub(in crate::engine) async fn note_broken(&self, id: &EventId) -> Result<(), Denied> {
        let id = id.clone();
        self.ask(|reply| EventRequest::Ended(EndedRequest::Broken { id, reply })).await
    }

    /// The events in memory to which nothing can happen any more.
    pub(in crate::engine) async fn over(&self) -> Result<Vec<OverEvent>, Denied> {
        self.ask(|reply| EventRequest::Ended(EndedRequest::Over { reply })).await
    }

    /// Notes that the event's summary is kept, made from that record.
    pub(in crate::engine) async fn note_kept(&self, id: &EventId, seq: Seq) -> Result<(), Denied> {
        let id = id.clone();
        self.ask(|reply| EventRequest::Ended(EndedRequest::Kept { id, seq, reply })).await
    }

    /// Gives the memory of an event back whose last record is that one.
    pub(in crate::engine) async fn rest(&self, ended: EndedEvent, seq: Seq) -> Result<(), Denied> {
        let ended = Box::new(ended);
        self.ask(|reply| EventRequest::Ended(EndedRequest::Rest { ended, seq, reply })).await
    }

    /// Asks what depends on all events, once all are known.
    async fn ask_of_all<T>(&self, request: impl FnOnce(Reply<T>) -> EventRequest) -> Result<T, Denied> {
        self.registry.all_known().await?;
        self.ask(request).await
    }

    async fn ask<T>(&self, request: impl FnOnce(Reply<T>) -> EventRequest) -> Result<T, Denied> {
        let (reply, answer) = oneshot::channel();
        send(&self.requests, request(reply), &self.shared).await?;
        answer.await.unwrap_or(Err(Denied::Unavailable))
    }
}

#[cfg(test)]
impl EventHandle {
    /// How many events are in memory as a whole.
    pub(in crate::engine) async fn whole_events(&self) -> Result<usize, Denied> {
        let all = self.ask_of_all(|reply| EventRequest::All { reply }).await?;
        Ok(all.iter().filter(|event| matches!(event, SeenEvent::Whole(_))).count())
    }
}

/// An organisation and its name.
fn named((id, name): (&str, &str)) -> Option<(OrgId, String)> {
    Some((OrgId::parse(id).ok()?, name.to_owned()))
}

/// The name of the organisation with this id.
fn named_in(named: Vec<(&str, &str)>, wanted: &str) -> Option<String> {
    named.into_iter().find(|(id, _)| *id == wanted).map(|(_, name)| name.to_owned())
}

/// What the source says, as a copy of it does.
fn copy_of(source: &Stated, wish: &CopyWish) -> String {
    let source: Map<String, Value> = serde_json::from_str(source.text().get()).unwrap_or_default();
    Value::Object(wish.copy_of(source)).to_string()
}

/// Looking a document through takes long: another thread does it, because this one may be judging bids.
pub(super) async fn in_background<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Denied> {
    spawn_blocking(work).await.map_err(|error| {
        tracing::error!(%error, "an answer about an event was not rendered to its end");
        Denied::Unavailable
    })
}

pub(super) fn text(answer: &impl Serialize) -> Bytes {
    serde_json::to_vec(answer).expect("answers are texts, figures and instants").into()
}
