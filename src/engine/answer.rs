//! The requests that the engine takes, and its answers.

use std::time::Duration;

use bytes::Bytes;
use indexmap::IndexMap;
use tokio::sync::mpsc;

use crate::auction::Reason;
use crate::clock::Instant;
use crate::event::{Expected, Finding};
use crate::idempotency::IdempotencyKey;
use crate::ids::{BidRef, ItemId, LotId, Seq};
use crate::journal::Hash;
use crate::json::Problem;
use crate::money::Amount;
use crate::protocol::http::StoredRevision;

/// Most practice lots that an organisation begins within an hour.
pub const PRACTICES_PER_HOUR: usize = 10;

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

/// On what a change of an event depends. The default is a change without a condition and without a key.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Conditions {
    /// The request's own key: sent again, it gets the first answer and nothing happens twice.
    pub idempotency: Option<IdempotencyKey>,
    /// The revisions that the change is meant for.
    pub expected: Expected,
}

/// What a request about an event is answered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventReply {
    /// JSON text.
    pub text: Bytes,
    /// The revision that it tells of; none for a reader who may not know.
    pub revision: Option<u64>,
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
    /// The lot has not ended, so that it has no result yet.
    #[error("the lot has not ended: it has no result yet")]
    NotEnded,
    /// The moment has not come.
    #[error("that moment has not come yet")]
    InTheFuture,
    /// There is no record of that number.
    #[error("there is no record of that number")]
    NoSuchRecord,
    /// Lots of this format cannot be simulated.
    #[error("lots of this format cannot be simulated")]
    FormatNotSimulated,
    /// It is a template, which is never published.
    #[error("a template is never published: make a draft from it, with copy")]
    Template,
    /// Another revision stands than the one that the caller named.
    #[error("another revision stands: {}", .0.revision)]
    Stale(StoredRevision),
    /// The key of the request was sent before with another request.
    #[error("the key was sent before with another request")]
    KeyReused,
    /// What was sent is not right.
    #[error("the document has {} problems", .0.len())]
    Problems(Vec<Problem>),
    /// The draft does not say all that a publication needs.
    #[error("the draft is not complete")]
    NotComplete {
        /// What is missing or wrong in it.
        findings: Vec<Finding>,
        /// What speaks against its settings.
        lint: Vec<Finding>,
    },
    /// The profile forbids publication.
    #[error("the profile forbids publication")]
    Lint(Vec<Finding>),
    /// The caller's organisation plays a practice lot already.
    #[error("a practice lot of your organisation has not ended yet")]
    PracticeRuns(LotId),
    /// The caller's organisation has begun as many practice lots as it may. The time until it may begin another one.
    #[error("your organisation has begun {PRACTICES_PER_HOUR} practice lots within an hour")]
    TooManyPractices(Duration),
    /// Too much waits already.
    #[error("overloaded: try again in a moment")]
    Overloaded,
    /// The records of the lot cannot be used.
    #[error("the records of the lot cannot be used")]
    Unusable {
        /// The first record that is wrong. None where no record is.
        first_bad: Option<Seq>,
    },
    /// The outcome is not known.
    #[error("unavailable: the outcome is not known")]
    Unavailable,
}
