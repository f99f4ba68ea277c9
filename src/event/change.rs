//! What happens to an event: `kind` and `data` of the records of its stream.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::document::EventDocument;
use super::stated::IncompleteDocument;
use super::status::EventStatus;
use crate::idempotency::IdempotencyKey;
use crate::ids::{EventId, LotId, OrgId, PersonId};

/// Something that happened to an event.
///
/// A record of a draft holds either `document`, which is whole, or `incomplete`, which is any other object. Members that
/// are none are not written, so a record of a whole draft has the bytes that it always had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case", deny_unknown_fields)]
pub enum EventChange {
    /// Created.
    EventDrafted {
        /// The partnership that it belongs to.
        owner: OrgId,
        /// `draft` or `template`.
        #[serde(default, skip_serializing_if = "EventStatus::is_draft")]
        status: EventStatus,
        /// What it says, where that is whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<Arc<EventDocument>>,
        /// What it says, where that is not whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incomplete: Option<IncompleteDocument>,
        /// One id for each lot.
        lots: Vec<LotId>,
        /// The event that it was copied from.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        copied_from: Option<EventId>,
        /// The request's own key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        idempotency: Option<IdempotencyKey>,
    },
    /// Replaced while a draft or a template.
    EventRevised {
        /// What it says now, where that is whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        document: Option<Arc<EventDocument>>,
        /// What it says now, where that is not whole.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        incomplete: Option<IncompleteDocument>,
        /// One id for each lot.
        lots: Vec<LotId>,
        /// The request's own key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        idempotency: Option<IdempotencyKey>,
    },
    /// Frozen; its lots' first records are in the same transaction.
    EventPublished {
        /// Of the frozen document.
        digest: String,
        /// What it says now and for good.
        document: Arc<EventDocument>,
        /// The request's own key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        idempotency: Option<IdempotencyKey>,
    },
    /// Taken away before it was published.
    EventDeleted {
        /// The request's own key.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        idempotency: Option<IdempotencyKey>,
    },
    /// A buyer has let a person back in. It changes nothing of the event.
    PersonReadmitted {
        /// The person.
        person: PersonId,
        /// Why.
        reason: String,
    },
}

impl EventChange {
    /// Its name in the journal.
    #[must_use]
    pub const fn kind(&self) -> &'static str {
        match self {
            Self::EventDrafted { .. } => "event_drafted",
            Self::EventRevised { .. } => "event_revised",
            Self::EventPublished { .. } => "event_published",
            Self::EventDeleted { .. } => "event_deleted",
            Self::PersonReadmitted { .. } => "person_readmitted",
        }
    }

    /// The key of the request that caused it.
    #[must_use]
    pub const fn idempotency(&self) -> Option<&IdempotencyKey> {
        match self {
            Self::EventDrafted { idempotency, .. }
            | Self::EventRevised { idempotency, .. }
            | Self::EventPublished { idempotency, .. }
            | Self::EventDeleted { idempotency } => idempotency.as_ref(),
            Self::PersonReadmitted { .. } => None,
        }
    }
}
