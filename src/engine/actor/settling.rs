//! Settling: how long a lot waits at its close, so that every bid that was in time is judged.
//!
//! The wait belongs to the `closes_at` at which it began, even when a bid in time moves the close meanwhile: bids received
//! after that instant are judged after all that were received before it.

use std::time::Duration;

use crate::clock::Instant;
use crate::engine::arrivals::Arrivals;

/// How often a lot looks again whether a bid in time is still on its way.
const LOOK_AGAIN: Duration = Duration::from_millis(2);

/// The wait of one lot at its close.
#[derive(Debug)]
pub(super) struct Settling {
    /// The close at which it began.
    pub(super) anchor: Instant,
    /// Not before this.
    at_least_until: Instant,
    /// Not after this.
    at_most_until: Instant,
    /// How many orders from before are still in the mailbox. Known once no bid in time is on its way any more.
    still_to_take: Option<usize>,
}

impl Settling {
    pub(super) fn new(anchor: Instant, hold: Duration, most: Duration) -> Self {
        let at_least_until = anchor + hold;
        Self { anchor, at_least_until, at_most_until: at_least_until.max(anchor + most), still_to_take: None }
    }

    /// When to look again at the latest.
    pub(super) fn look_again_at(&self, now: Instant) -> Instant {
        if now < self.at_least_until { self.at_least_until } else { self.at_most_until.min(now + LOOK_AGAIN) }
    }

    /// Notes that one order was taken out of the mailbox.
    pub(super) fn took_one(&mut self) {
        self.still_to_take = self.still_to_take.map(|count| count.saturating_sub(1));
    }

    /// Whether every bid in time has been taken, or the longest wait is over. `waiting` counts the mailbox.
    pub(super) fn is_over(&mut self, now: Instant, arrivals: &Arrivals, waiting: impl FnOnce() -> usize) -> bool {
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
            // Counted after the look at the arrivals: a bid leaves them only after it has entered the mailbox.
            self.still_to_take = Some(waiting());
        }
        self.still_to_take == Some(0)
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
