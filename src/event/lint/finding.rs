//! What the lint finds: a breach or a doubt.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A breach or a doubt.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct Finding {
    /// Where: a JSON pointer.
    pub path: String,
    /// Which rule: `PCR 2015 reg 35(16)`, `extension_longer_than_lot`.
    pub rule: String,
    /// What follows.
    pub level: Level,
    /// In plain English, with the nearest right value.
    pub message: String,
}

/// What follows from a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The event cannot be published.
    Error,
    /// It can.
    Warning,
}

impl Finding {
    pub(super) fn new(level: Level, path: String, rule: &str, message: String) -> Self {
        Self { path, rule: rule.to_owned(), level, message }
    }
}
