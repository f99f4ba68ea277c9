//! The reasons for which a bid is refused, and the limit that each one carries.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// The first reason that applies, in the order of judgement.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    /// The same `ref` came before with other prices.
    RefReused,
    /// Received before the lot opens.
    NotOpen,
    /// The lot is paused.
    Paused,
    /// Received at or after the close, or judged after an early close.
    Closed,
    /// The lot ended without a result.
    Cancelled,
    /// The buyer has excluded the bidder from the lot.
    Excluded,
    /// The event has terms that the bidder has not accepted.
    TermsNotAccepted,
    /// An item of the lot has no price.
    MissingPrice,
    /// A price is for something that is not in the lot.
    UnknownItem,
    /// A price or the evaluated price is zero or less.
    NotPositive,
    /// More places than the lot's `decimals`.
    TooManyDecimals,
    /// Above 10^12, or not exact in 28 digits.
    PriceTooLarge,
    /// The total is above the lot's ceiling.
    AboveCeiling,
    /// Not below the bidder's own standing offer.
    NotImproved,
    /// The bidder leads alone and may not bid again.
    AlreadyLeading,
    /// Less than the minimum decrement below the reference.
    DecrementTooSmall,
    /// More than the maximum decrement below the reference.
    DecrementTooLarge,
    /// As above, where a confirmation would let it pass.
    NeedsConfirmation,
    /// Equals the lead of another bidder.
    TiesWithLead,
}

impl Reason {
    /// The reason as it stands in JSON and in metrics.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
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

    /// Which limit a refusal for this reason carries.
    #[must_use]
    pub(crate) const fn limit(self) -> Option<LimitKind> {
        match self {
            Self::AboveCeiling | Self::NotImproved | Self::DecrementTooSmall | Self::TiesWithLead => {
                Some(LimitKind::Highest)
            }
            Self::DecrementTooLarge | Self::NeedsConfirmation => Some(LimitKind::Lowest),
            Self::RefReused
            | Self::NotOpen
            | Self::Paused
            | Self::Closed
            | Self::Cancelled
            | Self::Excluded
            | Self::TermsNotAccepted
            | Self::MissingPrice
            | Self::UnknownItem
            | Self::NotPositive
            | Self::TooManyDecimals
            | Self::PriceTooLarge
            | Self::AlreadyLeading => None,
        }
    }
}

/// A bidder's highest or lowest allowed total.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimitKind {
    /// A total must be this or less.
    Highest,
    /// A total must be this or more.
    Lowest,
}
