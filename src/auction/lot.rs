//! The lot: a board that views are rendered from, and the history of all bids.
//!
//! [`Lot::decide`] holds all policy and changes nothing. [`Lot::apply`] changes the lot and judges nothing. A lot is the
//! same whether its events have just been decided or are read back from a journal.

mod apply;
mod console;
mod decide;
mod history;
mod notify;
mod preview;
mod report;

use std::sync::Arc;

use super::alias::Wording;
use super::board::Board;
use super::event::Event;
use super::outcome::Outcome;
use super::setup::Setup;
use super::timing;
use super::view::{OfferPage, Viewer};
use crate::clock::Instant;
use crate::ids::{BidRef, BidderId, OrgId, Seq};
use history::History;

pub use preview::LotCopy;

/// A live lot.
#[derive(Debug, Clone)]
pub struct Lot {
    board: Board,
    history: History,
}

impl Lot {
    /// A lot as published: scheduled, with its opening offers standing in the order in which the bidders are listed.
    ///
    /// # Panics
    /// Where an opening offer does not pass [`Setup::check_opening`]: it is checked when an event is published.
    #[must_use]
    pub fn new(setup: Arc<Setup>) -> Self {
        let board = Board::published(setup);
        let history = History::new(&board);
        Self { board, history }
    }

    /// Applies an event. Asserts structure, judges nothing, cannot fail on events that `decide` returned.
    ///
    /// # Panics
    /// On an event that this lot cannot have decided: an unknown bidder, a place or a time before the last record's.
    pub fn apply(&mut self, seq: Seq, at: Instant, event: &Event) {
        self.note_act(seq, at, event);
        self.board.apply(seq, at, event);
        self.history.note(&self.board, seq, at, event);
    }

    /// When [`Command::Wake`](super::Command::Wake) is due next: the opening, the close plus settling, a planned restart.
    #[must_use]
    pub fn next_wake(&self) -> Option<Instant> {
        timing::next_wake(&self.board)
    }

    /// The bidder that `viewer` knows under this alias.
    #[must_use]
    pub fn bidder_of_alias(&self, viewer: &OrgId, alias: &str) -> Option<&BidderId> {
        let bidder = self.board.facts.aliases(viewer.as_str(), Wording::Letters, |aliases| aliases.bidder(alias))?;
        Some(&self.board.facts.invited(bidder).id)
    }

    /// What views are rendered from; cheap to clone.
    #[must_use]
    pub const fn board(&self) -> &Board {
        &self.board
    }

    /// What the lot was published with.
    #[must_use]
    pub fn setup(&self) -> &Arc<Setup> {
        self.board.setup()
    }

    /// The first outcome of the bid with that `ref`.
    #[must_use]
    pub fn outcome(&self, bidder: &BidderId, bid_ref: &BidRef) -> Option<Outcome> {
        let bidder = self.board.facts.index_of(bidder)?;
        self.history.outcome(&self.setup().items, bidder, bid_ref)
    }

    /// A page of the bid graph: accepted offers after `after`, oldest first, as `viewer` may see them. A supplier sees
    /// its own, and others' where all prices are shown to it.
    ///
    /// The page holds about `limit` offers at most. Offers that are skipped count towards the page too, so that a page
    /// with few visible offers costs no more than a full one. Opening offers share one place in the journal and are
    /// never split between pages.
    #[must_use]
    pub fn offers(&self, viewer: &Viewer, after: Seq, limit: usize) -> OfferPage {
        self.offers_at(&self.board, viewer, after, limit)
    }

    /// The same as it was when the lot had this board, which is one of its own.
    #[must_use]
    pub fn offers_at(&self, board: &Board, viewer: &Viewer, after: Seq, limit: usize) -> OfferPage {
        self.history.page(board, viewer, after, limit)
    }
}
