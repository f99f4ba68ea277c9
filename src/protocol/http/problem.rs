//! The body of every HTTP answer that is an error.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::act_on_lots::LotOutcome;
use super::event::StoredRevision;
use crate::event::Finding;
use crate::ids::{LotId, Seq};
use crate::sheet::SheetFault;

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
    /// Everything that is wrong with a document, or with the cells of a sheet.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub errors: Vec<ErrorEntry>,
    /// How many faults of a sheet are not listed; absent where all are.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub more: Option<usize>,
    /// What the profile has against publishing.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lint: Vec<Finding>,
    /// What became of an act on several lots, lot by lot.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lots: Vec<LotOutcome>,
    /// The practice lot of the caller's organisation that has not ended yet, where it keeps another one from beginning.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<LotId>,
    /// Of a lot whose records cannot be used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub failed: Option<FailedLot>,
    /// Of a draft that another buyer has changed in between: which change stands now.
    #[serde(default, flatten, skip_serializing_if = "Option::is_none")]
    pub stands: Option<StoredRevision>,
}

/// A lot whose records cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct FailedLot {
    /// The first record that is wrong. Null where no record is.
    pub first_bad: Option<Seq>,
}

/// One thing that is wrong.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(untagged)]
pub enum ErrorEntry {
    /// With a member of a document.
    Member(Finding),
    /// With a cell of a sheet.
    Cell(SheetFault),
}
