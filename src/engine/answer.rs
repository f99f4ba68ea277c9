//! The requests that the engine takes, and its answers.

use indexmap::IndexMap;
use tokio::sync::mpsc;

use crate::auction::Reason;
use crate::clock::Instant;
use crate::event::Finding;
use crate::ids::{BidRef, ItemId, LotId, Seq};
use crate::journal::Hash;
use crate::json::Problem;
use crate::money::Amount;

/// A well-formed bid of a bidder who may bid on the lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BidRequest {
    /// The client's own name for the bid.
    pub bid_ref: BidRef,
    /// Unit prices as they were sent.
    pub prices: IndexMap<ItemId, Amount>,
    /// The bidder has confirmed an unusually large drop.
    pub confirmed: bool,
    /// When its frame had been read.
    pub received_at: Instant,
}

/// Where the answer to a bid goes. The receiver bounds how many bids it has in flight.
pub type ReplyTo = mpsc::UnboundedSender<(LotId, BidRef, BidAnswer)>;

/// The answer to a bid. The first two are final and on stable storage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum BidAnswer {
    /// It counts.
    Accepted {
        /// Its record.
        record: Recorded,
        /// When its frame had been read.
        received_at: Instant,
        /// The bidder's rank right after it.
        rank: u32,
        /// Its total.
        total: Amount,
        /// The evaluated price, by which offers are compared.
        evaluated: Amount,
    },
    /// It is refused and does not count.
    Refused {
        /// Its record.
        record: Recorded,
        /// When its frame had been read.
        received_at: Instant,
        /// Why.
        reason: Reason,
        /// The total that would have passed, where the reason has one.
        limit: Option<Amount>,
        /// In plain English.
        message: String,
    },
    /// Too many bids wait for the lot: nothing happened, try again.
    Overloaded,
    /// The outcome is not known: send the same `ref` again.
    Unavailable,
}

/// The place of a record in the journal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Recorded {
    /// Its place.
    pub seq: Seq,
    /// When it was decided.
    pub at: Instant,
    /// The record's hash.
    pub hash: Hash,
}

/// The answer to a buyer's act.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ActAnswer {
    /// It took effect.
    Done(Recorded),
    /// It waits for a second buyer.
    Waits(Recorded),
}

/// Why the engine did not do what was asked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Denied {
    /// It does not exist, or the caller may not see it.
    #[error("not found")]
    NotFound,
    /// The caller may see it but not do that.
    #[error("{0}")]
    Forbidden(String),
    /// The state forbids it.
    #[error("{0}")]
    WrongState(String),
    /// The key of the request was sent before with another request.
    #[error("the key was sent before with another request")]
    KeyReused,
    /// What was sent is not right.
    #[error("the document has {} problems", .0.len())]
    Problems(Vec<Problem>),
    /// The profile forbids publication.
    #[error("the profile forbids publication")]
    Lint(Vec<Finding>),
    /// Too much waits already.
    #[error("overloaded: try again in a moment")]
    Overloaded,
    /// The outcome is not known.
    #[error("unavailable: the outcome is not known")]
    Unavailable,
}
