//! Events that have ended: only what lists show stays in memory.

use std::sync::Arc;

use super::request::{EndedRequest, LearntEvents, OverEvent, RecordPlace};
use super::seen::SeenEvent;
use super::{EventActor, KnownEvent, OwnedEvent};
use crate::engine::answer::Denied;
use crate::engine::ended::EndedEvent;
use crate::engine::handle::reply_with;
use crate::engine::recovery::{self, EventKeys, FoldedEvent, UnreadableStream};
use crate::engine::registry::is_over;
use crate::ids::{EventId, Seq};
use crate::journal::StreamId;

impl EventActor {
    /// Adds an event that recovery has read.
    pub(super) fn add(&mut self, folded: FoldedEvent) {
        self.note_keys(&folded.setup.id, folded.keyed.clone());
        let owned = self.owned(folded);
        self.events.insert(owned.setup.id.clone(), KnownEvent::Whole(owned));
    }

    pub(super) fn answer_about_ended(&mut self, request: EndedRequest) {
        let (reply, ()) = match request {
            EndedRequest::Over { reply } => return reply_with(reply, Ok(self.over())),
            EndedRequest::Learn { learnt, reply } => (reply, self.learn(*learnt)),
            EndedRequest::Broken { id, reply } => (reply, drop(self.events.remove(&id))),
            EndedRequest::Kept { id, seq, reply } => (reply, self.note_kept(&id, seq)),
            EndedRequest::Rest { ended, seq, reply } => (reply, self.rest(*ended, seq)),
        };
        reply_with(reply, Ok(()));
    }

    /// Adds what was found after the start.
    fn learn(&mut self, learnt: LearntEvents) {
        for (ended, keys) in learnt.ended {
            self.note_keys(&ended.id, keys);
            self.events.insert(ended.id.clone(), KnownEvent::Ended(Arc::new(ended)));
        }
        for event in learnt.whole {
            self.add(event);
        }
    }

    /// The whole event. One that has ended is read from the journal.
    pub(super) async fn whole(&mut self, id: &EventId) -> Result<&mut OwnedEvent, Denied> {
        if let Some(KnownEvent::Ended(_)) = self.events.get(id) {
            let folded = recovery::read_whole_event(&self.shared.journal, id).await;
            let folded = folded.map_err(|error| self.unreadable(id, &error))?;
            let kept = Some(folded.tail.seq);
            let owned = OwnedEvent { kept, ..self.owned(folded) };
            self.events.insert(id.clone(), KnownEvent::Whole(owned));
        }
        let now = self.shared.clock.now();
        match self.events.get_mut(id) {
            Some(KnownEvent::Whole(owned)) => {
                owned.used_at = now;
                Ok(owned)
            }
            Some(KnownEvent::Ended(_)) | None => Err(Denied::NotFound),
        }
    }

    /// Events in memory to which nothing can happen any more.
    fn over(&self) -> Vec<OverEvent> {
        let now = self.shared.clock.now();
        let whole = self.events.values().filter_map(|event| match event {
            KnownEvent::Whole(owned) => Some(owned),
            KnownEvent::Ended(_) => None,
        });
        let over = whole.filter(|owned| is_over(&owned.setup, |lot| self.registry.has_ended_for_good(lot)));
        let is_idle = |owned: &OwnedEvent| now.saturating_since(owned.used_at) >= self.shared.settings.unload_after;
        over.map(|owned| OverEvent {
            id: owned.setup.id.clone(),
            is_kept: owned.kept == Some(owned.stream.tail().seq),
            is_idle: is_idle(owned),
        })
        .collect()
    }

    /// Notes that the event's summary is kept, up to that record.
    fn note_kept(&mut self, id: &EventId, seq: Seq) {
        if let Some(KnownEvent::Whole(owned)) = self.events.get_mut(id) {
            owned.kept = Some(seq);
        }
    }

    /// Gives the memory of an event back, where its summary is made from its last record `seq`.
    fn rest(&mut self, ended: EndedEvent, seq: Seq) {
        if let Some(known @ KnownEvent::Whole(_)) = self.events.get_mut(&ended.id)
            && matches!(known, KnownEvent::Whole(owned) if owned.stream.tail().seq == seq)
        {
            *known = KnownEvent::Ended(Arc::new(ended));
        }
    }

    fn owned(&self, folded: FoldedEvent) -> OwnedEvent {
        let FoldedEvent { setup, tail, keyed: _ } = folded;
        let stream = self.shared.journal.resume(StreamId::event(&setup.id), tail);
        OwnedEvent { setup: Arc::new(setup), stream, used_at: self.shared.clock.now(), kept: None }
    }

    fn note_keys(&mut self, id: &EventId, keys: EventKeys) {
        for (actor, idempotency, seq) in keys {
            self.keys.note(&actor, idempotency, RecordPlace { event: id.clone(), seq });
        }
    }

    /// An event whose records are broken is not shown any more.
    fn unreadable(&mut self, id: &EventId, error: &UnreadableStream) -> Denied {
        match error {
            UnreadableStream::Store(error) => tracing::warn!(event = %id, %error, "an event could not be read"),
            UnreadableStream::Broken(fault) => {
                self.events.remove(id);
                self.registry.note_failed(StreamId::event(id).to_string(), fault.clone());
            }
        }
        Denied::Unavailable
    }
}

impl KnownEvent {
    /// The event as lists see it.
    pub(super) fn seen(&self) -> SeenEvent {
        match self {
            Self::Whole(owned) => SeenEvent::Whole(owned.setup.clone()),
            Self::Ended(ended) => SeenEvent::Ended(ended.clone()),
        }
    }
}
