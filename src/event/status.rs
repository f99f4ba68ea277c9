//! Where an event stands between its first draft and its end.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where an event stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum EventStatus {
    /// May be revised; shown to its partnership only.
    #[default]
    Draft,
    /// Frozen.
    Published,
    /// A pattern to copy drafts from: may be revised, is never published.
    Template,
    /// Taken away before it was published; shown to auditors only.
    Deleted,
}

impl EventStatus {
    /// Whether it is a draft.
    #[must_use]
    pub const fn is_draft(&self) -> bool {
        match self {
            Self::Draft => true,
            Self::Published | Self::Template | Self::Deleted => false,
        }
    }
}
