//! A lot's setup and what follows from it alone: which bidder is where, and the aliases.

use indexmap::IndexMap;
use std::sync::Arc;

use super::alias::{AliasBook, Aliases, Wording};
use super::setup::{Invited, Setup};
use crate::ids::BidderId;

/// Shared by everything that is made of one lot.
#[derive(Debug)]
pub(crate) struct Facts {
    pub(crate) setup: Arc<Setup>,
    /// Looked up, never iterated over.
    places: IndexMap<BidderId, usize>,
    aliases: AliasBook,
}

impl Facts {
    pub(crate) fn new(setup: Arc<Setup>) -> Self {
        let places = setup.bidders.iter().enumerate().map(|(nth, invited)| (invited.id.clone(), nth)).collect();
        Self { aliases: AliasBook::new(&setup), places, setup }
    }

    /// The bidder's place among the invited.
    pub(crate) fn nth(&self, bidder: &BidderId) -> Option<usize> {
        self.places.get(bidder).copied()
    }

    pub(crate) fn invited(&self, nth: usize) -> &Invited {
        &self.setup.bidders[nth]
    }

    /// Gives `then` the aliases for one viewer's organisation.
    pub(crate) fn aliases<T>(&self, viewer: &str, wording: Wording, then: impl FnOnce(&Aliases) -> T) -> T {
        self.aliases.with(&self.setup, viewer, wording, then)
    }
}
