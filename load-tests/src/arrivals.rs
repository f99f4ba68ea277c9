//! Times at which bids are due that do not wait for one another: independent arrivals at a mean rate.
//!
//! A separate thread keeps the time with a precision of some ten microseconds; an asynchronous runtime's timer has one
//! of milliseconds. When the thread is late, bids that are due leave at once, and their latency still counts from when
//! they were due.
#![expect(clippy::float_arithmetic, reason = "a random process is no money")]

use std::thread;
use std::time::Duration;

use rand::rngs::SmallRng;
use rand::{RngExt, SeedableRng};
use tokio::sync::mpsc::UnboundedSender;
use tokio::time::Instant;

/// The same arrivals in every round and every run.
const SEED: u64 = 2015;

/// Prompts the bidders in turn, from `start` to `until`, `rate` times a second in all.
pub(crate) fn start(rate: f64, start: Instant, until: Instant, bidders: Vec<UnboundedSender<Instant>>) {
    let mut gaps = Gaps { random: SmallRng::seed_from_u64(SEED), rate };
    let dues = std::iter::successors(Some(start), move |due| Some(*due + gaps.draw())).skip(1);
    let turns = (0..bidders.len()).cycle();
    play(dues.take_while(move |due| *due < until).zip(turns), bidders);
}

/// Prompts bidders, by number. The schedule is in order of time.
pub(crate) fn play(
    schedule: impl IntoIterator<Item = (Instant, usize), IntoIter: Send> + Send + 'static,
    bidders: Vec<UnboundedSender<Instant>>,
) {
    thread::spawn(move || {
        for (due, bidder) in schedule {
            thread::sleep(due.saturating_duration_since(Instant::now()));
            // A bidder whose connection has ended counts this bid itself.
            let _ = bidders[bidder].send(due);
        }
    });
}

struct Gaps {
    random: SmallRng,
    rate: f64,
}

impl Gaps {
    /// The time to the next arrival, exponentially distributed.
    fn draw(&mut self) -> Duration {
        let uniform: f64 = self.random.random();
        Duration::from_secs_f64(-(1.0 - uniform).ln() / self.rate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arrivals_come_at_their_mean_rate() {
        let mut gaps = Gaps { random: SmallRng::seed_from_u64(1), rate: 1_000.0 };

        let sum: Duration = (0..10_000).map(|_| gaps.draw()).sum();

        assert!((9.0..11.0).contains(&sum.as_secs_f64()), "{sum:?}");
    }
}
