//! The result of a lot.

use schemars::JsonSchema;
use serde::Serialize;

use super::super::hex::Hex;
use crate::auction::view::{PathPoint, ResultReport};
use crate::ids::{LotId, Seq};

/// How a lot ended, for one caller. Written piece by piece: this type is its schema.
#[derive(Debug, Serialize, JsonSchema)]
pub struct ResultAnswer {
    /// The result itself.
    #[serde(flatten)]
    pub report: ResultReport,
    /// The lot's newest record.
    pub head: ResultHead,
    /// The command that checks the lot's whole record, saved as that file. It prints the last record and its hash.
    pub check: String,
    /// Which offer led from which record on. For a supplier: which of its own offers counted from which record on.
    pub path: Vec<PathPoint>,
    /// For a supplier alone: which offer led from which record on; null where it may not see the lead.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead_path: Option<Option<Vec<PathPoint>>>,
}

/// A record and its hash.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct ResultHead {
    /// Its place in the journal.
    pub seq: Seq,
    /// Its hash.
    pub hash: Hex,
}

/// The command that checks a lot's whole record, which an auditor reads at `GET /lots/{id}/history`.
#[must_use]
pub fn verify_command(lot: &LotId) -> String {
    format!("fairlot verify lot-{lot}.ndjson")
}
