//! Time: the only place that reads a clock.
//!
//! Owns the [`Instant`] type (pure, used everywhere), its words in UK time ([`uk`] writes them, [`typed`] reads what
//! people type; both pure), and the [`Clock`] that reads the machine. All other code gets the time as an argument. The wall clock may step, but [`Clock::now`] never runs backwards within a process: it reads the
//! wall clock once and then adds the monotonic clock.

mod instant;
pub mod typed;
pub mod uk;

pub use instant::{BadInstant, Instant};

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// The only source of the present instant. Cheap to clone; all clones have the same time.
#[derive(Debug, Clone)]
pub struct Clock {
    origin: Arc<Origin>,
}

#[derive(Debug)]
struct Origin {
    /// The wall clock when the process started.
    wall: Instant,
    started: tokio::time::Instant,
    /// How far a test has moved the wall clock.
    stepped_us: AtomicI64,
}

impl Clock {
    /// A clock that starts from the machine's wall clock.
    #[must_use]
    pub fn system() -> Self {
        Self::starting_at(wall())
    }

    /// A clock that starts at `start` and runs on with the monotonic clock, for tests and demos.
    #[must_use]
    pub fn starting_at(start: Instant) -> Self {
        let origin = Origin { wall: start, started: tokio::time::Instant::now(), stepped_us: AtomicI64::new(0) };
        Self { origin: Arc::new(origin) }
    }

    /// The present, cut to whole microseconds.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.origin.wall + self.origin.started.elapsed()
    }

    /// How far the machine's wall clock has moved away from this clock, in microseconds (positive: it is ahead).
    #[must_use]
    pub fn drift_us(&self) -> i64 {
        wall().plus_micros(self.origin.stepped_us.load(Ordering::Relaxed)).micros_since(self.now())
    }

    /// Moves the wall clock that this clock reads, as an operator or a time server would.
    #[cfg(test)]
    pub(crate) fn step_wall(&self, by_us: i64) {
        self.origin.stepped_us.fetch_add(by_us, Ordering::Relaxed);
    }

    /// The monotonic instant that corresponds to `at`.
    #[must_use]
    pub fn deadline(&self, at: Instant) -> tokio::time::Instant {
        tokio::time::Instant::now() + at.saturating_since(self.now())
    }
}

fn wall() -> Instant {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or(Duration::ZERO);
    Instant::from_micros(i64::try_from(since.as_micros()).unwrap_or(i64::MAX))
}
