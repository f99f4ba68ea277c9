//! The events of a lot: the records of its journal, after the first.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::command::Act;
use super::refusal::Reason;
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, ItemId, PersonId, Seq};
use crate::money::Amount;

/// An event of a lot: `kind` and `data` of a journal record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", content = "data", rename_all = "snake_case")]
pub enum Event {
    /// A bidder accepted the event's terms.
    TermsAccepted {
        /// Who.
        bidder: BidderId,
    },
    /// Bids count from here.
    LotOpened {
        /// From when.
        opens_at: Instant,
        /// Until when.
        closes_at: Instant,
    },
    /// A bid counts.
    BidAccepted(Accepted),
    /// A bid does not count.
    BidRefused(Refused),
    /// The close moved.
    LotExtended {
        /// The new close.
        closes_at: Instant,
        /// The old close.
        was: Instant,
        /// A bid (the record before), or a buyer.
        cause: Cause,
        /// The buyer's.
        reason: Option<String>,
    },
    /// The remaining time is frozen.
    LotPaused {
        /// A buyer, or an outage.
        cause: Cause,
        /// The time that is left, microseconds.
        remaining_us: i64,
        /// When it resumes by itself.
        resumes_at: Option<Instant>,
        /// The buyer's.
        reason: Option<String>,
    },
    /// The remaining time runs again.
    LotResumed {
        /// The new close.
        closes_at: Instant,
        /// The buyer's; none where it resumed by itself.
        reason: Option<String>,
    },
    /// A delicate act waits for a second buyer.
    ActProposed {
        /// What.
        act: Act,
        /// By whom.
        by: PersonId,
    },
    /// A second buyer approved; the effect is the next record.
    ActApproved {
        /// The proposal.
        act: Seq,
        /// By whom.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// The proposal is off.
    ActDeclined {
        /// The proposal.
        act: Seq,
        /// By whom.
        by: PersonId,
        /// Why.
        reason: String,
    },
    /// A bidder asks for its standing offer to be annulled.
    AnnulmentRequested {
        /// Who.
        bidder: BidderId,
        /// The offer's own name.
        #[serde(rename = "ref")]
        bid_ref: BidRef,
        /// The offer's place in the journal.
        offer: Seq,
        /// Why.
        reason: String,
    },
    /// The buyer leaves the offer standing.
    AnnulmentDeclined {
        /// The request.
        request: Seq,
        /// Who had asked.
        bidder: BidderId,
        /// Why not.
        reason: String,
    },
    /// A standing offer was taken away.
    BidAnnulled {
        /// Whose.
        bidder: BidderId,
        /// Which; none for an opening offer.
        offer: Option<Seq>,
        /// Why.
        reason: String,
    },
    /// A bidder's offers left the ranking.
    BidderExcluded {
        /// Whose.
        bidder: BidderId,
        /// Why.
        reason: String,
    },
    /// A buyer's text to all bidders, or to one.
    MessageSent {
        /// What.
        text: String,
        /// To whom; none: to all.
        to: Option<BidderId>,
        /// Why.
        reason: String,
    },
    /// The lot has its result.
    LotClosed {
        /// Time, or a buyer.
        cause: CloseCause,
        /// The result, best first; bidders without an offer are not in it.
        ranking: Vec<Placed>,
        /// Whether the lead's total met the reserve; none without one.
        reserve_met: Option<bool>,
        /// The buyer's.
        reason: Option<String>,
    },
    /// The lot ended without a result.
    LotCancelled {
        /// Why.
        reason: String,
    },
}

/// A bid that counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Accepted {
    /// Who.
    pub bidder: BidderId,
    /// The client's own name for the bid.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// What was offered, as it was sent.
    pub prices: IndexMap<ItemId, Amount>,
    /// As it was sent.
    pub confirmed: bool,
    /// Σ price × volume.
    #[serde(deserialize_with = "Amount::computed")]
    pub total: Amount,
    /// What is compared.
    #[serde(deserialize_with = "Amount::computed")]
    pub evaluated: Amount,
    /// When its frame had been read.
    pub received_at: Instant,
    /// The bidder's rank right after this bid.
    pub rank: u32,
}

/// A bid that does not count.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Refused {
    /// Who.
    pub bidder: BidderId,
    /// The client's own name for the bid.
    #[serde(rename = "ref")]
    pub bid_ref: BidRef,
    /// What was offered, as it was sent.
    pub prices: IndexMap<ItemId, Amount>,
    /// As it was sent.
    pub confirmed: bool,
    /// Why.
    pub reason: Reason,
    /// The total that would have passed, where the reason has one.
    #[serde(deserialize_with = "Amount::computed_option")]
    pub limit: Option<Amount>,
    /// When its frame had been read.
    pub received_at: Instant,
}

/// A bidder's place in the result.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Placed {
    /// Who.
    pub bidder: BidderId,
    /// Its rank.
    pub rank: u32,
    /// Its standing offer's total.
    #[serde(deserialize_with = "Amount::computed")]
    pub total: Amount,
    /// Its standing offer's evaluated price.
    #[serde(deserialize_with = "Amount::computed")]
    pub evaluated: Amount,
    /// Its score in a weighted lot.
    #[serde(deserialize_with = "Amount::computed_option")]
    pub score: Option<Amount>,
}

/// What moved the clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Cause {
    /// An accepted bid.
    Bid,
    /// A buyer.
    Buyer,
    /// The server was away.
    Outage,
}

/// What closed the lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CloseCause {
    /// Its closing time came, and all bids in time were judged.
    Time,
    /// A buyer closed it early.
    Buyer,
}
