//! An event as a pure state machine over its stream.
//!
//! [`EventSetup::apply`] folds records and asserts their structure. What is allowed is decided in `decide`.

use super::change::EventChange;
use super::stated::Stated;
use super::status::EventStatus;
use crate::clock::Instant;
use crate::ids::{EventId, LotId, OrgId, PersonId};

#[cfg(test)]
mod tests;

/// An event as its stream states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventSetup {
    /// Its id.
    pub id: EventId,
    /// The partnership that it belongs to.
    pub owner: OrgId,
    /// Where it stands.
    pub status: EventStatus,
    /// What it says.
    pub stated: Stated,
    /// One id for each lot that has one.
    pub lots: Vec<LotId>,
    /// When its first record was written.
    pub created_at: Instant,
    /// Which stored change of the draft this is, from 1. A publication keeps the number of what it freezes.
    pub revision: u64,
    /// Who made that change.
    pub changed_by: PersonId,
    /// When.
    pub changed_at: Instant,
    /// The event that it was copied from.
    pub copied_from: Option<EventId>,
    /// When it was frozen.
    pub published_at: Option<Instant>,
    /// Of the frozen document.
    pub digest: Option<String>,
}

impl EventSetup {
    /// The event after `change`, which `by` has made; the first change makes the event.
    ///
    /// # Errors
    /// A plain text where the change cannot follow the event's state.
    pub fn apply(
        event: Option<Self>,
        id: &EventId,
        at: Instant,
        by: &PersonId,
        change: EventChange,
    ) -> Result<Self, String> {
        let Some(event) = event else { return Self::drafted(id, at, by, change) };
        if event.id != *id {
            return Err(format!("a change of event {id} does not belong to event {}", event.id));
        }
        match change {
            EventChange::PersonReadmitted { .. } => event.readmitted(),
            EventChange::EventDrafted { .. } => {
                event.check_may_change()?;
                Err(format!("event {id} has been drafted already"))
            }
            EventChange::EventRevised { document, incomplete, lots, idempotency: _ } => {
                event.check_may_change()?;
                let stated = Stated::of_record(document, incomplete)?;
                one_id_each(&stated, &lots)?;
                let (revision, changed_by) = (event.revision + 1, by.clone());
                Ok(Self { stated, lots, revision, changed_by, changed_at: at, ..event })
            }
            EventChange::EventPublished { .. } if event.status == EventStatus::Template => {
                Err(format!("event {id} is a template: it is never published"))
            }
            EventChange::EventPublished { digest, document, idempotency: _ } => {
                event.check_may_change()?;
                let stated = Stated::Complete(document);
                one_id_each(&stated, &event.lots)?;
                let (status, digest) = (EventStatus::Published, Some(digest));
                Ok(Self { stated, digest, status, published_at: Some(at), ..event })
            }
            EventChange::EventDeleted { idempotency: _ } => {
                event.check_may_change()?;
                Ok(Self { status: EventStatus::Deleted, ..event })
            }
        }
    }

    fn drafted(id: &EventId, at: Instant, by: &PersonId, change: EventChange) -> Result<Self, String> {
        let EventChange::EventDrafted { owner, status, document, incomplete, lots, copied_from, idempotency: _ } =
            change
        else {
            return Err(format!("event {id} begins with something other than its draft"));
        };
        match status {
            EventStatus::Draft | EventStatus::Template => {}
            EventStatus::Published | EventStatus::Deleted => {
                return Err(format!("event {id} begins as something other than a draft or a template"));
            }
        }
        let stated = Stated::of_record(document, incomplete)?;
        one_id_each(&stated, &lots)?;
        Ok(Self {
            id: id.clone(),
            owner,
            status,
            stated,
            lots,
            created_at: at,
            revision: 1,
            changed_by: by.clone(),
            changed_at: at,
            copied_from,
            published_at: None,
            digest: None,
        })
    }

    /// A person was let back in, which changes nothing of the event.
    fn readmitted(self) -> Result<Self, String> {
        match self.status {
            EventStatus::Published => Ok(self),
            EventStatus::Draft | EventStatus::Template | EventStatus::Deleted => {
                Err(format!("event {} is not published: nobody takes part in it", self.id))
            }
        }
    }

    fn check_may_change(&self) -> Result<(), String> {
        match self.status {
            EventStatus::Draft | EventStatus::Template => Ok(()),
            EventStatus::Published => Err(format!("event {} is published: its document is frozen", self.id)),
            EventStatus::Deleted => Err(format!("event {} is deleted", self.id)),
        }
    }
}

fn one_id_each(stated: &Stated, lots: &[LotId]) -> Result<(), String> {
    let distinct: std::collections::BTreeSet<&LotId> = lots.iter().collect();
    if lots.len() == stated.lot_count() && distinct.len() == lots.len() {
        return Ok(());
    }
    Err(format!("{} lots need as many ids, each its own; there are {}", stated.lot_count(), distinct.len()))
}
