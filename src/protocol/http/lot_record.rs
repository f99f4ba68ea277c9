//! A lot's journal in short, record by record, for an auditor who looks for something in it.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::super::hex::Hex;
use super::record::OwnBidOutcome;
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, OrgId, PersonId, Seq};
use crate::money::Amount;

/// A page of a lot's records in short.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, JsonSchema)]
pub struct LotRecordList {
    /// Those that match, in the journal's order.
    pub items: Vec<LotRecord>,
    /// What `after` of the next page has to be; null on the last one. A page may be short, or empty, and have a next one:
    /// one request looks at a bounded number of records.
    pub next: Option<String>,
}

/// What one record says, in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct LotRecord {
    /// Its place in the journal.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// What happened, such as `bid_accepted`.
    #[schemars(with = "String")]
    pub kind: Arc<str>,
    /// Who caused it.
    pub actor: RecordActor,
    /// The bidder that it is about; null where it is about none, or about all.
    pub bidder: Option<BidderId>,
    /// That bidder's name.
    pub name: Option<Arc<str>>,
    /// The client's own name for the bid, or for the offer that it asks to be annulled; null for other records.
    #[serde(rename = "ref")]
    pub bid_ref: Option<BidRef>,
    /// Whether a bid was accepted; null for other records.
    pub outcome: Option<OwnBidOutcome>,
    /// Why: the code of a refusal, or what a person wrote.
    pub reason: Option<String>,
    /// The total of the bid; null where its prices make no offer, and for other records.
    pub total: Option<Amount>,
    /// The bidder's rank right after an accepted bid; null for other records.
    pub rank: Option<u32>,
    /// The record's hash.
    pub hash: Hex,
}

/// Who caused a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, JsonSchema)]
pub struct RecordActor {
    /// As what.
    pub role: RecordRole,
    /// The organisation that the person acted for; null for the server.
    pub org: Option<OrgId>,
    /// The person; null for the server.
    pub person: Option<PersonId>,
    /// The person's name; null for the server, for a person without one, and for one who is erased.
    pub person_name: Option<Arc<str>>,
}

/// As what somebody caused a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RecordRole {
    /// The server itself.
    System,
    /// A person who bids.
    Supplier,
    /// A person who runs the partnership's auctions.
    Buyer,
    /// A person who runs the server.
    Admin,
}
