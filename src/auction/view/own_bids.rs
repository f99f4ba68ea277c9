//! What has become of a bidder's own offers. Everything else about its bids is read from the journal.

use indexmap::IndexMap;

use super::bid_book::{BidBook, OwnOfferState};
use crate::auction::index::BidderIndex;
use crate::auction::refusal::{self, Reason};
use crate::ids::{ItemId, Seq};
use crate::money::Amount;

/// What a lot's state says about the bids of one bidder.
#[derive(Debug, Clone)]
pub struct OwnBids {
    book: BidBook,
    bidder: BidderIndex,
}

impl OwnBids {
    pub(crate) const fn new(book: BidBook, bidder: BidderIndex) -> Self {
        Self { book, bidder }
    }

    /// The last record that this state includes.
    #[must_use]
    pub const fn seq(&self) -> Seq {
        self.book.seq()
    }

    /// What has become of the bidder's accepted offer of that record.
    #[must_use]
    pub fn state_of(&self, offer: Seq) -> OwnOfferState {
        self.book.state_of(self.bidder, offer)
    }

    /// The total and the evaluated price of an offer at these prices; None where they make no offer.
    #[must_use]
    pub fn worth(&self, prices: &IndexMap<ItemId, Amount>) -> Option<(Amount, Amount)> {
        let facts = &self.book.board.facts;
        let (total, evaluated) = facts.setup.worth(facts.invited(self.bidder), prices).ok()?;
        Some((self.written(total), self.written(evaluated)))
    }

    /// A figure with the lot's decimal places.
    #[must_use]
    pub fn written(&self, figure: Amount) -> Amount {
        self.book.written(figure)
    }

    /// The refusal in words.
    #[must_use]
    pub fn message(&self, reason: Reason, limit: Option<Amount>, prices: &IndexMap<ItemId, Amount>) -> String {
        refusal::message(self.book.board.setup(), reason, limit, prices)
    }
}
