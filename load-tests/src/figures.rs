//! The counts of one bidder, and the figures of all bidders in one round.
#![expect(clippy::float_arithmetic, clippy::cast_precision_loss, reason = "rates and ratios that people read")]

use std::time::Duration;

use hdrhistogram::Histogram;
use serde::Serialize;

/// Digits of a latency that are kept.
const DIGITS: u8 = 3;
/// Longer latencies, in microseconds, count as this one.
const LATENCY_US_MAX: u64 = 600_000_000;

/// Bids by their outcome.
#[derive(Debug)]
pub(crate) struct Tally {
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
    pub(crate) overloaded: u64,
    pub(crate) unavailable: u64,
    /// Never answered.
    pub(crate) lost: u64,
    /// Connections that broke.
    pub(crate) broken: u64,
    /// Bids whose `accepted` came within the window, whenever they were due.
    pub(crate) accepted_within: u64,
    /// Of accepted bids and of lost ones, in microseconds.
    latencies: Histogram<u64>,
}

/// One round of one server.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Figures {
    pub(crate) accepted_per_second: f64,
    pub(crate) accepted: u64,
    pub(crate) refused: u64,
    pub(crate) overloaded: u64,
    pub(crate) unavailable: u64,
    pub(crate) lost: u64,
    pub(crate) connections_broken: u64,
    pub(crate) latency_us: Latency,
    /// Absent where the server's process is not known.
    pub(crate) server_cpu_s: Option<f64>,
    pub(crate) load_cpu_s: f64,
    pub(crate) server_resident_bytes: Option<u64>,
}

/// From when a bid was due to its answer, or to the end of the wait for it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Latency {
    pub(crate) p50: u64,
    pub(crate) p90: u64,
    pub(crate) p99: u64,
    pub(crate) p999: u64,
    pub(crate) max: u64,
}

impl Latency {
    /// Of a histogram of microseconds.
    pub(crate) fn of(histogram: &Histogram<u64>) -> Self {
        let at = |quantile| histogram.value_at_quantile(quantile);
        Self { p50: at(0.5), p90: at(0.9), p99: at(0.99), p999: at(0.999), max: histogram.max() }
    }
}

impl Figures {
    /// Bids that were neither accepted nor refused.
    pub(crate) fn without_verdict(&self) -> u64 {
        self.lost + self.unavailable + self.overloaded
    }

    /// The server's processor time for each accepted bid. Absent where it is not known, or nothing was accepted.
    pub(crate) fn server_cpu_us_per_bid(&self) -> Option<f64> {
        (self.accepted > 0).then_some(self.server_cpu_s? * 1_000_000.0 / self.accepted as f64)
    }
}

/// One server's figure ÷ another's, round by round.
pub(crate) fn ratios(above: &[f64], below: &[f64]) -> Vec<f64> {
    above.iter().zip(below).map(|(above, below)| above / below).collect()
}

/// What processes used while the window was open.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Usage {
    pub(crate) server_cpu: Option<Duration>,
    pub(crate) load_cpu: Duration,
    pub(crate) server_resident_bytes: Option<u64>,
}

impl Tally {
    /// Nothing yet.
    pub(crate) fn new() -> anyhow::Result<Self> {
        let latencies = Histogram::new_with_bounds(1, LATENCY_US_MAX, DIGITS)?;
        let (accepted, refused, overloaded, unavailable, lost) = (0, 0, 0, 0, 0);
        Ok(Self { accepted, refused, overloaded, unavailable, lost, broken: 0, accepted_within: 0, latencies })
    }

    /// Adds the latency of an accepted bid.
    pub(crate) fn record(&mut self, latency: Duration) {
        let micros = u64::try_from(latency.as_micros()).unwrap_or(u64::MAX);
        self.latencies.saturating_record(micros);
    }

    /// Counts a bid that was never answered, with the time that it waited. Otherwise a server that answers only its
    /// quick bids would look quicker than it is.
    pub(crate) fn lose(&mut self, waited: Duration) {
        self.lost += 1;
        self.record(waited);
    }

    /// Adds another bidder's counts.
    pub(crate) fn add(&mut self, other: &Self) -> anyhow::Result<()> {
        self.accepted += other.accepted;
        self.refused += other.refused;
        self.overloaded += other.overloaded;
        self.unavailable += other.unavailable;
        self.lost += other.lost;
        self.broken += other.broken;
        self.accepted_within += other.accepted_within;
        Ok(self.latencies.add(&other.latencies)?)
    }

    /// The figures of a window of this length.
    pub(crate) fn over(&self, window: Duration, usage: Usage) -> Figures {
        Figures {
            accepted_per_second: self.accepted_within as f64 / window.as_secs_f64(),
            accepted: self.accepted,
            refused: self.refused,
            overloaded: self.overloaded,
            unavailable: self.unavailable,
            lost: self.lost,
            connections_broken: self.broken,
            latency_us: Latency::of(&self.latencies),
            server_cpu_s: usage.server_cpu.map(|cpu| cpu.as_secs_f64()),
            load_cpu_s: usage.load_cpu.as_secs_f64(),
            server_resident_bytes: usage.server_resident_bytes,
        }
    }
}

/// One figure over all rounds: the median and the worst.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub(crate) struct Spread {
    pub(crate) median: f64,
    pub(crate) worst: f64,
}

impl Spread {
    /// Of rates and ratios: the worst is the lowest. None without rounds.
    pub(crate) fn of_high(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        Some(Self { median: median(&values)?, worst: *values.first()? })
    }

    /// Of latencies: the worst is the highest. None without rounds.
    pub(crate) fn of_low(mut values: Vec<f64>) -> Option<Self> {
        values.sort_by(f64::total_cmp);
        Some(Self { median: median(&values)?, worst: *values.last()? })
    }
}

fn median(sorted: &[f64]) -> Option<f64> {
    let (lower, upper) = (sorted.len().checked_sub(1)? / 2, sorted.len() / 2);
    Some(sorted[lower].midpoint(sorted[upper]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_round_is_given_beside_the_median() {
        assert_eq!(Spread::of_high(vec![0.5, 0.25, 0.75]), Some(Spread { median: 0.5, worst: 0.25 }));
        assert_eq!(Spread::of_low(vec![0.5, 0.25]), Some(Spread { median: 0.375, worst: 0.5 }));
        assert_eq!(Spread::of_high(Vec::new()), None);
    }

    #[test]
    fn a_bid_without_an_answer_counts_with_the_time_that_it_waited() {
        let mut tally = Tally::new().unwrap();
        tally.record(Duration::from_millis(1));

        tally.lose(Duration::from_secs(10));

        assert_eq!(tally.lost, 1);
        assert!(Latency::of(&tally.latencies).p99 >= 10_000_000);
    }

    #[test]
    fn bidders_are_counted_together() {
        let (mut all, mut one) = (Tally::new().unwrap(), Tally::new().unwrap());
        for millis in 1..=100 {
            one.accepted += 1;
            one.accepted_within += 1;
            one.record(Duration::from_millis(millis));
        }

        all.add(&one).unwrap();
        all.add(&one).unwrap();

        let usage = Usage { server_cpu: None, load_cpu: Duration::from_secs(1), server_resident_bytes: None };
        let figures = all.over(Duration::from_secs(2), usage);
        assert_eq!((figures.accepted, figures.latency_us.p50 / 100), (200, 500));
        assert!((figures.accepted_per_second - 100.0).abs() < f64::EPSILON);
    }
}
