//! Judges the records of one event again.
//!
//! Compares what the records say, not their bytes: a document that an older version wrote lacks the members that came
//! later, and says the same.

use std::collections::BTreeSet;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::engine::encode;
use crate::event::publication::{digest, frozen};
use crate::event::{EventChange, EventCommand, EventSetup, EventStatus, Expected, NewEvent, Stated};
use crate::idempotency::KeyText;
use crate::ids::{EventId, LotId, OrgId, PersonId};
use crate::journal::Actor;
use crate::journal::record::Body;

/// An event that is judged again.
#[derive(Debug)]
pub(super) struct RejudgedEvent {
    id: EventId,
    setup: Option<EventSetup>,
    /// The keys of the requests so far, each with the buyer who sent it.
    keys: BTreeSet<(Actor, KeyText)>,
}

/// The exact text of a frozen document.
#[derive(Deserialize)]
struct FrozenText<'a> {
    #[serde(borrow)]
    document: &'a RawValue,
}

impl RejudgedEvent {
    pub(super) const fn new(id: EventId) -> Self {
        Self { id, setup: None, keys: BTreeSet::new() }
    }

    /// Judges the next record.
    ///
    /// # Errors
    /// What is wrong with it, in words that can follow "record 7: ".
    pub(super) fn record(&mut self, body: &Body) -> Result<(), String> {
        let change: EventChange = encode::read_tagged(&body.kind, body.data.get())?;
        let (org, person) = buyer(&body.actor)?;
        self.check_again(&change, org)?;
        if let Some(idempotency) = change.idempotency()
            && !self.keys.insert((body.actor.clone(), idempotency.key.clone()))
        {
            return Err("the key of its request stands in an earlier record of the same person".to_owned());
        }
        if let EventChange::EventPublished { digest, document, .. } = &change {
            check_digest(digest, body)?;
            if let Some(draft) = self.setup.as_ref().and_then(|setup| setup.stated.document())
                && frozen(draft, body.at) != **document
            {
                return Err("the published document is not the draft's".to_owned());
            }
        }
        self.setup = Some(EventSetup::apply(self.setup.take(), &self.id, body.at, person, change)?);
        Ok(())
    }

    /// Where the event stands after its last record.
    pub(super) fn end(&self) -> &'static str {
        match self.setup.as_ref().map(|setup| setup.status) {
            None => "empty",
            Some(EventStatus::Draft) => "draft",
            Some(EventStatus::Published) => "published",
            Some(EventStatus::Template) => "template",
            Some(EventStatus::Deleted) => "deleted",
        }
    }

    /// Decides the record's command again: the result has to be the change that stands there.
    fn check_again(&self, change: &EventChange, org: &OrgId) -> Result<(), String> {
        if self.setup.as_ref().is_some_and(|setup| setup.owner != *org) {
            return Err("a buyer of another partnership changes the event".to_owned());
        }
        let Some((command, lots)) = command_of(change, org)? else { return Ok(()) };
        let kept = self.setup.as_ref().map_or(0, |setup| setup.lots.len());
        let mut new_lots = lots.iter().skip(kept).cloned();
        let idempotency = change.idempotency().cloned();
        let decided = EventSetup::decide(self.setup.as_ref(), command, &Expected::Any, idempotency, &mut new_lots);
        match decided.map_err(|refusal| format!("judged again it is not possible: {refusal}"))? {
            Some(decided) if decided == *change => Ok(()),
            Some(decided) if decided.kind() == change.kind() => {
                Err("judged again it keeps other lots, or its ids stand in another order".to_owned())
            }
            Some(decided) => Err(format!("judged again it is {}", decided.kind())),
            // Older versions recorded a revision that changed nothing.
            None => Ok(()),
        }
    }
}

/// The command that leads to a change, and the lots that the record names. None for a record that changes nothing of the
/// event.
fn command_of<'a>(change: &'a EventChange, org: &OrgId) -> Result<Option<(EventCommand, &'a [LotId])>, String> {
    Ok(Some(match change.clone() {
        EventChange::EventDrafted { owner, .. } if owner != *org => {
            return Err("a buyer of another partnership than the event's owner has drafted it".to_owned());
        }
        EventChange::EventDrafted { owner, status, document, incomplete, copied_from, .. } => {
            let kind = match status {
                EventStatus::Draft => NewEvent::Draft,
                EventStatus::Template => NewEvent::Template,
                EventStatus::Published | EventStatus::Deleted => {
                    return Err("an event begins as something other than a draft or a template".to_owned());
                }
            };
            let stated = Stated::of_record(document, incomplete)?;
            (EventCommand::Create { owner, kind, stated, copied_from }, lots_of(change))
        }
        EventChange::EventRevised { document, incomplete, .. } => {
            (EventCommand::Revise { stated: Stated::of_record(document, incomplete)? }, lots_of(change))
        }
        EventChange::EventPublished { digest, document, .. } => (EventCommand::Publish { digest, document }, &[]),
        EventChange::EventDeleted { .. } => (EventCommand::Delete, &[]),
        EventChange::PersonReadmitted { .. } => return Ok(None),
    }))
}

fn lots_of(change: &EventChange) -> &[LotId] {
    match change {
        EventChange::EventDrafted { lots, .. } | EventChange::EventRevised { lots, .. } => lots,
        EventChange::EventPublished { .. }
        | EventChange::EventDeleted { .. }
        | EventChange::PersonReadmitted { .. } => &[],
    }
}

fn check_digest(stated: &str, body: &Body) -> Result<(), String> {
    let text: FrozenText<'_> = serde_json::from_str(body.data.get()).map_err(|error| error.to_string())?;
    if digest(text.document) == *stated {
        return Ok(());
    }
    Err("the digest is not that of the event document".to_owned())
}

fn buyer(actor: &Actor) -> Result<(&OrgId, &PersonId), String> {
    match actor {
        Actor::Buyer { org, person } => Ok((org, person)),
        Actor::System | Actor::Supplier { .. } | Actor::Admin { .. } => {
            Err("an event is changed by a buyer of its partnership".to_owned())
        }
    }
}
