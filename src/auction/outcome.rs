//! The outcome of a bid: the answer to the bid, and to each repetition of it.

use indexmap::IndexMap;

use super::refusal::Reason;
use crate::clock::Instant;
use crate::ids::{ItemId, Seq};
use crate::money::Amount;

/// The first outcome of a bid, remembered by its `ref`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// The record's place in the journal.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// When its frame had been read.
    pub received_at: Instant,
    /// What was offered.
    pub prices: IndexMap<ItemId, Amount>,
    /// Whether it counts.
    pub verdict: Verdict,
}

/// Whether a bid counts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// It counts.
    Accepted {
        /// The bidder's rank right after it.
        rank: u32,
        /// Its total.
        total: Amount,
        /// What is compared.
        evaluated: Amount,
    },
    /// It does not count.
    Refused {
        /// Why.
        reason: Reason,
        /// The total that would have passed, where the reason has one.
        limit: Option<Amount>,
    },
}
