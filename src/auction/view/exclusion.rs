//! A bidder's exclusion, as the bidder itself, buyers and auditors see it.

use schemars::JsonSchema;
use serde::Serialize;

use crate::auction::board::BidderRow;
use crate::clock::Instant;

/// A buyer's act that took a bidder out of the ranking for good.
#[derive(Debug, Clone, Serialize, JsonSchema)]
pub struct ExclusionView {
    /// When.
    pub at: Instant,
    /// The buyer's reason.
    pub reason: Box<str>,
}

impl ExclusionView {
    pub(super) fn of(row: &BidderRow) -> Option<Self> {
        let exclusion = row.exclusion.as_ref()?;
        Some(Self { at: exclusion.at, reason: exclusion.reason.clone() })
    }
}
