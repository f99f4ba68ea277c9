//! The full list of what happened on a lot, from which the model computes every answer again, and the types of its
//! inputs and answers.

use std::collections::BTreeMap;

use super::number::Number;
use super::setup::Instant;

/// One event and its instant. A repeated bid and an act in the wrong state leave no event.
#[derive(Clone, Debug)]
pub struct Record {
    pub at: Instant,
    pub what: Happened,
}

#[derive(Clone, Debug)]
#[allow(clippy::large_enum_variant, reason = "plain to read, and lists are short")]
pub enum Happened {
    /// An opening offer, listed before anything else.
    Opening(Offer),
    TermsAccepted {
        bidder: String,
    },
    Opened,
    /// A bid that was accepted (then with its offer) or refused.
    Judged {
        bid: Bid,
        verdict: Verdict,
        offer: Option<Offer>,
    },
    Extended {
        closes_at: Instant,
        cause: ExtensionCause,
    },
    Paused {
        remaining: i64,
        resumes_at: Option<Instant>,
    },
    Resumed,
    /// `offer` is the index in the list of the event that contains the offer.
    Annulled {
        offer: usize,
    },
    Excluded {
        bidder: String,
    },
    Closed {
        by: ClosedBy,
    },
    Cancelled,
    /// A broadcast: recorded, without effect on the market.
    Said,
    /// A request to annul the bidder's own standing offer.
    Requested {
        bidder: String,
    },
    /// The request of this number, counted from 0, was declined.
    RequestDeclined {
        request: usize,
    },
    Proposed {
        by: String,
        act: Act,
        /// For an annulment, the offer that is to be annulled.
        offer: Option<usize>,
    },
    /// The proposal of this number was approved or declined.
    ProposalEnded {
        proposal: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ExtensionCause {
    Bid,
    Buyer,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ClosedBy {
    Time,
    Buyer,
}

/// An accepted offer with its figures; prices in the order of the lot's items.
#[derive(Clone, Debug, PartialEq)]
pub struct Offer {
    pub bidder: String,
    pub prices: Vec<Number>,
    pub total: Number,
    pub evaluated: Number,
}

/// A bid as it reaches the lot; the prices are decimal text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bid {
    pub bidder: String,
    pub reference: String,
    pub prices: BTreeMap<String, String>,
    pub confirmed: bool,
    pub received_at: Instant,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Verdict {
    Accepted {
        total: Number,
        evaluated: Number,
        rank: usize,
        /// The new close, when the bid extended the lot. (An idle close moves without an extension.)
        extended_to: Option<Instant>,
    },
    Refused {
        reason: Reason,
        limit: Option<Number>,
    },
    /// The verdict of this number, counted from 0 over accepted and refused bids, is repeated.
    Repeat {
        first: usize,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Reason {
    RefReused,
    NotOpen,
    Paused,
    Closed,
    Cancelled,
    Excluded,
    TermsNotAccepted,
    MissingPrice,
    UnknownItem,
    NotPositive,
    TooManyDecimals,
    PriceTooLarge,
    AboveCeiling,
    NotImproved,
    AlreadyLeading,
    DecrementTooSmall,
    DecrementTooLarge,
    NeedsConfirmation,
    TiesWithLead,
}

impl Reason {
    /// The reason in the public contract's spelling.
    pub fn code(self) -> &'static str {
        match self {
            Self::RefReused => "ref_reused",
            Self::NotOpen => "not_open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
            Self::Excluded => "excluded",
            Self::TermsNotAccepted => "terms_not_accepted",
            Self::MissingPrice => "missing_price",
            Self::UnknownItem => "unknown_item",
            Self::NotPositive => "not_positive",
            Self::TooManyDecimals => "too_many_decimals",
            Self::PriceTooLarge => "price_too_large",
            Self::AboveCeiling => "above_ceiling",
            Self::NotImproved => "not_improved",
            Self::AlreadyLeading => "already_leading",
            Self::DecrementTooSmall => "decrement_too_small",
            Self::DecrementTooLarge => "decrement_too_large",
            Self::NeedsConfirmation => "needs_confirmation",
            Self::TiesWithLead => "ties_with_lead",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    Scheduled,
    Open,
    Paused,
    Closed,
    Cancelled,
}

/// What a buyer may do to a live lot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Act {
    Pause { resumes_at: Option<Instant> },
    Resume,
    Extend { closes_at: Instant },
    Annul { bidder: String },
    Exclude { bidder: String },
    Broadcast,
    Close,
    Cancel,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ActOutcome {
    Done,
    /// The proposal of this number, counted from 0, waits for a second buyer.
    Waits {
        proposal: usize,
    },
    /// Nothing happened: the lot's state forbids the act.
    WrongState,
    /// Nothing happened: a buyer may not approve its own proposal.
    Forbidden,
}

/// One input to the lot at one instant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Input {
    pub now: Instant,
    pub kind: InputKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum InputKind {
    Wake,
    Outage { alive_until: Instant },
    AcceptTerms { bidder: String },
    Bid(Bid),
    RequestAnnulment { bidder: String, reference: String },
    Act { by: String, act: Act },
    Approve { by: String, proposal: usize },
    Decline { by: String, proposal: usize },
    DeclineRequest { by: String, request: usize },
}

#[derive(Clone, Debug, PartialEq)]
pub enum Outcome {
    /// Wakes, outages and acceptances of terms have no answer.
    Silent,
    Verdict(Verdict),
    Act(ActOutcome),
}
