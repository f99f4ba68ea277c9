//! Changes of events: decided by `event`, recorded here.

use std::sync::Arc;

use uuid::{NoContext, Timestamp, Uuid};

use super::request::{ChangeReply, Changed, RecordPlace, WantedChange, buyer};
use super::{EventActor, KnownEvent, OwnedEvent, answers};
use crate::auth::{Principal, Role};
use crate::clock::Instant;
use crate::engine::answer::{Conditions, Denied};
use crate::engine::{encode, visibility};
use crate::event::{EventChange, EventCommand, EventRefusal, EventSetup};
use crate::idempotency::IdempotencyKey;
use crate::ids::{EventId, LotId};
use crate::journal::{AppendError, Committed, Draft, StreamId};

impl EventActor {
    /// Does what is wanted once. The key is looked up before everything else, so that a repeat never fails over what the
    /// first request has done.
    pub(super) async fn change(
        &mut self,
        by: &Principal,
        wanted: WantedChange,
        conditions: Conditions,
    ) -> Result<ChangeReply, Denied> {
        if by.role == Role::Buyer
            && let Some(idempotency) = &conditions.idempotency
            && let Some(place) = self.keys.before(&buyer(by), idempotency)?
        {
            return Ok(ChangeReply::Before(place));
        }
        let changed = match wanted {
            WantedChange::Create { kind, stated, copied_from } => {
                let command = EventCommand::Create { owner: by.org.clone(), kind, stated, copied_from };
                self.create(by, command, conditions).await
            }
            WantedChange::Revise { id, stated } => {
                self.alter(by, &id, EventCommand::Revise { stated }, conditions).await
            }
            WantedChange::Delete { id } => self.alter(by, &id, EventCommand::Delete, conditions).await,
            WantedChange::Publish { id } => self.publish(by, &id, conditions).await,
        };
        changed.map(ChangeReply::Done)
    }

    async fn create(
        &mut self,
        by: &Principal,
        command: EventCommand,
        conditions: Conditions,
    ) -> Result<Changed, Denied> {
        if by.role != Role::Buyer {
            return Err(Denied::Forbidden("only a buyer sets events up".to_owned()));
        }
        let at = self.shared.clock.now();
        let id = EventId::parse(&new_id(at)).expect("a uuid is an id");
        let Conditions { idempotency, expected } = conditions;
        let change = EventSetup::decide(None, command, &expected, idempotency, &mut new_lot_ids(at));
        let change = change.map_err(misplaced)?.ok_or(Denied::Unavailable)?;
        let setup = EventSetup::apply(None, &id, at, &by.person, change.clone()).map_err(Denied::WrongState)?;
        let mut stream = self.shared.journal.create(StreamId::event(&id));
        let committed = match stream.append(vec![record(at, by, &change)]).await {
            Ok(committed) => committed,
            Err(error) => return Err(self.append_failed(&id, &error)),
        };
        tracing::info!(event = %id, owner = %setup.owner, "an event was drafted");
        let setup = Arc::new(setup);
        let owned = OwnedEvent { setup: setup.clone(), stream, used_at: at, kept: None };
        self.events.insert(id.clone(), KnownEvent::Whole(owned));
        self.note_key(by, &id, change.idempotency(), committed.last());
        Ok(Changed { setup, at })
    }

    /// Changes a draft or a template. Where it says that already, nothing is recorded.
    async fn alter(
        &mut self,
        by: &Principal,
        id: &EventId,
        command: EventCommand,
        conditions: Conditions,
    ) -> Result<Changed, Denied> {
        let setup = self.own(by, id).await?;
        let now = self.shared.clock.now();
        let event = self.whole(id).await?;
        let at = now.max(event.stream.tail().at);
        let Conditions { idempotency, expected } = conditions;
        let change = EventSetup::decide(Some(&setup), command, &expected, idempotency, &mut new_lot_ids(at));
        let Some(change) = change.map_err(|refusal| refused(refusal, &setup))? else {
            return Ok(Changed { setup, at });
        };
        let after = EventSetup::apply(Some(EventSetup::clone(&setup)), id, at, &by.person, change.clone());
        let after = Arc::new(after.map_err(Denied::WrongState)?);
        let committed = match event.stream.append(vec![record(at, by, &change)]).await {
            Ok(committed) => committed,
            Err(error) => return Err(self.append_failed(id, &error)),
        };
        event.setup = after.clone();
        self.note_key(by, id, change.idempotency(), committed.last());
        Ok(Changed { setup: after, at })
    }

    /// The event, where `by` may change it at all.
    pub(super) async fn own(&mut self, by: &Principal, id: &EventId) -> Result<Arc<EventSetup>, Denied> {
        let setup = self.visible(by, id).await?;
        if !visibility::is_buyer_of(by, &setup.owner) {
            return Err(Denied::Forbidden("only a buyer of the partnership changes its events".to_owned()));
        }
        Ok(setup)
    }

    /// Notes the key of a request whose change is committed.
    pub(super) fn note_key(
        &mut self,
        by: &Principal,
        id: &EventId,
        idempotency: Option<&IdempotencyKey>,
        record: Option<&Committed>,
    ) {
        if let (Some(idempotency), Some(record)) = (idempotency, record) {
            let place = RecordPlace { event: id.clone(), seq: record.seq };
            self.keys.note(&buyer(by), idempotency.clone(), place);
        }
    }

    /// Drops the event. Its stream is not used again: its records are read at the next start.
    pub(super) fn append_failed(&mut self, id: &EventId, error: &AppendError) -> Denied {
        self.events.remove(id);
        match error {
            AppendError::Conflict(stream) => self.registry.note_failed(stream.to_string(), error.to_string().into()),
            AppendError::Unavailable => self.shared.fail(&error.to_string()),
        }
        Denied::Unavailable
    }
}

/// What a refusal is answered.
pub(super) fn refused(refusal: EventRefusal, setup: &EventSetup) -> Denied {
    match refusal {
        EventRefusal::Stale => Denied::Stale(answers::stored_revision(setup)),
        EventRefusal::Template => Denied::Template,
        EventRefusal::Deleted => Denied::NotFound,
        EventRefusal::Published | EventRefusal::Misplaced => misplaced(refusal),
    }
}

fn misplaced(refusal: EventRefusal) -> Denied {
    Denied::WrongState(refusal.to_string())
}

pub(super) fn record(at: Instant, by: &Principal, change: &EventChange) -> Draft {
    encode::of_tagged(at, buyer(by), change.kind(), change)
}

/// A version 7 UUID (RFC 9562 section 5.7): sorts by time of creation, and cannot be guessed.
fn new_id(at: Instant) -> String {
    let micros = u64::try_from(at.as_micros()).unwrap_or(0);
    let nanos = u32::try_from(micros % 1_000_000 * 1_000).expect("less than a second");
    Uuid::new_v7(Timestamp::from_unix(NoContext, micros / 1_000_000, nanos)).to_string()
}

/// As many ids as are taken.
pub(super) fn new_lot_ids(at: Instant) -> impl Iterator<Item = LotId> {
    std::iter::repeat_with(move || LotId::parse(&new_id(at)).expect("a uuid is an id"))
}
