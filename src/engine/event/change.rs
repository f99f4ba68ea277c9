//! Drafts: creates and revises them.

use bytes::Bytes;
use uuid::{NoContext, Timestamp, Uuid};

use super::{EventActor, OwnedEvent, answers};
use crate::auth::{Principal, Role};
use crate::clock::Instant;
use crate::engine::answer::Denied;
use crate::engine::{encode, visibility};
use crate::event::{EventChange, EventDocument, EventSetup, EventStatus, lint};
use crate::ids::{EventId, LotId};
use crate::journal::{Actor, AppendError, Draft, StreamId};

impl EventActor {
    pub(super) async fn create(&mut self, by: &Principal, document: EventDocument) -> Result<Bytes, Denied> {
        if by.role != Role::Buyer {
            return Err(Denied::Forbidden("only a buyer sets events up".to_owned()));
        }
        let at = self.shared.clock.now();
        let id = EventId::parse(&new_id(at)).expect("a uuid is an id");
        let lots = document.lots.iter().map(|_| new_lot_id(at)).collect();
        let change = EventChange::EventDrafted { owner: by.org.clone(), document, lots };
        let setup = EventSetup::apply(None, &id, at, change.clone()).map_err(cannot_follow)?;
        let mut stream = self.shared.journal.create(StreamId::event(&id));
        let appended = stream.append(vec![record(at, by, &change)]).await;
        appended.map_err(|error| self.append_failed(&id, &error))?;
        tracing::info!(event = %id, owner = %setup.owner, "an event was drafted");
        let answer = answers::drafted(&setup, &lint::lint(&setup.document, at));
        self.events.insert(id, OwnedEvent { setup, stream });
        Ok(answer)
    }

    pub(super) async fn revise(
        &mut self,
        by: &Principal,
        id: &EventId,
        document: EventDocument,
    ) -> Result<Bytes, Denied> {
        self.check_draft(by, id)?;
        let event = self.events.get_mut(id).ok_or(Denied::NotFound)?;
        let at = self.shared.clock.now().max(event.stream.tail().at);
        let kept = event.setup.lots.iter().cloned();
        let lots = kept.chain(std::iter::repeat_with(|| new_lot_id(at))).take(document.lots.len()).collect();
        let change = EventChange::EventRevised { document, lots };
        let setup = EventSetup::apply(Some(event.setup.clone()), id, at, change.clone()).map_err(cannot_follow)?;
        if let Err(error) = event.stream.append(vec![record(at, by, &change)]).await {
            return Err(self.append_failed(id, &error));
        }
        let answer = answers::drafted(&setup, &lint::lint(&setup.document, at));
        event.setup = setup;
        Ok(answer)
    }

    /// Whether `by` may change the event now.
    pub(super) fn check_draft(&self, by: &Principal, id: &EventId) -> Result<(), Denied> {
        let (event, _) = self.visible(by, id)?;
        if !visibility::is_buyer_of(by, &event.setup.owner) {
            return Err(Denied::Forbidden("only a buyer of the partnership changes its events".to_owned()));
        }
        match event.setup.status {
            EventStatus::Draft => Ok(()),
            EventStatus::Published => Err(Denied::WrongState("the event is published and frozen".to_owned())),
        }
    }

    /// Drops the event. Its stream is not used again: its records are read at the next start.
    pub(super) fn append_failed(&mut self, id: &EventId, error: &AppendError) -> Denied {
        self.events.remove(id);
        match error {
            AppendError::Conflict(stream) => self.registry.note_failed(stream.to_string(), error.to_string()),
            AppendError::Unavailable => self.shared.fail(&error.to_string()),
        }
        Denied::Unavailable
    }
}

pub(super) fn record(at: Instant, by: &Principal, change: &EventChange) -> Draft {
    let kind = match change {
        EventChange::EventDrafted { .. } => "event_drafted",
        EventChange::EventRevised { .. } => "event_revised",
        EventChange::EventPublished { .. } => "event_published",
        EventChange::PersonReadmitted { .. } => "person_readmitted",
    };
    encode::of_tagged(at, buyer(by), kind, change)
}

pub(super) fn buyer(by: &Principal) -> Actor {
    Actor::Buyer { org: by.org.clone(), person: by.person.clone() }
}

/// A version 7 UUID (RFC 9562 section 5.7): sorts by time of creation, and cannot be guessed.
fn new_id(at: Instant) -> String {
    let micros = u64::try_from(at.as_micros()).unwrap_or(0);
    let nanos = u32::try_from(micros % 1_000_000 * 1_000).expect("less than a second");
    Uuid::new_v7(Timestamp::from_unix(NoContext, micros / 1_000_000, nanos)).to_string()
}

fn new_lot_id(at: Instant) -> LotId {
    LotId::parse(&new_id(at)).expect("a uuid is an id")
}

pub(super) fn cannot_follow(fault: String) -> Denied {
    Denied::WrongState(fault)
}
