//! The states that a lot passes through, and the refusal of a command that the state forbids.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// Where a lot is in its life.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Published, not open yet.
    Scheduled,
    /// Bids count.
    Open,
    /// The remaining time is frozen.
    Paused,
    /// Ended with a result.
    Closed,
    /// Ended without a result.
    Cancelled,
}

/// A command that the lot's state forbids. Nothing has happened, nothing is journaled.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum WrongState {
    /// The act is not allowed in this state.
    #[error("{act} is not possible: {because}")]
    NotNow {
        /// The act's name.
        act: &'static str,
        /// What stands in its way, and the nearest right value where there is one.
        because: String,
    },
    /// A buyer approved or declined its own proposal.
    #[error("a proposal needs a second buyer: it cannot be approved by the buyer who made it")]
    OwnProposal,
    /// No bidder of that name is invited to the lot.
    #[error("bidder: no such bidder in this lot")]
    UnknownBidder,
}

impl State {
    /// The state as it stands in JSON.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Scheduled => "scheduled",
            Self::Open => "open",
            Self::Paused => "paused",
            Self::Closed => "closed",
            Self::Cancelled => "cancelled",
        }
    }

    /// Whether nothing can happen any more.
    #[must_use]
    pub const fn is_over(self) -> bool {
        match self {
            Self::Scheduled | Self::Open | Self::Paused => false,
            Self::Closed | Self::Cancelled => true,
        }
    }
}
