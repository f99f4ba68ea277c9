//! Whether the server is ready, and which streams it could not recover.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Whether the server is ready.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Readiness {
    /// The journal takes writes.
    pub ready: bool,
    /// What keeps the whole server from being ready.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
    /// Streams that recovery refused.
    pub failed_streams: Vec<FailedStream>,
}

/// A stream that recovery refused.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FailedStream {
    /// Its name.
    pub stream: String,
    /// What is wrong with it.
    pub reason: String,
}
