//! A supplier's record of its own bids on a lot.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::hex::Hex;
use crate::auction::Reason;
use crate::auction::view::OwnOfferState;
use crate::clock::Instant;
use crate::ids::{BidRef, ItemId, LotId, Seq};
use crate::money::Amount;

/// A page of a supplier's own bids on a lot.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OwnBidList {
    /// Which lot.
    pub lot: LotId,
    /// Accepted and refused bids, in the order in which they were judged.
    pub items: Vec<OwnBid>,
    /// What `after` of the next page has to be; null on the last one.
    pub next: Option<String>,
}

/// One of a supplier's own bids.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
pub struct OwnBid {
    /// Its place in the journal.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// When its frame had been read.
    pub received_at: Instant,
    /// The client's own name for the bid.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// Whether it was accepted.
    pub outcome: OwnBidOutcome,
    /// What has become of an accepted offer; null for a refused bid.
    pub state: Option<OwnOfferState>,
    /// Why it was refused; null for an accepted offer.
    pub reason: Option<Reason>,
    /// The total that would have passed, where the reason has one.
    pub limit: Option<Amount>,
    /// The refusal in plain English; null for an accepted offer.
    pub message: Option<String>,
    /// What was offered, as it was sent.
    pub prices: IndexMap<ItemId, Amount>,
    /// Σ price × volume; null where the prices make no offer.
    pub total: Option<Amount>,
    /// What was compared; null where the prices make no offer.
    pub evaluated: Option<Amount>,
    /// The bidder's rank right after the bid; null for a refused one.
    pub rank_then: Option<u32>,
    /// The record's hash.
    pub hash: Hex,
    /// Reserved for a signature; null until signatures are built.
    pub receipt: Option<String>,
}

/// Whether a bid was accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnBidOutcome {
    /// It was accepted.
    Accepted,
    /// It was refused, and never counted.
    Refused,
}
