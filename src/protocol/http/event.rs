//! What the acts on an event answer.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::event::{EventStatus, Finding};

/// What an event's creation, revision and publication answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct EventSummary {
    /// The event.
    pub id: String,
    /// `draft` or `published`.
    pub status: EventStatus,
    /// Of the frozen document; only once published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub digest: Option<String>,
    /// What speaks against its settings.
    pub lint: Vec<Finding>,
    /// One id for each lot of the document.
    pub lots: Vec<String>,
}
