//! The body of every HTTP answer that is an error.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::act_on_lots::LotOutcome;
use crate::event::Finding;
use crate::json::Problem;

/// An error (RFC 9457): `code` is stable, the words are not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct ProblemBody {
    /// Always `about:blank`: the code says what happened.
    #[serde(rename = "type")]
    pub kind: String,
    /// The status in words.
    pub title: String,
    /// The HTTP status.
    pub status: u16,
    /// What a client can act on.
    pub code: String,
    /// What is wrong, in plain English.
    pub detail: String,
    /// Everything that is wrong with a document.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<Problem>,
    /// What the profile has against publishing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lint: Vec<Finding>,
    /// What became of an act on several lots, lot by lot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<LotOutcome>,
}
