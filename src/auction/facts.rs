//! A lot's setup and what follows from it alone: the bidders' places and their aliases.

use indexmap::IndexMap;
use std::sync::Arc;

use super::alias::{AliasBook, Aliases, Wording};
use super::index::BidderIndex;
use super::setup::{Invited, Setup};
use crate::ids::BidderId;

/// What never changes on a lot. All boards of the lot share it.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) setup: Arc<Setup>,
    /// Looked up, never iterated over.
    places: IndexMap<BidderId, BidderIndex>,
    aliases: AliasBook,
}

impl Facts {
    pub(crate) fn new(setup: Arc<Setup>) -> Self {
        let places = setup.invited().map(|(index, invited)| (invited.id.clone(), index)).collect();
        Self { aliases: AliasBook::new(&setup), places, setup }
    }

    pub(crate) fn index_of(&self, bidder: &BidderId) -> Option<BidderIndex> {
        self.places.get(bidder).copied()
    }

    pub(crate) fn invited(&self, bidder: BidderIndex) -> &Invited {
        &self.setup.bidders[bidder.position()]
    }

    /// Calls `then` with the aliases for one viewer's organisation.
    pub(crate) fn aliases<T>(&self, viewer: &str, wording: Wording, then: impl FnOnce(&Aliases) -> T) -> T {
        self.aliases.with(&self.setup, viewer, wording, then)
    }
}
