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
    /// When the server had read it from the connection.
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
    /// The total up to which, or from which on, the bid would have been accepted, where the reason has such a limit.
    pub limit: Option<Amount>,
    /// The refusal in plain English; null for an accepted offer.
    pub message: Option<String>,
    /// The prices as they were sent.
    pub prices: IndexMap<ItemId, Amount>,
    /// Σ price × volume; null where the prices make no offer.
    pub total: Option<Amount>,
    /// The evaluated price, which is compared with other offers; null where the prices make no offer.
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
