//! What buyers may do to an event: the whole policy, as `decide` of a lot is.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::change::EventChange;
use super::document::EventDocument;
use super::machine::EventSetup;
use super::stated::Stated;
use super::status::EventStatus;
use crate::idempotency::IdempotencyKey;
use crate::ids::{EventId, LotId, OrgId};

#[cfg(test)]
mod tests;

/// What a buyer wants of an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EventCommand {
    /// Make it.
    Create {
        /// The partnership that it will belong to.
        owner: OrgId,
        /// What it begins as.
        kind: NewEvent,
        /// What it says.
        stated: Stated,
        /// The event that it is a copy of.
        copied_from: Option<EventId>,
    },
    /// Replace what it says.
    Revise {
        /// What it says instead.
        stated: Stated,
    },
    /// Freeze it.
    Publish {
        /// Of the frozen document.
        digest: String,
        /// The frozen document.
        document: Arc<EventDocument>,
    },
    /// Take it away.
    Delete,
}

/// As what an event begins.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum NewEvent {
    /// To be published.
    Draft,
    /// To be copied.
    Template,
}

/// The kinds of change of an event that exists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EventDeed {
    /// Replace what it says.
    Revise,
    /// Freeze it.
    Publish,
    /// Take it away.
    Delete,
}

/// Which revision the buyer has seen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Expected {
    /// Any.
    #[default]
    Any,
    /// One of these.
    OneOf(Vec<u64>),
}

/// Why nothing happens.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum EventRefusal {
    /// Another revision stands than the one that the buyer has seen.
    #[error("another revision stands than the one that was named")]
    Stale,
    /// It is frozen.
    #[error("the event is published and frozen")]
    Published,
    /// It is no event to publish.
    #[error("a template is never published: make a draft from it, with copy")]
    Template,
    /// It was taken away.
    #[error("the event is deleted")]
    Deleted,
    /// The command makes an event, and this one stands; or it changes one, and there is none.
    #[error("the event does not stand where the command needs it")]
    Misplaced,
}

impl EventSetup {
    /// Returns the change that `command` causes; none where the event says exactly that already. `new_lots` gives ids to
    /// lots that have none.
    ///
    /// # Errors
    /// [`EventRefusal`]; nothing has happened.
    pub fn decide(
        event: Option<&Self>,
        command: EventCommand,
        expected: &Expected,
        idempotency: Option<IdempotencyKey>,
        new_lots: &mut dyn Iterator<Item = LotId>,
    ) -> Result<Option<EventChange>, EventRefusal> {
        match (event, command) {
            (None, EventCommand::Create { owner, kind, stated, copied_from }) => {
                let (status, lots) = (kind.status(), new_lots.take(stated.lot_count()).collect());
                let (document, incomplete) = stated.into_members();
                let drafted =
                    EventChange::EventDrafted { owner, status, document, incomplete, lots, copied_from, idempotency };
                Ok(Some(drafted))
            }
            (Some(event), EventCommand::Revise { stated }) => {
                event.check(EventDeed::Revise, expected)?;
                Ok((stated != event.stated).then(|| event.revised(stated, idempotency, new_lots)))
            }
            (Some(event), EventCommand::Publish { digest, document }) => {
                event.check(EventDeed::Publish, expected)?;
                Ok(Some(EventChange::EventPublished { digest, document, idempotency }))
            }
            (Some(event), EventCommand::Delete) => {
                event.check(EventDeed::Delete, expected)?;
                Ok(Some(EventChange::EventDeleted { idempotency }))
            }
            (Some(_), EventCommand::Create { .. })
            | (None, EventCommand::Revise { .. } | EventCommand::Publish { .. } | EventCommand::Delete) => {
                Err(EventRefusal::Misplaced)
            }
        }
    }

    /// Whether that may be done to the event now. The revision is looked at first: a buyer who has seen another one learns
    /// that, whatever has become of the event.
    ///
    /// # Errors
    /// [`EventRefusal`].
    pub fn check(&self, deed: EventDeed, expected: &Expected) -> Result<(), EventRefusal> {
        if let Expected::OneOf(revisions) = expected
            && !revisions.contains(&self.revision)
        {
            return Err(EventRefusal::Stale);
        }
        match (self.status, deed) {
            (EventStatus::Draft, EventDeed::Revise | EventDeed::Publish | EventDeed::Delete)
            | (EventStatus::Template, EventDeed::Revise | EventDeed::Delete) => Ok(()),
            (EventStatus::Template, EventDeed::Publish) => Err(EventRefusal::Template),
            (EventStatus::Published, EventDeed::Revise | EventDeed::Publish | EventDeed::Delete) => {
                Err(EventRefusal::Published)
            }
            (EventStatus::Deleted, EventDeed::Revise | EventDeed::Publish | EventDeed::Delete) => {
                Err(EventRefusal::Deleted)
            }
        }
    }

    /// A lot keeps its id by its place; those that are more get new ones.
    fn revised(
        &self,
        stated: Stated,
        idempotency: Option<IdempotencyKey>,
        new_lots: &mut dyn Iterator<Item = LotId>,
    ) -> EventChange {
        let lots = self.lots.iter().cloned().chain(new_lots).take(stated.lot_count()).collect();
        let (document, incomplete) = stated.into_members();
        EventChange::EventRevised { document, incomplete, lots, idempotency }
    }
}

impl NewEvent {
    const fn status(self) -> EventStatus {
        match self {
            Self::Draft => EventStatus::Draft,
            Self::Template => EventStatus::Template,
        }
    }
}
