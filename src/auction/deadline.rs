//! Arithmetic on a lot's instants: durations of the rules in microseconds, and the latest close.

use crate::clock::Instant;

const US_PER_S: u64 = 1_000_000;
const US_PER_MS: u64 = 1_000;

/// Seconds of a rule, in microseconds.
pub(crate) fn seconds_us(seconds: u64) -> i64 {
    us(seconds, US_PER_S)
}

/// Milliseconds of a rule, in microseconds.
pub(crate) fn millis_us(millis: u64) -> i64 {
    us(millis, US_PER_MS)
}

/// The instant, or `latest` where that is earlier.
pub(crate) fn not_past(at: Instant, latest: Option<Instant>) -> Instant {
    latest.map_or(at, |latest| at.min(latest))
}

fn us(figure: u64, us_per_unit: u64) -> i64 {
    i64::try_from(figure.saturating_mul(us_per_unit)).unwrap_or(i64::MAX)
}
