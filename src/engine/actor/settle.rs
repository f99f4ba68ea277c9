//! The close of a busy lot: it holds on until every bid that was in time has been judged.
//!
//! The window stays where it began, at the `closes_at` that had come, even when a bid in time moves the close meanwhile:
//! bids received after that instant are judged after all that were received before it.

use std::time::Duration;

use super::LotActor;
use crate::auction::{Command, State};
use crate::clock::Instant;
use crate::engine::arrivals::Arrivals;
use crate::journal::Actor;

/// How often a lot looks again whether a bid in time is still on its way.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// A lot that holds on at its close.
#[derive(Debug)]
pub(super) struct Settling {
    /// The close that has come.
    anchor: Instant,
    /// Not before this.
    at_least_until: Instant,
    /// Not after this.
    at_most_until: Instant,
    /// Known once no bid in time is on its way any more: so many orders are still in the mailbox from before.
    still_to_take: Option<usize>,
}

impl Settling {
    fn new(anchor: Instant, hold: Duration, most: Duration) -> Self {
        let at_least_until = anchor + hold;
        Self { anchor, at_least_until, at_most_until: at_least_until.max(anchor + most), still_to_take: None }
    }

    /// When to look again, at the latest.
    pub(super) fn look_again_at(&self, now: Instant) -> Instant {
        if now < self.at_least_until { self.at_least_until } else { self.at_most_until.min(now + LOOK_AGAIN) }
    }

    /// Notes that one order was taken out of the mailbox.
    fn took_one(&mut self) {
        self.still_to_take = self.still_to_take.map(|count| count.saturating_sub(1));
    }

    /// Whether every bid in time has been taken. `waiting` counts the mailbox.
    fn is_over(&mut self, now: Instant, arrivals: &Arrivals, waiting: impl FnOnce() -> usize) -> bool {
        if now < self.at_least_until {
            return false;
        }
        if now >= self.at_most_until {
            return true;
        }
        if self.still_to_take.is_none() {
            if arrivals.any_before(self.anchor) {
                return false;
            }
            // In this order: a bid leaves the list of arrivals only after it has entered the mailbox.
            self.still_to_take = Some(waiting());
        }
        self.still_to_take == Some(0)
    }
}

impl LotActor {
    /// Whether a bid received at that instant has to wait for the lot to settle.
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

    /// Ends settling where nothing in time is missing any more: closes, and judges what was held back.
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Clock;

    const ANCHOR: Instant = Instant::from_micros(10_000_000);
    const HOLD: Duration = Duration::from_millis(100);
    const MOST: Duration = Duration::from_secs(2);

    #[tokio::test(start_paused = true)]
    async fn settling_lasts_until_what_waited_in_the_mailbox_is_taken() {
        let arrivals = Arrivals::new(Clock::starting_at(ANCHOR));
        let mut settling = Settling::new(ANCHOR, HOLD, MOST);

        assert!(!settling.is_over(ANCHOR + HOLD.mul_f32(0.5), &arrivals, || 0));
        assert!(!settling.is_over(ANCHOR + HOLD, &arrivals, || 2));
        settling.took_one();
        assert!(!settling.is_over(ANCHOR + HOLD, &arrivals, || 7), "those that came later are not waited for");
        settling.took_one();
        assert!(settling.is_over(ANCHOR + HOLD, &arrivals, || 7));
    }

    #[tokio::test(start_paused = true)]
    async fn settling_waits_for_a_frame_on_its_way_but_not_for_ever() {
        let arrivals = Arrivals::new(Clock::starting_at(ANCHOR.plus_micros(-1)));
        let connection = arrivals.register();
        let stamped = connection.stamp();
        let mut settling = Settling::new(ANCHOR, HOLD, MOST);

        assert!(!settling.is_over(ANCHOR + HOLD, &arrivals, || 0));
        assert!(settling.is_over(ANCHOR + MOST, &arrivals, || 0));
        drop(stamped);
        assert!(settling.is_over(ANCHOR + HOLD, &arrivals, || 0));
    }
}
