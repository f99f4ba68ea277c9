//! What a buyer's act would do to a lot.
//!
//! The act is decided and applied on a copy, by the functions that decide and apply it on the lot. A preview has no record
//! and changes nothing. The copy is a board, which is cheap however many bids the lot has.

use super::Lot;
use super::history::History;
use super::notify::NoticeAbout;
use crate::auction::acts;
use crate::auction::board::Board;
use crate::auction::command::{Act, Command};
use crate::auction::event::Event;
use crate::auction::state::WrongState;
use crate::auction::view::{PreviewView, SideView, Sight, ToldView, Viewer};
use crate::clock::Instant;
use crate::ids::PersonId;

/// Enough of a lot to decide one act and to apply what it causes.
#[derive(Debug, Clone)]
pub struct LotCopy {
    board: Board,
    act: Act,
}

impl Lot {
    /// A copy for the preview of this act.
    #[must_use]
    pub fn copy_for(&self, act: Act) -> LotCopy {
        LotCopy { board: self.board.clone(), act }
    }
}

impl LotCopy {
    /// The lot before and after the act, done by `by` at `now`, as `viewer` may see it.
    ///
    /// An act that would wait for a second buyer is shown with the effect that it has once it is approved. So the buyer
    /// who proposes and the buyer who approves see the same.
    ///
    /// # Panics
    /// Where `now` is before the last record's time.
    ///
    /// # Errors
    /// [`WrongState`], exactly as for the act itself.
    pub fn preview(self, by: &PersonId, viewer: &Viewer, now: Instant) -> Result<PreviewView, WrongState> {
        let Self { board, act } = self;
        let lot = Lot { history: History::empty(board.rows.len()), board: board.clone() };
        let mut events = lot.decide(&Command::Act { by: by.clone(), act }, now)?;
        let mut waits = false;
        if let [Event::ActProposed { act, .. }] = events.as_slice() {
            waits = true;
            events = vec![acts::effect(&board, act)?];
        }
        // Who the bidders are is decided by the lot as it is: a preview of the close must not name them before it.
        let sight = Sight::new(&board, viewer);
        let before = SideView::new(sight, &board);
        let (mut tried, mut told) = (lot.board, None);
        for event in &events {
            let seq = tried.seq.next();
            told = told.or_else(|| told_of(&tried, sight, now, event));
            tried.apply(seq, now, event);
        }
        let after = SideView::new(sight, &tried);
        Ok(PreviewView { seq: board.seq, at: now, waits, step_up: false, before, after, told })
    }
}

/// The notice that the event would cause, with the bidder to whom it would go.
fn told_of(board: &Board, sight: Sight<'_>, now: Instant, event: &Event) -> Option<ToldView> {
    let (notice, about) = board.notice(board.seq.next(), now, event)?;
    let to = match about {
        NoticeAbout::Nobody | NoticeAbout::Somebody(_) => None,
        NoticeAbout::Only(bidder) => Some(sight.with_aliases(|aliases| aliases.of(bidder).to_owned())),
    };
    Some(ToldView::new(notice, to))
}
