//! What has become of a bidder's own offers. Everything else about its bids is read from the journal.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::auction::board::{Board, Offer};
use crate::auction::index::BidderIndex;
use crate::auction::refusal::{self, Reason};
use crate::ids::{ItemId, Seq};
use crate::money::Amount;

/// What has become of an accepted offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum OwnOfferState {
    /// It counts.
    Standing,
    /// A later offer of the bidder took its place.
    Replaced,
    /// The buyer annulled it.
    Annulled,
    /// The buyer excluded the bidder.
    Excluded,
}

/// What a lot's state says about the bids of one bidder.
#[derive(Debug, Clone)]
pub struct OwnBids {
    board: Board,
    bidder: BidderIndex,
    /// The annulled offers, in order.
    annulled: Vec<Seq>,
}

impl OwnBids {
    pub(crate) fn new(board: Board, bidder: BidderIndex, annulled: Vec<Seq>) -> Self {
        Self { board, bidder, annulled }
    }

    /// The last record that this state includes.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.board.seq()
    }

    /// What has become of the bidder's accepted offer of that record.
    #[must_use]
    pub fn state_of(&self, offer: Seq) -> OwnOfferState {
        let row = &self.board.rows[self.bidder];
        if self.annulled.binary_search(&offer).is_ok() {
            OwnOfferState::Annulled
        } else if row.is_excluded() {
            OwnOfferState::Excluded
        } else if row.standing.as_deref().and_then(Offer::seq) == Some(offer) {
            OwnOfferState::Standing
        } else {
            OwnOfferState::Replaced
        }
    }

    /// The total and the evaluated price of an offer at these prices; None where they make no offer.
    #[must_use]
    pub fn worth(&self, prices: &IndexMap<ItemId, Amount>) -> Option<(Amount, Amount)> {
        let (facts, decimals) = (&self.board.facts, self.board.facts.setup.decimals);
        let (total, evaluated) = facts.setup.worth(facts.invited(self.bidder), prices).ok()?;
        Some((total.with_places(decimals), evaluated.with_places(decimals)))
    }

    /// A figure with the lot's decimal places.
    #[must_use]
    pub fn written(&self, figure: Amount) -> Amount {
        figure.with_places(self.board.facts.setup.decimals)
    }

    /// The refusal in words.
    #[must_use]
    pub fn message(&self, reason: Reason, limit: Option<Amount>, prices: &IndexMap<ItemId, Amount>) -> String {
        refusal::message(&self.board.facts.setup, reason, limit, prices)
    }
}
