//! An event as a pure state machine over its stream: drafted, revised, published.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::document::EventDocument;
use crate::clock::Instant;
use crate::ids::{EventId, LotId, OrgId, PersonId};

#[cfg(test)]
mod tests;

/// Where an event is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// May be revised; shown to its partnership only.
    Draft,
    /// Frozen.
    Published,
}

/// Something that happened to an event: `kind` and `data` of a record of its stream.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum EventChange {
    /// Created.
    EventDrafted {
        /// The partnership that it belongs to.
        owner: OrgId,
        /// What it says.
        document: EventDocument,
        /// One id for each lot of the document.
        lots: Vec<LotId>,
    },
    /// Replaced while a draft.
    EventRevised {
        /// What it says now.
        document: EventDocument,
        /// One id for each lot of the document.
        lots: Vec<LotId>,
    },
    /// Frozen; its lots' first records are in the same transaction.
    EventPublished {
        /// Of the frozen document.
        digest: String,
        /// What it says now and for good.
        document: EventDocument,
    },
    /// A buyer has let a person back in. It changes nothing of the event.
    PersonReadmitted {
        /// The person.
        person: PersonId,
        /// Why.
        reason: String,
    },
}

/// An event as its stream states it.
#[derive(Debug, Clone)]
pub struct EventSetup {
    /// Its id.
    pub id: EventId,
    /// The partnership that it belongs to.
    pub owner: OrgId,
    /// Draft or frozen.
    pub status: EventStatus,
    /// What it says.
    pub document: EventDocument,
    /// One id for each lot of the document.
    pub lots: Vec<LotId>,
    /// When its first record was written.
    pub created_at: Instant,
    /// Of the frozen document.
    pub digest: Option<String>,
}

impl EventSetup {
    /// The event after `change`; the first change makes the event.
    ///
    /// # Errors
    /// A plain text where the change cannot follow the event's state.
    pub fn apply(event: Option<Self>, id: &EventId, at: Instant, change: EventChange) -> Result<Self, String> {
        let Some(event) = event else { return Self::drafted(id, at, change) };
        if event.id != *id {
            return Err(format!("a change of event {id} does not belong to event {}", event.id));
        }
        match (event.status, change) {
            (EventStatus::Published, EventChange::PersonReadmitted { .. }) => Ok(event),
            (EventStatus::Draft, EventChange::PersonReadmitted { .. }) => {
                Err(format!("event {id} is not published: nobody takes part in it yet"))
            }
            (_, EventChange::EventDrafted { .. }) => Err(format!("event {id} has been drafted already")),
            (EventStatus::Published, EventChange::EventRevised { .. } | EventChange::EventPublished { .. }) => {
                Err(format!("event {id} is published: its document is frozen"))
            }
            (EventStatus::Draft, EventChange::EventRevised { document, lots }) => {
                one_id_each(&document, &lots)?;
                Ok(Self { document, lots, ..event })
            }
            (EventStatus::Draft, EventChange::EventPublished { digest, document }) => {
                one_id_each(&document, &event.lots)?;
                Ok(Self { document, digest: Some(digest), status: EventStatus::Published, ..event })
            }
        }
    }

    fn drafted(id: &EventId, at: Instant, change: EventChange) -> Result<Self, String> {
        let EventChange::EventDrafted { owner, document, lots } = change else {
            return Err(format!("event {id} begins with something other than its draft"));
        };
        one_id_each(&document, &lots)?;
        let (id, status) = (id.clone(), EventStatus::Draft);
        Ok(Self { id, owner, status, document, lots, created_at: at, digest: None })
    }
}

fn one_id_each(document: &EventDocument, lots: &[LotId]) -> Result<(), String> {
    let distinct: std::collections::BTreeSet<&LotId> = lots.iter().collect();
    if lots.len() == document.lots.len() && distinct.len() == lots.len() {
        return Ok(());
    }
    Err(format!("{} lots need as many ids, each its own; there are {}", document.lots.len(), distinct.len()))
}
