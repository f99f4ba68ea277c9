//! The commands of a lot: bids, acts of buyers and bidders, and the passing of time.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, ItemId, PersonId, Seq};
use crate::money::Amount;

/// A command to a lot. Nothing else ever changes a lot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Command {
    /// A bidder bids.
    PlaceBid(PlaceBid),
    /// A bidder accepts the event's terms.
    AcceptTerms {
        /// Who.
        bidder: BidderId,
    },
    /// A bidder asks for its own standing offer to be annulled as a mistake.
    RequestAnnulment {
        /// Who.
        bidder: BidderId,
        /// The standing offer, named by its own `ref`.
        bid_ref: BidRef,
        /// Why.
        reason: String,
    },
    /// A buyer acts.
    Act {
        /// Who; a delicate act may need two different buyers.
        by: PersonId,
        /// What.
        act: Act,
    },
    /// Time has passed: whatever is due happens, one thing at a time.
    Wake,
    /// The server was down and has started again.
    Outage {
        /// When it was last known to be up.
        alive_until: Instant,
    },
}

/// A bid as it reached the lot. Well-formed, not yet judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlaceBid {
    /// Who bids; invited to this lot.
    pub bidder: BidderId,
    /// The client's own name for the bid.
    pub bid_ref: BidRef,
    /// Unit prices as they were sent.
    pub prices: IndexMap<ItemId, Amount>,
    /// The bidder has confirmed an unusually large drop.
    pub confirmed: bool,
    /// When its frame had been read.
    pub received_at: Instant,
}

/// A buyer's act on a live lot. Every one but `approve` needs a reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum Act {
    /// Freezes the remaining time.
    Pause {
        /// Resumes by itself at this instant.
        #[serde(default)]
        resumes_at: Option<Instant>,
        /// Why.
        reason: String,
    },
    /// Gives the remaining time back whole.
    Resume {
        /// Why.
        reason: String,
    },
    /// Moves the close to a later instant.
    Extend {
        /// The new close.
        closes_at: Instant,
        /// Why.
        reason: String,
    },
    /// Takes a bidder's standing offer away; its previous one stands again.
    Annul {
        /// Whose.
        bidder: BidderId,
        /// Which: refused unless this record's offer is the one that stands. Absent: whichever stands.
        #[serde(default)]
        offer: Option<Seq>,
        /// Why.
        reason: String,
    },
    /// Takes a bidder out of the lot.
    Exclude {
        /// Whom.
        bidder: BidderId,
        /// Why.
        reason: String,
    },
    /// Closes early.
    Close {
        /// Why.
        reason: String,
    },
    /// Ends the lot without a result.
    Cancel {
        /// Why.
        reason: String,
    },
    /// Sends a text to all bidders, or to one.
    Broadcast {
        /// What.
        text: String,
        /// To whom; absent: to all.
        #[serde(default)]
        to: Option<BidderId>,
        /// Why.
        reason: String,
    },
    /// Lets another buyer's proposal take effect.
    Approve {
        /// The proposal's place in the journal.
        act: Seq,
        /// Why.
        reason: String,
    },
    /// Turns down a proposal, or a bidder's request for annulment.
    Decline {
        /// The proposal's or the request's place in the journal.
        act: Seq,
        /// Why.
        reason: String,
    },
}
