//! The engine's handle, through which HTTP and WebSocket requests reach it.

use std::sync::Arc;

use bytes::Bytes;

use super::answer::{ActAnswer, Conditions, Denied, EventReply};
use super::arrivals::Arrivals;
use super::console::{ConsoleFacts, Consoles, EventConsole};
use super::entry::LotEntry;
use super::event::{EventActor, EventFilter, EventHandle};
use super::event_acts::{LotAnswers, NamedLots};
use super::feed::{Beats, Feed, LotSnapshot};
use super::handle::Question;
use super::lobby::LobbyOf;
use super::lot_access::LotAccess;
use super::practice::PracticeLots;
use super::preview::PreviewedEvent;
use super::readmission::{ReadmissionOrder, ReadmissionRecord};
use super::registry::Registry;
use super::settings::EngineSettings;
use super::shared::{EngineFailure, Shared};
use super::{event_acts, heartbeat, visibility};
use crate::auction::view::{PreviewView, Viewer};
use crate::auth::people::{BidderReadiness, ConnectionTest, KeptReadiness};
use crate::auth::people_rights::EventParties;
use crate::auth::{Deed, Directory, Principal, Role};
use crate::clock::{Clock, Instant};
use crate::event::Stated;
use crate::event::lint::OtherEvent;
use crate::idempotency::IdempotencyKey;
use crate::ids::{BidderId, EventId, LotId};
use crate::journal::{Journal, StoreError};
use crate::protocol::Hex;
use crate::protocol::http::{
    AcceptedTerms, ActOnLots, ConnectionMeasured, CopyRequest, LobbyAnswer, PracticeRequest, PracticeStarted,
    PreviewRequest, PreviewSource, TermsRecord,
};

/// The engine. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Engine {
    parts: Arc<EngineParts>,
}

#[derive(Debug)]
struct EngineParts {
    shared: Arc<Shared>,
    registry: Arc<Registry>,
    events: EventHandle,
    consoles: Consoles,
    practice: Arc<PracticeLots>,
}

impl Engine {
    /// Reads all streams, pauses the lots hit by an outage, and starts all tasks. When it returns, every stream is loaded
    /// or noted as failed.
    ///
    /// # Errors
    /// [`StoreError`] where the store cannot be read or written.
    pub async fn start(journal: Journal, clock: Clock, settings: EngineSettings) -> Result<Self, StoreError> {
        let shared = Arc::new(Shared::new(journal, clock, settings));
        let registry = Registry::new(shared.clone());
        let events = match registry.recover().await {
            Ok(events) => events,
            Err(error) => {
                // Actors that run already must end before the next start has its own.
                shared.stopping.cancel();
                shared.owners.close();
                shared.owners.wait().await;
                return Err(error);
            }
        };
        let events = EventActor::start(events, registry.clone(), shared.clone());
        tokio::spawn(shared.clone().needed("the schedule", registry.clone().keep_schedule()));
        tokio::spawn(shared.clone().needed("the unloading of idle lots", registry.clone().keep_unloading()));
        tokio::spawn(shared.clone().needed("the names of people", registry.clone().keep_names()));
        tokio::spawn(shared.clone().needed("the heartbeat", heartbeat::run(shared.clone())));
        let practice = PracticeLots::new(shared.clone());
        let parts = EngineParts { shared, registry, events, consoles: Consoles::default(), practice };
        Ok(Self { parts: Arc::new(parts) })
    }

    /// Stops: takes no more bids, judges and answers those it has, and returns when no task owns a stream any more. The
    /// caller closes the journal.
    pub async fn stop(&self) {
        let shared = &self.parts.shared;
        let stopped_at = shared.clock.now();
        shared.stopping.cancel();
        shared.owners.close();
        shared.owners.wait().await;
        if !shared.has_failed()
            && let Err(error) = shared.journal.note_alive(stopped_at).await
        {
            tracing::warn!(%error, "the end could not be noted: the outage counts from the last heartbeat");
        }
    }

    /// Returns once the engine cannot go on, such as when the journal takes no writes. The next start reads the state from
    /// the journal.
    pub async fn failure(&self) -> EngineFailure {
        self.parts.shared.failed().await
    }

    /// Creates a draft. Answers an `EventSummary`.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn create_event(
        &self,
        by: &Principal,
        stated: Stated,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.create(by, stated, conditions).await
    }

    /// Replaces what a draft or a template says; the same answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn revise_event(
        &self,
        by: &Principal,
        id: &EventId,
        stated: Stated,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.revise(by, id, stated, conditions).await
    }

    /// The published events of the caller's partnership that have the reference, practice left out.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn published_with(&self, by: &Principal, reference: &str) -> Result<Vec<OtherEvent>, Denied> {
        self.parts.events.published_with(&by.org, reference).await
    }

    /// The present instant, by the clock that judges.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.parts.shared.clock.now()
    }

    /// Freezes a draft and schedules its lots; the same answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn publish_event(
        &self,
        by: &Principal,
        id: &EventId,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.publish(by, id, conditions).await
    }

    /// Takes a draft or a template away.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn delete_event(&self, by: &Principal, id: &EventId, conditions: Conditions) -> Result<(), Denied> {
        self.parts.events.delete(by, id, conditions).await
    }

    /// Makes a draft or a template from what an event says; the same answer.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn copy_event(
        &self,
        by: &Principal,
        id: &EventId,
        request: CopyRequest,
        conditions: Conditions,
    ) -> Result<EventReply, Denied> {
        self.parts.events.copy(by, id, request, conditions).await
    }

    /// The first answer to a change of an event that the same person has asked for before with the same key. Asked before
    /// rights and state: what was done stays answered.
    ///
    /// # Errors
    /// [`Denied::KeyReused`] where the key came with another request; `Overloaded`, `Unavailable`.
    pub async fn answered_before(
        &self,
        by: &Principal,
        idempotency: &IdempotencyKey,
    ) -> Result<Option<EventReply>, Denied> {
        self.parts.events.answered_before(by, idempotency).await
    }

    /// Records that a buyer lets a person back in.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn readmit(
        &self,
        by: &Principal,
        id: &EventId,
        order: ReadmissionOrder,
    ) -> Result<ReadmissionRecord, Denied> {
        self.parts.events.readmit(by, id, order).await
    }

    /// Records a supplier's acceptance in each lot that it is invited to. `{"lots": [{"lot", "seq", "at", "hash"}]}`.
    ///
    /// # Errors
    /// [`Denied`], each as it says. Some lots may have recorded it nevertheless; asking again is safe.
    pub async fn accept_terms(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let lots = self.parts.events.lots_with_terms(by, id).await?;
        if by.role != Role::Supplier {
            return Err(Denied::Forbidden("only a supplier accepts the terms".to_owned()));
        }
        let mut recorded = Vec::with_capacity(lots.len());
        for id in lots {
            let Some(entry) = self.parts.registry.entry(&id) else { return Err(Denied::Unavailable) };
            if entry.summary().has_ended() {
                continue;
            }
            let record = self.lot(by, &id).await?.accept_terms().await?;
            recorded.push(TermsRecord { lot: id, seq: record.seq, at: record.at, hash: Hex(record.hash.0) });
        }
        Ok(serde_json::json!(AcceptedTerms { lots: recorded }).to_string().into())
    }

    /// A buyer's act on several lots of an event, lot by lot; there is no transaction over them. With a key, each lot that
    /// has done the same request before gives its first answer again, and the others do it now.
    ///
    /// # Errors
    /// [`Denied`], each as it says, where the request as a whole is refused: then nothing has happened on any lot.
    pub async fn act_on_lots(
        &self,
        by: &Principal,
        id: &EventId,
        act: &ActOnLots,
        key: Option<IdempotencyKey>,
    ) -> Result<LotAnswers<ActAnswer>, Denied> {
        let lots = self.named_lots(by, id, act, key.as_ref()).await?;
        let ask = |access: LotAccess| {
            let (act, key) = (act.act.on_a_lot(), key.clone());
            async move { access.perform(act, key).await }
        };
        Ok(event_acts::each(lots, ask).await)
    }

    /// What a buyer's act on several lots of an event would do, lot by lot. Nothing happens.
    ///
    /// # Errors
    /// [`Denied`], exactly as for the act itself.
    pub async fn preview_on_lots(
        &self,
        by: &Principal,
        id: &EventId,
        act: &ActOnLots,
    ) -> Result<LotAnswers<PreviewView>, Denied> {
        let lots = self.named_lots(by, id, act, None).await?;
        let ask = |access: LotAccess| {
            let act = act.act.on_a_lot();
            async move { access.preview_of(act).await }
        };
        Ok(event_acts::each(lots, ask).await)
    }

    /// The lots that the act names, where the request as a whole is right. A lot of another event is not found.
    async fn named_lots(
        &self,
        by: &Principal,
        id: &EventId,
        act: &ActOnLots,
        key: Option<&IdempotencyKey>,
    ) -> Result<NamedLots, Denied> {
        let of_event = self.parts.events.published_lots(by, id).await?;
        if by.role != Role::Buyer {
            return Err(Denied::Forbidden("only a buyer acts on a lot".to_owned()));
        }
        let mut lots = Vec::with_capacity(act.lots.len());
        for lot in &act.lots {
            let access = if of_event.contains(lot) { self.lot(by, lot).await } else { Err(Denied::NotFound) };
            lots.push((lot.clone(), access));
        }
        event_acts::check(&lots, &act.act, key).await?;
        Ok(lots)
    }

    /// An event as `by` may see it: an `EventAnswer`.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn event(&self, by: &Principal, id: &EventId) -> Result<EventReply, Denied> {
        self.parts.events.event(by, id).await
    }

    /// The event of a preview, ready to be rendered. Nothing is recorded, and no live lot is touched.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn previewed(&self, by: &Principal, request: &PreviewRequest) -> Result<PreviewedEvent, Denied> {
        let now = self.parts.shared.clock.now();
        Ok(match &request.source {
            PreviewSource::Event(id) => {
                let setup = self.parts.events.setup_for_buyer(by, id).await?;
                PreviewedEvent::stored(&setup, request.lot, now)?
            }
            PreviewSource::Document(document) => PreviewedEvent::sent((**document).clone(), by.org.clone(), now),
        })
    }

    /// Begins a practice lot of an event. Nothing of it is recorded, and no live lot is touched.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn practise(
        &self,
        by: &Principal,
        id: &EventId,
        request: PracticeRequest,
    ) -> Result<PracticeStarted, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let (event, party) = self.parts.events.to_play(by, id, &request).await?;
        let has_ended = self.parts.registry.entry(&request.lot).is_some_and(|entry| entry.summary().has_ended());
        if by.role == Role::Supplier && has_ended {
            return Err(Denied::WrongState("the lot has ended: there is nothing left to practise for".to_owned()));
        }
        self.parts.practice.begin(viewer, event, party).await
    }

    /// What a bidder has to do and to read before the lots of an event open: the caller itself, or `of` where a buyer looks.
    /// When its people last signed in is not known here.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn lobby(&self, by: &Principal, id: &EventId, of: Option<BidderId>) -> Result<LobbyAnswer, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let setup = self.parts.events.published(by, id).await?;
        let EngineParts { registry, shared, practice, .. } = &*self.parts;
        LobbyOf::new(viewer, setup, of)?.answer(registry, shared, practice).await
    }

    /// Notes what a page of a supplier has measured of its connection.
    ///
    /// # Errors
    /// [`Denied`], each as it says.
    pub async fn note_connection(
        &self,
        by: &Principal,
        id: &EventId,
        measured: ConnectionMeasured,
    ) -> Result<(), Denied> {
        let Some(Viewer::Bidder(bidder)) = visibility::viewer(by) else { return Err(Denied::NotFound) };
        self.see_event(by, id).await?;
        let ConnectionMeasured { round_trip_ms, clock_ms } = measured;
        let test = Some(ConnectionTest { at: self.now(), round_trip_ms, clock_ms });
        let readiness = BidderReadiness { test, practised_at: None };
        let noted = KeptReadiness { event: id.clone(), bidder, readiness };
        self.parts.shared.settings.readiness.note(noted).await.map_err(|error| {
            tracing::warn!(event = %id, %error, "a connection test could not be stored");
            Denied::Unavailable
        })
    }

    /// Whether `by` may see the event; nothing is rendered.
    ///
    /// # Errors
    /// [`Denied::NotFound`] where it may not; `Overloaded`, `Unavailable`.
    pub async fn see_event(&self, by: &Principal, id: &EventId) -> Result<(), Denied> {
        self.parts.events.see(by, id).await
    }

    /// Whether an event that `by` may see is a template.
    ///
    /// # Errors
    /// As [`Self::see_event`].
    pub async fn is_template(&self, by: &Principal, id: &EventId) -> Result<bool, Denied> {
        self.parts.events.is_template(by, id).await
    }

    /// The events that `by` may see and asks for, newest first: an `EventList`.
    ///
    /// # Errors
    /// `NotFound` where the caller's organisation can see none at all; `Overloaded`, `Unavailable`.
    pub async fn events(&self, by: &Principal, filter: &EventFilter) -> Result<Bytes, Denied> {
        self.parts.events.events(by, filter).await
    }

    /// The name of the caller's organisation, a supplier or a trust, in the newest event that names it and that `by` may
    /// see. None where there is no such event, and for a partnership.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn org_name(&self, by: &Principal) -> Result<Option<String>, Denied> {
        self.parts.events.org_name(by).await
    }

    /// The bidders and trusts that events name, drafts too, as they stand to the partnership of the caller.
    ///
    /// # Errors
    /// `Overloaded`, `Unavailable`.
    pub async fn parties(&self, by: &Principal) -> Result<EventParties, Denied> {
        self.parts.events.parties(&by.org).await
    }

    /// A lot, where `by` may see it.
    ///
    /// # Errors
    /// [`Denied::NotFound`] for a lot that does not exist, and likewise for one that the caller may not see;
    /// `Unavailable` where its stream cannot be used.
    pub async fn lot(&self, by: &Principal, id: &LotId) -> Result<LotAccess, Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        let Some(entry) = self.parts.registry.entry(id) else {
            if let Some(played) = self.parts.practice.access(by, &viewer, id) {
                return Ok(played);
            }
            // Only the event says who may know of a lot that cannot be read.
            let is_mine = self.parts.registry.is_unreadable(id) && self.parts.events.may_see_lot(by, id).await?;
            return Err(if is_mine { Denied::Unavailable } else { Denied::NotFound });
        };
        if !visibility::may_see_lot(&viewer, &entry) {
            return Err(Denied::NotFound);
        }
        let handle = self.parts.registry.load(id).await?;
        Ok(LotAccess::new(handle, by, viewer))
    }

    /// Follows an event with all its lots in short.
    ///
    /// # Errors
    /// [`Denied::NotFound`] where `by` may not see the event; `Forbidden` for a supplier; `WrongState` for a draft;
    /// `Overloaded`, `Unavailable`.
    pub async fn follow_event(&self, by: &Principal, id: &EventId, beats: Beats) -> Result<Feed, Denied> {
        let (console, viewer) = self.console(by, id).await?;
        console.follow(&viewer, beats).await
    }

    /// The whole `event` message as JSON text; never older than any answer already sent.
    ///
    /// # Errors
    /// As [`Self::follow_event`].
    pub async fn event_console(&self, by: &Principal, id: &EventId) -> Result<Bytes, Denied> {
        let (console, viewer) = self.console(by, id).await?;
        console.whole(&viewer).await
    }

    async fn console(&self, by: &Principal, id: &EventId) -> Result<(Arc<EventConsole>, Viewer), Denied> {
        let viewer = visibility::viewer(by).ok_or(Denied::NotFound)?;
        self.see_event(by, id).await?;
        if !by.role.may(Deed::FollowEvents) {
            return Err(Denied::Forbidden(by.role.refusal(Deed::FollowEvents)));
        }
        let setup = self.parts.events.published(by, id).await?;
        let facts = ConsoleFacts::of(&setup).ok_or(Denied::Unavailable)?;
        let EngineParts { consoles, registry, shared, .. } = &*self.parts;
        Ok((consoles.of(facts, registry, shared), viewer))
    }

    /// Names and states of people.
    #[must_use]
    pub fn directory(&self) -> &Directory {
        &self.parts.shared.settings.directory
    }

    /// The latest of the instants that `end` gives for the lots.
    pub(super) fn latest_end(&self, end: impl Fn(&LotEntry) -> Option<Instant>) -> Option<Instant> {
        self.parts.registry.latest_end(end)
    }

    /// The entries of the lots that `wanted` picks.
    pub(super) fn entries(&self, wanted: impl Fn(&LotEntry) -> bool) -> Vec<Arc<LotEntry>> {
        self.parts.registry.entries(wanted)
    }

    /// The committed state of a lot, which is loaded where it is not.
    pub(super) async fn snapshot(&self, id: &LotId) -> Result<LotSnapshot, Denied> {
        self.parts.registry.load(id).await?.ask(Question::Snapshot).await
    }

    /// The register in which connections stamp the frames that they have read.
    #[must_use]
    pub fn arrivals(&self) -> Arrivals {
        self.parts.shared.arrivals.clone()
    }

    /// Whether the journal takes writes.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        let shared = &self.parts.shared;
        shared.journal.is_writable() && !shared.has_failed() && !shared.stopping.is_cancelled()
    }

    /// Whether the engine stops in order, or has stopped.
    #[must_use]
    pub fn is_stopping(&self) -> bool {
        self.parts.shared.stopping.is_cancelled()
    }

    /// Whether any lot is open. While one is, bids go before everything else that the server does.
    #[must_use]
    pub fn any_lot_is_open(&self) -> bool {
        self.parts.shared.any_lot_is_open()
    }

    /// Streams that cannot be used, with the reason.
    #[must_use]
    pub fn failed_streams(&self) -> Vec<(String, String)> {
        self.parts.registry.failed_streams()
    }
}
