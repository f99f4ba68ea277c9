//! The close of a lot: it settles first, so that every bid in time is judged before it closes.

use std::time::Duration;

use super::lot_actor::LotActor;
use super::settling::Settling;
use crate::auction::{Command, State};
use crate::clock::Instant;
use crate::journal::Actor;

impl LotActor {
    /// Whether a bid received at that instant has to wait until the lot has settled.
    pub(super) fn is_held_back(&self, received_at: Instant) -> bool {
        let board = self.owned.lot.board();
        let late = received_at >= board.closes_at();
        board.state() == State::Open
            && (late || self.settling.as_ref().is_some_and(|settling| received_at >= settling.anchor))
    }

    pub(super) fn note_order_taken(&mut self) {
        if let Some(settling) = &mut self.settling {
            settling.took_one();
        }
    }

    /// Begins to settle where the close has come.
    pub(super) fn begin_to_settle(&mut self, now: Instant) {
        let board = self.owned.lot.board();
        if board.state() == State::Open && self.settling.is_none() && board.closes_at() <= now {
            let hold = Duration::from_millis(board.setup().rules.settle_ms);
            self.settling = Some(Settling::new(board.closes_at(), hold, self.shared.settings.settle_max));
        }
    }

    /// Ends settling where no bid in time is missing: closes the lot, and judges the bids that were held back.
    pub(super) fn end_settling(&mut self, now: Instant) {
        while let Some(settling) = &mut self.settling {
            let is_open = self.owned.lot.board().state() == State::Open;
            let orders = &self.orders;
            if is_open && !settling.is_over(now, &self.shared.arrivals, || orders.len()) {
                return;
            }
            let anchor = settling.anchor;
            self.settling = None;
            if is_open && self.owned.lot.board().closes_at() <= anchor {
                self.decide_freely(&Command::Wake, &Actor::System);
            }
            for bid in std::mem::take(&mut self.held) {
                self.take_bid(bid);
            }
            self.begin_to_settle(now);
        }
    }
}
